"""Rule `controller-swap`: a workload's controller is made anew under its own name, as the same kind or as another.

The new controller comes first and begins with as many pods as it names, which is one where an autoscaler owns the number; then the
old one goes with all of its pods. In between the Service, the disruption budget and the network policy of that name choose the pods
of both, and disks of the old ones stay behind unused. One that becomes anew what it was, as a StatefulSet whose disks are another
size, goes with all of its pods first, and its next pods find the disks of old. Under another name, both run until nothing calls the
old one.

Sources: kubernetes.io/docs/concepts/workloads/controllers/statefulset/#components (replicas default to 1),
…/deployment/#selector (controllers with the same selector do not keep out of each other's way).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.properties import unwrap

from ..finding import Finding, Severity
from ..plan import Change, Kind
from ..rule import Rule
from ..subject import Subject

NAME: Final = "controller-swap"
_CONTROLLERS: Final = frozenset(f"kubernetes:apps/v1:{kind}" for kind in ("Deployment", "StatefulSet", "DaemonSet"))


def _swapped(subject: Subject) -> Iterator[Finding]:
    changes = [change for change in subject.plan.changes if change.type in _CONTROLLERS]
    coming = {_place(change): change for change in changes if change.kind is Kind.CREATED}
    for gone in changes:
        new = coming.get(_place(gone))
        if gone.kind is Kind.DELETED and new is not None and new.type != gone.type:
            yield _finding(gone, new)
        elif gone.kind is Kind.REPLACED and gone.deleted_first:
            yield _anew(gone)


def _place(change: Change) -> tuple[str, str, str]:
    """The cluster, the namespace and the name: what no two controllers of one kind share."""
    told: Any = unwrap(dict(change.old or change.new))
    metadata = told.get("metadata")
    known: Mapping[str, Any] = metadata if isinstance(metadata, Mapping) else {}
    return change.provider, str(known.get("namespace") or "default"), str(known.get("name") or change.name)


def _finding(gone: Change, new: Change) -> Finding:
    old_kind, new_kind = (change.type.rpartition(":")[2] for change in (gone, new))
    name = _place(gone)[2]
    return Finding(
        rule=NAME,
        severity=Severity.ERROR,
        resource=gone.urn,
        reason=f"this {old_kind} would go with all its pods in the update that makes the {new_kind} {name}, which begins with few",
        fix=f"declare the {new_kind} beside it under another name, move what calls it, and take this one out in a later update",
    )


def _anew(change: Change) -> Finding:
    kind, name = change.type.rpartition(":")[2], _place(change)[2]
    disks = ", which then have the disks of old" if kind == "StatefulSet" else ""
    return Finding(
        rule=NAME,
        severity=Severity.ERROR,
        resource=change.urn,
        reason=f"the {kind} {name} is made anew, and would go with all its pods before there are others{disks}",
        fix=f"declare another {kind} beside it under another name, move what calls it, and take this one out in a later update",
    )


RULE = Rule(
    name=NAME,
    tells="a workload becomes another kind, or is made anew, under its name, and its pods go before others are there",
    finds=_swapped,
    always=True,
)
