"""How many instances or pods a peak asks for; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, get_args

from ..choices import Headroom, Island
from ..errors import ArgumentFault, ArgumentsError, shown


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
    """How many a peak needs in each site that is there, and what that follows from.

    Args:
        of: what is lost; None where every site is there.
        peak: requests per second over all sites.
        capacity: the share of them that is to be carried, in percent.
        unit_rps: how many one instance or pod serves.
        left: over how many sites they are shared out.
    """

    of: Island | None
    peak: int
    capacity: int
    unit_rps: int
    left: int

    @property
    def requests(self) -> int:
        """How many requests per second are to be carried."""
        return -(-self.peak * self.capacity // 100)

    @property
    def units(self) -> int:
        """How many that takes in each site."""
        return -(-self.peak * self.capacity // (100 * self.unit_rps * self.left))


class Loss(NamedTuple):
    """A site or a whole cloud is gone: how many sites are left, and what share of the peak they are to carry, in percent."""

    of: Island
    left: int
    capacity: int = 100


def losses(clouds: Iterable[str], capacities: Mapping[Island, int] | None = None) -> tuple[Loss, ...]:
    """What can be lost: a site, and the cloud with the most of them.

    Args:
        clouds: the cloud of each site.
        capacities: the share that is to be carried after each loss, in percent; all of it by default.
    """
    counted = Counter(clouds)
    sites, wanted = counted.total(), capacities or {}
    left = {"site": sites - 1, "cloud": sites - max(counted.values(), default=0)}
    return tuple(Loss(of, left[of], wanted.get(of, 100)) for of in get_args(Island))


def floor_for(peak: Peak, *, base: int, unit_rps: int | None, sites: int, lost: Iterable[Loss] = ()) -> int:
    """The floor of one site, never below the base.

    Requests are shared out evenly and rounded up in each site, so that the sites together never have too few; also those that are
    left after a loss that the peak's headroom covers.

    Args:
        peak: what is expected.
        base: the lower bound outside of events.
        unit_rps: how many requests per second one instance or pod serves; needed for a peak in requests.
        sites: over how many sites they are shared out.
        lost: what can be lost, as `losses` says; a loss that leaves no site is passed over.
    """
    covered = _COVERED[peak.headroom]
    carrying = [(sites, 100), *((loss.left, loss.capacity) for loss in lost if loss.of in covered and loss.left)]
    if peak.factor is not None:
        units = base * sites * Fraction(peak.factor)
    else:
        assert peak.rps is not None
        assert unit_rps is not None
        units = Fraction(peak.rps, unit_rps)
    return max(base, *(-(-units * capacity // (100 * left)) for left, capacity in carrying))


_COVERED: Mapping[Headroom, tuple[Island, ...]] = {"none": (), "site": ("site",), "cloud": ("site", "cloud")}


def ceiling_faults(field: str, floor: int, ceiling: int) -> tuple[ArgumentFault, ...]:
    """The fault of a floor above max, with what is missing; none where it fits."""
    if floor <= ceiling:
        return ()
    expected = f"at most max, which is {ceiling}; {floor - ceiling} missing"
    return (ArgumentFault(field, f"a floor of {floor} in each site", expected, f"raise max to {floor}, or expect less"),)
