"""YAML as Pulumi's CLI reads it, with the position of every key and every fault of a file at once.

Refused, because tools read it differently or not as its author meant: duplicate keys, unquoted timestamps, keys that are no
strings, tags other than YAML's own for plain data, more than one document, aliases that unfold into far more than a person wrote.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from . import Fault, FaultError, Position, dotted, scalars
from .nodes import DEEPEST, MappingNode, Node, ScalarNode, SequenceNode, Style, compose, end_of

Steps: TypeAlias = tuple[str | int, ...]

LARGEST = 100_000
"""How many values a document may have once its aliases are unfolded."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar as it is written: its text without quotes, and how it is quoted."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Place:
    """What stands at a path, and where."""

    node: Node
    where: Position
    key: ScalarNode | None = None


class Document:
    """A YAML mapping that was read.

    Args:
        shown: the file's name in messages.
        value: the plain mapping; empty for an empty file.
        places: the node of every path, its key, and the place that messages name: the key's own, an item's own.
    """

    def __init__(self, shown: str, value: dict[str, Any], places: Mapping[Steps, Place]) -> None:
        self.shown = shown
        self.value = value
        self._places = places

    def position(self, path: Sequence[str | int]) -> Position:
        """Where a key or an item stands; for one that is not there, where the nearest thing around it stands."""
        steps = tuple(path)
        while steps and steps not in self._places:
            steps = steps[:-1]
        return self._places[steps].where if steps in self._places else Position(self.shown, 1, 1)

    def scalar(self, path: Sequence[str | int]) -> Scalar | None:
        """The scalar at a path as it is written; None where none stands there."""
        place = self._places.get(tuple(path))
        return Scalar(place.node.text, place.node.style) if place and isinstance(place.node, ScalarNode) else None

    def key(self, path: Sequence[str | int]) -> Scalar | None:
        """The key at a path as it is written; None for an item of a list and for the document."""
        place = self._places.get(tuple(path))
        return Scalar(place.key.text, place.key.style) if place and place.key else None

    def paths(self) -> Iterator[Steps]:
        """Every path, the root's first, in the order of the file."""
        return iter(self._places)


def load(path: Path, *, shown: str | None = None) -> Document:
    """Read a YAML file whose document is a mapping.

    Args:
        path: the file.
        shown: its name in messages; the path as given by default.

    Raises:
        FaultError: with every fault of the file; that it cannot be read is one.
        FileNotFoundError: there is no such file.
    """
    name = shown or str(path)
    try:
        source = path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        given = f"cannot be read: {error.strerror}"
        raise FaultError([Fault(where=Position(name, 1, 1), given=given, expected="a file that this user can read")]) from None
    return parse(source, shown=name)


def parse(source: bytes, *, shown: str) -> Document:
    """Read YAML that is in memory already; otherwise as `load`."""
    root = compose(_decode(source, shown), shown)
    if root is None or (isinstance(root, ScalarNode) and root.style == "plain" and scalars.resolve(root.text)[1] is None):
        return Document(shown, {}, {})
    if not isinstance(root, MappingNode):
        given = "a list" if isinstance(root, SequenceNode) else f'"{root.text}"'
        raise FaultError([Fault(where=root.where, given=given, expected="a mapping of keys to values")])
    _measure(root)
    reader = _Reader()
    value = reader.read((), Place(root, root.where))
    if reader.faults:
        raise FaultError(sorted(reader.faults.values(), key=lambda fault: fault.where or root.where))
    return Document(shown, value, reader.places)


def _decode(source: bytes, shown: str) -> str:
    try:
        return source.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        before = source[: error.start].decode().removeprefix("\ufeff")
        given = f"byte 0x{source[error.start]:02x} is not UTF-8"
        fault = Fault(where=end_of(before, shown), given=given, expected="text in UTF-8", fix="save the file as UTF-8")
        raise FaultError([fault]) from None


def _measure(root: Node) -> None:
    """Refuse aliases that unfold into too much, measuring each node once: a bomb costs no more than its text."""
    measured: dict[int, tuple[int, int] | None] = {}

    def measure(node: Node) -> tuple[int, int]:
        """How many values the node unfolds into, and how deep they stand."""
        if id(node) in measured:
            if (known := measured[id(node)]) is None:
                raise FaultError([Fault(where=node.where, given="an anchor around an alias of itself", fix="remove the alias")])
            return known
        measured[id(node)] = None
        inner = [measure(child) for child in _children(node)]
        size, depth = 1 + sum(size for size, _ in inner), 1 + max((depth for _, depth in inner), default=0)
        if size > max(LARGEST, len(measured)) or depth > 2 * DEEPEST:
            given = (
                f"aliases that unfold into {size:,} values, {depth} deep"
                if size < 10**12
                else "aliases that unfold without measure"
            )
            expected = f"{LARGEST:,} values at most, {2 * DEEPEST} deep"
            raise FaultError([Fault(where=node.where, given=given, expected=expected, fix="write them out")])
        measured[id(node)] = size, depth
        return size, depth

    measure(root)


