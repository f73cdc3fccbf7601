"""What CloudFormation's schemas say of a type of pulumi-aws, from a table in this folder.

The table is read as text once, and a type is only looked at where somebody asks for it: a program uses some fifty of a thousand.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

_TABLE: Final = Path(__file__).with_name("aws.tsv")
_SHARED: Final = "&"
_NOTHING: Final[Mapping[str, Any]] = {}


@dataclass(slots=True)
class Node:
    """What holds of an input.

    Args:
        said: of its value, or of each value in the list that it is: `min`, `max`, `above`, `below` of a number; `shortest`,
            `longest`, `pattern`, `formats` (any of them) of a text; `fewest`, `most` of the list; `enum` of either.
        inside: of the inputs of the object that it is, by name.
    """

    said: Mapping[str, Any] = field(default_factory=dict)
    inside: dict[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Described:
    """A type of pulumi-aws as CloudFormation has it.

    Args:
        type: CloudFormation's name of it; behind # the property that it is of one.
        certain: the paths of the inputs that are only taken when it is made.
        possible: those of which that depends on what else changes.
        foreign: its inputs, by their names, that CloudFormation does not have.
        inputs: what holds of its inputs.
    """

    type: str
    certain: frozenset[str]
    possible: frozenset[str]
    foreign: frozenset[str]
    inputs: Node


@functools.cache
def described(token: str) -> Described | None:
    """What is known of a type; None where CloudFormation has none that is the same."""
    text, shared = _read()
    start = text.find(f"\n{token}\t")
    if start < 0:
        return None
    end = text.find("\naws:", start + 1)
    head, *lines = text[start + 1 : end if end >= 0 else None].splitlines()
    _, type_, *inputs = (*head.split("\t"), "", "", "")
    certain, possible, foreign = (frozenset(names.split()) for names in inputs[:3])
    return Described(type_, certain, possible, foreign, _tree(lines, shared))


def _tree(lines: Iterable[str], shared: Mapping[str, str]) -> Node:
    way = [Node()]
    for line in lines:
        name, _, said = line.lstrip("\t").partition("\t")
        depth = len(line) - len(line.lstrip("\t"))
        node = Node(json.loads(shared.get(said, said)) if said else _NOTHING)
        del way[depth:]
        way[-1].inside[name] = node
        way.append(node)
    return way[0]


@functools.cache
def _read() -> tuple[str, dict[str, str]]:
    """The table, and what many of its inputs share."""
    text = _TABLE.read_text(encoding="utf-8")
    head = text[: text.index("\naws:")].splitlines()
    pairs = (line.partition("\t") for line in head if line.startswith(_SHARED))
    return text, {number: said for number, _, said in pairs}


def day() -> str:
    """The day of the schemas, as the table's first lines say it."""
    found = re.search(r" of (\d{4}-\d\d-\d\d)", _read()[0])
    assert found is not None, "the table says its day"
    return found[1]
