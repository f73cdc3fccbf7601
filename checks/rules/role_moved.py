"""Rule `role-moved`: another role than before applies what stands in a cluster, and nothing says that the cluster knows it.

Who makes a cluster does everything in it; another role does nothing until it is let in, so that the update would fail at the first
object inside, with everything outside done. On EKS `creator` says who made the cluster, and the arguments see to it that the other
role has an entry. On ACK roles are let in by their ids, which nothing compares with a role's name: so that is only told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.properties import unwrap

from ..finding import Finding, Severity
from ..plan import Component
from ..rule import Rule
from ..subject import Subject

NAME: Final = "role-moved"
_ON_EKS: Final = "nusantara:aws:Cluster"
_ON_ACK: Final = "nusantara:alicloud:Cluster"
_FIXES: Final = {
    _ON_EKS: "let it in by access, with the role admin, and name the one before by aws.creator",
    _ON_ACK: "let it in by access, with the role admin, in an update under the one before, if it is not let in yet",
}


def _moved(subject: Subject) -> Iterator[Finding]:
    for cluster in subject.plan.components.values():
        before, after = (_told(cluster, side, "deploy_role") for side in ("old", "new"))
        if cluster.type not in _FIXES or not (before and after) or before == after:
            continue
        if cluster.type == _ON_EKS and (_told(cluster, "new", "creator") or _told(cluster, "new", "creator_is_admin") is False):
            continue
        yield Finding(
            rule=NAME,
            severity=Severity.ERROR if cluster.type == _ON_EKS else Severity.WARNING,
            resource=cluster.urn,
            reason=f"{after} would apply what stands inside, which {before} did, and the cluster may let in that one alone",
            fix=_FIXES[cluster.type],
        )


def _told(cluster: Component, side: str, name: str) -> object:
    return unwrap(dict(getattr(cluster, side) or {})).get(name)


RULE = Rule(
    name=NAME,
    tells="another role applies what stands in a cluster, and nothing says that the cluster lets it in",
    finds=_moved,
    always=True,
)
