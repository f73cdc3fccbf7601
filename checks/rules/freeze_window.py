"""Rule `freeze-window`: while an event lasts, from warm-up to cool-down, what it stands on is neither replaced nor deleted.

An event stands on the fleets and workloads that it names, on the clusters that these workloads run in, and on the networks of
their sites. An event that the same plan removes counts too: its traffic comes all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from components.schedule import Calendar, Window

from ..finding import Finding, Severity
from ..plan import Change
from ..rule import Rule, told
from ..subject import Subject

NAME: Final = "freeze-window"


def _frozen(subject: Subject) -> Iterator[Finding]:
    if subject.at is None:
        return
    calendars = (subject.calendar_before, subject.calendar)
    windows = {name: window for calendar in calendars for name, window in calendar.at(subject.at).items()}
    stands_on = [(name, part) for calendar in calendars for name in calendar.at(subject.at) for part in _parts(calendar, name)]
    for change in subject.plan.lost if windows else ():
        around = {(component.type.rpartition(":")[2], component.name) for component in subject.plan.above(change)}
        events = sorted({name for name, part in stands_on if part in around})
        if events:
            yield _finding(change, {name: windows[name] for name in events})


def _parts(calendar: Calendar, event: str) -> Iterator[tuple[str, str]]:
    """The components that an event stands on: the last word of the type, and the name."""
    for group in calendar.named(event):
        for site in group.sites:
            yield "Network", site
            if group.cluster is None:
                yield "Fleet", f"{site}-{group.name}"
            else:
                yield "Workload", f"{site}-{group.cluster}-{group.name}"
                yield "Cluster", f"{site}-{group.cluster}"


def _finding(change: Change, windows: dict[str, Window]) -> Finding:
    end = max(window.end for window in windows.values())
    return Finding(
        rule=NAME,
        severity=Severity.WARNING,
        resource=change.urn,
        reason=f"this {change.type} would be {change.kind} while {' and '.join(windows)} lasts, until {told(end)}",
        fix="bring it up after that, or accept it in the environment",
    )


RULE = Rule(
    name=NAME,
    tells="what an event stands on is replaced or deleted between its warm-up and the end of its cool-down",
    finds=_frozen,
    dated=True,
)
