"""What an earlier run had begun and never finished: found out, finished or explained before anything else is done.

A creation that was cut off may or may not have happened. A simulated cloud knows the operation id that it was told, so the call is
made again, with the same inputs: it gives the object that exists, or makes it now. Either way the state knows it, and the program
says what becomes of it. Updates and deletions need no such care: the state still has the resource as it was, so the next plan
begins them anew. A plugin knows no operation ids; there a person has to look, and a creation stays pending until one has.

Source: printPendingOperationsWarning in pkg/resource/deploy/deployment_executor.go, pkg/backend/snapshot.go (snap).
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
            resources = _with(resources, live, dataclasses.replace(resource, id=id_))
        elif not clear:
            left.append(operation)
    if len(left) == len(snapshot.pending_operations):
        return snapshot, list(unused)
    return dataclasses.replace(snapshot, resources=resources, pending_operations=left), list(unused)


async def heal(context: Context, state: StackState, *, explain: bool = True) -> None:
    """Settle what is pending in a state that is open for a run.

    Args:
        context: the deployment to come; its prior state is the open one's, and is changed along. A preview changes nothing.
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
        if is_provider_type(resource.type):
            continue
        if not operation.operation_id or not await _repeatable(context, resource):
            unclear.append(operation)
        elif operation.type == "creating" and not context.preview and (made := await _create_again(context, operation)) is not None:
            resources = _with(resources, context.prior.live.get(made.urn), made)
    if unclear and explain:
        context.report(Severity.WARNING, _explanation(unclear))
    if context.preview:
        return
    kept = [operation for operation in unclear if operation.type == "creating"]
    state.save(dataclasses.replace(state.snapshot, resources=resources, pending_operations=kept))
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


def _with(resources: list[Resource], old: Resource | None, made: Resource) -> list[Resource]:
    """The state's resources with one more, that takes the place of `old` if there is one.

    An old one that was deleted first gives up its place, for what depends on it stands behind. One that is still there waits for
    its deletion, and the new one comes last: nothing can depend on it yet.
    """
    if old is not None and old.pending_replacement:
        return [made if resource is old else resource for resource in resources]
    if old is not None:
        old.delete = True
    return [*resources, made]


def _explanation(unclear: list[PendingOperation]) -> str:
    listed = "".join(f"  * {operation.resource.urn}, interrupted while {operation.type}\n" for operation in unclear)
    return (
        f"Attempting to deploy or update resources with {len(unclear)} pending operations from previous deployment.\n{listed}"
        "These resources are in an unknown state because nusa was interrupted while waiting for changes to these resources to "
        "complete. You should confirm whether or not the operations listed completed successfully by checking the state of the "
        "appropriate provider. For example, if you are using AWS, you can confirm using the AWS Console.\n"
        "\n"
        "Once you have confirmed the status of the interrupted operations, you can repair your stack using `nusa refresh` which "
        "will refresh the state from the provider you are using and clear the pending operations if there are any.\n"
        "\n"
        "Note that `nusa refresh` will need to be run interactively, or with --clear-pending-creates, to clear pending CREATE "
        "operations."
    )
