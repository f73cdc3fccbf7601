"""The table of what CloudFormation's schemas say of the inputs of pulumi-aws."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from checks.schema.types import ListOf, Named, OneOf, OneValue, Record, Scalar, Type

from .constraints import Schema, of_list, of_value, types_of
from .documented import undoubted
from .properties import matched
from .renamed import INLINED, LEFT, RENAMED, SPREAD

_CREATE_ONLY: Final = ("createOnlyProperties", "conditionalCreateOnlyProperties")
_SHORT: Final = 30
_DEEPEST: Final = 6
"""How deep a path is that is still told: below that, a web ACL says the same of each of its statements in each of them."""

Rules = dict[str, dict[str, Any]]
"""What holds of the inputs of a type, by their paths."""


def table(tokens: Mapping[str, str], arguments: Callable[[str], Record | None], schema: Callable[[str], Schema]) -> Iterator[Row]:
    """A row for each type.

    Args:
        tokens: types of pulumi-aws, and their types of CloudFormation, behind # the property of them that they are.
        arguments: what a type of pulumi-aws takes.
        schema: the schema of a type of CloudFormation.
    """
    for token, type_ in sorted(tokens.items()):
        wanted, document = arguments(token), schema(type_.partition("#")[0])
        node = document.at("") if "#" not in type_ else document.at(f"/properties/{type_.partition('#')[2]}")
        if wanted is None or node is None:
            continue
        walk = Walk(type_, document)
        walk.record(wanted, node, "", "", ())
        certain, possible = (walk.inputs(document.document.get(key, ())) for key in _CREATE_ONLY)
        known = {path.partition(".")[0] for path in walk.pointers.values()}
        foreign = sorted(name for name in wanted.properties if name not in known and not _everywhere(name))
        yield Row(token, type_, certain, [each for each in possible if each not in certain], foreign, walk.rules)


def _everywhere(name: str) -> bool:
    """Whether it is an input that the provider has everywhere, of which is known what becomes of it."""
    return name in ("region", "tags", "tagsAll") or name.endswith("Prefix")


class Row(NamedTuple):
    """What is known of a type.

    Args:
        token: of pulumi-aws.
        type: of CloudFormation.
        certain: the inputs that are only taken when it is made.
        possible: those of which that depends on what else changes.
        foreign: its inputs that CloudFormation does not have.
        rules: what holds of its inputs.
    """

    token: str
    type: str
    certain: list[str]
    possible: list[str]
    foreign: list[str]
    rules: Rules


class Walk:
    """Goes through what a type takes on both sides at once.

    Args:
        type_: of CloudFormation.
        schema: its schema.
    """

    def __init__(self, type_: str, schema: Schema) -> None:
        self._type, self._schema = type_, schema
        self.rules: Rules = {}
        self.pointers: dict[str, str] = {}

    def inputs(self, pointers: Iterable[str]) -> list[str]:
        """The inputs that properties are, sorted; tags are none, since the provider tags what is there."""
        found = {self.pointers.get(pointer.replace("/*", ""), "") for pointer in pointers}
        return sorted(each for each in found if each and not each.startswith("tag"))

    def record(self, wanted: Record, node: Mapping[str, Any], path: str, pointer: str, inside: tuple[str, ...]) -> None:
        """What holds of the inputs of an object.

        Args:
            wanted: what Pulumi takes.
            node: what CloudFormation takes.
            path: of the object; empty for the resource.
            pointer: of the node.
            inside: the classes that it is in, since some are in themselves.
        """
        if wanted.name in inside:
            return
        known = self._properties(node, path, pointer)
        for name, hit in matched(self._type, wanted.properties, known, path).items():
            deeper = f"{path}.{name}" if path else name
            place, there = known[hit]
            self.pointers[place] = deeper
            self.value(wanted.properties[name].type(), there, deeper, place, (*inside, wanted.name))
            self._doubt(deeper, wanted.properties[name].said())
        for name in SPREAD.get(self._type, ()) if not path else ():
            spread = next((each for each in _options(wanted.properties[name].type()) if isinstance(each, Record)), None)
            own = RENAMED.get(self._type, {})
            for inner, each in spread.properties.items() if spread else ():
                if (hit := own.get(f"{name}.{inner}", "")) in known:
                    self.value(each.type(), known[hit][1], f"{name}.{inner}", known[hit][0], inside)
                    self._doubt(f"{name}.{inner}", each.said())

    def _properties(self, node: Mapping[str, Any], path: str, pointer: str) -> dict[str, tuple[str, Mapping[str, Any]]]:
        """The properties that may be inputs, with their pointers."""
        found = {name: (f"{pointer}/properties/{name}", each) for name, each in self._schema.properties(node).items()}
        for name in INLINED.get(self._type, {}).get(path, ()):
            place, inner = found.pop(name)
            found |= self._properties(inner, "none", place)
        outputs = self._schema.document.get("readOnlyProperties", ())
        return {name: each for name, each in found.items() if each[0] not in outputs}

    def value(self, wanted: Type, node: Mapping[str, Any], path: str, pointer: str, inside: tuple[str, ...]) -> None:
        """What holds of one input."""
        found = _options(wanted)
        listed = next((each for each in found if isinstance(each, ListOf)), None)
        record = next((each for each in found if isinstance(each, Record)), None)
        kinds = types_of(node)
        if listed is not None:
            if "list" in kinds or "items" in node:
                self._told(path, of_list(node))
                node = self._schema.resolved(node.get("items", {}))
            self.value(listed.of, node, path, pointer, inside)
        elif record is not None:
            if "items" in node:
                node = self._schema.resolved(node["items"])
            self.record(record, node, path, pointer, inside)
        elif any(isinstance(each, Scalar) and each.python in kinds for each in found):
            said = of_value(node)
            if any(isinstance(each, OneValue) for each in found):
                said.pop("enum", None)
            self._told(path, said)

    def _doubt(self, path: str, documentation: str) -> None:
        """Leave out what the documentation of an input contradicts."""
        said = self.rules.pop(path, {})
        self._told(path, undoubted(said, documentation))

    def _told(self, path: str, said: dict[str, Any]) -> None:
        if said and path.count(".") < _DEEPEST and path not in LEFT.get(self._type, ()):
            self.rules.setdefault(path, {}).update(said)


def _options(wanted: Type) -> list[Type]:
    """What a type may be."""
    options = wanted.options if isinstance(wanted, OneOf) else (wanted,)
    return [option.found() if isinstance(option, Named) else option for option in options]


def written(rows: Iterable[Row]) -> str:
    """The rows as text, as `checks.schema.cloudformation.table` reads them.

    What is long and said more than twice stands once, at the top, behind a number that is told in its place.
    """
    rows = list(rows)
    said = Counter(_text(each) for row in rows for each in row.rules.values())
    often = (text for text, times in said.items() if times > 2 and len(text) > _SHORT)
    numbers = {text: f"&{number}" for number, text in enumerate(sorted(often))}
    lines = [f"{number}\t{text}" for text, number in numbers.items()]
    for row in rows:
        lines.append(
            "\t".join((row.token, row.type, " ".join(row.certain), " ".join(row.possible), " ".join(row.foreign))).rstrip("\t")
        )
        before: list[str] = []
        for path, each in sorted((path.split("."), each) for path, each in row.rules.items()):
            same = next((depth for depth, (old, new) in enumerate(zip(before, path, strict=False)) if old != new), len(before))
            lines += ("\t" * (depth + 1) + path[depth] for depth in range(same, len(path) - 1))
            lines.append("\t" * len(path) + f"{path[-1]}\t{numbers.get(_text(each), _text(each))}")
            before = path
    return "".join(f"{line}\n" for line in lines)


def _text(said: Mapping[str, Any]) -> str:
    return json.dumps(said, separators=(",", ":"), ensure_ascii=False)
