"""Runs a Pulumi program in a child process and answers its calls."""

from __future__ import annotations

import asyncio
import codecs
import contextlib
import json
import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..events import Severity
from ..virtualenv import activated
from .program import Monitor, OutputListener, ProgramResult, ProgramSpec
from .server import ProgramServer
from .zygote import ZygoteError, discard, zygote_for

_DRAIN_SECONDS = 2.0
"""How long output may still arrive after the program's end: a process that it left behind can hold the pipe open."""


class _Lines(asyncio.Protocol):
    """Splits what comes through a pipe into lines; `closed` is done at its end."""

    def __init__(self, on_line: Callable[[str], None]) -> None:
        self._on_line = on_line
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._rest = ""
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def data_received(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + self._decoder.decode(data)).split("\n")
        for line in lines:
            self._on_line(line)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  the end of a pipe is its end
        if self._rest:
            self._on_line(self._rest)
            self._rest = ""
        if not self.closed.done():
            self.closed.set_result(None)


async def run_program(program: ProgramSpec, monitor: Monitor, output: OutputListener) -> ProgramResult:
    """Run a program to its end.

    Args:
        program: what to run and what it may know.
        monitor: answers the program's calls.
        output: takes what the program writes, a line at a time.

    Returns:
        How it ended. Cancelling this coroutine kills the program and what it started.

    Raises:
        ZygoteError: the program's interpreter cannot be run or has no `pulumi`.
        Exception: whatever a method of the monitor raised that is no `RpcFault`; the program is killed then.
    """
    loop = asyncio.get_running_loop()
    ours, reading = _start(program.interpreter)
    reports: list[int] = []
    on_line = (
        lambda text: output(Severity.INFO, text),
        lambda text: output(Severity.INFO_ERR, text),
        lambda n: reports.append(int(n)),
    )
    pipes = [
        await loop.connect_read_pipe(lambda take=take: _Lines(take), os.fdopen(fd, "rb", buffering=0))
        for fd, take in zip(reading, on_line, strict=True)
    ]
    transport, server = await loop.create_unix_connection(lambda: ProgramServer(monitor), sock=ours)
    out, err, report = (protocol for _, protocol in pipes)
    try:
        task = json.dumps(_task(program)).encode()
        transport.write(len(task).to_bytes(4, "little") + task)
        await asyncio.wait([report.closed, server.failed], return_when=asyncio.FIRST_COMPLETED)
        if server.failed.done():
            raise server.failed.result()
        await asyncio.wait([out.closed, err.closed, server.closed], timeout=_DRAIN_SECONDS)
        await server.logged()
    except asyncio.CancelledError:
        return ProgramResult(end="program was stopped", exit_code=1, cancelled=True)
    finally:
        if len(reports) == 1:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(reports[0], signal.SIGKILL)
        transport.close()
        for pipe, _ in pipes:
            pipe.close()
    if not reports:
        zygote = zygote_for(program.interpreter)
        words = zygote.last_words()
        discard(zygote)
        raise ZygoteError(words or "the program's host has died")
    return _result(server.result, reports[1] if len(reports) > 1 else None)


def _start(interpreter: Path | None) -> tuple[socket.socket, tuple[int, ...]]:
    """Have a program's process forked: our end of its channel, and of its output, errors and report."""
    ours, theirs = socket.socketpair()
    reading, writing = zip(*(os.pipe() for _ in range(3)), strict=True)
    try:
        fds = [theirs.fileno(), *writing]
        if not zygote_for(interpreter).start(fds):
            # It served earlier programs and has been killed since. A new one says itself what is wrong.
            discard(zygote_for(interpreter))
            zygote_for(interpreter).start(fds)
    except ZygoteError:
        ours.close()
        for fd in reading:
            os.close(fd)
        raise
    finally:
        theirs.close()
        for fd in writing:
            os.close(fd)
    return ours, reading


def _task(program: ProgramSpec) -> dict[str, object]:
    return {
        "directory": str(program.directory),
        "entry_point": program.entry_point,
        "project": program.project,
        "stack": program.stack,
        "organization": program.organization,
        "root_directory": str(program.root_directory or program.directory),
        "config": program.config,
        "secret_keys": list(program.secret_keys),
        "dry_run": program.dry_run,
        "parallel": program.parallel,
        "environment": activated(program.interpreter) | (program.environment or {}),
    }


def _result(said: dict[str, Any] | None, exit_code: int | None) -> ProgramResult:
    """What the program said at its end; where it could not, what its process's end tells."""
    if said is not None:
        return ProgramResult(**said)
    if exit_code is None:
        return ProgramResult(end="the program's host was killed", exit_code=1)
    if exit_code < 0:
        name = signal.Signals(-exit_code).name
        return ProgramResult(end=f"program was killed by signal {-exit_code} ({name})", exit_code=1)
    if exit_code == 0:
        return ProgramResult(end="program ended its process before it had finished", exit_code=1)
    return ProgramResult(end=f"program exited with non-zero exit code: {exit_code}", exit_code=1)
