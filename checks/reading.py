"""From what a preview came to, to the plan that checks look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from engine import urn
from engine.events import Op, Step
from engine.providers.registry import VERSION, is_default_provider
from engine.resource import Resource
from engine.result import Result
from engine.values import Properties

from .causes import Causes, at
from .order import places
from .plan import Change, Component, Doubt, Kind, Plan, Standing
from .positions import told

_KINDS: Final = {
    Op.CREATE: Kind.CREATED,
    Op.IMPORT: Kind.IMPORTED,
    Op.UPDATE: Kind.UPDATED,
    Op.REPLACE: Kind.REPLACED,
    Op.IMPORT_REPLACEMENT: Kind.REPLACED,
    Op.DELETE: Kind.DELETED,
}


def read(result: Result) -> Plan:
    """The plan of a preview.

    Args:
        result: what the preview came to; of one that goes by as if nothing were protected, the plan still says what is.
    """
    steps = [step for step in result.steps if step.op in (*_KINDS, Op.SAME) and not is_default_provider(step.urn)]
    kept = frozenset(each.urn for each in result.snapshot.resources if each.protect)
    touched = frozenset(step.urn for step in steps if _KINDS.get(step.op, Kind.UPDATED) is not Kind.UPDATED)
    components = (_component(step) for step in steps if not _custom(step))
    early, causes = _deleted_first(result.steps), Causes(result.steps, touched)
    changes = (_change(step, kept, causes, early) for step in steps if step.op in _KINDS and _custom(step))
    place = places(steps)
    return Plan(
        tuple(sorted(changes, key=lambda change: place(change.urn))),
        {component.urn: component for component in sorted(components, key=lambda component: component.urn)},
        result.asked,
        _names(result) if result.asked else {},
        {each.urn: _standing(each) for each in result.snapshot.resources if not each.delete},
        result.libraries,
        dict(_versions(result.steps)),
        tuple(sorted(step.urn for step in steps if _unprotected(step))),
        _outputs(result),
    )


def _unprotected(step: Step) -> bool:
    if step.op not in (Op.SAME, Op.UPDATE) or step.old is None or step.new is None:
        return False
    return step.new.custom and step.old.protect and not step.new.protect


def _outputs(result: Result) -> tuple[Properties, Properties]:
    """What the stack exports before and after; of a plan that ends before its end nothing is known of either."""
    if result.exit_code:
        return {}, {}
    before = (each.outputs for each in result.snapshot.resources if each.type == urn.ROOT_STACK_TYPE and not each.delete)
    return next(before, {}), result.outputs


def _versions(steps: Iterable[Step]) -> Iterator[tuple[str, tuple[str, str]]]:
    """By package, the versions of the providers that the engine takes where the program names none, where these are others."""
    before: defaultdict[str, set[str]] = defaultdict(set)
    after: defaultdict[str, set[str]] = defaultdict(set)
    for step in steps:
        if is_default_provider(step.urn):
            for resource, found in ((step.old, before), (step.new, after)):
                if resource is not None and isinstance(version := resource.inputs.get(VERSION), str):
                    found[urn.package_of(step.type)].add(version)
    for package in sorted(before.keys() & after.keys()):
        if before[package] != after[package]:
            yield package, (", ".join(sorted(before[package])), ", ".join(sorted(after[package])))


def _standing(of: Resource) -> Standing:
    """A resource of the state: it needs its provider too, by which a cluster has what is inside, and what it is deleted with."""
    provider = _provider(of)
    needs = dict.fromkeys((*of.dependencies, *(each for each in (provider, of.deleted_with) if each)))
    return Standing(
        parent=of.parent,
        needs=tuple(needs),
        provider=provider,
        inputs=of.inputs,
        id=of.id,
        sources=of.property_dependencies,
        outputs=of.outputs,
    )


def _provider(of: Resource) -> str:
    return urn.split_reference(of.provider)[0] if of.provider else ""


def _deleted_first(steps: Iterable[Step]) -> frozenset[str]:
    """The URNs of what is deleted before its replacement is made."""
    made: set[str] = set()
    early: set[str] = set()
    for step in steps:
        if step.op in (Op.CREATE_REPLACEMENT, Op.IMPORT_REPLACEMENT):
            made.add(step.urn)
        elif step.op is Op.DELETE_REPLACED and step.urn not in made:
            early.add(step.urn)
    return frozenset(early)


def _names(result: Result) -> dict[str, str]:
    named = ((step.urn, at(("metadata", "name"), step.new.inputs)) for step in result.steps if step.new and _kubernetes(step))
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


def _change(step: Step, protected: frozenset[str], causes: Causes, early: frozenset[str]) -> Change:
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
        causes=tuple(causes.of(step)) if kind is Kind.REPLACED else (),
        doubts=tuple(Doubt(cause=causes.by(step, path), why=why) for path, why in sorted(step.doubts.items())),
        old=step.old.inputs if step.old else {},
        new=step.new.inputs if step.new else {},
        provider=_provider(resource),
        outputs=step.old.outputs if step.old else {},
        paths=step.detailed_diff or {},
        sources=resource.property_dependencies,
        retained=resource.retain_on_delete,
        deleted_first=step.urn in early,
        position=told(resource.source_position),
    )
