"""The schedules of CronJobs: five fields, as Kubernetes reads them; pure.

Source: kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple


class _Field(NamedTuple):
    called: str
    least: int
    most: int
    names: tuple[str, ...] = ()


_FIELDS: Final = (
    _Field("minute", 0, 59),
    _Field("hour", 0, 23),
    _Field("day of the month", 1, 31),
    _Field("month", 1, 12, ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
    _Field("day of the week", 0, 6, ("sun", "mon", "tue", "wed", "thu", "fri", "sat")),
)
_LONGEST: Final = dict(enumerate((31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1))
"""The most days of each month."""

_MACROS: Final = frozenset({"@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"})
_EVERY: Final = re.compile(r"@every (\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+")
_TERM: Final = re.compile(r"(?P<all>[*?])(/(?P<step>\d+))?|(?P<low>\w+)(-(?P<high>\w+))?(/(?P<by>\d+))?")


def cron_faults(schedule: str) -> Iterator[str]:
    """What keeps a text from being a schedule; nothing where it is one."""
    if schedule in _MACROS or _EVERY.fullmatch(schedule):
        return
    if "TZ=" in schedule:
        yield "it names a time zone, which has a field of its own"
        return
    given = schedule.split()
    if len(given) != len(_FIELDS):
        yield f"given {schedule!r}, which has {len(given)} fields, expected {len(_FIELDS)}"
        return
    for text, field in zip(given, _FIELDS, strict=True):
        terms = [term for term in text.split(",") if term]  # one comma too many is none to Kubernetes
        if not terms or not all(_term(term, field) for term in terms):
            yield f"{text!r} is no {field.called}: expected {field.least} to {field.most}, lists, ranges and steps of them"


def is_never(schedule: str) -> bool:
    """Whether a schedule without faults names days that no month of it has, as the 31st of February: its API server takes it,
    and no Job is ever made.
    """
    given = schedule.split()
    if len(given) != len(_FIELDS) or given[4] not in ("*", "?"):
        return False  # a day of the week comes in every month
    days, months = (_values(given[position], _FIELDS[position]) for position in (2, 3))
    return bool(days and months) and min(days) > max(_LONGEST[month] for month in months)


def _values(text: str, field: _Field) -> set[int]:
    found: set[int] = set()
    for term in text.split(","):
        if match := _TERM.fullmatch(term):
            low = field.least if match["all"] else _number(match["low"], field)
            high = (
                field.most if match["all"] or (match["by"] and not match["high"]) else _number(match["high"] or match["low"], field)
            )
            if low is not None and high is not None:
                found |= set(range(low, high + 1, int(match["step"] or match["by"] or 1)))
    return found


def _term(text: str, field: _Field) -> bool:
    match = _TERM.fullmatch(text)
    if match is None:
        return False
    step = match["step"] or match["by"]
    if step is not None and not int(step):
        return False
    if match["all"]:
        return True
    low, high = _number(match["low"], field), _number(match["high"] or match["low"], field)
    return low is not None and high is not None and field.least <= low <= high <= field.most


def _number(text: str, field: _Field) -> int | None:
    if text.lower() in field.names:
        return field.names.index(text.lower()) + field.least
    return int(text) if text.isdecimal() else None
