"""Which instance types come nearest to one that cannot be had; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .architecture import NAME, architecture

_FEW = 3
_SIZE = re.compile(r"(?P<times>\d*)xlarge|(?P<small>nano|micro|small|medium|large)")


def alternatives(type_: str, known: Iterable[str]) -> tuple[str, ...]:
    """The known types that come nearest, three at most, the nearest first; none for a name that is none of AWS'.

    Those of the same size, series and architecture (c7i and c5 for c8i), or else other sizes of the same family.

    Args:
        type_: the type as AWS names it.
        known: the types to choose from.
    """
    meant = NAME.fullmatch(type_)
    if meant is None or (size := _rank(meant["size"])) is None:
        return ()
    kin: list[tuple[int, int, str]] = []
    sizes: list[tuple[float, str]] = []
    for each in known:
        if not (name := NAME.fullmatch(each)) or name["series"] != meant["series"]:
            continue
        generation = int(name["generation"] or 0)
        if name["size"] == meant["size"] and architecture(each) == architecture(type_):
            apart = abs(generation - int(meant["generation"] or 0)) + len(set(name["options"]) ^ set(meant["options"]))
            kin.append((apart, -generation, each))
        elif name["generation"] == meant["generation"] and name["options"] == meant["options"]:
            sizes.append((abs((_rank(name["size"]) or 0) - size), each))
    return tuple(each for *_, each in sorted(kin) or sorted(sizes))[:_FEW]


def _rank(size: str) -> float | None:
    """How large a size is, about in vCPUs; None for one that is no step of a family."""
    step = _SIZE.fullmatch(size)
    if step is None:
        return None
    if step["small"]:
        return {"large": 2.0, "medium": 1.0, "small": 0.5, "micro": 0.25, "nano": 0.125}[step["small"]]
    return 4.0 * int(step["times"] or 1)
