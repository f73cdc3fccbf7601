"""A component's arguments and outputs as Pulumi shows them: plain values, so that previews and checks can read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, ClassVar, get_origin, get_type_hints

import pulumi

from .capacity import Capacity
from .schedule import Timeline, told


class Elsewhere:
    """What stands for a component that another stack declares: shown as that would be, by its `id`."""


def inputs(args: Any) -> dict[str, Any]:
    """The fields of an arguments dataclass by name, for `super().__init__` of its component.

    A component among them, say a fleet's network, is shown by its `id`; outputs stay outputs, with their secrecy; what is None
    is left out, and so is a provider, which each resource that it makes names itself.
    """
    given = ((field.name, getattr(args, field.name)) for field in fields(args))
    return {name: _plain(value) for name, value in given if value is not None and not isinstance(value, pulumi.ProviderResource)}


def outputs(component: pulumi.ComponentResource, contract: type) -> dict[str, Any]:
    """What a contract's Protocol names, and nothing else, for `register_outputs` of a component that satisfies it."""
    names = [name for name, hint in get_type_hints(contract).items() if get_origin(hint) is not ClassVar]
    return {name: _plain(getattr(component, name)) for name in names}


def _plain(value: Any) -> Any:
    match value:
        case pulumi.Output():
            return value
        case pulumi.ComponentResource():
            return getattr(value, "id", value.urn)
        case Elsewhere(id=found):
            return found
        case Capacity():  # what it was started with is over: another initial number is no change
            return {"min": value.min, "max": value.max, "owner": value.owner, "enforce": value.enforce}
        case Timeline():
            return told(value)
        case Mapping():
            return {key: _plain(each) for key, each in value.items()}
        case tuple() | list() | set() | frozenset():
            return [_plain(each) for each in value]
    return inputs(value) if is_dataclass(value) and not isinstance(value, type) else value
