"""Key Management Service: keys and their aliases.

Limits and names: https://www.alibabacloud.com/help/en/kms/key-management-service/product-overview/limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import Rule, as_json, refer, table
from .shapes import CREATED, PROVIDER, between, checks, identified, one_of, protected, renamed

if TYPE_CHECKING:
    from ..call import Call

KEY: Final = "alicloud:kms/key:Key"
_ALIAS = re.compile(r"alias/[A-Za-z0-9_/-]{1,255}")
_instance_key = identified("key")


def _key_id(call: Call) -> str:
    """Keys of a dedicated instance have ids of their own; others are named by a UUID."""
    return _instance_key(call) if call.get("dkmsInstanceId") else call.uuid()


def _alias_faults(call: Call) -> Iterator[tuple[str, str]]:
    alias = call.get("aliasName")
    if alias is not None and (not _ALIAS.fullmatch(alias) or alias.startswith("alias/acs/")):
        yield "aliasName", f'InvalidParameter: expected "alias/…" of letters, digits, _, / and -, and not alias/acs/, got "{alias}"'


RULES = table(
    Rule(
        type=KEY,
        source=f"{PROVIDER}resource_alicloud_kms_key.go",
        id=_key_id,
        replaces=frozenset({"dkmsInstanceId", "keySpec", "keyUsage", "origin", "protectionLevel"}),
        canonical={"policy": as_json},
        defaults={
            "automaticRotation": "Disabled",
            "creationDate": CREATED,
            "deleteDate": "",
            "deletionProtection": "Disabled",
            "isEnabled": True,
            "keySpec": "Aliyun_AES_256",
            "keyUsage": "ENCRYPT/DECRYPT",
            "lastRotationDate": CREATED,
            "materialExpireTime": "",
            "nextRotationDate": "",
            "origin": "Aliyun_KMS",
            "protectionLevel": "SOFTWARE",
            "status": "Enabled",
        },
        derived=renamed(deletionWindowInDays="pendingWindowInDays", keyState="status"),
        computed={
            "arn": lambda call: f"acs:kms:{call.region}:{call.account}:key/{call.id}",
            "creator": lambda call: call.account,
            "primaryKeyVersion": lambda call: call.uuid(),
        },
        check=checks(
            between("pendingWindowInDays", 7, 366),
            between("deletionWindowInDays", 7, 366),
            one_of("automaticRotation", "Enabled", "Disabled"),
            one_of("protectionLevel", "SOFTWARE", "HSM"),
        ),
        keeps=protected(
            "deletionProtection", on="Enabled", message="Rejected.DeletionProtection: deletion protection of '{id}' is on"
        ),
        not_found="Forbidden.KeyNotFound: the key '{id}' does not exist",
    ),
    Rule(
        type="alicloud:kms/alias:Alias",
        source=f"{PROVIDER}resource_alicloud_kms_alias.go",
        id=lambda call: call["aliasName"],
        replaces=frozenset({"aliasName"}),
        references={"keyId": refer(KEY, holds=False)},
        check=_alias_faults,
        not_found="Forbidden.AliasNotFound: the alias '{id}' does not exist",
        exists="Forbidden.AliasAlreadyExist: the alias '{id}' exists already",
    ),
)
