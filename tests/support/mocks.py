"""Runs a program against a recording monitor: what it registers, with the options that reached each resource.

Stricter than the SDK's own mock monitor, which lets these pass in silence: two resources with one URN, a look-up inside a
constructor, inputs that the SDK's types do not know (see `tests.support.schema`), outputs registered twice.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

import pulumi
from google.protobuf import empty_pb2, json_format
from pulumi.runtime import mocks, settings
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.stack import run_in_stack

from tests.support import schema
from tests.support.hastened import hastened

UNKNOWN = schema.UNKNOWN
STACK = "pulumi:pulumi:Stack"
ID_PREFIX = "id-of-"


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """One registration: the resource and every option that the monitor was sent.

    Secret values in `inputs` are `schema.Secret`, unknown ones `UNKNOWN`. `outputs` is what `register_outputs` was given, or
    None where it was not called. `provider` is a reference "urn::id" or "".
    """

    urn: str
    type: str
    name: str
    id: str
    parent: str
    custom: bool
    inputs: Mapping[str, Any]
    provider: str
    providers: Mapping[str, str]
    protect: bool | None
    dependencies: frozenset[str]
    property_dependencies: Mapping[str, frozenset[str]]
    ignore_changes: tuple[str, ...]
    replace_on_changes: tuple[str, ...]
    delete_before_replace: bool | None
    additional_secret_outputs: tuple[str, ...]
    retain_on_delete: bool | None
    deleted_with: str
    import_id: str
    aliases: tuple[Mapping[str, Any], ...]
    timeouts: Mapping[str, str]
    transforms: int
    version: str
    outputs: Mapping[str, Any] | None = None


class Recording(dict[str, Recorded]):
    """What a program registered, by URN; the stack itself is left out."""

    exports: Mapping[str, Any]
    read: dict[str, str]
    """The ids of what was read, by URN."""

    def of(self, type_: str) -> list[Recorded]:
        """Every resource of a type, by name."""
        return sorted((found for found in self.values() if found.type == type_), key=lambda found: found.name)

    def one(self, type_: str, name: str | None = None) -> Recorded:
        """The only resource of a type (and name); anything else fails the test."""
        found = [candidate for candidate in self.of(type_) if name is None or candidate.name == name]
        assert len(found) == 1, f"{len(found)} of {type_} {name or ''}: {[candidate.name for candidate in self.of(type_)]}"
        return found[0]

    def children(self, parent: Recorded) -> list[Recorded]:
        """Every resource below `parent`, however deep, by URN."""
        below = [found for _, found in sorted(self.items()) if found.parent == parent.urn]
        return [each for child in below for each in (child, *self.children(child))]

    def counts(self) -> dict[str, int]:
        """How many resources of each type there are."""
        found: dict[str, int] = {}
        for resource in self.values():
            found[resource.type] = found.get(resource.type, 0) + 1
        return found


_CONTROLLED: Mapping[str, Mapping[str, Any]] = {
    "kubernetes:networking.k8s.io/v1:Ingress": {
        "status": {"loadBalancer": {"ingress": [{"hostname": "front.balancers.example"}]}},
    }
}
"""What a cluster's controllers write down beside what was told, by type."""


