"""The state brought to what the clouds say, before anything is planned on it, or for its own sake.

Every object is read, side by side, and then the state is put together anew: what is gone leaves it, and nothing that stays refers
to what is gone.

Source: pkg/resource/deploy/deployment_executor.go (refresh, rebuildBaseState).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator

from .context import Context
from .executor import Executor
from .planner.comparing import ask
from .prior import Prior
from .providers.answers import Diff
from .providers.crud import ResourceProvider
from .recording import Recorder
from .resource import Resource
from .steps import RefreshStep


class Refresher:
    """Refreshes the prior state of one deployment.

    Args:
        context: the deployment; its prior state is replaced by the refreshed one.
        executor: applies the steps.
        recorder: keeps the state in step.
        alone: whether the deployment is a refresh and nothing else.
    """

    def __init__(self, context: Context, executor: Executor, recorder: Recorder, *, alone: bool) -> None:
        self._context = context
        self._executor = executor
        self._recorder = recorder
        self._alone = alone

    async def refresh(self, included: Callable[[Resource], bool] = lambda _: True) -> None:
        """Read the objects of the prior state anew, and put the state together from what was found.

        Args:
            included: whether a resource is read; it is asked in the state's order, dependencies first.

        Raises:
            EngineError: the provider of a resource cannot be had; nothing was read.
        """
        steps: dict[int, RefreshStep] = {}
        for resource in self._context.prior.resources:
            if not resource.view_of and included(resource):  # a view comes with its owner
                await self._context.ensure_provider(resource)
                steps[id(resource)] = self.step(resource)
        await self._executor.refresh(list(steps.values()))
        self._rebuild(steps)

    def step(self, resource: Resource, wanted: Resource | None = None) -> RefreshStep:
        """The step that reads one resource; `wanted` is what the program registered under its name."""
        return RefreshStep(resource, self._compare, alone=self._alone, new=wanted)

    async def _compare(self, refreshed: Resource, wanted: Resource, provider: ResourceProvider) -> Diff:
        return await ask(self._context, refreshed, wanted, provider, allow_unknowns=self._context.preview)

    def _rebuild(self, steps: dict[int, RefreshStep]) -> None:
        prior = self._context.prior.resources
        found = [steps[id(resource)].new if id(resource) in steps else resource for resource in prior]
        kept = rebuilt(resource for resource in found if resource is not None)
        pairs = [(old, None if new is None else next(kept)) for old, new in zip(prior, found, strict=True)]
        self._recorder.rebuilt(pairs)
        self._context.prior = Prior(new for _, new in pairs if new is not None)


def rebuilt(resources: Iterable[Resource]) -> Iterator[Resource]:
    """The resources, in their order, with nothing in them that refers to one that is not there or comes later.

    A child whose parent is gone has none until the program says so; a property that depends on nothing is left out.
    """
    there: set[str] = set()
    for resource in resources:
        needed = {key: _known(urns, there) for key, urns in resource.property_dependencies.items()}
        changed = dataclasses.replace(
            resource,
            parent=resource.parent if resource.parent in there else "",
            dependencies=_known(resource.dependencies, there),
            property_dependencies={key: urns for key, urns in needed.items() if urns},
            deleted_with=resource.deleted_with if resource.deleted_with in there else "",
            replace_with=_known(resource.replace_with, there),
        )
        there.add(resource.urn)
        yield resource if changed == resource else changed


def _known(urns: Iterable[str], there: set[str]) -> tuple[str, ...]:
    return tuple(urn for urn in urns if urn in there)
