"""Whether a value is what its type says."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any, Final

from engine.values import Archive, Asset, Output, ResourceReference, Secret, Unknown

from ..finding import Severity
from .fault import SchemaFault
from .types import Anything, Blob, ListOf, MapOf, Named, OneOf, OneValue, Property, Record, Scalar, Type
from .words import expected, kind_of, listed, quoted, shown

_OPEN: Final = (Unknown, Secret, Output, ResourceReference)
_SPELLED: Final = {
    "int": re.compile(r"-?\d+"),
    "float": re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?"),
    "bool": re.compile("true|false"),
}


class Conformity:
    """Holds values to types.

    Args:
        converts: whether the provider takes a string that spells a number, and a number where a string belongs, as those that are
            bridged from Terraform do.
    """

    def __init__(self, *, converts: bool) -> None:
        self._converts = converts

    def faults(self, value: Any, wanted: Type, path: str = "") -> Iterator[SchemaFault]:
        """What is wrong with a value; of what is unknown or secret nothing is."""
        if value is None or isinstance(value, _OPEN):
            return
        match wanted:
            case Anything():
                return
            case Named():
                yield from self.faults(value, wanted.found(), path)
            case OneOf():
                yield from self._best(value, wanted, path)
            case OneValue():
                yield from _one_value(value, wanted, path)
            case Record() if isinstance(value, dict):
                yield from self._record(value, wanted, path)
            case ListOf(of) if isinstance(value, list):
                for index, each in enumerate(value):
                    yield from self.faults(each, of, f"{path}[{index}]")
            case MapOf(of) if isinstance(value, dict):
                for key, each in value.items():
                    yield from self.faults(each, of, joined(path, key))
            case Blob() if isinstance(value, (Asset, Archive)):
                return
            case Scalar():
                yield from self._scalar(value, wanted, path)
            case _:
                yield _misfit(value, wanted, path)

    def _record(self, value: dict[str, Any], wanted: Record, path: str) -> Iterator[SchemaFault]:
        meant: set[str] = set()
        for key, each in value.items():
            found = wanted.properties.get(key)
            if found is not None:
                yield from self.faults(each, found.type(), joined(path, key))
            elif not key.startswith("__"):  # what SDKs and the engine keep for themselves
                names = {each.name if "_" in key else wire: wire for wire, each in wanted.properties.items()}
                near = nearest(key, list(names))
                meant.add(names.get(near, ""))
                fix = f"write {near}" if near else f"leave it out; there {listed(list(names))}"
                yield SchemaFault(path=joined(path, key), reason=f"{wanted.name} has no such key", fix=fix)
        for key, found in wanted.properties.items():
            if found.required and value.get(key) is None and key not in meant:
                yield _missing(found, joined(path, key))

    def _best(self, value: Any, wanted: OneOf, path: str) -> Iterator[SchemaFault]:
        """Of what each option finds, the least: an enum's members go before the string that may be any."""
        known = [option.found() if isinstance(option, Named) else option for option in wanted.options]
        enums = [option for option in known if isinstance(option, OneValue)]
        if enums and isinstance(value, str) and Scalar("str") in known:
            if not any(value in enum.values for enum in enums):
                yield from (_stranger(value, enum, path, Severity.WARNING) for enum in enums[:1])
            return
        every = [list(self.faults(value, option, path)) for option in known]
        if all(every):
            fitting = [found for found in every if found[0].path != path]
            alike = {fault for found in every for fault in found if fault.severity is Severity.WARNING}
            if fitting:
                yield from min(fitting, key=len)
            elif alike:
                yield min(alike, key=lambda fault: fault.fix)
            else:
                yield _misfit(value, wanted, path)

    def _scalar(self, value: Any, wanted: Scalar, path: str) -> Iterator[SchemaFault]:
        if fits(value, wanted.python):
            return
        python = wanted.python
        if isinstance(value, str) and python in _SPELLED and _SPELLED[python].fullmatch(value):
            fix = f"write {value.title() if python == 'bool' else value}, without quotes"
        elif python == "str" and isinstance(value, (bool, int, float)):
            fix = f"write {quoted(shown(value))}"
        else:
            yield _misfit(value, wanted, path)
            return
        yield SchemaFault(
            path=path,
            reason=f"{shown(value)} is {kind_of(value)}, expected {expected(wanted)}",
            fix=fix,
            severity=Severity.WARNING if self._converts or python == "str" else Severity.ERROR,  # an API server takes cpu: 1
        )


def fits(value: Any, python: str) -> bool:
    """Whether a value is of one of Python's plain types; on the wire a whole number may be a float."""
    match value:
        case bool():
            return python == "bool"
        case int():
            return python in ("int", "float")
        case float():
            return python == "float" or (python == "int" and value.is_integer())
        case str():
            return python == "str"
    return False


def joined(path: str, key: str) -> str:
    """A path one key further, as Pulumi writes it."""
    if not re.fullmatch(r"[\w$-]+", key):
        return f"{path}[{quoted(key)}]"
    return f"{path}.{key}" if path else key


def nearest(given: str, known: list[str]) -> str:
    """What somebody may have meant: the nearest, or else the one name that it is part of; empty where there is none."""
    by_lower = {each.lower(): each for each in known}
    wanted = given.lower()
    near = difflib.get_close_matches(wanted, by_lower, 1, 0.7) or [each for each in by_lower if len(wanted) > 2 and wanted in each]
    return by_lower[near[0]] if len(near) == 1 else ""


def _missing(found: Property, path: str) -> SchemaFault:
    return SchemaFault(path=path, reason="is required, and missing", fix=f"give {found.name}, {expected(found.type())}")


def _misfit(value: Any, wanted: Type, path: str) -> SchemaFault:
    there, belongs = kind_of(value), expected(wanted)
    given = f"{shown(value)} is {there}" if isinstance(value, (str, bool, int, float)) else f"{there} is given"
    return SchemaFault(path=path, reason=f"{given}, expected {belongs}", fix=f"give {belongs}")


def _one_value(value: Any, wanted: OneValue, path: str) -> Iterator[SchemaFault]:
    if isinstance(value, (list, dict)):
        yield _misfit(value, wanted, path)
    elif value not in wanted.values:
        yield _stranger(value, wanted, path, Severity.ERROR)


def _stranger(value: Any, wanted: OneValue, path: str, severity: Severity) -> SchemaFault:
    """A value that an enum does not have. One that a string may stand in for may be newer than the SDK."""
    names = [str(each) for each in wanted.values]
    near = nearest(str(value), names)
    known = f"of the SDK's {wanted.name}" if wanted.name else "that it may be"
    reason = f"{shown(value)} is none of the values {known}"
    fix = f"write {quoted(near)}" if near else f"there {listed([quoted(name) for name in names])}"
    if severity is Severity.WARNING:
        fix = f"{fix}, unless the cloud knows this one"
    return SchemaFault(path=path, reason=reason, fix=fix, severity=severity)
