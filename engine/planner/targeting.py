"""Which resources a deployment works on, and what is done with the others.

Providers and the stack are always worked on: they are the program's ground, and a person rarely thinks of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .. import urn as urns
from ..context import Context
from ..errors import EngineError, ReportedError
from ..prior import dependencies_of
from ..providers.registry import is_provider_type
from ..resource import Resource
from ..steps import BaseStep, Registration, SkippedCreateStep, UntargetedStep
from ..targets import Selection, UrnTargets
from .progress import Progress


def report_unknown(context: Context, targets: UrnTargets, registered: set[str]) -> bool:
    """Report every URN that was asked for and is not there.

    Args:
        context: the deployment.
        targets: what was asked for; patterns may match nothing.
        registered: the URNs that the program has registered so far.

    Returns:
        Whether there was one.
    """
    known = {resource.urn for resource in context.prior.resources} | registered if targets.literals else registered
    unknown = [urn for urn in targets.literals if urn not in known]
    for urn in unknown:
        hint = "" if "$" in urn else " Did you forget to escape $ in your shell?"
        context.error(f"Target '{urn}' could not be found in the stack.{hint}")
    return bool(unknown)


def refreshing(selection: Selection) -> Callable[[Resource], bool]:
    """Whether a resource of the prior state is read anew; to be asked of each in the state's order, dependencies first."""
    reached: set[str] = set()

    def depends(resource: Resource) -> bool:
        if not any(urn in reached for urn in dependencies_of(resource, parent=True, provider=False)):
            return False
        reached.add(resource.urn)
        return True

    def is_target(resource: Resource) -> bool:
        if resource.urn in selection.targets:
            reached.add(resource.urn)
            return True
        return selection.target_dependents and depends(resource)

    def is_not_excluded(resource: Resource) -> bool:
        if resource.urn in selection.excludes:
            reached.add(resource.urn)
            return False
        return not (selection.exclude_dependents and depends(resource))

    return is_not_excluded if selection.excludes.constrained else is_target


class Targeting:
    """The selection of one deployment, as it unfolds with the program's registrations."""

    def __init__(self, context: Context, progress: Progress) -> None:
        self._context = context
        self._progress = progress
        self._selection = context.selection
        self._targeted: set[str] = set()
        """What is worked on, providers and the stack only where they were asked for."""
        self._excluded: set[str] = set()
        self._brought: list[BaseStep] = []
        """Steps for what the next registration needs, and nothing has registered."""

    def includes(self, new: Resource) -> bool:
        """Whether a resource is worked on."""
        implicit = is_provider_type(new.type) or urns.qualified_type_of(new.urn) == urns.ROOT_STACK_TYPE
        return implicit or self._includes(new)

    def _includes(self, new: Resource) -> bool:
        if self._selection.targets.constrained:
            return self._is_target(new)
        return not (self._selection.excludes.constrained and self._is_excluded(new))

    def _is_target(self, new: Resource) -> bool:
        if new.urn in self._selection.targets:
            return True
        return self._selection.target_dependents and any(urn in self._targeted for urn in _needs(new))

    def _is_excluded(self, new: Resource) -> bool:
        if new.urn in self._selection.excludes:
            return True
        return self._selection.exclude_dependents and any(urn in self._excluded for urn in _needs(new))

    def follow(self, new: Resource, *, included: bool) -> None:
        """Let the dependents of a resource share its lot, where that was asked for; they are registered after it."""
        if not included:
            self._excluded.add(new.urn)
        elif self._selection.targets.constrained and self._is_target(new):
            self._targeted.add(new.urn)

    def replaces(self, urn: str, old: Resource | None) -> bool:
        """Whether a resource is replaced whatever its inputs: that was asked for now, or when it was tainted."""
        replacements = self._selection.replacements
        return (replacements.constrained and urn in replacements) or (old is not None and old.taint)

    def leave(self, old: Resource | None, new: Resource, registration: Registration) -> list[BaseStep]:
        """The steps of a resource that is not worked on.

        What the prior state says it needs may be gone from the program, and then nothing else would carry that over before it.

        Raises:
            EngineError: the program has another provider for it, or it needs something that the prior state does not have.
        """
        if old is None:
            self._progress.sames.add(new.urn)
            self._progress.skipped_creates.add(new.urn)
            return [SkippedCreateStep(new, registration)]
        if old.provider and self._context.registry.get(old.provider) is None:
            raise EngineError(
                f"provider {old.provider} for resource {new.urn} has not been registered yet, this is due to a change of providers "
                "mixed with --target. Change your program back to the original providers"
            )
        self._progress.sames.add(new.urn)
        return [*self._carried_over(old, new.urn, set()), UntargetedStep(old, registration)]

    def bring_along(self, new: Resource) -> None:
        """Carry over what a resource that is worked on needs, where that is in the prior state and nothing has registered it."""
        if not self._selection.targets.constrained:
            return
        for urn in dependencies_of(new, parent=True, provider=False):
            old = self._context.prior.live.get(urn)
            if old is not None and not self._decided(urn):
                self._brought += [*self._carried_over(old, new.urn, set()), UntargetedStep(old)]

    def _carried_over(self, old: Resource, root: str, visited: set[str]) -> Iterator[BaseStep]:
        """Steps for everything that a resource of the prior state needs, and that has none yet, dependencies first."""
        progress, live = self._progress, self._context.prior.live
        visited.add(old.urn)
        progress.seen.add(old.urn)  # it may be the parent of what the program registers
        progress.sames.add(old.urn)
        for urn in dict.fromkeys(_needs(old)):
            if urn in visited or self._decided(urn):
                continue
            needed = live.get(urn)
            if needed is None:
                raise EngineError(f"dependency {urn} of untargeted resource {root} has no old state")
            yield from self._carried_over(needed, root, visited)
            yield UntargetedStep(needed)

    def _decided(self, urn: str) -> bool:
        return self._progress.decided(urn, self._context.deletes) or self._progress.handled(urn)

    def validated(self, steps: list[BaseStep]) -> list[BaseStep]:
        """The steps of a registration, once it is clear that they need nothing that is not to be made: no state could hold them.

        Raises:
            ReportedError: one does; a preview goes on, to tell of all of them.
        """
        steps = [*self._brought, *steps]
        self._brought = []
        if not self._progress.skipped_creates:
            return steps
        for step in steps:
            if step.new is not None and not isinstance(step, SkippedCreateStep):
                self._require_needs(step.new)
        return steps

    def _require_needs(self, new: Resource) -> None:
        skipped = self._progress.skipped_creates
        for urn in dependencies_of(new, parent=True, provider=False):  # a provider is never skipped
            if urn not in skipped:
                continue
            context = self._context
            context.error(f"Resource '{new.urn}' depends on '{urn}' which was {self._why_skipped()}.", new.urn)
            context.planning_failed = True
            if not context.preview:
                raise ReportedError("untargeted create")
            skipped.discard(urn)  # told once

    def _why_skipped(self) -> str:
        return "was not specified in --target list" if self._selection.targets.constrained else "excluded and does not exist"


def _needs(resource: Resource) -> Iterator[str]:
    return dependencies_of(resource, parent=True, provider=True)
