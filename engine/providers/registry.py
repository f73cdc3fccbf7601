"""The provider resources of a deployment, and the provider behind each.

A provider is a resource like any other: it is checked, diffed, created, updated, replaced and kept in the state. This registry is
the provider of those resources. Each check loads a provider that is not configured yet; the step that follows configures it under
the resource's id.

Source: pkg/resource/deploy/providers/registry.go.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Final

from .. import urn as urns
from ..errors import EngineError
from ..properties import equal
from ..resource import Resource
from ..signatures import UNKNOWN_STRING
from ..values import Properties, Value
from .answers import Checked, CheckFailure, Created, Diff, ProviderError, Read, Updated
from .loader import Loader
from .provider import Provider

INTERNAL: Final = "__internal"
"""The input that only the engine reads: where a plugin comes from."""
VERSION: Final = "version"
PROVIDER_MODULE: Final = "pulumi:providers:"
UNKNOWN_ID: Final = UNKNOWN_STRING


def is_provider_type(type_: str) -> bool:
    return type_.startswith(PROVIDER_MODULE)


def is_default_provider(urn: str) -> bool:
    """Whether the engine made this provider itself; such steps are not shown and not counted."""
    return is_provider_type(urns.type_of(urn)) and urns.name_of(urn).startswith("default")


def without_internal(inputs: Properties) -> Properties:
    return {key: value for key, value in inputs.items() if key != INTERNAL}


def with_version(inputs: Properties, version: str) -> Properties:
    """A provider's inputs with the version of its plugin."""
    return {**inputs, INTERNAL: inputs.get(INTERNAL) or {}, VERSION: version}


