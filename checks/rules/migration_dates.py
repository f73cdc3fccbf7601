"""Rule `migration-dates`: a step of a migration is due, or its day lies in an event, or all is over and still declared."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from components.traffic.migrations import Migration
from components.traffic.room import window_of
from components.traffic.steps import GRACE, Standing, standings

from ..finding import Finding, Severity
from ..rule import Rule, told
from ..subject import Subject

NAME: Final = "migration-dates"


def _in_events(subject: Subject) -> Iterator[Finding]:
    for name, migration in subject.migrations.items():
        for number, step in enumerate(migration.steps, start=1):
            found = window_of(subject.said, subject.calendar, migration, step) if number > migration.step else None
            if found is not None:
                event, window = found
                reason = (
                    f"step {number} is meant for {step.date}, and {event} lasts from {told(window.start)} to {told(window.end)}"
                )
                yield _finding(f"migrations.{name}.steps[{number - 1}]", reason, "write a day before it, or after it")


def _due(subject: Subject, at: datetime) -> Iterator[Finding]:
    for name, migration in subject.migrations.items():
        today = at.astimezone(ZoneInfo(migration.time_zone)).date()
        if migration.step == len(migration.steps):
            yield from _over(migration, today >= migration.steps[-1].day + GRACE)
            continue
        late = [
            number
            for number, standing in enumerate(standings(migration.steps, migration.step, today), start=1)
            if standing in {Standing.DUE, Standing.OVERDUE}
        ]
        if late:
            since = migration.steps[late[0] - 1]
            overdue = today >= since.day + GRACE
            stands = f"{'overdue' if overdue else 'due'} since {since.date}"
            more = f", and {len(late) - 1} after it" if len(late) > 1 else ""
            reason = f"step {late[0]} is {stands}{more}, and step {migration.step} is in force"
            fix = "write new dates, or go back" if overdue else f"write step: {late[0]}, or another date"
            yield _finding(f"migrations.{name}.step", reason, fix)


def _over(migration: Migration, settled: bool) -> Iterator[Finding]:
    if settled:
        last = migration.steps[-1].date
        where = f"write its weights under traffic.{migration.of}" if migration.weighs else "leave its sites out that keep nothing"
        yield _finding(
            f"migrations.{migration.name}", f"its last step was meant for {last}, and is in force", f"{where}, and remove it"
        )


def _finding(resource: str, reason: str, fix: str) -> Finding:
    return Finding(rule=NAME, severity=Severity.WARNING, resource=resource, reason=reason, fix=fix)


RULE = Rule(
    name=NAME,
    tells="a step of a migration is due or overdue, its day lies in an event, or the migration is over and still declared",
    finds=_in_events,
    finds_at=_due,
)
