"""The JSON of `preview --json`: one document with the steps, the diagnostics and the counts.

Source: pkg/backend/display/json.go and pkg/display/json.go.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from engine import urn
from engine.events import Diagnostic, Event, Op, Severity, Step, StepDone, StepStarted, Summary

from . import looks
from .blinded import state
from .board import changes_something
from .names import harmless, is_default_provider
from .options import DEFAULT, DisplayOptions

PREFIXES = {Severity.ERROR: "error: ", Severity.WARNING: "warning: ", Severity.DEBUG: "debug: "}


class Digest:
    """Folds the events of a preview into Pulumi's digest; what stays the same is left out, but for the stack.

    Args:
        config: the configuration as text, secrets masked already.
        options: how much is shown.
    """

    def __init__(self, config: Mapping[str, str], *, options: DisplayOptions = DEFAULT) -> None:
        self.options = options
        self.config = dict(sorted(config.items()))
        self.steps: list[dict[str, Any]] = []
        self.diagnostics: list[dict[str, str]] = []
        self.summary: Summary | None = None
        self.findings: list[dict[str, Any]] | None = None
        self.review: dict[str, Any] | None = None
        self._refreshing: set[str] = set()

    def fold(self, event: Event) -> None:
        match event:
            case StepStarted(step) if self._told(step):
                self.steps.append(self._step(step))
                if step.op is Op.REFRESH:
                    self._refreshing.add(step.urn)
            case StepDone(step) if step.urn in self._refreshing:
                self._refreshed(step)
            case Diagnostic(ephemeral=False) if event.severity is not Severity.DEBUG:
                self.diagnostics.append(_diagnostic(event))
            case Summary():
                self.summary = event

    @property
    def document(self) -> dict[str, Any]:
        """The digest so far; what is empty is left out, but for findings and a review that were asked for."""
        document: dict[str, Any] = {"config": self.config, "steps": self.steps, "diagnostics": self.diagnostics}
        if self.summary is not None:
            document["duration"] = round(self.summary.seconds * 1e9)
            document["changeSummary"] = {op.value: count for op, count in sorted(self.summary.changes.items()) if count}
        told = {key: value for key, value in (("findings", self.findings), ("review", self.review)) if value is not None}
        return {key: value for key, value in document.items() if value} | told

    def __str__(self) -> str:
        return json.dumps(self.document, indent=4, ensure_ascii=False)

    def _told(self, step: Step) -> bool:
        if is_default_provider(step.urn):
            return False
        if step.op in looks.REPLACEMENTS and not step.logical and not self.options.replacement_steps:
            return False
        return self.options.sames or changes_something(step) or step.type == urn.ROOT_STACK_TYPE

    def _refreshed(self, step: Step) -> None:
        """Tell what a refresh has found in place of the refresh, where it says more."""
        self._refreshing.discard(step.urn)
        if step.op is Op.DELETE or (step.op is Op.UPDATE and step.detailed_diff is not None):
            self.steps = [self._step(step) if told["urn"] == step.urn else told for told in self.steps]

    def _step(self, step: Step) -> dict[str, Any]:
        entry: dict[str, Any] = {"op": step.op.value, "urn": step.urn}
        if step.provider:
            entry["provider"] = step.provider
        for key, resource in (("oldState", step.old), ("newState", step.new)):
            if (fields := state(resource, contents=True)) is not None:
                if not self.options.outputs and step.type == urn.ROOT_STACK_TYPE:
                    fields.pop("outputs", None)
                entry[key] = fields
        if step.diff_reasons:
            entry["diffReasons"] = list(step.diff_reasons)
        if step.replace_reasons:
            entry["replaceReasons"] = list(step.replace_reasons)
        entry["detailedDiff"] = detailed_diff(step, "kind")
        return entry


def _diagnostic(message: Diagnostic) -> dict[str, str]:
    text = harmless(f"{PREFIXES.get(message.severity, '')}{message.message}").rstrip("\n") + "\n"
    return {**({"urn": message.urn} if message.urn else {}), "message": text, "severity": message.severity.value}


def detailed_diff(step: Step, kind: str) -> dict[str, dict[str, Any]] | None:
    """The detailed diff by path; `kind` is what the document calls a difference's kind."""
    if step.detailed_diff is None:
        return None
    return {path: {kind: diff.kind, "inputDiff": diff.input_diff} for path, diff in sorted(step.detailed_diff.items())}
