"""How many instances or pods a peak asks for; pure."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from ..errors import ArgumentFault, ArgumentsError, shown


@dataclass(frozen=True, kw_only=True)
class Peak:
    """What an event brings to one workload or fleet: exactly one of the two.

    Args:
        rps: requests per second over all sites together.
        factor: as many times the base; text is read exactly, say "2.5".

    Raises:
        ArgumentsError: for both, for neither, or for a number that raises nothing.
    """

    rps: int | None = None
    factor: str | int | None = None

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


def floor_for(peak: Peak, *, base: int, unit_rps: int | None, sites: int) -> int:
    """The floor of one site, never below the base.

    Requests are shared out evenly and rounded up in each site, so that the sites together never have too few. What the loss of a
    site asks for on top is for a check to say.

    Args:
        peak: what is expected.
        base: the lower bound outside of events.
        unit_rps: how many requests per second one instance or pod serves; needed for a peak in requests.
        sites: over how many sites they are shared out.
    """
    if peak.factor is not None:
        return max(base, -(-base * Fraction(peak.factor) // 1))
    assert peak.rps is not None
    assert unit_rps is not None
    return max(base, -(-peak.rps // (unit_rps * sites)))


def ceiling_faults(field: str, floor: int, ceiling: int) -> tuple[ArgumentFault, ...]:
    """The fault of a floor above max, with what is missing; none where it fits."""
    if floor <= ceiling:
        return ()
    expected = f"at most max, which is {ceiling}; {floor - ceiling} missing"
    return (ArgumentFault(field, f"a floor of {floor} in each site", expected, f"raise max to {floor}, or expect less"),)
