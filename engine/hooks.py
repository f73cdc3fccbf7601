"""Hooks: functions of the program that run before and after an operation on a resource, and when one fails.

A failure before an operation keeps it from happening. A failure after it changes nothing about it: the state has it, and the
deployment ends. A function that hears of an error may have the operation tried again.

Source: pkg/resource/deploy/resource_hooks.go, retries.go, deployment.go (RunHooks, RunErrorHooks).
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

from .errors import EngineError
from .events import Severity
from .providers.answers import InitFailedError
from .resource import Resource

if TYPE_CHECKING:
    from .context import Context

T = TypeVar("T")
MAX_FAILURES: Final = 100
"""After as many failures of one operation nobody is asked any more whether to try again."""


class HookKind(StrEnum):
    """When a hook runs; the values are the names under which the state keeps them."""

    BEFORE_CREATE = "BeforeCreate"
    AFTER_CREATE = "AfterCreate"
    BEFORE_UPDATE = "BeforeUpdate"
    AFTER_UPDATE = "AfterUpdate"
    BEFORE_DELETE = "BeforeDelete"
    AFTER_DELETE = "AfterDelete"
    ON_ERROR = "OnError"

    @property
    def after(self) -> bool:
        return self in (HookKind.AFTER_CREATE, HookKind.AFTER_UPDATE, HookKind.AFTER_DELETE)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a hook is called for.

    Args:
        kind: when.
        old: the resource before; None for a creation.
        new: the resource after; None for a deletion.
        operation: for an error: `create`, `update` or `delete`.
        failures: for an error: what has gone wrong so far, the newest first.
    """

    kind: HookKind
    old: Resource | None
    new: Resource | None
    operation: str = ""
    failures: tuple[str, ...] = ()

    @property
    def resource(self) -> Resource:
        latest = self.new or self.old
        if latest is None:
            raise AssertionError("a hook is called for a resource")
        return latest


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceHook:
    """A function of the program that runs before or after an operation; it raises an EngineError with what the program raised."""

    name: str
    call: Callable[[Occasion], Awaitable[None]]
    on_dry_run: bool = False
    ignore_errors: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorHook:
    """A function of the program that hears of a failed operation and says whether to try again."""

    name: str
    call: Callable[[Occasion], Awaitable[bool]]


class Hooks:
    """The hooks that a program has registered, by name."""

    def __init__(self) -> None:
        self._hooks: dict[str, ResourceHook | ErrorHook] = {}

    def register(self, hook: ResourceHook | ErrorHook) -> None:
        """Make a hook known.

        Raises:
            EngineError: it has no name, or there is one of its name.
        """
        if not hook.name:
            raise EngineError("resource hook name cannot be empty")
        if hook.name in self._hooks:
            raise EngineError(f"resource hook already registered for name {_quoted(hook.name)}")
        self._hooks[hook.name] = hook

    async def before(self, context: Context, kind: HookKind, *, old: Resource | None = None, new: Resource | None = None) -> None:
        """Run what is to run before an operation.

        Raises:
            EngineError: one of them failed, so that the operation must not be.
        """
        await self._run(context, Occasion(kind, old, new))

    async def after(self, context: Context, kind: HookKind, *, old: Resource | None = None, new: Resource | None = None) -> None:
        """Run what is to run after an operation; a failure is reported, and ends the deployment once the state is in step."""
        occasion = Occasion(kind, old, new)
        try:
            await self._run(context, occasion)
        except EngineError as error:
            context.error(str(error), occasion.resource.urn)
            context.hook_failed = True

    async def retrying(
        self, context: Context, operation: str, attempt: Callable[[], Awaitable[T]], *, old: Resource | None, new: Resource | None
    ) -> T:
        """The result of an operation, which is tried as often as the resource's error hooks want.

        Raises:
            EngineError: the last attempt failed, or a hook did.
        """
        failures: tuple[str, ...] = ()
        while True:
            try:
                return await attempt()
            except EngineError as error:
                failures = (str(error), *failures)
                occasion = Occasion(HookKind.ON_ERROR, old, new, operation, failures)
                if not await self._wants_retry(context, occasion, error):
                    raise

    async def _run(self, context: Context, occasion: Occasion) -> None:
        for name in occasion.resource.resource_hooks.get(occasion.kind, ()):
            hook = self._hooks.get(name)
            if not isinstance(hook, ResourceHook):
                raise EngineError(f"hook {_quoted(name)} was not registered")
            if context.preview and not hook.on_dry_run:
                continue
            try:
                await hook.call(occasion)
            except EngineError as error:
                if not hook.ignore_errors:
                    when = "after" if occasion.kind.after else "before"
                    raise EngineError(f"{when} hook {_quoted(name)} failed: {error}") from error
                message = f"{occasion.kind} hook {_quoted(name)} failed: {error}"
                context.report(Severity.WARNING, message, occasion.resource.urn)

    async def _wants_retry(self, context: Context, occasion: Occasion, error: EngineError) -> bool:
        urn, operation, count = occasion.resource.urn, occasion.operation, len(occasion.failures)
        names = occasion.resource.resource_hooks.get(HookKind.ON_ERROR, ())
        if not names:
            return False
        if count >= MAX_FAILURES:
            context.report(Severity.WARNING, f"maximum number of error hook retries ({MAX_FAILURES}) reached", urn)
            if isinstance(error, InitFailedError):
                return False  # the object exists, and the state must not lose it
            raise EngineError("maximum number of error hook retries reached") from error
        try:
            retry = await self._ask(names, occasion)
        except EngineError as fault:
            if isinstance(error, InitFailedError) or operation == "delete":
                return False
            raise EngineError(f"error hooks execution failed: {fault}") from error
        if retry:
            message = f"retrying {operation} due to on-error hook request ({count}/{MAX_FAILURES})"
            context.report(Severity.WARNING, message, urn)
        return retry

    async def _ask(self, names: tuple[str, ...], occasion: Occasion) -> bool:
        """Whether any of the hooks wants another attempt; each of them is asked."""
        retry = False
        for name in names:
            hook = self._hooks.get(name)
            if not isinstance(hook, ErrorHook):
                raise EngineError(f"error hook {_quoted(name)} was not registered")
            try:
                retry = await hook.call(occasion) or retry
            except EngineError as error:
                raise EngineError(f"error hook {_quoted(name)} failed: {error}") from error
        return retry


def delete_hooks(resource: Resource) -> tuple[str, ...]:
    """The names of the hooks without which a resource cannot be deleted."""
    hooks = resource.resource_hooks
    return (*hooks.get(HookKind.BEFORE_DELETE, ()), *hooks.get(HookKind.AFTER_DELETE, ()))


def _quoted(name: str) -> str:
    return json.dumps(name, ensure_ascii=False)
