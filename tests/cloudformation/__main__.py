"""Write what CloudFormation's schemas say: `python -m tests.cloudformation FOLDER`, where FOLDER holds the wheel of cfn-lint.

The wheel is read, never imported. Its schemas are AWS' own, with what its authors corrected in them.
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


def main(folder: Path) -> None:
    """Write the table from the wheel in a folder."""
    (path,) = folder.glob("cfn_lint-*.whl")
    installed = sdk("aws", (Path(sysconfig.get_path("purelib")),))
    assert installed is not None, "pulumi-aws is installed"
    with ZipFile(path) as wheel:
        files = _types(wheel)

        @cache
        def schema(type_: str) -> Schema:
            return Schema(json.loads(wheel.read(f"{_RESOURCES}{files[type_]}.json")))

        rows = table(described(installed.types, files), installed.arguments, schema)
        day = date(*wheel.getinfo(_FIRST).date_time[:3])
        head = _HEAD.format(path.name.split("-")[1], day, version("pulumi_aws"))
        (FOLDER / "aws.tsv").write_text(head + written(rows), encoding="utf-8")


def _types(wheel: ZipFile) -> dict[str, str]:
    """The file of each type: of us-east-1, or else of any region that has it."""
    regions = (name for name in wheel.namelist() if name.startswith(_PROVIDERS) and name.endswith(".json"))
    found: dict[str, str] = {}
    for region in sorted(regions, key=_FIRST.__ne__):
        found = json.loads(wheel.read(region)) | found
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
