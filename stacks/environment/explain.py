"""What pydantic found, in the words of a problem: what was given, what was expected, how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from faults import nearest

from ..regions import CLOUDS, NAMES
from .described import Described
from .problems import Problem, Steps, listed, shown
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
        return Problem(path[:-1], f"the name {shown(path[-2])}", context["expected"], context["fix"])
    given = shown(error["input"])
    match error["type"]:
        case "missing":
            return Problem(path, "missing", described.description(path))
        case "extra_forbidden":
            return _unknown_key(path, described)
        case "literal_error":
            choices = [choice.strip("'") for choice in context["expected"].replace(" or ", ", ").split(", ")]
            near = nearest(error["input"], choices) if isinstance(error["input"], str) else None
            return Problem(path, given, listed(choices), f"write {near}" if near else "")
        case "string_type" if not isinstance(error["input"], (dict, list, type(None))):
            return Problem(path, given, "a string", f'write "{given}"')
        case kind if kind in _KINDS:
            return Problem(path, given, _KINDS[kind], _as(kind, error["input"]))
        case "too_short":
            return Problem(path, f"an empty {'list' if isinstance(error['input'], list) else 'mapping'}", "one entry at least")
        case bound if bound in _BOUNDS:
            name, side = _BOUNDS[bound]
            return Problem(path, given, f"a whole number, {context[name]} {side}")
        case kind if kind == REFUSED:
            return Problem(path, context["given"] or given, context["expected"], context["fix"])
        case _:
            return Problem(path, given, error["msg"])


def _as(kind: str, given: Any) -> str:
    """How a text is written as a number or a list; empty where it means neither, or nobody knows which."""
    if not isinstance(given, str):
        return ""
    if kind == "int_type" and (number := re.fullmatch(r"([0-9]+)%?", given)):
        return f"write {number[1]}"
    return f"write [{shown(given)}]" if kind == "tuple_type" else ""


def _unknown_key(path: Steps, described: Described) -> Problem:
    known = sorted(described.keys(path[:-1]))
    near = nearest(str(path[-1]), known)
    fix = _elsewhere(path, described) or (f"write {near}" if near else "remove it")
    return Problem(path, "an unknown key", listed(known), fix)


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
