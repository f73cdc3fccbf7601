"""The steps of a replacement: the new object first, or the old one's deletion first."""

from __future__ import annotations

from ..context import Context
from ..errors import ReportedError
from ..providers.answers import Diff
from ..refusals import shown
from ..resource import Resource
from ..steps import BaseStep, CreateStep, DeleteStep, Registration, ReplaceStep
from .cascade import condemned_by
from .progress import Progress


def create_before_delete(old: Resource, new: Resource, registration: Registration, diff: Diff) -> list[BaseStep]:
    """The new object, then everything that depends on it, and at the end of the deployment the old one's deletion.

    An old one that is pending replacement has been deleted by a run that was cut off afterwards.
    """
    return [
        CreateStep(new, registration, old=old, diff=diff, pending_delete=not old.pending_replacement),
        ReplaceStep(old, new, diff),
    ]


async def delete_before_create(
    context: Context, progress: Progress, *, old: Resource, new: Resource, registration: Registration, diff: Diff
) -> list[BaseStep]:
    """The old object's deletion, before it that of whatever cannot live without it, and then the new object.

    Raises:
        ReportedError: something that would go too is protected.
    """
    steps: list[BaseStep] = []
    for condemned in reversed(await condemned_by(context, progress, old)):
        resource = condemned.resource
        if id(resource) in progress.deleted_early:
            continue
        progress.reasons_of_cascade[resource.urn] = condemned.reasons
        if resource.delete:
            steps.append(DeleteStep(resource))
        else:
            if resource.protect and not context.unguarded:
                _refuse(context, resource.urn, new.urn)
            steps.append(DeleteStep(resource, replaced=True, pending_replacement=True))
        context.deletes[resource.urn] = True
        progress.deleted_early.add(id(resource))
    await context.ensure_provider(old)
    if not old.pending_replacement:
        context.deletes[old.urn] = True
        steps.append(DeleteStep(old, replaced=True, pending_replacement=True))
    return [*steps, ReplaceStep(old, new, diff), CreateStep(new, registration, old=old, diff=diff)]


def recreate(context: Context, progress: Progress, old: Resource, new: Resource, registration: Registration) -> list[BaseStep]:
    """A resource that was deleted for the sake of another one is registered after all: it is replaced."""
    context.deletes.pop(new.urn, None)
    progress.replaces.add(new.urn)
    reasons = Diff(changed=True, replace_keys=progress.reasons_of_cascade.get(new.urn, ()))
    return [ReplaceStep(old, new), CreateStep(new, registration, old=old, diff=reasons)]


def refuse_protected(context: Context, urn: str) -> None:
    """Report that a protected resource would be replaced; a preview goes on, to show why.

    Raises:
        ReportedError: outside a preview.
    """
    message = (
        f'unable to replace resource "{urn}"\n'
        "as it is currently marked for protection. To unprotect the resource, remove the `protect` flag from the resource in your "
        "Pulumi program and run `pulumi up`"
    )
    context.error(message, urn)
    context.planning_failed = True
    if not context.preview:
        raise ReportedError(message)


def refuse_imported(diff: Diff, old: Resource, new: Resource) -> str:
    """Why a resource that was imported and still says so cannot be replaced."""
    changes = "\n".join(f"{key}: {shown(old.inputs.get(key))} => {shown(new.inputs.get(key))}" for key in diff.replace_keys)
    return (
        "previously-imported resources that still specify an ID may not be replaced; "
        f"please remove the `import` declaration from your program;\n{changes}"
    )


def _refuse(context: Context, urn: str, root: str) -> None:
    message = (
        f'unable to replace resource "{urn}" as part of replacing "{root}" as it is currently marked for protection. '
        "To unprotect the resource, remove the `protect` flag from the resource in your Pulumi program and run `pulumi up`, "
        "or use the command:\n"
        f"`pulumi state unprotect '{urn}'`"
    )
    context.planning_failed = True
    context.refuse(message, root)
