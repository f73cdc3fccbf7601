"""One registration, from its arrival to its steps."""

from __future__ import annotations

import os
from dataclasses import dataclass

from .. import urn as urns
from ..context import Context
from ..errors import EngineError, ReportedError
from ..events import Severity
from ..goal import Goal, ReadGoal
from ..properties import contains_unknown
from ..providers.answers import Diff, DiffUnavailableError
from ..providers.crud import ResourceProvider
from ..providers.defaults import denied_message, is_denied
from ..providers.registry import is_provider_type
from ..resource import Resource
from ..steps import BaseStep, CreateStep, ImportStep, Registration, ReplaceStep, SameStep, UpdateStep
from . import replacing
from .checking import report_failures, with_ignored
from .comparing import SOMETHING, compare, trigger_fires, with_replace_on_changes
from .deleting import plan_deletes
from .identity import Identity, new_urn
from .policing import Opinion, police
from .progress import Progress
from .reading import plan_read


@dataclass(slots=True)
class Draft:
    """A registration on its way to its steps.

    Args:
        goal: what the program wants.
        registration: whom the steps answer.
        new: the resource to be.
        old: the resource of the prior state, or the one just imported.
        provider: who manages it; None for a component.
        valid: no fault has been reported.
        recreating: it was deleted earlier in this deployment, for the sake of another one.
        seed: for whatever the provider chooses at random.
        importing: its object is being read; the draft goes on when that is done.
        opinion: what policy packs say of it; None where there are none.
    """

    goal: Goal
    registration: Registration
    new: Resource
    old: Resource | None
    provider: ResourceProvider | None
    valid: bool
    recreating: bool
    seed: bytes
    importing: bool = False
    opinion: Opinion | None = None


