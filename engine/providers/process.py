"""A plugin's process: started, connected to, listened to, ended.

The plugin gets the engine's address as its argument, prints the port it listens on as the first line of its standard output, and
ends when its process is told to. Source: sdk/go/common/resource/plugin/plugin.go.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from ..events import Severity
from .guard import Leash
from .launch import Launch, PluginError

if TYPE_CHECKING:
    import grpc.aio

START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 5.0
DYING_SECONDS: Final = 0.5
"""How long a process whose connection has broken may take to end, so that its death is known as the cause."""
CHUNK_BYTES: Final = 64 * 1024
MESSAGE_BYTES: Final = 400 * 1024 * 1024
"""The largest message, as in Pulumi (sdk/go/common/util/rpcutil/options.go)."""

Output = Callable[[Severity, str], None]


class NoPortError(PluginError):
    """A plugin's process has printed something other than its port, or has ended without it.

    Args:
        what: the sentence that says so.
        line: what it printed instead; empty where it printed nothing.
        said: what it wrote to its standard error.
    """

    def __init__(self, what: str, *, line: str, said: str) -> None:
        super().__init__(what + (f"; it said:\n{said}" if said else ""))
        self.line, self.said = line, said


class PluginProcess:
    """A plugin's process and the gRPC channel to it."""

    def __init__(self, process: asyncio.subprocess.Process, port: int, *, output: Output, leash: Leash) -> None:
        import grpc.aio

        self._process = process
        self._leash = leash
        self.closing = False
        sizes = [("grpc.max_receive_message_length", MESSAGE_BYTES), ("grpc.max_send_message_length", MESSAGE_BYTES)]
        self.channel: grpc.aio.Channel = grpc.aio.insecure_channel(f"127.0.0.1:{port}", options=sizes)
        self._readers = [
            asyncio.ensure_future(_forward(process.stdout, Severity.INFO, output)),
            asyncio.ensure_future(_forward(process.stderr, Severity.INFO_ERR, output)),
        ]

    @classmethod
    async def start(cls, launch: Launch, *, engine_address: str, output: Output) -> PluginProcess:
        """Run a plugin and connect to it.

        Args:
            launch: what starts its process.
            engine_address: where the engine's own service listens, for the plugin's logs.
            output: takes what the plugin prints, line by line.

        Raises:
            PluginError: its process cannot be run, has ended or printed something else (`NoPortError`), or stayed silent.
        """
        if shutil.which(launch.command[0]) is None:
            raise PluginError(f"could not start the plugin {launch.name}: {launch.command[0]} is not an executable file")
        leash = Leash()
        try:
            process = await asyncio.create_subprocess_exec(
                *leash.command(launch.command),
                engine_address,
                *launch.arguments,
                cwd=launch.directory,
                env={**launch.environment, "GRPC_VERBOSITY": "ERROR"},
                stdin=leash.end,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,  # an interrupt of the terminal is the engine's business, as in Pulumi
            )
        except OSError as error:
            leash.close()
            raise PluginError(f"could not start the plugin {launch.name}: {error}") from error
        finally:
            leash.handed_over()
        try:
            port = await _port(process, launch.name)
        except BaseException:  # a cancellation too: nothing else knows of the process yet
            await _end(process)
            leash.close()
            raise
        return cls(process, port, output=output, leash=leash)

    async def ending(self) -> str:
        """How the process ended, in Go's words, if its connection has broken because it has; empty if it runs."""
        await _ended(self._process)
        return "" if self._process.returncode is None else _ending(self._process)

    async def close(self) -> None:
        self.closing = True
        await self.channel.close()
        await _end(self._process)
        self._leash.close()
        await asyncio.gather(*self._readers)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Tell the process to end, and if it does not, end it."""
    if process.returncode is not None:
        return
    _send(process, signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        _send(process, signal.SIGKILL)
        await process.wait()


def _send(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    """Send a signal. `Process.send_signal` would first reap a process that has just ended, and asyncio then miss its end."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process.pid, number)


async def _port(process: asyncio.subprocess.Process, name: str) -> int:
    if process.stdout is None:
        raise PluginError(f"the plugin {name} has no standard output")
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), START_SECONDS)).decode(errors="replace").strip()
    except TimeoutError:
        raise PluginError(f"the plugin {name} did not print its port within {START_SECONDS:.0f} s") from None
    if line.isdecimal():
        return int(line)
    if not line:
        await _ended(process)
    died = process.returncode is not None
    if not died:
        await _end(process)
    said = (await process.stderr.read()).decode(errors="replace").strip() if process.stderr is not None else ""
    what = (
        f"could not read plugin [{name}]: {_ending(process)}" if died else f"the plugin {name} printed {line!r} instead of its port"
    )
    raise NoPortError(what, line=line, said=said)


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Give a process that has closed its output a moment to end."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), DYING_SECONDS)


def _ending(process: asyncio.subprocess.Process) -> str:
    code = process.returncode or 0
    return f"signal: {signal.strsignal(-code)}".lower() if code < 0 else f"exit status {code}"


async def _forward(stream: asyncio.StreamReader | None, severity: Severity, output: Output) -> None:
    if stream is None:
        return
    rest = b""
    while chunk := await stream.read(CHUNK_BYTES):  # by chunks, since a line may be longer than a reader's limit
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            _tell(line, severity, output)
    _tell(rest, severity, output)


def _tell(line: bytes, severity: Severity, output: Output) -> None:
    if text := line.decode(errors="replace").rstrip("\r"):
        output(severity, text)
