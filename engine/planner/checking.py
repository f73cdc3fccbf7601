"""The provider's say on a resource's inputs, and what ignore_changes puts back before it is asked."""

from __future__ import annotations

from collections.abc import Iterable

from .. import paths
from ..context import Context
from ..events import Severity
from ..providers.answers import CheckFailure
from ..refusals import failure_messages
from ..resource import Resource
from ..values import Properties


def with_ignored(context: Context, urn: str, new: Properties, old: Properties, ignored: Iterable[str]) -> Properties:
    """The inputs with every property whose changes the program ignores as it was."""
    unreachable = []
    for text in ignored:
        try:
            path = paths.parse(text)
        except paths.PathError:
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
    messages = failure_messages(resource, failures)
    for message in messages:
        context.error(message, resource.urn)
    return bool(messages)
