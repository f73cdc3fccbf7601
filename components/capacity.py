"""How many of something run, and who moves that number: the program, an autoscaler or a schedule; pure.

`fixed`, `autoscaled` and `scheduled` make the value that fleets, node pools and workloads all take. From it, and from nothing
else, come the bounds, the number that is started, and what an update must leave as it is (`Capacity.ignored`). See
docs/adr/0008-who-owns-a-number.md.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, TypeGuard

from .errors import ArgumentFault, ArgumentsError, shown

_WHOLE: Final = 100
Owner: TypeAlias = Literal["program", "autoscaler", "schedule"]


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """A number of instances, nodes or pods between two bounds, and its owner.

    Args:
        min: the fewest that run, 0 or more. With a schedule, the fewest outside of its windows.
        max: the most that run, 1 or more; 0 of what the program drained, and nothing else.
        initial: how many are started; `min` by default. Later the number is its owner's, so `initial` matters once.
        owner: who moves the number: the "program" (min is max), an "autoscaler" between the bounds, or, beside the autoscaler, a
            "schedule" that moves the lower bound.
        enforce: let an update set all numbers all the same, and so take them from their owner; for the one update that must.

    Raises:
        ArgumentsError: with every fault that `capacity_faults` finds.
    """

    min: int
    max: int
    initial: int | None = None
    owner: Owner = "autoscaler"
    enforce: bool = False

    def __post_init__(self) -> None:
        faults = () if self._none else capacity_faults(self.min, self.max, self.initial)
        if self.owner == "program" and self.min != self.max:
            fix = "write fixed(n), or let an autoscaler own the number"
            faults = (*faults, ArgumentFault("owner", shown(self.owner), "min and max that are the same number", fix))
        if faults:
            raise ArgumentsError(type(self).__name__, faults)

    @property
    def _none(self) -> bool:
        """Whether it is what a drain leaves in the end; nobody else asks for nothing."""
        return (self.min, self.max, self.initial, self.owner) == (0, 0, None, "program")

    @property
    def start(self) -> int:
        """How many are started."""
        return self.min if self.initial is None else self.initial

    @property
    def moved(self) -> bool:
        """Whether anyone but the program moves the number; between equal bounds nobody can."""
        return self.owner != "program" and self.min < self.max

    @property
    def scheduled(self) -> bool:
        """Whether a schedule moves the lower bound."""
        return self.moved and self.owner == "schedule"

    def kept(self, share: int) -> Capacity:
        """What is left of it while it is drained.

        Bounds shrink, rounded up, and the number that runs follows the upper one; at 0 nothing runs, and the program says so. No
        schedule raises what is drained, so that an update sets the lower bound again.

        Args:
            share: in percent; 100 for all of it.
        """
        if share == _WHOLE:
            return self
        low, high = (-(-bound * share // _WHOLE) for bound in (self.min, self.max))
        owner = "program" if self.owner == "program" or not high else "autoscaler"
        return Capacity(min=low, max=high, owner=owner, enforce=self.enforce)

    def ignored(self, *, floor: str, size: str | None = None, forecast: Collection[str] = ()) -> list[str] | None:
        """What `ignore_changes` must cover, so that an update never fights who owns a number.

        Args:
            floor: the property that holds the lower bound.
            size: the property that holds the number that runs, where there is one.
            forecast: the properties of bounds that a forecast moves.

        Returns:
            The properties to leave as they are; None where an update sets them all.
        """
        if not self.moved or self.enforce:
            return None
        owned = (*((floor,) if self.scheduled else ()), *forecast, *((size,) if size is not None else ()))
        return list(dict.fromkeys(owned)) or None


def fixed(number: int) -> Capacity:
    """Always as many: the number is the program's, and another one is an update.

    Raises:
        ArgumentsError: for anything but a whole number, 1 or more.
    """
    if not _is_count(number) or number < 1:
        raise ArgumentsError(
            "fixed", (ArgumentFault("number", shown(number), "a whole number, 1 or more", "write 1, or remove it"),)
        )
    return Capacity(min=number, max=number, owner="program")


def autoscaled(*, min: int, max: int, initial: int | None = None, enforce: bool = False) -> Capacity:  # noqa: A002 - the field's own words
    """A number that an autoscaler moves: it is given once, and no update sets it again. Bounds follow the program.

    Between equal bounds there is nothing to move, and the number is the program's as with `fixed`.
    """
    return Capacity(min=min, max=max, initial=initial, enforce=enforce)


def scheduled(*, min: int, max: int, initial: int | None = None, enforce: bool = False) -> Capacity:  # noqa: A002 - likewise
    """A number that an autoscaler moves over a lower bound that scheduled actions raise for events and bring back to `min`.

    Another `min` reaches the group with the next way back, or at once by an update with `enforce` outside of every window.
    """
    return Capacity(min=min, max=max, initial=initial, owner="schedule", enforce=enforce)


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
