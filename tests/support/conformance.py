"""Conformance cases: what a recording holds of a step, and where two engines' steps differ.

A recording has, step by step, what `preview --json` said, the text under the tree of the update, and the state that `stack export`
gave. What differs from run to run is taken out of both sides alike: UUIDs, ciphertexts, times, source positions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from engine.providers.registry import is_default_provider
from engine.values import SIGNATURE

FOLDER = Path(__file__).parents[1] / "conformance"
CASES: dict[str, list[int]] = json.loads((FOLDER / "cases.json").read_text())
CONFIG: dict[str, Any] = yaml.safe_load((FOLDER / "config.yaml").read_text())
VERSIONS = {"aws": "7.51.1", "alicloud": "4.0.0", "kubernetes": "4.34.2"}
"""The provider packages, by the versions that stand in the recorded states."""

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
HEADINGS = ("Diagnostics:", "Outputs:", "Resources:")
TOLD = ("error", "warning", "info#err")
"""The severities of the diagnostics that are compared."""

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One respect in which a step is not what was recorded.

    Args:
        step: the number of the step, from 0.
        what: the respect: `preview steps`, `state`, …
        detail: both sides of the first thing that differs.
    """

    step: int
    what: str
    detail: str

    def __str__(self) -> str:
        return f"step {self.step}: {self.what}: {self.detail}"


def program(case: str) -> str:
    return (FOLDER / "programs" / f"{case}.py").read_text()


def recording(case: str) -> list[Record]:
    """What the Pulumi engine did in each step of a case."""
    return json.loads((FOLDER / "recorded" / f"{case}.json").read_text())["steps"]


def record(*, preview: tuple[int, Mapping[str, Any]], update: tuple[int, str], export: Mapping[str, Any], root: Path) -> Record:
    """One step as the recordings have it.

    Args:
        preview: the exit code of the preview and its digest.
        update: the exit code of the update and what it printed.
        export: the deployment that the update left.
        root: the folder of the case, which is `<root>` in a recording.
    """
    (previewed, digest), (updated, text) = preview, update
    messages = [entry["message"].split("\n")[0] for entry in digest.get("diagnostics", []) if entry["severity"] in TOLD]
    step = {
        "preview": {
            "exit": previewed,
            "steps": [_step(entry) for entry in digest.get("steps", []) if not is_default_provider(entry["urn"])],
            "changeSummary": digest.get("changeSummary"),
            "diagnostics": _without_interrupts(messages),
        },
        "update": {"exit": updated, "text": _sections(text)},
        "state": [_entry(entry) for entry in export["deployment"].get("resources", [])],
        "pendingOperations": export["deployment"].get("pending_operations", []),
    }
    step["preview"]["steps"].sort(key=lambda entry: (entry["urn"], entry["op"]))
    return json.loads(json.dumps(clean(step)).replace(str(root), "<root>"))


def differences(theirs: list[Record], ours: list[Record], *, chance: bool = False) -> list[Difference]:
    """Where our steps of a case differ from theirs.

    In a step that fails, which independent resources were reached before the failure is a race, so its counts are not compared.

    Args:
        theirs: the Pulumi engine's steps.
        ours: the embedded engine's.
        chance: leave out of such a step also the steps and the resources that only one side has reached.
    """
    found: list[Difference] = []
    for number, (their, our) in enumerate(zip(theirs, ours, strict=True)):
        respects = _respects(their, our, chance=chance)
        found += [Difference(number, what, f"{_first(a, b)}") for what, a, b in respects if a != b]
        found += [Difference(number, "order of the state", late) for late in _too_early(our["state"])]
    return found


def _respects(their: Record, our: Record, *, chance: bool) -> Iterator[tuple[Any, ...]]:
    previews, updates = (their["preview"], our["preview"]), (their["update"], our["update"])
    steps, states = [p["steps"] for p in previews], [_by_name(side["state"]) for side in (their, our)]
    if chance and previews[0]["exit"]:
        steps = _reached_by_both(*steps)
    if chance and updates[0]["exit"]:
        states = _reached_by_both(*states)
    texts = [told(update["text"]) for update in updates]
    yield "preview exit code", *(p["exit"] for p in previews)
    yield "preview steps", *steps
    yield "preview diagnostics", *(sorted(p["diagnostics"]) for p in previews)
    yield "update exit code", *(u["exit"] for u in updates)
    yield "diagnostics in the text", *(text[0] for text in texts)
    yield "state", *states
    yield (
        "pending operations",
        *([(op["type"], op["resource"]["urn"]) for op in side["pendingOperations"]] for side in (their, our)),
    )
    if not previews[0]["exit"]:
        yield "change summary", *(p["changeSummary"] or {} for p in previews)
    if not updates[0]["exit"]:
        yield "outputs and counts in the text", *(text[1] for text in texts)


