"""A simulated cloud as a Pulumi provider: the provider protocol over a cloud's rules.

One servicer serves both engines: the embedded one calls its methods in process, the real one calls them over gRPC (`simulator/plugin.py`).

Which calls reach the cloud, and therefore fail while a fault by script is in force: Create, Read, Update, Delete and Invoke. Check, Diff,
the configuration calls and previews of changes need the inputs alone, and none of them writes anything.

Diagnostics go to `engine.Log`: the real engine's service at the address it names in its handshake, or whatever object with a method
`Log(engine_pb2.LogRequest)` the caller of a servicer has put into its attribute `engine`.
"""

from __future__ import annotations

import functools
import json
import sys
import traceback
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2, plugin_pb2, provider_pb2, provider_pb2_grpc

from . import lifecycle, paths
from .call import Call, RefusedError
from .difference import Edit, edits, replacing
from .naming import named
from .outputs import outputs_of
from .rules import Cloud, Place, Rule
from .store import store_at
from .transaction import Transaction
from .values import UNKNOWN, Properties, Secret, plain
from .wire import from_struct, to_struct

if TYPE_CHECKING:
    from .store import Store

OPERATION = "nusa-operation"
"""The call's metadata that carries the operation id of a Create."""

_ENGINE_ONLY = frozenset({"version", "pluginDownloadURL", "__internal"})
_KINDS = {
    ("add", False): provider_pb2.PropertyDiff.ADD,
    ("add", True): provider_pb2.PropertyDiff.ADD_REPLACE,
    ("delete", False): provider_pb2.PropertyDiff.DELETE,
    ("delete", True): provider_pb2.PropertyDiff.DELETE_REPLACE,
    ("update", False): provider_pb2.PropertyDiff.UPDATE,
    ("update", True): provider_pb2.PropertyDiff.UPDATE_REPLACE,
}

T = TypeVar("T")
Method = Callable[["Host", Any, grpc.ServicerContext], T]


def _answering(method: Method[T]) -> Method[T]:
    """A refusal ends the call with its plain message; a mistake of a rule names itself, and its traceback goes to standard error."""

    @functools.wraps(method)
    def answer(self: Host, request: Any, context: grpc.ServicerContext) -> T:
        try:
            return method(self, request, context)
        except RefusedError as refusal:
            # Not UNAVAILABLE, even for a cloud that is down: to an SDK that code says that the engine itself has gone.
            context.abort(grpc.StatusCode.UNKNOWN, str(refusal))
        except Exception as mistake:  # noqa: BLE001 - whatever a rule's function raises must not end as gRPC's own text
            traceback.print_exc(file=sys.stderr)
            context.abort(grpc.StatusCode.INTERNAL, f"the simulated {self.cloud.package} failed: {mistake!r}")
        raise AssertionError("abort returned")

    return answer


