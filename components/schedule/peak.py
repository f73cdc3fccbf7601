"""How many instances or pods a peak asks for; pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from ..choices import Headroom, Island
from ..errors import ArgumentFault, ArgumentsError, shown
from .shares import Shares, Why


@dataclass(frozen=True, kw_only=True)
class Peak:
    """What an event brings to one workload or fleet: exactly one of the two.

    Args:
        rps: requests per second over all sites together.
        factor: as many times the base; text is read exactly, say "2.5".
        headroom: what may be lost while the floors carry the peak all the same: "none", "site", or "cloud", for which a site may
            be lost too.

    Raises:
        ArgumentsError: for both, for neither, or for a number that raises nothing.
    """

    rps: int | None = None
    factor: str | int | None = None
    headroom: Headroom = "none"

    def __post_init__(self) -> None:
        if (self.rps is None) == (self.factor is None):
            given = "both" if self.rps is not None else "nothing"
            raise ArgumentsError("Peak", (ArgumentFault("rps", given, "rps or factor", "write one of them"),))
        if self.rps is not None and self.rps < 1:
            raise ArgumentsError("Peak", (ArgumentFault("rps", shown(self.rps), "1 or more", "write how many are expected"),))
        if self.factor is not None and Fraction(self.factor) < 1:
            raise ArgumentsError(
                "Peak", (ArgumentFault("factor", shown(self.factor), "1 or more", "an event never lowers a floor"),)
            )


@dataclass(frozen=True, kw_only=True)
class Need:
    """How many a peak needs in a site that is there, and what that follows from.

    Args:
        lost: what is lost; None where every site is there.
        site: the site.
        share: what it is sent of the requests at most, from 0 to 1.
        why: what that follows from.
        peak: requests per second over all sites.
        capacity: how much of them is to be carried, in percent.
        unit_rps: how many one instance or pod serves.
    """

    lost: Loss | None
    site: str
    share: Fraction
    why: Why
    peak: int
    capacity: int
    unit_rps: int

    @property
    def requests(self) -> int:
        """How many requests per second the site is to carry."""
        return requests_for(self.peak, self.share, self.capacity)

    @property
    def units(self) -> int:
        """How many that takes."""
        return -(-self.requests // self.unit_rps)


class Loss(NamedTuple):
    """A site or a whole cloud is gone.

    `sites` are those that it takes, `left` those that are left, and `capacity` how much of a peak these are to carry, in percent.
    """

    of: Island
    name: str
    sites: frozenset[str]
    left: frozenset[str]
    capacity: int = 100

    def __str__(self) -> str:
        return self.name if self.of == "site" else f"all of {self.name}"


def losses(sites: Mapping[str, str], capacities: Mapping[Island, int] | None = None) -> tuple[Loss, ...]:
    """What can be lost: each site, and each cloud.

    Args:
        sites: the cloud of each site, by name.
        capacities: how much is to be carried after each loss, in percent; all of it by default.
    """
    wanted, every = capacities or {}, frozenset(sites)
    gone: dict[tuple[Island, str], frozenset[str]] = {("site", site): frozenset({site}) for site in sites}
    for cloud in dict.fromkeys(sites.values()):
        gone["cloud", cloud] = frozenset(site for site, there in sites.items() if there == cloud)
    return tuple(Loss(of, name, lost, every - lost, wanted.get(of, 100)) for (of, name), lost in gone.items())


def requests_for(peak: int, share: Fraction, capacity: int = 100) -> int:
    """How many requests per second a site is to carry.

    Args:
        peak: requests per second over all sites.
        share: what the site is sent of them, from 0 to 1.
        capacity: how much of the peak is to be carried, in percent.
    """
    return math.ceil(peak * share * capacity / 100)


def floors_for(
    peak: Peak, *, base: int, unit_rps: int | None, sent: Callable[[Loss | None], Shares], lost: Iterable[Loss] = ()
) -> dict[str, int]:
    """The floor of each site, never below the base.

    Of requests a site has as many as it is sent, rounded up, also after a loss that the peak's headroom covers. A factor is of the
    lowest number, in each site; that is taken to be what the site that is sent the most needs, so that a site which is sent more
    after a loss needs as much more.

    Args:
        peak: what is expected.
        base: the lower bound outside of events.
        unit_rps: how many requests per second one instance or pod serves; needed for a peak in requests.
        sent: what sites are sent that are left after a loss; after none with all of them there.
        lost: what can be lost, as `losses` says; a loss that leaves no site is passed over.
    """
    there = sent(None)
    after = [(loss.capacity, sent(loss)) for loss in lost if loss.of in _COVERED[peak.headroom] and loss.left]
    if peak.factor is not None:
        least = max(base, math.ceil(base * Fraction(peak.factor)))
        units = base * Fraction(peak.factor) / max(there.of.values(), default=Fraction(1))
    else:
        assert peak.rps is not None
        assert unit_rps is not None
        least, units = base, Fraction(peak.rps, unit_rps)
    carrying = [(100, there), *after]
    sites = dict.fromkeys(site for _, shares in carrying for site in shares.of)
    return {
        site: max(least, *(math.ceil(units * shares.to(site) * capacity / 100) for capacity, shares in carrying)) for site in sites
    }


_COVERED: Mapping[Headroom, tuple[Island, ...]] = {"none": (), "site": ("site",), "cloud": ("site", "cloud")}


def ceiling_faults(field: str, floor: int, ceiling: int, where: str = "each site") -> tuple[ArgumentFault, ...]:
    """The fault of a floor above max, with what is missing; none where it fits."""
    if floor <= ceiling:
        return ()
    expected = f"at most max, which is {ceiling}; {floor - ceiling} missing"
    return (ArgumentFault(field, f"a floor of {floor} in {where}", expected, f"raise max to {floor}, or expect less"),)
