"""When events raise floors, to what, and which quotas that takes, as tables: what `nusa events` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from . import looks
from .names import harmless
from .page import Page
from .table import Row, table

_HELD: Final = ("HELD FROM (UTC)", "UNTIL", "FROM (LOCAL)", "UNTIL", "")
_FLOORS: Final = ("SITE", "WHAT", "BASE", "FLOOR", "MAX", "EVENT")
_NEEDS: Final = ("LOST", "CARRIED")
_SHARED: Final = {"answers": "", "evenly": "evenly", "moved": "moved by hand", "nearest": "any may be the nearest"}
_WAITS: Final = ("WHAT", "LOST", "NEEDS", "BACK IN", "PROMISED IN", "BY")
_QUOTAS: Final = ("ACCOUNT", "REGION", "QUOTA", "vCPUs")
_NUMBERS: Final = ("BASE", "FLOOR", "MAX", "CARRIED", "vCPUs")
_ONE: Final = {"fleets": "fleet", "workloads": "workload"}


def events(calendar: Mapping[str, Any]) -> Page:
    """The calendar as `stacks.event_calendar` gives it."""
    page = Page()
    if not calendar["events"]:
        page.line(f"{harmless(calendar['environment'])} has no events")
    for event in calendar["events"]:
        _event(page, event)
    if calendar["floors"]:
        page.line("Floors in each site:" if calendar["at"] is None else f"Floors at {_moment(calendar['at'])} UTC:", looks.HEADLINE)
        page.extend(table(_FLOORS, [_floor(floor) for floor in calendar["floors"]], prefix="    ", numbers=_NUMBERS))
        page.line()
    if calendar["needs"]:
        page.line("Who carries how much of a peak, and how many of the floor there that takes:", looks.HEADLINE)
        for _, needs in groupby(calendar["needs"], key=lambda need: (need["kind"], need["name"], need["event"])):
            _carried(page, list(needs))
        page.line()
    if calendar["waits"]:
        page.line("What those that are left wait for, however many they are:", looks.HEADLINE)
        page.extend(table(_WAITS, [_wait(wait) for wait in calendar["waits"]], prefix="    "))
        page.line()
    if calendar["quotas"]:
        page.line("Quotas to ask for beforehand, so that everything may run at its maximum:", looks.HEADLINE)
        page.extend(table(_QUOTAS, [_quota(quota) for quota in calendar["quotas"]], prefix="    ", numbers=_NUMBERS))
    return page


def _event(page: Page, event: Mapping[str, Any]) -> None:
    page.write(harmless(event["name"]), looks.HEADLINE)
    often = f"every {event['every']} from {event['start']} to" if event["every"] else f"once, {event['start']} to"
    page.line(f": {often} {event['end']} in {event['timeZone']}")
    page.line(f"    {', '.join(_told(event))}")
    rows = [_occurrence(each) for each in event["occurrences"]]
    if rows:
        page.extend(table(_HELD, rows, prefix="    "))
    else:
        page.line("    over", looks.FAINT)
    if event["further"]:
        page.line(f"    and {event['further']} more, the last begins by {event['until']}", looks.FAINT)
    page.line()


def _told(event: Mapping[str, Any]) -> Iterator[str]:
    """What an event raises, and for how much longer than its peak lasts."""
    for key, words in (("warmUp", "warm-up"), ("coolDown", "cool-down")):
        if event[key]:
            yield f"{words} {_long(event[key])}"
    *most, last = (harmless(name.partition(".")[2]) for name in event["names"])
    yield f"for {', '.join(most)} and {last}" if most else f"for {last}"


def _occurrence(occurrence: Mapping[str, Any]) -> Row:
    utc, local = occurrence["utc"], occurrence["local"]
    held = (_clock(utc["start"]), _clock(utc["end"]), _moment(local["start"]), _clock(local["end"]))
    return Row((*held, "now" if occurrence["underWay"] else ""), styles=("",) * len(held) + (looks.WARNING,))


def _floor(floor: Mapping[str, Any]) -> Row:
    what = f"{_ONE[floor['kind']]} {floor['name']}"
    numbers = (str(floor[key]) for key in ("base", "floor", "ceiling"))
    raised = looks.WARNING if floor["floor"] > floor["base"] else ""
    return Row((floor["site"], what, *numbers, ", ".join(floor["events"])), styles=("", "", "", raised, "", ""))


def _carried(page: Page, needs: Sequence[Mapping[str, Any]]) -> None:
    """What becomes of one peak: a row for each loss, a column for each site."""
    one = needs[0]
    what = f"{_ONE[one['kind']]} {harmless(one['name'])}"
    page.line(f"    {harmless(one['event'])}, {what}: {one['rps']:,} requests a second, {one['unitRps']:,} for each")
    sites = list(dict.fromkeys(site for need in needs for site in need["sites"]))
    rows = [_need(need, sites) for need in needs]
    page.extend(table((*_NEEDS, *sites, ""), rows, prefix="        ", numbers=_NUMBERS))


def _need(need: Mapping[str, Any], sites: Sequence[str]) -> Row:
    lost = "nothing" if need["lost"] is None else f"all of {need['lost']}" if need["of"] == "cloud" else need["lost"]
    there = [need["sites"].get(site) for site in sites]
    marks = [looks.WARNING if each and each["missing"] else "" for each in there]
    cells = (lost, f"{need['capacity']}%", *map(_share, there), _SHARED[need["shared"]])
    return Row(cells, styles=("", "", *marks, ""))


def _share(there: Mapping[str, Any] | None) -> str:
    if there is None:
        return "lost"
    if not there["share"]:
        return "none"
    missing = f", {there['missing']:,} missing" if there["missing"] else ""
    return f"{there['share']:.0%}: {there['needed']:,} of {there['floor']:,}{missing}"


def _wait(wait: Mapping[str, Any]) -> Row:
    way = f"promoting {wait['promoted']}" if wait["promoted"] else "restoring a backup"
    by = f"somebody {way}" if wait["byHand"] else f"{way} by itself"
    late = looks.WARNING if wait["back"] > wait["within"] or wait["byHand"] else ""
    cells = (f"{_ONE[wait['kind']]} {wait['name']}", wait["lost"], wait["needs"], _long(wait["back"]), _long(wait["within"]), by)
    return Row(cells, styles=("", "", "", late, "", late))


def _quota(quota: Mapping[str, Any]) -> Row:
    unknown = any(part["vcpus"] is None for part in quota["of"])
    needed = f"{quota['vcpus']:,}{' and more' if unknown else ''}"
    cells = (quota["account"] or "(at hand)", quota["region"], quota["code"] or "(not known for these types)", needed)
    return Row(cells, notes=[f"    {told}" for told in (quota["name"], _parts(quota["of"])) if told])


def _parts(parts: Sequence[Mapping[str, Any]]) -> str:
    return ", ".join(f"{part['most']} {part['type']} of {part['name']}" for part in parts)


def _clock(text: str) -> str:
    return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}"


def _moment(text: str) -> str:
    """With the day of the week, by which people know whether they are at work then."""
    return f"{datetime.fromisoformat(text):%a} {_clock(text)}"


def _long(seconds: int) -> str:
    """A time in the largest unit that says it whole."""
    if seconds % 60:
        return f"{seconds}s"
    return f"{seconds // 3600}h" if seconds % 3600 == 0 else f"{seconds // 60}m"
