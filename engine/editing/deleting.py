"""Resources taken out of the state; their objects stay as they are, and nobody looks after them any more."""

from __future__ import annotations

from collections.abc import Sequence

from .. import urn as urns
from ..errors import EngineError
from ..project import Project
from ..resource import Resource
from .dependents import only_depending_on
from .finding import located
from .opening import edited


def delete(project: Project, stack: str, given: Sequence[str] | None, *, force: bool, dependents: bool) -> tuple[int, list[str]]:
    """Take resources out of a state.

    Args:
        project: whose stack it is.
        stack: the stack's name.
        given: the URNs; None for all of them.
        force: protected ones too.
        dependents: with everything that depends on them.

    Returns:
        How many were named, and a warning for each that was protected.

    Raises:
        EngineError: one is not there, is protected, or is needed by what would stay; nothing was taken out.
    """
    with edited(project, stack) as resources:
        condemned = [*reversed(resources)] if given is None else _ordered(resources, given)
        warnings: list[str] = []
        for resource in condemned:
            warnings += _delete(resources, resource, force=force, dependents=dependents)
    return len(condemned), warnings


def _ordered(resources: Sequence[Resource], given: Sequence[str]) -> list[Resource]:
    """The resources of some URNs, what depends on another one of them before it."""
    wanted = {id(located(resources, urn)) for urn in given}
    return [resource for resource in reversed(resources) if id(resource) in wanted]


def _delete(resources: list[Resource], resource: Resource, *, force: bool, dependents: bool) -> list[str]:
    if not any(resource is other for other in resources):
        return []  # it has gone with one that it depends on
    needing = only_depending_on(resources, resource)
    warnings = _unprotected(resource, force=force)
    if needing and not dependents:
        listed = "".join(f" * {_quoted(urns.name_of(other.urn)):<15} ({other.urn})\n" for other in needing)
        raise EngineError(
            f"{resource.urn} can't be safely deleted because the following resources depend on it:\n{listed}\n"
            "Delete those resources first or pass --target-dependents."
        )
    for other in needing:
        warnings += _unprotected(other, force=force)
    gone = {id(resource), *map(id, needing)}
    resources[:] = [other for other in resources if id(other) not in gone]
    return warnings


def _unprotected(resource: Resource, *, force: bool) -> list[str]:
    if not resource.protect:
        return []
    if not force:
        raise EngineError(
            f"{resource.urn} can't be safely deleted because it is protected. Re-run this command with --force to force deletion"
        )
    return [f"deleting protected resource {resource.urn} due to presence of --force"]


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
