"""Whether what a statement is about is an ARN, and one of what its actions act on.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html; of which services the ARNs of a service's resources
are, AWS' service authorization reference, by cfn-lint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ....finding import Severity
from ...conformity import joined
from ...fault import SchemaFault
from ...words import shown
from .actions import service
from .plain import texts

_ACCOUNT: Final = re.compile(r"(?:\d{12}|aws|aws-managed|cloudfront|aws-marketplace|amazon|third-party|)")
_OPEN: Final = re.compile(r"[*?]|\$\{")


def faults(arn: str, path: str) -> Iterator[SchemaFault]:
    """What is wrong with what stands where an ARN belongs."""
    if arn.startswith("*") or "${" in arn.partition(":")[0]:
        return
    parts = arn.split(":", 5)
    if parts[0] != "arn":
        yield SchemaFault(
            path=path, reason=f'{shown(arn)} is neither an ARN nor "*"', fix="write arn:aws:SERVICE:REGION:ACCOUNT:NAME"
        )
        return
    if len(parts) < 6:
        if "*" in parts[-1]:
            return  # arn:aws:s3* stands for what it has not spelled out
        fix = "write arn:aws:SERVICE:REGION:ACCOUNT:NAME; of a bucket arn:aws:s3:::NAME"
        yield SchemaFault(path=path, reason=f"{shown(arn)} has {len(parts)} parts of the six of an ARN", fix=fix)
        return
    _, partition, name, _, account, _ = parts
    if not _OPEN.search(partition) and not partition.startswith("aws"):
        yield SchemaFault(path=path, reason=f"{shown(arn)} is of no partition", fix="write arn:aws:…")
    if not _OPEN.search(account) and not _ACCOUNT.fullmatch(account):
        yield SchemaFault(path=path, reason=f"{shown(arn)} has {shown(account)} for an account", fix="give twelve digits, or *")
    if not name:
        yield SchemaFault(path=path, reason=f"{shown(arn)} names no service", fix="write arn:aws:SERVICE:…")


def strangers(statement: Mapping[str, Any], path: str) -> Iterator[SchemaFault]:
    """The resources of an allowing statement on which none of its actions acts, as far as that is known of all of them."""
    known: set[str] = set()
    named = [action for _, action in texts(statement.get("Action"), "")]
    if not named or statement.get("Effect") != "Allow" or not isinstance(statement["Action"], (str, list)):
        return
    if isinstance(statement["Action"], list) and len(named) < len(statement["Action"]):
        return
    for action in named:
        found = service(action.partition(":")[0].lower())
        if found is None or not found.arns:
            return
        known |= found.arns
    for where, arn in texts(statement.get("Resource"), joined(path, "Resource")):
        parts = arn.split(":", 5)
        if len(parts) == 6 and parts[0] == "arn" and parts[2] and not _OPEN.search(parts[2]) and parts[2] not in known:
            owners = " or ".join(sorted({action.partition(":")[0] for action in named}))
            reason = f"{shown(arn)} is of {parts[2]}, on which no action of {owners} acts"
            yield SchemaFault(path=where, reason=reason, fix="give it actions of its own", severity=Severity.WARNING)
