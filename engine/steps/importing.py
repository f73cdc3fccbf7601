"""An object that exists already and is managed from now on."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from .. import urn as urns
from ..context import Context
from ..errors import EngineError
from ..events import Op
from ..providers.answers import InitFailedError
from ..resource import Resource
from ..values import Properties
from .base import BaseStep, Registration, now, timeout


class ImportStep(BaseStep):
    """Reads an object by its id and takes it into the state; what the program wants of it is compared afterwards.

    Args:
        new: the resource to be, with the id to import.
        registration: whom to answer if it fails; otherwise the steps that follow do.
        original: the resource of the prior state that it takes the place of.
        keep_ignored: puts back, of the inputs found, what the program ignores changes of.
    """

    def __init__(
        self,
        new: Resource,
        registration: Registration,
        *,
        original: Resource | None,
        keep_ignored: Callable[[Properties, Properties], Properties],
    ) -> None:
        super().__init__(None, new, registration)
        self._new = new
        self._keep_ignored = keep_ignored
        self.original = original
        self.op = Op.IMPORT if original is None else Op.IMPORT_REPLACEMENT
        self.logical = original is None

    async def apply(self, context: Context, operation: str) -> None:
        del operation
        new = self._new
        provider = context.provider_for(new)
        try:
            found = await provider.read(new.urn, new.import_id, timeout=timeout(new, "read"))
            if found.outputs is None:
                raise EngineError(f"resource '{new.import_id}' does not exist")
            id_, inputs, outputs = found.id, found.inputs, found.outputs
            new.refresh_before_update = found.refresh_before_update
        except InitFailedError as error:
            id_, inputs, outputs, new.init_errors = error.id, error.inputs, error.outputs, error.reasons
            new.refresh_before_update = error.refresh_before_update
        if inputs is None:
            package = urns.package_of(new.type)
            raise EngineError(f"provider does not support importing resources; please try updating the '{package}' plugin")
        new.id, new.inputs, new.outputs = id_ or new.import_id, inputs, outputs
        self.old = dataclasses.replace(new, additional_secret_outputs=(), aliases=(), resource_hooks={})
        new.created = new.modified = now()
        new.inputs = self._keep_ignored(new.inputs, self.old.inputs)
        if self.original is not None:
            self.original.delete = True

    def complete(self) -> None:
        """Nobody is answered yet: what the program wants of the object is still to be compared."""
