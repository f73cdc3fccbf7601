"""Several objects in a line: how many there are of what type, and what the first of them are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from ..telling import Teller, kind_of
from .escape import code

MOST: Final = 6
"""So many objects are named that are told of in one line; the site's own fold names them all."""


def several(urns: Sequence[str], teller: Teller, most: int = MOST) -> str:
    """Objects of one type: the type and the name of one, or how many there are and, if there is room for two, the first names."""
    kind = code(kind_of(urns[0]))
    if len(urns) == 1:
        return f"{kind} {names(urns, teller)}"
    return f"{len(urns):,} {kind} {names(urns, teller, most)}" if most > 1 else f"{len(urns):,} {kind}"


def names(urns: Sequence[str], teller: Teller, most: int = MOST) -> str:
    """What objects are called, the first of them."""
    return and_more([code(teller.placed(of)) for of in urns], most)


def and_more(texts: Sequence[str], most: int = MOST) -> str:
    """The first of several texts, and how many more there are; one more is told instead."""
    if len(texts) <= most + 1:
        return ", ".join(texts)
    return f"{', '.join(texts[:most])} and {len(texts) - most:,} more"


def by_type(urns: Iterable[str], teller: Teller, types: int, most: int) -> str:
    """Objects of any types: of each type, up to a number of them, how many there are and what the first are called."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for of in urns:
        groups[kind_of(of)].append(of)
    told = [several(alike, teller, most) for alike in groups.values()]
    beyond = sum(map(len, [*groups.values()][types:]))
    return f"{', '.join(told[:types])} and {beyond:,} of other types" if beyond else ", ".join(told)


def objects(number: int) -> str:
    """How many objects: "1 object", "1,000 objects"."""
    return f"{number:,} object{'s' * (number != 1)}"
