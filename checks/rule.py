"""What a rule is, and how moments are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from .finding import Finding
from .subject import Subject


def _nothing(*_: object) -> Iterator[Finding]:
    return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule, as each file of `checks.rules` has one under the name RULE.

    Args:
        name: its name, in words joined by hyphens.
        tells: what it tells, as a sentence without its full stop.
        finds: what of a plan it tells on every day.
        finds_at: what of a plan it tells at a moment, in UTC; of this nothing is said to who does not say what time it is.
        updates: whether an update's preview is held to it too, and not only the way from one environment to another.
        always: whether it is also told to who does not say what time it is, once something refuses the plan.
        early: whether it is also told of a preview that fails: it reads nothing but what the program asks for.
    """

    name: str
    tells: str
    finds: Callable[[Subject], Iterator[Finding]] = _nothing
    finds_at: Callable[[Subject, datetime], Iterator[Finding]] = _nothing
    updates: bool = True
    always: bool = False
    early: bool = False

    def findings(self, subject: Subject, at: datetime | None) -> Iterator[Finding]:
        """What it tells of a plan; what is dated, only at a moment."""
        yield from self.finds(subject)
        if at is not None:
            yield from self.finds_at(subject, at)


def told(moment: datetime) -> str:
    """A moment in a sentence."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"
