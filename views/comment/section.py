"""What a comment is made of: sections of items, each of which may be left out when room is short."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum


class Weight(IntEnum):
    """How much a reader would miss an item; what weighs least is left out first."""

    DETAIL = 0
    """Properties of what is created."""
    NOTE = 1
    """What cannot be known, or was only reordered."""
    CHANGE = 2
    """A property that differs."""
    OBJECT = 3
    """An object that is created or updated."""
    FINDING = 4
    """What a check warns of, or an environment accepts."""
    ACCESS = 5
    """Who may do or reach what."""
    LOSS = 6
    """What is replaced, deleted or refused."""
    BEYOND_RECALL = 7
    """What nothing brings back: it is left out where nothing else is left to leave out."""


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of a section.

    Args:
        text: what it says: a row of a table, a point of a list, lines of a block.
        weight: how much it would be missed.
        short: what it says where room is scarce; nothing where it cannot be said in less.
        under: the index of the item without which it says nothing.
    """

    text: str
    weight: Weight
    short: str = ""
    under: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a comment.

    Args:
        head: what stands above the items, with its last line ended.
        items: in the order in which they are read, a line or more each.
        foot: what stands below them.
        more: given how many items are left out, what says so, with its line ended.
    """

    head: str
    items: list[Item] = field(default_factory=list)
    foot: str = ""
    more: Callable[[int], str] = lambda number: f"\n… and {number:,} more\n"

    def markdown(self, kept: Mapping[int, str]) -> str:
        """The section with some of its items, by their index."""
        left_out = len(self.items) - len(kept)
        said = "".join(f"{kept[index]}\n" for index in sorted(kept))
        return f"{self.head}{said}{self.more(left_out) if left_out else ''}{self.foot}".strip("\n")

    @property
    def around(self) -> str:
        """What is said beside the items, at most."""
        return f"{self.head}{self.foot}{self.more(len(self.items)) if self.items else ''}"
