"""A new object."""

from __future__ import annotations

from ..context import Context
from ..events import Op
from ..hooks import HookKind
from ..providers.answers import Created, Diff, InitFailedError
from ..resource import Resource
from .base import BaseStep, Registration, now, timeout


class CreateStep(BaseStep):
    """Makes an object, which may take the place of an old one.

    Args:
        new: the resource to be.
        registration: whom to answer.
        old: the resource that it replaces, if any.
        diff: why it replaces it.
        pending_delete: whether the old object still exists and is to be deleted at the end.
    """

    def __init__(
        self,
        new: Resource,
        registration: Registration,
        *,
        old: Resource | None = None,
        diff: Diff | None = None,
        pending_delete: bool = False,
    ) -> None:
        super().__init__(old, new, registration, diff)
        self._new = new
        self._pending_delete = pending_delete
        self.op = Op.CREATE if old is None else Op.CREATE_REPLACEMENT
        self.logical = old is None

    @property
    def changes_something(self) -> bool:
        return self._new.custom

    async def apply(self, context: Context, operation: str) -> None:
        await context.hooks.before(context, HookKind.BEFORE_CREATE, new=self._new)
        failed = None
        if self._new.custom:
            try:
                created = await context.hooks.retrying(
                    context, "create", lambda: self._create(context, operation), old=None, new=self._new
                )
                self._new.id, self._new.outputs = created.id, created.outputs
                self._new.refresh_before_update = created.refresh_before_update
            except InitFailedError as error:
                failed = error
                self._new.id, self._new.outputs = error.id, error.outputs
                self._new.refresh_before_update = error.refresh_before_update
        self._new.created = self._new.modified = now()
        if self.old is not None and self._pending_delete:
            self.old.delete = True
        if failed is not None:
            raise failed
        if self._new.custom:
            await self.run_after_hooks(context)

    async def run_after_hooks(self, context: Context) -> None:
        await context.hooks.after(context, HookKind.AFTER_CREATE, new=self._new)

    async def _create(self, context: Context, operation: str) -> Created:
        new = self._new
        try:
            return await context.provider_for(new).create(
                new.urn, new.inputs, timeout=timeout(new, "create"), preview=context.preview, operation=operation
            )
        except InitFailedError as error:
            new.init_errors = error.reasons  # they stay if another attempt succeeds, as Pulumi keeps them
            raise
