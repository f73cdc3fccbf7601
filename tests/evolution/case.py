"""A change of an environment, and what it may come to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from checks.expectation import Expectation

from .environment import (
    ADDED,
    BALANCED,
    BOUNDED,
    CHARTED,
    EDGE,
    EXPOSING,
    GENERAL,
    KEPT,
    LION,
    NAMES,
    NARROW,
    RANKED,
    READING,
    ROUTED,
    SALE,
    SERVED,
    SITES,
    SIZED,
    STORING,
    UNBALANCED,
    WIDENED,
    WORKERS,
    drained,
    edited,
    told,
)

_LISTS: Final = "data_from: [192.168.10.0/24, 10.99.0.0/16], dhcp: {name_servers: [10.16.0.2, 10.16.0.3]}"
_NETWORKS: Final = NARROW[: NARROW.index("    clusters:\n")]
_LINKED: Final = edited(_NETWORKS, {"    sites:\n": "    links: mesh\n    sites:\n"})
_WIDE: Final = edited(NARROW, WIDENED)
STARTS: Final[Mapping[str, str]] = {
    "narrow": NARROW,
    "wide": _WIDE,
    "apart": _NETWORKS,
    "linked": _LINKED,
    "meshed": edited(_LINKED, {"      batam:\n": f"{LION}      batam:\n"}),
    "selling": f"{NARROW}{SALE}",
    "draining": f"{NARROW}{drained(1)}",
    "succeeded": edited(NARROW, {GENERAL: f"{GENERAL}{WORKERS}"}),
    "added": edited(NARROW, {"        pools:\n": ADDED}),
    "reading": edited(NARROW, READING),
    "ranked": edited(NARROW, RANKED),
    "bounded": edited(NARROW, BOUNDED),
    "exposing": edited(NARROW, EXPOSING),
    "routed": edited(NARROW, ROUTED),
    "served": edited(NARROW, SERVED),
    "edged": edited(edited(NARROW, SERVED), {SITES: f"{EDGE}{SITES}"}),
    "charted": edited(NARROW, {"        pools:\n": CHARTED}),
    "kept": edited(NARROW, KEPT),
    "sized": edited(NARROW, SIZED),
    "stored": edited(NARROW, {SITES: f"{STORING}{SITES}"}),
    "unbalanced": UNBALANCED,
    "balanced": BALANCED,
    "bare": _NETWORKS.replace("zones: [a, b]", "zones: [b, c]"),
    "reached": edited(_NETWORKS, {"pods: 10.17.0.0/16,": "pods: 10.17.0.0/16, aws: {endpoints: [s3, sts]},"}),
    "told": edited(
        _WIDE,
        {
            SITES: f"{NAMES}{SITES}",
            **told(f"{_LISTS}, aws: {{endpoints: [sts, s3, ecr.api]}}", f"{_LISTS}, alicloud: {{endpoints: [oss]}}"),
            "slot: 1}": "slot: 1, was: [redis, memcache]}",
        },
    ),
}
"""What cases begin with, by name: each is brought up once."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A change of an environment.

    Args:
        name: what is done, as the table has it.
        start: the name of what it begins with.
        change: from the text of the one environment to that of the other.
        workloads: what it adds to the releases.
        expected: what it may come to.
        refused: the names of what may not be lost, as patterns; every one of them, and no other.
        anew: whether a control plane, or a provider, is replaced, as it is in no other case.
    """

    name: str
    start: str = "narrow"
    change: Callable[[str], str]
    workloads: tuple[str, ...] = ()
    expected: Expectation = field(default_factory=Expectation)
    refused: tuple[str, ...] = ()
    anew: bool = False


def edit(edits: Mapping[str, str]) -> Callable[[str], str]:
    """A change that replaces pieces of the text."""
    return lambda text: edited(text, edits)


def without(start: str, end: str) -> Callable[[str], str]:
    """A change that takes out what stands from one piece of the text up to another."""

    def change(text: str) -> str:
        begin = text.index(start)
        return text[:begin] + text[text.index(end, begin) :]

    return change
