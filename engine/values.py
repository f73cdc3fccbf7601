"""Property values as the engine holds them, between the wire (protobuf) and the state (JSON).

Plain values are plain Python: `None`, `bool`, `int`, `float`, `str`, `list` and `dict`. What Python has no word for is one of the
classes below. Values are never changed in place: a function that edits one returns another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
"""The key that marks an object on the wire or in the state as one of Pulumi's special values."""

Value: TypeAlias = Any
Properties: TypeAlias = dict[str, Value]


class Unknown:
    """A value that only an update can tell; there is one instance, `UNKNOWN`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __deepcopy__(self, memo: object) -> Unknown:
        return self

    def __copy__(self) -> Unknown:
        return self


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A value that is encrypted in the state and never shown; its `repr` hides it, so no log can leak it."""

    value: Value

    def __repr__(self) -> str:
        return "Secret([secret])"


@dataclass(frozen=True, slots=True)
class Output:
    """An output value as a program sends it: perhaps unknown, perhaps secret, with the URNs it depends on."""

    value: Value = UNKNOWN
    secret: bool = False
    dependencies: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        return self.value is not UNKNOWN


@dataclass(frozen=True, slots=True)
class Asset:
    """A file or text that a resource takes whole; `hash` is the SHA-256 of its content."""

    hash: str = ""
    text: str | None = None
    path: str | None = None
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class Archive:
    """A collection of assets; `assets` maps names to assets and archives."""

    hash: str = ""
    assets: Mapping[str, Asset | Archive] | None = None
    path: str | None = None
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class ResourceReference:
    """A resource passed as a value; `id` is None for components and UNKNOWN before it is created."""

    urn: str
    id: Value = None
    package_version: str = ""
    extra: Mapping[str, Value] = field(default_factory=dict, hash=False, compare=False)
