"""How what a stack exports differs."""

from __future__ import annotations

from checks.plan import Plan
from engine.properties import contains_unknown, equal

from .model import Line
from .objects import difference


def exports(plan: Plan) -> tuple[Line, ...]:
    """What a stack would export otherwise; nothing of what only an update can tell, which says nothing about a change."""
    old, new = plan.outputs
    differing = {name for name in old.keys() | new.keys() if not equal(old.get(name), new.get(name))}
    found = difference(dict(old), dict(new), differing)
    return tuple(line for line in found.lines if line.old is None or not contains_unknown(line.new))
