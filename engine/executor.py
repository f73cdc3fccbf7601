"""Applies steps: chains one after the other inside, side by side among themselves.

A chain is what one registration comes to; since a program registers a resource only when everything that it needs is there, a chain
can be applied as soon as a worker is free. After a failure nothing new begins; with continue_on_error what does not depend on the
failure goes on.

Source: pkg/resource/deploy/step_executor.go, pkg/resource/deploy/deployment_executor.go.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Sequence

from .context import Context
from .deployment import StateError
from .errors import EngineError
from .events import Op, StepDone, StepFailed, StepStarted
from .providers.answers import InitFailedError
from .providers.registry import is_default_provider
from .recording import Recorder
from .settling import Settling
from .steps import BaseStep, DeleteProtectedError
from .values import Properties

GRACE_SECONDS = 0.05
"""After a failure: for how long what the program has asked for already may still begin, as it would have with a slower provider."""


class StoppedError(Exception):
    """The deployment is ending: what asked for more will not get it."""


class Executor:
    """The steps of one deployment.

    Args:
        context: the deployment.
        recorder: keeps the state in step.
        parallel: how many chains are applied at once.
    """

    def __init__(self, context: Context, recorder: Recorder, parallel: int) -> None:
        self._context = context
        self._recorder = recorder
        self._workers = asyncio.Semaphore(parallel)
        self._active = 0
        self._idle = asyncio.Event()
        self._idle.set()
        self._settling = Settling(context, recorder)
        self.stopped = asyncio.Event()
        self._abandoned = False
        self.errored: list[BaseStep] = []
        self.failed = False
        self.error: EngineError | None = None
        """Why the first step that failed did."""
        self._deleting = False
        self.changes: Counter[Op] = Counter()

    def stop(self) -> None:
        """Begin nothing more."""
        self.stopped.set()

    def abandon(self) -> None:
        """Wait for nothing more: what is under way and fails from now on may have happened, and stays pending in the state."""
        self._abandoned = True
        self.stop()

    async def idle(self) -> None:
        """Wait until nothing is being applied."""
        await self._idle.wait()

    async def run(self, steps: Sequence[BaseStep]) -> None:
        """Apply the chain of a registration in its order; a step that depends on a failure is skipped.

        Raises:
            StoppedError: the deployment is ending.
        """
        await self._chain([step for step in steps if not self._skips(step)])

    async def _chain(self, steps: Sequence[BaseStep], *, yielding: bool = False) -> None:
        """Apply steps in their order.

        Args:
            steps: the chain.
            yielding: let other chains that are ready begin too, before a provider in this process holds everything up.

        Raises:
            StoppedError: the deployment is ending.
        """
        failed = False
        async with self._workers:
            self._refuse_late()
            self._active += 1
            self._idle.clear()
            try:
                if yielding:
                    await asyncio.sleep(0)
                for index, step in enumerate(steps):
                    if index:
                        self._refuse_late()
                    if not await self._apply(step):
                        failed = True
                        self._give_up(steps[index + 1 :])
                        break
            finally:
                self._active -= 1
                if not self._active:
                    self._idle.set()
        if failed and not self._context.continue_on_error:
            raise StoppedError

    def _give_up(self, rest: Sequence[BaseStep]) -> None:
        """Where the deployment goes on, tell the program that the rest of a chain has failed with its beginning."""
        if self._context.continue_on_error:
            for step in rest:
                self._context.unavailable.add(step.resource.urn)
                step.fail()
            self.errored += rest

    def _refuse_late(self) -> None:
        if self.stopped.is_set():
            raise StoppedError

    async def delete(self, steps: Sequence[BaseStep], waits_for: dict[int, list[BaseStep]], kept: set[int]) -> None:
        """Apply deletions side by side, each after those that have to come before it.

        Args:
            steps: the deletions.
            waits_for: for each, by identity, the deletions to wait for.
            kept: the identities of resources that something which failed still needs.
        """
        self._deleting = True
        done = {id(step): asyncio.Event() for step in steps}
        undone: set[int] = set()

        async def one(step: BaseStep) -> None:
            before = waits_for.get(id(step), ())
            for other in before:
                await done[id(other)].wait()
            try:
                if id(step.resource) in kept or any(id(other) in undone for other in before):
                    undone.add(id(step))
                    return
                await self._chain([step], yielding=True)
                if step in self.errored:
                    undone.add(id(step))
            except StoppedError:
                undone.add(id(step))
            finally:
                done[id(step)].set()

        await asyncio.gather(*(one(step) for step in steps))

    async def refresh(self, steps: Sequence[BaseStep]) -> None:
        """Apply refreshes side by side; where one fails the others go on, since none changes anything outside."""

        async def one(step: BaseStep) -> None:
            async with self._workers:
                if not self.stopped.is_set():
                    await self._apply(step, going_on=True)

        await asyncio.gather(*(one(step) for step in steps))

    async def register_outputs(self, urn: str, outputs: Properties) -> None:
        """Take the outputs of a component; those of the stack wait for the end.

        Raises:
            EngineError: nothing was registered under this URN, or its outputs are known already.
        """
        await self._settling.complete(urn, outputs)
        self._ended_by_hook()

    async def finish_stack(self, *, errored: bool) -> Properties:
        """Give the stack its outputs; after a failure, what was not exported again is kept."""
        outputs = await self._settling.complete_stack(errored=errored)
        self._ended_by_hook()
        return outputs

    def _skips(self, step: BaseStep) -> bool:
        if not self._context.depends_on_failure(step.resource):
            return False
        self._context.unavailable.add(step.resource.urn)
        step.skip()
        return True

    async def _apply(self, step: BaseStep, *, going_on: bool = False) -> bool:
        context = self._context
        if not step.hidden:
            context.listener(StepStarted(step.describe()))
        started = time.perf_counter()
        error: EngineError | None = None
        operation = ""
        try:
            operation = await self._recorder.begin(step)
            started = time.perf_counter()
            await step.apply(context, operation)
        except EngineError as fault:
            if self._abandoned:
                return False
            error = fault
        self._settling.settle(step, done=error is None)
        try:
            self._recorder.end(step, operation, happened=error is None or isinstance(error, InitFailedError))
        except EngineError as unwritten:
            error = error or unwritten
        if error is not None:
            self._fail(step, error, going_on=going_on)
            return False
        if (counted := step.counts_as) is not None and not is_default_provider(step.resource.urn):
            self.changes[counted] += 1
        if not step.hidden:
            context.listener(StepDone(step.describe(), time.perf_counter() - started))
        if self._ended_by_hook():
            return False
        step.complete()
        return True

    def _ended_by_hook(self) -> bool:
        """Whether a hook failed after what it was to follow, and ends the deployment: at once, so the program gets no answer."""
        if not self._context.hook_failed:
            return False
        self.failed = True
        if self._context.continue_on_error:
            return False
        self.stop()
        return True

    def _fail(self, step: BaseStep, error: EngineError, *, going_on: bool) -> None:
        context = self._context
        urn = step.resource.urn
        message = f"Preview failed: {error}" if context.preview else str(error)
        context.error(message, "" if is_default_provider(urn) else urn)
        context.listener(StepFailed(step.describe()))
        self.failed = True
        self.error = self.error or error
        if going_on:
            return
        if context.continue_on_error or isinstance(error, DeleteProtectedError):
            context.unavailable.add(urn)
            step.fail()
            self.errored.append(step)
        elif self._deleting or isinstance(error, StateError):  # what cannot be written down must not begin
            self.stop()
        else:
            asyncio.get_running_loop().call_later(GRACE_SECONDS, self.stop)
