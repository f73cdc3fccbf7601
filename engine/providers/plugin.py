"""A provider plugin: a process of its own, called over gRPC.

The plugin gets the engine's address as its argument, prints the port it listens on as the first line of its standard output, and
ends when its process is told to. Source: sdk/go/common/resource/plugin/plugin.go.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from ..events import Severity
from .init_failures import error_of
from .launch import Launch, PluginError
from .transport import OPERATION_KEY

if TYPE_CHECKING:
    from google.protobuf.message import Message

START_SECONDS: Final = 60.0
STOP_SECONDS: Final = 5.0
CHUNK_BYTES: Final = 64 * 1024
MESSAGE_BYTES: Final = 400 * 1024 * 1024
"""The largest message, as in Pulumi (sdk/go/common/util/rpcutil/options.go)."""

Output = Callable[[Severity, str], None]


class Plugin:
    """A plugin's process and the gRPC channel to it."""

    knows_operations = False

    def __init__(self, process: asyncio.subprocess.Process, port: int, output: Output) -> None:
        import grpc.aio
        from pulumi.runtime.proto import provider_pb2_grpc

        self._process = process
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
        try:
            process = await asyncio.create_subprocess_exec(
                *launch.command,
                engine_address,
                cwd=launch.directory,
                env={**launch.environment, "GRPC_VERBOSITY": "ERROR"},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                start_new_session=True,  # an interrupt of the terminal is the engine's business, as in Pulumi
            )
        except OSError as error:
            raise PluginError(f"could not start the plugin {launch.name}: {error}") from error
        return cls(process, await _port(process, launch.name), output)

    async def call(self, method: str, request: Message, operation: str = "") -> Any:
        import grpc.aio

        metadata = ((OPERATION_KEY, operation),) if operation else None
        try:
            return await getattr(self._stub, method)(request, metadata=metadata)
        except grpc.aio.AioRpcError as error:
            raise error_of(error.code().name, error.details() or "", error.trailing_metadata() or ()) from None

    async def close(self) -> None:
        await self._channel.close()
        if self._process.returncode is None:
            self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        await asyncio.gather(*self._readers)


async def _port(process: asyncio.subprocess.Process, name: str) -> int:
    if process.stdout is None:
        raise PluginError(f"the plugin {name} has no standard output")
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), START_SECONDS)).decode(errors="replace").strip()
    except TimeoutError:
        process.kill()
        raise PluginError(f"the plugin {name} did not print its port within {START_SECONDS:.0f} s") from None
    if line.isdecimal():
        return int(line)
    if process.returncode is None:
        process.kill()
    said = (await process.stderr.read()).decode(errors="replace").strip() if process.stderr is not None else ""
    raise PluginError(f"the plugin {name} did not print its port first but {line!r}" + (f"; it said:\n{said}" if said else ""))


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
