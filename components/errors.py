"""One error for all faults of a component's arguments; pure.

ArgumentsError (ValueError)
.owner    the arguments' class, say "NetworkArgs"
.faults   every ArgumentFault found, in the order of the fields
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ArgumentFault:
    """One field that cannot be used: what was given, what was expected, how to mend it."""

    field: str
    given: str
    expected: str
    fix: str

    def __str__(self) -> str:
        return f"{self.field}: {self.given}, expected {self.expected}; fix: {self.fix}"


def shown(given: object) -> str:
    """A value as a fault shows it: text in quotes, truth as YAML has it, and what is absent as "nothing"."""
    if given is None or given in ((), [], {}):
        return "nothing"
    if isinstance(given, bool):
        return str(given).lower()
    return f'"{given}"' if isinstance(given, str) else f"{given}"


class ArgumentsError(ValueError):
    """Raised once by a component's arguments, with every fault."""

    def __init__(self, owner: str, faults: tuple[ArgumentFault, ...]) -> None:
        self.owner = owner
        self.faults = faults
        super().__init__("\n".join(f"{owner}.{fault}" for fault in faults))


class Faults:
    """Collects the faults of one `__post_init__`: `check` each rule, then `raise_any` once.

    Args:
        owner: the arguments whose fields are checked; its class names the error.
    """

    def __init__(self, owner: object) -> None:
        self._owner = type(owner).__name__
        self._found: list[ArgumentFault] = []

    def check(self, ok: bool, field: str, given: object, expected: str, fix: str) -> bool:
        """Note a fault unless `ok`; returns `ok`, so that a later rule can build on it."""
        if not ok:
            self._found.append(ArgumentFault(field, shown(given), expected, fix))
        return ok

    def add(self, faults: Iterable[ArgumentFault]) -> None:
        """Note what a pure rule found."""
        self._found.extend(faults)

    def raise_any(self) -> None:
        """Raises:
        ArgumentsError: when a check failed.
        """
        if self._found:
            raise ArgumentsError(self._owner, tuple(self._found))
