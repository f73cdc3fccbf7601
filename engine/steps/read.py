"""An object that is looked up and not managed."""

from __future__ import annotations

from ..context import Context
from ..diff import diff_objects
from ..errors import EngineError
from ..events import Op
from ..properties import equal
from ..providers.answers import InitFailedError
from ..resource import Resource
from ..signatures import UNKNOWN_STRING
from .base import BaseStep, Registration, now, timeout


class ReadStep(BaseStep):
    """Looks an object up by its id, also in a preview.

    Args:
        old: what the prior state has under this URN.
        new: the resource to be, with its id.
        registration: whom to answer.
        replacing: whether the prior state's object was another one, which the engine manages and has to delete.
    """

    def __init__(self, old: Resource | None, new: Resource, registration: Registration, *, replacing: bool = False) -> None:
        super().__init__(old, new, registration)
        self._new = new
        self._replacing = replacing
        self.op = Op.READ_REPLACEMENT if replacing else Op.READ
        self.logical = not replacing

    @property
    def counts_as(self) -> Op | None:
        """A look-up that found what it found before counts as nothing."""
        old = self.old
        changed = self.logical and old is not None and diff_objects(old.outputs, self._new.outputs) is not None
        return self.op if changed else None

    async def apply(self, context: Context, operation: str) -> None:
        del operation
        new, failed = self._new, None
        if new.id != UNKNOWN_STRING:
            provider = context.provider_for(new)
            try:
                # Providers get the inputs as the state too: there is no other, and they have always been sent both.
                found = await provider.read(new.urn, new.id, inputs=new.inputs, state=new.inputs, timeout=timeout(new, "read"))
                if found.outputs is None:
                    raise EngineError(f"resource '{new.id}' does not exist")
                new.outputs, new.id = found.outputs, found.id or new.id
            except InitFailedError as error:
                failed = error
                new.outputs, new.id, new.init_errors = error.outputs, error.id or new.id, error.reasons
        if self.old is not None:
            if self._replacing:
                self.old.delete = True
            new.created, new.modified = self.old.created, self.old.modified
            if not equal(new.inputs, self.old.inputs) or not equal(new.outputs, self.old.outputs):
                new.modified = now()
        if failed is not None:
            raise failed
