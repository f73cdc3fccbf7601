"""The JSON of `up --json` and `destroy --json`: Pulumi's engine events, one a line, as they happen.

Source: sdk/go/common/apitype/events.go and pkg/backend/display/events.go.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from engine.events import (
    Analysis,
    Asked,
    Diagnostic,
    Event,
    OutputsChanged,
    PoliciesLoading,
    PolicyRemediation,
    PolicySummary,
    PolicyViolation,
    Step,
    StepDone,
    StepFailed,
    StepStarted,
    Summary,
)
from engine.resource import Resource

from .blinded import properties, state
from .digest import PREFIXES, detailed_diff
from .names import is_default_provider

_FIELDS = (
    "type",
    "urn",
    "custom",
    "delete",
    "id",
    "parent",
    "provider",
    "protect",
    "retainOnDelete",
    "inputs",
    "outputs",
    "initErrors",
)


_SUMMARIES = {
    Analysis.ANALYZE: "policyAnalyzeSummaryEvent",
    Analysis.REMEDIATE: "policyRemediateSummaryEvent",
    Analysis.ANALYZE_STACK: "policyAnalyzeStackSummaryEvent",
}


class Stream:
    """Turns events into lines of JSON.

    Args:
        config: the configuration as text, secrets masked already.
        preview: whether nothing is really done.
        clock: the time in seconds since 1970.
    """

    def __init__(self, config: Mapping[str, str], *, preview: bool, clock: Callable[[], float] = time.time) -> None:
        self.config, self.preview, self.clock = config, preview, clock
        self._sequence = 0
        self._steps: dict[str, Step] = {}

    def begin(self) -> str:
        """The first line: what the deployment is configured with."""
        return self._line("preludeEvent", {"config": dict(sorted(self.config.items()))})

    def end(self) -> str:
        """The last line, after the summary."""
        return self._line("cancelEvent", {})

    def fold(self, event: Event) -> str:
        """The line for one event; empty for what is not shown."""
        match event:
            case Asked():
                return ""
            case StepStarted(step) | StepDone(step) | StepFailed(step) if is_default_provider(step.urn):
                return ""
            case StepStarted(step):
                self._steps[step.urn] = step
                return self._line("resourcePreEvent", self._step(step))
            case StepDone(step):
                custom = step.new is None or step.new.custom
                return self._line("resOutputsEvent", self._step(step)) if custom else ""
            case OutputsChanged():
                return self._registered(event)
            case StepFailed(step):
                return self._line("resOpFailedEvent", {**self._step(step), "status": 0, "steps": 1})
            case Diagnostic():
                return self._line("diagnosticEvent", _diagnostic(event))
            case Summary():
                return self._line("summaryEvent", _summary(event))
            case PoliciesLoading():
                return self._line("policyLoadEvent", {})
            case PolicyViolation():
                return self._line("policyEvent", _violation(event))
            case PolicyRemediation():
                return self._line("policyRemediationEvent", _remediation(event))
            case PolicySummary():
                return self._line(_SUMMARIES[event.analysis], _policy_summary(event))

    def _registered(self, event: OutputsChanged) -> str:
        step = self._steps.get(event.urn)
        if step is None or step.new is None:
            return ""
        return self._line("resOutputsEvent", self._step(replace(step, new=replace(step.new, outputs=event.new))))

    def _step(self, step: Step) -> dict[str, Any]:
        metadata: dict[str, Any] = {"op": step.op.value, "urn": step.urn, "type": step.type}
        metadata.update(old=_resource(step.old), new=_resource(step.new))
        if step.replace_reasons:
            metadata["keys"] = list(step.replace_reasons)
        if step.diff_reasons:
            metadata["diffs"] = list(step.diff_reasons)
        metadata.update(detailedDiff=detailed_diff(step, "diffKind"), logical=step.logical, provider=step.provider)
        return {"metadata": metadata, **({"planning": True} if self.preview else {})}

    def _line(self, kind: str, payload: Mapping[str, Any]) -> str:
        event = {"sequence": self._sequence, "timestamp": int(self.clock()), kind: payload}
        self._sequence += 1
        return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


def _resource(resource: Resource | None) -> dict[str, Any] | None:
    fields = state(resource, contents=False)
    if fields is None:
        return None
    defaults = {"id": "", "parent": "", "provider": "", "inputs": {}, "outputs": {}}
    return {key: value for key in _FIELDS if (value := fields.get(key, defaults.get(key))) not in (None, False)}


def _diagnostic(message: Diagnostic) -> dict[str, Any]:
    event: dict[str, Any] = {"urn": message.urn} if message.urn else {}
    if prefix := PREFIXES.get(message.severity):
        event["prefix"] = prefix
    event.update(message=message.message.rstrip("\n") + "\n", color="never", severity=message.severity.value)
    return {**event, "ephemeral": True} if message.ephemeral else event


def _violation(found: PolicyViolation) -> dict[str, Any]:
    event = {
        "resourceUrn": found.urn,
        "message": found.message.rstrip("\n") + "\n",
        "color": "never",
        "policyName": found.policy,
        **_pack(found.pack, found.version),
        "enforcementLevel": found.level.value,
    }
    return {**event, "severity": found.severity} if found.severity else event


def _remediation(done: PolicyRemediation) -> dict[str, Any]:
    return {
        "resourceUrn": done.urn,
        "color": "raw",
        "policyName": done.policy,
        **_pack(done.pack, done.version),
        "before": properties(done.before),
        "after": properties(done.after),
    }


def _policy_summary(found: PolicySummary) -> dict[str, Any]:
    event: dict[str, Any] = {"resourceUrn": found.urn} if found.urn else {}
    event.update(_pack(found.pack, found.version))
    if found.passed:
        event["passed"] = list(found.passed)
    return {**event, "failed": list(found.failed)} if found.failed else event


def _pack(name: str, version: str) -> dict[str, str]:
    return {"policyPackName": name, "policyPackVersion": version, "policyPackVersionTag": version}


def _summary(end: Summary) -> dict[str, Any]:
    return {
        "maybeCorrupt": False,
        "durationSeconds": math.ceil(end.seconds),
        "resourceChanges": {op.value: count for op, count in sorted(end.changes.items()) if count},
        "PolicyPacks": dict(sorted(end.policy_packs.items())),
        "isPreview": end.preview,
        "result": "failed" if end.failed or end.cancelled else "succeeded",
    }
