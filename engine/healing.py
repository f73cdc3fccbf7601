"""What an earlier run had begun and never finished: found out, finished or explained before anything else is done.

A creation that was cut off may or may not have happened. A simulated cloud knows the operation id that it was told, so the call is
made again, with the same inputs: it gives the object that exists, or makes it now. Either way the state knows it, and the program
says what becomes of it. Updates and deletions need no such care: the state still has the resource as it was, so the next plan
begins them anew. A plugin knows no operation ids; there a person has to look.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from .context import Context
from .deployment import PendingOperation, Snapshot
from .errors import EngineError
from .events import Severity
from .prior import Prior
from .providers.registry import is_provider_type
from .resource import Resource
from .state import StackState
from .steps.base import now, timeout


def settled(snapshot: Snapshot, *, clear: bool, adopt: Mapping[str, str]) -> tuple[Snapshot, list[str]]:
    """The state once a person has said what became of creations that were cut off.

    Args:
        snapshot: the state.
        clear: forget those that nothing else is said of.
        adopt: the id of the object that a creation had made, by its URN; the object is in the state from now on.

    Returns:
        The state, the same one where nothing changes; and the URNs for which no creation was cut off.
    """
    resources, left = list(snapshot.resources), []
    unused = dict(adopt)
    for operation in snapshot.pending_operations:
        resource = operation.resource
        if operation.type != "creating":
            left.append(operation)
        elif id_ := unused.pop(resource.urn, ""):
            live = next((other for other in resources if other.urn == resource.urn and not other.delete), None)
            resources = [*_without_replaced(resources, live), dataclasses.replace(resource, id=id_)]
        elif not clear:
            left.append(operation)
    if len(left) == len(snapshot.pending_operations):
        return snapshot, list(unused)
    return dataclasses.replace(snapshot, resources=resources, pending_operations=left), list(unused)


async def heal(context: Context, state: StackState, *, explain: bool = True) -> None:
    """Settle what is pending in a state that is open for a run.

    Args:
        context: the deployment to come; its prior state is the open one's, and is changed along.
        state: the open state; it is written with what was found.
        explain: whether to warn of what stays unclear; a refresh is what the warning would advise.
    """
    pending = state.snapshot.pending_operations
    if not pending:
        return
    resources = list(state.snapshot.resources)
    unclear: list[PendingOperation] = []
    for operation in pending:
        resource = operation.resource
        if operation.type != "creating" or is_provider_type(resource.type):
            continue
        if not operation.operation_id or not await _repeatable(context, resource):
            unclear.append(operation)
            continue
        made = await _create_again(context, operation)
        if made is None:
            continue
        resources = [*_without_replaced(resources, context.prior.live.get(made.urn)), made]
    if unclear and explain:
        context.report(Severity.WARNING, _explanation(unclear))
    state.save(dataclasses.replace(state.snapshot, resources=resources, pending_operations=unclear))
    context.prior = Prior(resources)


async def _repeatable(context: Context, resource: Resource) -> bool:
    """Whether the provider can be asked the same again without making a second object."""
    try:
        await context.ensure_provider(resource)
    except EngineError:
        return False
    provider = context.registry.get(resource.provider)
    return provider is not None and provider.knows_operations


async def _create_again(context: Context, operation: PendingOperation) -> Resource | None:
    resource = operation.resource
    provider = context.provider_for(resource)
    try:
        created = await provider.create(
            resource.urn, resource.inputs, timeout=timeout(resource, "create"), operation=operation.operation_id
        )
    except EngineError as error:
        context.report(Severity.WARNING, f"its creation was cut off, and cannot be finished: {error}", resource.urn)
        return None
    at = now()
    return dataclasses.replace(resource, id=created.id, outputs=created.outputs, created=at, modified=at)


def _without_replaced(resources: list[Resource], old: Resource | None) -> list[Resource]:
    """The state's resources once a new one has taken the place of `old`, which waits for its deletion, or had it already."""
    if old is None:
        return resources
    if old.pending_replacement:
        return [resource for resource in resources if resource is not old]
    old.delete = True
    return resources


def _explanation(unclear: list[PendingOperation]) -> str:
    listed = "".join(f"  * {operation.resource.urn}, interrupted while {operation.type}\n" for operation in unclear)
    return (
        f"Attempting to deploy or update resources with {len(unclear)} pending operations from previous deployment.\n{listed}"
        "These resources are in an unknown state because the engine was interrupted while waiting for changes to these resources "
        "to complete. You should confirm whether or not the operations listed completed successfully by checking the state of the "
        "appropriate provider."
    )
