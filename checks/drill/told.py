"""How a drill's times and shares are told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from .loss import CLOUDS

PROVIDERS: Mapping[str, str] = {"aws": "Route 53", "alicloud": "GTM"}


def clock(seconds: int) -> str:
    """A time after the loss, as minutes and seconds, with hours from the first on: 1:06, 15:00, 2:00:00."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def percent(share: Fraction) -> str:
    """A share in percent; what is not whole with one place, never 0% of what is there."""
    exact = share * 100
    if exact.denominator == 1:
        return f"{int(exact)}%"
    return f"{float(exact):.1f}%" if exact >= Fraction(1, 10) else "below 0.1%"


def amount(of: Fraction | None) -> str:
    """How much of something, rounded up; empty where it is not known."""
    return "" if of is None else f"{-(-of // 1):,}"


def shares(of: Mapping[str, Fraction]) -> str:
    """Where answers lead, the most first."""
    if not of:
        return "nothing"
    ranked = sorted(of.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{target} {percent(share)}" for target, share in ranked)


def listed(names: list[str]) -> str:
    """Names in a sentence."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def where(site: str, sites: Mapping[str, Mapping[str, str]]) -> str:
    """A site with its cloud and region."""
    return f"{site} ({CLOUDS.get(sites[site]['cloud'], sites[site]['cloud'])} in {sites[site]['region']})"


def places(lost: Sequence[str]) -> str:
    """Where a name led to, and that is lost."""
    return listed(list(lost)) if lost else "what is lost"
