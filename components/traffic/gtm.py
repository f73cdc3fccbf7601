"""What Alibaba Cloud's GTM 3.0 answers: a function of address pools, of their weights and of the health of their addresses.

As with Route 53, every address that may be answered is returned with its share; nothing is drawn.

Sources: help.aliyun.com/zh/dns/api-alidns-2015-01-09-updatecloudgtminstanceconfiglbstrategy (how pools are chosen, and whether an
earlier one is gone back to), www.alibabacloud.com/help/en/dns/address-pool-configuration (when a pool is available),
www.alibabacloud.com/help/en/dns/probe-template-configuration (checks). What is answered once every pool is unavailable is not said
there; taken here is that all enabled addresses are, as before, so that nothing here promises a stand-in that there is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, TypeAlias, TypeVar

from .weights import shares

Strategy: TypeAlias = Literal["round_robin", "weight", "sequence", "source_nearest"]
Judgement: TypeAlias = Literal["any_ok", "p30_ok", "p50_ok", "p70_ok", "all_ok"]

NEEDED: Final[Mapping[str, int]] = {"any_ok": 0, "p30_ok": 30, "p50_ok": 50, "p70_ok": 70, "all_ok": 100}
"""The share of a pool's addresses that must be available, in percent; one at least always."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address of a pool.

    Args:
        value: an IP address or a name.
        weight: its share where addresses are weighted.
        position: its place where they are in sequence, the lowest first.
        enabled: whether it is answered at all.
    """

    value: str
    weight: int = 1
    position: int = 1
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Addresses that are available, or not, together.

    Args:
        name: its name.
        addresses: what is in it.
        strategy: how one of them is chosen.
        judgement: how many of them must be available, so that the pool is.
        weight: its share where pools are weighted.
        position: its place where they are in sequence, the lowest first.
        enabled: whether it is answered at all.
    """

    name: str
    addresses: tuple[Address, ...]
    strategy: Strategy = "round_robin"
    judgement: Judgement = "any_ok"
    weight: int = 1
    position: int = 1
    enabled: bool = True

    def available(self, down: AbstractSet[str]) -> bool:
        """Whether as many of its addresses as must be are available."""
        there = [address for address in self.addresses if address.enabled]
        fit = sum(address.value not in down for address in there)
        return fit > 0 and fit * 100 >= NEEDED[self.judgement] * len(there)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """A name that GTM answers.

    Args:
        name: the whole name.
        ttl: seconds that an answer may be kept.
        pools: what it is answered with.
        strategy: how one of them is chosen.
        preemptive: in sequence, whether an earlier pool is gone back to once it is available again.
    """

    name: str
    ttl: int
    pools: tuple[Pool, ...]
    strategy: Strategy = "sequence"
    preemptive: bool = True

    def ask(self, down: AbstractSet[str] = frozenset(), *, serving: str = "") -> dict[str, Fraction]:
        """The addresses that may be answered, with shares that sum to 1; nothing where none is enabled.

        Args:
            down: the addresses whose checks fail.
            serving: the pool that was answered last, which stays where earlier ones are not gone back to.
        """
        enabled = [pool for pool in self.pools if pool.enabled and any(address.enabled for address in pool.addresses)]
        fit = [pool for pool in enabled if pool.available(down)]
        staying = [pool for pool in fit if pool.name == serving]
        if self.strategy == "sequence" and not self.preemptive and staying:
            fit = staying
        found: dict[str, Fraction] = {}
        for pool, share in _chosen(fit or enabled, self.strategy):
            # Where no pool is available, neither is any of its addresses left out.
            for address, part in _chosen(_answering(pool, down if fit else frozenset()), pool.strategy):
                found[address.value] = found.get(address.value, Fraction(0)) + share * part
        return found


T = TypeVar("T", Address, Pool)


def _answering(pool: Pool, down: AbstractSet[str]) -> list[Address]:
    enabled = [address for address in pool.addresses if address.enabled]
    return [address for address in enabled if address.value not in down] or enabled


def _chosen(of: Sequence[T], strategy: Strategy) -> Iterator[tuple[T, Fraction]]:
    """Of pools or addresses those that may be chosen. By nearness, of which nothing is known here, each is somebody's nearest."""
    if not of:
        return
    if strategy == "sequence":
        yield min(of, key=lambda each: each.position), Fraction(1)
        return
    parts = shares({position: each.weight if strategy == "weight" else 1 for position, each in enumerate(of)})
    yield from ((of[position], part) for position, part in parts.items() if part)
