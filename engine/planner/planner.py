"""One registration, from its arrival to its steps."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..context import Context
from ..errors import EngineError, ReportedError
from ..events import Op
from ..goal import Goal, ReadGoal
from ..made_up import REGION, as_given, foreign
from ..prior import dependencies_of, loosened
from ..providers.crud import ResourceProvider
from ..providers.defaults import require_allowed
from ..providers.registry import is_provider_type
from ..redaction import uncover
from ..resource import Resource
from ..steps import (
    BaseStep,
    CreateStep,
    ImportStep,
    Registration,
    ReplaceStep,
    SameStep,
)
from ..urn import split_reference
from . import replacing
from .changing import change
from .checking import report_failures, with_ignored
from .deleting import Deletions, plan_deletes
from .draft import Draft, asked, is_import, resource_of
from .identity import Identity, new_urn
from .policing import police
from .progress import Progress
from .reading import plan_read
from .targeting import Targeting, report_unknown
from .withholding import Mode, lacks_ground, withheld

if TYPE_CHECKING:
    from ..refreshing import Refresher


class Planner:
    """Turns goals into steps, one at a time, in the order in which they arrive.

    Args:
        context: the deployment.
        refresher: reads what is registered anew before anything else is planned for it; None where that is not asked for.
        mode: what the deployment is for.
    """

    def __init__(self, context: Context, refresher: Refresher | None = None, mode: Mode = Mode.UPDATE) -> None:
        self._context = context
        self._mode = mode
        self._refresher = refresher
        self._progress = Progress()
        self._identity = Identity(context, self._progress)
        self._targeting = Targeting(context, self._progress)

    def plan_read(self, goal: ReadGoal, registration: Registration) -> list[BaseStep]:
        steps = plan_read(self._context, self._progress, self._identity, goal, registration)
        if self._mode is Mode.DESTROY:
            self._progress.condemned += [step.new for step in steps[:1] if step.op is Op.READ and step.new is not None]
        return steps

    def handled(self, urn: str) -> bool:
        """Whether the program has registered the resource of the prior state with this URN."""
        return self._progress.handled(urn)

    async def plan_deletes(self) -> Deletions:
        return await plan_deletes(self._context, self._progress)

    def lacks_replacement(self) -> bool:
        """Report what is to be replaced and is not in the prior state; whether there was any. Ask before the program runs."""
        return report_unknown(self._context, self._context.selection.replacements, self._progress.seen)

    def lacks_selected(self) -> bool:
        """Report targets, or else excludes, that are not in the prior state; whether there was any. Ask before a refresh."""
        context, selection = self._context, self._context.selection
        return report_unknown(context, selection.targets, set()) or report_unknown(context, selection.excludes, set())

    def lacks_target(self) -> bool:
        """Report targets that are neither in the prior state nor registered; whether there was any. Ask after the program."""
        return report_unknown(self._context, self._context.selection.targets, self._progress.seen)

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
        new = resource_of(goal, urn, old, alias)
        if context.asked:
            context.listener(asked(goal, urn))
        if is_provider_type(goal.type):
            progress.providers[urn] = new
            if alias:
                progress.providers[alias] = new
        if context.depends_on_failure(new):
            skipped = Draft(goal, registration, new, old, None, valid, recreating=False, seed=b"")
            return [self._untouched(old, new, registration)], skipped
        provider = None if self._mode is not Mode.UPDATE and lacks_ground(progress, new) else self._provider(new)
        draft = Draft(goal, registration, new, old, provider, valid, urn in context.deletes, os.urandom(32))
        if self._refresher is not None and old is not None and self._targeting.includes(old):
            progress.refreshes.add(urn)
            draft.refreshing = self._refresher.step(old, self._wanted(new, alone=self._refresher.alone))
            return [draft.refreshing], draft
        return await self._begin(draft), draft

    async def _begin(self, draft: Draft) -> list[BaseStep]:
        """The first steps of a draft that knows what there is: none where only that was the question."""
        steps = withheld(self._mode, self._progress, draft)
        if steps is not None:
            return steps
        if is_import(draft.goal, draft.old):
            return self._targeting.validated(self._import(draft))
        return await self._steps(draft)

    async def refreshed(self, draft: Draft) -> list[BaseStep]:
        """The steps that remain once what a draft is in the prior state was read anew, and may have turned out to be gone."""
        assert draft.refreshing is not None
        draft.old = draft.refreshing.new
        draft.refreshing = None
        return await self._begin(draft)

    def _wanted(self, new: Resource, *, alone: bool) -> Resource:
        """What a refresh takes a registration for: in the state that it leaves, nothing refers to what is gone."""
        gone = self._progress.skipped_creates
        if not alone or not any(urn in gone for urn in dependencies_of(new, parent=True, provider=False)):
            return new
        return loosened(new, lambda urn: urn not in gone)

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
        draft.new = resource_of(draft.goal, draft.new.urn, imported, "")
        draft.new.aliases = imported.aliases
        draft.importing = False
        return await self._steps(draft)

    def _provider(self, resource: Resource) -> ResourceProvider | None:
        if not resource.custom:
            return None
        if is_provider_type(resource.type):
            return self._context.registry
        try:
            require_allowed(resource.provider, resource.urn)
        except EngineError as error:
            self._context.refuse(str(error), resource.urn)
        provider = self._context.registry.get(resource.provider)
        if provider is None:
            self._context.refuse(f"unknown provider '{resource.provider}' for resource '{resource.urn}'", resource.urn)
        return provider

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
        draft.included = self._targeting.includes(draft.new)
        draft.forced = self._targeting.replaces(draft.new.urn, draft.old)
        await self._check(draft)
        if draft.old is not None:
            self._prepare(draft.old, draft.new)
        if draft.included:
            self._targeting.bring_along(draft.new)
        return self._targeting.validated(await self._chosen_steps(draft))

    def _prepare(self, old: Resource, new: Resource) -> None:
        """Let what a state is compared by say nothing that a difference from the program cannot be seen in."""
        prior = self._context.prior
        if prior.redacted:
            uncover(old, new)
        if foreign(old.inputs, new.inputs):
            provider = prior.live.get(split_reference(old.provider)[0]) if old.provider else None
            old.inputs = as_given(old.inputs, new.inputs, provider.inputs.get(REGION) if provider is not None else None)

    async def _chosen_steps(self, draft: Draft) -> list[BaseStep]:
        old, new, progress = draft.old, draft.new, self._progress
        if draft.recreating and old is not None:
            return replacing.recreate(self._context, progress, old, new, draft.registration)
        if old is not None and old.external:
            # What was only looked up is managed from now on; the object that was looked up is none of ours.
            progress.creates.add(new.urn)
            return [CreateStep(new, draft.registration, old=old, pending_delete=True), ReplaceStep(old, new)]
        self._targeting.follow(new, included=draft.included)
        if not draft.included:
            return self._targeting.leave(old, new, draft.registration)
        if old is None:
            progress.creates.add(new.urn)
            return [CreateStep(new, draft.registration)]
        steps = await change(self._context, progress, draft, old)
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
        if draft.provider is not None and not draft.included:
            new.inputs = {} if old is None else old.inputs
        elif draft.provider is not None:
            fresh = draft.recreating or draft.forced or old is None or old.external
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
