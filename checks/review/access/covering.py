"""Which grants others cover: what a wider one allowed is nothing new, and what a wider one allows still is not taken away."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from .granting import ALL_BUT, ANYONE, Grant, network

_DOCUMENTS: Final = ("IAM", "RAM")
"""What has actions and resources with wildcards."""
_PORTS: Final = re.compile(r"(?P<protocol>[a-z0-9]+)(?: (?P<first>\d+)(?:-(?P<last>\d+))?)?\Z")


def covered(grant: Grant, by: Iterable[Grant]) -> bool:
    """Whether one of several grants allows what a grant does, and more; a denial is covered by none."""
    return not grant.denies and any(_covers(each, grant) for each in by if each != grant)


def _covers(wider: Grant, grant: Grant) -> bool:
    if wider.denies or wider.control != grant.control or wider.condition not in ("", grant.condition):
        return False
    if grant.control in _DOCUMENTS:
        same = wider.who in (grant.who, "*")
        return same and _fits(grant.may.lower(), wider.may.lower()) and _fits(grant.on, wider.on)
    return _inside(grant.who, wider.who) and _within(grant.may, wider.may) and _inside(grant.on, wider.on)


def _fits(text: str, pattern: str) -> bool:
    if pattern in (text, "*"):
        return True
    return not text.startswith(ALL_BUT) and not pattern.startswith(ALL_BUT) and bool(_pattern(pattern).fullmatch(text))


@lru_cache(maxsize=1024)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(re.escape(text).replace(r"\*", ".*").replace(r"\?", "."), re.DOTALL)


def _inside(place: str, wider: str) -> bool:
    """Whether addresses, pods or resources are among others."""
    if wider in (place, ANYONE, "*"):
        return True
    inner, outer = network(place), network(wider)
    if inner is None or outer is None or inner.version != outer.version:
        return False
    return int(outer.network_address) <= int(inner.network_address) and int(inner.broadcast_address) <= int(outer.broadcast_address)


def _within(ports: str, wider: str) -> bool:
    """Whether ports, or a verb, are among others."""
    if wider in (ports, "any", "*"):
        return True
    inner, outer = _PORTS.match(ports), _PORTS.match(wider)
    if inner is None or outer is None or inner["protocol"] != outer["protocol"]:
        return False
    if outer["first"] is None:
        return True
    first, last = int(outer["first"]), int(outer["last"] or outer["first"])
    return inner["first"] is not None and first <= int(inner["first"]) and int(inner["last"] or inner["first"]) <= last
