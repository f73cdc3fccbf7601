"""What is to be run, who answers its calls, and how it ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import grpc

from ..events import Severity


class RpcFault(Exception):  # noqa: N818  a fault is what the design calls it
    """A call of the program is refused: in the program a `grpc.RpcError` with this code and these details."""

    def __init__(self, code: grpc.StatusCode, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Monitor(Protocol):
    """Answers the program's calls.

    An async method per RPC of the resource monitor and the engine service, under the RPC's name (`RegisterResource`, `Invoke`,
    `Log`, …), which takes the request message and returns the response message or raises `RpcFault`. A missing method is answered
    as unimplemented, as a gRPC server would. Each call runs as a task of its own, started in the order of arrival.
    """

    async def RegisterResource(self, request: Any) -> Any: ...  # noqa: N802  the RPC's name


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramSpec:
    """A Python Pulumi program and what it may know of its surroundings.

    Args:
        directory: where it runs (its working directory); absolute.
        entry_point: the file or directory that is run, relative to `directory`: `.` for its `__main__.py`.
        interpreter: the Python that runs it; None for a fork of this one.
        project: the project's name.
        stack: the stack's name.
        organization: what `pulumi.get_organization()` says.
        root_directory: where Pulumi.yaml lies; absolute.
        config: configuration by full key (`project:key`), objects as JSON; secrets in clear.
        secret_keys: the keys of `config` that are secret.
        dry_run: a preview.
        parallel: how many resource operations may run at once; the program gets four threads for each.
        environment: variables on top of this process's own.
    """

    directory: Path
    entry_point: str = "."
    interpreter: Path | None = None
    project: str
    stack: str
    organization: str = "organization"
    root_directory: Path | None = None
    config: dict[str, str]
    secret_keys: tuple[str, ...] = ()
    dry_run: bool
    parallel: int = 16
    environment: dict[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramResult:
    """How a program ended.

    Args:
        error: empty when all is well; else a `RunError`'s message alone, or the traceback of the program's own frames; a program
            that ended its process itself has none.
        end: how its process ended where that was not well: "program exited with non-zero exit code: 3"; empty after a traceback.
        exit_code: what this means for the whole deployment: 0, or the exception's `exit_code` attribute where it has one, or 1.
        cancelled: it was stopped from our side.
    """

    error: str = ""
    end: str = ""
    exit_code: int = 0
    cancelled: bool = False

    @property
    def messages(self) -> tuple[str, ...]:
        """What Pulumi prints as errors of the stack, in its words; nothing when all is well."""
        if self.error and not self.end:
            return (f"Program failed with an unhandled exception:\n{self.error}",)
        end = f"an unhandled error occurred: {self.end}" if self.end else ""
        return tuple(message for message in (self.error, end) if message)


OutputListener: TypeAlias = Callable[[Severity, str], None]
"""Takes what the program writes, a line at a time: `Severity.INFO` from its standard output, `INFO_ERR` from standard error."""