@dataclass
class _Monitor(mocks.MockMonitor):
    """Answers every registration with its inputs and outputs made up from the SDK's types."""

    preview: bool
    calls: Mapping[str, Mapping[str, Any]]
    reads: Mapping[str, Mapping[str, Any]]
    outputs: Callable[[str, str, Mapping[str, Any]], Mapping[str, Any]]
    recording: Recording = field(default_factory=Recording)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(_NoMocks())

    def RegisterResource(self, request: resource_pb2.RegisterResourceRequest) -> resource_pb2.RegisterResourceResponse:
        urn = _urn(request)
        if request.type == STACK:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        if urn in self.recording:
            self.problems.append(f"{urn} is registered twice")
        inputs = schema.from_struct(request.object)
        self.recording[urn] = recorded = _recorded(urn, request, inputs)
        found = schema.problems(request.type, inputs)
        self.problems += [f"{request.type} {request.name}: {problem}" for problem in found]
        if found:  # what is wrong is not sent back, where the SDK would stumble over it
            return resource_pb2.RegisterResourceResponse(urn=urn, id="" if self.preview else recorded.id)
        if not request.custom:
            return resource_pb2.RegisterResourceResponse(urn=urn, object=request.object)
        made_up = {**schema.outputs(request.type, request.name, inputs, unknown=self.preview), **inputs}
        state = {**made_up, **_CONTROLLED.get(request.type, {}), **self.outputs(request.type, request.name, inputs)}
        reply = resource_pb2.RegisterResourceResponse(urn=urn, id="" if self.preview else recorded.id)
        reply.object.CopyFrom(schema.to_struct(state))
        self.resources[urn] = mocks.MockMonitor.ResourceRegistration(urn, reply.id, state)
        return reply

    def RegisterResourceOutputs(self, request: resource_pb2.RegisterResourceOutputsRequest) -> empty_pb2.Empty:
        outputs = schema.from_struct(request.outputs)
        if f"::{STACK}::" in request.urn:
            self.recording.exports = outputs
        else:
            before = self.recording[request.urn]
            if before.outputs is not None:
                self.problems.append(f"{request.urn} registers its outputs twice")
            self.recording[request.urn] = Recorded(**{**vars(before), "outputs": outputs})
        return empty_pb2.Empty()

    def Invoke(self, request: resource_pb2.ResourceInvokeRequest) -> resource_pb2.ResourceInvokeResponse:
        if request.tok not in self.calls:
            self.problems.append(f"{request.tok} is looked up; zones, images and versions are arguments")
        answer = schema.to_struct(self.calls.get(request.tok, {}))
        reply = resource_pb2.ResourceInvokeResponse()
        getattr(reply, "return").CopyFrom(answer)  # a keyword of Python, so no attribute can spell it
        return reply

    def ReadResource(self, request: resource_pb2.ReadResourceRequest) -> resource_pb2.ReadResourceResponse:
        urn = _urn(request)
        if request.id not in self.reads:
            self.problems.append(f"{request.type} {request.name} is read from the cloud")
        self.recording.read[urn] = request.id
        made_up = schema.outputs(request.type, request.name, {}, unknown=False)
        properties = schema.to_struct({**made_up, **self.reads.get(request.id, {})})
        return resource_pb2.ReadResourceResponse(urn=urn, properties=properties, id=request.id)


class _NoMocks(mocks.Mocks):
    """Never asked: the monitor answers by itself."""

    def call(self, args: mocks.MockCallArgs) -> tuple[dict, None]:
        raise AssertionError(args.token)

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str, dict]:
        raise AssertionError(args.typ)


