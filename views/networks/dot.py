"""The picture of networks in the DOT language, for Graphviz: a box a site, in it a table of tiers and zones, and its ways out.

Source: graphviz.org/doc/info/shapes.html#html for the tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

from ..names import quote, safe
from . import words
from .exits import INTERNET
from .model import Exit, Picture, Reach, Site, Tier
from .types import Role

_COLORS: Final[Mapping[Reach, str]] = {
    Reach.OPEN: "#dbeafe",
    Reach.OUT: "#dcfce7",
    Reach.INSIDE: "#fef3c7",
    Reach.UNKNOWN: "#f3f4f6",
}
"""Behind a tier, by how far it reaches."""
_FONT: Final = 'fontname="Helvetica,Arial,sans-serif"'
_HEAD: Final = (
    f"graph [rankdir=LR, bgcolor=white, {_FONT}, fontsize=12, labeljust=l, nodesep=0.25, ranksep=0.9, pad=0.2];",
    f"node [{_FONT}, fontsize=11];",
    f'edge [{_FONT}, fontsize=9, color="#374151", fontcolor="#374151", arrowsize=0.7];',
)


def dot(picture: Picture) -> str:
    """The picture as DOT text."""
    lines = [f"digraph {quote(picture.stack)} {{", *(f"    {line}" for line in _HEAD)]
    if not picture.sites:
        lines.append(f"    none [label={quote(words.NOTHING)}];")
    for number, site in enumerate(picture.sites):
        lines += [f"    {line}" for line in _site(site, f"site{number}")]
    nodes = {site.name: f"site{number}" for number, site in enumerate(picture.sites)}
    for link in picture.links:
        one, other = (nodes[site] for site in link.sites)
        label = quote("\n".join(words.link_lines(link)))
        lines.append(f"    {one} -> {other} [dir=both, constraint=false, penwidth=2, label={label}];")
    if any(exit_.leads_to == INTERNET for site in picture.sites for exit_ in site.exits):
        lines.append(
            f'    {INTERNET} [label={quote(words.INTERNET)}, shape=ellipse, style=filled, fillcolor="#e5e7eb", fontsize=13];'
        )
    return "\n".join([*lines, "}\n"])


def _site(site: Site, node: str) -> Iterator[str]:
    title = f"<b>{_html(site.name)}</b>"
    label = "".join(f'{line}<br align="left"/>' for line in (title, *map(_html, words.site_lines(site))))
    exits = {exit_.key: f"{node}_exit{number}" for number, exit_ in enumerate(site.exits)}
    yield f"subgraph cluster_{node} {{"
    yield f'    label=<{label}>; style="rounded,filled"; fillcolor="#f9fafb"; color="#9ca3af"; margin=14;'
    yield f"    {node} [shape=plain, label=<{_table(site)}>];"
    for exit_ in site.exits:
        yield f"    {exits[exit_.key]} [shape=plain, label=<{_exit(site, exit_)}>];"
    yield "}"
    taken = set()
    for group, tiers in enumerate(site.alike):
        for number, way in enumerate(tiers[0].routes):
            taken.add(way.to)
            yield f"{node}:{_port(group, number)}:e -> {exits[way.to]};"
    for exit_ in site.exits:
        if exit_.key not in taken:
            yield f"{node} -> {exits[exit_.key]} [style=invis];"  # it stands where the others do
        if exit_.leads_to:
            both = ", dir=both" if exit_.kind is Role.INTERNET else ""
            yield f"{exits[exit_.key]} -> {exits.get(exit_.leads_to, INTERNET)} [weight=4{both}];"


def _table(site: Site) -> str:
    """The tiers of a site, a row each, with a column for every zone and one for where their routes lead."""
    head = "".join(_cell([title], bold=True) for title in (*map(words.zone_title, site.zones), words.ROUTES))
    rows = "".join(_rows(site, tiers, group) for group, tiers in enumerate(site.alike))
    return (
        '<table border="0" cellborder="1" cellspacing="0" cellpadding="5" color="#9ca3af">'
        f'<tr><td border="0"> </td>{head}</tr>{rows}</table>'
    )


def _rows(site: Site, tiers: Sequence[Tier], group: int) -> str:
    """The rows of the tiers that have the same routes, which are told once."""
    rows = [_row(site, tier) for tier in tiers]
    rows[0] += f'<td rowspan="{len(tiers)}" cellpadding="2"{_color(tiers[0])}>{_ways(tiers[0], group)}</td>'
    return "".join(f"<tr>{row}</tr>" for row in rows)


def _ways(tier: Tier, group: int) -> str:
    """The routes of a tier, a line each, where the edge to what it leads to begins."""
    ports = (f' port="{_port(group, number)}"' for number, _ in enumerate(tier.routes))
    cells = [_cell(words.way_lines(way, tier.zones), port) for way, port in zip(tier.routes, ports, strict=True)]
    rows = "".join(f"<tr>{cell}</tr>" for cell in cells or [_cell([words.no_way(tier)])])
    return f'<table border="0" cellborder="0" cellspacing="0" cellpadding="3">{rows}</table>'


def _port(group: int, number: int) -> str:
    return f"way{group}_{number}"


def _row(site: Site, tier: Tier) -> str:
    cells = [_cell([tier.name, *words.tier_lines(tier)], _color(tier), bold=True)]
    for zone in site.zones:
        inside = [line for each in tier.subnets if each.zone == zone for line in words.subnet_lines(each)]
        cells.append(_cell(inside or [" "], _color(tier)))
    return "".join(cells)


def _color(tier: Tier) -> str:
    return f' bgcolor="{_COLORS[tier.reach]}"'


def _exit(site: Site, exit_: Exit) -> str:
    inside = _cell([exit_.title, *words.exit_lines(site, exit_)], ' border="0"', bold=True)
    return f'<table border="1" style="rounded" cellpadding="6" color="#6b7280" bgcolor="white"><tr>{inside}</tr></table>'


def _cell(lines: list[str], attributes: str = "", *, bold: bool = False) -> str:
    """A cell of a table: a line, and smaller ones under it.

    It is as wide as the text comes out in the widest of usual fonts, and text begins at its left, where another font does not
    move it: who looks at an SVG may have other fonts than who made it.
    """
    first, *others = lines
    width = max([len(first) * 11 * (0.72 if bold else 0.64), *(len(line) * 9 * 0.62 for line in others)])
    small = "".join(f'<br/><font point-size="9">{_html(line)}</font>' for line in others)
    large = f"<b>{_html(first)}</b>" if bold else _html(first)
    return f'<td width="{width:.0f}" align="left" balign="left"{attributes}>{large}{small}</td>'


def _html(text: str) -> str:
    return escape(safe(text))
