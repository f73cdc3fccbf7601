"""The spelling of a start or an end, and which local times it stands for; pure.

(once)   "2026-12-12 00:00"      month   "25 00:00"
day      "18:00"                 year    "12-12 00:00"
week     "friday 18:00"
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ..choices import Every

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EXAMPLES: Mapping[Every | None, str] = {
    None: '"2026-12-12 00:00"',
    "day": '"18:00"',
    "week": '"friday 18:00"',
    "month": '"25 00:00"',
    "year": '"12-12 00:00"',
}

_CLOCK = r"(?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)"
_SPELLINGS: Mapping[Every | None, re.Pattern[str]] = {
    None: re.compile(rf"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d) {_CLOCK}"),
    "day": re.compile(_CLOCK),
    "week": re.compile(rf"(?P<weekday>{'|'.join(WEEKDAYS)}) {_CLOCK}"),
    "month": re.compile(rf"(?P<day>[1-9]|[12]\d|3[01]) {_CLOCK}"),
    "year": re.compile(rf"(?P<month>\d\d)-(?P<day>\d\d) {_CLOCK}"),
}
_LEAP_YEAR = 2028


class NeverError(ValueError):
    """A date that no year has, such as 02-30."""


@dataclass(frozen=True)
class Moments:
    """A local time, or each of those that come back in every day, week, month or year.

    In a month that lacks the day it is the month's last: an event of the 31st is one in February too.
    """

    every: Every | None
    clock: time
    day: int = 1
    month: int = 1
    year: int = 0

    def after(self, local: datetime) -> Iterator[datetime]:
        """Every such time after a local one, without end where it recurs."""
        match self.every:
            case None:
                found = iter([datetime.combine(date(self.year, self.month, self.day), self.clock)])
            case "day":
                found = self._days(local.date(), 1)
            case "week":
                found = self._days(local.date() + timedelta(days=(self.day - local.weekday()) % 7), 7)
            case "month":
                found = self._months(local, 1)
            case "year":
                found = self._months(local.replace(day=1, month=self.month), 12)
        return (each for each in found if each > local)

    def _days(self, first: date, step: int) -> Iterator[datetime]:
        while True:
            yield datetime.combine(first, self.clock)
            first += timedelta(days=step)

    def _months(self, local: datetime, step: int) -> Iterator[datetime]:
        count = local.year * 12 + local.month - 1
        while True:
            year, month = divmod(count, 12)
            last = calendar.monthrange(year, month + 1)[1]
            yield datetime.combine(date(year, month + 1, min(self.day, last)), self.clock)
            count += step


def parsed(text: str, every: Every | None) -> Moments | None:
    """What a text stands for; None where it is spelled otherwise.

    Raises:
        NeverError: for a date that there is not.
    """
    found = _SPELLINGS[every].fullmatch(text)
    if found is None:
        return None
    parts = found.groupdict()
    clock = time(int(parts["hour"]), int(parts["minute"]))
    if every == "week":
        return Moments(every, clock, WEEKDAYS.index(parts["weekday"]))
    year, month, day = (int(parts.get(name, default)) for name, default in (("year", 0), ("month", 1), ("day", 1)))
    try:
        date(year or _LEAP_YEAR, month, day)
    except ValueError:
        raise NeverError(text) from None
    return Moments(every, clock, day, month, year)
