"""Who may do what inside ACK's clusters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ..rules import Rule, as_set, refer, table
from .cs_types import CLUSTER, PERMISSION
from .shapes import PROVIDER

if TYPE_CHECKING:
    from ..call import Call

_OWN_ROLES: Final = ("admin", "ops", "dev", "restricted")
_REACHES: Final = ("cluster", "namespace", "all-clusters")
_READ: Final = ("roleType", "roleName", "namespace", "isCustom")
_IDENTITY: Final = re.compile(r"\d{15,20}")


def _faults(call: Call) -> Iterator[tuple[str, str]]:
    uid = call.get("uid")
    if uid is not None and not _IDENTITY.fullmatch(uid):
        yield "uid", f'InvalidParameter: expected the id of a RAM user or role, got "{uid}"'
    given = call.raw.get("permissions")
    for position in range(len(given) if isinstance(given, list) else 0):
        path = f"permissions[{position}]"
        yield from _grant_faults(path, {key: call.get(f"{path}.{key}") for key in _READ})


def _grant_faults(path: str, grant: dict[str, Any]) -> Iterator[tuple[str, str]]:
    reach, role, namespace = grant["roleType"], grant["roleName"], grant["namespace"]
    if reach is not None and reach not in _REACHES:
        yield f"{path}.roleType", f'expected one of {", ".join(_REACHES)}, got "{reach}"'
    if role is not None and role not in _OWN_ROLES and not grant["isCustom"]:
        yield f"{path}.roleName", f'InvalidParameter: "{role}" is none of {", ".join(_OWN_ROLES)}; isCustom must be true'
    if reach == "namespace" and not namespace:
        yield f"{path}.namespace", "InvalidParameter: a role in a namespace needs its name"
    elif reach in ("cluster", "all-clusters") and namespace:
        yield f"{path}.namespace", f"InvalidParameter: a role of type {reach} is in no namespace"


RULES = table(
    Rule(
        type=PERMISSION,
        source=f"{PROVIDER}resource_alicloud_cs_kubernetes_permissions.go",
        # Every change is a PATCH of what the identity may do in one cluster: what it may do in others stays.
        id=lambda call: call["uid"],
        within="permissions[0].cluster",
        replaces=frozenset({"uid"}),
        canonical={"permissions": as_set},
        references={"permissions[*].cluster": refer(CLUSTER, holds=False, anywhere=True)},
        check=_faults,
        everywhere=True,
        exists="ErrAuthorizationConflict: '{id}' has permissions in the cluster already",
    ),
)
