"""The state of a stack during a run: the prior resources, and what the run has done to them so far."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from .deployment import Snapshot
from .resource import Resource


@dataclass(frozen=True, slots=True)
class Add:
    """A resource that this run made, or found unchanged: then the prior entry itself."""

    resource: Resource


@dataclass(frozen=True, slots=True)
class Drop:
    """An entry is no more: it was deleted, or another has taken its place."""

    resource: Resource


@dataclass(frozen=True, slots=True)
class Put:
    """An entry stays where it is and changes: its outputs, or that it now waits to be deleted."""

    resource: Resource
    by: Resource


Edit = Add | Drop | Put


class Ledger:
    """Entries by handle: `o<index>` those that the run began with, `n<index>` those that it added. They are told apart by identity.

    The run's own entries come first, in the order in which they were added, then the prior ones that are left. So dependencies stay
    first: a run adds a resource only after what it depends on, and what is left depends on nothing new.
    """

    def __init__(self, prior: Snapshot) -> None:
        self._prior = prior
        self._old = {f"o{index}": resource for index, resource in enumerate(prior.resources)}
        self._new: dict[str, Resource] = {}
        self._handles = {id(resource): handle for handle, resource in self._old.items()}
        self._added = 0
        self.pending = {op.operation_id or uuid.uuid4().hex: op for op in prior.pending_operations}

    def __contains__(self, resource: Resource) -> bool:
        return id(resource) in self._handles

    def __getitem__(self, handle: str) -> Resource:
        return self._half(handle)[handle]

    def handle(self, resource: Resource) -> str:
        """Raises: ValueError: the resource is no entry."""
        if resource not in self:
            raise ValueError(f"{resource.urn} is no entry of the state")
        return self._handles[id(resource)]

    def apply(self, edit: Edit) -> None:
        match edit:
            case Add(resource):
                if resource in self:
                    self._take(resource)
                handle = f"n{self._added}"
                self._added += 1
                self._new[handle] = resource
                self._handles[id(resource)] = handle
            case Drop(resource):
                self._take(resource)
            case Put(resource, by):
                handle = self.handle(resource)
                del self._handles[id(resource)]
                self._half(handle)[handle] = by
                self._handles[id(by)] = handle

    def snapshot(self) -> Snapshot:
        """The state as it now stands."""
        return replace(
            self._prior,
            resources=[*self._new.values(), *self._old.values()],
            pending_operations=[replace(op, operation_id=operation_id) for operation_id, op in self.pending.items()],
        )

    def _take(self, resource: Resource) -> None:
        handle = self.handle(resource)
        del self._handles[id(resource)]
        del self._half(handle)[handle]

    def _half(self, handle: str) -> dict[str, Resource]:
        return self._old if handle.startswith("o") else self._new
