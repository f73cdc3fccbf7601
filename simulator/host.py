"""A simulated cloud as a Pulumi provider: the provider protocol over a cloud's rules.

One servicer serves both engines: the embedded one calls its methods in process, the real one over gRPC (`simulator/plugin.py`).

Which calls reach the cloud, and therefore fail while a fault by script is in force: Create, Read, Update, Delete and Invoke. Check,
Diff, the configuration calls and previews of changes need the inputs alone, and none of them writes anything.

Diagnostics go to `engine.Log`: the real engine's service at the address it names in its handshake, or whatever object with a method
`Log(engine_pb2.LogRequest)` the caller of a servicer has put into its attribute `engine`.
"""

# ruff: noqa: ARG002, N802  the methods' names and arguments are the protocol's
from __future__ import annotations

import functools
import json
import sqlite3
import sys
import traceback
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2, plugin_pb2, provider_pb2, provider_pb2_grpc

from . import lifecycle
from .call import Call, RefusedError, UnreadyError
from .configuration import configuration
from .detailed import diff_response
from .difference import edits, replacing
from .following import following
from .naming import named
from .outputs import outputs_of
from .rows import doubt, row_of
from .rules import Cloud, Place, Rule
from .store import store_at
from .transaction import Transaction
from .unready import unready_details
from .values import UNKNOWN, Properties, Secret, plain
from .wire import from_struct, to_struct

if TYPE_CHECKING:
    from .store import Store

OPERATION = "nusa-operation"
"""The call's metadata that carries the operation id of a Create."""

_ENGINE_ONLY = frozenset({"version", "pluginDownloadURL", "__internal"})
T = TypeVar("T")
Method = Callable[[Any, Any, grpc.ServicerContext], T]


