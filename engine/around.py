"""What a run does around the program: it reads what is to be read before, and afterwards deals with what was not registered.

Source: pkg/resource/deploy/deployment_executor.go (refresh, performPostSteps), pkg/engine/destroy.go (newDestroySource).
"""

from __future__ import annotations

import contextlib

from .errors import EngineError, ReportedError
from .executor import StoppedError
from .history import UpdateKind
from .hooks import delete_hooks
from .parts import Parts
from .planner.deleting import waits_for
from .planner.targeting import refreshing


class Around:
    """What comes before and after the program of one run, or stands in its place.

    Args:
        parts: what the run is made of.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._context = parts.context
        self._executor = parts.executor

    async def refresh(self) -> bool:
        """Read what is to be read before anything is planned; whether there is anything."""
        options, prior = self._parts.options, self._context.prior
        by_program = options.run_program and self._parts.kind is not UpdateKind.DESTROY
        if by_program or not (options.refresh or any(resource.refresh_before_update for resource in prior.resources)):
            return False
        if prior.resources and self._parts.planner.lacks_selected():
            self._context.bailed = True
            return True
        try:
            chosen = refreshing(options.selection)
            await self._parts.refresher.refresh(
                lambda resource: (options.refresh or resource.refresh_before_update) and chosen(resource)
            )
        except EngineError as error:
            self._context.error(str(error))
            self._context.bailed = True
        return True

    def lacks_hooks(self) -> bool:
        """Whether something cannot be deleted without functions of the program, which does not run; it is reported then."""
        for resource in self._context.prior.resources:
            if names := delete_hooks(resource):
                message = "Resource has delete hooks registered, but the program is not running. Hooks: " + ", ".join(names)
                self._context.error(message, resource.urn)
                self._context.bailed = True
        if self._context.bailed:
            self._context.error("You must run with the `--run-program` flag to use delete hooks during destroy.")
        return self._context.bailed

    async def finish(self) -> None:
        """Delete what the program has not registered; a refresh reads it anew."""
        lacking = self._parts.planner.lacks_target()
        if self._parts.kind is UpdateKind.REFRESH:
            await self._refresh_rest()
        else:
            await self._carry_out_deletes()
        self._context.bailed |= lacking

    async def _refresh_rest(self) -> None:
        handled, chosen = self._parts.planner.handled, refreshing(self._parts.options.selection)
        try:
            await self._parts.refresher.refresh(chosen, settled=lambda resource: handled(resource.urn))
        except EngineError as error:
            self._context.error(str(error))
            self._context.bailed = True

    async def _carry_out_deletes(self) -> None:
        try:
            planned = await self._parts.planner.plan_deletes()
        except EngineError as error:
            if not isinstance(error, ReportedError):
                self._context.error(str(error))
            self._context.bailed = True
            return
        kept: set[int] = set()
        for step in self._executor.errored:
            for resource in (step.old, step.new):
                if resource is not None and planned.graph.contains(resource):
                    kept |= planned.graph.transitive_dependencies(resource)
        with contextlib.suppress(StoppedError):
            await self._executor.run(planned.left)
        await self._executor.delete(planned.deletes, waits_for(planned.graph, planned.deletes), kept)
        await self._executor.idle()
