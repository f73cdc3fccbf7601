"""Packages that a program registers, and the provider that a resource or function of one asks for."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from pulumi.runtime.proto import resource_pb2

from ..errors import EngineError
from ..providers.defaults import DefaultProviders, ProviderRequest


class Packages:
    """The packages of one deployment, by the reference that the program got for each.

    Args:
        defaults: the default providers.
    """

    def __init__(self, defaults: DefaultProviders) -> None:
        self._defaults = defaults
        self._requests: dict[str, ProviderRequest] = {}
        self._references: dict[ProviderRequest, str] = {}

    def register(self, message: resource_pb2.RegisterPackageRequest) -> str:
        """The reference of a package; the same package gets the same one."""
        if not message.name:
            raise EngineError("package name is empty")
        if message.HasField("parameterization") or message.HasField("extension"):
            raise EngineError(f"package {message.name!r} is parameterized, which this engine does not support")
        request = ProviderRequest(message.name, message.version, message.download_url, checksums=dict(message.checksums))
        if request not in self._references:
            self._references[request] = str(uuid.uuid4())
            self._requests[self._references[request]] = request
        return self._references[request]

    def request(
        self, package: str, *, reference: str = "", version: str = "", url: str = "", checksums: Mapping[str, bytes] | None = None
    ) -> ProviderRequest:
        """What a request asks for: its package's reference counts, where it has one."""
        if not reference:
            return ProviderRequest(package, version, url.removesuffix("/") if version else url, checksums=dict(checksums or {}))
        if reference not in self._requests:
            raise EngineError(f"unknown provider package '{reference}'")
        return self._requests[reference]

    async def default_provider(
        self, package: str, *, reference: str = "", version: str = "", url: str = "", checksums: Mapping[str, bytes] | None = None
    ) -> str:
        """The reference of the default provider for what asks for a package, and for no provider of it."""
        wanted = self.request(package, reference=reference, version=version, url=url, checksums=checksums)
        return await self._defaults.reference(wanted)
