"""Rule `acceptance`: what an environment accepts names a rule that there is, and has not expired."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..accepted import Accepted, accepted
from ..finding import Finding, Severity
from ..rule import Rule
from ..subject import Subject

NAME: Final = "acceptance"


def _stale(subject: Subject) -> Iterator[Finding]:
    from . import rules  # every rule, this one among them

    known = [rule.name for rule in rules()]
    for place, entry in enumerate(accepted(subject.said)):
        if entry.rule not in known:
            expected = f"{', '.join(known[:-1])} or {known[-1]}"
            yield _finding(place, f"there is no rule {entry.rule}, so it accepts nothing", f"write {expected}")
        elif subject.at and entry.expired(subject.at):
            yield _finding(place, _expired(entry), "remove it, or give it a later until with a reason that still holds")


def _expired(entry: Accepted) -> str:
    return f"{entry.rule} of {entry.resource} was accepted until {entry.until}: {entry.because}"


def _finding(place: int, reason: str, fix: str) -> Finding:
    return Finding(rule=NAME, severity=Severity.WARNING, resource=f"accept[{place}]", reason=reason, fix=fix)


RULE = Rule(name=NAME, tells="an entry of `accept` has expired, or names a rule that there is not", finds=_stale)
