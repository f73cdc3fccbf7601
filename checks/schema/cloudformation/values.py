"""Whether values are what CloudFormation's schemas say of them.

Nothing empty is judged, nor a zero, nor -1: to pulumi-aws most of these are what was never given. Nor does case matter where values
are listed: the provider often makes of it what AWS writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final

from engine.values import Output, ResourceReference, Secret, Unknown

from ...finding import Severity
from ..conformity import joined, nearest
from ..fault import SchemaFault
from ..words import listed, quoted, shown
from .formats import Format, corrected, formats_of
from .table import Node, day

_OPEN: Final = (Unknown, Secret, Output, ResourceReference)
_NONE: Final = -1
_NODE: Final = Node()


def faults(value: Any, node: Node, path: str = "", name: str = "") -> Iterator[SchemaFault]:
    """What is wrong with a value; of what is unknown or secret nothing is.

    Args:
        value: an input, or all of a resource.
        node: what holds of it.
        path: where it is.
        name: the input's.
    """
    if not value or value == _NONE or isinstance(value, _OPEN):
        return
    match value:
        case dict():
            for key, each in value.items():
                yield from faults(each, node.inside.get(key, _NODE), joined(path, key), key)
        case list():
            yield from _list(value, node.said, path)
            for index, each in enumerate(value):
                yield from faults(each, node, f"{path}[{index}]", name)
        case bool():
            return
        case int() | float():
            yield from _number(value, node.said, path)
        case str():
            yield from _text(value, node.said, path, name)


def _list(value: list[Any], said: Mapping[str, Any], path: str) -> Iterator[SchemaFault]:
    if any(isinstance(each, _OPEN) for each in value):
        return  # an unknown element may come to nothing, or to many
    given = len(value)
    if given > said.get("most", given):
        yield SchemaFault(path=path, reason=f"has {given} elements", fix=f"give {said['most']} at most", severity=Severity.WARNING)
    if given < said.get("fewest", given):
        yield SchemaFault(path=path, reason=f"has {_elements(given)}", fix=f"give {said['fewest']} at least")


def _elements(count: int) -> str:
    return "1 element" if count == 1 else f"{count} elements"


def _number(value: float, said: Mapping[str, Any], path: str) -> Iterator[SchemaFault]:
    if value < said.get("min", value):
        yield SchemaFault(path=path, reason=f"{shown(value)} is less than {said['min']}", fix=_range(said))
    elif value > said.get("max", value):
        yield SchemaFault(path=path, reason=f"{shown(value)} is more than {said['max']}", fix=_range(said))
    elif value not in said.get("enum", (value,)):
        values = sorted(each for each in said["enum"] if isinstance(each, int))
        near = min(values, key=lambda each: abs(each - value), default=None)
        fix = f"write {near}" if near is not None else f"there {listed([quoted(str(each)) for each in said['enum']])}"
        yield _stranger(value, path, fix)


def _range(said: Mapping[str, Any]) -> str:
    match said.get("min"), said.get("max"):
        case None, most:
            return f"give {most} at most"
        case least, None:
            return f"give {least} at least"
    return f"give {said['min']} to {said['max']}"


def _text(value: str, said: Mapping[str, Any], path: str, name: str) -> Iterator[SchemaFault]:
    values = [str(each) for each in said.get("enum", ())]
    if values and _spelled(value) not in map(_spelled, values):
        near = nearest(value, values)
        yield _stranger(value, path, f"write {quoted(near)}" if near else f"there {listed([quoted(each) for each in values])}")
        return
    formats = formats_of(name, said.get("formats", ()))
    if formats and not any(each.fits(value) for each in formats):
        yield _misshapen(value, formats, path)
        return
    length = len(value)
    if length > said.get("longest", length):
        yield SchemaFault(path=path, reason=_long(value), fix=f"give {said['longest']} at most")
    elif length < said.get("shortest", length):
        yield SchemaFault(path=path, reason=_long(value), fix=f"give {said['shortest']} at least")
    elif "pattern" in said and not _compiled(said["pattern"]).search(value):
        reason = f"{shown(value)} is not what AWS takes there"
        yield SchemaFault(path=path, reason=reason, fix=f"write what matches {said['pattern']}")


def _misshapen(value: str, formats: Sequence[Format], path: str) -> SchemaFault:
    meant = corrected(value)
    known = " or ".join(each.name for each in formats)
    fitting = meant and any(each.fits(meant) for each in formats)
    fix = f"write {quoted(meant)}" if fitting else f"give one, say {quoted(formats[0].example)}"
    return SchemaFault(path=path, reason=f"{shown(value)} is not {known}", fix=fix)


def _long(value: str) -> str:
    return f"{shown(value)} has {len(value)} characters"


def _stranger(value: Any, path: str, fix: str) -> SchemaFault:
    """A value that is none of those that AWS has; it can be newer than the table."""
    reason = f"{shown(value)} is none of the values that AWS had on {day()}"
    return SchemaFault(path=path, reason=reason, fix=fix, severity=Severity.WARNING)


def _spelled(value: str) -> str:
    """A value without what the provider may spell otherwise."""
    return re.sub(r"[^a-z0-9]", "", value.lower())


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
