"""The state brought to what the clouds say, before anything is planned on it, or for its own sake.

Every object is read, side by side, and then the state is put together anew: what is gone leaves it, and nothing that stays refers
to what is gone.

Source: pkg/resource/deploy/deployment_executor.go (refresh, rebuildBaseState).
"""

from __future__ import annotations

from collections.abc import Callable

from .context import Context
from .executor import Executor
from .planner.comparing import ask
from .prior import Prior, without_dangling
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
        self.alone = alone

    async def refresh(
        self, included: Callable[[Resource], bool] = lambda _: True, *, settled: Callable[[Resource], bool] = lambda _: False
    ) -> None:
        """Read the objects of the prior state anew, and put the state together from what was found.

        Args:
            included: whether a resource is read; it is asked in the state's order, dependencies first.
            settled: whether the program has registered a resource, so that it is in its place already.

        Raises:
            EngineError: the provider of a resource cannot be had; nothing was read.
        """
        steps: dict[int, RefreshStep] = {}
        for resource in self._context.prior.resources:
            if not resource.view_of and not settled(resource) and included(resource):  # a view comes with its owner
                await self._context.ensure_provider(resource)
                steps[id(resource)] = self.step(resource)
        await self._executor.refresh(list(steps.values()))
        self._rebuild(steps, settled)

    def step(self, resource: Resource, wanted: Resource | None = None) -> RefreshStep:
        """The step that reads one resource; `wanted` is what the program registered under its name."""
        return RefreshStep(resource, self._compare, alone=self.alone, new=wanted)

    async def _compare(self, refreshed: Resource, wanted: Resource, provider: ResourceProvider) -> Diff:
        return await ask(self._context, refreshed, wanted, provider, allow_unknowns=self._context.preview)

    def _rebuild(self, steps: dict[int, RefreshStep], settled: Callable[[Resource], bool]) -> None:
        prior = self._context.prior.resources
        found = [steps[id(resource)].new if id(resource) in steps else resource for resource in prior]
        kept = without_dangling(resource for resource in found if resource is not None)
        pairs = [(old, None if new is None else next(kept)) for old, new in zip(prior, found, strict=True)]
        self._recorder.rebuilt((old, new) for old, new in pairs if not settled(old))
        self._context.prior = Prior(new for _, new in pairs if new is not None)
