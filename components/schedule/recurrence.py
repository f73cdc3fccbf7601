"""Times that a cloud can repeat by itself, and the longest runs of wanted times among them; pure.

A recurrence is never trusted to mean more than what it is asked for: it is played through, and what it would do beyond the wanted
times bounds it.
"""

from __future__ import annotations

import bisect
import calendar
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal, NamedTuple, TypeAlias

Kind: TypeAlias = Literal["day", "week", "month", "last", "year"]

MINUTE = timedelta(minutes=1)
_SAID: Mapping[Kind, tuple[str, ...]] = {
    "day": (),
    "week": ("weekday",),
    "month": ("day",),
    "last": (),
    "year": ("day", "month"),
}
_SURE_DAYS = 28
"""Every month has as many."""


@dataclass(frozen=True)
class Recurrence:
    """A time of the clock on every day, on one weekday, on one day of each month, on its last day, or on one date of each year.

    Args:
        kind: how often.
        clock: the time.
        zone: the time zone of both.
        weekday: of a "week"; Monday is 0.
        day: of a "month" or a "year".
        month: of a "year".
    """

    kind: Kind
    clock: time
    zone: tzinfo
    weekday: int = 0
    day: int = 0
    month: int = 0

    def after(self, moment: datetime) -> Iterator[datetime | None]:
        """Each later time, in UTC; None for one that a change of the clock makes uncertain: nobody should rely on what follows."""
        for day in self._days(moment.astimezone(self.zone).date()):
            found = sure(datetime.combine(day, self.clock), self.zone)
            if found is None or found > moment:
                yield found

    def _days(self, first: date) -> Iterator[date]:
        match self.kind:
            case "day" | "week":
                step = 1 if self.kind == "day" else 7
                ahead = 0 if self.kind == "day" else (self.weekday - first.weekday()) % 7
                return (first + timedelta(days=ahead + step * count) for count in itertools.count())
            case _:
                return (day for day in self._monthly(first) if day is not None and day >= first)

    def _monthly(self, first: date) -> Iterator[date | None]:
        for count in itertools.count(first.year * 12 + first.month - 1):
            year, month = count // 12, count % 12 + 1
            last = calendar.monthrange(year, month)[1]
            day = last if self.kind == "last" else self.day
            wanted = self.kind != "year" or month == self.month
            yield date(year, month, day) if wanted and day <= last else None


class Run(NamedTuple):
    """Wanted times in a row which a recurrence gives, the first of them included.

    `recurrence` is None for a time alone that no recurrence gives surely. `stop` is the last moment before it would give another.
    """

    times: tuple[datetime, ...]
    recurrence: Recurrence | None
    stop: datetime


def sure(local: datetime, where: tzinfo) -> datetime | None:
    """A local time in UTC; None where a change of the clock skips it or gives it twice."""
    first, second = (local.replace(tzinfo=where, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first if first == second else None


def recurrences(moment: datetime, where: tzinfo, kinds: Sequence[Kind]) -> Iterator[Recurrence]:
    """Every recurrence of these kinds that gives a moment; none where the local time is not sure."""
    local = moment.astimezone(where)
    if sure(local.replace(tzinfo=None), where) is None:
        return
    last = calendar.monthrange(local.year, local.month)[1]
    for kind in kinds:
        if (kind == "month" and local.day > _SURE_DAYS) or (kind == "last" and local.day != last):
            continue
        at = {"weekday": local.weekday(), "day": local.day, "month": local.month}
        yield Recurrence(kind, local.time(), where, **{name: at[name] for name in _SAID[kind]})  # equal ones are one


def runs(times: Sequence[datetime], where: tzinfo, kinds: Sequence[Kind]) -> Iterator[Run]:
    """Wanted times as few runs: from each on, the recurrence that gives the most of those that follow, and nothing between.

    Args:
        times: the wanted times in UTC, rising.
        where: the time zone that recurrences are said in.
        kinds: what the cloud can repeat; of two that give as many, the later is taken, so the rarer one goes last.
    """
    rest = list(times)
    while rest:
        best = Run((rest[0],), None, rest[0])
        for recurrence in recurrences(rest[0], where, kinds):
            found = _followed(rest, recurrence)
            if len(found.times) >= len(best.times):
                best = found
        yield best
        rest = rest[len(best.times) :]


def _followed(times: Sequence[datetime], recurrence: Recurrence) -> Run:
    given = 1
    for moment in recurrence.after(times[0]):
        if given == len(times) or moment != times[given]:
            return Run(tuple(times[:given]), recurrence, _before(moment, times[given - 1]))
        given += 1
    raise AssertionError  # a recurrence never ends


def _before(moment: datetime | None, last: datetime) -> datetime:
    """The last minute before a time; before one that is not sure, the minute after the last wanted one."""
    return last + MINUTE if moment is None else moment - MINUTE


def outward(times: Sequence[datetime], where: tzinfo, kinds: Sequence[Kind], *, up: bool, most: timedelta) -> list[datetime] | None:
    """Times moved so that one recurrence gives them all: a rise earlier, a fall later, by as little as there is.

    Args:
        times: the wanted times in UTC, rising.
        where: the time zone that recurrences are said in.
        kinds: what the cloud can repeat.
        up: whether they are rises.
        most: how far any may be moved.

    Returns:
        The moved times, or None where no recurrence lies close enough to them all.
    """
    candidates = dict.fromkeys(itertools.chain.from_iterable(recurrences(each, where, kinds) for each in times))
    if not up:
        midnights = (each.replace(hour=0, minute=0) + timedelta(days=1) for each in times)
        candidates |= dict.fromkeys(itertools.chain.from_iterable(recurrences(each, where, kinds) for each in midnights))
    found = (moved for each in candidates if (moved := _moved(times, each, up=up, most=most)) is not None)
    return min(found, key=lambda moved: (_distance(times, moved), moved), default=None)


def _moved(times: Sequence[datetime], recurrence: Recurrence, *, up: bool, most: timedelta) -> list[datetime] | None:
    earliest, latest = (times[0] - most, times[-1]) if up else (times[0], times[-1] + most)
    given: list[datetime] = []
    for moment in recurrence.after(earliest - MINUTE):
        if moment is None:
            return None
        if moment > latest:
            break
        given.append(moment)
    places = [bisect.bisect_right(given, each) - 1 if up else bisect.bisect_left(given, each) for each in times]
    in_a_row = places == list(range(places[0], places[0] + len(times)))
    if not in_a_row or places[0] < 0 or places[-1] >= len(given):
        return None
    moved = [given[place] for place in places]
    return moved if all(abs(was - now) <= most for was, now in zip(times, moved, strict=True)) else None


def _distance(times: Sequence[datetime], moved: Sequence[datetime]) -> timedelta:
    return sum((abs(was - now) for was, now in zip(times, moved, strict=True)), timedelta())
