"""What must hold of events: times that come, names that exist, floors that fit, and actions that each cloud takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple, TypeAlias, get_args

from components.choices import Every, Headroom, Island
from components.errors import ArgumentsError
from components.schedule import (
    LONGEST_RECURRENCE,
    LONGEST_SCHEDULE,
    MOST_ACTIONS,
    MOST_TASKS,
    Event,
    Group,
    Peak,
    ScheduledTask,
    Timeline,
    ceiling_faults,
    event_faults,
    floor_schedule,
    losses,
    schedule_size,
    scheduled_actions,
    scheduled_tasks,
    zone_names,
)
from faults import nearest

from .migration_rules import drained
from .placement import placed
from .problems import Cursor, Problem, listed, shown, translated
from .traffic_sending import sending
from .values import Factor, Percent, Seconds, parsed

_Floors: TypeAlias = dict[tuple[str, str], dict[str, list[tuple[str, int]]]]
"""By kind and name, and by site: the floor that each event asks for."""
_Asked: TypeAlias = Mapping[str, Mapping[str, list[tuple[Event, int]]]]
"""By name and by site, likewise, of events without a fault."""

_MARGIN = timedelta(days=2)
"""What time zones and rounding can add to a recurrence."""


class Target(NamedTuple):
    """What an event raises the floor of: a workload or a fleet, with what its file says of it."""

    kind: str
    entry: Cursor

    @property
    def unit(self) -> str:
        """The field that says how many requests one of it serves."""
        return "pod_rps" if self.kind == "workloads" else "instance_rps"

    @property
    def bounds(self) -> tuple[int, int] | None:
        """The lowest and the highest number; None where they cannot be read."""
        size = self.entry["replicas"] if self.kind == "workloads" else self.entry["capacity"]["autoscaled"]
        fixed = self.entry["capacity"]["fixed"].number
        low, high = (fixed, fixed) if fixed is not None else (size["min"].number, size["max"].number)
        return None if low is None or high is None or not 0 <= low <= high else (low, high)

    def sites(self, environment: Cursor) -> Cursor:
        """Its choice of sites; "all" of a workload are those of its cluster."""
        chosen, cluster = self.entry["sites"], self.entry["cluster"].text
        everywhere = self.kind == "workloads" and chosen.text == "all" and cluster is not None
        return environment["clusters"][cluster]["sites"] if everywhere and cluster else chosen


def problems(environment: Cursor) -> Iterator[Problem]:
    """Every rule of events that the environment breaks."""
    sound: dict[str, Event] = {}
    floors: _Floors = {}
    for name, entry in environment["events"].items():
        found = list(_event(entry))
        yield from found
        if (event := _sound(name, entry)) is not None and not found:
            sound[name] = event
        yield from _peaks(environment, name, entry, floors)
    known = {
        (kind, name): {site: [(sound[event], floor) for event, floor in asked if event in sound] for site, asked in by_site.items()}
        for (kind, name), by_site in floors.items()
    }
    fleets, workloads = ({name: asked for (at, name), asked in known.items() if at == kind} for kind in ("fleets", "workloads"))
    yield from _limits(environment, fleets)
    yield from _lengths(environment, workloads)


def _event(entry: Cursor) -> Iterator[Problem]:
    if isinstance(entry.value, dict) and not entry["peak_rps"].value and not entry["peak_factor"].value:
        yield entry.problem("no peak", "peak_rps or peak_factor", "say which workload or fleet expects how much")
    fields = _fields(entry)
    if fields is None:
        return
    for problem in translated(event_faults(**fields), lambda field: (*entry.path, field)):
        field = entry[str(problem.path[-1])]  # as the file says it: 90s, not 90
        near = nearest(str(field.value), sorted(zone_names())) if field.path[-1] == "time_zone" else None
        yield field.refused(problem.expected, f"write {near}" if near else problem.fix)


def _fields(entry: Cursor) -> dict[str, Any] | None:
    """What `components.schedule.Event` is made from; None where the model has to tell of some of it first."""
    texts = {field: entry[field].text for field in ("time_zone", "start", "end")}
    others = {field: entry[field] for field in ("every", "since", "until")}
    if None in texts.values() or any(other.value is not None and other.text is None for other in others.values()):
        return None
    if others["every"].text not in (None, *get_args(Every)):
        return None
    pauses = {field: parsed(Seconds, entry[field].value) or 0 for field in ("warm_up", "cool_down")}
    return {**texts, **{field: other.text for field, other in others.items()}, **pauses}


def _sound(name: str, entry: Cursor) -> Event | None:
    fields = _fields(entry)
    try:
        return Event(name=name, **fields) if fields is not None else None
    except ArgumentsError:
        return None


def _peaks(environment: Cursor, event: str, entry: Cursor, floors: _Floors) -> Iterator[Problem]:
    """What is wrong with an event's peaks; notes the floors that fit."""
    told: set[str] = set()
    for field in ("peak_rps", "peak_factor"):
        for name, peak in entry[field].items():
            kinds = [kind for kind in ("workloads", "fleets") if name in dict(environment[kind].items())]
            if name in told:
                yield peak.problem(f"{name} a second time", "each workload and fleet once", "remove one of the two")
            elif len(kinds) != 1:
                yield _unknown(environment, name, peak, kinds)
            else:
                target = Target(kinds[0], environment[kinds[0]][name])
                asked = yield from _floor(environment, target, peak, rps=field == "peak_rps", headroom=entry["headroom"])
                for site, floor in asked.items():
                    floors.setdefault((kinds[0], name), {}).setdefault(site, []).append((event, floor))
            told.add(name)


