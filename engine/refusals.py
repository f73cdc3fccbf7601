"""What people are told of inputs that a provider refused."""

from __future__ import annotations

from collections.abc import Iterable

from . import urn as urns
from .providers.answers import CheckFailure
from .resource import Resource
from .values import UNKNOWN, Output, Secret, Value


def failure_messages(resource: Resource, failures: Iterable[CheckFailure]) -> list[str]:
    """What Pulumi says of each input that was refused."""
    what = f"{resource.type} resource '{urns.name_of(resource.urn)}'"
    return [
        f"{what}: property {failure.property} value {shown(resource.inputs.get(failure.property))} has a problem: {failure.reason}"
        if failure.property
        else f"{what} has a problem: {failure.reason}"
        for failure in failures
    ]


def shown(value: Value) -> str:
    """A value as Pulumi's messages print it: in braces, as Go prints structures; secrets stay secret."""
    match value:
        case Output():
            return shown(Secret(value.value) if value.secret else value.value)
        case Secret():
            return "{[secret]}"
        case None:
            return "{<nil>}"
        case bool():
            return "{true}" if value else "{false}"
        case list():
            return "{[" + " ".join(shown(item) for item in value) + "]}"
        case dict():
            return "{map[" + " ".join(f"{key}:{shown(value[key])}" for key in sorted(value)) + "]}"
    if value is UNKNOWN:
        return "output<string>{}"
    return f"{{{value}}}"
