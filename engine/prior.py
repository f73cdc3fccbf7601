"""The state that a deployment starts from, and who depends on whom in it.

Source: pkg/resource/deploy/deployment.go (buildResourceMaps), pkg/resource/graph/dependency_graph.go.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from . import urn as urns
from .resource import Resource


def dependencies_of(resource: Resource, *, parent: bool, provider: bool) -> Iterator[str]:
    """The URNs that a resource depends on.

    Args:
        resource: the resource.
        parent: with its parent.
        provider: with its provider.
    """
    if provider and resource.provider:
        yield urns.split_reference(resource.provider)[0]
    if parent and resource.parent:
        yield resource.parent
    yield from resource.dependencies
    for dependencies in resource.property_dependencies.values():
        yield from dependencies
    if resource.deleted_with:
        yield resource.deleted_with
    yield from resource.replace_with


def without_dangling(resources: Iterable[Resource]) -> Iterator[Resource]:
    """The resources, in their order, with nothing in them that refers to one that is not there or comes later."""
    there: set[str] = set()
    for resource in resources:
        yield loosened(resource, lambda urn: urn in there)
        there.add(resource.urn)


def loosened(resource: Resource, there: Callable[[str], bool]) -> Resource:
    """The resource without its references to what is not there; itself where nothing changes.

    A child whose parent is gone has none until the program says so; a property that depends on nothing is left out.
    """

    def known(urns: Iterable[str]) -> tuple[str, ...]:
        return tuple(urn for urn in urns if there(urn))

    needed = {key: known(urns) for key, urns in resource.property_dependencies.items()}
    changed = dataclasses.replace(
        resource,
        parent=resource.parent if there(resource.parent) else "",
        dependencies=known(resource.dependencies),
        property_dependencies={key: urns for key, urns in needed.items() if urns},
        deleted_with=resource.deleted_with if there(resource.deleted_with) else "",
        replace_with=known(resource.replace_with),
    )
    return resource if changed == resource else changed


class Prior:
    """The resources of the prior state, in its order: a resource stands after everything that it depends on.

    Steps mark these resources while they work (`delete`, `pending_replacement`).

    Args:
        resources: in the state's order.
        redacted: whether values were taken out of them.
    """

    def __init__(self, resources: Iterable[Resource], *, redacted: bool = False) -> None:
        self.resources = list(resources)
        self.redacted = redacted
        self.live = {resource.urn: resource for resource in self.resources if not resource.delete}
        """By URN, without those that only wait to be deleted."""

    def provider(self, urn: str, id_: str) -> Resource | None:
        """The provider resource with this URN and id, live or not."""
        return next((resource for resource in self._by_urn.get(urn, ()) if resource.id == id_), None)

    @cached_property
    def _index(self) -> dict[int, int]:
        return {id(resource): index for index, resource in enumerate(self.resources)}

    @cached_property
    def _by_urn(self) -> dict[str, list[Resource]]:
        found: defaultdict[str, list[Resource]] = defaultdict(list)
        for resource in self.resources:
            found[resource.urn].append(resource)
        return found

    @cached_property
    def _dependents(self) -> dict[str, list[Resource]]:
        found: defaultdict[str, list[Resource]] = defaultdict(list)
        for resource in self.resources:
            for urn in dict.fromkeys(dependencies_of(resource, parent=False, provider=True)):
                found[urn].append(resource)
        return found

    @cached_property
    def _children(self) -> dict[str, list[Resource]]:
        found: defaultdict[str, list[Resource]] = defaultdict(list)
        for resource in self.resources:
            found[resource.parent].append(resource)
        return found

    @cached_property
    def _bound(self) -> dict[str, list[Resource]]:
        found: defaultdict[str, list[Resource]] = defaultdict(list)
        for resource in self.live.values():
            for urn in dict.fromkeys((resource.deleted_with, *resource.replace_with)):
                found[urn].append(resource)
        return found

    def contains(self, resource: Resource) -> bool:
        return id(resource) in self._index

    def forget(self, gone: Resource) -> list[Resource]:
        """Leave a resource out whose object is gone; those that referred to it are changed, and returned."""
        self.resources = [resource for resource in self.resources if resource is not gone]
        if self.live.get(gone.urn) is gone:
            del self.live[gone.urn]
        changed = []
        for resource, loose in zip(self.resources, without_dangling(self.resources), strict=True):
            if loose is not resource and gone.urn in dependencies_of(resource, parent=True, provider=False):
                changed.append(resource)
                for name in ("parent", "dependencies", "property_dependencies", "deleted_with", "replace_with"):
                    setattr(resource, name, getattr(loose, name))
        for name in ("_index", "_by_urn", "_dependents", "_children", "_bound"):
            self.__dict__.pop(name, None)  # what was worked out of the resources before
        return changed

    def bound_to(self, urn: str) -> list[Resource]:
        """The live resources that are deleted with, or replaced with, the one of this URN."""
        return self._bound.get(urn, [])

    def depending_on(self, root: Resource, ignore: Callable[[str], bool]) -> list[Resource]:
        """Everything that depends on a resource, directly or not, in the state's order; children do not count.

        Args:
            root: a resource of this state.
            ignore: whether the resource of a URN, and what depends on it alone, is left out.
        """
        start = self._index[id(root)]
        found: dict[int, Resource] = {}
        frontier = [root.urn]
        while frontier:
            for resource in self._dependents.get(frontier.pop(), ()):
                index = self._index[id(resource)]
                if index > start and index not in found and not ignore(resource.urn):
                    found[index] = resource
                    frontier.append(resource.urn)
        return [found[index] for index in sorted(found)]

    def direct_dependencies(self, resource: Resource) -> Iterator[Resource]:
        """What has to be deleted after a resource: its dependencies, with what is inside components, its provider, its parent."""
        cursor = self._index[id(resource)]
        for urn in dict.fromkeys(dependencies_of(resource, parent=False, provider=True)):
            for dependency in self._by_urn.get(urn, ()):
                yield from self._before(cursor, dependency)
                if not dependency.custom:
                    for descendant in self._descendants(urn):
                        yield from self._before(cursor, descendant)
        for parent in self._by_urn.get(resource.parent, ()):
            yield from self._before(cursor, parent)

    def direct_dependents(self, resource: Resource) -> Iterator[Resource]:
        """What has to be deleted before a resource: what depends on it or uses it as its provider, and its children."""
        yield from self._dependents.get(resource.urn, ())
        yield from self._children.get(resource.urn, ())

    def transitive_dependencies(self, resource: Resource) -> set[int]:
        """The identities of everything a resource needs, directly or not."""
        found: set[int] = set()
        frontier = [resource]
        while frontier:
            current = frontier.pop()
            for urn in dependencies_of(current, parent=True, provider=True):
                for dependency in self._by_urn.get(urn, ()):
                    if id(dependency) not in found:
                        found.add(id(dependency))
                        frontier.append(dependency)
        found.discard(id(resource))
        return found

    def protected(self) -> set[str]:
        """The URNs of everything that is protected, and of what that needs."""
        kept = {id(resource) for resource in self.resources if resource.protect}
        for resource in self.resources:
            if resource.protect:
                kept |= self.transitive_dependencies(resource)
        return {resource.urn for resource in self.resources if id(resource) in kept}

    def _before(self, cursor: int, resource: Resource) -> Iterator[Resource]:
        if self._index[id(resource)] < cursor:
            yield resource

    def _descendants(self, urn: str) -> Iterator[Resource]:
        frontier = list(self._children.get(urn, ()))
        while frontier:
            resource = frontier.pop()
            yield resource
            frontier += self._children.get(resource.urn, ())
