"""A resource that does not change."""

from __future__ import annotations

import dataclasses

from ..context import Context
from ..errors import EngineError
from ..events import Op
from ..providers.registry import is_provider_type
from ..resource import Resource
from .base import BaseStep, Registration


class SameStep(BaseStep):
    """Nothing changes but what the engine itself keeps: protection, parents, dependencies, names."""

    op = Op.SAME

    def __init__(self, old: Resource, new: Resource, registration: Registration | None = None) -> None:
        super().__init__(old, new, registration)
        self._old, self._new = old, new

    async def apply(self, context: Context, operation: str) -> None:
        del operation
        old, new = self._old, self._new
        new.id = old.id
        new.outputs = old.outputs
        if is_provider_type(new.type):
            # A provider that calls changed inputs no difference goes on with the old ones.
            try:
                await context.registry.same(dataclasses.replace(new, inputs=old.inputs), checked=True)
            except EngineError as error:
                raise EngineError(f"bad provider state for resource {new.urn}: {error}") from error
