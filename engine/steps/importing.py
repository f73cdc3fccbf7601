"""An object that exists already and is managed from now on: asked for by the program, or by an import of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

from .. import urn as urns
from ..context import Context
from ..errors import EngineError
from ..events import Op, Severity
from ..properties import merged_with_supplied
from ..providers.answers import InitFailedError
from ..refusals import failure_messages
from ..resource import Resource
from ..values import Properties
from .base import BaseStep, Registration, now, timeout


async def _take_in(context: Context, new: Resource) -> None:
    """Read the object that a resource is to be and fill the resource in.

    Raises:
        EngineError: there is no such object, or its provider imports none.
    """
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
        await _take_in(context, new)
        self.old = _as_found(new)
        new.created = new.modified = now()
        new.inputs = self._keep_ignored(new.inputs, self.old.inputs)
        if self.original is not None:
            self.original.delete = True

    def complete(self) -> None:
        """Nobody is answered yet: what the program wants of the object is still to be compared."""


class PlannedImportStep(BaseStep):
    """Takes an object into the state on its own, for a program that does not know of it yet.

    Args:
        new: the resource to be, with the id to import and what reading cannot give; with outputs, nothing is read.
        properties: the inputs that a person asked for.
        seed: for whatever the provider chooses at random while it checks.
    """

    op = Op.IMPORT
    original: Resource | None = None

    def __init__(self, new: Resource, *, properties: Sequence[str], seed: bytes) -> None:
        super().__init__(None, new)
        self._new = new
        self._properties = properties
        self._seed = seed

    async def apply(self, context: Context, operation: str) -> None:
        del operation
        new = self._new
        self._require_place(context)
        supplied, outputs = new.inputs, new.outputs
        if outputs:
            new.id = new.import_id
        elif new.custom:
            await _take_in(context, new)
            new.inputs = merged_with_supplied(new.inputs, supplied)
        self.old = _as_found(new)
        new.created = new.modified = now()
        if new.custom:
            new.import_id = ""  # the program that is to come will not ask for an import
            await self._check(context)

    def _require_place(self, context: Context) -> None:
        new = self._new
        if new.urn in context.prior.live:
            raise EngineError(f"resource '{new.urn}' already exists")
        if urns.qualified_type_of(new.parent) != urns.ROOT_STACK_TYPE and new.parent not in context.news:
            raise EngineError(f"unknown parent '{new.parent}' for resource '{new.urn}'")

    async def _check(self, context: Context) -> None:
        """Have the provider look at its own inputs; what it refuses is told, and imported nevertheless."""
        new = self._new
        provider = context.provider_for(new)
        checked = await provider.check(new.urn, new.inputs, new.inputs, seed=self._seed, allow_unknowns=context.preview)
        if not checked.failures:
            return
        advice = "Try specifying a different set of properties to import with in the future."
        if not self._properties:
            package = urns.package_of(urns.type_of(urns.split_reference(new.provider)[0]))
            advice = f"This is almost certainly a bug in the `{package}` provider."
        warning = (
            f"One or more imported inputs failed to validate. {advice} The import will still proceed, but you will need to edit "
            "the generated code after copying it into your program."
        )
        for message in (warning, *failure_messages(new, checked.failures)):
            context.report(Severity.WARNING, message, new.urn)


def _as_found(new: Resource) -> Resource:
    """The object as it was found, which views compare with what it becomes."""
    return dataclasses.replace(new, additional_secret_outputs=(), aliases=(), resource_hooks={})
