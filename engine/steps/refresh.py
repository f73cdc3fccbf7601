"""What the state knows of an object, brought to what its cloud says."""

from __future__ import annotations

import dataclasses
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from ..context import Context
from ..diff import diff_objects
from ..events import Op, PropertyDiff, Severity, Step
from ..properties import equal
from ..providers.answers import NO_DIFF, Diff, InitFailedError, Read
from ..providers.crud import ResourceProvider
from ..providers.registry import is_provider_type
from ..resource import Resource
from .base import BaseStep, now, timeout

Compare: TypeAlias = Callable[[Resource, Resource, ResourceProvider], Awaitable[Diff]]
"""What would change if the second of two resources were what is wanted of the first."""

_INVERSE = {"add": "delete", "delete": "add", "add-replace": "delete-replace", "delete-replace": "add-replace"}


class RefreshStep(BaseStep):
    """Reads an object anew; it may turn out to be changed, or gone. The step is not what a person counts: its outcome may be.

    Args:
        old: the resource.
        compare: asks its provider what differs.
        alone: whether the deployment is a refresh and nothing else, so that the outcome is shown and counted.
        new: the resource as the program now wants it, where the program runs: the provider that it names is asked, and what is
            found goes into the prior state at once, since the program's registrations go on from there.
    """

    op = Op.REFRESH
    logical = False

    def __init__(self, old: Resource, compare: Compare, *, alone: bool, new: Resource | None = None) -> None:
        super().__init__(old if new is None else dataclasses.replace(old), new or old)
        self._old = old
        self._wanted = new
        self._compare = compare
        self._alone = alone
        self._changed = False
        self.loosened: list[Resource] = []
        """Resources of the prior state that referred to the object, and do so no more, since it is gone."""
        self.outcome: Op | None = None
        """`same`, `update` or `delete`, once the object was read."""
        self.hidden = new is not None and not _drifts(old, pending=False)

    @property
    def resource(self) -> Resource:
        return self.new or self._wanted or self._old

    @property
    def counts_as(self) -> Op | None:
        return self.outcome if self._alone and not self.hidden else None

    def describe(self) -> Step:
        step = super().describe()
        shown = self.outcome if self._alone else None
        return dataclasses.replace(step, op=shown or self.op, provider=self.resource.provider)

    async def apply(self, context: Context, operation: str) -> None:
        del operation
        if _drifts(self._old, pending=True):
            await self._read(context)
        elif self._wanted is not None:
            self.new = self._old
        self.outcome = self._outcome()
        if self._wanted is not None:
            self._keep(context)

    @property
    def entry(self) -> Resource:
        """The resource of the prior state, which changes with what is found where the program runs."""
        return self._old

    @property
    def lasting(self) -> bool:
        """Whether what is found goes into the prior state at once, and not with all that is refreshed."""
        return self._wanted is not None

    def _keep(self, context: Context) -> None:
        if self.new is None:
            self.loosened = context.prior.forget(self._old)
        elif self.new is not self._old:
            for field in dataclasses.fields(self.new):
                setattr(self._old, field.name, getattr(self.new, field.name))
            self.new = self._old

    async def _read(self, context: Context) -> None:
        old, wanted = self._old, self._wanted or self._old
        provider = context.provider_for(wanted)
        reasons: tuple[str, ...] = ()
        try:
            found = await provider.read(wanted.urn, old.id, inputs=old.inputs, state=old.outputs, timeout=timeout(old, "read"))
        except InitFailedError as error:
            reasons = error.reasons
            found = Read(error.id, error.outputs, error.inputs, error.refresh_before_update)
            listed = "\n* ".join(reasons)
            context.report(Severity.WARNING, f"Refreshed resource is in an unhealthy state:\n* {listed}", wanted.urn)
        if not found.id or found.outputs is None:
            self.new = None
            return
        inputs = old.inputs if found.inputs is None else found.inputs
        refreshed = dataclasses.replace(
            wanted,
            id=found.id,
            inputs=inputs,
            outputs=found.outputs,
            init_errors=reasons,
            refresh_before_update=found.refresh_before_update,
        )
        if not equal(inputs, old.inputs) or not equal(found.outputs, old.outputs):
            refreshed.modified = now()
        if old.external:
            self._changed = diff_objects(old.outputs, found.outputs) is not None
        else:
            self._take(await self._compare(refreshed, dataclasses.replace(old, urn=wanted.urn), provider))
        self.new = refreshed

    def _take(self, diff: Diff) -> None:
        """Keep the diff turned round: it says how to get back to what was wanted, and people want to know how it got away."""
        self._changed = diff is not NO_DIFF and diff.changed is not False
        self.diff_reasons = diff.changed_keys
        if diff.detailed is not None:
            inverse = {
                path: PropertyDiff(_INVERSE.get(entry.kind, entry.kind), entry.input_diff) for path, entry in diff.detailed.items()
            }
            self.detailed = inverse

    def _outcome(self) -> Op:
        if self.new is None:
            return Op.DELETE
        return Op.UPDATE if self._changed else Op.SAME


def _drifts(resource: Resource, *, pending: bool) -> bool:
    """Whether a cloud may have changed an object; with `pending`, one that was deleted for its replacement is none."""
    return resource.custom and not is_provider_type(resource.type) and not (pending and resource.pending_replacement)
