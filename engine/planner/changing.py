"""The steps that change what is there: an update or a replacement, if anything differs."""

from __future__ import annotations

from ..context import Context
from ..errors import EngineError, ReportedError
from ..events import Severity
from ..properties import contains_unknown
from ..providers.answers import Diff, DiffUnavailableError
from ..resource import Resource
from ..steps import BaseStep, UpdateStep
from . import replacing
from .checking import report_failures
from .comparing import SOMETHING, compare, trigger_fires, with_replace_on_changes
from .draft import Draft
from .progress import Progress


async def change(context: Context, progress: Progress, draft: Draft, old: Resource) -> list[BaseStep]:
    """The steps that bring a resource from what it was to what a draft wants; none where nothing differs.

    Raises:
        EngineError: it cannot be planned; to be reported at the resource.
        ReportedError: the same, reported already.
    """
    goal, new = draft.goal, draft.new
    if not context.preview and contains_unknown(goal.replacement_trigger):
        context.planning_failed = True
        context.refuse(f"replacement trigger contains unknowns for {new.urn}", new.urn)
    triggered = trigger_fires(old.replacement_trigger, goal.replacement_trigger)
    diff = SOMETHING if triggered else await _compare(context, progress, draft, old)
    diff = with_replace_on_changes(diff, goal.replace_on_changes, init_errors=bool(old.init_errors))
    if (diff.changed and (diff.replaces or triggered)) or old.pending_replacement:
        return await _replace(context, progress, draft, old, diff)
    if diff.changed or old.init_errors:
        progress.updates.add(new.urn)
        return [UpdateStep(old, new, draft.registration, diff)]
    return []


async def _compare(context: Context, progress: Progress, draft: Draft, old: Resource) -> Diff:
    if draft.forced:
        return Diff(changed=True, replace_keys=("id",))
    try:
        return await compare(context, progress, old, draft.new, draft.provider)
    except DiffUnavailableError as error:
        context.report(Severity.WARNING, str(error), draft.new.urn)
        return Diff(changed=True, doubts={"": "its provider is configured with a value that only the update can tell"})


async def _replace(context: Context, progress: Progress, draft: Draft, old: Resource, diff: Diff) -> list[BaseStep]:
    goal, new = draft.goal, draft.new
    if new.protect and old.protect and not context.unguarded:
        replacing.refuse_protected(context, new.urn)
    if goal.import_id:
        message = replacing.refuse_imported(diff, old, new)
        if not context.preview:
            raise EngineError(message)
        context.report(Severity.WARNING, message, new.urn)
    progress.replaces.add(new.urn)
    if draft.provider is not None and not draft.forced:
        # The first check carried defaults over from the old object; the new one gets its own.
        checked = await draft.provider.check(new.urn, None, goal.inputs, seed=draft.seed, allow_unknowns=context.preview)
        if report_failures(context, new, checked.failures):
            raise ReportedError(f"resource {new.urn} has check errors")
        new.inputs = checked.inputs
    delete_first = diff.delete_before_replace if goal.delete_before_replace is None else goal.delete_before_replace
    if delete_first:
        return await replacing.delete_before_create(context, progress, old=old, new=new, registration=draft.registration, diff=diff)
    return replacing.create_before_delete(old, new, draft.registration, diff)
