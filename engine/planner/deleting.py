"""What is deleted at the end of a deployment, and in which order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from ..context import Context
from ..prior import Prior
from ..resource import Resource
from ..steps import BaseStep, DeleteStep, RemovePendingReplaceStep, UntargetedStep
from ..targets import Selection
from .progress import Progress


@dataclass(frozen=True, slots=True)
class Deletions:
    """What remains to be done when the program has ended.

    Args:
        graph: who depends on whom among what may go.
        left: for what the deployment is not about, and the program has not registered again; to be applied first.
        deletes: for what goes.
    """

    graph: Prior

    left: list[BaseStep] = field(default_factory=list)
    deletes: list[BaseStep] = field(default_factory=list)


async def plan_deletes(context: Context, progress: Progress) -> Deletions:
    """A step for each resource of the prior state that was replaced or has not been registered again.

    What a target takes along with it has to be a target too, or its dependents have to be asked for; otherwise it is reported, and
    outside a preview nothing is deleted.
    """
    graph = Prior([*progress.condemned, *context.prior.resources]) if progress.condemned else context.prior
    found = Deletions(graph)
    may_go = _selected(context.prior.resources, graph, context.selection)
    for resource in context.prior.resources:
        if resource.view_of:
            continue  # its owner's deletion takes it along
        if not may_go(resource):
            if not progress.handled(resource.urn):
                found.left.append(UntargetedStep(resource))
            continue
        if resource.delete:
            if id(resource) in progress.deleted_early:
                continue
            found.deletes.append(DeleteStep(resource, replaced=True))
        elif not progress.handled(resource.urn):
            found.deletes.append(RemovePendingReplaceStep(resource) if resource.pending_replacement else DeleteStep(resource))
        else:
            continue
        context.deletes[resource.urn] = True
        await context.ensure_provider(resource)
    for resource in filter(may_go, progress.condemned):
        found.deletes.append(DeleteStep(resource))
        context.deletes[resource.urn] = True
    if _refuses(context, found.deletes) and not context.preview:
        return Deletions(graph)
    return found


def _selected(prior: Iterable[Resource], graph: Prior, selection: Selection) -> Callable[[Resource], bool]:
    """Which resources may be deleted."""
    if selection.targets.constrained:
        targets = _reachable((resource for resource in prior if resource.urn in selection.targets), graph.direct_dependents)
        return lambda resource: resource.urn in targets
    if selection.excludes.constrained:

        def bound(resource: Resource) -> Iterator[Resource]:
            yield from graph.direct_dependencies(resource)
            if selection.exclude_dependents:
                yield from graph.direct_dependents(resource)

        kept = _reachable((resource for resource in prior if resource.urn in selection.excludes), bound)
        return lambda resource: resource.urn not in kept or resource.urn not in graph.live
    return lambda _: True


def _reachable(roots: Iterable[Resource], neighbours: Callable[[Resource], Iterable[Resource]]) -> set[str]:
    """The URNs of some resources, and of everything that can be reached from them."""
    found: set[str] = set()
    frontier = list(roots)
    while frontier:
        resource = frontier.pop()
        if resource.urn not in found:
            found.add(resource.urn)
            frontier += neighbours(resource)
    return found


def _refuses(context: Context, deletes: Iterable[BaseStep]) -> bool:
    """Report what would be deleted along with a target and was not asked for; whether there was any."""
    selection = context.selection
    if selection.target_dependents:
        return False
    unasked = [step.resource.urn for step in deletes if step.resource.urn not in selection.targets]
    for urn in unasked:
        context.error(
            f"Resource '{urn}' will be destroyed but was not specified in --target list.\n"
            "Either include resource in --target list or pass --target-dependents to proceed.",
            urn,
        )
    context.planning_failed |= bool(unasked)
    return bool(unasked)


def waits_for(graph: Prior, steps: list[BaseStep]) -> dict[int, list[BaseStep]]:
    """For each deletion, by the step's identity, the deletions that have to be over before it: those of what needs its object."""
    step_of = {id(step.resource): step for step in steps}
    waiting: defaultdict[int, list[BaseStep]] = defaultdict(list)
    for step in steps:
        for dependency in graph.direct_dependencies(step.resource):
            needed = step_of.get(id(dependency))
            if needed is not None and needed is not step:
                waiting[id(needed)].append(step)
    return waiting
