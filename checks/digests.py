"""Plans as JSON that either engine prints: the digest of `preview --json`, and streams of engine events.

What is read may come from somebody who is not trusted, from a pull request of a fork say: it is data and nothing more.

Source: pkg/display/json.go (PreviewDigest), sdk/go/common/apitype/events.go.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any, Final

from engine import urn
from engine.deployment import Snapshot
from engine.entries import resource_from_json
from engine.errors import EngineError
from engine.events import Diagnostic, Op, PropertyDiff, Severity, Step, Summary
from engine.resource import Resource
from engine.result import Result

from .failures import failures_of
from .review.elsewhere import Elsewhere, elsewhere

_OPS: Final = frozenset(Op)
_LOGICAL: Final = frozenset({Op.CREATE_REPLACEMENT, Op.DELETE_REPLACED, Op.DISCARD_REPLACED, Op.READ_REPLACEMENT})
"""What a person does not count beside the replacement that it is part of."""
_FIX: Final = "give what `pulumi preview --json` or `nusa preview --json` printed"
_LARGEST: Final = 100_000_000
"""So many bytes at most: a preview of ten thousand resources has less."""


class DigestError(EngineError):
    """A text that is no plan as an engine prints it."""

    exit_code = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A plan that was read.

    Args:
        result: what the preview came to.
        project: the project's name.
        stack: the stack's name.
        failures: why the preview failed; nothing of one that went well.
        said: what it was compared with and what checks found, as far as it says so.
    """

    result: Result
    project: str
    stack: str
    failures: tuple[str, ...] = ()
    said: Elsewhere = field(default_factory=Elsewhere)


def digest(source: bytes, name: str) -> Digest:
    """Read a plan.

    Args:
        source: the JSON: one document, or a line an event.
        name: where it comes from, for messages.

    Raises:
        DigestError: it is no plan.
    """
    if len(source) > _LARGEST:
        raise DigestError(f"{name} has more than {_LARGEST:,} bytes; fix: {_FIX}")
    try:
        steps, told, said = _read(source)
        _require_no_circle(steps)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DigestError(f"{name} is no plan ({type(error).__name__}: {error}); fix: {_FIX}") from error
    named = next((step.urn for step in steps if urn.is_urn(step.urn)), None)
    if named is None and not told:
        raise DigestError(f"{name} names no resource; fix: {_FIX}")
    standing = [step.old for step in steps if step.old is not None]
    result = Result(
        steps=tuple(steps),
        summary=Summary(preview=True),
        diagnostics=tuple(told),
        outputs=next((each.outputs for each in standing if each.type == urn.ROOT_STACK_TYPE), {}),  # what it would be is not there
        snapshot=Snapshot(resources=standing),
    )
    return Digest(
        result=result,
        project=urn.project_of(named) if named else "",
        stack=urn.stack_of(named) if named else "",
        failures=failures_of(result),
        said=said,
    )


def _require_no_circle(steps: list[Step]) -> None:
    """Refuse resources that are their own ancestors: whoever looks for the outermost one would look for ever."""
    for both in ([step.old for step in steps], [step.new for step in steps]):
        try:
            TopologicalSorter({each.urn: {each.parent} for each in both if each is not None and each.parent}).prepare()
        except CycleError as error:
            raise ValueError(f"{error.args[1][0]} is above itself") from error


def _read(source: bytes) -> tuple[list[Step], list[Diagnostic], Elsewhere]:
    text = source.decode()
    try:
        document = json.loads(text)
    except ValueError:
        events = [json.loads(line) for line in text.splitlines() if line.strip()]
        return *_of_events(events), Elsewhere()
    if isinstance(document, Mapping) and "steps" not in document and "diagnostics" not in document and "config" not in document:
        return *_of_events([document]), Elsewhere()
    found = [_step(entry, "oldState", "newState", "kind") for entry in document.get("steps") or []]
    return found, [_diagnostic(entry) for entry in document.get("diagnostics") or []], elsewhere(document)


def _of_events(events: list[Any]) -> tuple[list[Step], list[Diagnostic]]:
    steps, told = list(_steps_of(events)), [_diagnostic(event["diagnosticEvent"]) for event in events if "diagnosticEvent" in event]
    if not steps and not told and not any("preludeEvent" in event or "summaryEvent" in event for event in events):
        raise ValueError("neither a digest nor engine events")
    return steps, told


def _steps_of(events: list[Any]) -> Iterator[Step]:
    for event in events:
        metadata = (event.get("resourcePreEvent") or {}).get("metadata")
        if metadata is not None:
            yield _step(
                {**metadata, "replaceReasons": metadata.get("keys"), "diffReasons": metadata.get("diffs")}, "old", "new", "diffKind"
            )


def _step(entry: Mapping[str, Any], old: str, new: str, kind: str) -> Step:
    if entry["op"] not in _OPS:
        raise ValueError(f"no operation is called {entry['op']!r}")
    op, of = Op(entry["op"]), str(entry["urn"])
    if not urn.is_urn(of):
        raise ValueError(f"{of!r} is no URN")
    detailed = entry.get("detailedDiff")
    return Step(
        op=op,
        urn=of,
        type=urn.type_of(of),
        provider=str(entry.get("provider") or ""),
        old=_resource(entry.get(old), of),
        new=_resource(entry.get(new), of),
        diff_reasons=tuple(map(str, entry.get("diffReasons") or ())),
        replace_reasons=tuple(map(str, entry.get("replaceReasons") or ())),
        detailed_diff=None
        if detailed is None
        else {str(path): PropertyDiff(str(diff[kind]), bool(diff.get("inputDiff"))) for path, diff in detailed.items()},
        logical=op not in _LOGICAL,
    )


def _resource(entry: Any, of: str) -> Resource | None:
    """A resource of a step; secrets are masked in it, and what an update alone can tell is marked."""
    if entry is None:
        return None
    custom = bool(entry.get("custom", entry.get("provider")))
    whole = {"urn": of, "type": urn.type_of(of), "inputs": {}, "outputs": {}, **entry, "custom": custom}
    return resource_from_json({key: value for key, value in whole.items() if value is not None}, lambda text: text)


def _diagnostic(entry: Mapping[str, Any]) -> Diagnostic:
    prefix = str(entry.get("prefix") or "")
    message = str(entry["message"]).removeprefix(prefix).removeprefix("error: ").removeprefix("warning: ")
    known = {severity.value: severity for severity in Severity}
    return Diagnostic(message, known.get(str(entry.get("severity")), Severity.INFO), str(entry.get("urn") or ""))
