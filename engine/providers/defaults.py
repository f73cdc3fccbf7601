"""Default providers: made by the engine when the first resource of a package asks for none in particular.

Its name tells the version that the program's SDK asked for, `default_7_51_1`; its configuration is the stack's, of the package's
namespace.

Source: pkg/resource/deploy/default_providers.go, pkg/resource/deploy/providers/provider.go.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Final

from .. import urn as urns
from ..errors import EngineError
from ..goal import Goal
from ..resource import Resource
from ..values import Properties
from .registry import INTERNAL, PROVIDER_MODULE, with_version

DENIED_ID: Final = "denydefaultprovider"
_VERSION: Final = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?\Z")


@dataclass(frozen=True, slots=True)
class ProviderRequest:
    """Which provider a resource or a function asks for, where it names none."""

    package: str
    version: str = ""
    url: str = ""
    parameterized: bool = False
    checksums: dict[str, bytes] = field(default_factory=dict, hash=False, compare=False)

    @property
    def name(self) -> str:
        """The name of the default provider that answers it."""
        name = "default"
        if self.version:
            match = _VERSION.match(self.version)
            if match is None:
                raise EngineError(f"given version {self.version!r} of package {self.package!r}, expected one such as 1.2.3")
            major, minor, patch, pre, build = match.groups()
            parts = [major, minor, patch, *(pre.split(".") if pre else ()), *(build.split(".") if build else ())]
            name = "_".join((name, *parts))
        if self.url:
            name += "_" + re.sub(r"[^A-Za-z0-9_./-]", "_", self.url.partition("://")[2] or self.url)
        return name


class DefaultProviders:
    """The default providers of one deployment.

    Args:
        register: registers a provider as a program would; its state.
        config: the stack's configuration of a package's namespace.
        version: the version of a package for requests that name none; empty where there is none.
    """

    def __init__(
        self,
        register: Callable[[Goal], Awaitable[Resource]],
        config: Callable[[str], Properties],
        version: Callable[[str], str],
    ) -> None:
        self._register = register
        self._config = config
        self._version = version
        self._made: dict[ProviderRequest, str] = {}
        self._turns: defaultdict[ProviderRequest, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def reference(self, request: ProviderRequest) -> str:
        """The reference of the default provider for a request, registered if it is the first of its kind.

        Whoever asks while it is being registered gets it in the order of asking: the order of registrations is that of the program.
        """
        if self._denies(request.package):
            return urns.reference(urns.make("denied", "denied", "denied", "pulumi:providers:denied", request.package), DENIED_ID)
        if not request.version:
            request = replace(request, version=self._version(request.package))
        async with self._turns[request]:
            if request not in self._made:
                self._made[request] = await self._make(request)
            return self._made[request]

    async def _make(self, request: ProviderRequest) -> str:
        state = await self._register(
            Goal(type=PROVIDER_MODULE + request.package, name=request.name, custom=True, inputs=self._inputs(request))
        )
        return urns.reference(state.urn, state.id)

    def _inputs(self, request: ProviderRequest) -> Properties:
        inputs = dict(self._config(request.package))
        if request.version:
            inputs = with_version(inputs, request.version)
        if request.url:
            inputs[INTERNAL] = {**(inputs.get(INTERNAL) or {}), "pluginDownloadURL": request.url}
        if request.checksums:
            sums = {key: value.hex() for key, value in request.checksums.items()}
            inputs[INTERNAL] = {**(inputs.get(INTERNAL) or {}), "pluginChecksums": sums}
        return inputs

    def _denies(self, package: str) -> bool:
        listed = self._config("pulumi").get("disable-default-providers")
        if package == "pulumi" or not listed:
            return False
        names = json.loads(listed)
        return any(name.strip() in ("*", package) for name in names)


def _is_denied(reference: str) -> bool:
    """Whether the stack's configuration forbids the default provider that was asked for."""
    return reference.endswith(f"::{DENIED_ID}")


def require_allowed(reference: str, wanted: str) -> None:
    """Refuse the default provider that the stack's configuration forbids.

    Args:
        reference: of any provider.
        wanted: the resource or function that asks for it.

    Raises:
        EngineError: it is forbidden.
    """
    if _is_denied(reference):
        package = urns.name_of(urns.split_reference(reference)[0])
        raise EngineError(f"Default provider for '{package}' disabled. '{wanted}' must use an explicit provider.")
