"""After renames: every reference to a resource under its old URN becomes one to its new URN.

A resource that was found by an alias carries the alias in the state until this has been done.

Source: pkg/resource/deploy/snapshot.go (NormalizeURNReferences).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence

from . import urn as urns
from .resource import Resource


def normalize(resources: Sequence[Resource]) -> list[Resource]:
    """The resources with current URNs everywhere; those that nothing changes for are the same objects."""
    renamed: dict[str, str] = {}
    for resource in resources:
        renamed.update((alias, resource.urn) for alias in resource.aliases if alias != resource.urn)
        parent = renamed.get(resource.parent)
        if parent is not None and urns.qualified_type_of(parent) != urns.ROOT_STACK_TYPE:
            current = urns.make(
                urns.stack_of(resource.urn),
                urns.project_of(resource.urn),
                urns.qualified_type_of(parent),
                urns.type_of(resource.urn),
                urns.name_of(resource.urn),
            )
            if current != resource.urn:
                renamed[resource.urn] = current
    if not renamed:
        return [dataclasses.replace(resource, aliases=()) if resource.aliases else resource for resource in resources]
    return [_renamed(resource, renamed) for resource in resources]


def _renamed(resource: Resource, renamed: Mapping[str, str]) -> Resource:
    changed = referring(resource, renamed)
    if changed.property_dependencies != resource.property_dependencies:
        changed.property_dependencies = without_empty(changed.property_dependencies)  # as Pulumi writes them down anew
    changed.aliases = ()
    return resource if changed == resource else changed


def referring(resource: Resource, renamed: Mapping[str, str]) -> Resource:
    """A copy of a resource that has other URNs wherever it names one of them, its own included.

    Args:
        resource: one entry of a state.
        renamed: the new URN of each old one.
    """

    def all_of(given: Iterable[str]) -> tuple[str, ...]:
        return tuple(renamed.get(urn, urn) for urn in given)

    provider = resource.provider
    if provider:
        urn, id_ = urns.split_reference(provider)
        provider = urns.reference(renamed.get(urn, urn), id_)
    return dataclasses.replace(
        resource,
        urn=renamed.get(resource.urn, resource.urn),
        parent=renamed.get(resource.parent, resource.parent),
        provider=provider,
        dependencies=all_of(resource.dependencies),
        property_dependencies={key: all_of(given) for key, given in resource.property_dependencies.items()},
        deleted_with=renamed.get(resource.deleted_with, resource.deleted_with),
        replace_with=all_of(resource.replace_with),
    )


def without_empty(needed: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The dependencies of properties, without the properties that have none."""
    return {key: given for key, given in needed.items() if given}
