"""One policy pack's process, and what is asked of it.

Source: pkg/resource/plugin/analyzer_plugin.go; sdk/policy_proxy.go for what happens while a pack starts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import grpc
import grpc.aio
from google.protobuf import empty_pb2, json_format, struct_pb2
from google.protobuf.message import Message
from pulumi.runtime.proto import analyzer_pb2, analyzer_pb2_grpc

from .. import wire
from ..events import EnforcementLevel
from ..host import ProgramSpec
from ..providers.launch import PluginError
from ..providers.process import NoPortError, Output, PluginProcess
from . import settings
from .launch import launch
from .packs import Pack, PolicyPackError
from .settings import Policy, Setting
from .tracebacks import shortened

ANSWER_SECONDS: Final = 60.0
"""How long a pack may take to say what it is."""
ANALYSIS_SECONDS: Final = 600.0
"""How long a pack may take to look at a resource, or at the stack."""

LEVELS: Final = {
    analyzer_pb2.ADVISORY: EnforcementLevel.ADVISORY,
    analyzer_pb2.MANDATORY: EnforcementLevel.MANDATORY,
    analyzer_pb2.REMEDIATE: EnforcementLevel.REMEDIATE,
    analyzer_pb2.DISABLED: EnforcementLevel.DISABLED,
}
_NUMBERS: Final = {level: number for number, level in LEVELS.items()}
SEVERITIES: Final = {
    analyzer_pb2.POLICY_SEVERITY_LOW: "low",
    analyzer_pb2.POLICY_SEVERITY_MEDIUM: "medium",
    analyzer_pb2.POLICY_SEVERITY_HIGH: "high",
    analyzer_pb2.POLICY_SEVERITY_CRITICAL: "critical",
}
_KINDS: Final = {analyzer_pb2.POLICY_TYPE_RESOURCE: "resource", analyzer_pb2.POLICY_TYPE_STACK: "stack"}
_PRINTED: Final = re.compile(r"^(?:error: )?Program failed with an unhandled exception:\n", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """What a pack says of itself: its name, its version, and its policies in order of name."""

    name: str
    version: str
    policies: tuple[Policy, ...]
    initial: Mapping[str, Setting]
    configurable: bool


class Analyzer:
    """A pack that has been started and configured."""

    def __init__(self, pack: Pack, process: PluginProcess) -> None:
        self.pack = pack
        self._process = process
        self._stub = analyzer_pb2_grpc.AnalyzerStub(process.channel)
        self.info = Info(name="", version="", policies=(), initial={}, configurable=False)

    @classmethod
    async def start(cls, pack: Pack, program: ProgramSpec, *, engine_address: str, output: Output) -> Analyzer:
        """Run a pack, and learn what it is.

        Args:
            pack: the pack.
            program: what it will look at.
            engine_address: where the engine's own service listens.
            output: takes what the pack prints.

        Raises:
            PolicyPackError: it cannot be run, or does not answer.
        """
        try:
            process = await PluginProcess.start(launch(pack, program), engine_address=engine_address, output=output)
        except NoPortError as error:
            raise PolicyPackError(f'policy pack "{pack.path}" not started: {_why(error, pack.folder)}') from None
        except PluginError as error:
            raise PolicyPackError(f'policy pack "{pack.path}" failed to start: {error}') from None
        analyzer = cls(pack, process)
        try:
            await analyzer._introduce(program, engine_address)
        except BaseException:  # whatever ends it, a cancellation too: nothing else knows of the process yet
            await process.close()
            raise
        return analyzer

    async def _introduce(self, program: ProgramSpec, engine_address: str) -> None:
        folder = str(self.pack.folder)
        handshake = analyzer_pb2.AnalyzerHandshakeRequest(
            engine_address=engine_address, root_directory=folder, program_directory=folder
        )
        await self._call("Handshake", handshake, optional=True)
        stack = analyzer_pb2.AnalyzerStackConfigureRequest(
            stack=program.stack,
            project=program.project,
            organization=program.organization,
            dry_run=program.dry_run,
            config_secret_keys=program.secret_keys,
            config=program.config,
        )
        await self._call("ConfigureStack", stack, optional=True)
        self.info = self._understood(await self._call("GetAnalyzerInfo", empty_pb2.Empty()))

    def _understood(self, told: analyzer_pb2.AnalyzerInfo) -> Info:
        return Info(
            name=told.name,
            version=self.pack.version or told.version,
            policies=tuple(sorted(map(_policy, told.policies), key=lambda policy: policy.name)),
            initial={name: _setting(config) for name, config in told.initialConfig.items()},
            configurable=told.supportsConfig,
        )

    def reconcile(self) -> dict[str, Setting]:
        """The settings that the pack is to have.

        Raises:
            SettingsError: what was given does not satisfy the policies' schemas.
        """
        return settings.reconciled(self.info.policies, self.info.initial, self.pack.settings)

    async def configure(self, wanted: Mapping[str, Setting]) -> None:
        """Give each policy its settings, and remember its level."""
        if not wanted:
            return
        request = analyzer_pb2.ConfigureAnalyzerRequest()
        for name, setting in wanted.items():
            config = request.policyConfig[name]
            config.enforcementLevel = _NUMBERS[setting.level or EnforcementLevel.ADVISORY]
            config.properties.CopyFrom(json_format.ParseDict(dict(setting.properties), struct_pb2.Struct()))
        await self._call("Configure", request)
        policies = tuple(replace(policy, level=wanted[policy.name].level or policy.level) for policy in self.info.policies)
        self.info = replace(self.info, policies=policies)

    @property
    def remediates(self) -> bool:
        """Whether any policy may change a resource: where none is set to, the pack need not be asked."""
        return any(policy.level is EnforcementLevel.REMEDIATE for policy in self.info.policies)

    async def analyze(self, request: analyzer_pb2.AnalyzeRequest) -> analyzer_pb2.AnalyzeResponse:
        return await self._call("Analyze", request, ANALYSIS_SECONDS, prefix="failed to run policy: ")

    async def remediate(self, request: analyzer_pb2.AnalyzeRequest) -> analyzer_pb2.RemediateResponse:
        answer = await self._call("Remediate", request, ANALYSIS_SECONDS, optional=True, prefix="failed to run remediation: ")
        return answer or analyzer_pb2.RemediateResponse()

    async def analyze_stack(self, request: analyzer_pb2.AnalyzeStackRequest) -> analyzer_pb2.AnalyzeResponse:
        answer = await self._call("AnalyzeStack", request, ANALYSIS_SECONDS, optional=True)
        return answer or analyzer_pb2.AnalyzeResponse()

    async def cancel(self) -> None:
        """Ask the pack to give up what it is doing; whether it can is its own business."""
        try:
            await self._stub.Cancel(empty_pb2.Empty(), timeout=1)
        except grpc.aio.AioRpcError:
            return

    async def close(self) -> None:
        await self._process.close()

    async def _call(
        self, method: str, request: Message, seconds: float = ANSWER_SECONDS, *, optional: bool = False, prefix: str = ""
    ) -> Any:
        """An answer; None where a call is optional and the pack does not know it.

        Raises:
            PolicyPackError: the pack refused, is gone, or does not answer.
        """
        try:
            return await getattr(self._stub, method)(request, timeout=seconds)
        except grpc.aio.AioRpcError as error:
            if optional and error.code() is grpc.StatusCode.UNIMPLEMENTED:
                return None
            raise PolicyPackError(f"{prefix}{self._said(error, method, seconds)}") from None

    def _said(self, error: grpc.aio.AioRpcError, method: str, seconds: float) -> str:
        name = self.info.name or self.pack.path
        if error.code() is grpc.StatusCode.DEADLINE_EXCEEDED:
            return f'policy pack "{name}" did not answer {method} within {seconds:.0f} s'
        if error.code() is grpc.StatusCode.UNAVAILABLE:
            return f'policy pack "{name}" has ended without answering {method}'
        return error.details() or error.code().name


def _policy(told: analyzer_pb2.PolicyInfo) -> Policy:
    return Policy(
        name=told.name,
        level=LEVELS[told.enforcementLevel],
        kind=_KINDS.get(told.policy_type, ""),
        severity=SEVERITIES.get(told.severity, ""),
        properties=_plain(told.configSchema.properties),
        required=tuple(told.configSchema.required),
    )


def _setting(config: analyzer_pb2.PolicyConfig) -> Setting:
    return Setting(LEVELS[config.enforcementLevel], _plain(config.properties))


def _plain(struct: struct_pb2.Struct) -> dict[str, Any]:
    """The fields as JSON has them: a number without a fraction is a whole one."""
    return wire.from_struct(struct)


def _why(error: NoPortError, folder: Path) -> str:
    """Why a pack has no port: what it raised, with its own frames alone, or what it printed in the port's place."""
    if error.said:
        return f"could not read policy pack port:\n{shortened(_PRINTED.sub('', error.said), folder)}"
    if error.line:
        return (
            f"could not read policy pack port: expected integer; it printed {error.line!r} first; "
            "fix: let a pack print to the standard error, or once it stands"
        )
    return "could not read policy pack port: it ended; fix: let its __main__.py make a PolicyPack"
