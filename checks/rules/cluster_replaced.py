"""Rule `cluster-replaced`: a cluster, or the provider that reaches it, would be replaced, and with it everything inside.

The objects in it are not moved: they are made anew in an empty cluster, their volumes and load balancers too, and what only the
cluster knows is gone. A provider's replacement is its control plane's wherever that is replaced as well, and told of there. A
cluster that goes in the update that makes another at its site is replaced too, whatever the two are called.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine import urn

from ..finding import Finding, Severity
from ..plan import CONTROL_PLANES, Change, Kind
from ..rule import Rule
from ..subject import Subject

NAME: Final = "cluster-replaced"
_PROVIDER: Final = "pulumi:providers:kubernetes"
_STACK: Final = "pulumi:pulumi:Stack"


def _replaced(subject: Subject) -> Iterator[Finding]:
    replaced = [change for change in subject.plan.changes if change.kind is Kind.REPLACED]
    planes = [change for change in replaced if change.type in CONTROL_PLANES]
    yield from (_finding(change, "control plane") for change in planes)
    yield from _renamed(subject)
    for change in replaced:
        if change.type == _PROVIDER and not any(_follows(change, plane) for plane in planes):
            yield _finding(change, "provider", sum(urn.package_of(each.type) == "kubernetes" for each in _through(subject, change)))


def _follows(provider: Change, plane: Change) -> bool:
    """Whether a provider reaches a control plane: one comes from the other, or both are of one component."""
    if any(plane.urn in cause.upstream for cause in provider.causes):
        return True
    return provider.parent == plane.parent and urn.type_of(plane.parent or plane.urn) not in (_STACK, plane.type)


def _renamed(subject: Subject) -> Iterator[Finding]:
    """Control planes that go while another comes where they stand."""
    planes = [change for change in subject.plan.changes if change.type in CONTROL_PLANES]
    coming = [change for change in planes if change.kind is Kind.CREATED]
    for change in planes:
        beside = [each.name for each in coming if subject.plan.site(each) == subject.plan.site(change)]
        if change.kind is Kind.DELETED and beside:
            yield Finding(
                rule=NAME,
                severity=Severity.ERROR,
                resource=change.urn,
                reason=f"this control plane would be deleted in the update that makes {', '.join(beside)}, and all in it lost",
                fix="give the old one its name back, make the other beside it, move what runs there, and take this one out last",
            )


def _through(subject: Subject, provider: Change) -> Iterator[Change]:
    """What is lost of that which goes through a provider."""
    return (change for change in subject.plan.lost if change.provider == provider.urn)


def _finding(change: Change, what: str, objects: int = 0) -> Finding:
    by = ", ".join(cause.input for cause in change.causes)
    lost = f"{objects} object{'s' if objects > 1 else ''} in its cluster" if objects else "everything in its cluster"
    return Finding(
        rule=NAME,
        severity=Severity.ERROR,
        resource=change.urn,
        reason=f"this {what} would be replaced{f' by {by}' if by else ''}, and {lost} made anew",
        fix="leave that as it is; for another cluster, declare one beside it, move what runs there, and take this one out last",
    )


RULE = Rule(
    name=NAME,
    tells="a cluster, or the provider that reaches it, is replaced, and everything inside made anew",
    finds=_replaced,
    always=True,
)
