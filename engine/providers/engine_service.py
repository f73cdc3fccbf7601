"""The service that plugins find at the engine's address: their logs arrive here (proto/pulumi/engine.proto)."""

# ruff: noqa: N802  methods bear the names of the RPCs that they answer

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

TakesLog = Callable[[engine_pb2.LogRequest], None]


class EngineService:
    """A gRPC server on the loopback, started when the first plugin needs its address; providers in this process call `Log` itself.

    Args:
        log: takes each message.
    """

    def __init__(self, log: TakesLog) -> None:
        self._log = log
        self._server: Any = None
        self._address = ""

    async def address(self) -> str:
        """Where the service listens, as `127.0.0.1:<port>`."""
        if self._server is None:
            import grpc.aio

            self._server = grpc.aio.server()
            engine_pb2_grpc.add_EngineServicer_to_server(_Servicer(self._log), self._server)
            self._address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
            await self._server.start()
        return self._address

    def Log(self, request: engine_pb2.LogRequest) -> None:
        """Take a message from a provider that needs no address to reach the engine."""
        self._log(request)

    async def close(self) -> None:
        if self._server is not None:
            await self._server.stop(grace=None)


class _Servicer(engine_pb2_grpc.EngineServicer):
    def __init__(self, log: TakesLog) -> None:
        self._log = log

    async def Log(self, request: engine_pb2.LogRequest, context: Any) -> empty_pb2.Empty:
        del context
        self._log(request)
        return empty_pb2.Empty()
