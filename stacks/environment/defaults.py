"""What an environment need not say, by tier: development is small and cheap, production is protected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from copy import deepcopy
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

Tier: TypeAlias = Literal["development", "staging", "production"]
TIERS: tuple[Tier, ...] = get_args(Tier)


class Default(NamedTuple):
    """A row: the path in the environment, with "*" for any name, and the value in each tier."""

    path: str
    values: tuple[Any, Any, Any]

    def value(self, tier: Tier) -> Any:
        """What a tier's environments have unless they say otherwise."""
        return self.values[TIERS.index(tier)]


DEFAULTS = (
    #                                         development  staging   production
    Default("deletion_protection",            (False,      False,    True)),
    Default("log_retention_days",             (7,          30,       365)),
    Default("sites.*.network.nat",            ("single",   "single", "per_zone")),
    Default("clusters.*.pools.*.spot",        ("100%",     "50%",    "0%")),
    Default("clusters.*.pools.*.disk_gib",    (40,         80,       120)),
    Default("fleets.*.refresh.healthy",       ("50%",      "90%",    "90%")),
)  # fmt: skip


def filled(environment: Mapping[str, Any], tier: Tier) -> dict[str, Any]:
    """A copy of an environment with what it leaves out; what is written stays, even where it is wrong."""
    copy = deepcopy(dict(environment))
    for default in DEFAULTS:
        *parents, last = default.path.split(".")
        for parent in _parents(copy, parents):
            parent.setdefault(last, default.value(tier))
    return copy


def _parents(mapping: MutableMapping[str, Any], steps: list[str]) -> Iterator[MutableMapping[str, Any]]:
    if not steps:
        yield mapping
        return
    step, *rest = steps
    inner = (
        list(mapping.values()) if step == "*" else [mapping.get(step) if rest and rest[0] == "*" else mapping.setdefault(step, {})]
    )
    for each in inner:
        if isinstance(each, MutableMapping):
            yield from _parents(each, rest)
