"""What pydantic found, in the words of a problem: what was given, what was expected, how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from faults import nearest

from ..regions import CLOUDS, NAMES
from .described import Described
from .problems import MISSING, Problem, Steps, listed, shown
from .shape import ENVIRONMENT
from .values import MANY, ONE, REFUSED, WORD

_KINDS = {
    "string_type": "a string",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "tuple_type": "a list",
}
_BOUNDS = {"greater_than_equal": ("ge", "or more"), "less_than_equal": ("le", "or less")}


def explained(error: ValidationError, described: Described = ENVIRONMENT) -> Iterator[Problem]:
    """Every error as a problem, in pydantic's order.

    Args:
        error: what pydantic found.
        described: the model that it found it in.
    """
    for details in error.errors(include_url=False):
        if details["type"] != "too_short" or not details["input"]:  # else the list has faulty entries alone, each of which is told
            yield _problem(details, described)


def _problem(error: ErrorDetails, described: Described) -> Problem:
    path: Steps = tuple(step for step in error["loc"] if step not in (ONE, MANY, WORD))
    context: Mapping[str, Any] = error.get("ctx", {})
    if path[-1:] == ("[key]",):
        return replace(_problem({**error, "loc": path[:-1]}, described), given=f"the name {shown(path[-2])}")
    given = shown(error["input"])
    match error["type"]:
        case "missing":
            return Problem(path, MISSING, described.description(path), _added(path, described))
        case "extra_forbidden":
            return _unknown_key(path, described)
        case "literal_error":
            choices = [choice.strip("'") for choice in context["expected"].replace(" or ", ", ").split(", ")]
            near = nearest(error["input"], choices) if isinstance(error["input"], str) else None
            near = near or (choices[0] if len(choices) == 1 else None)
            return Problem(path, given, listed(choices), f"write {near}" if near else "choose one of them")
        case kind if kind in _KINDS:
            return Problem(path, given, _KINDS[kind], _as(kind, error["input"]))
        case "too_short":
            given = f"an empty {'list' if isinstance(error['input'], list) else 'mapping'}"
            return Problem(path, given, "one entry at least", f"write one, or remove {_key(path)}")
        case bound if bound in _BOUNDS:
            name, side = _BOUNDS[bound]
            return Problem(path, given, f"a whole number, {context[name]} {side}", f"write {context[name]} {side}")
        case kind if kind == REFUSED:
            return Problem(path, context["given"] or given, context["expected"], context["fix"])
        case _:
            return Problem(path, given, error["msg"])


def _added(path: Steps, described: Described) -> str:
    """How a missing key is added, by the example that its description has."""
    example = re.search(r"\bsay ([^;]+)", described.description(path))
    return f"write {path[-1]}: {example[1] if example and described.kind(path) == 'string' else '…'}"


def _as(kind: str, given: Any) -> str:
    """How what was given is written as what was expected."""
    one = isinstance(given, (str, int, float)) and not isinstance(given, bool)
    if kind == "string_type":
        alone = f"write {given[0]} alone" if isinstance(given, list) and given and isinstance(given[0], str) else "write one text"
        return f'write "{shown(given)}"' if one or isinstance(given, bool) else alone
    if kind == "int_type":
        number = re.fullmatch(r"([0-9]+) ?(?:%|[A-Za-z]*)", given) if isinstance(given, str) else None
        return f"write {number[1]}" if number else "write it without a fraction" if isinstance(given, float) else "write a number"
    if kind == "tuple_type":
        return f"write [{shown(given)}]" if one else "begin each entry with a hyphen, or write them in brackets"
    if kind == "bool_type":
        return "write true or false"
    return "write what belongs below it, or remove it" if given is None else "write key: value, a line each, or {key: value}"


def _key(path: Steps) -> str:
    return str(next((step for step in reversed(path) if isinstance(step, str)), "it"))


def _unknown_key(path: Steps, described: Described) -> Problem:
    known = sorted(described.keys(path[:-1]))
    near = nearest(str(path[-1]), known)
    if elsewhere := _elsewhere(path, described):
        return Problem(path, "an unknown key", listed(known), elsewhere)
    return Problem(path, "an unknown key", listed(known), f"write {near}" if near else "remove it", meant=near or "")


def _elsewhere(path: Steps, described: Described) -> str:
    """What to do about a key that one cloud alone has; empty for any other."""
    *above, key = path
    for cloud in CLOUDS:
        if key in described.keys((*above, cloud)):
            return f"write it under {cloud}; {NAMES[cloud]} alone has it"
        for other in CLOUDS:
            if above[-1:] == [other] and key in described.keys((*above[:-1], cloud)):
                return f"remove it; {NAMES[cloud]} has it, {NAMES[other]} has not"
    return ""
