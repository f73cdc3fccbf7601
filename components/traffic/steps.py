"""The steps of a migration: dated shares of sites, how much each step moves, and how one stands on a day; pure.

A migration moves what a name's sites are sent (weights, 100 together) or what a site keeps of its capacity (each of its own 100).
Its steps are counted from 1; 0 is where it begins: what stands outside of the migration, and the way back.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, TypeAlias

from ..errors import ArgumentFault, shown
from .weights import WHOLE, weight_faults

Shares: TypeAlias = Mapping[str, int]
"""Percent by site; a weight that is not named is 0, a capacity that is not named is 100."""

AT_MOST: Final = 30
"""How many points a step moves at most where a migration says nothing: a third of all requests is what a team watches at once."""
GRACE: Final = timedelta(days=7)
"""How long after its day a step that is not taken is due; then it is overdue, and its dates mean nothing any more."""

_DAY: Final = re.compile(r"20\d\d-\d\d-\d\d")


@dataclass(frozen=True, kw_only=True)
class Step:
    """Where a migration is to be, and from which day on.

    Args:
        date: the day on which the step is meant to be taken, "2027-01-11".
        shares: percent by site.
    """

    date: str
    shares: Shares

    @property
    def day(self) -> date:
        return date.fromisoformat(self.date)


class Standing(StrEnum):
    """How a step stands on a day."""

    TAKEN = "taken"
    IN_FORCE = "in force"
    EARLY = "taken before its day"
    NEXT = "next"
    DUE = "due"
    OVERDUE = "overdue"
    AHEAD = "ahead"


def moved(before: Shares, after: Shares, *, unnamed: int = 0) -> int:
    """How many points change hands from one step to another: of weights, what the sites that gain gain together.

    Args:
        before, after: percent by site.
        unnamed: what a site has that is not named: 0 of weights, 100 of capacity, which goes and comes without another's gain.
    """
    changes = [after.get(site, unnamed) - before.get(site, unnamed) for site in {*before, *after}]
    gained, lost = sum(change for change in changes if change > 0), -sum(change for change in changes if change < 0)
    return max(gained, lost)


def in_force(beginning: Shares, steps: Sequence[Step], step: int) -> Shares:
    """The shares of the step that a file says is in force.

    Args:
        beginning: what stands outside of the migration.
        steps: the migration's.
        step: which: 0 for the beginning, and no more than there are.
    """
    return beginning if step == 0 else steps[step - 1].shares


def standings(steps: Sequence[Step], step: int, today: date | None = None) -> list[Standing]:
    """How each step stands, in their order.

    Args:
        steps: the migration's, whose days rise.
        step: the one in force.
        today: the day; without it nothing is due, overdue or early.
    """
    return [_standing(each, number, step, today) for number, each in enumerate(steps, start=1)]


def _standing(each: Step, number: int, step: int, today: date | None) -> Standing:
    if number <= step:
        early = today is not None and today < each.day
        return Standing.EARLY if early else Standing.IN_FORCE if number == step else Standing.TAKEN
    if today is None or today < each.day:
        return Standing.NEXT if number == step + 1 else Standing.AHEAD
    return Standing.OVERDUE if today >= each.day + GRACE else Standing.DUE


def skipped(before: int, after: int) -> range:
    """The steps that are left out on the way from one to another; none on the way back, however far that is."""
    return range(before + 1, after)


def step_faults(
    beginning: Shares,
    steps: Sequence[Step],
    step: int,
    *,
    weights: bool,
    at_most: int = AT_MOST,
    sites: Collection[str] | None = None,
) -> Iterator[ArgumentFault]:
    """Every fault of a migration's steps, each under its field's name: `step`, `steps.0.date`, `steps.0.weights`.

    Args:
        beginning: what stands outside of the migration: the weights of its name, or nothing of what has its whole capacity.
        steps: the steps, in the order of the file.
        step: the one in force.
        weights: whether the shares are weights, which are 100 together, or capacities.
        at_most: how many points one step may move.
        sites: the sites that there are; how far a step goes is not measured where it, or what it begins at, names another.
    """
    field, unnamed = ("weights", 0) if weights else ("capacity", WHOLE)
    if not 0 <= step <= len(steps):
        near = max(0, min(step, len(steps)))
        yield ArgumentFault("step", shown(step), f"0 to {len(steps)}, the number of a step, 0 for none", f"write {near}")
    yield from _date_faults(steps)
    before = beginning
    for place, each in enumerate(steps):
        at = f"steps.{place}.{field}"
        broken = list(weight_faults(each.shares, at)) if weights else []
        yield from broken
        known = sites is None or {*before, *each.shares} <= set(sites)
        if known and not broken and (not weights or not list(weight_faults(before))):
            yield from _move_faults(at, place, moved(before, each.shares, unnamed=unnamed), at_most)
        before = each.shares


def _move_faults(at: str, place: int, points: int, at_most: int) -> Iterator[ArgumentFault]:
    if not points:
        given = f"what step {place} already says" if place else "what holds before the first step"
        yield ArgumentFault(at, given, "a step that moves something", "remove it")
    elif points > at_most:
        fix = f"put a step between, or write at_most: {points}%"
        yield ArgumentFault(at, f"{points} points in one step", f"{at_most} at most", fix)


def _date_faults(steps: Iterable[Step]) -> Iterator[ArgumentFault]:
    sound = [(place, each.date, day) for place, each in enumerate(steps) if (day := readable(each.date)) is not None]
    for (_, earlier, first), (place, later, second) in itertools.pairwise(sound):
        if second <= first:
            fix = "put the steps into the order of their days, one a day at most"
            yield ArgumentFault(f"steps.{place}.date", shown(later), f"a day after {earlier}, which the step before has", fix)


def readable(text: str) -> date | None:
    """The day that a text means; None for a text that is none."""
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def share_of(number: int, share: int) -> int:
    """A number of pods, nodes or instances at a share of it, rounded up: one that is being drained never has too few."""
    return -(-number * share // WHOLE)
