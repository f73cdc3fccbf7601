"""What a difference consists of: leaves that differ, and lists whose elements only moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from engine.paths import render
from engine.values import Value

ADD: Final = "add"
DELETE: Final = "delete"
UPDATE: Final = "update"
LineKind: TypeAlias = Literal["add", "delete", "update"]


class Named(NamedTuple):
    """An element of a list, by what names it there and not by where it stands."""

    name: str


class Document(NamedTuple):
    """What a string holds, as JSON or YAML."""

    kind: str


Place: TypeAlias = tuple[str | int | Named | Document, ...]
"""Where something stands: a property's path, in which elements that have a name are told by it."""


def place_text(place: Place) -> str:
    """The text of a place: `containers[web].env[PORT].value`, `policy(json).Statement[0].Action`."""
    text, plain = "", []
    for step in place:
        match step:
            case Named(name):
                text, plain = f"{_joined(text, plain)}[{name}]", []
            case Document(kind):
                text, plain = f"{_joined(text, plain)}({kind})", []
            case _:
                plain.append(step)
    return _joined(text, plain)


def _joined(text: str, plain: list[str | int]) -> str:
    if not plain:
        return text
    rest = render(tuple(plain))
    return f"{text}{'.' * bool(text and not rest.startswith('['))}{rest}"


@dataclass(frozen=True, slots=True)
class Line:
    """A value that differs, without parts of its own that could be told apart.

    Args:
        place: where it stands.
        kind: add, delete or update.
        old: what it was; None for nothing.
        new: what it is to be; likewise.
    """

    place: Place
    kind: LineKind
    old: Value = None
    new: Value = None

    def __str__(self) -> str:
        return place_text(self.place)


@dataclass(frozen=True, slots=True)
class Reordered:
    """A list of which elements stand elsewhere than before, equal as they are.

    Args:
        place: where the list stands.
        moved: how many elements moved.
    """

    place: Place
    moved: int

    def __str__(self) -> str:
        return place_text(self.place)


@dataclass(frozen=True, slots=True)
class Difference:
    """How one object differs from another.

    Args:
        lines: what differs, by place.
        reordered: the lists that are in another order.
        respelled: the places of documents that say the same in other words: other blanks, another order of keys.
    """

    lines: tuple[Line, ...] = ()
    reordered: tuple[Reordered, ...] = ()
    respelled: tuple[Place, ...] = ()

    def changed_in(self, reordered: Reordered) -> int:
        """How many elements of a list that is in another order differ too, came or went."""
        deep = len(reordered.place)
        return len({line.place[deep] for line in self.lines if line.place[:deep] == reordered.place and len(line.place) > deep})

    def __bool__(self) -> bool:
        return bool(self.lines or self.reordered or self.respelled)
