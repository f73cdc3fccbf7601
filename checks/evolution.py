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
from datetime import datetime
from typing import Final

from .accepted import about
from .finding import Finding, Severity
from .judgement import Judgement, judge
from .plan import Change, Kind, Plan

PROTECTED: Final = "protected"


@dataclass(frozen=True, kw_only=True)
class Evolution:
    """A plan, and what checks say of it.

    Args:
        plan: what would change.
        findings: what checks found, in the plan's order.
        allowed: what they found too, and somebody allows, or the environment accepts.
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


def judged(plan: Plan, allow: Iterable[str] = (), at: datetime | None = None) -> Evolution:
    """What checks say of a plan.

    Args:
        plan: what would change.
        allow: what may be lost all the same: patterns of URNs or names, in which `*` and `?` match.
        at: the moment; without it nothing dated is said.
    """
    patterns = tuple(allow)
    judgement = judge(plan, at, update=False)
    found = [*judgement.findings, *_protected(plan, judgement)]
    allowing = {finding: [pattern for pattern in patterns if about(finding, pattern)] for finding in found}
    used = {pattern for matching in allowing.values() for pattern in matching}
    return Evolution(
        plan=plan,
        findings=tuple(finding for finding in found if not allowing[finding]),
        allowed=(
            *(finding for finding in found if allowing[finding]),
            *(finding for finding, _ in judgement.accepted),
        ),
        unused=tuple(pattern for pattern in patterns if pattern not in used),
    )


def _protected(plan: Plan, judgement: Judgement) -> Iterator[Finding]:
    """What an update would refuse to take away, and no rule has told of."""
    told = {finding.resource for finding in (*judgement.findings, *(each for each, _ in judgement.accepted))}
    for change in plan.lost:
        if change.protected and change.urn not in told:
            yield Finding(
                rule=PROTECTED,
                severity=Severity.ERROR,
                resource=change.urn,
                reason=f"this {change.type} is protected, and an update refuses that it be {change.kind}",
                fix=f"bring OLD up with deletion_protection: false first, or allow it with --allow '{change.name}'",
            )
