"""Whether a state holds together: what every other part of the engine takes for granted.

Source: VerifyIntegrity in pkg/resource/deploy/snapshot.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .deployment import StateError
from .resource import Resource
from .urn import split_reference


def verify(resources: Sequence[Resource]) -> None:
    """Check that what a resource needs stands before it, that nothing it names is missing, and that no live URN stands twice.

    Raises:
        StateError: with every fault found.
    """
    found = list(faults(resources))
    if found:
        raise StateError("\n".join(["the state does not hold together", *found]))


def faults(resources: Sequence[Resource]) -> Iterator[str]:
    """Everything by which a state does not hold together, each as a sentence that begins with the resource's URN."""
    everything = {resource.urn for resource in resources}
    seen: set[str] = set()
    live: set[str] = set()
    providers: set[str] = set()
    for resource in resources:
        if not resource.custom and resource.id:
            yield f"{resource.urn}: has the id {resource.id!r} and is no custom resource"
        for role, needed in _needs(resource):
            if needed not in seen:
                problem = "comes after it" if needed in everything and needed != resource.urn else "is missing"
                yield f"{resource.urn}: its {role} {needed} {problem}"
        if resource.provider and resource.provider not in providers and not resource.pending_replacement:
            problem = "is missing or comes after it" if _is_reference(resource.provider) else "is no reference, expected urn::id"
            yield f"{resource.urn}: its provider {resource.provider} {problem}"
        if not resource.delete:
            if resource.urn in live:
                yield f"{resource.urn}: stands twice"
            live.add(resource.urn)
        seen.add(resource.urn)
        if resource.type.startswith("pulumi:providers:"):
            providers.add(f"{resource.urn}::{resource.id}")


def _is_reference(reference: str) -> bool:
    try:
        split_reference(reference)
    except ValueError:
        return False
    return True


def _needs(resource: Resource) -> Iterator[tuple[str, str]]:
    if resource.parent:
        yield "parent", resource.parent
    for urn in resource.dependencies:
        yield "dependency", urn
    for name, urns in resource.property_dependencies.items():
        for urn in urns:
            yield f"dependency of {name}", urn
    if resource.deleted_with:
        yield "deletedWith", resource.deleted_with
    for urn in resource.replace_with:
        yield "replaceWith", urn
