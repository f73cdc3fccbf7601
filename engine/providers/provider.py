"""One configured provider: what is sent to it, and what its answers mean.

A provider says while it is configured what it can take: secrets, resource references, previews. What it cannot take is stripped
before a call and put back on the answer. While its own configuration holds values that only an update can tell, it is never called.

Source: pkg/resource/plugin/provider_plugin.go.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pulumi.runtime.proto import provider_pb2 as pb

from .. import wire
from ..host import ProgramSpec
from ..properties import contains_secret, secretness_of
from ..values import Properties, Secret
from .answers import (
    Called,
    Checked,
    Created,
    Diff,
    DiffUnavailableError,
    InitFailedError,
    Invoked,
    ProviderError,
    Read,
    Updated,
)
from .configuration import Configurable, identity
from .decode import diff_of, failures_of

UNAVAILABLE: Final = (
    "The provider for this resource has inputs that are not known during preview.\n"
    "This preview may not correctly represent the changes that will be applied during an update."
)


class Provider(Configurable):
    """A provider of resources and functions; `configure` comes before any call of this class."""

    async def check(self, urn: str, old: Properties | None, new: Properties, *, seed: bytes, allow_unknowns: bool) -> Checked:
        """Validate a resource's inputs and fill in defaults; `old` is None for a resource that will be new."""
        abilities = self._ready()
        if not self._known:
            return Checked(new)
        request = pb.CheckRequest(
            **identity(urn),
            olds=self._struct(old or {}, keep_unknowns=allow_unknowns),
            news=self._struct(new, keep_unknowns=allow_unknowns),
            randomSeed=seed,
        )
        answer = await self._transport.call("Check", request)
        inputs = wire.from_struct(answer.inputs)
        return Checked(inputs if abilities.secrets else secretness_of(new, inputs), failures_of(answer.failures))

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
        """What would change, and whether that replaces the object.

        Raises:
            DiffUnavailableError: the provider's configuration is not known before the update.
        """
        self._ready()
        if not self._known:
            raise DiffUnavailableError(UNAVAILABLE)
        request = pb.DiffRequest(
            id=id_,
            **identity(urn),
            old_inputs=self._elided(old_inputs, keep_unknowns=allow_unknowns),
            olds=self._elided(old_outputs, keep_unknowns=allow_unknowns),
            news=self._elided(new_inputs, keep_unknowns=allow_unknowns),
            ignoreChanges=ignore_changes,
        )
        return self._with_doubts(diff_of(await self._transport.call("Diff", request)), urn)

    async def create(
        self, urn: str, inputs: Properties, *, timeout: float = 0.0, preview: bool = False, operation: str = ""
    ) -> Created:
        """Make the object; in a preview say what is known of it, or echo the inputs where the provider has no previews."""
        abilities = self._ready()
        if preview and not self._known:
            return Created("", {})
        if preview and not abilities.preview:
            return Created("", inputs)
        request = pb.CreateRequest(
            **identity(urn),
            properties=self._struct(inputs, keep_unknowns=preview),
            timeout=timeout,
            preview=preview,
        )
        try:
            answer = await self._transport.call("Create", request, operation)
        except InitFailedError as failed:
            failed.outputs = self._outputs(inputs, failed.outputs)
            raise
        if not answer.id and not preview:
            raise ProviderError(f"plugin returned empty resource.ID from create '{urn}'")
        return Created(answer.id, self._outputs(inputs, wire.from_struct(answer.properties)), answer.refresh_before_update)

    async def read(
        self, urn: str, id_: str, *, inputs: Properties | None = None, state: Properties | None = None, timeout: float = 0.0
    ) -> Read:
        """Look an object up by its id."""
        abilities = self._ready()
        if not self._known:
            return Read("", {}, {})
        request = pb.ReadRequest(
            id=id_,
            **identity(urn),
            inputs=None if inputs is None else self._elided(inputs, keep_unknowns=False),
            properties=None if state is None else self._elided(state, keep_unknowns=False),
            timeout=timeout,
        )

        def marked(given: Properties | None, found: Properties | None) -> Properties | None:
            return found if found is None or abilities.secrets else secretness_of(given or {}, found)

        try:
            answer = await self._transport.call("Read", request)
        except InitFailedError as failed:
            failed.outputs, failed.inputs = marked(state, failed.outputs) or {}, marked(inputs, failed.inputs)
            raise
        found = wire.from_struct(answer.properties) if answer.HasField("properties") else None
        read = wire.from_struct(answer.inputs) if answer.HasField("inputs") else None
        return Read(answer.id, marked(state, found), marked(inputs, read), answer.refresh_before_update)

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
        """Change the object in place."""
        abilities = self._ready()
        if preview and not self._known:
            return Updated({})
        if preview and not abilities.preview:
            return Updated(new_inputs)
        request = pb.UpdateRequest(
            id=id_,
            **identity(urn),
            olds=self._elided(old_outputs, keep_unknowns=False),
            old_inputs=self._elided(old_inputs, keep_unknowns=False),
            news=self._struct(new_inputs, keep_unknowns=preview),
            ignoreChanges=ignore_changes,
            timeout=timeout,
            preview=preview,
        )
        try:
            answer = await self._transport.call("Update", request, operation)
        except InitFailedError as failed:
            failed.outputs = self._outputs(new_inputs, failed.outputs)
            raise
        return Updated(self._outputs(new_inputs, wire.from_struct(answer.properties)), answer.refresh_before_update)

    async def delete(
        self, urn: str, id_: str, *, inputs: Properties, outputs: Properties, timeout: float = 0.0, operation: str = ""
    ) -> None:
        """Destroy the object."""
        self._ready()
        request = pb.DeleteRequest(
            id=id_,
            **identity(urn),
            properties=self._elided(outputs, keep_unknowns=False),
            old_inputs=self._elided(inputs, keep_unknowns=False),
            timeout=timeout,
        )
        await self._transport.call("Delete", request, operation)

    async def invoke(self, token: str, arguments: Properties, *, preview: bool) -> Invoked:
        """Call one of the provider's functions; secret arguments make the result of a provider that knows no secrets secret."""
        abilities = self._ready()
        if not self._known:
            return Invoked({})
        request = pb.InvokeRequest(tok=token, args=self._struct(arguments, keep_unknowns=False), preview=preview)
        answer = await self._transport.call("Invoke", request)
        result = wire.from_struct(getattr(answer, "return"))
        if not abilities.secrets and contains_secret(arguments):
            result = {key: value if isinstance(value, Secret) else Secret(value) for key, value in result.items()}
        return Invoked(result, failures_of(answer.failures))

    async def call(
        self, token: str, arguments: Properties, dependencies: Mapping[str, Sequence[str]], program: ProgramSpec
    ) -> Called:
        """Call a method of one of the provider's resources.

        Args:
            token: the method.
            arguments: the resource itself as `__self__`, and what else the method takes.
            dependencies: the URNs that each argument depends on.
            program: who calls.
        """
        abilities = self._ready()
        if not self._known:
            return Called({})
        request = pb.CallRequest(
            tok=token,
            args=wire.to_struct(arguments, keep_outputs=abilities.outputs),
            argDependencies={name: pb.CallRequest.ArgumentDependencies(urns=urns) for name, urns in dependencies.items()},
            project=program.project,
            stack=program.stack,
            config=program.config,
            dryRun=program.dry_run,
            parallel=program.parallel,
            accepts_output_values=True,
        )
        answer = await self._transport.call("Call", request)
        result = wire.from_struct(getattr(answer, "return"), keep_unknowns=program.dry_run, keep_outputs=True)
        needed = {name: tuple(entry.urns) for name, entry in answer.returnDependencies.items()}
        return Called(result, needed, failures_of(answer.failures))
