"""Which sites a name is answered with, before any provider makes records of it: what makes those of several providers equal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

from ..choices import Policy

Turn: TypeAlias = Literal["first", "fallback"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A site that is answered.

    Args:
        site: the site.
        weight: its share in percent; 0 of one that is not weighed.
        turn: whether it is answered first, or once none of those serves.
        places: whom it is for; everybody where nothing is said.
    """

    site: str
    weight: int = 0
    turn: Turn = "first"
    places: tuple[str, ...] = ()


def shares(
    policy: Policy,
    sites: Sequence[str],
    *,
    weights: Mapping[str, int],
    places: Mapping[str, Sequence[str]],
    primary: str | None,
    fallback: str | None,
    drained: Collection[str] = (),
) -> tuple[Share, ...]:
    """The sites that are answered, in an order that follows from their names and turns alone.

    A site with a weight of 0 has no share: Route 53 would answer it once all others are lost, and GTM knows no weight of 0, so it
    would be a fallback on one of them and nothing on the other.

    Args:
        policy: which site is answered.
        sites: all that serve the name.
        weights, places, primary, fallback: as the policy asks.
        drained: sites that are not answered for now.
    """
    found = _shares(policy, sites, weights, places, primary)
    later = [Share(site=fallback, turn="fallback")] if fallback is not None else []
    return tuple(share for share in (*found, *later) if share.site not in drained)


def _shares(
    policy: Policy,
    sites: Sequence[str],
    weights: Mapping[str, int],
    places: Mapping[str, Sequence[str]],
    primary: str | None,
) -> Iterator[Share]:
    match policy:
        case "weighted":
            yield from (Share(site=site, weight=weight) for site, weight in sorted(weights.items()) if weight)
        case "geo":
            yield from (Share(site=site, places=tuple(sorted(told))) for site, told in sorted(places.items()) if told)
        case "failover":
            yield from (Share(site=site) for site in (primary,) if site is not None)
        case "latency":
            yield from (Share(site=site) for site in sites)
        case _:
            assert_never(policy)