class Host(provider_pb2_grpc.ResourceProviderServicer):
    """A provider instance of a simulated cloud.

    Args:
        cloud: its rules.
        store: path of the SQLite file that holds the clouds' objects.
    """

    def __init__(self, cloud: Cloud, store: Path) -> None:
        self.cloud, self.path = cloud, store
        self.config: Mapping[str, Any] = {}
        self.engine: Any = None
        self._warned: set[str] = set()

    @property
    def store(self) -> Store:
        """This process's connection to the store, shared by its providers."""
        return store_at(self.path.absolute())

    # What the provider is and how it is configured

    @_answering
    def Handshake(self, request: provider_pb2.ProviderHandshakeRequest, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002 - the protocol's
        if request.engine_address and self.engine is None:
            self.attach(request.engine_address)
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True, supports_autonaming_configuration=True)

    def attach(self, address: str) -> None:
        """Send diagnostics to the engine that listens at a gRPC address."""
        from pulumi.runtime.proto import engine_pb2_grpc

        self.engine = engine_pb2_grpc.EngineStub(grpc.insecure_channel(address))

    @_answering
    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002 - the protocol's
        return plugin_pb2.PluginInfo(version=_version(self.cloud.package))

    @_answering
    def GetSchema(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002 - the protocol's
        schema = {"name": self.cloud.package, "version": _version(self.cloud.package)}
        return provider_pb2.GetSchemaResponse(schema=json.dumps(schema))

    @_answering
    def CheckConfig(self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002 - the protocol's
        news = from_struct(request.news)
        known = {key: value for key, value in configuration(news).items() if value is not UNKNOWN}
        unknown = {key for key, value in plain(news).items() if value is UNKNOWN}
        found = self.cloud.check_config(known) if self.cloud.check_config else ()
        failures = [provider_pb2.CheckFailure(property=key, reason=reason) for key, reason in found if key not in unknown]
        return provider_pb2.CheckResponse(inputs=request.news, failures=failures)

    @_answering
    def DiffConfig(self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002 - the protocol's
        old = request.old_inputs if request.HasField("old_inputs") else request.olds
        before, after = configuration(from_struct(old)), configuration(from_struct(request.news))
        changes = [e for e in edits(_NO_RULE, dict(before), dict(after)) if e.path[0] not in _ENGINE_ONLY]
        replaces = set(self.cloud.replaces(before, after))
        return _diff_response(changes, lambda edit: edit.path[0] in replaces, before_create=False)

    @_answering
    def Configure(self, request: provider_pb2.ConfigureRequest, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002 - the protocol's
        given = from_struct(request.args) if request.HasField("args") else {}
        for key, value in request.variables.items():
            given.setdefault(key.rsplit(":", 1)[-1], value)
        self.config = {key: value for key, value in configuration(given).items() if value is not UNKNOWN}
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True, supports_autonaming_configuration=True)

    # What needs the inputs alone

    @_answering
    def Check(self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002 - the protocol's
        rule = self._rule(request)
        olds, news = from_struct(request.olds), from_struct(request.news)
        if rule.name is not None:
            news = named(rule.name, request, olds, news)
        place = self._place(news)
        if rule.prepare is not None:
            seed = f"{request.randomSeed.hex()}/{request.urn}"
            news = dict(rule.prepare(Call(rule, request.urn, news, place, config=self.config, old=olds, seed=seed)))
        failures = []
        if rule.check is not None:
            call = Call(rule, request.urn, news, place, config=self.config, lenient=True)
            failures = [provider_pb2.CheckFailure(property=path, reason=reason) for path, reason in rule.check(call)]
        return provider_pb2.CheckResponse(inputs=to_struct(news), failures=failures)

    @_answering
    def Diff(self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002 - the protocol's
        rule = self._rule(request)
        old = from_struct(request.old_inputs if request.HasField("old_inputs") else request.olds)
        new = from_struct(request.news)
        call = Call(
            rule, request.urn, new, self._place(new), config=self.config, id=request.id, old=from_struct(request.olds), lenient=True
        )
        replaces = rule.replaces(call) if callable(rule.replaces) else rule.replaces
        first = rule.delete_before_replace(call) if callable(rule.delete_before_replace) else rule.delete_before_replace
        return _diff_response(edits(rule, old, new), lambda edit: replacing(replaces, edit), before_create=first)

    # What the cloud itself does

    @_answering
    def Create(self, request: provider_pb2.CreateRequest, context: grpc.ServicerContext) -> Any:  # noqa: N802 - the protocol's
        resource, inputs = self._resource(request), from_struct(request.properties)
        if request.preview:
            outputs = outputs_of(resource.rule, resource.call(inputs, self._place(inputs)), preview=True)
            return provider_pb2.CreateResponse(properties=to_struct(outputs))
        identity, outputs = lifecycle.create(self.store, resource, inputs, _operation(context))
        return provider_pb2.CreateResponse(id=identity, properties=to_struct(outputs))

    @_answering
    def Read(self, request: provider_pb2.ReadRequest, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002 - the protocol's
        known, inputs = from_struct(request.properties), from_struct(request.inputs)
        found = lifecycle.read(self.store, self._resource(request), request.id, inputs, known)
        if found is None:
            return provider_pb2.ReadResponse()
        inputs, outputs = found
        return provider_pb2.ReadResponse(id=request.id, inputs=to_struct(inputs), properties=to_struct(outputs))

    @_answering
    def Update(self, request: provider_pb2.UpdateRequest, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002 - the protocol's
        resource, old, new = self._resource(request), from_struct(request.olds), from_struct(request.news)
        old_inputs = from_struct(request.old_inputs) if request.HasField("old_inputs") else old
        if request.preview:
            call = resource.call(new, self._place(old), id=request.id, old=old)
            outputs = outputs_of(resource.rule, call, preview=True, old=old, changes=edits(resource.rule, old_inputs, new))
        else:
            outputs = lifecycle.update(self.store, resource, request.id, old_inputs, old, new)
        return provider_pb2.UpdateResponse(properties=to_struct(outputs))

    @_answering
    def Delete(self, request: provider_pb2.DeleteRequest, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002 - the protocol's
        lifecycle.delete(self.store, self._resource(request), request.id, from_struct(request.properties))
        return empty_pb2.Empty()

    @_answering
    def Invoke(self, request: provider_pb2.InvokeRequest, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002 - the protocol's
        args = from_struct(request.args)
        place = self._place(args)
        look_up = self.cloud.lookups.get(request.tok)
        if look_up is None:
            raise RefusedError(f"the simulated {self.cloud.package} has no look-up {request.tok}: pass the value as configuration")
        with self.store.reading() as connection:
            cloud = Transaction(connection, self.store, self.cloud)
            if cloud.fails(place.region):
                raise lifecycle.unavailable(self.cloud, place)
            call = Call(
                None, "", args, place, config=self.config, seed=f"{request.tok}/{place.account}/{place.region}", cloud=cloud
            )
            answer = call.evaluate(request.tok, look_up)
        if isinstance(answer, Secret):
            answer = {key: Secret(value) for key, value in answer.value.items()}
        return provider_pb2.InvokeResponse(**{"return": to_struct(answer if isinstance(answer, dict) else {})})

    @_answering
    def Construct(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002 - the protocol's
        raise RefusedError(
            f"the simulated {self.cloud.package} builds no remote component: {request.type} runs inside the real provider"
        )

    @_answering
    def Cancel(self, request: Any, context: grpc.ServicerContext) -> Any:  # noqa: N802, ARG002 - the protocol's
        return empty_pb2.Empty()

    def _place(self, properties: Properties) -> Place:
        return self.cloud.place(self.config, plain(properties))

    def _resource(self, request: Any) -> lifecycle.Resource:
        return lifecycle.Resource(self.cloud, self._rule(request), request.urn, self.config)

    def _rule(self, request: Any) -> Rule:
        """The type's row; where there is none, what the SDK's type hints say, and a warning the first time."""
        token = request.type or request.urn.split("::")[2].rsplit("$", 1)[-1]
        rule = self.cloud.rules.get(token) or (self.cloud.rule_of(token) if self.cloud.rule_of else None)
        if rule is not None:
            if rule.warning:
                self._warn(token, request.urn, rule.warning)
            return rule
        from .generic import rule_of

        no_rules = f"no rules exist for {token} in the simulated {self.cloud.package}: outputs follow the SDK's types"
        self._warn(token, request.urn, no_rules)
        return rule_of(token)

    def _warn(self, token: str, urn: str, text: str) -> None:
        """Tell the engine something about a type, once."""
        if self.engine is not None and token not in self._warned:
            self._warned.add(token)
            self.engine.Log(engine_pb2.LogRequest(severity=engine_pb2.WARNING, message=text, urn=urn))


_NO_RULE = Rule(type="", source="", id=lambda call: call.name)


def configuration(properties: Properties) -> Mapping[str, Any]:
    """A provider's configuration as plain values: nested ones, and booleans, travel as JSON in strings."""
    return {key: _decoded(value) for key, value in plain(properties).items()}


def _decoded(value: Any) -> Any:
    if isinstance(value, str) and (value in ("true", "false") or value[:1] in ("[", "{")):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _diff_response(changes: list[Edit], replaces: Callable[[Edit], bool], *, before_create: bool) -> provider_pb2.DiffResponse:
    detailed = {
        paths.show(edit.path): provider_pb2.PropertyDiff(kind=_KINDS[edit.kind, replaces(edit)], inputDiff=True) for edit in changes
    }
    roots = sorted({str(edit.path[0]) for edit in changes if replaces(edit)})
    return provider_pb2.DiffResponse(
        changes=provider_pb2.DiffResponse.DIFF_SOME if changes else provider_pb2.DiffResponse.DIFF_NONE,
        diffs=sorted({str(edit.path[0]) for edit in changes}),
        replaces=roots,
        deleteBeforeReplace=bool(roots) and before_create,
        detailedDiff=detailed,
        hasDetailedDiff=True,
    )


def _operation(context: grpc.ServicerContext) -> str:
    return next((str(value) for key, value in context.invocation_metadata() or () if key == OPERATION), "")


def _version(package: str) -> str:
    try:
        return version(f"pulumi-{package}")
    except PackageNotFoundError:
        return "0.0.0"
