"""KMS keys and their aliases, and the log groups of CloudWatch."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..rules import AutoName, as_json, refer, table
from .shapes import KEY, KMS_KEY, NAMED, arn, arn_of, blanks, document_faults, row

if TYPE_CHECKING:
    from ..call import Call

LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"

_RETENTION = (0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
"""docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html; 0 keeps for ever."""


def _key_policy(call: Call) -> str:
    """The policy that KMS gives a key when none is given."""
    root = {"AWS": arn(call, "iam", "root", everywhere=True)}
    statement = {"Sid": "Enable IAM User Permissions", "Effect": "Allow", "Principal": root, "Action": "kms:*", "Resource": "*"}
    return json.dumps({"Id": "key-default-1", "Version": "2012-10-17", "Statement": [statement]})


def _key_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from document_faults(call, "policy", 32768)
    for name, least, most in (("deletionWindowInDays", 7, 30), ("rotationPeriodInDays", 90, 2560)):
        days = call.get(name)
        if days is not None and not least <= days <= most:
            yield name, f"expected {name} to be in the range ({least} - {most}), got {days}"


def _alias_faults(call: Call) -> Iterator[tuple[str, str]]:
    name = call.get("name")
    if name is not None and (not re.fullmatch(r"alias/[\w/-]+", name) or name.startswith("alias/aws/")):
        yield "name", f'{name!r} must begin with "alias/", not with "alias/aws/", and be of letters, digits, "/", "_" and "-"'


def _target_arn(call: Call) -> str | None:
    key = call.referenced("targetKeyId")
    return key.outputs["arn"] if key else None


def _log_group_faults(call: Call) -> Iterator[tuple[str, str]]:
    name, days = call.get("name"), call.get("retentionInDays")
    if name is not None and not re.fullmatch(r"[\w./#-]{1,512}", name):
        yield "name", f"{name!r} must have 1 to 512 letters, digits or any of _ - / . #"
    if days is not None and days not in _RETENTION:
        yield "retentionInDays", f"expected retention_in_days to be one of {list(_RETENTION)}, got {days}"


RULES = table(
    row(
        KEY,
        "kms/key.go",
        id=lambda call: call.uuid(),
        replaces=frozenset({"customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"}),
        canonical={"policy": as_json},
        defaults={
            "bypassPolicyLockoutSafetyCheck": False,
            "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
            "enableKeyRotation": False,
            "isEnabled": True,
            "keyUsage": "ENCRYPT_DECRYPT",
            "multiRegion": False,
        },
        computed={
            "arn": arn_of("kms", "key/{id}"),
            "keyId": lambda call: call.id,
            "policy": _key_policy,
            "rotationPeriodInDays": lambda call: 365 if call.get("enableKeyRotation") else None,
            **blanks("description"),
        },
        volatile={"rotationPeriodInDays": frozenset({"enableKeyRotation"})},
        check=_key_faults,
        not_found="NotFoundException: Key '{id}' does not exist",
        # KMS deletes a key that aliases point to, and the aliases with it.
        takes=lambda call: [(alias.type, alias.id) for alias in call.find("aws:kms/alias:Alias", targetKeyId=call.id)],
    ),
    row(
        "aws:kms/alias:Alias",
        "kms/alias.go",
        tagged=False,
        id=lambda call: call["name"],
        replaces=frozenset({"name", "namePrefix"}),
        canonical={"targetKeyId": lambda key: key.rsplit("/", 1)[-1] if isinstance(key, str) else key},
        computed={
            "arn": lambda call: arn(call, "kms", call["name"]),
            "targetKeyArn": _target_arn,
        },
        volatile={"targetKeyArn": frozenset({"targetKeyId"})},
        references={"targetKeyId": refer((KEY, "keyId"), (KEY, "arn"), holds=False)},
        name=AutoName(prefixes=("namePrefix",), transform=lambda name: f"alias/{name}"),
        check=_alias_faults,
        not_found="NotFoundException: Alias {id} is not found.",
        exists="AlreadyExistsException: An alias with the name {id} already exists",
    ),
    row(
        LOG_GROUP,
        "logs/group.go",
        id=lambda call: call["name"],
        replaces=frozenset({"logGroupClass", "name", "namePrefix"}),
        defaults={"deletionProtectionEnabled": False, "retentionInDays": 0, "skipDestroy": False},
        computed={
            "arn": arn_of("logs", "log-group:{id}"),
            "logGroupClass": lambda _: "STANDARD",
        },
        references={"kmsKeyId": KMS_KEY},
        name=NAMED,
        check=_log_group_faults,
        keeps=lambda call: (
            [f"ValidationException: deletion protection is enabled for log group {call.id}"]
            if call.old.get("deletionProtectionEnabled")
            else []
        ),
        not_found="ResourceNotFoundException: The specified log group {id} does not exist.",
        exists="ResourceAlreadyExistsException: The specified log group {id} already exists",
    ),
)
