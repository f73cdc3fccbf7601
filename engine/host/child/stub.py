"""What the SDK takes for its gRPC stubs: objects whose methods go through the channel."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import grpc
from pulumi.runtime.proto import engine_pb2, resource_pb2

from .channel import Answer, Channel

_STATUS = {code.value[0]: code for code in grpc.StatusCode}


class MonitorError(grpc.RpcError):
    """What the engine refused; the SDK asks an RpcError for its code and details."""

    def __init__(self, code: grpc.StatusCode, details: str) -> None:
        super().__init__(details)
        self._code = code
        self._details = details

    def code(self) -> grpc.StatusCode:
        return self._code

    def details(self) -> str:
        return self._details

    def trailing_metadata(self) -> tuple[()]:
        return ()


class Suspended(BaseException):
    """Leaves a function of the SDK at its call of the monitor; the function runs again once the answer is there.

    Not an Exception, so that no handler of the SDK takes it for a failure.
    """

    def __init__(self, method: str, payload: bytes) -> None:
        self.method = method
        self.payload = payload


class Caller:
    """Makes calls for the stubs: blocking ones, and, inside `without_thread`, ones that the event loop waits for."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._owner = threading.get_ident()
        self._suspending = False
        self._answer: Answer | None = None

    def __call__(self, method: str, payload: bytes) -> Answer:
        if threading.get_ident() == self._owner:
            if self._answer is not None:
                answer, self._answer = self._answer, None
                return answer
            if self._suspending:
                self._suspending = False
                raise Suspended(method, payload)
        return self._channel.call(method, payload)

    def without_thread(self, loop: asyncio.AbstractEventLoop, function: Callable[[], Any]) -> asyncio.Future[Any]:
        """Run a function of the SDK that makes one call of the monitor, on the loop's own thread and without blocking it.

        The function runs twice: up to its call, and, when the answer has come, from its beginning with the answer at hand. So its
        own handling of the response and of `grpc.RpcError` stays in force.
        """
        future: asyncio.Future[Any] = loop.create_future()
        self._suspending = True
        try:
            result = function()
        except Suspended as call:
            self._channel.send(call.method, call.payload, lambda answer: self._resume(loop, function, future, answer))
        except Exception as error:  # noqa: BLE001  whatever it is belongs to the caller of the future
            future.set_exception(error)
        else:
            future.set_result(result)
        finally:
            self._suspending = False
        return future

    def _resume(
        self, loop: asyncio.AbstractEventLoop, function: Callable[[], Any], future: asyncio.Future[Any], answer: Answer
    ) -> None:
        if threading.get_ident() != self._owner:
            loop.call_soon_threadsafe(self._resume, loop, function, future, answer)
            return
        if future.cancelled():
            return
        self._answer = answer
        try:
            future.set_result(function())
        except Exception as error:  # noqa: BLE001  whatever it is belongs to the caller of the future
            future.set_exception(error)
        finally:
            self._answer = None


def _method(caller: Caller, name: str, response: Any) -> Callable[..., Any]:
    def call(request: Any, **_options: Any) -> Any:
        status, payload = caller(name, request.SerializeToString())
        if status:
            raise MonitorError(_STATUS.get(status, grpc.StatusCode.UNKNOWN), payload.decode(errors="replace"))
        return response.FromString(payload)

    call.__name__ = name
    return call


class Stub:
    """The methods of one gRPC service over the channel."""

    def __init__(self, service: Any, caller: Caller) -> None:
        for method in service.methods:
            setattr(self, method.name, _method(caller, method.name, method.output_type._concrete_class))  # noqa: SLF001  protobuf's own way


def monitor_stub(caller: Caller) -> Any:
    return Stub(resource_pb2.DESCRIPTOR.services_by_name["ResourceMonitor"], caller)


class EngineStub(Stub):
    """The engine service, without the debug messages that the SDK sends several of for every resource."""

    def __init__(self, caller: Caller, channel: Channel) -> None:
        super().__init__(engine_pb2.DESCRIPTOR.services_by_name["Engine"], caller)
        self._channel = channel

    def Log(self, request: Any) -> None:  # noqa: N802  the RPC's name
        if request.severity != engine_pb2.DEBUG:
            self._channel.send("Log", request.SerializeToString(), None)
