"""The picture of networks as Mermaid text, which GitHub draws: a box a site, in it a box a tier with a line a zone, and its exits.

Mermaid has no tables, and a box for every subnet makes three sites too large to be read on a page.

Source: mermaid.js.org/syntax/flowchart.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from ..names import safe
from . import words
from .exits import INTERNET
from .model import Exit, Picture, Reach, Site, Tier
from .types import Role

_INIT: Final = '%%{init: {"flowchart": {"wrappingWidth": 400, "subGraphTitleMargin": {"bottom": 24}}}}%%'
"""No line of a box breaks, and a site's second line has its place above the boxes."""
_COLORS: Final[Mapping[Reach, str]] = {
    Reach.OPEN: "#dbeafe,stroke:#60a5fa",
    Reach.OUT: "#dcfce7,stroke:#4ade80",
    Reach.INSIDE: "#fef3c7,stroke:#fbbf24",
    Reach.UNKNOWN: "#f3f4f6,stroke:#9ca3af",
}
"""Behind a tier, by how far it reaches; the text is dark, also on a dark page."""
_BOX: Final = "fill:#f9fafb,stroke:#9ca3af,color:#111827"
"""Around a site, and around the tiers that have the same routes."""


def mermaid(picture: Picture) -> str:
    """The picture as Mermaid text."""
    lines = [_INIT, "flowchart LR"]
    if not picture.sites:
        lines.append(f"    none[{_label([words.NOTHING])}]")
    for number, site in enumerate(picture.sites):
        lines += [f"    {line}" for line in _site(site, f"s{number}")]
    nodes = {site.name: f"s{number}" for number, site in enumerate(picture.sites)}
    for link in picture.links:
        one, other = (nodes[site] for site in link.sites)
        lines.append(f"    {one} <==>|{_label([*map(_text, words.link_lines(link))])}| {other}")
    if any(exit_.leads_to == INTERNET for site in picture.sites for exit_ in site.exits):
        lines.append(f"    {INTERNET}(({_label([words.INTERNET])}))")
    used = dict.fromkeys(tier.reach for site in picture.sites for tier in site.tiers)
    lines += [f"    classDef {reach} fill:{_COLORS[reach]},color:#111827" for reach in Reach if reach in used]
    return "\n".join([*lines, ""])


def _site(site: Site, node: str) -> Iterator[str]:
    exits = {exit_.key: f"{node}_exit{number}" for number, exit_ in enumerate(site.exits)}
    groups = [(tiers, f"{node}_tier{number}") for number, tiers in enumerate(site.alike)]
    yield f"subgraph {node}[{_label([f'<b>{_text(site.name)}</b>', _text(' · '.join(words.site_lines(site)))])}]"
    yield "    direction LR"
    for tiers, group in groups:
        if len(tiers) == 1:
            yield f"    {group}[{_tier(tiers[0])}]:::{tiers[0].reach}"
            continue
        yield f'    subgraph {group}[" "]'
        yield "        direction LR"
        yield from (f"        {group}_{number}[{_tier(tier)}]:::{tier.reach}" for number, tier in enumerate(tiers))
        yield "    end"
    for exit_ in site.exits:
        yield f"    {exits[exit_.key]}([{_exit(site, exit_)}])"
    yield "end"
    yield from (f"style {box} {_BOX}" for box in (node, *(group for tiers, group in groups if len(tiers) > 1)))
    taken = set()
    for tiers, group in groups:
        for way in tiers[0].routes:
            taken.add(way.to)
            yield f"{group} -->|{_label([*map(_text, words.way_lines(way, tiers[0].zones))])}| {exits[way.to]}"
        if site.exits and not tiers[0].routes:
            yield f"{group} ~~~ {exits[site.exits[-1].key]}"  # unseen: else it would stand apart from the other tiers
    for exit_ in site.exits:
        if exit_.key not in taken:
            hosts = (group for tiers, group in groups if any(way.to == exit_.key for tier in tiers for way in tier.ways))
            yield f"{next(hosts)} ~~~ {exits[exit_.key]}"
        if exit_.leads_to:
            arrow = "<-->" if exit_.kind is Role.INTERNET else "-->"
            yield f"{exits[exit_.key]} {arrow} {exits.get(exit_.leads_to, INTERNET)}"


def _tier(tier: Tier) -> str:
    name = f"<b>{_text(tier.name)}</b>"
    lines = (" · ".join((each.zone, *words.subnet_lines(each))) for each in tier.subnets)
    return _label([name, _text(" · ".join(words.tier_lines(tier))), *map(_text, lines)])


def _exit(site: Site, exit_: Exit) -> str:
    return _label([f"<b>{_text(exit_.title)}</b>", *map(_text, words.exit_lines(site, exit_))])


def _label(lines: list[str]) -> str:
    """Lines in quotes, in which Mermaid takes everything but a quote as text."""
    return f'"{"<br/>".join(lines)}"'


def _text(text: str) -> str:
    """Text that Mermaid and the HTML in it take for nothing else: no quote, tag or entity, no Markdown, no directive."""
    return "".join(letter if letter not in '"<>&#;`%' else f"#{ord(letter)};" for letter in safe(text))
