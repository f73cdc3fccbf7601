"""A state for all eyes: values that must not be read are taken out of it, and what stands for them is compared with nothing.

Such a state uses the feature `redacted` of Pulumi's deployment format, which no engine of Pulumi's knows: it refuses to import one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .properties import contains_unknown
from .resource import Resource
from .values import Properties, Secret, Value

FEATURE: Final = "redacted"
REDACTED: Final = "[redacted]"
"""What stands for a value that was taken out; one that is marked as secret stays marked."""
_NAMES: Final = ("name", "key", "id")
"""The properties by which the elements of a list are told apart."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """That values were taken out of a state.

    Args:
        commit: of what the state was brought up; empty where that is not known.
    """

    commit: str = ""


def redacted_values(value: Value) -> Iterator[Value]:
    """What stands in a value, at any depth, for what was taken out."""
    match value:
        case Secret(value=inner):
            yield from redacted_values(inner)
        case dict():
            for item in value.values():
                yield from redacted_values(item)
        case list():
            for item in value:
                yield from redacted_values(item)
        case _ if value == REDACTED:
            yield value


def uncover(old: Resource, new: Resource) -> None:
    """Let a resource have had, for each input that was taken out, what it is to have: nobody can say that they differ."""
    old.inputs = uncovered(old.inputs, new.inputs)
    old.replacement_trigger = uncovered(old.replacement_trigger, new.replacement_trigger)


def uncovered(old: Value, new: Value) -> Value:
    """A value with what another has in each place where something was taken out; what only an update can tell is no such thing.

    Args:
        old: the value.
        new: the other one.
    """
    match old, new:
        case str(), _ if old == REDACTED:
            return old if new is None or contains_unknown(new) else new
        case Secret(value=hidden), Secret() if hidden == REDACTED and not contains_unknown(new):
            return new
        case Secret(value=hidden), Secret(value=other):
            return Secret(uncovered(hidden, other))
        case Secret(value=hidden), _ if any(redacted_values(hidden)):
            found = uncovered(hidden, new)
            return found if not any(redacted_values(found)) else Secret(found)
        case _, Secret(value=other) if any(redacted_values(old)):
            return uncovered(old, other)
        case dict(), dict():
            return _each(old, new)
        case list(), list() if any(redacted_values(old)):
            return [uncovered(item, _counterpart(item, index, new)) for index, item in enumerate(old)]
    return old


def _each(old: Properties, new: Properties) -> Properties:
    return {key: uncovered(item, new.get(key)) for key, item in old.items()}


def _counterpart(item: Value, index: int, others: list[Value]) -> Value:
    """The element of another list that an element is to be compared with: what it may be the same as, or is called as it is."""
    if not any(redacted_values(item)):
        return None
    for other in others[index : index + 1] + others:
        if uncovered(item, other) == other:
            return other
    if isinstance(item, dict):
        for name in _NAMES:
            if name in item:
                return next((other for other in others if isinstance(other, dict) and other.get(name) == item[name]), None)
    return others[index] if index < len(others) else None
