"""From what every loss would come to, to what a rule finds of a plan."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Finding, Severity
from ..subject import Subject


def of_losses(subject: Subject, rule: str) -> Iterator[Finding]:
    """What a rule finds: each thing once, by the first loss that shows it.

    Args:
        subject: the plan.
        rule: the rule's name, as promises that are missed bear it.
    """
    told: set[str] = set()
    for loss in subject.losses:
        for promise in loss.promises:
            missed = promise.missed
            if missed is None or missed.rule != rule or missed.resource in told:
                continue
            told.add(missed.resource)
            reason = f"without {loss.loss}, {missed.reason}"
            yield Finding(rule=rule, severity=Severity.WARNING, resource=missed.resource, reason=reason, fix=missed.fix)
