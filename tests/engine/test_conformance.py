"""What the real engine did with each program, this engine does too.

The recordings come from a source build of Pulumi; see tests/conformance. In a step that fails, which independent resources were
reached before is a race: then only the failing resource and its message count.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.programs import CONFORMANCE, Stack, digest, in_order, state

CASES = json.loads((CONFORMANCE / "cases.json").read_text())
CONFIG = yaml.safe_load((CONFORMANCE / "config.yaml").read_text())
VERSIONS = {"aws": "7.51.1", "alicloud": "4.0.0", "kubernetes": "4.34.2"}
BY_PLUGIN = ("create_update_delete", "secrets")
"""Cases that run once more on a plugin's process, started by path."""


def first_lines(result: Any) -> list[str]:
    said = [d for d in result.diagnostics if d.severity in ("error", "warning", "info#err")]
    return [f"{d.severity}: {d.message}".split("\n")[0] for d in said]


def run(case: str, stack: Stack) -> None:
    recorded = json.loads((CONFORMANCE / "recorded" / f"{case}.json").read_text())["steps"]
    for number, expected in zip(CASES[case], recorded, strict=True):
        stack.configure(**CONFIG, step=str(number))
        preview = stack.preview()
        wanted = expected["preview"]
        assert digest(preview) == wanted["steps"]
        if not wanted["exit"]:
            assert {str(op): count for op, count in preview.summary.changes.items()} == (wanted["changeSummary"] or {})
        assert preview.exit_code == wanted["exit"]
        assert sorted(first_lines(preview)) == sorted(wanted["diagnostics"])
        update = stack.update()
        assert update.exit_code == expected["update"]["exit"]
        for line in first_lines(update):
            text = line.removeprefix("error: ")
            assert any(text in shown for shown in expected["update"]["text"]), text
        found = state(update.snapshot)
        wanted_state = sorted(
            (in_order(entry) for entry in expected["state"]), key=lambda entry: (entry["urn"], entry.get("id", ""))
        )
        assert found == wanted_state
        assert [op.type for op in update.snapshot.pending_operations] == [op["type"] for op in expected["pendingOperations"]]


@pytest.mark.parametrize("case", CASES)
def test_case(case: str, tmp_path: Path) -> None:
    run(case, Stack(tmp_path, (CONFORMANCE / "programs" / f"{case}.py").read_text()))


@pytest.mark.parametrize("case", BY_PLUGIN)
def test_case_by_plugin(case: str, tmp_path: Path) -> None:
    shutil.copytree(CONFORMANCE / "provider", tmp_path / "provider")
    plugins = [{"name": name, "path": "../provider", "version": version} for name, version in VERSIONS.items()]
    program = (CONFORMANCE / "programs" / f"{case}.py").read_text()
    run(case, Stack(tmp_path, program, project={"plugins": {"providers": plugins}}, providers=lambda _: None))
