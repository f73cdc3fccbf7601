"""Write the table of instance types on AWS: `python -m tests.instance_types FOLDER`, where FOLDER holds the wheels of cfn-lint and moto.

Both are read, never imported: cfn-lint has the types of each region from AWS' price lists, moto has EC2's own answers to
DescribeInstanceTypes and DescribeInstanceTypeOfferings. What either knows of a region is written.
"""

from __future__ import annotations

import gzip
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import components.instance_types
from stacks.regions import ZONES

from .table import table

TABLE = Path(components.instance_types.__file__).with_name("aws.tsv")
_PRICED = "cfnlint/data/schemas/extensions/aws_ec2_instance/instancetype_enum.json"
_OFFERED = "moto/ec2/resources/instance_type_offerings/region/{}.json.gz"
_DESCRIBED = "moto/ec2/resources/instance_types.json.gz"
_HEAD = """\
# Instance types on AWS, by the regions that have them; written by `make instance-types`, never by hand.
# AWS' price lists, by cfn-lint {} (MIT-0) of {}; EC2's own answers, by moto {} (Apache-2.0) of {}.
# family, kinds, regions, and size:vCPUs:GiB of each type; the last two are empty where EC2 describes the type no more.
"""


def main(folder: Path) -> None:
    """Write the table from the wheels in a folder."""
    (lint,), (moto,) = folder.glob("cfn_lint-*.whl"), folder.glob("moto-*.whl")
    with ZipFile(lint) as prices, ZipFile(moto) as answers:
        priced, offered = json.loads(prices.read(_PRICED)), set(answers.namelist())
        regions: dict[str, set[str]] = {}
        for region in ZONES["aws"]:
            path = _OFFERED.format(region)
            offers = _zipped(answers, path) if path in offered else ()
            regions[region] = {*priced.get(region, {}).get("enum", ()), *(offer["InstanceType"] for offer in offers)}
        head = _HEAD.format(*_release(lint, prices, _PRICED), *_release(moto, answers, _DESCRIBED))
        TABLE.write_text(head + table(regions, _zipped(answers, _DESCRIBED)), encoding="utf-8")


def _zipped(wheel: ZipFile, path: str) -> Any:
    return json.loads(gzip.decompress(wheel.read(path)))


def _release(path: Path, wheel: ZipFile, member: str) -> tuple[str, date]:
    """The version of a wheel, and the day of a file in it."""
    return path.name.split("-")[1], date(*wheel.getinfo(member).date_time[:3])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
