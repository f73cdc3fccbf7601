"""One preview, update or destruction, from its beginning to its end.

The program runs beside the executor: what it registers is planned and applied as it comes. When it is done, what it no longer
registers is deleted, and the stack gets its outputs. A failure ends the program; what is being applied is finished first.

Source: pkg/resource/deploy/deployment_executor.go (Execute, performPostSteps), pkg/engine/update.go.
"""

from __future__ import annotations

import asyncio
import contextlib
import time

from .around import Around
from .errors import EngineError
from .events import Diagnostic, Severity, Summary
from .executor import Executor
from .history import UpdateKind
from .host import ProgramResult, ProgramSpec, ZygoteError, run_program
from .interrupts import cancelling, shown
from .monitor.monitor import ResourceMonitor
from .parts import Parts
from .result import CANCELLED, FAILED
from .values import Properties


class Run:
    """A run, which may be interrupted: once to begin nothing more, twice to give up.

    A preview ends the first time: it changes nothing that would have to be finished.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._context = parts.context
        self._around = Around(parts)
        self._executor = parts.executor
        self._task: asyncio.Task[None] | None = None
        self._program_failed = 0
        self._concluded = False
        self.cancelled = False
        self.terminated = False
        self.outputs: Properties = {}

    @property
    def policy_packs(self) -> dict[str, str]:
        """The versions of the policy packs that ran, by the names that summaries have for them."""
        return self._context.policies.names if self._context.policies is not None else {}

    def interrupt(self, number: int) -> None:
        """Let what is being applied finish and begin nothing more; the second time, give up.

        Args:
            number: the signal that asks for it.
        """
        if not self.cancelled:
            self.cancelled = True
            self._executor.stop()
            self._say(cancelling(number, preview=self._context.preview))
            if self._context.preview and self._task is not None and not self._concluded:
                self._executor.abandon()
                self._task.cancel()
        elif not self.terminated and self._task is not None and not self._task.done():
            self.terminated = True
            self._executor.abandon()
            self._task.cancel()
            self._say(f"{shown(number)} received; terminating")

    def _say(self, text: str) -> None:
        self._context.listener(Diagnostic(text, Severity.WARNING, ephemeral=True))

    async def execute(self) -> int:
        """Carry the run out; its exit code."""
        if self.cancelled:  # before it began
            self._conclude()
            return self._exit_code()
        self._task = asyncio.ensure_future(self._execute())
        try:
            await self._task
        except asyncio.CancelledError:
            if self.terminated:
                self._context.error(f"{self._kind} failed")
            elif self.cancelled and self._context.preview:
                self._conclude()
            else:
                raise
        return self._exit_code()

    async def _execute(self) -> None:
        try:
            if self._parts.importer is not None:
                await self._parts.importer.run()
                await self._executor.idle()
            elif await self._refreshed():
                if self._parts.planner.lacks_replacement():
                    self._context.bailed = True
                elif self._parts.program is not None and self._parts.monitor is not None:
                    await self._with_program(self._parts.program, self._parts.monitor)
                elif self._parts.kind is UpdateKind.DESTROY and not self._around.lacks_hooks():
                    await self._around.finish()
            self._conclude()
        except asyncio.CancelledError:
            if self._context.policies is not None:
                await self._context.policies.cancel()
            await self._parts.loader.cancel()
            raise
        finally:
            if self._context.policies is not None:
                await self._context.policies.close()
            await self._parts.callbacks.close()
            await self._parts.loader.close()

    async def _refreshed(self) -> bool:
        """Read what is to be read before anything else; whether to go on."""
        return not (await self._around.refresh() and self._errored)

    async def _with_program(self, program: ProgramSpec, monitor: ResourceMonitor) -> None:
        running = asyncio.ensure_future(run_program(program, monitor, self._output))
        try:
            if self._context.policies is not None:
                await asyncio.sleep(0)  # the program's process is forked before gRPC brings threads
                await self._context.policies.load()
            await _first(running, monitor.finished, self._executor.stopped)
            if running.done():
                self._report(running.result())
            await self._executor.idle()
            if not self._executor.stopped.is_set():
                await self._around.finish()
            self.outputs = await self._executor.finish_stack(errored=self._errored)
            await self._analyze_stack()
            monitor.shutdown.set()
            if self._executor.stopped.is_set():
                running.cancel()
            if not running.done():
                result = await running
                if not result.cancelled:
                    self._report(result)
        except ZygoteError as error:
            self._context.error(str(error))
            self._context.bailed = True
        finally:
            if not running.done():
                running.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await running

    async def _analyze_stack(self) -> None:
        """Have policy packs look at the whole stack, if all of it stands."""
        policies, context = self._context.policies, self._context
        if policies is None or self._executor.stopped.is_set() or self._executor.failed or context.bailed:
            return
        try:
            await policies.analyze_stack()
        except EngineError as error:
            context.error(str(error))
            context.bailed = True

    def _output(self, severity: Severity, text: str) -> None:
        self._context.report(severity, text)

    def _report(self, result: ProgramResult) -> None:
        """Say how the program ended, if that was not well."""
        if not result.messages:
            return
        self._executor.stop()
        self._program_failed = result.exit_code or FAILED
        for message in result.messages:
            self._context.error(message)

    @property
    def _errored(self) -> bool:
        context = self._context
        return self._executor.failed or context.planning_failed or context.bailed or bool(self._program_failed) or self.cancelled

    def _conclude(self) -> None:
        """Say that the whole has failed, where what was reported so far is about its parts."""
        self._concluded = True
        if self._context.bailed or self._program_failed:
            return
        if self._executor.failed or self._context.planning_failed:
            self._context.error(f"{self._kind} failed")
        elif self.cancelled:
            self._context.error(f"{self._kind} canceled")

    @property
    def _kind(self) -> str:
        return "preview" if self._context.preview else "update"

    def _exit_code(self) -> int:
        if self.terminated:
            return CANCELLED
        if self._program_failed:
            return self._program_failed
        if self._executor.failed or self._context.planning_failed or self._context.bailed:
            return FAILED
        return FAILED if self.cancelled else 0


async def _first(running: asyncio.Task[ProgramResult] | asyncio.Future[ProgramResult], *events: asyncio.Event) -> None:
    """Wait until the program has ended or one of the events has come."""
    waiting = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait([running, *waiting], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()


def summary_of(run: Run, executor: Executor, started: float, *, preview: bool, failed: bool) -> Summary:
    return Summary(
        preview=preview,
        changes=dict(executor.changes),
        seconds=time.perf_counter() - started,
        failed=failed,
        cancelled=run.cancelled,
        policy_packs=run.policy_packs,
    )
