"""What all rules say of a plan, and what of it the environment accepts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from .accepted import Accepted, accepted
from .finding import Finding, Severity
from .plan import Plan
from .rule import Rule
from .rules import rules
from .subject import Subject


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """What was found.

    Args:
        at: the moment that it was looked at.
        findings: what holds: errors first, then by the rules' names and by what they are about.
        accepted: what was found too, and the environment accepts, with the entry that does.
    """

    at: datetime | None = None
    findings: tuple[Finding, ...] = ()
    accepted: tuple[tuple[Finding, Accepted], ...] = ()

    @property
    def refused(self) -> bool:
        """Whether something was found for which the plan must not be carried out."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def judge(
    plan: Plan, at: datetime | None = None, *, update: bool = True, held: Callable[[Rule], bool] = lambda _: True
) -> Judgement:
    """Hold a plan to the rules.

    Args:
        plan: what would change.
        at: the moment; without it nothing dated is said.
        update: whether the plan is that of an update, and not the way from one environment to another.
        held: which rules it is held to; every one without.
    """
    subject = Subject(plan)
    found = [finding for rule in rules() if held(rule) and (rule.updates or not update) for finding in rule.findings(subject, at)]
    found.sort(key=_order)  # not as the plan has it: what does not wait for each other is planned in any order
    entries = accepted(subject.said)
    covering = {finding: next((entry for entry in entries if entry.covers(finding, at)), None) for finding in found}
    return Judgement(
        at=at,
        findings=tuple(finding for finding, entry in covering.items() if entry is None),
        accepted=tuple((finding, entry) for finding, entry in covering.items() if entry is not None),
    )


def _order(finding: Finding) -> tuple[bool, str, str, str]:
    return finding.severity is not Severity.ERROR, finding.rule, finding.resource, finding.reason
