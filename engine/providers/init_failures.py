"""The detail of a provider's error that says: the object exists, but did not become ready (proto ErrorResourceInitFailed)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pulumi.runtime.proto import provider_pb2, status_pb2

from .. import wire
from .answers import InitFailedError, ProviderError

DETAILS_KEY: Final = "grpc-status-details-bin"
"""Where gRPC carries a status with details: in the trailing metadata, as a google.rpc.Status."""


def error_of(code: str, message: str, metadata: Iterable[tuple[str, str | bytes]]) -> ProviderError:
    """The error that a refused call means.

    Args:
        code: the name of the gRPC status code.
        message: the status message.
        metadata: the call's trailing metadata, perhaps with the status's details.
    """
    details = next((value for key, value in metadata if key == DETAILS_KEY), None)
    if details is not None:
        status = status_pb2.Status.FromString(details if isinstance(details, bytes) else details.encode())
        for detail in status.details:
            if detail.Is(provider_pb2.ErrorResourceInitFailed.DESCRIPTOR):
                failed = provider_pb2.ErrorResourceInitFailed()
                detail.Unpack(failed)
                return _init_failed(failed)
    return ProviderError(message, code)


def _init_failed(failed: provider_pb2.ErrorResourceInitFailed) -> InitFailedError:
    inputs = wire.from_struct(failed.inputs) if failed.HasField("inputs") else None
    return InitFailedError(
        tuple(failed.reasons),
        id_=failed.id,
        outputs=wire.from_struct(failed.properties),
        inputs=inputs,
        refresh_before_update=failed.refresh_before_update,
    )
