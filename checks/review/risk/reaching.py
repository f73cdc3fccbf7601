"""What depends on an object, near and far."""

from __future__ import annotations

from collections import defaultdict, deque
from functools import lru_cache

from ...plan import Plan


def reached(plan: Plan, of: str) -> tuple[str, ...]:
    """The URNs of everything in the state that needs an object, or needs what needs it, the nearest first."""
    needing = _needing(_Known(plan))
    found: dict[str, None] = {}
    waiting = deque([of])
    while waiting:
        for each in needing.get(waiting.popleft(), ()):
            if each != of and each not in found:
                found[each] = None
                waiting.append(each)
    return tuple(found)


class _Known:
    """A plan by its identity: what needs what is worked out once for all its steps."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and other.plan is self.plan

    def __hash__(self) -> int:
        return id(self.plan)


@lru_cache(maxsize=1)
def _needing(known: _Known) -> dict[str, list[str]]:
    needing: defaultdict[str, list[str]] = defaultdict(list)
    for of, standing in known.plan.standing.items():
        for needed in standing.needs:
            needing[needed].append(of)
    return dict(needing)