class Registry:
    """Providers by reference, and the operations on provider resources."""

    def __init__(self, loader: Loader) -> None:
        self._loader = loader
        self._configured: dict[str, Provider] = {}
        self._unconfigured: dict[str, Provider] = {}
        self._aliases: dict[str, str] = {}

    def get(self, reference: str) -> Provider | None:
        return self._configured.get(reference)

    def alias(self, urn: str, old: str) -> None:
        """Let a provider that was renamed also be found under its old name, by resources that still say so."""
        self._aliases[urn] = old

    def _set(self, urn: str, id_: str, provider: Provider) -> Provider | None:
        reference = urns.reference(urn, id_)
        replaced = self._configured.get(reference)
        self._configured[reference] = provider
        if (old := self._aliases.get(urn)) is not None:
            self._configured[urns.reference(old, id_)] = provider
        return replaced

    async def ensure(self, reference: str, prior: Callable[[str, str], Resource | None]) -> None:
        """Have the provider of a reference, from the prior state where this deployment has not registered it.

        Args:
            reference: a provider's reference; empty for a resource without one.
            prior: gives the provider resource of the prior state by URN and id.
        """
        if not reference or reference in self._configured:
            return
        urn, id_ = urns.split_reference(reference)
        resource = prior(urn, id_)
        if resource is None:
            raise EngineError(f"could not find provider {reference}")
        await self.same(resource, checked=False)

    async def same(self, resource: Resource, *, checked: bool) -> None:
        """Configure a provider that has not changed, with the inputs it had.

        Args:
            resource: the provider resource.
            checked: whether it was just checked, so that the provider loaded for that can be used.
        """
        if not resource.id or resource.id == UNKNOWN_ID:
            raise EngineError(f"provider '{resource.urn}' has an unknown ID")
        if urns.reference(resource.urn, resource.id) in self._configured:
            return
        provider = self._unconfigured.pop(resource.urn, None) if checked else None
        if provider is None:
            provider = await self._load(resource.urn, resource.inputs)
        await provider.configure(resource.urn, resource.id, without_internal(resource.inputs))
        self._set(resource.urn, resource.id, provider)

    async def _load(self, urn: str, inputs: Properties) -> Provider:
        version = inputs.get(VERSION)
        return await self._loader.load(urns.package_of(urns.type_of(urn)), version if isinstance(version, str) else "")

    async def check(self, urn: str, old: Properties | None, new: Properties, *, seed: bytes, allow_unknowns: bool) -> Checked:
        del seed, allow_unknowns  # a provider's configuration has nothing random, and may be unknown at any time
        if (failure := _unsupported(new)) is not None:
            return Checked({}, (failure,))
        provider = await self._load(urn, new)
        checked = await provider.check_config(urn, without_internal(old or {}), without_internal(new))
        if checked.failures:
            await provider.close()
            return Checked({}, checked.failures)
        self._unconfigured[urn] = provider
        return Checked(_restored(urn, checked.inputs, new))

    async def diff(
        self,
        urn: str,
        id_: str,
        *,
        old_inputs: Properties,
        old_outputs: Properties,
        new_inputs: Properties,
        ignore_changes: Sequence[str],
        allow_unknowns: bool,
    ) -> Diff:
        del allow_unknowns
        provider = self._unconfigured.get(urn) or self._configured[urns.reference(urn, id_)]
        new = without_internal(new_inputs)
        diff = await provider.diff_config(urn, without_internal(old_inputs), old_outputs, new, ignore_changes)
        if diff.changed is None:
            return Diff(changed=not equal(old_outputs, new), replace_keys=diff.replace_keys)
        return diff

    async def create(
        self, urn: str, inputs: Properties, *, timeout: float = 0.0, preview: bool = False, operation: str = ""
    ) -> Created:
        del timeout, operation  # nothing outside this process changes
        provider = self._unconfigured.pop(urn, None) or await self._load(urn, inputs)
        id_ = UNKNOWN_ID if preview else str(uuid.uuid4())
        outputs = without_internal(inputs)
        await provider.configure(urn, id_, outputs)
        self._set(urn, id_, provider)
        return Created(id_, outputs)

    async def read(
        self, urn: str, id_: str, *, inputs: Properties | None = None, state: Properties | None = None, timeout: float = 0.0
    ) -> Read:
        del urn, id_, inputs, state, timeout
        raise ProviderError("provider resources may not be read")

    async def update(
        self,
        urn: str,
        id_: str,
        *,
        old_inputs: Properties,
        old_outputs: Properties,
        new_inputs: Properties,
        ignore_changes: Sequence[str] = (),
        timeout: float = 0.0,
        preview: bool = False,
        operation: str = "",
    ) -> Updated:
        del old_inputs, old_outputs, ignore_changes, timeout, preview, operation
        provider = self._unconfigured.pop(urn)
        outputs = without_internal(new_inputs)
        await provider.configure(urn, id_, outputs)
        replaced = self._set(urn, id_, provider)
        if replaced is not None and replaced is not provider:
            await replaced.close()
        return Updated(outputs)

    async def delete(
        self, urn: str, id_: str, *, inputs: Properties, outputs: Properties, timeout: float = 0.0, operation: str = ""
    ) -> None:
        del inputs, outputs, timeout, operation
        provider = self._configured.pop(urns.reference(urn, id_), None)
        if provider is not None:
            await provider.close()


def _unsupported(inputs: Properties) -> CheckFailure | None:
    internal = inputs.get(INTERNAL)
    if isinstance(internal, dict) and "parameterization" in internal:
        return CheckFailure("parameter", "parameterized providers are not supported by this engine")
    return None


def _restored(urn: str, checked: Properties, given: Properties) -> Properties:
    """The checked inputs with what is the engine's own: the version, which a provider may not change, and the internal part."""
    version: Value = given.get(VERSION)
    if version is not None and checked.setdefault(VERSION, version) != version:
        raise EngineError(f'provider "{urn}" attempted to change version from "{version}" to "{checked[VERSION]}"')
    if INTERNAL in given:
        checked[INTERNAL] = given[INTERNAL]
    return checked
