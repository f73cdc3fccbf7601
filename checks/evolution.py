"""From one environment to another: what would change, what of it is refused, and the verdict.

```python
with Trial(Path(), "production", providers=simulator.providers) as trial:
    trial.up(old)
    evolution = judged(trial.plan(new))
assert not evolution.refused, evolution.refused
```
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from engine import urn

from .finding import Finding, Severity
from .networks import moved
from .plan import Change, Kind, Plan

PROTECTED: Final = "protected"


@dataclass(frozen=True, kw_only=True)
class Evolution:
    """A plan, and what checks say of it.

    Args:
        plan: what would change.
        findings: what checks found, in the plan's order.
        allowed: what they found too, and somebody allows.
        unused: the patterns that allow nothing that was found.
    """

    plan: Plan
    findings: tuple[Finding, ...] = ()
    allowed: tuple[Finding, ...] = ()
    unused: tuple[str, ...] = ()

    @property
    def refused(self) -> tuple[Finding, ...]:
        """The findings for which it may not happen."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """What is created, updated, replaced or deleted."""
        return tuple(change for change in self.plan.changes if change.kind is kind)


def judged(plan: Plan, allow: Iterable[str] = ()) -> Evolution:
    """What checks say of a plan.

    Args:
        plan: what would change.
        allow: what may be lost all the same: patterns of URNs or names, in which `*` and `?` match.
    """
    patterns = tuple(allow)
    found = list(_findings(plan))
    allowing = {finding: [pattern for pattern in patterns if _matches(pattern, finding.resource)] for finding in found}
    used = {pattern for matching in allowing.values() for pattern in matching}
    return Evolution(
        plan=plan,
        findings=tuple(finding for finding in found if not allowing[finding]),
        allowed=tuple(finding for finding in found if allowing[finding]),
        unused=tuple(pattern for pattern in patterns if pattern not in used),
    )


def _findings(plan: Plan) -> Iterator[Finding]:
    found = list(moved(plan))
    told = {finding.resource for finding in found}
    yield from found
    yield from (_protected(change) for change in plan.lost if change.protected and change.urn not in told)


def _protected(change: Change) -> Finding:
    """What an update would refuse to take away."""
    return Finding(
        rule=PROTECTED,
        severity=Severity.ERROR,
        resource=change.urn,
        reason=f"this {change.type} is protected, and an update refuses that it be {change.kind}",
        fix=f"bring OLD up with deletion_protection: false first, or allow it with --allow '{change.name}'",
    )


def _matches(pattern: str, resource: str) -> bool:
    return fnmatchcase(urn.name_of(resource), pattern) or fnmatchcase(resource, pattern)
