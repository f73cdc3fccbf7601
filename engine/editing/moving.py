"""Resources moved from one stack of a project to another, with the providers they use.

Source: pkg/cmd/pulumi/state/state_move.go.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Sequence

from .. import config, integrity
from .. import urn as urns
from ..backend import Backend
from ..errors import EngineError
from ..normalizing import referring, without_empty
from ..project import Project
from ..providers.registry import is_provider_type
from ..resource import Resource
from .finding import hint
from .repairing import references


@dataclasses.dataclass(frozen=True, slots=True)
class Broken:
    """A reference from one stack into another, which no state can hold."""

    resource: str
    kind: str
    needed: str


@dataclasses.dataclass(slots=True)
class Move:
    """What a move does.

    Args:
        moved: what is moved, as the source has it.
        source: what is left there.
        dest: what is there then.
        broken_behind: references of what is left to what is moved.
        broken_ahead: references of what is moved to what is left.
    """

    moved: list[Resource]
    source: list[Resource]
    dest: list[Resource]
    broken_behind: list[Broken]
    broken_ahead: list[Broken]


def move(
    project: Project,
    source: str,
    dest: str,
    given: Sequence[str],
    *,
    parents: bool,
    warn: Callable[[str], None],
    agree: Callable[[Move], bool],
) -> bool:
    """Move resources, their children included.

    The destination is written first, so that nothing is ever in neither state; where the source cannot be written then, the
    destination gets its old state back.

    Args:
        project: whose stacks they are.
        source: the stack that has the resources.
        dest: the stack that is to have them.
        given: the URNs.
        parents: with their parents.
        warn: is told of what is asked for and not there.
        agree: is asked before anything is written.

    Returns:
        Whether it was agreed to.

    Raises:
        EngineError: nothing is to be moved, a provider was named, or the destination has a resource of the same URN; nothing was
            written.
    """
    backend = Backend(project.root, project.name)
    salts = {name: config.salt_of(project, name, backend.stacks()) for name in (source, dest)}
    if source == dest:
        raise EngineError(f"the resources are in {source} already; fix: name another stack with --dest")
    with (
        backend.open(dest, config_salt=salts[dest]) as ahead,
        backend.open(source, config_salt=salts[source]) as behind,
    ):
        here, there = behind.snapshot.resources, ahead.snapshot.resources
        for urn in dict.fromkeys(given):
            if not any(resource.urn == urn for resource in here):
                warn(f"Resource {urn} not found in source stack")
        chosen = _chosen(here, given, parents=parents)
        if not chosen:
            raise EngineError(f"no resources found to move\n{hint(project.qualified(source))}")
        found = planned(here, there, chosen, stack=dest, project=project.name)
        integrity.verify(found.source)
        if not agree(found):
            return False
        before = ahead.snapshot
        ahead.save(dataclasses.replace(before, resources=found.dest))
        try:
            behind.save(dataclasses.replace(behind.snapshot, resources=found.source))
        except BaseException:  # a cancellation too: else the resources would be in both stacks
            ahead.save(before)
            raise
    return True


def planned(source: Sequence[Resource], dest: Sequence[Resource], chosen: Collection[str], *, stack: str, project: str) -> Move:
    """What moving some resources would do.

    Args:
        source: the state that has them, dependencies first.
        dest: the state that is to have them.
        chosen: the URNs of all that is moved.
        stack: the name of the stack that is to have them.
        project: its project.

    Raises:
        EngineError: the destination has a resource of the same URN, or a provider of the same name that is another one.
    """
    found = Move(
        moved=[resource for resource in source if resource.urn in chosen],
        source=[],
        dest=list(dest),
        broken_behind=[],
        broken_ahead=[],
    )
    for resource in source:
        if resource.urn not in chosen:
            left, broken = _without(resource, chosen)
            found.source.append(left)
            found.broken_behind += broken
    _Arrival(found, stack, project, {resource.urn for resource in found.source}).complete()
    return found


def _chosen(source: Sequence[Resource], given: Sequence[str], *, parents: bool) -> set[str]:
    """The URNs of what is moved: what was asked for, with everything inside it, and without providers and the stack itself."""
    named = [resource for resource in source if resource.urn in given]
    if any(is_provider_type(resource.type) for resource in named):
        raise EngineError("cannot move providers. Only resources can be moved, and providers will be included automatically")
    chosen = {resource.urn for resource in named}
    if parents:
        by_urn = {resource.urn: resource for resource in source}
        for resource in named:
            while (above := by_urn.get(resource.parent)) is not None and not _is_root(above):
                resource = above  # noqa: PLW2901  from child to parent
                chosen.add(resource.urn)
    for resource in source:  # parents stand before their children
        if resource.parent in chosen and not is_provider_type(resource.type):
            chosen.add(resource.urn)
    return chosen - {resource.urn for resource in source if _is_root(resource) or is_provider_type(resource.type)}


class _Arrival:
    """What is moved on its way into the destination; before it come the stack and the providers that are not there yet.

    Args:
        found: the move.
        stack: the destination's name.
        project: its project.
        staying: the URNs of what is left in the source.
    """

    def __init__(self, found: Move, stack: str, project: str, staying: Collection[str]) -> None:
        self._found = found
        self._stack = stack
        self._project = project
        self._staying = staying
        self._renamed: dict[str, str] = {}
        """The URN of each resource that has arrived, by its old one."""

    def complete(self) -> None:
        found = self._found
        root = self._root()
        there = {resource.urn: resource for resource in found.dest}
        used = {resource.provider for resource in found.moved}
        providers: dict[str, str] = {}
        for provider in found.source:
            reference = urns.reference(provider.urn, provider.id)
            if reference in used:
                providers[reference] = self._bring_provider(self._copied(provider, root), there)
        for resource in found.moved:
            copied = dataclasses.replace(self._copied(resource, root), provider=providers.get(resource.provider, ""))
            if copied.urn in there:
                raise EngineError(f"resource {copied.urn} already exists in destination stack")
            self._renamed[resource.urn] = copied.urn
            found.dest.append(copied)

    def _root(self) -> str:
        """The URN of the destination's stack resource, which is made where there is none."""
        for resource in self._found.dest:
            if _is_root(resource):
                return resource.urn
        urn = urns.make(self._stack, self._project, "", urns.ROOT_STACK_TYPE, f"{self._project}-{self._stack}")
        self._found.dest.insert(0, Resource(urn=urn, type=urns.ROOT_STACK_TYPE))
        return urn

    def _bring_provider(self, copied: Resource, there: dict[str, Resource]) -> str:
        """The reference of a provider in the destination: one of the same name serves where it is the same, or configured alike."""
        same = there.get(copied.urn)
        if same is None:
            self._found.dest.append(copied)
        elif same.id != copied.id and same.inputs != copied.inputs:
            raise EngineError(f"provider {copied.urn} already exists in destination stack")
        return urns.reference(copied.urn, (same or copied).id)

    def _copied(self, resource: Resource, root: str) -> Resource:
        """A resource as the destination has it: under its parent there, or under the stack."""
        parent = self._renamed.get(resource.parent, root)
        copied, broken = _without(resource, self._staying)
        self._found.broken_ahead += broken
        type_, name = urns.type_of(resource.urn), urns.name_of(resource.urn)
        urn = urns.make(self._stack, self._project, urns.qualified_type_of(parent), type_, name)
        return dataclasses.replace(referring(copied, self._renamed), urn=urn, parent=parent)


def _without(resource: Resource, gone: Collection[str]) -> tuple[Resource, list[Broken]]:
    """The resource without references to what is in the other stack, and those references; the parent is no matter here."""
    broken = [Broken(resource.urn, kind, needed) for kind, needed in references(resource) if kind != "parent" and needed in gone]

    def all_of(given: Sequence[str]) -> tuple[str, ...]:
        return tuple(urn for urn in given if urn not in gone)

    left = dataclasses.replace(
        resource,
        dependencies=all_of(resource.dependencies),
        property_dependencies=without_empty({key: all_of(given) for key, given in resource.property_dependencies.items()}),
        deleted_with="" if resource.deleted_with in gone else resource.deleted_with,
        replace_with=all_of(resource.replace_with),
    )
    return left, broken


def _is_root(resource: Resource) -> bool:
    return resource.type == urns.ROOT_STACK_TYPE and not resource.parent
