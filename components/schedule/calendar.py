"""The events of an environment and what they raise, read from plain data: as its file says them, or as a plan holds them; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, partial
from typing import Any, Final, Literal, TypeAlias

from ..choices import Island
from .event import Event, Window
from .peak import Loss, Need, Peak, floors_for, losses
from .shares import Sending, Shares, evenly, most
from .timeline import Bounds, Timeline

Kind: TypeAlias = Literal["fleets", "workloads"]

_OF_PEAKS: Final = frozenset({"peak_rps", "peak_factor", "headroom"})
"""What an event says of its peaks, and not of its times."""
_SECONDS: Final = frozenset({"warm_up", "cool_down"})


@dataclass(frozen=True, kw_only=True)
class Group:
    """A fleet or a workload, equal in each of its sites, and what events expect of it.

    Args:
        kind: fleets or workloads.
        name: its name there.
        sites: the cloud of each of its sites, by name.
        base: its lower bound outside of events.
        ceiling: its upper bound.
        unit_rps: how many requests per second one instance or pod serves, as measured.
        cluster: of a workload, the cluster that it runs in.
        peaks: what each event brings, by the event's name.
        names: the public names that send it requests; without any as many go to each site.
        drained: sites that are being drained, on which nobody counts.
    """

    kind: Kind
    name: str
    sites: Mapping[str, str]
    base: int
    ceiling: int
    unit_rps: int | None = None
    cluster: str | None = None
    peaks: Mapping[str, Peak] = field(default_factory=dict)
    names: tuple[Sending, ...] = ()
    drained: frozenset[str] = frozenset()

    def sent(self, lost: Loss | None = None) -> Shares:
        """The most that each site is sent of its requests: with all of them there, or after a loss."""
        return self.sent_without(lost.sites if lost else frozenset())

    def sent_without(self, gone: Collection[str]) -> Shares:
        """The same without some sites, whoever lost them."""
        if not self.names:
            return self._evenly(gone)
        found = most(name.after(self.drained | frozenset(gone)) for name in self.names)
        return replace(found, of={site: share for site, share in found.of.items() if site in self.sites})

    def floors(self, peak: Peak, lost: tuple[Loss, ...]) -> dict[str, int]:
        """The floor that a peak asks for in each site; a factor says nothing of who asks, so where only that decides, evenly."""
        found = floors_for(peak, base=self.base, unit_rps=self.unit_rps, sent=partial(self._sent_by, peak), lost=lost)
        return {site: found.get(site, self.base) for site in self.sites}

    def _sent_by(self, peak: Peak, lost: Loss | None) -> Shares:
        found = self.sent(lost)
        by_who_asks = peak.factor is not None and found.why == "nearest"
        return self._evenly(lost.sites if lost else frozenset()) if by_who_asks else found

    def _evenly(self, gone: Collection[str]) -> Shares:
        return evenly([site for site in self.sites if site not in gone])


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Events, and what they raise.

    Args:
        events: by name.
        groups: every fleet and workload, those that no event names too.
        objectives: what share of a peak is to be carried after each loss, in percent, as far as the environment promises it.
    """

    events: Mapping[str, Event] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    objectives: Mapping[Island, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        environment: Mapping[str, Any],
        drained: Mapping[tuple[Kind, str], Collection[str]] | None = None,
        names: Mapping[tuple[Kind, str], tuple[Sending, ...]] | None = None,
    ) -> Calendar:
        """Read an environment that has no fault; `components.traffic.sending.calendar` does, with its names and drains.

        Args:
            environment: as `stacks.environment.Environment` is written in JSON; numbers may be floats.
            drained: the sites that a fleet or workload is being drained in, by kind and name: nobody counts on them.
            names: the public names that lead to a fleet or workload, by kind and name.

        Raises:
            ArgumentsError: an event is faulty, as another version of this project may have written it.
        """
        events = environment.get("events", {})
        objectives = environment.get("objectives") or {}
        return cls(
            events={name: _event(name, said) for name, said in events.items()},
            groups=tuple(
                _left(group, frozenset((drained or {}).get(key, ())), (names or {}).get(key, ()))
                for group in _groups(environment, events)
                for key in [(group.kind, group.name)]
            ),
            objectives={of: int(said["capacity"]) for of, said in objectives.items()},
        )

    def group(self, kind: Kind, name: str) -> Group:
        """A fleet or a workload by its name."""
        return next(group for group in self.groups if (group.kind, group.name) == (kind, name))

    def named(self, event: str) -> Iterator[Group]:
        """What an event names."""
        return (group for group in self.groups if event in group.peaks)

    def losses(self, group: Group) -> tuple[Loss, ...]:
        """What can be lost of a group's sites."""
        return losses(group.sites, self.objectives)

    def floors(self, group: Group) -> dict[str, dict[str, int]]:
        """The floor that each event asks for in each site of a group, by the event and the site."""
        return {name: group.floors(peak, self.losses(group)) for name, peak in group.peaks.items()}

    def timeline(self, group: Group, site: str) -> Timeline | None:
        """The floor of a group in one of its sites over time; None where no event names it, or nobody counts on the site.

        Raises:
            ArgumentsError: a floor is above the ceiling.
        """
        if site not in group.sites or not group.peaks:
            return None
        floors = [(self.events[name], asked[site]) for name, asked in self._floors[group.kind, group.name].items()]
        return Timeline(group.base, group.ceiling, floors)

    def moves(self, group: Group, site: str) -> bool:
        """Whether events move the floor of a group in a site.

        Of a workload it is enough that they do in another of its sites: what keeps floors is the same in each then, and another
        share of requests changes what it holds to, and not what there is. Of a fleet no way back would set another `min`.
        """
        sites = group.sites if group.kind == "workloads" else (site,)
        return any(timeline.steps for each in sites if (timeline := self.timeline(group, each)))

    def needs(self, group: Group, event: str) -> tuple[Need, ...]:
        """How many an event's peak needs in each site: with every site there, then after each loss that is to be carried.

        That is the loss of any one site, unless objectives say what share of the peak is carried then, and what else they name. A
        loss that leaves no site is passed over, and nothing is known of a peak that is not in requests.
        """
        rps, unit_rps = group.peaks[event].rps, group.unit_rps
        if rps is None or unit_rps is None or not group.sites:
            return ()
        carried = [loss for loss in self.losses(group) if loss.left and (loss.of == "site" or loss.of in self.objectives)]
        return tuple(
            Need(
                lost=loss,
                site=site,
                share=sent.to(site),
                why=sent.why,
                peak=rps,
                capacity=loss.capacity if loss else 100,
                unit_rps=unit_rps,
            )
            for loss in (None, *carried)
            for sent in [group.sent(loss)]
            for site in group.sites
            if loss is None or site in loss.left
        )

    def held(self, moment: datetime, kind: Kind) -> dict[tuple[str, str], Bounds]:
        """What holds at a moment for each fleet, or each workload, in each of its sites, by its name and the site."""
        return {
            (group.name, site): self._held(group, site, moment)
            for group in self.groups
            if group.kind == kind
            for site in group.sites
        }

    def _held(self, group: Group, site: str, moment: datetime) -> Bounds:
        timeline = self.timeline(group, site)
        return timeline.at(moment) if timeline else Bounds(group.base, group.ceiling, ())

    @cached_property
    def _floors(self) -> dict[tuple[Kind, str], dict[str, dict[str, int]]]:
        return {(group.kind, group.name): self.floors(group) for group in self.groups}

    def at(self, moment: datetime) -> dict[str, Window]:
        """The events that are under way, by name, and their windows."""
        return {name: window for name, event in self.events.items() if (window := event.at(moment)) is not None}


