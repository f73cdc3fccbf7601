"""From a goal to the answer that the program gets: the goal is planned when its turn comes, and its steps are applied."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import NoReturn

from . import urn as urns
from .context import Context
from .errors import EngineError, ReportedError
from .executor import Executor, StoppedError
from .goal import Goal, ReadGoal
from .planner.planner import Draft, Planner
from .steps import BaseStep, Registration
from .values import Properties


class Registrar:
    """Registers the resources of one deployment. Planning is one at a time, since each plan looks at those before."""

    def __init__(self, context: Context, planner: Planner, executor: Executor) -> None:
        self._context = context
        self._planner = planner
        self._executor = executor
        self._planning = asyncio.Lock()

    async def register(self, goal: Goal) -> Registration:
        """Bring a resource to its goal.

        Raises:
            StoppedError: the deployment is ending, and the program gets no answer.
        """
        registration = Registration()
        try:
            async with self._planning:
                await self._admit()
                steps, draft = await self._planner.plan(goal, registration)
            await self._run(steps, draft)
            if draft.refreshing is not None and registration.state is None:
                async with self._planning:
                    steps = await self._planner.refreshed(draft)
                await self._run(steps, draft)
            imported = steps[0].new if draft.importing else None
            if imported is not None and registration.state is None:
                async with self._planning:
                    steps = await self._planner.resume(draft, imported)
                await self._run(steps, draft)
        except EngineError as error:
            self.abort(error, self._urn(goal))
        return registration

    async def _run(self, steps: Sequence[BaseStep], draft: Draft) -> None:
        if draft.opinion is not None:
            await draft.opinion.heard()
        await self._executor.run(steps)

    async def read(self, goal: ReadGoal) -> Registration:
        """Look a resource up.

        Raises:
            StoppedError: the deployment is ending, and the program gets no answer.
        """
        registration = Registration()
        try:
            async with self._planning:
                await self._admit()
                steps = self._planner.plan_read(goal, registration)
            await self._executor.run(steps)
        except EngineError as error:
            self.abort(error, self._urn(goal))
        return registration

    async def register_outputs(self, urn: str, outputs: Properties) -> None:
        """Complete a component, or the stack.

        Raises:
            StoppedError: nothing of this URN waits for its outputs, which ends the deployment.
        """
        try:
            await self._executor.register_outputs(urn, outputs)
        except EngineError as error:
            self.abort(error, urn)

    async def _admit(self) -> None:
        """Let a registration in once the policy packs stand, and not after the deployment has begun to end."""
        if self._context.policies is not None:
            await self._context.policies.loaded.wait()
        if self._executor.stopped.is_set():
            raise StoppedError

    def _urn(self, goal: Goal | ReadGoal) -> str:
        parent_type = urns.qualified_type_of(goal.parent) if goal.parent else ""
        return urns.make(self._context.stack, self._context.project, parent_type, goal.type, goal.name)

    def abort(self, error: EngineError, urn: str = "") -> NoReturn:
        """What cannot be planned, or a method that failed, ends the deployment, whatever continue_on_error says.

        Raises:
            StoppedError: in any case.
        """
        if not isinstance(error, ReportedError):
            self._context.error(str(error), urn)
        self._context.bailed = True
        self._executor.stop()
        raise StoppedError from error
