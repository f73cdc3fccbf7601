"""Functions of providers, called by the program."""

from __future__ import annotations

from collections.abc import Iterable

from google.protobuf import struct_pb2
from pulumi.runtime.proto import callback_pb2, provider_pb2, resource_pb2

from .. import wire
from ..context import Context
from ..errors import EngineError
from ..properties import without_outputs
from ..providers.answers import CheckFailure
from ..providers.defaults import require_allowed
from ..values import UNKNOWN
from .callbacks import Callbacks, InvokeTransform
from .packages import Packages
from .registration import Registrations


class Invokes:
    """Calls functions of providers, once the program's transforms have had their say."""

    def __init__(self, context: Context, registrations: Registrations, packages: Packages, callbacks: Callbacks) -> None:
        self._context = context
        self._registrations = registrations
        self._packages = packages
        self._callbacks = callbacks
        self._transforms: list[InvokeTransform] = []

    def add_transform(self, callback: callback_pb2.Callback) -> None:
        self._transforms.append(InvokeTransform(self._callbacks, callback))

    async def call(self, request: resource_pb2.ResourceInvokeRequest) -> resource_pb2.ResourceInvokeResponse:
        """The answer to a call.

        Raises:
            EngineError: the provider is unknown, or refused the call.
        """
        token = request.tok
        package = token.partition(":")[0]
        arguments = wire.from_struct(request.args)
        options = resource_pb2.TransformInvokeOptions(
            provider=self._registrations.provider_of(request.provider, {}, getattr(request, "parent", ""), package),
            version=request.version,
            plugin_download_url=request.pluginDownloadURL,
            plugin_checksums=request.pluginChecksums,
        )
        for transform in self._transforms:
            arguments, options = await transform(token, arguments, options)
        reference = options.provider
        if not reference:
            reference = await self._packages.default_provider(
                package,
                reference=request.packageRef,
                version=options.version,
                url=options.plugin_download_url,
                checksums=options.plugin_checksums,
            )
        require_allowed(reference, token)
        provider = self._context.registry.get(reference)
        if provider is None:
            raise EngineError(f"unknown provider '{options.provider}' -> '{reference}'")
        plain = {key: without_outputs(value) for key, value in arguments.items()}
        try:
            invoked = await provider.invoke(token, plain, preview=self._context.preview)
        except EngineError as error:
            raise EngineError(f"invocation of {token} returned an error: {error}") from error
        # Older SDKs ask for resources by a function, and cannot say that they take references.
        references = request.acceptResources or token == "pulumi:pulumi:getResource"  # noqa: S105  a token of a function
        unknown = bool(invoked.result) and all(value is UNKNOWN for value in invoked.result.values())
        return _response(wire.to_struct(invoked.result, keep_references=references), invoked.failures, unknown=unknown)


def _response(result: struct_pb2.Struct, failures: Iterable[CheckFailure], *, unknown: bool) -> resource_pb2.ResourceInvokeResponse:
    response = resource_pb2.ResourceInvokeResponse(
        unknown=unknown,
        failures=[provider_pb2.CheckFailure(property=failure.property, reason=failure.reason) for failure in failures],
    )
    getattr(response, "return").CopyFrom(result)
    return response
