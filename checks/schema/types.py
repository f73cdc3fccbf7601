"""What an input may be, as an SDK's annotations say it.

A type knows nothing of what is inside it until somebody asks: a pod has four hundred classes below it, of which a program uses ten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Anything:
    """Every value: what the SDK leaves open, and what could not be read."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A plain value: `str`, `int`, `float` or `bool`."""

    python: str


@dataclass(frozen=True, slots=True)
class OneValue:
    """One of some values.

    Args:
        values: the values.
        name: the enum's; empty for a literal.
    """

    values: tuple[object, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Blob:
    """A file, text or archive that is taken whole."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one type."""

    of: Type


@dataclass(frozen=True, slots=True)
class MapOf:
    """Values of one type under keys of one's own."""

    of: Type


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of some types."""

    options: tuple[Type, ...]


@dataclass(frozen=True, slots=True)
class Property:
    """A key of an object.

    Args:
        name: in Python.
        wire: as the engine and the provider call it.
        required: whether it must be given.
        type: asks for its type.
        said: asks for what the SDK's documentation says of it.
    """

    name: str
    wire: str
    required: bool
    type: Callable[[], Type]
    said: Callable[[], str] = str


@dataclass(frozen=True, slots=True)
class Record:
    """An object with keys that are known.

    Args:
        name: the class of its arguments.
        properties: by their names on the wire.
    """

    name: str
    properties: Mapping[str, Property]


@dataclass(frozen=True, slots=True)
class Named:
    """A class that is looked up once it is needed."""

    name: str
    found: Callable[[], Record | OneValue | Anything]


Type: TypeAlias = Anything | Scalar | OneValue | Blob | ListOf | MapOf | OneOf | Record | Named
ANYTHING = Anything()