def record(
    program: Callable[[], object],
    *,
    project: str = "nusantara",
    stack: str = "test",
    preview: bool = False,
    calls: Mapping[str, Mapping[str, Any]] | None = None,
    reads: Mapping[str, Mapping[str, Any]] | None = None,
    outputs: Callable[[str, str, Mapping[str, Any]], Mapping[str, Any]] | None = None,
    config: Mapping[str, str] | None = None,
) -> Recording:
    """Run `program` until nothing of it is pending, and return what it registered.

    Args:
        program: called once, inside a stack.
        project: the project's name, part of every URN.
        stack: the stack's name, likewise.
        preview: answer without ids and with unknown computed outputs, as the first preview does.
        calls: the answers to look-ups by token; any other look-up fails the test.
        reads: what is found of what is read by its id, the rest of it made up; any other read fails the test.
        outputs: given type, name and inputs, outputs that a test needs exactly; the rest is made up from the SDK's types.
        config: configuration of the stack by full key.

    Raises:
        AssertionError: for duplicate URNs, look-ups, reads, inputs unknown to the SDK or missing, outputs registered twice.
    """
    monitor = _Monitor(preview, calls or {}, reads or {}, outputs or (lambda *_: {}))
    settings.configure(
        mocks.MockSettings(
            monitor=monitor,
            monitor_features=set(monitor.GetDeploymentInfo(empty_pb2.Empty()).supportedFeatures),
            engine=mocks.MockEngine(None),
            project=project,
            stack=stack,
            dry_run=preview,
            organization="organization",
            callbacks=None,
            root_directory=".",
            outputs=set(),
        )
    )
    pulumi.runtime.set_all_config(dict(config or {}))
    settings.set_root_resource(cast("Any", None))  # a root kept from an earlier program would collect this one's exports
    monitor.recording.exports, monitor.recording.read = {}, {}
    gc.disable()  # the SDK's many small objects make the collector take two thirds of the time
    try:
        asyncio.run(hastened(lambda: run_in_stack(lambda: _nothing(program()))))
    except Exception as failure:
        if monitor.problems:  # the cause, where a wrong input made the SDK stumble over its own answer
            raise AssertionError("\n".join(sorted(monitor.problems))) from failure
        raise
    finally:
        gc.enable()
        settings.set_root_resource(cast("Any", None))
    assert not monitor.problems, "\n".join(sorted(monitor.problems))
    return monitor.recording


def comes_after(found: Recording, later: Recorded, earlier: Recorded) -> bool:
    """Whether a resource is registered once another is there, of which it is no dependent: made anew, that one touches it not."""
    order = list(found)
    return order.index(later.urn) > order.index(earlier.urn) and earlier.urn not in later.dependencies


class Changes(NamedTuple):
    """What differs between two recordings, as "type name" of custom resources."""

    added: set[str]
    removed: set[str]
    changed: set[str]


def changes(before: Recording, after: Recording) -> Changes:
    """What another run of a program would add, remove and change; components, whose inputs only describe, are left out."""
    old, new = ({urn: found for urn, found in each.items() if found.custom} for each in (before, after))

    def shown(urns: Iterable[str], of: Mapping[str, Recorded]) -> set[str]:
        return {f"{of[urn].type.split(':')[-1]} {of[urn].name}" for urn in urns}

    both = old.keys() & new.keys()
    return Changes(
        shown(new.keys() - old.keys(), new),
        shown(old.keys() - new.keys(), old),
        shown((urn for urn in both if old[urn] != new[urn]), new),
    )


def _nothing(_: object) -> None:
    """A lambda's component is no coroutine to await."""


def _urn(request: Any) -> str:
    parent = request.parent.split("::")[2] + "$" if request.parent and STACK not in request.parent else ""
    return f"urn:pulumi:{settings.get_stack()}::{settings.get_project()}::{parent}{request.type}::{request.name}"


def _recorded(urn: str, request: resource_pb2.RegisterResourceRequest, inputs: Mapping[str, Any]) -> Recorded:
    return Recorded(
        urn=urn,
        type=request.type,
        name=request.name,
        id=ID_PREFIX + request.name,
        parent=request.parent,
        custom=request.custom,
        inputs=inputs,
        provider=request.provider,
        providers=dict(request.providers),
        protect=request.protect if request.HasField("protect") else None,
        dependencies=frozenset(request.dependencies),
        property_dependencies={key: frozenset(found.urns) for key, found in request.propertyDependencies.items()},
        ignore_changes=tuple(request.ignoreChanges),
        replace_on_changes=tuple(request.replaceOnChanges),
        delete_before_replace=request.deleteBeforeReplace if request.deleteBeforeReplaceDefined else None,
        additional_secret_outputs=tuple(request.additionalSecretOutputs),
        retain_on_delete=request.retainOnDelete if request.HasField("retainOnDelete") else None,
        deleted_with=request.deletedWith,
        import_id=request.importId,
        aliases=tuple(json_format.MessageToDict(alias) for alias in request.aliases),
        timeouts={key: value for key in ("create", "update", "delete") if (value := getattr(request.customTimeouts, key))},
        transforms=len(request.transforms),
        version=request.version,
    )
