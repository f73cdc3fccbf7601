"""What several stacks have, given to others: all of it or nothing, whatever happens on the way.

The stacks that are to have the resources are written first, one after the other, each whole; then those that had them are emptied.
So nothing is ever in neither, and whoever was cut off does it again: what is written already is found to be what was to be.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TypeAlias

from .. import config, integrity
from ..backend import Backend
from ..deployment import Snapshot
from ..errors import EngineError
from ..project import Project
from ..resource import Resource

Held: TypeAlias = Mapping[str, Sequence[Resource]]
"""Resources by the stack that has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rearrangement:
    """What is to be done.

    Args:
        before: what each stack has that is to be emptied; those that have nothing are left out.
        after: what each other stack is to have.
        resumed: an earlier one was cut off, and some of it is done.
    """

    before: Held
    after: Held
    resumed: bool


def rearrange(
    project: Project,
    sources: Sequence[str],
    targets: Sequence[str],
    change: Callable[[Held], Held],
    agree: Callable[[Rearrangement], bool],
) -> bool:
    """Give what some stacks have to others.

    Args:
        project: whose stacks they are.
        sources: the stacks that have the resources.
        targets: the stacks that are to have them; they have no resources but those of an attempt that was cut off.
        change: what the targets are to have, given what each of the sources has.
        agree: is asked before anything is written; not where there is nothing to do.

    Returns:
        Whether it was done; not where nothing is to be done, or nobody agreed.

    Raises:
        EngineError: a target has resources of its own, a run on one of the stacks was cut off, or its state cannot be read.
        LockHeld: a run is at work on one of the stacks.
    """
    backend = Backend(project.root, project.name)
    names = sorted({*sources, *targets})  # in one order everywhere, so that no two wait for each other
    salts = {name: config.salt_of(project, name, [*backend.stacks(), name]) for name in names}
    usual = next(filter(None, (salts[name] for name in sources)), "")
    with ExitStack() as stack:
        states = {name: stack.enter_context(backend.open(name, config_salt=salts[name] or usual)) for name in names}
        held = {name: states[name].snapshot.resources for name in sources}
        held = {name: resources for name, resources in held.items() if resources}
        if not held:
            return False
        _require_settled({name: states[name].snapshot for name in names})
        after = change(held)
        taken = {name: states[name].snapshot.resources for name in targets if states[name].snapshot.resources}
        _require_same(after, taken)
        for resources in after.values():
            integrity.verify(resources)
        if not agree(Rearrangement(before=held, after=after, resumed=bool(taken))):
            return False
        for name, resources in after.items():
            if name not in taken:
                states[name].save(dataclasses.replace(states[name].snapshot, resources=list(resources)))
        for name in held:
            states[name].save(dataclasses.replace(states[name].snapshot, resources=[]))
    return True


def _require_settled(snapshots: Mapping[str, Snapshot]) -> None:
    """Refuse states of runs that were cut off: whether there are objects that no state has, only the next run can tell.

    Raises:
        EngineError: there are some.
    """
    cut_off = [name for name, snapshot in snapshots.items() if snapshot.pending_operations]
    if cut_off:
        told = "the last run of {0} was cut off; fix: run `nusa refresh -s {0}` first"
        raise EngineError("\n".join(told.format(name) for name in cut_off))


def _require_same(after: Held, taken: Held) -> None:
    """Refuse targets that have anything but what an earlier attempt gave them.

    Raises:
        EngineError: there are some.
    """
    faults = []
    for name, resources in taken.items():
        known = {(each.urn, each.id) for each in resources}
        if not {(each.urn, each.id) for each in after.get(name, ())} <= known:
            faults.append(f"{name} has {len(resources)} resources already, and not those that it is to get")
    if faults:
        raise EngineError("\n".join([*faults, "fix: destroy them, or move them with `nusa state move`"]))
