"""Methods of resources, called by the program.

Source: pkg/resource/deploy/source_eval.go (Call).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from google.protobuf import struct_pb2
from pulumi.runtime.proto import provider_pb2, resource_pb2

from .. import wire
from ..context import Context
from ..errors import EngineError, ReportedError
from ..host import ProgramSpec
from ..properties import dependencies_of
from ..providers.answers import ProviderError
from ..providers.defaults import require_allowed
from ..providers.registry import is_provider_type
from ..values import Properties
from .packages import Packages
from .registration import Registrations

SELF: Final = "__self__"
"""The argument that holds the resource whose method it is."""


class Calls:
    """Calls methods; the provider is that of the resource whose method it is, or that resource itself."""

    def __init__(self, context: Context, program: ProgramSpec, registrations: Registrations, packages: Packages) -> None:
        self._context = context
        self._program = program
        self._registrations = registrations
        self._packages = packages

    async def call(self, request: resource_pb2.ResourceCallRequest) -> provider_pb2.CallResponse:
        """The answer to a call.

        Raises:
            EngineError: the resource or its provider is unknown.
            ReportedError: the provider has failed, which ends the deployment.
        """
        provider = self._context.registry.get(await self._reference(request))
        if provider is None:
            raise EngineError(f"unknown provider '{request.provider}'")
        arguments = wire.from_struct(request.args, keep_outputs=True)
        named = {name: entry.urns for name, entry in request.argDependencies.items()}
        try:
            called = await provider.call(request.tok, arguments, _dependencies(arguments, named), self._program)
        except ProviderError as error:
            self._context.error(f"call to function '{request.tok}' failed: {error}")
            raise ReportedError(str(error)) from error
        response = provider_pb2.CallResponse(
            failures=[provider_pb2.CheckFailure(property=failure.property, reason=failure.reason) for failure in called.failures]
        )
        getattr(response, "return").CopyFrom(wire.to_struct(called.result))
        for name, urns in _dependencies(called.result, called.dependencies).items():
            response.returnDependencies[name].urns.extend(urns)
        return response

    async def _reference(self, request: resource_pb2.ResourceCallRequest) -> str:
        """The reference of the provider that is asked."""
        own = _itself(request.args)
        if is_provider_type(request.tok):
            if own is None:
                raise EngineError("missing __self__ argument for provider method call")
            return f"{_text(own, 'urn')}::{_text(own, 'id')}"
        reference = request.provider
        if not reference and own is not None:
            reference = self._registrations.goal_of(_text(own, "urn")).provider
        package = request.tok.partition(":")[0]
        if not reference:
            reference = await self._packages.default_provider(
                package,
                reference=request.packageRef,
                version=request.version,
                url=request.pluginDownloadURL,
                checksums=request.pluginChecksums,
            )
        require_allowed(reference, request.tok)
        return reference


def _dependencies(values: Properties, named: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """What each property depends on: what was named, and what the values themselves say."""
    found = {name: dict.fromkeys(urns) for name, urns in named.items()}
    for name, value in values.items():
        dependencies_of(value, found.setdefault(name, {}))
    return {name: list(urns) for name, urns in found.items()}


def _itself(arguments: struct_pb2.Struct) -> struct_pb2.Struct | None:
    if SELF not in arguments.fields:
        return None
    if not arguments.fields[SELF].HasField("struct_value"):
        raise EngineError("missing __self__ argument properties for method call")
    return arguments.fields[SELF].struct_value


def _text(itself: struct_pb2.Struct, field: str) -> str:
    if field not in itself.fields:
        raise EngineError(f"missing __self__.{field} for method call")
    return itself.fields[field].string_value
