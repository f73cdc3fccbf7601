"""Numbers that a cloud moves along with others: the size of a group, between the bounds that an update gives it."""

from __future__ import annotations

from collections.abc import Collection

from .rules import Rule
from .values import Properties, plain


def following(rule: Rule, old: Properties, new: Properties, ignored: Collection[str] = ()) -> Properties:
    """The inputs of an update with each number of `rule.follows` between its bounds, where the update does not give it itself.

    Args:
        rule: the type's rule.
        old: the inputs before; empty for a new object, which is given all its numbers.
        new: the inputs after.
        ignored: the paths that the program leaves as they are.
    """
    for name, bounds in rule.follows.items():
        low, number, high = (plain(new.get(each)) for each in (bounds[0], name, bounds[1]))
        given = name not in ignored and plain(old.get(name)) != number
        if old and not given and all(isinstance(each, int | float) for each in (low, number, high)) and low <= high:
            new = {**new, name: min(max(low, number), high)}
    return new
