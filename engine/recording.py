"""What each step means for the state: the edits that are journaled when it is done.

Source: pkg/engine/journal_snapshot.go.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Protocol

from .commit import GroupCommit
from .events import Op
from .ledger import Add, Drop, Edit, Put
from .resource import Resource
from .state import StackState
from .steps import BaseStep, ImportStep, PlannedImportStep, RefreshStep

_BEGINNINGS: Final = {
    Op.CREATE: "creating",
    Op.CREATE_REPLACEMENT: "creating",
    Op.UPDATE: "updating",
    Op.DELETE: "deleting",
    Op.DELETE_REPLACED: "deleting",
}


class Recorder(Protocol):
    """Keeps the state in step with what is done."""

    async def begin(self, step: BaseStep) -> str:
        """A step is about to be applied; the operation id that its provider is told, empty where nothing will change.

        Raises:
            EngineError: that could not be written down, so that nothing may be done.
        """
        ...

    def end(self, step: BaseStep, operation: str, *, happened: bool) -> None:
        """A step is over; `happened` where it left something behind, also if it failed.

        Raises:
            EngineError: that could not be written down.
        """
        ...

    def outputs(self, step: BaseStep) -> None:
        """A component, or the stack, has its outputs now."""
        ...

    def rebuilt(self, pairs: Iterable[tuple[Resource, Resource | None]]) -> None:
        """Each resource of the prior state, and what a refresh has made of it: None where it is gone."""
        ...


class NoRecorder:
    """For previews, which change nothing."""

    async def begin(self, step: BaseStep) -> str:
        del step
        return ""

    def end(self, step: BaseStep, operation: str, *, happened: bool) -> None:
        del step, operation, happened

    def outputs(self, step: BaseStep) -> None:
        del step

    def rebuilt(self, pairs: Iterable[tuple[Resource, Resource | None]]) -> None:
        del pairs


class StateRecorder:
    """Journals every change into a stack's state.

    Args:
        state: the stack's state, open for a run; the prior resources are its snapshot's own.
    """

    def __init__(self, state: StackState) -> None:
        self._state = state
        self._commit = GroupCommit(state.sync)
        self._entries: dict[int, Resource] = {}
        """The state's entry for a resource that is the same as the prior one, by the resource's identity."""

    async def begin(self, step: BaseStep) -> str:
        if not step.changes_something:
            return ""
        operation = self._state.begin(_BEGINNINGS[step.op], step.resource)
        await self._commit.now()
        return operation

    def end(self, step: BaseStep, operation: str, *, happened: bool) -> None:
        edits = self._edits(step) if happened and step.recorded else ()
        if operation:
            self._state.end(operation, *edits)
            self._commit.soon()
        elif edits:
            self._state.record(*edits)

    def outputs(self, step: BaseStep) -> None:
        new = step.resource
        entry = self._entries.pop(id(new), new)
        if not self._state.holds(entry):
            return  # a destruction has deleted the stack before its outputs are settled
        if entry != new or entry is new:
            self._state.record(Put(entry, new))
        else:
            self._entries[id(new)] = entry

    def rebuilt(self, pairs: Iterable[tuple[Resource, Resource | None]]) -> None:
        edits = [Drop(old) if new is None else Put(old, new) for old, new in pairs if new is not old]
        if edits:
            self._state.record(*edits)  # all at once, since one without the others leaves references to what is gone

    def _edits(self, step: BaseStep) -> tuple[Edit, ...]:
        old, new = step.old, step.new
        match step.op:
            case Op.SAME if old is not None and new is not None:
                if old == new:
                    self._entries[id(new)] = old
                    return (Add(old),)
                return (Add(new), Drop(old))
            case Op.CREATE | Op.UPDATE | Op.READ if new is not None:
                return (Add(new),) if old is None else (Add(new), Drop(old))
            case Op.CREATE_REPLACEMENT | Op.READ_REPLACEMENT if old is not None and new is not None:
                return (Add(new), Drop(old)) if old.pending_replacement else (Add(new), Put(old, old))
            case Op.IMPORT | Op.IMPORT_REPLACEMENT if new is not None and isinstance(step, ImportStep | PlannedImportStep):
                return (Add(new),) if step.original is None else (Add(new), Put(step.original, step.original))
            case Op.REFRESH if isinstance(step, RefreshStep) and step.lasting:
                found = (Drop(step.entry),) if new is None else (Put(step.entry, step.entry), Add(step.entry))
                return (*found, *(Put(resource, resource) for resource in step.loosened if self._state.holds(resource)))
            case Op.DELETE | Op.DELETE_REPLACED | Op.READ_DISCARD | Op.DISCARD_REPLACED if old is not None:
                if not old.pending_replacement:
                    return (Drop(self._entries.pop(id(old), old)),)
                # Where its replacement has been made meanwhile, the state has forgotten it already.
                return (Put(old, old),) if self._state.holds(old) else ()
            case Op.REMOVE_PENDING_REPLACE if old is not None:
                return (Drop(old),)
        return ()
