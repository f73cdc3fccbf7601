"""What is deleted at the end of a deployment, and in which order."""

from __future__ import annotations

from collections import defaultdict

from ..context import Context
from ..steps import BaseStep, DeleteStep, RemovePendingReplaceStep
from .progress import Progress


async def plan_deletes(context: Context, progress: Progress) -> list[BaseStep]:
    """A step for each resource of the prior state that was replaced or has not been registered again."""
    steps: list[BaseStep] = []
    for resource in context.prior.resources:
        if resource.view_of:
            continue  # its owner's deletion takes it along
        if resource.delete:
            if id(resource) in progress.deleted_early:
                continue
            steps.append(DeleteStep(resource, replaced=True))
        elif not progress.handled(resource.urn):
            steps.append(RemovePendingReplaceStep(resource) if resource.pending_replacement else DeleteStep(resource))
        else:
            continue
        context.deletes[resource.urn] = True
        await context.ensure_provider(resource)
    return steps


def waits_for(context: Context, steps: list[BaseStep]) -> dict[int, list[BaseStep]]:
    """For each deletion, by the step's identity, the deletions that have to be over before it: those of what needs its object."""
    step_of = {id(step.resource): step for step in steps}
    waiting: defaultdict[int, list[BaseStep]] = defaultdict(list)
    for step in steps:
        for dependency in context.prior.direct_dependencies(step.resource):
            needed = step_of.get(id(dependency))
            if needed is not None and needed is not step:
                waiting[id(needed)].append(step)
    return waiting
