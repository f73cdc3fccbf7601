"""A provider plugin: a process of its own, called over gRPC.

The plugin gets the engine's address as its argument, prints the port it listens on as the first line of its standard output, and
ends when its process is told to. Source: sdk/go/common/resource/plugin/plugin.go.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import signal
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ..events import Severity
from .answers import ProviderError
from .guard import Leash
from .init_failures import error_of
from .launch import Launch, PluginError
from .transport import OPERATION_KEY

if TYPE_CHECKING:
    from google.protobuf.message import Message

START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 5.0
DYING_SECONDS: Final = 0.5
"""How long a process whose connection has broken may take to end, so that its death is known as the cause."""
CHUNK_BYTES: Final = 64 * 1024
MESSAGE_BYTES: Final = 400 * 1024 * 1024
"""The largest message, as in Pulumi (sdk/go/common/util/rpcutil/options.go)."""

Output = Callable[[Severity, str], None]


class Plugin:
    """A plugin's process and the gRPC channel to it."""

    knows_operations = False

    def __init__(self, process: asyncio.subprocess.Process, name: str, port: int, *, output: Output, leash: Leash) -> None:
        import grpc.aio
        from pulumi.runtime.proto import provider_pb2_grpc

        self._process = process
        self._leash = leash
        self._name = name
        self._output = output
        self._closing = self._mourned = False
        sizes = [("grpc.max_receive_message_length", MESSAGE_BYTES), ("grpc.max_send_message_length", MESSAGE_BYTES)]
        self._channel = grpc.aio.insecure_channel(f"127.0.0.1:{port}", options=sizes)
        self._stub = provider_pb2_grpc.ResourceProviderStub(self._channel)
        self._readers = [
            asyncio.ensure_future(_forward(process.stdout, Severity.INFO, output)),
            asyncio.ensure_future(_forward(process.stderr, Severity.INFO_ERR, output)),
        ]

    @classmethod
    async def start(cls, launch: Launch, *, engine_address: str, output: Output) -> Plugin:
        """Run a plugin and connect to it.

        Args:
            launch: what starts its process.
            engine_address: where the engine's own service listens, for the plugin's logs.
            output: takes what the plugin prints, line by line.

        Raises:
            PluginError: its process cannot be run, has ended, or stayed silent.
        """
        if shutil.which(launch.command[0]) is None:
            raise PluginError(f"could not start the plugin {launch.name}: {launch.command[0]} is not an executable file")
        leash = Leash()
        try:
            process = await asyncio.create_subprocess_exec(
                *leash.command(launch.command),
                engine_address,
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
            return cls(process, launch.name, await _port(process, launch.name), output=output, leash=leash)
        except BaseException:
            leash.close()
            raise

    async def call(self, method: str, request: Message, operation: str = "") -> Any:
        import grpc.aio

        metadata = ((OPERATION_KEY, operation),) if operation else None
        try:
            return await getattr(self._stub, method)(request, metadata=metadata)
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.UNAVAILABLE and await self._has_died():
                raise ProviderError("error reading from server: EOF", "UNAVAILABLE") from None
            raise error_of(error.code().name, error.details() or "", error.trailing_metadata() or ()) from None

    async def _has_died(self) -> bool:
        """Whether the process has ended by itself; that is told once."""
        await _ended(self._process)
        if self._process.returncode is None:
            return False
        if not self._closing and not self._mourned:
            self._mourned = True
            self._output(
                Severity.ERROR,
                f"Detected that {self._name} exited prematurely ({_ending(self._process)}).\n"
                "This is *always* a bug in the provider. Please report the issue to the provider author as appropriate.",
            )
        return True

    async def close(self) -> None:
        self._closing = True
        await self._channel.close()
        if self._process.returncode is None:
            self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        self._leash.close()
        await asyncio.gather(*self._readers)


async def _port(process: asyncio.subprocess.Process, name: str) -> int:
    if process.stdout is None:
        raise PluginError(f"the plugin {name} has no standard output")
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), START_SECONDS)).decode(errors="replace").strip()
    except TimeoutError:
        process.kill()
        await process.wait()
        raise PluginError(f"the plugin {name} did not print its port within {START_SECONDS:.0f} s") from None
    if line.isdecimal():
        return int(line)
    if not line:
        await _ended(process)
    died = process.returncode is not None
    if not died:
        process.kill()
        await process.wait()
    said = (await process.stderr.read()).decode(errors="replace").strip() if process.stderr is not None else ""
    what = (
        f"could not read plugin [{name}]: {_ending(process)}" if died else f"the plugin {name} printed {line!r} instead of its port"
    )
    raise PluginError(what + (f"; it said:\n{said}" if said else ""))


async def _ended(process: asyncio.subprocess.Process) -> None:
    """Give a process that has closed its output a moment to end."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), DYING_SECONDS)


def _ending(process: asyncio.subprocess.Process) -> str:
    """How a process ended, in Go's words."""
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
