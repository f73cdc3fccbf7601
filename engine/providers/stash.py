"""`pulumi.Stash`: a value that stays as it was when it was first put away, whatever its input becomes, until it is replaced.

Source: pkg/resource/deploy/builtins.go.
"""

# ruff: noqa: N802  methods bear the names of the RPCs that they answer

from __future__ import annotations

import uuid
from typing import Any, Final

from google.protobuf import empty_pb2
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2 as pb

from .. import urn as urns

TYPE: Final = "pulumi:index:Stash"


def refuse(context: Any, message: str) -> Exception:
    """End a call with an error; the exception is for the caller's `raise` alone."""
    import grpc

    context.abort(grpc.StatusCode.UNKNOWN, message)
    return AssertionError("abort has raised")


class Stashes:
    """The part of a servicer that manages stashes, and refuses every other type."""

    def Check(self, request: pb.CheckRequest, context: Any) -> pb.CheckResponse:
        _require(request.urn, context)
        for name in request.news:
            if name != "input":
                return pb.CheckResponse(failures=[pb.CheckFailure(property=name, reason=f'unknown property "{name}"')])
        if "input" not in request.news:
            return pb.CheckResponse(failures=[pb.CheckFailure(property="input", reason='missing required property "input"')])
        return pb.CheckResponse(inputs=request.news)

    def Diff(self, request: pb.DiffRequest, context: Any) -> pb.DiffResponse:
        _require(request.urn, context)
        if request.news["input"] == request.old_inputs["input"]:
            return pb.DiffResponse(changes=pb.DiffResponse.DIFF_NONE)
        return pb.DiffResponse(changes=pb.DiffResponse.DIFF_SOME, diffs=["input"])

    def Create(self, request: pb.CreateRequest, context: Any) -> pb.CreateResponse:
        _require(request.urn, context)
        given = request.properties
        return pb.CreateResponse(id="" if request.preview else str(uuid.uuid4()), properties=_state(given, given, "input"))

    def Update(self, request: pb.UpdateRequest, context: Any) -> pb.UpdateResponse:
        _require(request.urn, context)
        return pb.UpdateResponse(properties=_state(request.news, request.olds, "output"))

    def Delete(self, request: pb.DeleteRequest, context: Any) -> empty_pb2.Empty:
        del request, context
        return empty_pb2.Empty()

    def Read(self, request: pb.ReadRequest, context: Any) -> pb.ReadResponse:
        _require(request.urn, context)
        if not request.inputs.fields:
            raise refuse(context, "stash can not be imported")
        return pb.ReadResponse(id=request.id, inputs=request.inputs, properties=request.properties)


def _require(urn: str, context: Any) -> None:
    if (given := urns.type_of(urn)) != TYPE:
        raise refuse(context, f"unrecognized resource type '{given}'")


def _state(news: Struct, kept: Struct, key: str) -> Struct:
    """What a stash holds: its input as it is now, and as its output what another struct has under a key."""
    state = Struct()
    state.fields["input"].CopyFrom(news.fields["input"])
    state.fields["output"].CopyFrom(kept.fields[key])
    return state
