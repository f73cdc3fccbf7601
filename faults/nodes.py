"""A YAML document as nodes with positions: composed from PyYAML's parser events, aliases shared and never unfolded.

Values are not decided here: a plain scalar keeps its text, since what it means follows from `scalars`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NoReturn, TypeAlias

import yaml
import yaml.reader
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from . import Fault, FaultError, Position

Style: TypeAlias = Literal["plain", "single", "double", "literal", "folded"]

DEEPEST = 100
"""How many mappings and lists may stand inside each other."""

_PARSER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
_STYLES: dict[str | None, Style] = {None: "plain", "": "plain", "'": "single", '"': "double", "|": "literal", ">": "folded"}


@dataclass(slots=True, eq=False)
class ScalarNode:
    """A scalar as it is written; `tag` only where one is written out."""

    where: Position
    tag: str | None
    text: str
    style: Style


@dataclass(slots=True, eq=False)
class SequenceNode:
    """A list; each item with the place it is used at, which for an alias is not the place of its node."""

    where: Position
    tag: str | None = None
    items: list[tuple[Position, Node]] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class MappingNode:
    """A mapping; its entries in the order of the file, duplicates among them."""

    where: Position
    tag: str | None = None
    entries: list[tuple[Node, Node]] = field(default_factory=list)


Node: TypeAlias = ScalarNode | SequenceNode | MappingNode


def compose(text: str, shown: str) -> Node | None:
    """The root of the only document; None where the text holds nothing.

    Raises:
        FaultError: for a syntax error, an undefined alias, too deep nesting, a second document.
    """
    try:
        return _Composer(text, shown).document()
    except yaml.MarkedYAMLError as error:
        raise FaultError([_syntax(error, text, shown)]) from None
    except yaml.reader.ReaderError as error:
        at = error.position if isinstance(error.position, int) else 0
        # libyaml counts bytes, the parser in Python counts characters.
        before = text.encode()[:at].decode("utf-8", "replace") if yaml.__with_libyaml__ else text[:at]
        given = f"U+{int(error.character):04X}, a character that YAML does not allow"
        raise FaultError(
            [Fault(where=end_of(before, shown), given=given, fix="remove it, or escape it in double quotes")]
        ) from None


def end_of(text: str, shown: str) -> Position:
    """The place right after a piece of a file's beginning."""
    return Position(shown, text.count("\n") + 1, len(text) - text.rfind("\n"))


class _Composer:
    def __init__(self, text: str, shown: str) -> None:
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=_PARSER)
        self._shown = shown
        self._anchors: dict[str, Node] = {}

    def document(self) -> Node | None:
        next(self._events)
        if not isinstance(next(self._events), DocumentStartEvent):
            return None
        root = self._node(next(self._events), 0)
        next(self._events)
        after = next(self._events)
        if isinstance(after, DocumentStartEvent):
            self._refuse(self._at(after), "a second document", "one document a file", "remove what follows ---")
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        assert isinstance(event, NodeEvent)
        where = self._at(event)
        if depth > DEEPEST:
            self._refuse(where, f"more than {DEEPEST} values inside each other", "a flatter document")
        if isinstance(event, AliasEvent):
            if event.anchor not in self._anchors:
                known = ", ".join(f"&{name}" for name in self._anchors) or "no anchor"
                self._refuse(
                    where, f"*{event.anchor}", f"an anchor defined above it ({known})", "write the value itself, or define it"
                )
            return self._anchors[event.anchor]
        node: Node
        if isinstance(event, ScalarEvent):
            node = ScalarNode(where, event.tag, event.value, _STYLES[event.style])
            self._remember(event, node)
        elif isinstance(event, MappingStartEvent):
            node = MappingNode(where, event.tag)
            self._remember(event, node)
            while not isinstance(inner := next(self._events), MappingEndEvent):
                key = self._node(inner, depth + 1)
                node.entries.append((key, self._node(next(self._events), depth + 1)))
        else:
            assert isinstance(event, SequenceStartEvent)
            node = SequenceNode(where, event.tag)
            self._remember(event, node)
            while not isinstance(inner := next(self._events), SequenceEndEvent):
                node.items.append((self._at(inner), self._node(inner, depth + 1)))
        return node

    def _remember(self, event: NodeEvent, node: Node) -> None:
        if event.anchor is not None:
            self._anchors[event.anchor] = node

    def _refuse(self, where: Position, given: str, expected: str, fix: str = "") -> NoReturn:
        raise FaultError([Fault(where=where, given=given, expected=expected, fix=fix)])

    def _at(self, event: yaml.Event) -> Position:
        mark = event.start_mark
        assert mark is not None
        return Position(self._shown, mark.line + 1, mark.column + 1)


_MENDING = {
    "expected ',' or": "close the bracket, or write the comma",
    "mapping values are not allowed": "quote a text with a colon in it, or indent the key as its siblings",
    "did not find expected key": "indent the line as its siblings, or double a quote inside quotes",
    "expected <block end>": "indent the line as its siblings, or double a quote inside quotes",
    "could not find expected ':'": "write the colon, or indent the line as the text it continues",
    "unexpected end of stream": "close the quotes",
}
"""What mends the commonest errors, by what libyaml and the parser in Python say of them."""


def _syntax(error: yaml.MarkedYAMLError, text: str, shown: str) -> Fault:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    character = lines[line][column : column + 1] if line < len(lines) else ""
    where = Position(shown, line + 1, column + 1)
    if character == "\t":
        return Fault(where=where, given="a tab", expected="spaces", fix="indent with spaces")
    given = f"not YAML: {error.problem}"
    if error.context:
        begun = f" that begins at {error.context_mark.line + 1}:{error.context_mark.column + 1}" if error.context_mark else ""
        given += f", {error.context}{begun}"
    if character and character in "@`%":
        return Fault(where=where, given=given, fix=f'quote what begins with "{character}"')
    return Fault(where=where, given=given, fix=next((fix for sign, fix in _MENDING.items() if sign in given), ""))
