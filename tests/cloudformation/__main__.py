"""Write what CloudFormation's schemas say: `python -m tests.cloudformation FOLDER`, where FOLDER holds the wheels of cfn-lint and moto.

Both are read, never imported. cfn-lint's schemas are AWS' own, with what its authors corrected in them.
"""

from __future__ import annotations

import json
import sys
import sysconfig
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import checks.schema.cloudformation
from checks.schema.sdk import sdk

from .actions import rows as actions
from .actions import spelled
from .classes import rows as classes
from .constraints import Schema
from .table import table, written
from .tokens import described

FOLDER = Path(checks.schema.cloudformation.__file__).parent
_PROVIDERS = "cfnlint/data/schemas/providers/"
_RESOURCES = "cfnlint/data/schemas/resources/"
_FIRST = f"{_PROVIDERS}us-east-1.json"
_HEAD = """\
# What CloudFormation's schemas say of the inputs of pulumi-aws; written by `make cloudformation`, never by hand.
# AWS' schemas, by cfn-lint {} (MIT-0) of {}; inputs by pulumi-aws {}.
# type, CloudFormation's, inputs that replace it, that may, that CloudFormation does not have; below, what holds of its inputs.
"""


_ACTIONS = "cfnlint/data/AdditionalSpecs/Policies.json"
_MANAGED = "moto/iam/aws_managed_policies.py"
_HEAD_OF_ACTIONS = """\
# The actions of AWS; written by `make cloudformation`, never by hand.
# AWS' service authorization reference, by cfn-lint {} (MIT-0) of {}; how actions are written, by it and by moto {} (Apache-2.0).
# service, the services that the ARNs of its resources name, its actions: a noun with the codes of its verbs, or an action whole.
"""

_RUNTIMES = "cfnlint/data/AdditionalSpecs/LmbdRuntimeLifecycle.json"
_LIFE = ("deprecated", "create-block", "update-block", "successor")
_HEAD_OF_RUNTIMES = """\
# How long Lambda's runtimes live; written by `make cloudformation`, never by hand. AWS' list, by cfn-lint {} (MIT-0) of {}.
# runtime, the day of its last patch, from which no function of it is made, from which none is updated; what follows it.
"""
_EXTENSIONS = "cfnlint/data/schemas/extensions/"
_CLASSES = {
    "cache": "aws_elasticache_cachecluster/cachenodetype_enum.json",
    "dax": "aws_dax_cluster/nodetype_enum.json",
    "docdb": "aws_docdb_dbinstance/dbinstanceclass_enum.json",
    "neptune": "aws_neptune_dbinstance/dbinstanceclass_enum.json",
    "rds": "aws_rds_dbinstance/dbinstanceclass_enum.json",
    "redshift": "aws_redshift_cluster/nodetype_enum.json",
    "search": "aws_opensearchservice_domain/clusterconfig_instancetype_enum.json",
}
_HEAD_OF_CLASSES = """\
# Classes of databases, caches and search domains on AWS, by the regions that have them; written by `make cloudformation`, never by hand.
# AWS' price lists, by cfn-lint {} (MIT-0) of {}.
# kind, family, regions, sizes.
"""


def main(folder: Path) -> None:
    """Write the tables from the wheels in a folder."""
    (path,), (moto,) = folder.glob("cfn_lint-*.whl"), folder.glob("moto-*.whl")
    installed = sdk("aws", (Path(sysconfig.get_path("purelib")),))
    assert installed is not None, "pulumi-aws is installed"
    with ZipFile(path) as wheel, ZipFile(moto) as managed:
        files = _types(wheel)

        @cache
        def schema(type_: str) -> Schema:
            return Schema(json.loads(wheel.read(f"{_RESOURCES}{files[type_]}.json")))

        rows = table(described(installed.types, files), installed.arguments, schema)
        day = date(*wheel.getinfo(_FIRST).date_time[:3])
        head = _HEAD.format(path.name.split("-")[1], day, version("pulumi_aws"))
        (FOLDER / "aws.tsv").write_text(head + written(rows), encoding="utf-8")
        lives = json.loads(wheel.read(_RUNTIMES))
        lines = ("\t".join((name, *(each[key] or "" for key in _LIFE))) + "\n" for name, each in sorted(lives.items()))
        head = _HEAD_OF_RUNTIMES.format(path.name.split("-")[1], day)
        (FOLDER / "rules" / "runtimes.tsv").write_text(head + "".join(lines), encoding="utf-8")
        kinds = {kind: json.loads(wheel.read(f"{_EXTENSIONS}{place}")) for kind, place in _CLASSES.items()}
        head = _HEAD_OF_CLASSES.format(path.name.split("-")[1], day)
        (FOLDER / "classes.tsv").write_text(head + "".join(f"{row}\n" for row in classes(kinds)), encoding="utf-8")
        handlers = (schema(type_).document.get("handlers", {}) for type_ in files)
        permissions = (text for each in handlers for handler in each.values() for text in handler.get("permissions", ()))
        known = spelled((*permissions, managed.read(_MANAGED).decode()))
        head = _HEAD_OF_ACTIONS.format(path.name.split("-")[1], day, moto.name.split("-")[1])
        lines = (f"{row}\n" for row in actions(json.loads(wheel.read(_ACTIONS)), known))
        (FOLDER / "policies" / "actions.tsv").write_text(head + "".join(lines), encoding="utf-8")


def _types(wheel: ZipFile) -> dict[str, str]:
    """The file of each type: of us-east-1, or else of any region that has it."""
    regions = (name for name in wheel.namelist() if name.startswith(_PROVIDERS) and name.endswith(".json"))
    found: dict[str, str] = {}
    for region in sorted(regions, key=_FIRST.__ne__):
        found = json.loads(wheel.read(region)) | found
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
