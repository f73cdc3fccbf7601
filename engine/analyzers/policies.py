"""All policy packs of a deployment: what they say of each resource and of the stack, and what that means.

Remediations come first, pack after pack, since each must see what the one before has changed; then all packs analyze side by side.
A mandatory violation fails a preview at its end, so that every other one is told too; an update does not touch the resource.

Source: pkg/resource/deploy/step_generator.go (generateResourceSteps, AnalyzeResources), analyze_snapshot.go (analyzeResource),
pkg/engine/update.go (loadPolicyPlugins), pkg/resource/analyzer/summary.go.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterable, Sequence
from typing import Any, Final

from pulumi.runtime.proto import analyzer_pb2

from .. import urn as urns
from .. import wire
from ..context import Context
from ..events import (
    Analysis,
    EnforcementLevel,
    PoliciesLoading,
    PolicyRemediation,
    PolicySummary,
    PolicyViolation,
    Severity,
)
from ..goal import Goal
from ..host import ProgramSpec
from ..providers.engine_service import EngineService
from ..resource import Resource
from ..result import PolicyPack
from . import requests
from .analyzer import LEVELS, SEVERITIES, Analyzer
from .packs import Pack, PolicyPackError, read_all
from .settings import Setting, SettingsError, strangers, unused

_KINDS: Final = {Analysis.ANALYZE: "resource", Analysis.REMEDIATE: "resource", Analysis.ANALYZE_STACK: "stack"}


class Policies:
    """The packs of one deployment.

    Args:
        context: the deployment.
        packs: what was asked for.
        program: what runs in it.
        service: the engine's own, which packs are told of.
    """

    def __init__(self, context: Context, packs: Sequence[Pack], program: ProgramSpec, service: EngineService) -> None:
        self._context = context
        self._packs = packs
        self._program = program
        self._service = service
        self._analyzers: list[Analyzer] = []
        self._delete_before_replace: dict[str, bool | None] = {}
        self.loaded = asyncio.Event()
        """The packs stand, and resources may be planned."""

    @classmethod
    def of(cls, context: Context, asked: Sequence[PolicyPack], program: ProgramSpec, service: EngineService) -> Policies:
        """The packs that were asked for, not yet started.

        Raises:
            PolicyPackError: with everything that is wrong with how they lie on the disk.
        """
        return cls(context, read_all(asked), program, service)

    async def load(self) -> None:
        """Start all packs side by side, and configure them.

        Raises:
            PolicyPackError: with everything that is wrong with any of them.
        """
        address = await self._service.address()
        for _ in self._packs:
            self._context.listener(PoliciesLoading())
        starts = (Analyzer.start(pack, self._program, engine_address=address, output=self._context.report) for pack in self._packs)
        wrong: list[str] = []
        for started in await asyncio.gather(*starts, return_exceptions=True):
            if isinstance(started, Analyzer):
                self._analyzers.append(started)
            elif isinstance(started, PolicyPackError):
                wrong.append(str(started))
            else:
                raise started
        if wrong:
            raise PolicyPackError.of(wrong)
        wanted = self._reconciled()
        await asyncio.gather(*(analyzer.configure(settings) for analyzer, settings in zip(self._analyzers, wanted, strict=True)))
        self.loaded.set()

    def _reconciled(self) -> list[dict[str, Setting]]:
        """The settings of each pack.

        Raises:
            PolicyPackError: with everything that is wrong with any of them.
        """
        wanted: list[dict[str, Setting]] = []
        wrong: list[str] = []
        for analyzer in self._analyzers:
            info, pack = analyzer.info, analyzer.pack
            if pack.settings_file and not info.configurable:
                wrong.append(f'policy pack "{info.name}" at "{pack.path}" does not support config')
                continue
            for name in strangers(info.policies, pack.settings):
                refused = f'invalid enforcement level "" of "{name}", which is none of its policies'
                wrong.append(f'configuring policy pack "{info.name}" at "{pack.path}": {refused}')
            for name in unused(info.policies, pack.settings):
                warning = f'{pack.settings_file}: policy pack "{info.name}" has nothing of the name "{name}" to configure'
                self._context.report(Severity.WARNING, warning)
            try:
                wanted.append(analyzer.reconcile() if info.configurable else {})
            except SettingsError as error:
                wrong += [f"validating policy config: {info.name} {info.version}  {problem}" for problem in error.args]
        if wrong:
            raise PolicyPackError.of(sorted(wrong))
        return wanted

    @property
    def names(self) -> dict[str, str]:
        """The versions of the packs that run, by the names that summaries have for them."""
        return {analyzer.pack.event_name(analyzer.info.name): analyzer.info.version for analyzer in self._analyzers}

    async def remediate(self, resource: Resource, goal: Goal, provider: Resource | None) -> None:
        """Let each pack change the inputs of a resource.

        Raises:
            PolicyPackError: a pack could not say.
        """
        self._delete_before_replace[resource.urn] = goal.delete_before_replace
        for analyzer in self._analyzers:
            answer = analyzer_pb2.RemediateResponse()
            if analyzer.remediates:
                before_replace = goal.delete_before_replace
                request = requests.analyze(resource, provider, delete_before_replace=before_replace, whole=True)
                answer = await analyzer.remediate(request)
            for remediation in answer.remediations:
                self._remediated(analyzer, resource, remediation)
            self._sum_up(analyzer, Analysis.REMEDIATE, resource.urn, answer.remediations, answer.not_applicable)

    def _remediated(self, analyzer: Analyzer, resource: Resource, told: analyzer_pb2.Remediation) -> None:
        version = analyzer.pack.version or told.policyPackVersion
        if told.diagnostic:
            self._context.listener(
                PolicyViolation(
                    urn=resource.urn,
                    message=told.diagnostic,
                    policy=told.policyName,
                    pack=told.policyPackName,
                    version=version,
                    level=EnforcementLevel.ADVISORY,
                )
            )
            return
        after = wire.from_struct(told.properties)
        self._context.listener(
            PolicyRemediation(
                urn=resource.urn,
                policy=told.policyName,
                pack=told.policyPackName,
                version=version,
                before=resource.inputs,
                after=after,
            )
        )
        resource.inputs = after

    def analyze(self, resource: Resource, goal: Goal, provider: Resource | None) -> Awaitable[bool]:
        """Have every pack look at a resource as it is now; whether any found a mandatory violation.

        Raises:
            PolicyPackError: a pack could not say; when it is awaited.
        """
        return self._analyze(resource.urn, requests.analyze(resource, provider, delete_before_replace=goal.delete_before_replace))

    async def _analyze(self, urn: str, request: analyzer_pb2.AnalyzeRequest) -> bool:
        answers = await asyncio.gather(*(analyzer.analyze(request) for analyzer in self._analyzers))
        forbidden = False
        for analyzer, answer in zip(self._analyzers, answers, strict=True):
            for told in answer.diagnostics:
                forbidden |= self._violated(analyzer, told, urn)
            self._sum_up(analyzer, Analysis.ANALYZE, urn, answer.diagnostics, answer.not_applicable)
        return forbidden

    async def analyze_stack(self) -> None:
        """Have every pack look at all that the program has registered.

        Raises:
            PolicyPackError: a pack could not say.
        """
        context = self._context
        request = requests.stack(list(context.news.values()), self._provider_of, self._delete_before_replace)
        answers = await asyncio.gather(*(analyzer.analyze_stack(request) for analyzer in self._analyzers))
        root = urns.make(context.stack, context.project, "", urns.ROOT_STACK_TYPE, f"{context.project}-{context.stack}")
        for analyzer, answer in zip(self._analyzers, answers, strict=True):
            for told in answer.diagnostics:
                self._violated(analyzer, told, told.urn if told.urn in context.news else root)
            self._sum_up(analyzer, Analysis.ANALYZE_STACK, "", answer.diagnostics, answer.not_applicable)

    def _provider_of(self, resource: Resource) -> Resource | None:
        if not resource.provider:
            return None
        urn, id_ = urns.split_reference(resource.provider)
        return self._context.news.get(urn) or self._context.prior.provider(urn, id_)

    def _violated(self, analyzer: Analyzer, told: analyzer_pb2.AnalyzeDiagnostic, urn: str) -> bool:
        """Report a violation; whether it is mandatory. What a remediation should have mended, and did not, is."""
        level = LEVELS[told.enforcementLevel]
        if level is EnforcementLevel.REMEDIATE:
            level = EnforcementLevel.MANDATORY
        known = {policy.name: policy.severity for policy in analyzer.info.policies}
        violation = PolicyViolation(
            urn=urn,
            message=told.message,
            policy=told.policyName,
            pack=told.policyPackName,
            version=analyzer.pack.version or told.policyPackVersion,
            level=level,
            severity=SEVERITIES.get(told.severity) or known.get(told.policyName, ""),
        )
        self._context.listener(violation)
        if level is EnforcementLevel.MANDATORY:
            self._context.planning_failed = True
        return level is EnforcementLevel.MANDATORY

    def _sum_up(
        self, analyzer: Analyzer, analysis: Analysis, urn: str, failures: Iterable[Any], not_applicable: Iterable[Any]
    ) -> None:
        failed = {failure.policyName for failure in failures}
        others = failed | {one.policy_name for one in not_applicable}
        passed = (
            policy.name
            for policy in analyzer.info.policies
            if policy.kind in ("", _KINDS[analysis]) and policy.level is not EnforcementLevel.DISABLED and policy.name not in others
        )
        info = analyzer.info
        summary = PolicySummary(
            analysis=analysis,
            urn=urn,
            pack=info.name,
            version=info.version,
            passed=tuple(passed),
            failed=tuple(sorted(failed)),
        )
        self._context.listener(summary)

    async def cancel(self) -> None:
        """Ask every pack to give up what it is doing."""
        await asyncio.gather(*(analyzer.cancel() for analyzer in self._analyzers))

    async def close(self) -> None:
        await asyncio.gather(*(analyzer.close() for analyzer in self._analyzers))
