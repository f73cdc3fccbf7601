"""What can be read of inputs of which some are unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from engine.values import Output, ResourceReference, Secret, Unknown

from ...fault import SchemaFault
from ...words import listed


class Inputs:
    """The inputs of a resource, or of an object in them.

    Args:
        given: them.
        path: of the object; empty for the resource.
    """

    def __init__(self, given: Mapping[str, Any], path: str = "") -> None:
        self._given, self._path = given, path

    def path(self, name: str) -> str:
        """Where an input is."""
        return f"{self._path}.{name}" if self._path else name

    def has(self, name: str) -> bool:
        """Whether it is given, known or not; what is empty is not."""
        value = self._given.get(name)
        return value is not None and (is_open(value) or value not in ("", [], {}))

    def text(self, name: str) -> str:
        """A text; empty where it is none, or not known."""
        value = self._given.get(name)
        return value if isinstance(value, str) else ""

    def number(self, name: str) -> float | None:
        """A number; None where it is none, or not known."""
        value = self._given.get(name)
        return value if isinstance(value, (int, float)) and not isinstance(value, bool) else None

    def flag(self, name: str) -> bool | None:
        """A boolean, false where it is not given; None where it is not known."""
        value = self._given.get(name)
        return None if is_open(value) else bool(value)

    def each(self, name: str) -> Iterator[Inputs]:
        """The object that is an input, or those in the list that it is."""
        value = self._given.get(name)
        if isinstance(value, dict):
            yield Inputs(value, self.path(name))
        elif isinstance(value, list):
            yield from (Inputs(one, f"{self.path(name)}[{index}]") for index, one in enumerate(value) if isinstance(one, dict))

    def names(self, name: str) -> Sequence[str]:
        """The keys of a map that is known."""
        value = self._given.get(name)
        return list(value) if isinstance(value, dict) else ()

    def fault(self, name: str, reason: str, fix: str) -> SchemaFault:
        return SchemaFault(path=self.path(name), reason=reason, fix=fix)

    def one_of(self, *names: str, needed: bool = True) -> Iterator[SchemaFault]:
        """A fault where not exactly one of some inputs is given, or where none need be, more than one."""
        given = [name for name in names if self.has(name)]
        if len(given) > 1:
            yield self.fault(given[1], f"stands beside {given[0]}", "give one of the two")
        elif needed and not given:
            yield self.fault(names[0], "is missing, and so is what may stand for it", f"give one; there {listed(names)}")

    def ordered(self, low: str, high: str) -> Iterator[SchemaFault]:
        """A fault where one number is higher than another."""
        least, most = self.number(low), self.number(high)
        if least is not None and most is not None and least > most >= 0:
            yield self.fault(low, f"{least:g} is more than {high}, {most:g}", f"give {most:g} at most, or raise {high}")


def is_open(value: Any) -> bool:
    """Whether nothing can be said of a value."""
    return isinstance(value, (Unknown, Secret, Output, ResourceReference))
