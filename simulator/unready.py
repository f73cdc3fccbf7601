"""How a provider says that an object exists and did not become ready: `ErrorResourceInitFailed` in the status's details."""

from __future__ import annotations

from typing import TYPE_CHECKING

from google.protobuf import any_pb2
from pulumi.runtime.proto import provider_pb2, status_pb2

from .wire import to_struct

if TYPE_CHECKING:
    from .call import UnreadyError

_KEY = "grpc-status-details-bin"
"""Where gRPC carries a google.rpc.Status."""
_UNKNOWN = 2


def unready_details(unready: UnreadyError) -> tuple[tuple[str, bytes], ...]:
    """The trailing metadata of the call that ends so."""
    detail = any_pb2.Any()
    detail.Pack(
        provider_pb2.ErrorResourceInitFailed(id=unready.id, properties=to_struct(unready.outputs), reasons=list(unready.reasons))
    )
    status = status_pb2.Status(code=_UNKNOWN, message=str(unready), details=[detail])
    return ((_KEY, status.SerializeToString()),)
