"""Calls to a provider that lives in this process: a servicer's method, with no thread and no socket between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from . import init_failures
from .answers import ProviderError
from .transport import OPERATION_KEY

if TYPE_CHECKING:
    from google.protobuf.message import Message


class _Aborted(Exception):  # noqa: N818  never leaves this module
    """Carries what a servicer gave to `context.abort` out of its method."""

    def __init__(self, error: ProviderError) -> None:
        super().__init__(str(error))
        self.error = error


class Context:
    """What a servicer's method gets in place of a `grpc.ServicerContext`: the part of it that providers use."""

    def __init__(self, operation: str = "") -> None:
        self._operation = operation
        self._code: Any = None
        self._details = ""
        self._trailing: tuple[tuple[str, str | bytes], ...] = ()

    def invocation_metadata(self) -> tuple[tuple[str, str], ...]:
        return ((OPERATION_KEY, self._operation),) if self._operation else ()

    def set_code(self, code: Any) -> None:
        self._code = code

    def set_details(self, details: str) -> None:
        self._details = details

    def code(self) -> Any:
        return self._code

    def details(self) -> str:
        return self._details

    def set_trailing_metadata(self, metadata: tuple[tuple[str, str | bytes], ...]) -> None:
        self._trailing = tuple(metadata)

    def abort(self, code: Any, details: str = "") -> NoReturn:
        raise _Aborted(init_failures.error_of(code.name, details, self._trailing))

    def abort_with_status(self, status: Any) -> NoReturn:
        raise _Aborted(init_failures.error_of(status.code.name, status.details, status.trailing_metadata or ()))

    def is_active(self) -> bool:
        return True

    def refusal(self) -> ProviderError | None:
        """The error of a method that set a code and returned."""
        if self._code is None or self._code.name == "OK":
            return None
        return init_failures.error_of(self._code.name, self._details, self._trailing)


class InProcess:
    """A servicer as a transport. What lives in this process is a simulated cloud, or the engine's own: both know operation ids."""

    knows_operations = True

    def __init__(self, servicer: Any) -> None:
        self._servicer = servicer

    async def call(self, method: str, request: Message, operation: str = "") -> Any:
        context = Context(operation)
        try:
            answer = getattr(self._servicer, method)(request, context)
        except _Aborted as aborted:
            raise aborted.error from None
        except NotImplementedError:
            # What a generated servicer raises for a method that it does not have, once it has set the code.
            raise context.refusal() or ProviderError(f"{method} is not implemented", "UNIMPLEMENTED") from None
        except Exception as error:  # as a gRPC server answers for whatever a servicer raises
            raise ProviderError(f"Exception calling application: {error}") from error
        if (refusal := context.refusal()) is not None:
            raise refusal
        return answer

    def doubt(self, type_: str, path: str) -> str:
        ask = getattr(self._servicer, "doubt", None)
        return "" if ask is None else ask(type_, path)

    async def close(self) -> None:
        close = getattr(self._servicer, "close", None)
        if close is not None:
            close()
