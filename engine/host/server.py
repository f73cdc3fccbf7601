"""The engine's end of a program's channel: takes calls, has the monitor answer them, sends the answers back."""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import Callable
from typing import Any

import grpc

from .child.frames import HEADER, RESULT, down
from .program import Monitor, RpcFault


@functools.cache
def _requests() -> dict[str, Callable[[bytes], Any]]:
    """How to parse the request of each RPC that a program may call."""
    from pulumi.runtime.proto import engine_pb2, resource_pb2

    services = (
        resource_pb2.DESCRIPTOR.services_by_name["ResourceMonitor"],
        engine_pb2.DESCRIPTOR.services_by_name["Engine"],
    )
    return {
        method.name: method.input_type._concrete_class.FromString  # noqa: SLF001  protobuf's own way from a descriptor to its class
        for service in services
        for method in service.methods
    }


class ProgramServer(asyncio.Protocol):
    """Serves one program. `closed` is done when the program's end of the socket is; `result` holds what it said at its end."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self._buffer = bytearray()
        self._tasks: set[asyncio.Task[None]] = set()
        self._logging: set[asyncio.Task[None]] = set()
        self._answers: list[bytes] = []
        self._transport: asyncio.WriteTransport | None = None
        self._loop = asyncio.get_running_loop()
        self.result: dict[str, Any] | None = None
        self.closed: asyncio.Future[None] = self._loop.create_future()
        self.failed: asyncio.Future[BaseException] = self._loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  a program that dies is no error of the connection
        if not self.closed.done():
            self.closed.set_result(None)

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer
        buffer += data
        start = 0
        while len(buffer) - start >= HEADER.size:
            length, call, name_length = HEADER.unpack_from(buffer, start)
            payload = start + HEADER.size + name_length
            end = payload + length
            if len(buffer) < end:
                break
            self._call(call, buffer[start + HEADER.size : payload].decode(), bytes(buffer[payload:end]))
            start = end
        del buffer[:start]

    def _call(self, call: int, name: str, payload: bytes) -> None:
        if name == RESULT:
            self.result = json.loads(payload)
            self._answer(call, grpc.StatusCode.OK, b"")
            return
        method = getattr(self._monitor, name, None)
        parse = _requests().get(name)
        if method is None or parse is None:
            self._answer(call, grpc.StatusCode.UNIMPLEMENTED, f"unknown method {name}".encode())
            return
        task = self._loop.create_task(self._serve(call, method, parse(payload)))
        tasks = self._logging if name == "Log" else self._tasks
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    async def _serve(self, call: int, method: Callable[[Any], Any], request: Any) -> None:
        try:
            response = await method(request)
        except RpcFault as fault:
            self._answer(call, fault.code, fault.message.encode())
        except Exception as error:  # noqa: BLE001  a fault of the engine, not of the program: whoever awaits the program gets it
            if not self.failed.done():
                self.failed.set_result(error)
        else:
            self._answer(call, grpc.StatusCode.OK, response.SerializeToString())

    def _answer(self, call: int, code: grpc.StatusCode, payload: bytes) -> None:
        if not self._answers:
            self._loop.call_soon(self._send)
        self._answers.append(down(call, code.value[0], payload))

    def _send(self) -> None:
        """Send together what was answered in one turn of the loop: each frame on its own would wake the program."""
        frames, self._answers = b"".join(self._answers), []
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(frames)

    async def logged(self) -> None:
        """Wait until the monitor has taken every message that the program logged."""
        if self._logging:
            await asyncio.wait(self._logging)
