"""A new object."""

from __future__ import annotations

from ..context import Context
from ..events import Op
from ..providers.answers import Diff, InitFailedError
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
        failed = None
        if self._new.custom:
            provider = context.provider_for(self._new)
            try:
                created = await provider.create(
                    self._new.urn,
                    self._new.inputs,
                    timeout=timeout(self._new, "create"),
                    preview=context.preview,
                    operation=operation,
                )
                self._new.id, self._new.outputs = created.id, created.outputs
            except InitFailedError as error:
                failed = error
                self._new.id, self._new.outputs, self._new.init_errors = error.id, error.outputs, error.reasons
        self._new.created = self._new.modified = now()
        if self.old is not None and self._pending_delete:
            self.old.delete = True
        if failed is not None:
            raise failed
