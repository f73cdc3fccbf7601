"""What the real engine did and printed when objects had drifted, this one does and prints too; see tests/conformance/drift."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.events import Diagnostic, Event
from engine.project import Project
from engine.stacks import exported
from tests.support.conformance import clean, record
from tests.support.drifting import DRIFT, DriftingStack
from views.board import Board
from views.detail import Detail
from views.digest import Digest
from views.log import Log
from views.sections import sections

CASES: dict[str, Any] = yaml.safe_load((DRIFT / "cases.yaml").read_text())


def test_every_case_has_its_recording() -> None:
    assert sorted(path.stem for path in (DRIFT / "recorded").glob("*.json")) == sorted(CASES)


@pytest.mark.parametrize("case", CASES)
def test_case(case: str, tmp_path: Path) -> None:
    stack = DriftingStack(tmp_path, CASES[case]["program"])
    recorded = json.loads((DRIFT / "recorded" / f"{case}.json").read_text())
    for step, expected in zip(CASES[case]["steps"], recorded, strict=True):
        stack.configure(step=str(step.get("config", 0)))
        for name, changes in step.get("drift", {}).items():
            stack.drift(name, **changes)
        planned, heard = stack.run(step["run"], preview=True)
        digest = json.loads(str(folded(Digest({}), heard)))
        if "diff" in expected:
            assert detail(heard) == lines(expected["diff"])
        done, heard = stack.run(step["run"])
        if step.get("text", True):
            assert log(heard) == lines(expected["done"]["text"])
        assert done.exit_code == expected["done"]["exit"]
        found = record(
            preview=(planned.exit_code, digest),
            update=(done.exit_code, ""),
            export=exported(Project.load(stack.root), "dev", show_secrets=False),
            root=tmp_path,
        )
        assert by_name(found["state"]) == by_name(expected["state"])
        if "preview" in expected:
            assert found["preview"] == {**expected["preview"], "diagnostics": found["preview"]["diagnostics"]}
            assert sorted(found["preview"]["diagnostics"]) == sorted(expected["preview"]["diagnostics"])


def by_name(state: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries of a state in one order, with their sets in one order too."""
    for entry in state:
        entry.update({key: sorted(entry[key]) for key in ("dependencies", "aliases") if key in entry})
        if "propertyDependencies" in entry:
            entry["propertyDependencies"] = {key: sorted(urns) for key, urns in entry["propertyDependencies"].items()}
    return sorted(state, key=lambda entry: (entry["urn"], entry.get("delete", False), entry.get("id", "")))


def detail(events: list[Event]) -> list[str]:
    """The lines of a preview's rich diff."""
    view = Detail(preview=True)
    return lines("".join(view.fold(event).plain for event in events if not isinstance(event, Diagnostic)).splitlines())


def log(events: list[Event]) -> list[str]:
    """The lines that an update prints into a pipe."""
    board = Board("cases", "dev", preview=False)
    view = Log(board)
    told = [line.plain for event in events for line in view.fold(event)]
    return lines([*"".join(told).splitlines(), *sections(board).plain.splitlines()])


def folded(view: Digest, events: list[Event]) -> Digest:
    for event in events:
        view.fold(event)
    return view


def lines(text: Iterable[str]) -> list[str]:
    """Lines without what differs between runs, each once and in one order: which of two independent resources is first is chance."""
    cleaned = [re.sub(r"\(\d[\d.ms]*s?\)", "(time)", clean(line)).rstrip() for line in text]
    skipped = (
        "Previewing ",
        "Updating ",
        "Refreshing ",
        "Destroying ",
        "Duration",
        "@ ",
        "The resources in the stack",
        "If you want",
    )
    return sorted({line for line in cleaned if line.strip() and not line.startswith(skipped)})
