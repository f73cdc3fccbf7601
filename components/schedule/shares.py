"""Where the requests go that a group serves, with all of its sites there and after a loss; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal, Protocol, TypeAlias

Why: TypeAlias = Literal["evenly", "answers", "moved", "nearest"]
"""What shares follow from.

- evenly: no public name leads to it, and as many are taken to go to each site.
- answers: what DNS answers, by its records, weights and health checks.
- moved: no check takes what is lost out of the answers, or nothing else is in them: somebody moves the name to what is left.
- nearest: DNS answers by who asks, and any of the sites may be nearest to all of them.
"""

_SUREST: Final[tuple[Why, ...]] = ("answers", "evenly", "moved", "nearest")


@dataclass(frozen=True, kw_only=True)
class Shares:
    """The most that each site is sent of some requests.

    Args:
        of: by site, from 0 to 1; together more than 1 where it is not known which of them is sent how much.
        why: what they follow from.
    """

    of: Mapping[str, Fraction]
    why: Why = "evenly"

    def to(self, site: str) -> Fraction:
        """What a site is sent at most."""
        return self.of.get(site, Fraction(0))


class Sending(Protocol):
    """What sends requests to a group: a public name."""

    def after(self, lost: Collection[str]) -> Shares:
        """What sites are sent that are left after a loss.

        Args:
            lost: the sites that are lost; nothing is with all of them there.
        """
        ...


def evenly(sites: Collection[str]) -> Shares:
    """As many to each site."""
    return Shares(of={site: Fraction(1, len(sites)) for site in sites})


def most(found: Iterable[Shares]) -> Shares:
    """The most of several: nobody says how many of all requests come by each name, so all of them may."""
    each = list(found)
    sites = dict.fromkeys(site for shares in each for site in shares.of)
    why = max((shares.why for shares in each), key=_SUREST.index)
    return Shares(of={site: max(shares.to(site) for shares in each) for site in sites}, why=why)
