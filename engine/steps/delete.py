"""An object that goes."""

from __future__ import annotations

from ..context import Context
from ..errors import EngineError
from ..events import Op
from ..hooks import HookKind
from ..resource import Resource
from .base import BaseStep, timeout


class DeleteProtectedError(EngineError):
    """A resource is protected from deletion; nothing was tried, so the deployment goes on to report others like it."""

    def __init__(self, urn: str) -> None:
        super().__init__(
            f'resource "{urn}" cannot be deleted\n'
            "because it is protected. To unprotect the resource, either remove the `protect` flag from the resource in your Pulumi "
            "program and run `pulumi up`, or use the command:\n"
            f"`pulumi state unprotect '{urn}'`"
        )


class DeleteStep(BaseStep):
    """Deletes an object, or lets it go: what the engine does not own, is to be kept, or goes with another, gets no call.

    Args:
        old: the resource.
        replaced: whether another takes its place; protection was looked at before, then.
        pending_replacement: whether that other one is created only afterwards, so that the resource stays in the state until then.
    """

    def __init__(self, old: Resource, *, replaced: bool = False, pending_replacement: bool = False) -> None:
        super().__init__(old, None)
        self._old = old
        self._pending_replacement = pending_replacement
        self._replaced = replaced
        self.logical = not replaced
        if old.external:
            self.op = Op.DISCARD_REPLACED if replaced else Op.READ_DISCARD
        else:
            self.op = Op.DELETE_REPLACED if replaced else Op.DELETE

    @property
    def changes_something(self) -> bool:
        return self._old.custom and not self._old.external and not self._old.retain_on_delete

    async def apply(self, context: Context, operation: str) -> None:
        old, hooks = self._old, context.hooks
        await hooks.before(context, HookKind.BEFORE_DELETE, old=old)
        if not self._replaced and old.protect and not context.unguarded:
            raise DeleteProtectedError(old.urn)
        if self.changes_something and not context.preview and not context.deletes.get(old.deleted_with):
            await hooks.retrying(context, "delete", lambda: self._delete(context, operation), old=old, new=None)
        if self._pending_replacement:
            old.pending_replacement = True
        await hooks.after(context, HookKind.AFTER_DELETE, old=old)

    async def _delete(self, context: Context, operation: str) -> None:
        old = self._old
        await context.provider_for(old).delete(
            old.urn, old.id, inputs=old.inputs, outputs=old.outputs, timeout=timeout(old, "delete"), operation=operation
        )


class RemovePendingReplaceStep(BaseStep):
    """Forgets a resource whose object was deleted for a replacement that is no longer wanted."""

    op = Op.REMOVE_PENDING_REPLACE
    logical = False

    def __init__(self, old: Resource) -> None:
        super().__init__(old, None)

    async def apply(self, context: Context, operation: str) -> None:
        del context, operation
