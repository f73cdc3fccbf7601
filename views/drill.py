"""What a loss does to a stack, moment by moment: what `nusa drill` prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from checks.drill.carrying import Carried, Carrying
from checks.drill.moment import Moment, Tone
from checks.drill.rehearsal import Rehearsal
from checks.drill.rooms import Room
from checks.drill.told import amount, clock, percent
from checks.drill.verdict import Promise

from . import looks
from .names import harmless
from .page import Page
from .table import Row, table

_OUTER: Final = "    "
_MARKS: Final = {Tone.BAD: ("✗", looks.ERROR), Tone.GOOD: ("✓", looks.GOOD), Tone.PLAIN: ("~", "")}
_CARRIED: Final = ("EVENT", "WHAT", "SITE", "SHARE", "REQUESTS/S", "NEEDED", "FLOOR", "MAX", "CARRIED")
_NUMBERS: Final = ("SHARE", "REQUESTS/S", "NEEDED", "FLOOR", "MAX")
_HOW: Final = {Carrying.AT_ONCE: "", Carrying.SCALING: looks.WARNING, Carrying.SHORT: looks.ERROR}
_ROOMS: Final = ("EVENT", "CLUSTER", "SITE", "vCPUs", "MAX", "GiB", "MAX")
_EACH: Final = ("LOST", "LED THERE FOR", "PROMISED", "PROMISES", "MISSED")


def drill(
    title: str, moments: Sequence[Moment], carried: Sequence[Carried], rooms: Sequence[Room], promises: Sequence[Promise]
) -> Page:
    """A drill with its time line, what is left against the peaks of events, and what becomes of promises.

    Args:
        title: what is done.
        moments: what happens, in order.
        carried: what each site that is left is asked for.
        rooms: what clusters have for that.
        promises: what was promised, kept or missed.
    """
    page = Page()
    page.line(f"{harmless(title)}:", looks.HEADLINE)
    page.line()
    _line(page, moments)
    if carried:
        page.line()
        page.line("What is left, while an event lasts:", looks.HEADLINE)
        page.extend(table(_CARRIED, [_row(each) for each in carried], prefix=_OUTER, numbers=_NUMBERS))
    if rooms:
        page.line()
        page.line("What clusters have for that at most:", looks.HEADLINE)
        page.extend(table(_ROOMS, [_room(each) for each in rooms], prefix=_OUTER, numbers=_ROOMS[3:]))
    if promises:
        page.line()
        _promises(page, promises)
    return page


def each(stack: str, rehearsals: Iterable[Rehearsal]) -> Page:
    """Every loss in turn, a line each, with what is missed below."""
    rows, missed = [], Page()
    for of in rehearsals:
        broken = [promise for promise in of.promises if promise.broken]
        style = looks.ERROR if broken else ""
        longest = "" if not of.served else "for ever" if of.led_for is None else clock(of.led_for)
        cells = (
            str(of.loss),
            longest,
            "" if of.within is None else clock(of.within),
            str(len(of.promises)),
            str(len(broken) or ""),
        )
        rows.append(Row(cells, styles=("", style, "", "", style)))
        for promise in broken:
            _promise(missed, promise, f"{of.loss}: ")
    page = Page()
    page.line(f"Drill of {harmless(stack)}, every loss in turn:", looks.HEADLINE)
    page.line()
    page.extend(table(_EACH, rows, prefix=_OUTER, numbers=("LED THERE FOR", "PROMISED", "PROMISES", "MISSED")))
    if missed:
        page.line()
        page.extend(missed)
    return page


def _line(page: Page, moments: Sequence[Moment]) -> None:
    width = max((len(clock(moment.at)) for moment in moments), default=0)
    last = None
    for moment in moments:
        time = clock(moment.at) if moment.at != last else ""
        mark, style = _MARKS[moment.tone]
        page.write(f"{_OUTER}{time:>{width}}  ", looks.RESOURCE)
        page.line(f"{mark} {harmless(moment.text)}", style)
        for note in moment.notes:
            page.line(f"{_OUTER}{'':{width}}    {harmless(note)}", looks.FAINT)
        last = moment.at


def _row(of: Carried) -> Row:
    numbers = (percent(of.share), f"{of.rps:,}", str(of.units), str(of.floor), str(of.ceiling))
    cells = (of.event, of.group, of.site, *numbers, of.how.value)
    return Row(cells, styles=("",) * (len(cells) - 1) + (_HOW[of.how],))


def _room(of: Room) -> Row:
    amounts = (amount(each) for pair in zip(of.asked, of.there, strict=True) for each in pair)
    style = looks.ERROR if of.lacking else ""
    return Row((of.event, of.cluster, of.site, *amounts), styles=("", "", "", style, "", style, ""))


def _promises(page: Page, promises: Sequence[Promise]) -> None:
    page.line("Promises:", looks.HEADLINE)
    for promise in promises:
        _promise(page, promise)


def _promise(page: Page, promise: Promise, prefix: str = "") -> None:
    if promise.missed is None:
        page.line(f"{_OUTER}kept      {harmless(prefix + promise.what)}")
    elif promise.accepted is not None:
        page.line(f"{_OUTER}accepted  {harmless(f'{prefix}{promise.missed.rule}: {promise.what}')}", looks.FAINT)
        page.line(f"{_OUTER}          until {promise.accepted.until}: {harmless(promise.accepted.because)}", looks.FAINT)
    else:
        page.line(f"{_OUTER}missed    {harmless(f'{prefix}{promise.missed.rule}: {promise.what}')}", looks.ERROR)
        page.line(f"{_OUTER}          fix: {harmless(promise.missed.fix)}")
