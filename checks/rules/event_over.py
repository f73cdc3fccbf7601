"""Rule `event-over`: an event whose last window is past raises nothing any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from ..finding import Finding, Severity
from ..rule import Rule, told
from ..subject import Subject

NAME: Final = "event-over"


def _over(subject: Subject, at: datetime) -> Iterator[Finding]:
    for name, event in subject.calendar.events.items():
        end = event.windows[-1].end
        if end <= at:
            yield Finding(
                rule=NAME,
                severity=Severity.WARNING,
                resource=f"events.{name}",
                reason=f"its last window ended at {told(end)}",
                fix="remove it, or prolong it" if event.every else "remove it",
            )


RULE = Rule(name=NAME, tells="an event is over, and still declared", finds_at=_over)
