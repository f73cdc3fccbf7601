"""Who needs a resource and no other.

A URN may stand more than once in a state, while an old object waits to be deleted: what could as well mean another of that name
does not count.

Source: OnlyDependsOn in pkg/resource/graph/dependency_graph.go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from .. import urn as urns
from ..prior import dependencies_of
from ..resource import Resource


def only_depending_on(resources: Sequence[Resource], root: Resource) -> list[Resource]:
    """Everything that depends on a resource alone, directly or not, its children included; in the state's order.

    Args:
        resources: the state, dependencies first.
        root: one of them, this very object.
    """
    start = next(index for index, resource in enumerate(resources) if resource is root)
    others = Counter(resource.urn for resource in resources[:start])
    dependent: Counter[str] = Counter({root.urn: 1})
    providers = {urns.reference(root.urn, root.id)}
    found = []

    def depends(resource: Resource) -> bool:
        if resource.urn == root.urn and resource.id == root.id:
            return False
        if dependent[resource.parent] and not others[resource.parent]:
            return True
        needed = dependencies_of(resource, parent=False, provider=False)
        return resource.provider in providers or any(dependent[urn] == 1 and not others[urn] for urn in needed)

    for resource in resources[start + 1 :]:
        if depends(resource):
            found.append(resource)
            dependent[resource.urn] += 1
            providers.add(urns.reference(resource.urn, resource.id))
        else:
            others[resource.urn] += 1
    return found
