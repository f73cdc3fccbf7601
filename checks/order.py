"""The order in which a plan is told: by the tree of parents, and by name inside it.

Programs register what does not depend on each other in another order each time, so the order of the steps would make another text
of the same plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from engine import urn
from engine.events import Step

Place: TypeAlias = tuple[tuple[str, str], ...]
"""Name and type of what stands above a resource, the outermost first, and its own."""


def places(steps: Iterable[Step]) -> Callable[[str], Place]:
    """What gives the place of a URN among some steps; a parent stands before what it has.

    Args:
        steps: of every resource that is a parent, and of what is asked for.
    """
    parents = {step.urn: resource.parent for step in steps if (resource := step.new or step.old) is not None}
    known: dict[str, Place] = {"": ()}

    def place(of: str) -> Place:
        if of not in known:
            known[of] = ()  # a circle of parents, which a state made by hand can have, ends here
            known[of] = (*place(parents.get(of, "")), (urn.name_of(of), urn.type_of(of)))
        return known[of]

    return place
