"""Rule `acceptance`: what an environment accepts names a rule that there is, and has not expired."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from faults import nearest

from ..accepted import accepted
from ..finding import Finding, Severity
from ..rule import Rule
from ..subject import Subject

NAME: Final = "acceptance"


def _unknown(subject: Subject) -> Iterator[Finding]:
    known = _known()
    for place, entry in enumerate(accepted(subject.said)):
        if entry.rule not in known:
            near = nearest(entry.rule, known) or f"{', '.join(known[:-1])} or {known[-1]}"
            yield _finding(place, f"there is no rule {entry.rule}, so it accepts nothing", f"write {near}")


def _expired(subject: Subject, at: datetime) -> Iterator[Finding]:
    known = _known()
    for place, entry in enumerate(accepted(subject.said)):
        if entry.rule in known and entry.expired(at):
            reason = f"{entry.rule} of {entry.resource} was accepted until {entry.until}: {entry.because}"
            yield _finding(place, reason, "remove it, or give it a later until with a reason that still holds")


def _known() -> list[str]:
    from . import rules  # every rule, this one among them

    return [rule.name for rule in rules()]


def _finding(place: int, reason: str, fix: str) -> Finding:
    return Finding(rule=NAME, severity=Severity.WARNING, resource=f"accept[{place}]", reason=reason, fix=fix)


RULE = Rule(
    name=NAME, tells="an entry of `accept` has expired, or names a rule that there is not", finds=_unknown, finds_at=_expired
)
