"""An object changed in place."""

from __future__ import annotations

from ..context import Context
from ..events import Op
from ..providers.answers import Diff, InitFailedError
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
        if not new.custom:
            return
        provider = context.provider_for(new)
        failed = None
        try:
            new.outputs = await provider.update(
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
            failed = error
            new.outputs, new.init_errors = error.outputs, error.reasons
        new.modified = now()
        if failed is not None:
            new.inputs = old.inputs  # so that the next update tries again
            raise failed
