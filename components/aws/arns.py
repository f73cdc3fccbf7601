"""Names of resources as AWS writes them: docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html; pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..errors import Faults


class Place(NamedTuple):
    """Where something is."""

    partition: str
    region: str
    account: str


_ARN = re.compile(r"arn:aws[a-z-]*:(?P<service>[a-z0-9-]+):[a-z0-9-]*:[^:]*:.+")


def check_arn(faults: Faults, field: str, given: object, *services: str) -> None:
    """That a text is the ARN of something of these services; what is known later is told nothing yet."""
    if not isinstance(given, str):
        return
    found = _ARN.fullmatch(given)
    fix = f"write arn:aws:{services[0]}:…, as its service shows it"
    faults.check(found is not None and found["service"] in services, field, given, f"an ARN of {' or '.join(services)}", fix)


def located(arn: str) -> Place:
    """Where it is, by its ARN."""
    _, partition, _, region, account, _ = arn.split(":", 5)
    return Place(partition, region, account)
