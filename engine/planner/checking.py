"""The provider's say on a resource's inputs, and what ignore_changes puts back before it is asked."""

from __future__ import annotations

from collections.abc import Iterable

from .. import paths
from .. import urn as urns
from ..context import Context
from ..events import Severity
from ..providers.answers import CheckFailure
from ..resource import Resource
from ..values import UNKNOWN, Output, Properties, Secret, Value


def with_ignored(context: Context, urn: str, new: Properties, old: Properties, ignored: Iterable[str]) -> Properties:
    """The inputs with every property whose changes the program ignores as it was."""
    unreachable = []
    for text in ignored:
        try:
            path = paths.parse(text)
        except ValueError:
            continue
        new, followed = paths.reset(path, old, new)
        if not followed:
            unreachable.append(text)
    if unreachable:
        listed = ", ".join(unreachable)
        context.report(Severity.INFO, f'cannot ignore changes in added or removed elements of the path: "{listed}"', urn)
    return new


def report_failures(context: Context, resource: Resource, failures: Iterable[CheckFailure]) -> bool:
    """Report every input that was refused; whether there was one."""
    refused = False
    for failure in failures:
        refused = True
        what = f"{resource.type} resource '{urns.name_of(resource.urn)}'"
        if failure.property:
            given = shown(resource.inputs.get(failure.property))
            context.error(f"{what}: property {failure.property} value {given} has a problem: {failure.reason}", resource.urn)
        else:
            context.error(f"{what} has a problem: {failure.reason}", resource.urn)
    return refused


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
