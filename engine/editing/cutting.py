"""The resources of one stack as those of several, and of several as those of one; no object is touched, and no program runs.

What a part consists of are trees: a resource goes where its nearest ancestor goes that is named, and to the rest otherwise. What
stands above the trees, the stack and the components around them, every part has. A provider goes with what uses it, to several
parts where several do. References from the rest into a tree are dropped: what they led to is another stack's then.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from .. import urn as urns
from ..errors import EngineError
from ..lifecycle import renamed
from ..normalizing import without_empty
from ..providers.registry import is_provider_type
from ..resource import Resource
from ..values import Properties
from .repairing import references

_REFERENCE: Final = "pulumi:pulumi:StackReference"
_READER: Final = "pulumi:providers:pulumi"
"""The provider of stack references, and of functions that read a stack."""


class CutRefused(EngineError):  # noqa: N818  named for what is the case
    """Resources cannot be parted, or put together."""


def cut(
    resources: Sequence[Resource], trees: Mapping[str, str], rest: str, *, project: str, stack: str
) -> dict[str, list[Resource]]:
    """The resources of a stack as those of several.

    Args:
        resources: the stack's, dependencies first.
        trees: by the URN of a resource, the stack that is to have it and all that is below it.
        rest: the stack that is to have everything else.
        project: the stacks' project.
        stack: the stack that has the resources.

    Returns:
        The resources by their stack, those of `rest` last; each in one alone, but for providers and what stands above the trees.

    Raises:
        CutRefused: something in a tree needs what is in another, or in the rest.
    """
    places = _places(resources, trees, rest)
    parts: dict[str, list[Resource]] = {}
    faults: list[str] = []
    for part in (*dict.fromkeys(trees.values()), rest):
        mine = [resource for resource, place in zip(resources, places, strict=True) if part in place]
        here = {resource.urn for resource in mine}
        if part != rest:
            faults += [fault for resource in mine for fault in _needing(resource, here)]
        parts[part] = renamed([_within(resource, here) for resource in mine], project, stack, part)
    if faults:
        raise CutRefused("\n".join(["what is to be parted hangs together:", *faults]))
    return parts


def _places(resources: Sequence[Resource], trees: Mapping[str, str], rest: str) -> list[set[str]]:
    """The stacks that are to have each resource."""
    everywhere, above = {*trees.values(), rest}, _above(resources, trees)
    by_urn: dict[str, str] = {}
    owners, users = [], dict[str, set[str]]()
    for resource in resources:  # parents stand before their children
        owner = trees.get(resource.urn) or by_urn.get(resource.parent) or rest
        by_urn.setdefault(resource.urn, owner)
        owners.append(owner)
        users.setdefault(resource.provider, set()).add(owner)

    def place(resource: Resource, owner: str) -> set[str]:
        if resource.urn in above:
            return everywhere
        used = users.get(urns.reference(resource.urn, resource.id)) if is_provider_type(resource.type) else None
        return used or {owner}

    return [place(resource, owner) for resource, owner in zip(resources, owners, strict=True)]


def _above(resources: Sequence[Resource], trees: Mapping[str, str]) -> set[str]:
    """The URNs of what stands above the trees."""
    parents = {resource.urn: resource.parent for resource in resources}
    found: set[str] = set()
    for urn in trees:
        parent = parents.get(urn, "")
        while parent and parent not in found:
            found.add(parent)
            parent = parents.get(parent, "")
    return found


def _needing(resource: Resource, here: set[str]) -> Iterator[str]:
    """What a resource needs that is not with it, as sentences."""
    return (f"  {resource.urn} needs {needed} ({kind})" for kind, needed in references(resource) if needed not in here)


def _within(resource: Resource, here: set[str]) -> Resource:
    """The resource with those references alone that lead to what is here; whoever has its parent has it too."""

    def all_of(given: Sequence[str]) -> tuple[str, ...]:
        return tuple(urn for urn in given if urn in here)

    return dataclasses.replace(
        resource,
        dependencies=all_of(resource.dependencies),
        property_dependencies=without_empty({key: all_of(given) for key, given in resource.property_dependencies.items()}),
        deleted_with=resource.deleted_with if resource.deleted_with in here else "",
        replace_with=all_of(resource.replace_with),
    )


def joined(parts: Mapping[str, Sequence[Resource]], *, project: str, stack: str) -> list[Resource]:
    """The resources of several stacks as those of one.

    What all have, the stack itself and the components above their trees, is that of the last; outputs are put together, mappings of
    one name entry by entry. The references by which one of the stacks read another are dropped.

    Args:
        parts: the resources of each stack, dependencies first.
        project: the stacks' project.
        stack: the stack that is to have them.

    Raises:
        CutRefused: two stacks have the same resource, and not the same object.
    """
    live: dict[str, Resource] = {}
    waiting: list[Resource] = []  # replaced, and to be deleted yet: beside the live ones of their URNs
    providers: dict[str, str] = {}
    faults: list[str] = []
    for part, resources in parts.items():
        kept = list(_without_reading(resources))
        here = {resource.urn for resource in kept}
        for resource in renamed([_within(each, here) for each in kept], project, part, stack):
            same = live.get(resource.urn)
            if resource.delete:
                waiting.append(resource)
            elif same is None:
                live[resource.urn] = resource
            elif is_provider_type(resource.type) and (same.id == resource.id or same.inputs == resource.inputs):
                providers[urns.reference(resource.urn, resource.id)] = urns.reference(same.urn, same.id)
            elif resource.custom or same.custom:
                faults.append(f"  {resource.urn}: {same.id or 'a component'} and {resource.id or 'a component'}")
            else:
                live[resource.urn] = dataclasses.replace(resource, outputs=_merged(same.outputs, resource.outputs))
    if faults:
        raise CutRefused("\n".join(["what is to be put together stands in several stacks:", *faults]))
    return [
        dataclasses.replace(resource, provider=providers.get(resource.provider, resource.provider))
        for resource in (*live.values(), *waiting)
    ]


def _without_reading(resources: Sequence[Resource]) -> Iterator[Resource]:
    """The resources without those that read other stacks, and without the engine's own provider where only reading took that."""
    used = {resource.provider for resource in resources if resource.type != _REFERENCE}
    for resource in resources:
        idle = resource.type == _READER and urns.reference(resource.urn, resource.id) not in used
        if resource.type != _REFERENCE and not idle:
            yield resource


def _merged(one: Properties, other: Properties) -> Properties:
    """Two mappings as one, entry by entry as far down as both have mappings."""
    merged = dict(one)
    for key, value in other.items():
        mine = merged.get(key)
        merged[key] = _merged(mine, value) if isinstance(mine, dict) and isinstance(value, dict) else value
    return merged
