"""What only the file shows: scalars that another version of YAML would read as something else, and secrets."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
import yaml.resolver

from faults import scalars
from faults.yaml import Document

from .described import Described
from .problems import Problem, Steps
from .shape import ENVIRONMENT
from .values import NONE

_OLDER_RULES = yaml.resolver.Resolver()
"""PyYAML's rules are those of YAML 1.1 …"""
_YAML_1_1_LETTERS = frozenset("yYnN")
"""… but for these, which YAML 1.1 reads as booleans and PyYAML does not."""
_TRUE = frozenset(("y", "yes", "on"))
_EXACT = 2**53
"""Beyond this, a number with a point need not be the whole number that was written."""


def bent(document: Document, root: Steps, described: Described = ENVIRONMENT) -> Iterator[Problem]:
    """Every unquoted scalar below `root` that YAML 1.1 and 1.2 read differently, or whose text a number would lose."""
    for path in document.paths():
        if path[: len(root)] != root or path == root:
            continue
        key, value = document.key(path), document.scalar(path)
        if key and key.style == "plain" and _bends(key.text):
            yield Problem(
                path[len(root) :], f"the key {key.text} without quotes", "a key that every YAML reads alike", f'write "{key.text}":'
            )
        if value and value.style == "plain" and _bends(value.text) and (meant := _meant(path[len(root) :], value.text, described)):
            given = f"{value.text} without quotes"
            yield Problem(path[len(root) :], given, "a value that every YAML reads alike", f"write {meant}")


def secrets(document: Document, root: Steps, project: str = "nusantara") -> Iterator[Problem]:
    """Every `secure:` value below `root`: a program gets an object as plain data, so its secrecy would be lost.

    Args:
        document: the stack file.
        root: where the object stands.
        project: whose configuration it is.
    """
    for path in document.paths():
        if path[: len(root)] == root and len(path) > len(root) and path[-1] == "secure" and document.scalar(path):
            where = path[len(root) : -1]
            name = where[-1] if where else "name"
            fix = f"write it under config, as {project}:{name}"
            expected = f"plain data, since secrets stand beside the {str(root[-1]).rpartition(':')[2]}"
            yield Problem(where, "a secret", expected, fix)


def _meant(path: Steps, text: str, described: Described) -> str:
    """What every YAML reads as was probably meant here; empty where nothing such can stand here, as the model then tells."""
    tag, value = scalars.resolve(text)
    if _older(text) == scalars.BOOLEAN and text.lower() not in _TRUE and described.takes_none(path):
        return NONE
    match described.kind(path):
        case "boolean":
            older = text in _YAML_1_1_LETTERS or _older(text) == scalars.BOOLEAN
            return ("true" if text.lower() in _TRUE else "false") if older else ""
        case "integer" if tag == scalars.INTEGER:
            return str(value)
        case "integer" if isinstance(value, float):
            return str(int(value)) if value.is_integer() and abs(value) < _EXACT else "a whole number"
        case "integer":
            return ""
        case _:
            return f'"{text}"'


def _bends(text: str) -> bool:
    tag, value = scalars.resolve(text)
    if text in _YAML_1_1_LETTERS or _older(text) != tag:
        return True
    return tag in {scalars.INTEGER, scalars.FLOAT} and str(value) != text


def _older(text: str) -> str:
    return _OLDER_RULES.resolve(yaml.ScalarNode, text, (True, False))
