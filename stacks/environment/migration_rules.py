"""What must hold of migrations: names and sites that exist, steps that follow each other, something that serves at their end."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping
from typing import Final, NamedTuple

from components import dns
from components.schedule.zones import zone_names
from components.traffic.migrations import KINDS, Kind
from components.traffic.steps import AT_MOST, WHOLE, Shares, Step, in_force, readable, step_faults
from faults import nearest

from .placement import placed, selection
from .problems import Cursor, Problem, listed, shown, translated
from .traffic_rules import sites_of
from .values import NONE

_FIELDS: Final = {"weights": "capacity", "capacity": "weights"}
_SAYS: Final = {"weights": "what each site is sent of {}'s requests", "capacity": "what a site keeps of {}"}


class Moving(NamedTuple):
    """A migration as far as it can be read.

    Args:
        entry: what is written of it.
        kind: what moves: traffic, fleets, workloads or clusters.
        of: the name of that.
        where: what is written of that.
        sites: the sites that it has.
        beginning: the weights outside of the migration; nothing of what is drained.
        steps: its steps; None where one cannot be read.
    """

    entry: Cursor
    kind: Kind
    of: str
    where: Cursor
    sites: tuple[str, ...]
    beginning: Shares
    steps: tuple[Step, ...] | None

    @property
    def field(self) -> str:
        """What its steps say of sites."""
        return "weights" if self.kind == "traffic" else "capacity"

    @property
    def shares(self) -> Shares:
        """The shares in force; those of the nearest step there is, where the one that is named is out of range."""
        steps = self.steps or ()
        return in_force(self.beginning, steps, max(0, min(self.entry["step"].number or 0, len(steps))))


def problems(environment: Cursor) -> Iterator[Problem]:
    """Every rule of migrations that the environment breaks."""
    found: list[Moving] = []
    for entry in environment["migrations"].values():
        moving = yield from _one(environment, entry)
        if moving is None:
            continue
        first = next((other for other in found if (other.kind, other.of) == (moving.kind, moving.of)), None)
        if first is not None:
            given = f"{moving.of} a second time"
            yield entry.problem(given, f"each once, and {first.entry.path[-1]} moves it", "put its steps there, or end that first")
            continue
        found.append(moving)
        yield from _steps(moving)
    yield from _served(environment, found)


def drained(environment: Cursor) -> dict[tuple[str, str], set[str]]:
    """The sites that fleets and workloads have less than their whole capacity in, by kind and name, as far as that can be read."""
    found: dict[tuple[str, str], set[str]] = {}
    for entry in environment["migrations"].values():
        moving = next((told for told in _moving(environment, entry) if isinstance(told, Moving)), None)
        if moving is None or moving.kind == "traffic":
            continue
        sites = {site for site, share in moving.shares.items() if share < WHOLE}
        for kind, name in _with(environment, moving) if sites else ():
            found.setdefault((kind, name), set()).update(sites)
    return found


def sent(environment: Cursor, name: str, entry: Cursor) -> Shares:
    """What sites are sent of a name's requests, in percent, as far as that can be read: by its migration's step in force."""
    moves = (told for each in environment["migrations"].values() for told in _moving(environment, each))
    return _sent(name, entry, [told for told in moves if isinstance(told, Moving)])


def _with(environment: Cursor, moving: Moving) -> Iterator[tuple[str, str]]:
    """What is drained with it: the workloads of a cluster."""
    if moving.kind != "clusters":
        yield moving.kind, moving.of
        return
    yield from (("workloads", name) for name, each in environment["workloads"].items() if each["cluster"].text == moving.of)


def _one(environment: Cursor, entry: Cursor) -> Generator[Problem, None, Moving | None]:
    """Yields what is wrong with what a migration names; returns it where that is there."""
    zone = entry["time_zone"]
    if zone.text is not None and zone.text not in zone_names():
        near = nearest(zone.text, sorted(zone_names()))
        fix = f"write {near}" if near else "write region and city, say Asia/Jakarta"
        yield zone.refused("a time zone of the IANA database", fix)
    moving = None
    for told in _moving(environment, entry):
        if isinstance(told, Moving):
            moving = told
        else:
            yield told
    return moving


def _moving(environment: Cursor, entry: Cursor) -> Iterator[Problem | Moving]:
    if not isinstance(entry.value, dict):
        return
    keys = [key for key in KINDS if key in entry.value]
    if not keys and any(nearest(key, list(KINDS)) for key in entry.value):
        return  # one of them is misspelt, of which the model tells
    if len(keys) != 1:
        given = " and ".join(keys) if keys else "nothing that moves"
        yield entry.problem(given, listed(list(KINDS)), "write a migration for each" if keys else "name what moves")
        return
    told, kind = entry[keys[0]], KINDS[keys[0]]
    known = [name for name, _ in environment[kind].items()]
    if told.text is None:
        return
    if told.text not in known:
        near = nearest(told.text, known)
        expected = f"a name of {kind}: {listed(known)}" if known else f"a name of {kind}, of which there are none"
        if kind != "traffic" or dns.full_name(told.text, environment["domain"].text or "") not in known:  # of which traffic tells
            fix = f"write {near}" if near else "remove the migration, or declare it"
            yield told.refused(expected, fix, follows=(kind,))
        return
    of = environment[kind][told.text]
    sites, beginning = tuple(_sites(environment, kind, of)), _weights(of["weights"]) if kind == "traffic" else {}
    yield Moving(entry, kind, told.text, of, sites, beginning, _read(entry["steps"], kind))


def _sites(environment: Cursor, kind: Kind, of: Cursor) -> Iterator[str]:
    """The sites that something has: of a name, those of what serves it."""
    if kind == "traffic":
        yield from sites_of(environment, of)
        return
    chosen = selection(environment, of) if kind == "workloads" else of["sites"]
    yield from (name for name, _, _ in placed(environment, chosen))


def _read(steps: Cursor, kind: Kind) -> tuple[Step, ...] | None:
    """The steps; None where the model has to tell of one first."""
    found: list[Step] = []
    for each in steps.each():
        shares = _weights(each["weights"]) if kind == "traffic" else _percents(each["capacity"])
        if (date := each["date"].text) is None or readable(date) is None or not shares:
            return None
        found.append(Step(date=date, shares=shares))
    return tuple(found) or None


def _weights(written: Cursor) -> Shares:
    """Weights by site; nothing where one of them is none."""
    found = {site: weight.number for site, weight in written.items()}
    return {site: weight for site, weight in found.items() if weight is not None} if None not in found.values() else {}


def _percents(written: Cursor) -> Shares:
    """Percentages by site, likewise."""
    found = {site: re.fullmatch(r"(\d{1,3})%", share.text or "") for site, share in written.items()}
    shares = {site: int(match[1]) for site, match in found.items() if match}
    return shares if len(shares) == len(found) and all(share <= WHOLE for share in shares.values()) else {}


def _steps(moving: Moving) -> Iterator[Problem]:
    other = _FIELDS[moving.field]
    for each in moving.entry["steps"].each():
        if not isinstance(each.value, dict):
            continue
        says = f"{moving.field}, {_SAYS[moving.field].format(moving.of)}"
        if other in each.value:
            yield each[other].problem(other, says, f"write {moving.field}: {{{_example(moving)}}}")
        elif moving.field not in each.value:
            yield each.problem(f"no {moving.field}", says, f"write {moving.field}: {{{_example(moving)}}}")
        yield from _known(moving, each[moving.field])
    yield from _known(moving, moving.entry["alarms"])
    yield from _unguarded(moving)
    step = moving.entry["step"]
    if moving.steps is None or (step.value is not None and step.number is None):
        return
    at_most = _percents(Cursor((), {"at_most": moving.entry["at_most"].value})).get("at_most", AT_MOST)
    weighs = moving.kind == "traffic"
    faults = step_faults(
        moving.beginning, moving.steps, step.number or 0, weights=weighs, at_most=at_most, sites=moving.sites or None
    )
    path = moving.entry.path
    yield from translated(faults, lambda field: (*path, *(int(part) if part.isdecimal() else part for part in field.split("."))))
    yield from _none_left(moving)


def _unguarded(moving: Moving) -> Iterator[Problem]:
    """A name that no weights move, or that no health check guards; a weight for the site that answers for lost ones alone."""
    if moving.kind != "traffic":
        return
    what, policy, fallback = moving.entry["traffic"], moving.where["policy"], moving.where["fallback"].text
    if policy.value is not None and policy.text != "weighted":
        given = f"{moving.of}, whose policy is {policy.text}"
        yield what.problem(given, "a name that is answered by weights", "write policy: weighted")
    if moving.where["check"].text == NONE:
        given = f"{moving.of}, which has check: none"
        fix = f"give {moving.of} a check: its answers then leave a target that fails"
        yield what.problem(given, "a name with a health check, which guards every step", fix)
    for each in moving.entry["steps"].each():
        if fallback is not None and each["weights"][fallback].number and not moving.beginning.get(fallback):
            given = f"a weight for {fallback}, the fallback of {moving.of}"
            yield each["weights"][fallback].problem(
                given, "a site that answers beside others", "name another fallback, or no weight"
            )


def _example(moving: Moving) -> str:
    site = moving.sites[0] if moving.sites else "site"
    return f"{site}: {WHOLE if moving.kind == 'traffic' else '50%'}"


def _known(moving: Moving, written: Cursor) -> Iterator[Problem]:
    for site, entry in written.items() if moving.sites else ():  # without any, what it names is at fault
        if site not in moving.sites:
            near = nearest(site, moving.sites)
            expected = f"a site of {moving.of}: {listed(moving.sites)}"
            yield entry.problem(
                f"the site {shown(site)}", expected, f"write {near}" if near else "remove it, or add the site there"
            )


def _none_left(moving: Moving) -> Iterator[Problem]:
    """What is drained at every site at once: nothing would be left to carry an event, or anything."""
    if moving.kind == "traffic" or not moving.sites:
        return
    for place, each in enumerate(moving.steps or ()):
        if all(each.shares.get(site, WHOLE) < WHOLE for site in moving.sites):
            at = moving.entry["steps"]
            path = (*at.path, place, "capacity")
            given = f"every site of {moving.of} drained at once"
            yield Problem(path, given, "one at least that keeps its whole capacity", "leave one out, or remove what nobody needs")


def _served(environment: Cursor, found: list[Moving]) -> Iterator[Problem]:
    """Requests for a site that keeps nothing to answer them with, at the step that took the last of it away."""
    for moving in found:
        if moving.kind == "traffic":
            continue
        gone = {site for site, share in moving.shares.items() if share == 0}
        for name, entry in environment["traffic"].items() if gone else ():
            if (to := entry["to"].text) is None or not _serves(environment, moving, to):
                continue
            for site, weight in _sent(name, entry, found).items():
                if site in gone and weight:
                    step = moving.entry["step"]
                    given = f"a step that keeps nothing of {moving.of} in {site}, and {name} sends {site} {weight}% of its requests"
                    yield step.problem(given, "a site that is sent nothing", f"move {name} first, or write a smaller step")


def _serves(environment: Cursor, moving: Moving, to: str) -> bool:
    return any(name == to for _, name in _with(environment, moving))


def _sent(name: str, entry: Cursor, found: list[Moving]) -> Mapping[str, int]:
    """What sites are sent of a name's requests: the step in force of its migration, else what it says."""
    return next((each.shares for each in found if (each.kind, each.of) == ("traffic", name)), _weights(entry["weights"]))