def _event(name: str, said: Mapping[str, Any]) -> Event:
    fields: dict[str, Any] = {key: int(value) if key in _SECONDS else value for key, value in said.items() if key not in _OF_PEAKS}
    return Event(name=name, **fields)


def _groups(environment: Mapping[str, Any], events: Mapping[str, Any]) -> Iterator[Group]:
    clouds = {name: site.get("cloud", "") for name, site in environment.get("sites", {}).items()}
    for name, fleet in environment.get("fleets", {}).items():
        size = fleet["capacity"].get("autoscaled") or dict.fromkeys(("min", "max"), fleet["capacity"].get("fixed"))
        sites = _chosen(clouds, fleet["sites"])
        yield Group(kind="fleets", name=name, sites=sites, peaks=_peaks(events, name), **_size(size, fleet.get("instance_rps")))
    for name, workload in environment.get("workloads", {}).items():
        cluster, numbers = workload["cluster"], _size(workload["replicas"], workload.get("pod_rps"))
        selection = environment["clusters"][cluster]["sites"] if workload["sites"] == "all" else workload["sites"]
        sites, peaks = _chosen(clouds, selection), _peaks(events, name)
        yield Group(kind="workloads", name=name, sites=sites, cluster=cluster, peaks=peaks, **numbers)


def _left(group: Group, drained: frozenset[str], names: tuple[Sending, ...]) -> Group:
    """With the public names that lead to it, and without the sites that nobody counts on."""
    sites = {name: cloud for name, cloud in group.sites.items() if name not in drained}
    return replace(group, sites=sites, drained=drained.intersection(group.sites), names=names)


def _chosen(clouds: Mapping[str, str], selection: Any) -> dict[str, str]:
    return {name: cloud for name, cloud in clouds.items() if selection == "all" or name in selection}


def _size(size: Mapping[str, Any], unit_rps: float | None) -> dict[str, Any]:
    return {"base": int(size["min"]), "ceiling": int(size["max"]), "unit_rps": None if unit_rps is None else int(unit_rps)}


def _peaks(events: Mapping[str, Any], name: str) -> dict[str, Peak]:
    return {event: peak for event, said in events.items() if (peak := _peak(said, name)) is not None}


def _peak(event: Mapping[str, Any], name: str) -> Peak | None:
    headroom = event.get("headroom", "none")
    if name in event.get("peak_rps", {}):
        return Peak(rps=int(event["peak_rps"][name]), headroom=headroom)
    if name in event.get("peak_factor", {}):
        return Peak(factor=event["peak_factor"][name].removesuffix("x"), headroom=headroom)
    return None