def _unknown(environment: Cursor, name: str, peak: Cursor, kinds: list[str]) -> Problem:
    if kinds:
        return peak.problem(f"the name {shown(name)}", "a name of one, and a workload and a fleet have it", "rename one of them")
    known = [key for kind in ("workloads", "fleets") for key, _ in environment[kind].items()]
    near = nearest(name, known)
    expected = f"a workload or a fleet{f': {listed(known)}' if known else ''}"
    return peak.problem(f"the name {shown(name)}", expected, f"write {near}" if near else "remove it, or declare it")


def _floor(
    environment: Cursor, target: Target, peak: Cursor, *, rps: bool, headroom: Cursor
) -> Generator[Problem, None, Mapping[str, int]]:
    """Yields what is wrong with a peak; returns the floor that it asks for in each site, where all of them fit."""
    bounds, unit = target.bounds, target.entry[target.unit].number
    name = str(target.entry.path[-1])
    gone = frozenset(drained(environment).get((target.kind, name), ()))
    sites = {site: cloud for site, cloud, _ in placed(environment, target.sites(environment)) if site not in gone}
    lost = losses(sites, _capacities(environment))
    if rps and isinstance(target.entry.value, dict) and target.entry[target.unit].value is None:
        given, serves = "a peak in requests per second", "pod" if target.kind == "workloads" else "instance"
        fix = f"write {target.unit} under {'.'.join(map(str, target.entry.path))}, or expect a factor"
        yield peak.problem(given, f"how many one {serves} serves, which nothing says", fix)
        return {}
    alone = next((loss.of for loss in lost if not loss.left and headroom.text == loss.of), None)
    if alone is not None:
        given = f"headroom for the loss of a {alone}, and {name} stands in one {alone}"
        yield headroom.problem(given, f"a second {alone} to carry its share", "leave headroom out, or give it another site")
    asked = _peak(peak, headroom, rps=rps)
    if asked is None or bounds is None or not sites or (rps and (unit is None or unit < 1)):
        return {}
    low, high = bounds
    kind = "workloads" if target.kind == "workloads" else "fleets"
    names = tuple(sending(environment, name))
    group = Group(kind=kind, name=name, sites=sites, base=low, ceiling=high, unit_rps=unit, names=names, drained=gone)
    floors = group.floors(asked, lost)
    if set(floors.values()) == {low} and asked.factor is not None:
        fix = "expect more, or say it as peak_rps" if low else "say it as peak_rps, or raise min"
        yield peak.problem(f"{shown(peak.value)} of a lowest number of {low}", "a peak that raises it", fix)
        return {}
    highest = max(floors.values())
    there = [site for site, floor in floors.items() if floor == highest]
    faults = ceiling_faults("peak", highest, high, "each site" if len(there) == len(floors) else " and ".join(there))
    for fault in faults:
        fix = fault.fix if target.entry["capacity"]["fixed"].value is None else "write autoscaled: with a max, or expect less"
        yield Problem(peak.path, fault.given, fault.expected, fix)
    return {} if faults else floors


