"""Finds the provider of a package: a plugin, else a servicer in this process, else the engine's own."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from ..errors import EngineError
from ..events import Severity
from .engine_service import EngineService
from .in_process import InProcess
from .launch import Launch, PluginError
from .plugin import Plugin
from .provider import Provider
from .transport import Transport

CANCEL_SECONDS: Final = 2.0
"""How long providers may take to answer that they give up."""

Providers: TypeAlias = Callable[[str], Any]
"""Package name → a fresh `ResourceProviderServicer`, or None where there is none.

One with an attribute `engine` gets there an object whose method `Log` takes its diagnostics. One with a `notice` says there what it
lacks of the package's own provider. One with a method `doubt(type, path)` says why what it tells as an update may be a replacement.
"""


ANSWER_SECONDS: Final = 30.0
"""How long a provider may take for its first answer; every other one may take as long as it needs."""


class NoProviderError(EngineError):
    """No provider is known for a package."""


class Loader:
    """Loads providers, each time another one, and closes them all at the end.

    Args:
        plugins: how to start the plugin of a package; asked only when the package is.
        versions: of these plugins, where the project says them.
        providers: servicers for every other package.
        builtin: the servicer of the package `pulumi`.
        root: the folder of Pulumi.yaml, which providers are told.
        service: the engine's own service, which plugins are told of.
        output: takes what plugins print.
    """

    def __init__(
        self,
        *,
        plugins: Mapping[str, Callable[[], Launch]],
        versions: Mapping[str, str],
        providers: Providers,
        builtin: Any,
        root: Path,
        service: EngineService,
        output: Callable[[Severity, str], None],
    ) -> None:
        self._plugins = plugins
        self._versions = versions
        self._providers = providers
        self._builtin = builtin
        self._root = root
        self._service = service
        self._output = output
        self._loaded: list[Provider] = []
        self._noticed: set[str] = set()

    async def load(self, package: str, version: str = "") -> Provider:
        """A provider of the package, not yet configured.

        Args:
            package: its name.
            version: the version that is asked for; any will do without.

        Raises:
            NoProviderError: nobody provides the package, or not in this version.
            PluginError: its plugin cannot be started, or does not answer.
        """
        self._require(package, version)
        provider = Provider(await self._transport(package))
        self._loaded.append(provider)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await provider.handshake(root=str(self._root), directory=str(self._root))
        except TimeoutError:
            raise PluginError(
                f"the plugin of package {package!r} did not answer within {ANSWER_SECONDS:.0f} s of its start"
            ) from None
        return provider

    def _require(self, package: str, version: str) -> None:
        """Source: sdk/go/common/workspace/plugins.go (a project's plugin serves no other version than its own)."""
        brought, asked = self._versions.get(package, "").removeprefix("v"), version.removeprefix("v")
        if brought and asked and brought != asked:
            raise NoProviderError(
                f"no resource plugin 'pulumi-resource-{package}' found in the workspace at version v{asked}: the one under "
                f"plugins.providers of Pulumi.yaml has version {brought}; fix: bring that version, or leave its version out there"
            )

    async def _transport(self, package: str) -> Transport:
        if package == "pulumi":
            return InProcess(self._builtin)
        if package in self._plugins:
            address = await self._service.address()
            return await Plugin.start(self._plugins[package](), engine_address=address, output=self._output)
        servicer = self._providers(package)
        if servicer is None:
            raise NoProviderError(
                f"no provider for package {package!r}: there is neither a plugin under plugins.providers of Pulumi.yaml nor a "
                f"simulated cloud of that name; fix: add its plugin's path there, or leave its resources out"
            )
        if hasattr(servicer, "engine"):
            servicer.engine = self._service  # so that its diagnostics arrive as a plugin's do
        notice = getattr(servicer, "notice", "")
        if notice and package not in self._noticed:
            self._noticed.add(package)
            self._output(Severity.WARNING, notice)
        return InProcess(servicer)

    async def cancel(self) -> None:
        """Ask every provider to give up what it is doing; one that does not answer is not waited for."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CANCEL_SECONDS):
                await asyncio.gather(*(provider.cancel() for provider in self._loaded))

    async def close(self) -> None:
        for provider in self._loaded:
            await provider.close()
        self._loaded.clear()
        await self._service.close()
