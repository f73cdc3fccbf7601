"""A plan as checks read it: what would change and by which input, what components were told before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Final

from engine import urn
from engine.events import Asked, PropertyDiff
from engine.values import Properties, Value

from .edits import Edit, edits

ENVIRONMENT: Final = "nusantara:index:Environment"
SITE: Final = "nusantara:index:Site"
CONTROL_PLANES: Final = frozenset(
    {
        "aws:eks/cluster:Cluster",
        "alicloud:cs/managedKubernetes:ManagedKubernetes",
        "alicloud:cs/serverlessKubernetes:ServerlessKubernetes",
        "alicloud:cs/edgeKubernetes:EdgeKubernetes",
    }
)


class Kind(StrEnum):
    """What becomes of an object."""

    CREATED = "created"
    IMPORTED = "imported"
    UPDATED = "updated"
    REPLACED = "replaced"
    DELETED = "deleted"


LOST: Final = (Kind.REPLACED, Kind.DELETED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """An input that has an object replaced.

    Args:
        input: its path, as in `subnetIds[2]`.
        old: its value before; None where there was none.
        new: its value after, likewise.
        upstream: the URNs of what the value comes from, as far as that changes too.
    """

    input: str
    old: Value = None
    new: Value = None
    upstream: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """An input that may have an object replaced, though the plan has it updated.

    Args:
        cause: the input; an empty one for whichever differs.
        why: why that is not certain, as a sentence without its full stop.
        likely: whether it is to be expected, as far as anything is known; else it depends on what nobody knows here.
    """

    cause: Cause
    why: str
    likely: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of one object.

    Args:
        kind: created, imported, updated, replaced or deleted.
        urn: its URN, the new one where it has got another.
        id: its id in the cloud before; empty where there was none.
        parent: the URN of its parent.
        protected: whether an update would refuse to take it away.
        inputs: the names of the inputs that differ, sorted.
        causes: of a replacement, the inputs that force it.
        doubts: of an update, what its provider, or what stands in for that, is not sure about.
        old: the inputs that it has; nothing of what is new.
        new: the inputs that it would have; nothing of what is deleted.
        provider: the URN of the provider that it has, or is to get.
        outputs: what the provider told of it as it is; nothing of what is new.
        paths: how its inputs differ, by path, as the provider says it; nothing where it says only which.
        sources: by input, the URNs of what its value comes from.
        retained: whether the object stays in the cloud when the program no longer names it.
        deleted_first: of a replacement, whether the old object goes before the new one comes.
        position: where the program declares it, as `file:line:column`; empty where that is not known.
    """

    kind: Kind
    urn: str
    id: str = ""
    parent: str = ""
    protected: bool = False
    inputs: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    old: Mapping[str, Value] = field(default_factory=dict, hash=False)
    new: Mapping[str, Value] = field(default_factory=dict, hash=False)
    provider: str = ""
    outputs: Mapping[str, Value] = field(default_factory=dict, hash=False)
    paths: Mapping[str, PropertyDiff] = field(default_factory=dict, hash=False)
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    retained: bool = False
    deleted_first: bool = False
    position: str = ""

    @property
    def type(self) -> str:
        return urn.type_of(self.urn)

    @property
    def name(self) -> str:
        return urn.name_of(self.urn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """What a component was told, and is: its inputs; None where there was, or is, no such component."""

    urn: str
    parent: str = ""
    old: Properties | None = None
    new: Properties | None = None

    @property
    def type(self) -> str:
        return urn.type_of(self.urn)

    @property
    def name(self) -> str:
        return urn.name_of(self.urn)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A resource as the state knows it, changed or not.

    Args:
        parent: the URN of its parent.
        needs: the URNs of what it depends on: what its program says, and its provider.
        provider: the URN of its provider; empty for a component.
        inputs: what it was told.
        id: its id in the cloud; empty for a component.
        sources: by input, the URNs of what its value comes from.
        outputs: what the provider told of it.
    """

    parent: str = ""
    needs: tuple[str, ...] = ()
    provider: str = ""
    inputs: Mapping[str, Value] = field(default_factory=dict, hash=False)
    id: str = ""
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    outputs: Mapping[str, Value] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Plan:
    """What would change.

    Args:
        changes: of objects, in the order in which they are told; providers that the engine makes itself are none.
        components: every component, before and after, by URN.
        asked: what the program registers, as it gives it, where the preview was asked for that.
        names: by URN, what objects of Kubernetes are called that the program leaves to their provider to name.
        standing: by URN, everything that the state has.
        libraries: the folders of the packages that are installed for the program; nothing is held to its SDKs without them.
        unprotected: the URNs of what was protected, and stays without being that.
        outputs: what the stack exports, before and after.
        versions: by package, the version before and after of the providers that the engine makes itself, where that differs.
    """

    changes: tuple[Change, ...]
    components: Mapping[str, Component] = field(default_factory=dict)
    asked: tuple[Asked, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    standing: Mapping[str, Standing] = field(default_factory=dict)
    libraries: tuple[Path, ...] = ()
    versions: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    unprotected: tuple[str, ...] = ()
    outputs: tuple[Mapping[str, Value], Mapping[str, Value]] = field(default=({}, {}), hash=False)

    @property
    def lost(self) -> Iterator[Change]:
        """What would be replaced or deleted."""
        return (change for change in self.changes if change.kind in LOST)

    @cached_property
    def by_urn(self) -> dict[str, Change]:
        return {change.urn: change for change in self.changes}

    @cached_property
    def by_name(self) -> dict[str, list[Change]]:
        """The changes by what the program calls their objects, which others of another type may be called too."""
        found: defaultdict[str, list[Change]] = defaultdict(list)
        for change in self.changes:
            found[change.name].append(change)
        return dict(found)

    @cached_property
    def given(self) -> dict[str, Properties]:
        """By URN, what the program gives, without what providers and policies put to it."""
        return {asked.urn: asked.inputs for asked in self.asked}

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """What the environment says that it did not say before."""
        roots = [component for component in self.components.values() if component.type == ENVIRONMENT]
        return tuple(edit for root in roots for edit in edits(root.old or {}, root.new or {}))

    @property
    def sites(self) -> list[str]:
        """The sites that there were or are, by name."""
        return [component.name for component in self.components.values() if component.type == SITE]

    def above(self, change: Change) -> Iterator[Component]:
        """The components that an object is part of, the nearest first."""
        parent = change.parent
        while (component := self.components.get(parent)) is not None:
            yield component
            parent = component.parent

    def site_of(self, of: str) -> str:
        """The site that a resource belongs to, changed or not; empty for what belongs to none."""
        while of:
            if urn.is_urn(of) and urn.type_of(of) == SITE:
                return urn.name_of(of)
            change, standing = self.by_urn.get(of), self.standing.get(of)
            of = change.parent if change else standing.parent if standing else ""
        return ""

    def site(self, change: Change) -> str:
        """The site that an object belongs to; empty for what belongs to none."""
        return next((component.name for component in self.above(change) if component.type == SITE), "")

    def edits_for(self, change: Change) -> tuple[Edit, ...]:
        """What the environment says anew that can have reached an object: of its site, of the parts it is in, of all."""
        site = self.site(change)
        parts = {component.name.removeprefix(f"{site}-") for component in self.above(change)}
        return tuple(edit for edit in self.edits if edit.reaches(site, parts))
