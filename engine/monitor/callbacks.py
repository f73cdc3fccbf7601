"""Functions of the program that the engine calls back: the program serves them over gRPC at an address of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from pulumi.runtime.proto import callback_pb2, callback_pb2_grpc, resource_pb2

from .. import wire
from ..errors import EngineError
from ..properties import as_outputs
from ..values import Properties

if TYPE_CHECKING:
    import grpc.aio

ResourceOptions: TypeAlias = resource_pb2.TransformResourceOptions
InvokeOptions: TypeAlias = resource_pb2.TransformInvokeOptions


class CallbackError(EngineError):
    """A callback of the program failed; `details` are its own words."""

    def __init__(self, message: str, details: str = "") -> None:
        super().__init__(message)
        self.details = details


class Callbacks:
    """The channels to the program's callback servers, opened when the first call needs them."""

    def __init__(self) -> None:
        self._channels: dict[str, grpc.aio.Channel] = {}

    async def call(self, callback: callback_pb2.Callback, request: bytes) -> bytes:
        """The answer of a callback, which the message of its kind can read."""
        import grpc.aio

        channel = self._channels.get(callback.target)
        if channel is None:
            channel = self._channels[callback.target] = grpc.aio.insecure_channel(callback.target)
        stub = callback_pb2_grpc.CallbacksStub(channel)
        try:
            answer = await stub.Invoke(callback_pb2.CallbackInvokeRequest(token=callback.token, request=request))
        except grpc.aio.AioRpcError as error:
            code = error.code().name.title().replace("_", "")
            raise CallbackError(f"rpc error: code = {code} desc = {error.details()}", error.details() or "") from None
        return answer.response

    async def close(self) -> None:
        for channel in self._channels.values():
            await channel.close()
        self._channels.clear()


class Transform:
    """A function of the program that may change the inputs and options of a resource before it is registered."""

    def __init__(self, callbacks: Callbacks, callback: callback_pb2.Callback) -> None:
        self._callbacks = callbacks
        self._callback = callback

    async def __call__(
        self, request: resource_pb2.RegisterResourceRequest, inputs: Properties, options: ResourceOptions
    ) -> tuple[Properties, ResourceOptions]:
        message = resource_pb2.TransformRequest(
            name=request.name,
            type=request.type,
            parent=request.parent,
            custom=request.custom,
            properties=wire.to_struct({key: as_outputs(value) for key, value in inputs.items()}, keep_outputs=True),
            options=options,
        )
        try:
            said = await self._callbacks.call(self._callback, message.SerializeToString())
        except CallbackError as error:
            raise CallbackError(f"invoke transform: {error}") from None
        answer = resource_pb2.TransformResponse.FromString(said)
        return (
            wire.from_struct(answer.properties, keep_outputs=True) if answer.HasField("properties") else inputs,
            answer.options if answer.HasField("options") else options,
        )


class InvokeTransform:
    """A function of the program that may change the arguments and options of a provider's function before it is called."""

    def __init__(self, callbacks: Callbacks, callback: callback_pb2.Callback) -> None:
        self._callbacks = callbacks
        self._callback = callback

    async def __call__(self, token: str, arguments: Properties, options: InvokeOptions) -> tuple[Properties, InvokeOptions]:
        message = resource_pb2.TransformInvokeRequest(
            token=token, args=wire.to_struct(arguments, keep_outputs=True), options=options
        )
        try:
            said = await self._callbacks.call(self._callback, message.SerializeToString())
        except CallbackError as error:
            raise CallbackError(error.details) from None
        answer = resource_pb2.TransformInvokeResponse.FromString(said)
        return (
            wire.from_struct(answer.args, keep_outputs=True) if answer.HasField("args") else arguments,
            answer.options if answer.HasField("options") else options,
        )
