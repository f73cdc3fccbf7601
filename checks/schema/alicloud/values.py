"""Whether inputs are what the table says of them. Of what is unknown, secret or empty nothing is wrong."""

from __future__ import annotations

import difflib
import ipaddress
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.values import Output, ResourceReference, Secret, Unknown

from ..fault import SchemaFault
from ..words import quoted, shown
from .table import Held, Row

_OPEN: Final = (Unknown, Secret, Output, ResourceReference)
_MOST: Final = 12
_NAMED: Final = re.compile(r"(?:^n|N)ame$")
"""What Pulumi fills in where a program leaves it out."""


def faults(inputs: Mapping[str, Any], known: Held) -> Iterator[SchemaFault]:
    """What is wrong with the inputs of a resource.

    Args:
        inputs: as its program gave them.
        known: what they are held to.
    """
    told: set[tuple[str, ...]] = set()
    for row in known.rows:
        if row.kind in ("with", "without", "one-of", "any-of"):
            found = _together(inputs, row)
            key = tuple(sorted({row.path, *row.said}))
            if found is None or key in told:
                continue
            told.add(key)
            yield _fault(row.path, *found, known)
            continue
        for path, value in reached(inputs, row.path):
            if value in (None, "", []) or isinstance(value, (*_OPEN, dict)) or isinstance(value, list) is not (row.kind == "items"):
                continue
            if (found := _CHECKS[row.kind](value, row.said)) is not None:
                yield _fault(path, *found, known)


def _fault(path: str, reason: str, fix: str, known: Held) -> SchemaFault:
    return SchemaFault(path=path, reason=f"{reason} ({known.source})", fix=fix)


def reached(value: Any, path: str, at: str = "") -> Iterator[tuple[str, Any]]:
    """Each value at a path, with where it is; nothing of what is unknown or secret on the way."""
    step, _, rest = path.partition(".")
    name, _, every = step.partition("[")
    inner = value.get(name) if isinstance(value, Mapping) else None
    here = f"{at}.{name}" if at else name
    several = [(f"{here}[{index}]", each) for index, each in enumerate(inner)] if every and isinstance(inner, list) else []
    for where, each in several if every else [(here, inner)]:
        if rest:
            yield from reached(each, rest, where)
        else:
            yield where, each


def _among(value: Any, said: list[Any], *, any_case: bool = False) -> tuple[str, str] | None:
    given, known = _text(value), {_text(each): each for each in said}
    lower = {each.lower(): each for each in known}
    if given in known or (any_case and given.lower() in lower):
        return None
    near = difflib.get_close_matches(given.lower(), lower, 1, 0.6) if isinstance(said[0], str) else []
    fix = f"write {shown(known[lower[near[0]]])}" if near else "write one of them"
    return f"{shown(value)} is given, expected {_listed([shown(each) for each in said])}", fix


def _in_range(value: Any, said: list[Any]) -> tuple[str, str] | None:
    try:
        number = float(value)
    except ValueError:
        return None
    least, most = said
    if isinstance(value, bool) or ((least is None or number >= least) and (most is None or number <= most)):
        return None
    bound = most if most is not None and number > most else least
    return f"{shown(value)} is given, expected {_between(least, most)}", f"write {bound} or {'less' if bound == most else 'more'}"


def _length(value: Any, said: list[Any]) -> tuple[str, str] | None:
    length, (least, most) = len(_text(value)), said
    if (least is None or length >= least) and (most is None or length <= most):
        return None
    fix = "write a shorter one" if most is not None and length > most else "write a longer one"
    return f"{shown(value)} has {length} characters, expected {_between(least, most)}", fix


def _items(value: Any, said: list[Any]) -> tuple[str, str] | None:
    least, most = said
    if not isinstance(value, list) or ((not least or len(value) >= least) and (not most or len(value) <= most)):
        return None
    fix = f"leave {len(value) - most} out" if most and len(value) > most else f"give {least - len(value)} more"
    return f"{len(value)} are given, expected {_between(least or None, most or None)}", fix


def _pattern(value: Any, said: str) -> tuple[str, str] | None:
    if re.search(said, _text(value), re.ASCII):
        return None
    return f"{shown(value)} is given, expected what matches {said}", "write what matches that"


def _json(value: Any, _said: Any) -> tuple[str, str] | None:
    try:
        json.loads(_text(value))
    except ValueError as error:
        return f"it is no JSON: {error}", "write it with json.dumps"
    return None


def _cidr(value: Any, _said: Any) -> tuple[str, str] | None:
    try:
        network = ipaddress.ip_network(_text(value), strict=False)
    except ValueError:
        return f"{shown(value)} is no address range", "write one, as in 10.0.0.0/16"
    return None if str(network) == value else (f"{shown(value)} has bits beyond its prefix", f"write {quoted(str(network))}")


_CHECKS: Final = {
    "among": _among,
    "among-in-any-case": lambda value, said: _among(value, said, any_case=True),
    "range": _in_range,
    "length": _length,
    "items": _items,
    "pattern": _pattern,
    "json": _json,
    "cidr": _cidr,
}


def _together(inputs: Mapping[str, Any], row: Row) -> tuple[str, str] | None:
    """What is wrong with which inputs are there; what is empty counts as left out, and what is unknown as either."""
    others = [each for each in row.said if each != row.path]
    sure = [each for each in row.said if inputs.get(each) and not isinstance(inputs[each], _OPEN)]
    mine = bool(inputs.get(row.path)) and not isinstance(inputs[row.path], _OPEN)
    if row.kind == "without" and mine and sure:
        return f"it does not go with {_listed(sure)}", f"leave {row.path} or {_listed(sure)} out"
    if row.kind == "with" and mine and (missing := [each for each in others if inputs.get(each) is None]):
        return f"it does not go without {_listed(missing, 'and')}", f"give {_listed(missing, 'and')}"
    if row.kind == "one-of" and len(sure) > 1:
        return f"only one goes of {_listed(sure, 'and')}", f"leave out all but one of {_listed(sure, 'and')}"
    open_ = any(inputs.get(each) is not None or _NAMED.search(each) for each in row.said)
    if row.kind in ("one-of", "any-of") and not open_:
        return f"none of {_listed(row.said, 'and')} is given", f"give {_listed(row.said)}"
    return None


def _text(value: Any) -> str:
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    return str(whole).lower() if isinstance(whole, bool) else str(whole)


def _between(least: Any, most: Any) -> str:
    if least is None:
        return f"at most {most}"
    return f"at least {least}" if most is None else f"{least} to {most}"


def _listed(names: list[str], word: str = "or") -> str:
    if len(names) > _MOST:
        return f"{', '.join(names[:_MOST])} {word} one of {len(names) - _MOST} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"
