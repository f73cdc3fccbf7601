"""Property values as a simulated cloud sees them: plain Python, and two things that Python has no word for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, TypeAlias

Properties: TypeAlias = dict[str, Any]


class Unknown:
    """A value that only an update can tell; there is one instance, `UNKNOWN`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __copy__(self) -> Unknown:
        return self

    def __deepcopy__(self, memo: object) -> Unknown:
        return self


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A value that must never be stored or shown in clear; its `repr` hides it."""

    value: Any

    def __repr__(self) -> str:
        return "Secret([secret])"


def plain(value: Any) -> Any:
    """The value without its secret marks, at every depth."""
    if isinstance(value, Secret):
        return plain(value.value)
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def holds_secret(value: Any) -> bool:
    """Whether the value, or anything inside it, is secret."""
    if isinstance(value, dict):
        return any(map(holds_secret, value.values()))
    if isinstance(value, list):
        return any(map(holds_secret, value))
    return isinstance(value, Secret)


def holds_unknown(value: Any) -> bool:
    """Whether the value, or anything inside it, is unknown."""
    if isinstance(value, dict):
        return any(map(holds_unknown, value.values()))
    if isinstance(value, list):
        return any(map(holds_unknown, value))
    return holds_unknown(value.value) if isinstance(value, Secret) else value is UNKNOWN