def answering(method: Method[T]) -> Method[T]:
    """A refusal, or a store that cannot be used, ends the call with a plain message; a mistake of a rule names itself, its
    traceback on standard error.
    """

    @functools.wraps(method)
    def answer(self: Host, request: Any, context: grpc.ServicerContext) -> T:
        try:
            return method(self, request, context)
        except RefusedError as refusal:
            # Not UNAVAILABLE, even for a cloud that is down: to an SDK that code says that the engine itself has gone.
            context.abort(grpc.StatusCode.UNKNOWN, str(refusal))
        except UnreadyError as unready:
            context.set_trailing_metadata(unready_details(unready))
            context.abort(grpc.StatusCode.UNKNOWN, str(unready))
        except (sqlite3.Error, OSError) as broken:
            fix = "fix: see that the disk has room and the file may be written, or empty the clouds with `nusa clouds reset`"
            context.abort(grpc.StatusCode.UNKNOWN, f"the simulated clouds in {self.path} cannot be used: {broken}; {fix}")
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
        """The connection to the store that the providers of one process share."""
        return store_at(self.path.absolute())

    # What the provider is and how it is configured

    @answering
    def Handshake(self, request: provider_pb2.ProviderHandshakeRequest, context: grpc.ServicerContext) -> Any:
        if request.engine_address and self.engine is None:
            self.attach(request.engine_address)
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True, supports_autonaming_configuration=True)

    def attach(self, address: str) -> None:
        """Send diagnostics to the engine that listens at a gRPC address."""
        from pulumi.runtime.proto import engine_pb2_grpc

        self.engine = engine_pb2_grpc.EngineStub(grpc.insecure_channel(address))

    @answering
    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> Any:
        return plugin_pb2.PluginInfo(version=_version(self.cloud.package))

    @answering
    def GetSchema(self, request: Any, context: grpc.ServicerContext) -> Any:
        schema = {"name": self.cloud.package, "version": _version(self.cloud.package)}
        return provider_pb2.GetSchemaResponse(schema=json.dumps(schema))

    @answering
    def CheckConfig(self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext) -> Any:
        news = from_struct(request.news)
        known = {key: value for key, value in configuration(news).items() if value is not UNKNOWN}
        unknown = {key for key, value in plain(news).items() if value is UNKNOWN}
        found = self.cloud.check_config(known) if self.cloud.check_config else ()
        failures = [provider_pb2.CheckFailure(property=key, reason=reason) for key, reason in found if key not in unknown]
        return provider_pb2.CheckResponse(inputs=request.news, failures=failures)

    @answering
    def DiffConfig(self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext) -> Any:
        old = request.old_inputs if request.HasField("old_inputs") else request.olds
        before, after = configuration(from_struct(old)), configuration(from_struct(request.news))
        changes = [e for e in edits(_NO_RULE, dict(before), dict(after)) if e.path[0] not in _ENGINE_ONLY]
        replaces = set(self.cloud.replaces(before, after))
        return diff_response(changes, lambda edit: edit.path[0] in replaces, before_create=False)

    @answering
    def Configure(self, request: provider_pb2.ConfigureRequest, context: grpc.ServicerContext) -> Any:
        given = from_struct(request.args) if request.HasField("args") else {}
        for key, value in request.variables.items():
            given.setdefault(key.rsplit(":", 1)[-1], value)
        self.config = {key: value for key, value in configuration(given).items() if value is not UNKNOWN}
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True, supports_autonaming_configuration=True)

    # What needs the inputs alone

    @answering
    def Check(self, request: provider_pb2.CheckRequest, context: grpc.ServicerContext) -> Any:
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
            call = Call(rule, request.urn, following(rule, olds, news), place, config=self.config, lenient=True)
            failures = [provider_pb2.CheckFailure(property=path, reason=reason) for path, reason in rule.check(call)]
        return provider_pb2.CheckResponse(inputs=to_struct(news), failures=failures)

    @answering
    def Diff(self, request: provider_pb2.DiffRequest, context: grpc.ServicerContext) -> Any:
        rule = self._rule(request)
        old = from_struct(request.old_inputs if request.HasField("old_inputs") else request.olds)
        new = from_struct(request.news)
        call = Call(
            rule, request.urn, new, self._place(new), config=self.config, id=request.id, old=from_struct(request.olds), lenient=True
        )
        replaces = rule.replaces if isinstance(rule.replaces, frozenset) else rule.replaces(call)
        first = rule.delete_before_replace(call) if callable(rule.delete_before_replace) else rule.delete_before_replace
        return diff_response(edits(rule, old, new), lambda edit: replacing(replaces, edit), before_create=first)

    def doubt(self, type_: str, path: str) -> str:
        """Why an update at a path may be a replacement, which the protocol has no word for; empty where it is none."""
        return doubt(self.cloud, type_, path)

    # What the cloud itself does

    @answering
    def Create(self, request: provider_pb2.CreateRequest, context: grpc.ServicerContext) -> Any:
        resource, inputs = self._resource(request), from_struct(request.properties)
        if request.preview:
            outputs = outputs_of(resource.rule, resource.call(inputs, self._place(inputs)), preview=True)
            return provider_pb2.CreateResponse(properties=to_struct(outputs))
        identity, outputs = lifecycle.create(self.store, resource, inputs, _operation(context))
        return provider_pb2.CreateResponse(id=identity, properties=to_struct(outputs))

    @answering
    def Read(self, request: provider_pb2.ReadRequest, context: grpc.ServicerContext) -> Any:
        known, inputs = from_struct(request.properties), from_struct(request.inputs)
        found = lifecycle.read(self.store, self._resource(request), request.id, inputs, known)
        if found is None:
            return provider_pb2.ReadResponse()
        identity, inputs, outputs = found
        return provider_pb2.ReadResponse(id=identity, inputs=to_struct(inputs), properties=to_struct(outputs))

    @answering
    def Update(self, request: provider_pb2.UpdateRequest, context: grpc.ServicerContext) -> Any:
        resource, old, new = self._resource(request), from_struct(request.olds), from_struct(request.news)
        old_inputs = from_struct(request.old_inputs) if request.HasField("old_inputs") else old
        if request.preview:
            asked = following(resource.rule, old_inputs, new, request.ignoreChanges)
            call = resource.call(asked, self._place(old), id=request.id, old=old)
            outputs = outputs_of(resource.rule, call, preview=True, old=old, changes=edits(resource.rule, old_inputs, new))
        else:
            change = lifecycle.Change(old_inputs, old, new, tuple(request.ignoreChanges))
            outputs = lifecycle.update(self.store, resource, request.id, change)
        return provider_pb2.UpdateResponse(properties=to_struct(outputs))

    @answering
    def Delete(self, request: provider_pb2.DeleteRequest, context: grpc.ServicerContext) -> Any:
        lifecycle.delete(self.store, self._resource(request), request.id, from_struct(request.properties))
        return empty_pb2.Empty()

    @answering
    def Invoke(self, request: provider_pb2.InvokeRequest, context: grpc.ServicerContext) -> Any:
        args = from_struct(request.args)
        place = self._place(args)
        look_up = self.cloud.lookups.get(request.tok)
        if look_up is None:
            return self._made_up(request, args, place)
        with self.store.reading() as connection:
            cloud = Transaction(connection, self.store, self.cloud)
            if cloud.failing(place) is not None:
                raise lifecycle.unavailable(self.cloud, place.region)
            call = Call(
                None, "", args, place, config=self.config, seed=f"{request.tok}/{place.account}/{place.region}", cloud=cloud
            )
            answer = call.evaluate(request.tok, look_up)
        if isinstance(answer, Secret):
            answer = {key: Secret(value) for key, value in answer.value.items()}
        response = provider_pb2.InvokeResponse()
        getattr(response, "return").CopyFrom(to_struct(answer if isinstance(answer, dict) else {}))
        return response

    def _made_up(self, request: provider_pb2.InvokeRequest, arguments: Properties, place: Place) -> provider_pb2.InvokeResponse:
        """The answer of a function without a row, and a warning the first time."""
        from .answers import answer_of

        token = request.tok
        answer = answer_of(token, arguments, place, self.config)
        if answer is None:
            raise RefusedError(f"the simulated {self.cloud.package} has no look-up {token}: pass the value as configuration")
        text = f"nobody simulates {token}: its answer is made up from the SDK's types; fix: pass what matters as configuration"
        self._warn(token, "", text)
        response = provider_pb2.InvokeResponse()
        getattr(response, "return").CopyFrom(to_struct(answer))
        return response

    @answering
    def Construct(self, request: Any, context: grpc.ServicerContext) -> Any:
        raise RefusedError(
            f"the simulated {self.cloud.package} builds no remote component: {request.type} runs inside the real provider"
        )

    @answering
    def Cancel(self, request: Any, context: grpc.ServicerContext) -> Any:
        return empty_pb2.Empty()

    def _place(self, properties: Properties) -> Place:
        return self.cloud.place(self.config, plain(properties))

    def _resource(self, request: Any) -> lifecycle.Resource:
        return lifecycle.Resource(self.cloud, self._rule(request), request.urn, self.config)

    def _rule(self, request: Any) -> Rule:
        """The type's row; where there is none, what the SDK's type hints say, and a warning the first time."""
        token = request.type or request.urn.split("::")[2].rsplit("$", 1)[-1]
        rule = row_of(self.cloud, token)
        if rule.warning:
            self._warn(token, request.urn, rule.warning)
        return rule

    def _warn(self, token: str, urn: str, text: str) -> None:
        """Tell the engine something about a type, once."""
        if self.engine is not None and token not in self._warned:
            self._warned.add(token)
            self.engine.Log(engine_pb2.LogRequest(severity=engine_pb2.WARNING, message=text, urn=urn))


_NO_RULE = Rule(type="", source="", id=lambda call: call.name)


def _operation(context: grpc.ServicerContext) -> str:
    return next((str(value) for key, value in context.invocation_metadata() or () if key == OPERATION), "")


def _version(package: str) -> str:
    try:
        return version(f"pulumi-{package}")
    except PackageNotFoundError:
        return "0.0.0"
