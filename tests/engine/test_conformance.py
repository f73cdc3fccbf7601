"""What the Pulumi engine did with each program, this engine does too: steps, diagnostics, text, state.

The recordings come from a source build of Pulumi; see tests/conformance. Where its command line is on PATH, both are run and
compared with each other.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.table import DOCUMENT, row
from tests.support.conformance import CASES, Record, differences, recording
from tests.support.engines import CommandLine, replayed

BY_PLUGIN = ("create_update_delete", "secrets")
"""Cases that run once more on a plugin's process, started by path."""


@pytest.mark.parametrize("case", CASES)
def test_case(case: str, tmp_path: Path) -> None:
    found = differences(recording(case), replayed(case, tmp_path))
    assert [str(difference) for difference in found] == []
    assert row(case, found) in DOCUMENT.read_text().splitlines(), "run make conformance"


@pytest.mark.parametrize("case", BY_PLUGIN)
def test_case_by_plugin(case: str, tmp_path: Path) -> None:
    found = differences(recording(case), replayed(case, tmp_path, plugins=True))
    assert [str(difference) for difference in found] == []


@pytest.mark.cli
@pytest.mark.skipif(shutil.which("pulumi") is None, reason="no pulumi on PATH")
@pytest.mark.parametrize("case", CASES)
def test_both_command_lines(case: str, tmp_path: Path) -> None:
    theirs, ours = (CommandLine(name, tmp_path / name).run(case) for name in ("pulumi", "nusa"))
    assert [str(difference) for difference in differences(theirs, ours, chance=True)] == []


def test_every_case_has_its_program_its_recording_and_its_row() -> None:
    folder = DOCUMENT.parents[1] / "tests" / "conformance"
    for kind, suffix in (("programs", "py"), ("recorded", "json")):
        assert sorted(path.stem for path in (folder / kind).glob(f"*.{suffix}")) == sorted(CASES)
    rows = [line for line in DOCUMENT.read_text().splitlines() if line.startswith("| `")]
    assert [line.split("`")[1] for line in rows] == list(CASES)
    assert DOCUMENT.read_text().endswith(f"\n{len(CASES)} of {len(CASES)} cases are equal.\n")


def _op(step: Record) -> None:
    step["preview"]["steps"][0]["op"] = "refresh"


def _input(step: Record) -> None:
    step["preview"]["steps"][0]["newInputs"] = {"cidrBlock": "10.9.0.0/16"}


def _count(step: Record) -> None:
    step["preview"]["changeSummary"]["create"] += 1


def _line(step: Record) -> None:
    step["update"]["text"][-1] += " more"


def _output(step: Record) -> None:
    step["state"][-1]["outputs"]["serial"] = 9


def _order(step: Record) -> None:
    step["state"].reverse()


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (_op, "preview steps"),
        (_input, "preview steps"),
        (_count, "change summary"),
        (_line, "outputs and counts in the text"),
        (_output, "state"),
        (_order, "order of the state"),
    ],
)
def test_the_comparison_sees_what_differs(change: Callable[[Record], None], seen: str) -> None:
    ours = recording("create_update_delete")[:1]
    change(ours[0])
    assert {difference.what for difference in differences(recording("create_update_delete")[:1], ours)} == {seen}


def test_in_a_step_that_fails_only_what_both_reached_is_compared_live() -> None:
    theirs, ours = recording("create_fails")[:1], recording("create_fails")[:1]
    ours[0]["preview"]["exit"] = theirs[0]["preview"]["exit"] = 1
    ours[0]["preview"]["steps"].pop()
    assert {difference.what for difference in differences(theirs, ours)} == {"preview steps"}
    assert differences(theirs, ours, chance=True) == []