def _peak(peak: Cursor, headroom: Cursor, *, rps: bool) -> Peak | None:
    kept = next((each for each in get_args(Headroom) if each == headroom.text), "none")
    try:
        if rps:
            return Peak(rps=peak.number, headroom=kept)
        factor = parsed(Factor, peak.value)
        return None if factor is None else Peak(factor=factor.removesuffix("x"), headroom=kept)
    except ArgumentsError:
        return None  # the model tells


def _capacities(environment: Cursor) -> dict[Island, int]:
    """What share of a peak each objective asks for, in percent; the model tells of one that cannot be read."""
    found: dict[Island, int] = {}
    for of in get_args(Island):
        kept = parsed(Percent, environment["objectives"][of]["capacity"].value)
        if kept is not None:
            found[of] = kept
    return found


def _limits(environment: Cursor, floors: _Asked) -> Iterator[Problem]:
    """What a cloud refuses of the actions that the events of fleets become, at the event to shorten."""
    accounts: dict[str, Counter[str]] = {}
    told: set[str] = set()
    for fleet, by_site in floors.items():
        entry = environment["fleets"][fleet]
        low, high = Target("fleets", entry).bounds or (0, 0)
        crowded = False
        for site, cloud, _ in placed(environment, entry["sites"]):
            timeline = Timeline(low, high, by_site.get(site, ()))
            if cloud == "aws" and not crowded:
                counted = Counter(action.event for action in scheduled_actions(timeline))
                given = f"{counted.total()} scheduled actions of the fleet {fleet} on AWS"
                found = list(_crowded(environment, counted, MOST_ACTIONS, given, "an Auto Scaling group"))
                yield from found
                crowded = bool(found)
            tasks = scheduled_tasks(timeline) if cloud == "alicloud" else ()
            for task in tasks:
                if task.span > LONGEST_RECURRENCE and task.event not in told:
                    told.add(task.event)
                    yield _too_long(environment["events"][task.event], task)
            if cloud == "alicloud":
                account = environment["sites"][site]["account"]["id"].text or "at hand"
                accounts.setdefault(account, Counter()).update(task.event for task in tasks)
    for account, counted in accounts.items():
        given = f"{counted.total()} scheduled tasks in the account {account} on Alibaba Cloud"
        yield from _crowded(environment, counted, MOST_TASKS, given, "an account")


def _lengths(environment: Cursor, floors: _Asked) -> Iterator[Problem]:
    """What no object of a cluster can hold of the schedule that the events of a workload become."""
    for workload, by_site in floors.items():
        low, high = Target("workloads", environment["workloads"][workload]).bounds or (0, 0)
        found = [
            (timeline, schedule_size(floor_schedule(timeline)))
            for timeline in (Timeline(low, high, asked) for asked in by_site.values())
        ]
        timeline, length = max(found, key=lambda each: each[1])
        if length > LONGEST_SCHEDULE:
            counted = Counter(step.event for step in timeline.steps)
            given = f"a schedule of {length} bytes for the workload {workload}"
            yield _shorten(environment, counted, given, f"{LONGEST_SCHEDULE} at most, what an annotation takes")


def _crowded(environment: Cursor, counted: Counter[str], most: int, given: str, whose: str) -> Iterator[Problem]:
    if counted.total() > most:
        yield _shorten(environment, counted, given, f"{most} at most, what {whose} takes")


def _shorten(environment: Cursor, counted: Counter[str], given: str, expected: str) -> Problem:
    name, changes = min(counted.items(), key=lambda each: (-each[1], each[0]))
    event = environment["events"][name]
    place = event["until"] if event["until"].value is not None else event
    fix = f"shorten {name}, which takes {changes}: an earlier until, or times that no other event lies across"
    return place.problem(given, expected, fix)


def _too_long(event: Cursor, task: ScheduledTask) -> Problem:
    longest = LONGEST_RECURRENCE.days
    last = task.launch + LONGEST_RECURRENCE - _MARGIN
    expected = f"{longest} days at most from the first to the last of a recurrence on Alibaba Cloud; these are {task.span.days}"
    return event["until"].refused(expected, f'end it by "{last:%Y-%m-%d}", and prolong it then')
