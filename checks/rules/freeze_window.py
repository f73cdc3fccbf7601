"""Rule `freeze-window`: while an event lasts, from warm-up to cool-down, what it stands on is neither replaced nor deleted.

An event stands on the fleets and workloads that it names, on the clusters that these workloads run in, and on the networks of
their sites; what moves its floors by the clock is the event itself, and told of by `event-removed`. An event that the same plan
removes counts too: its traffic comes all the same. Machines that an update of their group replaces one after another count as
replaced; pods that a release replaces do not, since releases go on in a sale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from components.schedule import Calendar, Window

from ..finding import Finding, Severity
from ..plan import LOST, Change, Kind
from ..rule import Rule, told
from ..subject import Subject

NAME: Final = "freeze-window"
_ROLLING: Final[Mapping[str, frozenset[str]]] = {
    "aws:autoscaling/group:Group": frozenset({"launchTemplate", "mixedInstancesPolicy"}),
    "aws:eks/nodeGroup:NodeGroup": frozenset({"launchTemplate", "releaseVersion", "version"}),
}
"""The inputs of a group whose update has its machines replaced.

Sources: `shouldRefreshInstances` in github.com/hashicorp/terraform-provider-aws/blob/main/internal/service/autoscaling/group.go;
docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html.
"""
_REFRESH: Final = "alicloud:ess/instanceRefresh:InstanceRefresh"
"""A task that, once it is made, replaces the machines of a scaling group."""
_NOTHING_LOST: Final = frozenset({_REFRESH, "aws:autoscaling/schedule:Schedule", "alicloud:ess/scheduledTask:ScheduledTask"})
"""What may go: the record of a refresh that is over, and what moves floors by the clock."""


def _frozen(subject: Subject, at: datetime) -> Iterator[Finding]:
    calendars = (subject.calendar_before, subject.calendar)
    windows = {name: window for calendar in calendars for name, window in calendar.at(at).items()}
    stands_on = [(name, part) for calendar in calendars for name in calendar.at(at) for part in _parts(calendar, name)]
    for change in subject.plan.changes if windows else ():
        if not (happens := _happens(change)):
            continue
        around = {(component.type.rpartition(":")[2], component.name) for component in subject.plan.above(change)}
        events = sorted({name for name, part in stands_on if part in around})
        if events:
            yield _finding(change, happens, {name: windows[name] for name in events})


def _happens(change: Change) -> str:
    """What would be lost by a change, in words; empty where nothing is."""
    if change.kind in LOST:
        return f"this {change.type} would be {change.kind}" if change.type not in _NOTHING_LOST else ""
    rolled = change.kind is Kind.UPDATED and not _ROLLING.get(change.type, frozenset()).isdisjoint(change.inputs)
    if rolled or (change.type == _REFRESH and change.kind is Kind.CREATED):
        return "its machines would be replaced one after another"
    return ""


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


def _finding(change: Change, happens: str, windows: dict[str, Window]) -> Finding:
    end = max(window.end for window in windows.values())
    return Finding(
        rule=NAME,
        severity=Severity.WARNING,
        resource=change.urn,
        reason=f"{happens} while {' and '.join(windows)} lasts, until {told(end)}",
        fix="bring it up after that, or accept it in the environment",
    )


RULE = Rule(
    name=NAME,
    tells="what an event stands on is replaced or deleted between its warm-up and the end of its cool-down",
    finds_at=_frozen,
)
