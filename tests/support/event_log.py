"""Engine events read from a log of the real engine (`pulumi preview --event-log FILE`), so that views meet what they will meet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine import assets, signatures
from engine.events import (
    Diagnostic,
    Event,
    Op,
    OutputsChanged,
    PropertyDiff,
    Severity,
    Step,
    StepDone,
    StepFailed,
    StepStarted,
    Summary,
)
from engine.resource import Resource
from engine.values import SIGNATURE, UNKNOWN, ResourceReference, Secret


def value(plain: Any, secret: str) -> Any:
    """A property value from its JSON; ciphertexts are gone from a log, so that `secret` stands for each of them."""
    if isinstance(plain, dict):
        match plain.get(SIGNATURE):
            case signatures.SECRET:
                return Secret(secret)
            case signatures.ASSET | signatures.ARCHIVE:
                return assets.from_fields(plain)
            case signatures.RESOURCE_REFERENCE:
                return ResourceReference(plain["urn"], plain.get("id"))
        return {key: value(item, secret) for key, item in plain.items()}
    if isinstance(plain, list):
        return [value(item, secret) for item in plain]
    return UNKNOWN if isinstance(plain, str) and plain in signatures.UNKNOWN_SENTINELS else plain


def resource(fields: dict[str, Any] | None, age: str) -> Resource | None:
    """A state, whose secrets differ by its age: views must not tell."""
    if fields is None:
        return None
    return Resource(
        urn=fields["urn"],
        type=fields["type"],
        custom=fields.get("custom", False),
        id=fields.get("id", ""),
        inputs=value(fields["inputs"], f"planted-{age}"),
        outputs=value(fields["outputs"], f"planted-{age}"),
        parent=fields.get("parent", ""),
        provider=fields.get("provider", ""),
        protect=fields.get("protect", False),
        delete=fields.get("delete", False),
        retain_on_delete=fields.get("retainOnDelete", False),
        init_errors=tuple(fields.get("initErrors", ())),
    )


def step(fields: dict[str, Any]) -> Step:
    detailed = fields.get("detailedDiff")
    kinds = {"add-replace", "delete-replace", "update-replace", "add", "delete", "update"}
    diff = None
    if detailed is not None:
        diff = {path: PropertyDiff(d["diffKind"], d["inputDiff"]) for path, d in detailed.items() if d["diffKind"] in kinds}
    return Step(
        op=Op(fields["op"]),
        urn=fields["urn"],
        type=fields["type"],
        provider=fields.get("provider", ""),
        old=resource(fields.get("old"), "old"),
        new=resource(fields.get("new"), "new"),
        diff_reasons=tuple(fields.get("diffs") or ()),
        replace_reasons=tuple(fields.get("keys") or ()),
        detailed_diff=diff,
        logical=fields.get("logical", False),
    )


def events(log: Path) -> list[Event]:
    """The events of a log, the summary last, as the embedded engine gives it."""
    return sorted(_events(log), key=lambda event: isinstance(event, Summary))


def _events(log: Path) -> Iterator[Event]:
    for line in log.read_text().splitlines():
        record = json.loads(line, parse_int=lambda digits: int(float(digits)))  # numbers are doubles to the real engine
        if "resourcePreEvent" in record:
            yield StepStarted(step(record["resourcePreEvent"]["metadata"]))
        elif "resOutputsEvent" in record:
            now = step(record["resOutputsEvent"]["metadata"])
            if now.new is None or now.new.custom:
                yield StepDone(now)
            else:
                yield OutputsChanged(now.urn, now.old.outputs if now.old else {}, now.new.outputs)
        elif "resOpFailedEvent" in record:
            yield StepFailed(step(record["resOpFailedEvent"]["metadata"]))
        elif "diagnosticEvent" in record:
            d = record["diagnosticEvent"]
            if d["severity"] != "debug":
                message = d["message"].replace("<{%reset%}>", "").rstrip("\n")
                yield Diagnostic(message, Severity(d["severity"]), d.get("urn", ""), d.get("ephemeral", False))
        elif "summaryEvent" in record:
            s = record["summaryEvent"]
            yield Summary(
                preview=s["isPreview"],
                changes={Op(op): count for op, count in s["resourceChanges"].items()},
                seconds=s["durationSeconds"],
                failed=s.get("result") == "failed",
            )
