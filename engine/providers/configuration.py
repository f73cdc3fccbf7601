"""How a provider is greeted and configured, and what it says it can take.

Source: pkg/resource/plugin/provider_plugin.go (handshake, CheckConfig, DiffConfig, Configure).
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2 as pb

from .. import urn as urns
from .. import wire
from ..errors import EngineError
from ..properties import contains_unknown, secretness_of, unwrap, without_contents
from ..values import Properties, Value
from .answers import Checked, Diff, ProviderError
from .decode import diff_of, failures_of
from .transport import Transport


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a provider said it can take."""

    secrets: bool = False
    references: bool = False
    preview: bool = False
    outputs: bool = False


class Configurable:
    """A provider behind a transport, before and while it gets its configuration."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._abilities: Abilities | None = None
        self._known = True
        self._fault: EngineError | None = None

    @property
    def knows_operations(self) -> bool:
        """Whether the same change, asked again under the same operation id, is made only once."""
        return self._transport.knows_operations

    async def handshake(self, *, root: str, directory: str) -> None:
        """Greet the provider; one that knows the greeting says here what it can take."""
        request = pb.ProviderHandshakeRequest(
            root_directory=root, program_directory=directory, configure_with_urn=True, invoke_with_preview=True
        )
        try:
            answer = await self._transport.call("Handshake", request)
        except ProviderError as error:
            if error.code == "UNIMPLEMENTED":
                return
            raise
        self._abilities = Abilities(answer.accept_secrets, answer.accept_resources, preview=True, outputs=answer.accept_outputs)

    async def check_config(self, urn: str, old: Properties, new: Properties) -> Checked:
        """Validate a provider's own configuration; one that does not care takes it as it is."""
        request = pb.CheckRequest(
            **identity(urn),
            olds=wire.to_struct(old, keep_secrets=False, keep_references=False),
            news=wire.to_struct(new, keep_secrets=False, keep_references=False),
        )
        try:
            answer = await self._transport.call("CheckConfig", request)
        except ProviderError as error:
            if error.code == "UNIMPLEMENTED":
                return Checked(new)
            raise
        return Checked(secretness_of(new, wire.from_struct(answer.inputs)), failures_of(answer.failures))

    async def diff_config(
        self, urn: str, old_inputs: Properties, old_outputs: Properties, new_inputs: Properties, ignore_changes: Sequence[str] = ()
    ) -> Diff:
        """What a change of a provider's configuration means for it: nothing, an update, or another provider."""
        request = pb.DiffRequest(
            **identity(urn),
            old_inputs=wire.to_struct(old_inputs, keep_secrets=False, keep_references=False),
            olds=wire.to_struct(old_outputs, keep_secrets=False, keep_references=False),
            news=wire.to_struct(new_inputs, keep_secrets=False, keep_references=False),
            ignoreChanges=ignore_changes,
        )
        try:
            return self._with_doubts(diff_of(await self._transport.call("DiffConfig", request)), urn)
        except ProviderError as error:
            if error.code == "UNIMPLEMENTED":
                return Diff(changed=None)
            raise

    def _with_doubts(self, diff: Diff, urn: str) -> Diff:
        """A diff with why it may replace after all, of each input that differs."""
        if not diff.changed or diff.replaces:
            return diff
        why = {path: self._transport.doubt(urns.type_of(urn), path) for path in diff.detailed or diff.changed_keys}
        return replace(diff, doubts={path: reason for path, reason in why.items() if reason})

    async def configure(self, urn: str, id_: str, inputs: Properties) -> None:
        """Give the provider its configuration, as strings and as values; a refusal is told by the first call that needs it."""
        package = urns.package_of(urns.type_of(urn))
        settings = {key: value for key, value in inputs.items() if key != "version"}
        if contains_unknown(settings):
            self._known = False
            self._abilities = self._abilities or Abilities()
            return
        request = pb.ConfigureRequest(
            **identity(urn),
            id=id_,
            variables={f"{package}:config:{key}": _as_text(unwrap(value)) for key, value in settings.items()},
            args=wire.to_struct(inputs),
            acceptSecrets=True,
            acceptResources=True,
            sends_old_inputs=True,
            sends_old_inputs_to_delete=True,
        )
        try:
            answer = await self._transport.call("Configure", request)
        except ProviderError as error:
            self._fault = error
            return
        if self._abilities is None:
            self._abilities = Abilities(answer.acceptSecrets, answer.acceptResources, answer.supportsPreview, answer.acceptOutputs)

    async def cancel(self) -> None:
        """Ask the provider to give up what it is doing; whether it does, or even knows how, is its own business."""
        with contextlib.suppress(ProviderError):
            await self._transport.call("Cancel", empty_pb2.Empty())

    async def close(self) -> None:
        await self._transport.close()

    def _ready(self) -> Abilities:
        if self._fault is not None:
            raise self._fault
        if self._abilities is None:
            raise ProviderError("the provider has not been configured")
        return self._abilities

    def _struct(self, properties: Properties, *, keep_unknowns: bool) -> Any:
        abilities = self._ready()
        return wire.to_struct(
            properties, keep_unknowns=keep_unknowns, keep_secrets=abilities.secrets, keep_references=abilities.references
        )

    def _elided(self, properties: Properties, *, keep_unknowns: bool) -> Any:
        return self._struct(without_contents(properties), keep_unknowns=keep_unknowns)

    def _outputs(self, inputs: Properties, outputs: Properties) -> Properties:
        return outputs if self._ready().secrets else secretness_of(inputs, outputs)


def identity(urn: str) -> dict[str, Any]:
    """The fields by which every call names its resource."""
    return {"urn": urn, "name": urns.name_of(urn), "type": urns.type_of(urn)}


def _as_text(value: Value) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), sort_keys=True)
