"""What has to be deleted before an object that others depend on is deleted.

A dependent goes too if a change of what it gets from the object would replace it. What it would get is not known yet, so its
provider is asked what an unknown in those places means.
"""

from __future__ import annotations

import dataclasses

from .. import urn as urns
from ..context import Context
from ..errors import EngineError
from ..providers.registry import is_provider_type
from ..resource import Resource
from ..values import UNKNOWN
from .comparing import ask, with_replace_on_changes
from .progress import Progress


@dataclasses.dataclass(frozen=True, slots=True)
class Condemned:
    """A resource that goes with another one, and the properties that would have replaced it."""

    resource: Resource
    reasons: tuple[str, ...] = ()


async def condemned_by(context: Context, progress: Progress, root: Resource) -> list[Condemned]:
    """Everything that must be deleted before `root`, dependencies first.

    What has been registered already cannot depend on the new `root`, whatever the prior state says, and is left out.
    """
    found: list[Condemned] = []
    if context.prior.contains(root):
        replaced = {root.urn}
        for dependent in context.prior.depending_on(root, lambda urn: progress.decided(urn, context.deletes)):
            verdict = await _replaces(context, dependent, replaced)
            if verdict is not None:
                found.append(Condemned(dependent, verdict))
                replaced.add(dependent.urn)
    known = {condemned.resource.urn for condemned in found}
    found += [
        Condemned(resource)
        for resource in context.prior.bound_to(root.urn)
        if resource.urn not in known and not progress.handled(resource.urn)
    ]
    return found


async def _replaces(context: Context, resource: Resource, replaced: set[str]) -> tuple[str, ...] | None:
    """The reasons for which a dependent would be replaced; None where it would not."""
    if not resource.custom or resource.external:
        return None
    if resource.provider and urns.split_reference(resource.provider)[0] in replaced:
        await context.ensure_provider(resource)  # as it was configured: the object is deleted through it
        return ()
    if resource.deleted_with in replaced:
        return ()
    changing = {key for key in resource.inputs if any(urn in replaced for urn in resource.property_dependencies.get(key, ()))}
    if not changing:
        return None
    if is_provider_type(resource.type):
        try:
            await context.registry.same(resource, checked=False)
        except EngineError as error:
            raise EngineError(f"create provider {resource.urn}: {error}") from error
    else:
        await context.ensure_provider(resource)
    inputs = {key: UNKNOWN if key in changing else value for key, value in resource.inputs.items()}
    provider = context.provider_for(resource)
    diff = await ask(context, resource, dataclasses.replace(resource, inputs=inputs), provider, allow_unknowns=True)
    diff = with_replace_on_changes(diff, resource.replace_on_changes, init_errors=False)
    return diff.replace_keys if diff.replaces else None
