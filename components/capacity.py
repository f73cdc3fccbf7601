"""How many of something run: at least, at most, and at first; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard

from .errors import ArgumentFault, ArgumentsError, shown


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """A number of instances, nodes or pods that an autoscaler moves between two bounds.

    Args:
        min: the fewest that run, 0 or more.
        max: the most that run, 1 or more.
        initial: how many are started; `min` by default. Later the number is the autoscaler's, so `initial` matters once.

    Raises:
        ArgumentsError: with every fault that `capacity_faults` finds.
    """

    min: int
    max: int
    initial: int | None = None

    def __post_init__(self) -> None:
        faults = capacity_faults(self.min, self.max, self.initial)
        if faults:
            raise ArgumentsError(type(self).__name__, faults)

    @property
    def start(self) -> int:
        """How many are started."""
        return self.min if self.initial is None else self.initial


def capacity_faults(minimum: object, maximum: object, initial: object = None) -> tuple[ArgumentFault, ...]:
    """Every fault of a capacity whose fields are called min, max and initial.

    A bound that is no number is a fault of its own; bounds are compared only where both are numbers.
    """
    faults: list[ArgumentFault] = []
    for field, value, least in (("min", minimum, 0), ("max", maximum, 1), ("initial", initial, 0)):
        if field == "initial" and value is None:
            continue
        if not _is_count(value) or value < least:
            faults.append(ArgumentFault(field, shown(value), f"a whole number, {least} or more", f"write {field}: {max(least, 1)}"))
    if not faults and _is_count(minimum) and _is_count(maximum):
        if minimum > maximum:
            fix = "lower min or raise max"
            faults.append(ArgumentFault("min", str(minimum), f"at most max, which is {maximum}", fix))
        elif _is_count(initial) and not minimum <= initial <= maximum:
            fix = "choose a number between min and max, or leave initial out to start with min"
            faults.append(ArgumentFault("initial", str(initial), f"{minimum} to {maximum}", fix))
    return tuple(faults)


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