def _children(node: Node) -> list[Node]:
    if isinstance(node, MappingNode):
        return [part for entry in node.entries for part in entry]
    return [item for _, item in node.items] if isinstance(node, SequenceNode) else []


class _Reader:
    """Turns nodes into plain values, noting where each stands and every fault (once, however many aliases lead to it)."""

    def __init__(self) -> None:
        self.places: dict[Steps, Place] = {}
        self.faults: dict[Position, Fault] = {}

    def read(self, path: Steps, place: Place) -> Any:
        self.places[path] = place
        match place.node:
            case SequenceNode() as node:
                self._require_tag(node, scalars.SEQUENCE, path)
                return [self.read((*path, index), Place(item, at)) for index, (at, item) in enumerate(node.items)]
            case MappingNode() as node:
                self._require_tag(node, scalars.MAPPING, path)
                return {key: self.read((*path, key), inner) for key, inner in self._entries(node, path).items()}
            case node:
                return self._scalar(node, path)

    def _entries(self, node: MappingNode, path: Steps) -> dict[str, Place]:
        """The mapping's own entries, then those that `<<` merges in: the first that names a key wins."""
        own: dict[str, Place] = {}
        merged: list[Node] = []
        seen: dict[str, Position] = {}
        for key, value in node.entries:
            if not isinstance(key, ScalarNode):
                self._fault(key.where, path, "a key that is itself a mapping or a list", "a string")
                continue
            if key.text in seen:
                given = f"the key a second time, first at line {seen[key.text].line}"
                self._fault(key.where, (*path, key.text), given, fix="remove one")
                continue
            seen[key.text] = key.where
            tag = self._tag(key)
            if tag == scalars.MERGE:
                merged.append(value)
            elif tag != scalars.STRING:
                given = f"the key {key.text}, {_KINDS.get(tag, 'a value with a tag')}"
                self._fault(key.where, path, given, "a string", f'write "{key.text}":')
            else:
                own[key.text] = Place(value, key.where, key)
        for source in merged:
            for mapping in [item for _, item in source.items] if isinstance(source, SequenceNode) else [source]:
                if not isinstance(mapping, MappingNode):
                    self._fault(source.where, path, "<< with something else", "a mapping or a list of mappings")
                    continue
                for key, entry in self._entries(mapping, path).items():
                    own.setdefault(key, entry)
        return own

    def _scalar(self, node: ScalarNode, path: Steps) -> Any:
        if node.tag is None:
            tag, value = (scalars.STRING, node.text) if node.style != "plain" else scalars.resolve(node.text)
            if tag == scalars.TIMESTAMP:
                self._fault(node.where, path, f"{node.text} without quotes is a point in time", "a string", f'write "{node.text}"')
            return value
        if node.tag == scalars.BINARY:
            try:
                return base64.b64decode(node.text, validate=False).decode("utf-8", "replace")
            except binascii.Error:
                self._fault(node.where, path, "!!binary without base64", "base64")
                return ""
        return self._tagged(node, node.tag, path)

    def _require_tag(self, node: MappingNode | SequenceNode, tag: str, path: Steps) -> None:
        if node.tag not in (None, _PLAIN, tag):
            self._refuse_tag(node, node.tag or "", path)

    def _refuse_tag(self, node: Node, tag: str, path: Steps) -> None:
        shown = f"!!{tag.removeprefix(_CORE)}" if tag.startswith(_CORE) else tag
        self._fault(node.where, path, f"the tag {shown}", "plain data", "remove the tag")

    def _tagged(self, node: ScalarNode, tag: str, path: Steps) -> Any:
        if tag not in (scalars.STRING, _PLAIN) and tag not in _KINDS:
            self._refuse_tag(node, tag, path)
        if tag not in _KINDS:
            return node.text
        found, value = scalars.resolve(node.text)
        if tag == scalars.FLOAT and found == scalars.INTEGER:
            return float(value or 0)
        if tag != found or found == scalars.TIMESTAMP:
            self._fault(node.where, path, f'"{node.text}" as {_KINDS[tag]}', "a value that its tag allows", "remove the tag")
        return value

    def _tag(self, key: ScalarNode) -> str:
        if key.tag is not None:
            return key.tag
        return scalars.STRING if key.style != "plain" else scalars.resolve(key.text)[0]

    def _fault(self, where: Position, path: Steps, given: str, expected: str = "", fix: str = "") -> None:
        self.faults.setdefault(where, Fault(where=where, path=dotted(path), given=given, expected=expected, fix=fix))


_CORE, _PLAIN = "tag:yaml.org,2002:", "!"
"""What the tags of YAML itself begin with, and the tag that only says not to look for another."""
_KINDS = {
    scalars.NULL: "a null",
    scalars.BOOLEAN: "a boolean",
    scalars.INTEGER: "a number",
    scalars.FLOAT: "a number",
    scalars.TIMESTAMP: "a point in time",
}
