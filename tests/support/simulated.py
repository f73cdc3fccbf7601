"""A simulated provider, driven as an engine drives it, with plain Python in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from pulumi.runtime.proto import provider_pb2

import simulator
from simulator.values import UNKNOWN, plain
from simulator.wire import from_struct, to_struct

__all__ = ["UNKNOWN", "Provider", "RefusalError", "context"]


class RefusalError(Exception):
    """The provider ended a call; the text is what a user would read."""


class _Call:
    """What a provider needs of a gRPC context."""

    def __init__(self, operation: str) -> None:
        self._operation = operation

    def abort(self, _code: object, details: str) -> NoReturn:
        raise RefusalError(details)

    def set_trailing_metadata(self, _metadata: object) -> None:
        """What has an engine keep an object that is not ready; the reasons are in the text of the call's end too."""

    def invocation_metadata(self) -> tuple[tuple[str, str], ...]:
        return (("nusa-operation", self._operation),) if self._operation else ()


def context(operation: str = "") -> Any:
    """The context of a call, with the operation's id in its metadata."""
    return _Call(operation)


class Provider:
    """One provider instance.

    Args:
        package: `aws`, `alicloud` or `kubernetes`.
        store: path of the file that the clouds share.
        servicer: the provider, where it is none of those.
        config: the provider's configuration, as on the wire.
    """

    def __init__(self, package: str, store: Path, *, servicer: Any = None, **config: Any) -> None:
        servicer = servicer or simulator.servicer(package, store=store)
        assert servicer is not None
        self._servicer = servicer
        self._servicer.Configure(provider_pb2.ConfigureRequest(args=to_struct(config)), context())

    def urn(self, token: str, label: str) -> str:
        return f"urn:pulumi:test::nusantara::{token}::{label}"

    def check(self, token: str, label: str = "it", /, *, olds: Mapping[str, Any] | None = None, seed: bytes = b"seed", **news: Any):
        """(inputs, {property: reason}) of a Check."""
        request = provider_pb2.CheckRequest(
            urn=self.urn(token, label),
            type=token,
            name=label,
            olds=to_struct(dict(olds or {})),
            news=to_struct(news),
            randomSeed=seed,
        )
        answer = self._servicer.Check(request, context())
        return from_struct(answer.inputs), {failure.property: failure.reason for failure in answer.failures}

    def create(
        self, token: str, label: str = "it", /, *, preview: bool = False, operation: str = "", seed: bytes = b"seed", **inputs: Any
    ):
        """(id, outputs) of a Check, which must find no fault, and the Create after it."""
        checked, failures = self.check(token, label, seed=seed, **inputs)
        assert not failures, failures
        request = provider_pb2.CreateRequest(
            urn=self.urn(token, label), type=token, name=label, properties=to_struct(checked), preview=preview
        )
        answer = self._servicer.Create(request, context(operation))
        return answer.id, from_struct(answer.properties)

    def make(self, token: str, label: str = "it", /, **inputs: Any) -> str:
        """The id of a new object."""
        return self.create(token, label, **inputs)[0]

    def update(
        self,
        token: str,
        identity: str,
        old: Mapping[str, Any],
        /,
        *,
        preview: bool = False,
        ignored: Sequence[str] = (),
        **news: Any,
    ):
        """The outputs of an Update; `old` are the outputs before, `ignored` the paths whose changes the program ignores."""
        request = provider_pb2.UpdateRequest(
            urn=self.urn(token, "it"),
            type=token,
            id=identity,
            olds=to_struct(dict(old)),
            news=to_struct(news),
            preview=preview,
            ignoreChanges=list(ignored),
        )
        return from_struct(self._servicer.Update(request, context()).properties)

    def diff(self, token: str, old: Mapping[str, Any], new: Mapping[str, Any], *, outputs: Mapping[str, Any] | None = None):
        """The DiffResponse between old and new inputs."""
        request = provider_pb2.DiffRequest(
            urn=self.urn(token, "it"),
            type=token,
            id="it",
            olds=to_struct(dict(outputs or old)),
            old_inputs=to_struct(dict(old)),
            news=to_struct(dict(new)),
        )
        return self._servicer.Diff(request, context())

    def replaces(self, token: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
        """The root properties whose change replaces the object."""
        return sorted(self.diff(token, old, new).replaces)

    def delete(self, token: str, identity: str, outputs: Mapping[str, Any] | None = None) -> None:
        request = provider_pb2.DeleteRequest(
            urn=self.urn(token, "it"), type=token, id=identity, properties=to_struct(dict(outputs or {}))
        )
        self._servicer.Delete(request, context())

    def read(self, token: str, identity: str) -> str:
        """The id that a Read of this one, or of what objects are imported by, answers; empty where there is no such object."""
        request = provider_pb2.ReadRequest(urn=self.urn(token, "it"), type=token, id=identity)
        return self._servicer.Read(request, context()).id

    def found(self, token: str, identity: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """(inputs, outputs) of an object that a Read finds by its id, or by `<what it is within>/<id>`."""
        request = provider_pb2.ReadRequest(urn=self.urn(token, "it"), type=token, id=identity)
        answer = self._servicer.Read(request, context())
        assert answer.id in (identity, identity.rpartition("/")[2])
        return from_struct(answer.inputs), from_struct(answer.properties)

    def exists(self, token: str, identity: str) -> bool:
        return bool(self.read(token, identity))

    def invoke(self, token: str, /, **arguments: Any) -> dict[str, Any]:
        answer = self._servicer.Invoke(provider_pb2.InvokeRequest(tok=token, args=to_struct(arguments)), context())
        return plain(from_struct(getattr(answer, "return")))

    def config_faults(self, **config: Any) -> dict[str, str]:
        answer = self._servicer.CheckConfig(provider_pb2.CheckRequest(news=to_struct(config)), context())
        return {failure.property: failure.reason for failure in answer.failures}

    def config_replaces(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
        request = provider_pb2.DiffRequest(olds=to_struct(dict(old)), old_inputs=to_struct(dict(old)), news=to_struct(dict(new)))
        return sorted(self._servicer.DiffConfig(request, context()).replaces)
