"""A plan as checks read it: what would change and by which input, what components were told before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

from engine import paths, urn
from engine.events import Asked, Op, Step
from engine.properties import unwrap
from engine.result import Result
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
_KINDS: Final = {
    Op.CREATE: Kind.CREATED,
    Op.IMPORT: Kind.IMPORTED,
    Op.UPDATE: Kind.UPDATED,
    Op.REPLACE: Kind.REPLACED,
    Op.IMPORT_REPLACEMENT: Kind.REPLACED,
    Op.DELETE: Kind.DELETED,
}


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
        old: the inputs that it has; nothing of what is new.
        new: the inputs that it would have; nothing of what is deleted.
        provider: the URN of the provider that it has, or is to get.
    """

    kind: Kind
    urn: str
    id: str = ""
    parent: str = ""
    protected: bool = False
    inputs: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()
    old: Mapping[str, Value] = field(default_factory=dict, hash=False)
    new: Mapping[str, Value] = field(default_factory=dict, hash=False)
    provider: str = ""

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


@dataclass(frozen=True)
class Plan:
    """What would change.

    Args:
        changes: of objects, in the order of the plan.
        components: every component, before and after, by URN.
        asked: what the program registers, as it gives it, where the preview was asked for that.
        names: by URN, what objects of Kubernetes are called that the program leaves to their provider to name.
    """

    changes: tuple[Change, ...]
    components: Mapping[str, Component] = field(default_factory=dict)
    asked: tuple[Asked, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def lost(self) -> Iterator[Change]:
        """What would be replaced or deleted."""
        return (change for change in self.changes if change.kind in LOST)

    @cached_property
    def by_urn(self) -> dict[str, Change]:
        return {change.urn: change for change in self.changes}

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

    def site(self, change: Change) -> str:
        """The site that an object belongs to; empty for what belongs to none."""
        return next((component.name for component in self.above(change) if component.type == SITE), "")

    def edits_for(self, change: Change) -> tuple[Edit, ...]:
        """What the environment says anew that can have reached an object: of its site, of the parts it is in, of all."""
        site = self.site(change)
        parts = {component.name.removeprefix(f"{site}-") for component in self.above(change)}
        return tuple(edit for edit in self.edits if edit.reaches(site, parts))


def read(result: Result, protected: Iterable[str] = ()) -> Plan:
    """The plan of a preview.

    Args:
        result: what the preview came to.
        protected: the URNs of what was protected in the state.
    """
    steps = [step for step in result.steps if step.op in (*_KINDS, Op.SAME)]
    kept = frozenset(protected)
    touched = frozenset(step.urn for step in steps if _KINDS.get(step.op, Kind.UPDATED) is not Kind.UPDATED)
    components = (_component(step) for step in steps if not _custom(step))
    return Plan(
        tuple(_change(step, kept, touched) for step in steps if step.op in _KINDS and _custom(step)),
        {component.urn: component for component in sorted(components, key=lambda component: component.urn)},
        result.asked,
        _names(result) if result.asked else {},
    )


def _names(result: Result) -> dict[str, str]:
    named = ((step.urn, _at(("metadata", "name"), step.new.inputs)) for step in result.steps if step.new and _kubernetes(step))
    return {of: name for of, name in named if isinstance(name, str)}


def _kubernetes(step: Step) -> bool:
    return urn.package_of(step.type) == "kubernetes"


def _custom(step: Step) -> bool:
    resource = step.new or step.old
    return resource is not None and resource.custom


def _component(step: Step) -> Component:
    resource = step.new or step.old
    assert resource is not None
    return Component(
        urn=step.urn,
        parent=resource.parent,
        old=step.old.inputs if step.old else None,
        new=step.new.inputs if step.new else None,
    )


def _change(step: Step, protected: frozenset[str], touched: frozenset[str]) -> Change:
    resource = step.new or step.old
    assert resource is not None
    kind = _KINDS[step.op]
    guarded = step.old is not None and step.old.urn in protected
    return Change(
        kind=kind,
        urn=step.urn,
        id=step.old.id if step.old else "",
        parent=resource.parent,
        # A replacement is refused only where the program asks for protection still.
        protected=guarded and (kind is Kind.DELETED or (kind is Kind.REPLACED and resource.protect)),
        inputs=tuple(sorted(step.diff_reasons)),
        causes=tuple(_causes(step, touched)) if kind is Kind.REPLACED else (),
        old=step.old.inputs if step.old else {},
        new=step.new.inputs if step.new else {},
        provider=urn.split_reference(resource.provider)[0] if resource.provider else "",
    )


def _causes(step: Step, touched: frozenset[str]) -> Iterator[Cause]:
    """The inputs that force a replacement: by their paths where the provider says them, else by their names."""
    forcing = [path for path, diff in (step.detailed_diff or {}).items() if diff.kind.endswith("-replace")]
    for path in sorted(forcing) or sorted(step.replace_reasons):
        steps = paths.parse(path)
        both = [resource for resource in (step.old, step.new) if resource is not None]
        sources = {source for resource in both for source in resource.property_dependencies.get(str(steps[0]), ())}
        yield Cause(
            input=path,
            old=_at(steps, step.old.inputs if step.old else {}),
            new=_at(steps, step.new.inputs if step.new else {}),
            upstream=tuple(sorted(sources & touched)),
        )


def _at(path: paths.Path, value: Value) -> Value:
    """What stands at a path; None for nothing."""
    for step in path:
        value = unwrap(value)
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
            value = value[step]
        else:
            return None
    return value
