"""Time zones of the tzdata package, and what a local time means where a clock is put forward or back; pure."""

from __future__ import annotations

import functools
from datetime import UTC, datetime
from importlib import resources
from zoneinfo import ZoneInfo


@functools.cache
def zone_names() -> frozenset[str]:
    """Every time zone there is, by its IANA name; not `Factory`, which stands for none."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text("utf-8").split()) - {"Factory"}


@functools.cache
def zone(name: str) -> ZoneInfo:
    """A time zone as the pinned tzdata package has it, so that no plan depends on the machine's own.

    Args:
        name: one of `zone_names()`.
    """
    with resources.files("tzdata.zoneinfo").joinpath(*name.split("/")).open("rb") as file:
        return ZoneInfo.from_file(file, key=name)


def canonical(name: str) -> str:
    """The name that a time zone has today, where the given one is kept for the sake of old texts: US/Eastern, Asia/Calcutta.

    A city that the database lists is left as it is, also where it shares its clocks with another.
    """
    return name if name in _cities() else _links().get(name, name)


@functools.cache
def _cities() -> frozenset[str]:
    lines = resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8").splitlines()
    return frozenset(line.split("\t")[2] for line in lines if line and not line.startswith("#"))


@functools.cache
def _links() -> dict[str, str]:
    lines = resources.files("tzdata.zoneinfo").joinpath("tzdata.zi").read_text("utf-8").splitlines()
    return {link: target for _, target, link in (line.split(" ") for line in lines if line.startswith("L "))}


def earliest(local: datetime, where: ZoneInfo) -> datetime:
    """The first moment, in UTC, that a local time can mean: of two alike the first, of one that is skipped the one before."""
    return min(_meanings(local, where))


def latest(local: datetime, where: ZoneInfo) -> datetime:
    """The last moment, in UTC, that a local time can mean."""
    return max(_meanings(local, where))


def _meanings(local: datetime, where: ZoneInfo) -> tuple[datetime, datetime]:
    first, second = (local.replace(tzinfo=where, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first, second
