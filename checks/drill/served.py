"""A name that a provider of public DNS answers: what it may answer, and which checks decide."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol, TypeAlias

from components.traffic.checks import Check

Shares: TypeAlias = Mapping[str, Fraction]
"""Parts of the answers, by where they lead: a site, a CDN, or a name or address that is none of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A health check and the site that it asks.

    Args:
        check: the check.
        site: the site, or the CDN; empty for one that asks none of them, or nothing itself.
    """

    check: Check
    site: str = ""


class Served(Protocol):
    """A name at one provider."""

    @property
    def name(self) -> str:
        """The whole name."""
        ...

    @property
    def cloud(self) -> str:
        """Whose DNS answers it."""
        ...

    @property
    def ttl(self) -> int:
        """Seconds that an answer may be kept."""
        ...

    @property
    def probes(self) -> tuple[Probe, ...]:
        """Every check that its answers depend on."""
        ...

    def shares(self, lost: AbstractSet[str]) -> Mapping[str, Shares]:
        """What it answers while some checks have found their endpoints down, by who asks.

        Args:
            lost: those checks, by their ids.

        Returns:
            One entry, for "everybody", where it does not matter who asks.
        """
        ...


def together(by_client: Mapping[str, Shares]) -> dict[str, Fraction]:
    """The answers to all who ask. How many ask from where nobody says: as many from each place are taken."""
    found: dict[str, Fraction] = {}
    for shares in by_client.values():
        for target, share in shares.items():
            found[target] = found.get(target, Fraction(0)) + share / len(by_client)
    return found
