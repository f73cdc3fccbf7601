"""Another name for a resource, wherever the state speaks of it: its children's URNs hold types only, and stay."""

from __future__ import annotations

from .. import urn as urns
from ..errors import EngineError
from ..normalizing import referring, without_empty
from ..project import Project
from .finding import NotFound
from .opening import edited


def rename(project: Project, stack: str, urn: str, name: str) -> None:
    """Give a resource another name; the program has to say the same, or the next update replaces it.

    Args:
        project: whose stack it is.
        stack: the stack's name.
        urn: the resource.
        name: its name to be.

    Raises:
        EngineError: there is no such resource, or more than one; or one has the new name already.
    """
    if not urns.is_urn(urn):
        raise EngineError("The provided input URN is not valid")
    with edited(project, stack) as resources:
        bearers = [resource for resource in resources if resource.urn == urn]
        if not bearers:
            raise NotFound(urn, (resource.urn for resource in resources))
        if len(bearers) > 1:
            raise EngineError("The input URN ambiguously refers to multiple resources")
        renamed = urns.rename(urn, name)
        if renamed == urn:
            return
        if any(resource.urn == renamed for resource in resources):
            raise EngineError("The chosen new urn for the state corresponds to an already existing resource")
        for index, resource in enumerate(resources):
            changed = resources[index] = referring(resource, {urn: renamed})
            if resource is not bearers[0]:
                changed.property_dependencies = without_empty(changed.property_dependencies)
