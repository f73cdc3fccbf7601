"""An order that holds, and no reference to what is not there: what makes a broken state one that can be opened again.

Source: Repair, Toposort and Prune in pkg/resource/deploy/snapshot.go, pkg/cmd/pulumi/state/state_repair{,_render}.go.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence

from .. import integrity
from .. import urn as urns
from ..errors import EngineError
from ..normalizing import without_empty
from ..project import Project
from ..resource import Resource
from .opening import edited


@dataclasses.dataclass(frozen=True, slots=True)
class Pruned:
    """A resource that lost references.

    Args:
        before: the resource as it was.
        urn: its URN now, which says no more whose child it is where the parent is gone.
        removed: what it referred to, each with the kind of the reference.
    """

    before: Resource
    urn: str
    removed: tuple[tuple[str, str], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Repair:
    """What a repair does.

    Args:
        resources: the state to be.
        moved: what stands elsewhere in the state's order.
        pruned: what lost references.
    """

    resources: list[Resource]
    moved: tuple[Resource, ...]
    pruned: tuple[Pruned, ...]


class RepairFailed(EngineError):  # noqa: N818  named for what is the case
    """What was tried is not enough; a person has to look."""

    def __init__(self, stack: str, why: str) -> None:
        super().__init__(
            f"Failed to repair the snapshot automatically: {why}\n\n"
            "This can happen if the snapshot contains cycles or corrupted or unparseable data. You may be able to\n"
            "manually repair your stack: export it, keep a copy, mend the file, and import it:\n\n"
            f"   nusa stack export --stack {stack} > state.json\n"
            f"   nusa stack import --stack {stack} < state.json"
        )


def repair(project: Project, stack: str, agree: Callable[[Repair], bool]) -> bool | None:
    """Repair a stack's state, where it does not hold together.

    Args:
        project: whose stack it is.
        stack: the stack's name.
        agree: is asked before anything is written.

    Returns:
        Whether it was agreed to; None where the state holds together.

    Raises:
        RepairFailed: the state does not hold together afterwards either; nothing was written.
    """
    with edited(project, stack, verified=False) as resources:
        if not any(True for _ in integrity.faults(resources)):
            return None
        try:
            found = planned(resources)
            integrity.verify(found.resources)
        except (EngineError, ValueError) as error:
            raise RepairFailed(stack, str(error)) from error
        if not agree(found):
            return False
        resources[:] = found.resources
        return True


def planned(resources: Sequence[Resource]) -> Repair:
    """What a repair of some resources would do.

    Raises:
        EngineError: they need each other in a circle.
        ValueError: one has no URN, or its provider is no reference.
    """
    ordered = list(_sorted(resources))
    pruned: list[Pruned] = []
    kept = list(_pruned(ordered, pruned))
    return Repair(kept, tuple(_moved(resources, ordered)), tuple(pruned))


def _sorted(resources: Sequence[Resource]) -> Iterator[Resource]:
    """The resources, dependencies first and otherwise in their order."""
    live = {resource.urn: resource for resource in resources if not resource.delete}
    old = {resource.urn: resource for resource in resources if resource.delete}
    done: set[int] = set()
    under_way: set[int] = set()
    # A stack of our own: a long chain of dependencies must not end in a recursion that is too deep.
    for root in resources:
        path = [(root, _needed(root, live, old))]
        while path:
            resource, needed = path[-1]
            if id(resource) in done:
                path.pop()
                continue
            under_way.add(id(resource))
            following = next((other for other in needed if id(other) not in done), None)
            if following is None:
                path.pop()
                under_way.discard(id(resource))
                done.add(id(resource))
                yield resource
            elif id(following) in under_way:
                raise EngineError("snapshot has cyclic dependencies")
            else:
                path.append((following, _needed(following, live, old)))


def _needed(resource: Resource, live: dict[str, Resource], old: dict[str, Resource]) -> Iterator[Resource]:
    """What a resource needs: an old object needs old ones, where there are both."""
    first, second = (old, live) if resource.delete else (live, old)
    named = [urn for _, urn in references(resource)]
    if resource.provider:
        named.append(urns.split_reference(resource.provider)[0])
    return iter([found for urn in dict.fromkeys(named) if (found := first.get(urn) or second.get(urn)) is not None])


def references(resource: Resource) -> Iterator[tuple[str, str]]:
    """The URNs that a resource refers to, its provider's excepted, each after the kind of the reference."""
    if resource.parent:
        yield "parent", resource.parent
    for urn in resource.dependencies:
        yield "dependency", urn
    for key in sorted(resource.property_dependencies):
        for urn in resource.property_dependencies[key]:
            yield f"property dependency: {key}", urn
    if resource.deleted_with:
        yield "deleted with", resource.deleted_with
    for urn in resource.replace_with:
        yield "replace with", urn


def _pruned(resources: Sequence[Resource], told: list[Pruned]) -> Iterator[Resource]:
    """The resources, dependencies first, without references to what is not there. A provider has to be there: that stays."""
    current: dict[str, str] = {}

    def all_of(given: Sequence[str]) -> tuple[str, ...]:
        return tuple(current[urn] for urn in given if urn in current)

    for resource in resources:
        parent = current.get(resource.parent, "")
        urn = resource.urn
        if resource.parent:
            parent_type = urns.qualified_type_of(parent) if parent else ""
            urn = urns.make(urns.stack_of(urn), urns.project_of(urn), parent_type, urns.type_of(urn), urns.name_of(urn))
        removed = tuple((kind, needed) for kind, needed in references(resource) if needed not in current)
        if removed or urn != resource.urn:
            told.append(Pruned(resource, urn, removed))
        current[resource.urn] = urn
        yield dataclasses.replace(
            resource,
            urn=urn,
            parent=parent,
            dependencies=all_of(resource.dependencies),
            property_dependencies=without_empty({key: all_of(given) for key, given in resource.property_dependencies.items()}),
            deleted_with=current.get(resource.deleted_with, ""),
            replace_with=all_of(resource.replace_with),
        )


def _moved(before: Sequence[Resource], after: Sequence[Resource]) -> Iterator[Resource]:
    """What stands between other neighbours than before, on both sides; what others only made way for does not count."""
    previous, following = _neighbours(before)
    now_previous, now_following = _neighbours(after)
    for resource in after:
        urn = resource.urn
        if now_previous[urn] is not previous[urn] and now_following[urn] is not following[urn]:
            yield resource


def _neighbours(resources: Sequence[Resource]) -> tuple[dict[str, Resource | None], dict[str, Resource | None]]:
    previous: dict[str, Resource | None] = {}
    following: dict[str, Resource | None] = {}
    for before, resource, after in zip([None, *resources], resources, [*resources[1:], None], strict=False):
        previous[resource.urn], following[resource.urn] = before, after
    return previous, following
