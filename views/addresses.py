"""Where everything of an environment lies, as a table: what `nusa addresses` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, Final

from . import looks
from .names import harmless
from .page import Page
from .table import Row, table

_HEADERS: Final = ("SITE", "ZONE", "TIER", "BLOCK", "ADDRESSES", "NEEDED")
_NUMBERS: Final = ("ADDRESSES", "NEEDED")
_IPV6: Final = "IPV6"
_SCARCE: Final = 0.8
"""A subnet of which more than this share may be taken is pointed out."""
_BAR: Final = 60
_NAME: Final = "bold"
_PARTS: Final = (
    ("used", "in subnets", "█", looks.RESOURCE),
    ("kept", "kept for zones and tiers to come", "▒", looks.FAINT),
    ("elsewhere", "taken by others", "▓", looks.WARNING),
    ("free", "free", "░", ""),
)


def addresses(plan: Mapping[str, Any]) -> Page:
    """The plan as `stacks.address_plan` gives it: a line for each subnet, for what is kept, and for what is free."""
    page = Page()
    _space(page, plan)
    with_ipv6 = any(site["ipv6"] for site in plan["sites"].values())
    headers = (*_HEADERS, _IPV6) if with_ipv6 else _HEADERS
    lines = [line for name, site in plan["sites"].items() for line in (*_site(name, site), _Line())]
    lines += [_beside(each["what"], each, looks.WARNING) for each in plan["elsewhere"]]
    lines += [_beside("free", each) for each in plan["free"]]
    page.extend(table(headers, [line.of(len(headers)) for line in lines], numbers=_NUMBERS))
    page.line()
    _next(page, plan["next"])
    for peer in plan["peers"]:
        _peer(page, peer, plan)
    if plan["neighbours"]:
        beside = (f"{harmless(each['file'])} {harmless(each['block'])}" for each in plan["neighbours"])
        page.line(f"Beside it: {', '.join(beside)}")
    return page


def proposal(plan: Mapping[str, Any]) -> Page:
    """The blocks of a further site, to be pasted into the environment; there is one."""
    proposed, space = plan["next"], plan["addressSpace"]["block"]
    page = Page()
    page.line(f"# blocks for the next site of {harmless(plan['environment'])}, free in {space}{_room(proposed)}")
    page.line(f"network: {{cidr: {proposed['cidr']}, pods: {proposed['pods']}}}")
    return page


def collisions(plan: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for each range elsewhere that shares addresses with a site."""
    for peer in plan["peers"]:
        for other in peer["collides"]:
            yield f"{harmless(peer['name'])} {peer['block']} collides with {harmless(other['with'])} {other['block']}"


