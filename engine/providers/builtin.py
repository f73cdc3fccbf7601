"""The package `pulumi`, which every engine brings along: functions that look into the deployment itself, and stashes.

Source: pkg/resource/deploy/builtins.go.
"""

# ruff: noqa: N802  methods bear the names of the RPCs that they answer

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2 as pb

from .. import wire
from ..errors import EngineError
from ..resource import Resource
from ..values import Properties, Secret
from .stash import Stashes, refuse


class Builtin(Stashes):
    """A servicer of the package `pulumi`.

    Args:
        resource: gives what this deployment has registered or read by URN.
        stack_outputs: gives the outputs of another stack of the same backend; raises an EngineError where it cannot.
    """

    def __init__(self, resource: Callable[[str], Resource | None], stack_outputs: Callable[[str], Properties]) -> None:
        self._resource = resource
        self._stack_outputs = stack_outputs

    def Handshake(self, request: pb.ProviderHandshakeRequest, context: Any) -> pb.ProviderHandshakeResponse:
        del request, context
        return pb.ProviderHandshakeResponse(accept_secrets=True, accept_resources=True, accept_outputs=False)

    def CheckConfig(self, request: pb.CheckRequest, context: Any) -> pb.CheckResponse:
        del context
        return pb.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: pb.DiffRequest, context: Any) -> pb.DiffResponse:
        del request, context
        return pb.DiffResponse(changes=pb.DiffResponse.DIFF_NONE)

    def Configure(self, request: pb.ConfigureRequest, context: Any) -> pb.ConfigureResponse:
        del request, context
        return pb.ConfigureResponse(acceptSecrets=True, supportsPreview=True, acceptResources=True)

    def Cancel(self, request: empty_pb2.Empty, context: Any) -> empty_pb2.Empty:
        del request, context
        return empty_pb2.Empty()

    def Invoke(self, request: pb.InvokeRequest, context: Any) -> pb.InvokeResponse:
        arguments = wire.from_struct(request.args)
        match request.tok:
            case "pulumi:pulumi:getResource":
                result = self._get_resource(arguments["urn"], context)
            case "pulumi:pulumi:readStackOutputs":
                result = self._read_stack(arguments["name"], context)
            case token:
                raise refuse(context, f"unrecognized function name: '{token}'")
        response = pb.InvokeResponse()
        getattr(response, "return").CopyFrom(wire.to_struct(result))
        return response

    def Read(self, request: pb.ReadRequest, context: Any) -> pb.ReadResponse:
        if request.type != "pulumi:pulumi:StackReference":
            return super().Read(request, context)
        inputs = wire.from_struct(request.inputs)
        outputs = self._read_stack(inputs["name"], context)
        return pb.ReadResponse(id=request.id, inputs=wire.to_struct(inputs), properties=wire.to_struct(outputs))

    def _get_resource(self, urn: str, context: Any) -> Properties:
        resource = self._resource(urn)
        if resource is None:
            raise refuse(context, f"unknown resource {urn}")
        return {"urn": urn, "id": resource.id, "provider": resource.provider, "state": resource.outputs}

    def _read_stack(self, name: str, context: Any) -> Properties:
        try:
            outputs = self._stack_outputs(name)
        except EngineError as error:
            raise refuse(context, str(error)) from error
        secret = sorted(key for key, value in outputs.items() if isinstance(value, Secret))
        return {"name": name, "outputs": outputs, "secretOutputNames": secret}
