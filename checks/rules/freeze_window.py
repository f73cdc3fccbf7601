"""Rule `freeze-window`: while an event lasts, from warm-up to cool-down, what it stands on is neither replaced nor deleted.

An event stands on the sites of the fleets and workloads that it names, but for other fleets, workloads and clusters there; and on
what joins sites. What moves its floors by the clock is the event itself, and told of by `event-removed`. An event that the same
plan removes counts too: its traffic comes all the same. Machines that an update of their group replaces one after another count
as replaced; pods that a release replaces do not, since releases go on in a sale.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from components.schedule import Calendar, Group, Window

from ..finding import Finding, Severity
from ..plan import LOST, Change, Kind
from ..rule import Rule, told
from ..subject import Subject

NAME: Final = "freeze-window"
_PARTS: Final = frozenset({"Fleet", "Workload", "Cluster"})
"""The components that only those events stand on which name them, or what runs in them."""
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


@dataclass(frozen=True)
class _Frozen:
    """An event under way.

    Args:
        name: its name.
        window: when it lasts.
        sites: the sites that it stands on.
        parts: the fleets, workloads and clusters there, as the last word of a component's type and its name.
    """

    name: str
    window: Window
    sites: frozenset[str]
    parts: frozenset[tuple[str, str]]

    def stands_on(self, site: str, parts: frozenset[tuple[str, str]]) -> bool:
        """Whether it stands on an object, by its site, empty for what joins sites, and by the parts that the object is in."""
        return (not site or site in self.sites) and parts <= self.parts


def _frozen(subject: Subject, at: datetime) -> Iterator[Finding]:
    under_way = [
        _event(calendar, name, window)
        for calendar in (subject.calendar_before, subject.calendar)
        for name, window in calendar.at(at).items()
    ]
    for change in subject.plan.changes if under_way else ():
        if not (happens := _happens(change)):
            continue
        around = ((component.type.rpartition(":")[2], component.name) for component in subject.plan.above(change))
        parts = frozenset(part for part in around if part[0] in _PARTS)
        events = {event.name: event.window for event in under_way if event.stands_on(subject.plan.site(change), parts)}
        if events:
            yield _finding(change, happens, dict(sorted(events.items())))


def _event(calendar: Calendar, name: str, window: Window) -> _Frozen:
    named = list(calendar.named(name))
    return _Frozen(
        name,
        window,
        frozenset(site for group in named for site in group.sites),
        frozenset(part for group in named for site in group.sites for part in _parts(group, site)),
    )


def _parts(group: Group, site: str) -> Iterator[tuple[str, str]]:
    if group.cluster is None:
        yield "Fleet", f"{site}-{group.name}"
    else:
        yield "Workload", f"{site}-{group.cluster}-{group.name}"
        yield "Cluster", f"{site}-{group.cluster}"


def _happens(change: Change) -> str:
    """What would be lost by a change, in words; empty where nothing is."""
    if change.kind in LOST:
        return f"it would be {change.kind}" if change.type not in _NOTHING_LOST else ""
    rolled = change.kind is Kind.UPDATED and not _ROLLING.get(change.type, frozenset()).isdisjoint(change.inputs)
    if rolled or (change.type == _REFRESH and change.kind is Kind.CREATED):
        return "its machines would be replaced one after another"
    return ""


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
