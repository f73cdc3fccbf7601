"""A provider plugin: a process of its own, called over gRPC."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..events import Severity
from .answers import ProviderError
from .init_failures import error_of
from .launch import Launch
from .process import Output, PluginProcess
from .transport import OPERATION_KEY

if TYPE_CHECKING:
    from google.protobuf.message import Message


class Plugin:
    """A provider plugin's process, as what carries calls to it."""

    knows_operations = False

    def __init__(self, process: PluginProcess, name: str, output: Output) -> None:
        from pulumi.runtime.proto import provider_pb2_grpc

        self._process = process
        self._name = name
        self._output = output
        self._mourned = False
        self._stub = provider_pb2_grpc.ResourceProviderStub(process.channel)

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
        process = await PluginProcess.start(launch, engine_address=engine_address, output=output)
        return cls(process, launch.name, output)

    async def call(self, method: str, request: Message, operation: str = "") -> Any:
        import grpc.aio

        metadata = ((OPERATION_KEY, operation),) if operation else None
        try:
            return await getattr(self._stub, method)(request, metadata=metadata)
        except grpc.aio.AioRpcError as error:
            if error.code() is grpc.StatusCode.UNAVAILABLE and await self._has_died():
                raise ProviderError("error reading from server: EOF", "UNAVAILABLE") from None
            raise error_of(error.code().name, error.details() or "", error.trailing_metadata() or ()) from None

    def doubt(self, type_: str, path: str) -> str:
        del type_, path  # a package's own provider knows what it does
        return ""

    async def _has_died(self) -> bool:
        """Whether the process has ended by itself; that is told once."""
        ending = await self._process.ending()
        if ending and not self._process.closing and not self._mourned:
            self._mourned = True
            self._output(
                Severity.ERROR,
                f"Detected that {self._name} exited prematurely ({ending}).\n"
                "This is *always* a bug in the provider. Please report the issue to the provider author as appropriate.",
            )
        return bool(ending)

    async def close(self) -> None:
        await self._process.close()
