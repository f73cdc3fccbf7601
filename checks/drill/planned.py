"""What a plan would leave deployed, as a drill reads it: so that a plan can be told what a loss would find."""

from __future__ import annotations

from engine import urn
from engine.properties import unwrap

from ..plan import Change, Kind, Plan
from .declared import Declarations, Declared


def planned(plan: Plan) -> Declarations:
    """The resources that there would be, as far as their values are known."""
    there = {of: _stays(of, plan) for of in plan.standing}
    there |= {component.urn: _component(component.urn, plan) for component in plan.components.values()}
    there |= {change.urn: _becomes(change) for change in plan.changes}
    gone = {change.urn for change in plan.changes if change.kind is Kind.DELETED}
    gone |= {component.urn for component in plan.components.values() if component.new is None}
    return Declarations(each for of, each in there.items() if of not in gone)


def _stays(of: str, plan: Plan) -> Declared:
    standing = plan.standing[of]
    return Declared(
        urn=of,
        type=urn.type_of(of),
        parent=standing.parent,
        id=standing.id,
        inputs=unwrap(dict(standing.inputs)),
        outputs=unwrap(dict(standing.outputs)),
        sources=standing.sources,
    )


def _component(of: str, plan: Plan) -> Declared:
    component = plan.components[of]
    return Declared(urn=of, type=component.type, parent=component.parent, inputs=unwrap(dict(component.new or {})))


def _becomes(change: Change) -> Declared:
    """With what its provider has told of it, but for what it was, or is to be, told itself."""
    kept = {key: value for key, value in change.outputs.items() if key not in change.new and key not in change.old}
    return Declared(
        urn=change.urn,
        type=change.type,
        parent=change.parent,
        id=change.id,
        inputs=unwrap(dict(change.new)),
        outputs=unwrap(kept),
        sources=change.sources,
    )