def clean(value: Any) -> Any:
    """JSON without what differs between runs."""
    if isinstance(value, dict):
        if value.get(SIGNATURE) == "1b47061264138c4ac30d75fd1eb44270":
            return "[secret]"
        return {key: clean(item) for key, item in value.items()}
    if isinstance(value, list):
        return [clean(item) for item in value]
    if isinstance(value, str):
        return UUID.sub(lambda found: found[0] if found[0] == UNKNOWN else "<uuid>", value)
    return value


def told(lines: list[str]) -> tuple[list[tuple[str, ...]], list[str]]:
    """The Diagnostics by resource, since their order is left to chance, and what follows them."""
    end = next((number for number, line in enumerate(lines) if line in HEADINGS[1:]), len(lines))
    blocks: list[list[str]] = []
    for line in lines[:end]:
        if line.startswith("  ") and not line.startswith("   "):
            blocks.append([line])
        elif blocks:
            blocks[-1].append(line)
    return sorted(tuple(block) for block in blocks if len(block) > 1), lines[end:]


def _step(entry: Mapping[str, Any]) -> Record:
    new = entry.get("newState") or {}
    return {
        "op": entry["op"],
        "urn": entry["urn"],
        "replaceReasons": sorted(entry.get("replaceReasons") or []),
        "diffReasons": sorted(entry.get("diffReasons") or []),
        "detailedDiff": dict(sorted((entry.get("detailedDiff") or {}).items())),
        "newInputs": new.get("inputs"),
        "newOutputs": new.get("outputs"),
    }


def _entry(resource: Mapping[str, Any]) -> Record:
    left_out = ("sourcePosition", "stackTrace", "created", "modified", "viewOf")
    kept = {key: value for key, value in resource.items() if key not in left_out}
    for key in ("dependencies", "aliases"):
        if key in kept:
            kept[key] = sorted(kept[key])
    if "propertyDependencies" in kept:
        kept["propertyDependencies"] = {key: sorted(urns or []) for key, urns in kept["propertyDependencies"].items()}
    return kept


def _sections(text: str) -> list[str]:
    """What stands under the tree: Diagnostics, Outputs, Resources."""
    timeless = [re.sub(r"\(\d[\d.ms]*s?\)", "(time)", line) for line in text.splitlines()]
    lines = [line for line in timeless if line.strip() and not line.startswith("Duration")]
    return _without_interrupts(lines[next((number for number, line in enumerate(lines) if line in HEADINGS), len(lines)) :])


def _without_interrupts(lines: Iterable[str]) -> list[str]:
    """Without the tracebacks that an engine causes by ending a program it no longer needs."""
    kept: list[str] = []
    block: list[str] = []
    for line in lines:
        if block or line.strip().startswith(("Traceback (most", "During handling of")):
            block.append(line)
            if line.strip() == "KeyboardInterrupt":
                block = []
        else:
            kept.append(line)
    return kept + block


def _by_name(state: list[Record]) -> list[Record]:
    entries = (_entry(entry) for entry in state)
    return sorted(entries, key=lambda entry: (entry["urn"], entry.get("delete", False), entry.get("id", "")))


def _reached_by_both(theirs: list[Record], ours: list[Record]) -> list[list[Record]]:
    both = {entry["urn"] for entry in theirs} & {entry["urn"] for entry in ours}
    return [[entry for entry in side if entry["urn"] in both] for side in (theirs, ours)]


def _first(theirs: Any, ours: Any, where: str = "") -> str:
    """The first place where two values differ, and both there."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        key = next(key for key in sorted(theirs.keys() | ours.keys()) if theirs.get(key) != ours.get(key))
        return _first(theirs.get(key), ours.get(key), f"{where}.{key}")
    if isinstance(theirs, (list, tuple)) and isinstance(ours, (list, tuple)) and len(theirs) == len(ours):
        number = next(number for number, pair in enumerate(zip(theirs, ours, strict=True)) if pair[0] != pair[1])
        entry = theirs[number]
        name = entry["urn"].rpartition("::")[2] if isinstance(entry, dict) and "urn" in entry else number
        return _first(entry, ours[number], f"{where}[{name}]")
    return f"{where or 'it'}: recorded {theirs!r}, found {ours!r}"


def _too_early(state: list[Record]) -> Iterator[str]:
    """Resources that stand in a state before what they depend on."""
    seen: set[str] = set()
    for entry in state:
        needed = [*entry.get("dependencies", ()), *([entry["parent"]] if entry.get("parent") else ())]
        if missing := [urn for urn in needed if urn not in seen and not entry.get("delete")]:
            yield f"{entry['urn']} stands before {', '.join(missing)}"
        seen.add(entry["urn"])
