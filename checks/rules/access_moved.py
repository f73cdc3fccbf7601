"""Rule `access-moved`: an identity is let into a cluster under another name in the update that takes the old entry away.

The new entry is made first, while the old one is there, and both are one to the cloud: EKS refuses the second one, and ACK, which
keeps one list of grants for an identity, takes the grant away with the old entry and tells nobody.

Sources: docs.aws.amazon.com/eks/latest/APIReference/API_CreateAccessEntry.html, and manageUserPermissions in
github.com/aliyun/terraform-provider-alicloud/blob/master/alicloud/resource_alicloud_cs_kubernetes_permissions.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from engine import urn
from engine.properties import unwrap

from ..finding import Finding, Severity
from ..plan import Change, Kind
from ..rule import Rule
from ..subject import Subject

NAME: Final = "access-moved"
_ENTRIES: Final[Mapping[str, tuple[str, str]]] = {
    "aws:eks/accessEntry:AccessEntry": ("principalArn", "EKS refuses a second entry of one identity"),
    "alicloud:cs/kubernetesPermission:KubernetesPermission": ("uid", "ACK takes what is granted away with the entry that goes"),
}
"""What lets an identity in, with the input that names it, and what comes of two."""


def _moved(subject: Subject) -> Iterator[Finding]:
    coming = {_who(change): change for change in subject.plan.changes if change.type in _ENTRIES and change.kind is Kind.CREATED}
    for change in subject.plan.changes:
        if change.type in _ENTRIES and change.kind is Kind.DELETED and (new := coming.get(_who(change))) is not None:
            reason = f"its identity would be let in by {urn.name_of(new.urn)} before it goes: {_ENTRIES[change.type][1]}"
            fix = "keep the name that it has, or remove the entry in one update and add it in the next"
            yield Finding(rule=NAME, severity=Severity.ERROR, resource=change.urn, reason=reason, fix=fix)


def _who(change: Change) -> tuple[str, str, object]:
    """Whom an entry lets into what: into the cluster that it is a part of."""
    named, _ = _ENTRIES[change.type]
    return change.type, change.parent, unwrap(dict(change.old or change.new)).get(named)


RULE = Rule(
    name=NAME,
    tells="an identity is let into a cluster under another name in the update that takes the old entry away",
    finds=_moved,
    always=True,
)
