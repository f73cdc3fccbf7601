"""Which sites are joined: all with all, all with one, or the pairs that are written."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from typing import TypeAlias

Pair: TypeAlias = tuple[str, str]
"""Two sites in the order of their names, so that a pair has one name however it is written."""


def pair(one: str, other: str) -> Pair:
    """Two sites as a pair.

    Raises:
        ValueError: when they are one and the same.
    """
    if one == other:
        raise ValueError(f"{one} cannot be joined with itself")
    return (one, other) if one < other else (other, one)


def pair_name(joined: Pair) -> str:
    """A pair as the name of its link: "jakarta-alicloud--jakarta-aws".

    Two hyphens stand between them: no site's name has two in a row, so no two pairs have one name.
    """
    return "--".join(joined)


def mesh(sites: Iterable[str]) -> tuple[Pair, ...]:
    """Every site joined with every other: n (n - 1) / 2 links, and none depends on a third site."""
    return tuple(combinations(sorted(set(sites)), 2))


def hub(centre: str, sites: Iterable[str]) -> tuple[Pair, ...]:
    """Every site joined with one: n - 1 links, and what passes between two others passes through it."""
    return tuple(sorted(pair(centre, site) for site in set(sites) if site != centre))