class Planner:
    """Turns goals into steps, one at a time, in the order in which they arrive."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._progress = Progress()
        self._identity = Identity(context, self._progress)

    def plan_read(self, goal: ReadGoal, registration: Registration) -> list[BaseStep]:
        return plan_read(self._context, self._progress, self._identity, goal, registration)

    async def plan_deletes(self) -> list[BaseStep]:
        return await plan_deletes(self._context, self._progress)

    async def plan(self, goal: Goal, registration: Registration) -> tuple[list[BaseStep], Draft]:
        """The steps of a registration.

        Returns:
            The steps, and the draft: where it is importing, `resume` gives the rest once those steps are done.

        Raises:
            EngineError: no step can be planned; to be reported at the resource.
            ReportedError: the same, reported already.
        """
        context, progress = self._context, self._progress
        urn = new_urn(context, progress, goal.parent, goal.type, goal.name)
        old, alias, valid = self._identity.find(urn, goal.type, goal.name, goal.parent, goal.aliases)
        new = _resource(goal, urn, old, alias)
        if is_provider_type(goal.type):
            progress.providers[urn] = new
            if alias:
                progress.providers[alias] = new
        if context.depends_on_failure(new):
            skipped = Draft(goal, registration, new, old, None, valid, recreating=False, seed=b"")
            return [self._untouched(old, new, registration)], skipped
        draft = Draft(goal, registration, new, old, self._provider(new), valid, urn in context.deletes, os.urandom(32))
        if _is_import(goal, old):
            return self._import(draft), draft
        return await self._steps(draft), draft

    def _untouched(self, old: Resource | None, new: Resource, registration: Registration) -> BaseStep:
        """A step that will be skipped. Its inputs may lack what a failure should have given, so no provider is asked about them."""
        if old is None:
            self._progress.creates.add(new.urn)
            return CreateStep(new, registration)
        self._progress.sames.add(new.urn)
        return SameStep(old, new, registration)

    async def resume(self, draft: Draft, imported: Resource) -> list[BaseStep]:
        """The steps that remain once the object of a draft has been imported: what the program wants of it beyond what it is."""
        draft.old = imported
        draft.new = _resource(draft.goal, draft.new.urn, imported, "")
        draft.new.aliases = imported.aliases
        draft.importing = False
        return await self._steps(draft)

    def _provider(self, resource: Resource) -> ResourceProvider | None:
        if not resource.custom:
            return None
        if is_provider_type(resource.type):
            return self._context.registry
        if is_denied(resource.provider):
            self._refuse(denied_message(urns.name_of(urns.split_reference(resource.provider)[0]), resource.urn), resource.urn)
        provider = self._context.registry.get(resource.provider)
        if provider is None:
            self._refuse(f"unknown provider '{resource.provider}' for resource '{resource.urn}'", resource.urn)
        return provider

    def _refuse(self, message: str, urn: str) -> None:
        self._context.error(message, urn)
        raise ReportedError(message)

    def _import(self, draft: Draft) -> list[BaseStep]:
        context, goal, old, new = self._context, draft.goal, draft.old, draft.new
        self._progress.imports.add(new.urn)
        draft.importing = True
        original = None if draft.recreating else old
        step = ImportStep(
            new,
            draft.registration,
            original=original,
            keep_ignored=lambda inputs, found: with_ignored(context, new.urn, inputs, found, goal.ignore_changes),
        )
        return [step] if original is None else [step, ReplaceStep(original, new)]

    async def _steps(self, draft: Draft) -> list[BaseStep]:
        old, new, progress = draft.old, draft.new, self._progress
        await self._check(draft)
        if draft.recreating and old is not None:
            return replacing.recreate(self._context, progress, old, new, draft.registration)
        if old is None:
            progress.creates.add(new.urn)
            return [CreateStep(new, draft.registration)]
        if old.external:
            # What was only looked up is managed from now on; the object that was looked up is none of ours.
            progress.creates.add(new.urn)
            return [CreateStep(new, draft.registration, old=old, pending_delete=True), ReplaceStep(old, new)]
        steps = await self._change(draft, old)
        if steps:
            return steps
        if new.urn in progress.imports:
            draft.registration.answer(old)
            return []
        progress.sames.add(new.urn)
        return [SameStep(old, new, draft.registration)]

    async def _check(self, draft: Draft) -> None:
        """Have the provider validate the inputs and fill in defaults, and policy packs look at them.

        Raises:
            ReportedError: the registration is not valid.
        """
        goal, old, new = draft.goal, draft.old, draft.new
        if draft.provider is not None:
            fresh = draft.recreating or old is None or old.external
            inputs = goal.inputs
            before = None
            if old is not None and not fresh:
                before = old.inputs
                inputs = with_ignored(self._context, new.urn, goal.inputs, old.inputs, goal.ignore_changes)
            checked = await draft.provider.check(new.urn, before, inputs, seed=draft.seed, allow_unknowns=self._context.preview)
            if report_failures(self._context, new, checked.failures):
                draft.valid = False
            new.inputs = checked.inputs
        policies = self._context.policies
        if policies is not None:
            draft.opinion = await police(self._context, self._progress, policies, goal=goal, new=new, valid=draft.valid)
        elif not draft.valid:
            raise ReportedError(f"resource {new.urn} is invalid")

    async def _change(self, draft: Draft, old: Resource) -> list[BaseStep]:
        """The steps that change a resource, if any are needed."""
        context, goal, new = self._context, draft.goal, draft.new
        if not context.preview and contains_unknown(goal.replacement_trigger):
            context.planning_failed = True
            self._refuse(f"replacement trigger contains unknowns for {new.urn}", new.urn)
        triggered = trigger_fires(old.replacement_trigger, goal.replacement_trigger)
        diff = SOMETHING if triggered else await self._compare(draft, old)
        diff = with_replace_on_changes(diff, goal.replace_on_changes, init_errors=bool(old.init_errors))
        if (diff.changed and (diff.replaces or triggered)) or old.pending_replacement:
            return await self._replace(draft, old, diff)
        if diff.changed or old.init_errors:
            self._progress.updates.add(new.urn)
            return [UpdateStep(old, new, draft.registration, diff)]
        return []

    async def _compare(self, draft: Draft, old: Resource) -> Diff:
        try:
            return await compare(self._context, self._progress, old, draft.new, draft.provider)
        except DiffUnavailableError as error:
            self._context.report(Severity.WARNING, str(error), draft.new.urn)
            return SOMETHING

    async def _replace(self, draft: Draft, old: Resource, diff: Diff) -> list[BaseStep]:
        context, progress, goal, new = self._context, self._progress, draft.goal, draft.new
        if new.protect and old.protect:
            replacing.refuse_protected(context, new.urn)
        if goal.import_id:
            message = replacing.refuse_imported(diff, old, new)
            if not context.preview:
                raise EngineError(message)
            context.report(Severity.WARNING, message, new.urn)
        progress.replaces.add(new.urn)
        if draft.provider is not None:
            # The first check carried defaults over from the old object; the new one gets its own.
            checked = await draft.provider.check(new.urn, None, goal.inputs, seed=draft.seed, allow_unknowns=context.preview)
            if report_failures(context, new, checked.failures):
                raise ReportedError(f"resource {new.urn} has check errors")
            new.inputs = checked.inputs
        delete_first = diff.delete_before_replace if goal.delete_before_replace is None else goal.delete_before_replace
        if delete_first:
            return await replacing.delete_before_create(
                context, progress, old=old, new=new, registration=draft.registration, diff=diff
            )
        return replacing.create_before_delete(old, new, draft.registration, diff)


def _is_import(goal: Goal, old: Resource | None) -> bool:
    """Whether the program wants an object that exists; some resources are imported by something other than their id."""
    if not goal.custom or not goal.import_id:
        return False
    return old is None or old.external or (old.import_id or old.id) != goal.import_id


def _resource(goal: Goal, urn: str, old: Resource | None, alias: str) -> Resource:
    """The resource that a goal describes; id, outputs and perhaps inputs come with its steps."""
    return Resource(
        urn=urn,
        type=goal.type,
        custom=goal.custom,
        inputs=goal.inputs,
        parent=goal.parent,
        provider=goal.provider,
        dependencies=goal.dependencies,
        property_dependencies=goal.property_dependencies,
        protect=bool(goal.protect),
        additional_secret_outputs=goal.additional_secret_outputs,
        aliases=(alias,) if alias else (),
        custom_timeouts=goal.custom_timeouts,
        import_id=goal.import_id,
        retain_on_delete=bool(goal.retain_on_delete),
        deleted_with=goal.deleted_with,
        replace_with=goal.replace_with,
        ignore_changes=goal.ignore_changes,
        replace_on_changes=goal.replace_on_changes,
        replacement_trigger=goal.replacement_trigger,
        hide_diff=goal.hide_diff,
        refresh_before_update=old.refresh_before_update if old is not None else False,
        resource_hooks=goal.resource_hooks,
        source_position=goal.source_position,
        created=old.created if old is not None else "",
        modified=old.modified if old is not None else "",
    )
