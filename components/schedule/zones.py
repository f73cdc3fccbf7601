"""Time zones of the tzdata package, and what a local time means where a clock is put forward or back; pure."""

from __future__ import annotations

import functools
from datetime import UTC, datetime
from importlib import resources
from zoneinfo import ZoneInfo


@functools.cache
def zone_names() -> frozenset[str]:
    """Every time zone there is, by its IANA name."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text("utf-8").split())


@functools.cache
def zone(name: str) -> ZoneInfo:
    """A time zone as the pinned tzdata package has it, so that no plan depends on the machine's own.

    Args:
        name: one of `zone_names()`.
    """
    with resources.files("tzdata.zoneinfo").joinpath(*name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def earliest(local: datetime, where: ZoneInfo) -> datetime:
    """The first moment, in UTC, that a local time can mean: of two alike the first, of one that is skipped the one before."""
    return min(_meanings(local, where))


def latest(local: datetime, where: ZoneInfo) -> datetime:
    """The last moment, in UTC, that a local time can mean."""
    return max(_meanings(local, where))


def _meanings(local: datetime, where: ZoneInfo) -> tuple[datetime, datetime]:
    first, second = (local.replace(tzinfo=where, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first, second
