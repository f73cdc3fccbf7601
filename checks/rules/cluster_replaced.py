"""Rule `cluster-replaced`: a cluster, or the provider that reaches it, would be replaced, and with it everything inside.

The objects in it are not moved: they are made anew in an empty cluster, their volumes and load balancers too, and what only the
cluster knows is gone. A provider's replacement is its control plane's wherever that is replaced as well, and told of there.
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


def _replaced(subject: Subject) -> Iterator[Finding]:
    replaced = [change for change in subject.plan.changes if change.kind is Kind.REPLACED]
    planes = [change for change in replaced if change.type in CONTROL_PLANES]
    yield from (_finding(change, "control plane") for change in planes)
    told = {change.parent for change in planes}
    for change in replaced:
        if change.type == _PROVIDER and change.parent not in told:
            yield _finding(change, "provider", sum(urn.package_of(each.type) == "kubernetes" for each in _through(subject, change)))


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
    name=NAME, tells="a cluster, or the provider that reaches it, is replaced, and everything inside made anew", finds=_replaced
)
