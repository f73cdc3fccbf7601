"""An object changed in place."""

from __future__ import annotations

from ..context import Context
from ..events import Op
from ..hooks import HookKind
from ..providers.answers import Diff, InitFailedError, Updated
from ..resource import Resource
from .base import BaseStep, Registration, now, timeout


class UpdateStep(BaseStep):
    """Changes an object in place; a component only changes what the engine keeps of it."""

    op = Op.UPDATE

    def __init__(self, old: Resource, new: Resource, registration: Registration, diff: Diff) -> None:
        super().__init__(old, new, registration, diff)
        self.replace_reasons = ()
        self._old, self._new = old, new

    @property
    def changes_something(self) -> bool:
        return self._new.custom

    async def apply(self, context: Context, operation: str) -> None:
        old, new = self._old, self._new
        new.id, new.created, new.modified = old.id, old.created, old.modified
        await context.hooks.before(context, HookKind.BEFORE_UPDATE, old=old, new=new)
        if not new.custom:
            return
        failed = None
        try:
            updated = await context.hooks.retrying(context, "update", lambda: self._update(context, operation), old=old, new=new)
            new.outputs, new.refresh_before_update = updated.outputs, updated.refresh_before_update
        except InitFailedError as error:
            failed = error
            new.outputs, new.refresh_before_update = error.outputs, error.refresh_before_update
        new.modified = now()
        if failed is not None:
            new.inputs = old.inputs  # so that the next update tries again
            raise failed
        await self.run_after_hooks(context)

    async def run_after_hooks(self, context: Context) -> None:
        await context.hooks.after(context, HookKind.AFTER_UPDATE, old=self._old, new=self._new)

    async def _update(self, context: Context, operation: str) -> Updated:
        old, new = self._old, self._new
        try:
            return await context.provider_for(new).update(
                new.urn,
                old.id,
                old_inputs=old.inputs,
                old_outputs=old.outputs,
                new_inputs=new.inputs,
                ignore_changes=new.ignore_changes,
                timeout=timeout(new, "update"),
                preview=context.preview,
                operation=operation,
            )
        except InitFailedError as error:
            new.init_errors = error.reasons  # they stay if another attempt succeeds, as Pulumi keeps them
            raise
