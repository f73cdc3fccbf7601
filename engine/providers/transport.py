"""What carries a call to a provider and its answer back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from google.protobuf.message import Message

OPERATION_KEY: Final = "nusa-operation"
"""The metadata key under which a call that changes something carries its operation id, so that it can be answered twice alike."""


class Transport(Protocol):
    """Calls the methods of the service `pulumirpc.ResourceProvider` of one provider."""

    knows_operations: bool
    """Whether the same change, asked again under the same operation id, is made only once."""

    async def call(self, method: str, request: Message, operation: str = "") -> Any:
        """The answer to a call.

        Args:
            method: the RPC's name, such as `Create`.
            request: its request message.
            operation: the id under which this change is journaled; empty for calls that change nothing.

        Raises:
            ProviderError: the provider refused the call or is gone.
        """
        ...

    def doubt(self, type_: str, path: str) -> str:
        """Why a difference that the provider tells as an update may be a replacement all the same; empty where it is certain.

        A provider knows; what stands in for one may not, and the protocol has no word for that.

        Args:
            type_: of the resource.
            path: of the input that differs.
        """
        ...

    async def close(self) -> None:
        """Let go of the provider; a plugin's process ends."""
        ...
