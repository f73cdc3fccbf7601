"""A monitor that answers every registration with its own inputs, and runs programs from their source."""

from __future__ import annotations

import asyncio
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

from google.protobuf import empty_pb2
from pulumi.runtime.proto import resource_pb2

from engine.events import Severity
from engine.host import ProgramResult, ProgramSpec, run_program

FEATURES: list[Any] = list(range(1, 40))


class TrivialMonitor:
    """Keeps the requests it was sent, by RPC."""

    def __init__(self) -> None:
        self.requests: dict[str, list[Any]] = {}

    def sent(self, rpc: str) -> list[Any]:
        return self.requests.get(rpc, [])

    def _keep(self, rpc: str, request: Any) -> None:
        self.requests.setdefault(rpc, []).append(request)

    async def GetDeploymentInfo(self, request):
        info = resource_pb2.DeploymentInfo()
        info.supportedFeatures.extend(FEATURES)
        return info

    async def RegisterResource(self, request):
        self._keep("RegisterResource", request)
        urn = f"urn:pulumi:dev::trivial::{request.type}::{request.name}"
        return resource_pb2.RegisterResourceResponse(
            urn=urn, id=f"id-{request.name}" if request.custom else "", object=request.object
        )

    async def RegisterResourceOutputs(self, request):
        self._keep("RegisterResourceOutputs", request)
        return empty_pb2.Empty()

    async def Log(self, request):
        self._keep("Log", request)
        return empty_pb2.Empty()

    async def SignalAndWaitForShutdown(self, request):
        self._keep("SignalAndWaitForShutdown", request)
        return empty_pb2.Empty()


class Ran:
    """A program that has run: its result, and what it wrote."""

    def __init__(self, result: ProgramResult, lines: list[tuple[Severity, str]]) -> None:
        self.result = result
        self.lines = lines

    @property
    def out(self) -> list[str]:
        return [text for severity, text in self.lines if severity is Severity.INFO]

    @property
    def err(self) -> list[str]:
        return [text for severity, text in self.lines if severity is Severity.INFO_ERR]


def spec(directory: Path, source: str, **changes: Any) -> ProgramSpec:
    (directory / "__main__.py").write_text(textwrap.dedent(source))
    settings: dict[str, Any] = {"project": "trivial", "stack": "dev", "config": {}, "dry_run": True, **changes}
    return ProgramSpec(directory=directory, **settings)


def run(directory: Path, source: str, monitor: Any = None, *, seconds: float = 30, **changes: Any) -> Ran:
    """Run a program to its end; one that hangs is a failed test."""
    lines: list[tuple[Severity, str]] = []
    program = spec(directory, source, **changes)

    async def main() -> ProgramResult:
        return await asyncio.wait_for(
            run_program(program, monitor or TrivialMonitor(), lambda severity, text: lines.append((severity, text))), seconds
        )

    return Ran(asyncio.run(main()), lines)


Runner = Callable[..., Ran]
