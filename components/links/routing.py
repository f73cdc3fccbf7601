"""By which of its links a site reaches every other: the one that joins the two, else the one with the hub of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from .pairs import Pair

Hops: TypeAlias = Mapping[str, Mapping[str, str]]
"""By site, then by the site that is to be reached: the site at the other end of the link that leads there."""


def next_hops(joined: Iterable[Pair], hub: str | None = None, spokes: Iterable[str] = ()) -> dict[str, dict[str, str]]:
    """Where every site sends what is for another.

    A link of their own is what two sites reach each other by, whatever else joins them. What passes between two spokes of a hub
    that have none passes through the hub, and nothing is ever handed on twice.

    Args:
        joined: every pair of sites that a link joins.
        hub: the site that hands on what its spokes send each other; None where none does.
        spokes: the sites that are joined with the hub as such: of no others does it hand anything on.
    """
    hops: dict[str, dict[str, str]] = {}
    for one, other in joined:
        hops.setdefault(one, {})[other] = other
        hops.setdefault(other, {})[one] = one
    if hub is not None:
        of_hub = [spoke for spoke in dict.fromkeys(spokes) if spoke != hub]
        for spoke in of_hub:
            for other in of_hub:
                if other != spoke:
                    hops.setdefault(spoke, {}).setdefault(other, hub)
    return hops


def beyond(hops: Hops, site: str, through: str) -> tuple[str, ...]:
    """The sites that one reaches through the site at the other end of a link, without that site, in the order of their names."""
    return tuple(sorted(far for far, hop in hops.get(site, {}).items() if hop == through and far != through))
