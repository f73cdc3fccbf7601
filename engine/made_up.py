"""Inputs that a real provider made up, in a state that is planned on where the simulated clouds answer.

A bridged provider writes what it adds to a program's inputs into the state, and the names of most of that under `__defaults`, also
in nested objects (pulumi-terraform-bridge, pkg/tfbridge/schema.go). AWS' also notes the provider's region with each resource that
names none (pulumi/pulumi-aws#5521). Simulated providers add neither: without a hand each such input would be taken for dropped.
"""

from __future__ import annotations

from typing import Final

from .values import Properties, Value

DEFAULTS: Final = "__defaults"
REGION: Final = "region"


def foreign(old: Properties, new: Properties) -> bool:
    """Whether inputs are as a bridged provider leaves them, and those to be compared with are not."""
    return DEFAULTS in old and DEFAULTS not in new


def as_given(old: Properties, new: Properties, region: Value) -> Properties:
    """Inputs without what the provider made up, as far as the new ones do not give it.

    Args:
        old: the inputs in the state.
        new: the inputs to be.
        region: the region of the resource's provider.
    """
    given = _given(old, new)
    if given.get(REGION) == region and REGION not in new:
        del given[REGION]
    return given


def _given(old: Properties, new: Properties) -> Properties:
    names = old.get(DEFAULTS)
    made_up = {DEFAULTS, *(name for name in names if isinstance(name, str))} if isinstance(names, list) else {DEFAULTS}
    return {key: _value(item, new.get(key)) for key, item in old.items() if key not in made_up or key in new}


def _value(old: Value, new: Value) -> Value:
    match old:
        case dict():
            return _given(old, new if isinstance(new, dict) else {})
        case list():
            others = new if isinstance(new, list) and len(new) == len(old) else [None] * len(old)
            return [_value(item, other) for item, other in zip(old, others, strict=True)]
    return old