def _space(page: Page, plan: Mapping[str, Any]) -> None:
    space = plan["addressSpace"]
    page.line(f"{space['block']} of {harmless(plan['environment'])}: {_number(space['addresses'])} addresses", looks.HEADLINE)
    filled = 0
    for index, (key, _, symbol, style) in enumerate(_PARTS):
        width = _BAR - filled if index == len(_PARTS) - 1 else -(-_BAR * space[key] // space["addresses"])
        page.write(symbol * max(0, min(width, _BAR - filled)), style)
        filled += width
    page.line()
    told = [
        f"{symbol} {_number(space[key])} {words} ({_share(space[key], space['addresses'])})"
        for key, words, symbol, _ in _PARTS
        if space[key] or key != "elsewhere"
    ]
    page.line(", ".join(told))
    page.line()


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of which the last cells may be left out; what belongs to the whole site stands in its first, in a style of its own."""

    cells: tuple[str, ...] = ()
    style: str = ""
    site: str = ""
    site_style: str = ""

    def of(self, columns: int) -> Row:
        cells = (self.site, *self.cells, *[""] * columns)[:columns]
        return Row(cells, styles=(self.site_style, *[self.style] * (columns - 1)))


def _beside(what: str, block: Mapping[str, Any], style: str = "") -> _Line:
    return _Line(("", harmless(what), block["block"], _number(block["addresses"])), style)


def _site(name: str, site: Mapping[str, Any]) -> Iterator[_Line]:
    """A site's lines; what it is stands down its own column."""
    blocks = (f"{_field(field)} {block}" for field, block in site["blocks"].items())
    about = (harmless(name), f"{site['cloud']} {harmless(site['region'])}", *blocks, f"{site['blocksLeft']} blocks more")
    lines: list[_Line] = []
    for zone in dict.fromkeys(subnet["zone"] for subnet in site["subnets"]):
        lines += [_subnet(subnet, ipv6=site["ipv6"]) for subnet in site["subnets"] if subnet["zone"] == zone]
        lines += [_kept(kept) for kept in site["growth"] if kept["for"] == "tiers" and kept["zones"] == [zone]]
    lines += [_kept(kept) for kept in site["growth"] if kept["for"] == "zones"]
    for index, (told, line) in enumerate(zip_longest(about, lines)):
        yield replace(line or _Line(), site=told or "", site_style="" if index else _NAME)


def _subnet(subnet: Mapping[str, Any], *, ipv6: bool) -> _Line:
    usable, needed = subnet["usable"], subnet["needed"]
    told = f"{_number(needed)} {_share(needed, usable):>4}" if needed else ""
    style = looks.WARNING if needed > _SCARCE * usable else ""
    number = f"/64 no. {subnet['ipv6']}" if ipv6 else ""
    return _Line((subnet["zone"], harmless(subnet["tier"]), subnet["block"], _number(usable), told, number), style)


def _kept(kept: Mapping[str, Any]) -> _Line:
    if kept["for"] == "zones":
        what = f"{_field(kept['of'])} of zones to come"
    else:
        what = f"to come: {', '.join(tier.replace('reserved-', 'slot ') for tier in kept['tiers'])}"
    return _Line((_letters(kept["zones"]), what, ", ".join(kept["blocks"]), _number(kept["addresses"])), looks.FAINT)


def _next(page: Page, proposed: Mapping[str, Any] | None) -> None:
    if proposed is None:
        page.line("Next site: no room is left for one", looks.WARNING)
    else:
        page.line(f"Next site: cidr {proposed['cidr']}, pods {proposed['pods']}{_room(proposed)}")


def _room(proposed: Mapping[str, Any]) -> str:
    return f"; {', '.join(proposed['room'])} stays beside them for tiers to come" if proposed["room"] else ""


def _peer(page: Page, peer: Mapping[str, Any], plan: Mapping[str, Any]) -> None:
    told = f"Peer {harmless(peer['name'])} {peer['block']}: "
    if peer["collides"]:
        others = ", ".join(f"{harmless(other['with'])} {other['block']}" for other in peer["collides"])
        page.line(f"{told}collides with {others}", looks.ERROR)
    elif peer["inSpace"]:
        page.line(
            f"{told}collides with no site, but lies in {plan['addressSpace']['block']}; no site is put there while it is a peer"
        )
    else:
        page.line(f"{told}collides with nothing here")
    for file in peer["neighbours"]:
        page.line(f"{told}lies over the address space of {harmless(file)}", looks.WARNING)


def _field(source: str) -> str:
    return harmless(source.removeprefix("tiers.").removesuffix(".cidr"))


def _letters(zones: Sequence[str]) -> str:
    """Letters in short: neighbours as a span, "d–h"."""
    spans: list[str] = []
    for letter in zones:
        if spans and ord(letter) == ord(spans[-1][-1]) + 1:
            spans[-1] = f"{spans[-1][0]}–{letter}"
        else:
            spans.append(letter)
    return ", ".join(spans)


def _number(count: int) -> str:
    return f"{count:,}"


def _share(part: int, whole: int) -> str:
    """A percentage; what is there is never told as none."""
    return f"{round(100 * part / whole)}%" if not part or 200 * part >= whole else "<1%"
