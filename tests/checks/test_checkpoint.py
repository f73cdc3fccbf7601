"""Plans that start from a checkpoint."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

import simulator
from checks.checkpoint import of_checkpoint
from checks.scratch import Scratch
from engine.deployment import to_json
from engine.overrides import NONE
from engine.project import Project
from engine.secrets import VARIABLE, PassphraseManager

PROGRAM = """
import pulumi
import pulumi_aws as aws
word = pulumi.Output.secret(pulumi.Config().require("word"))
aws.ec2.Vpc("main", cidr_block="10.0.0.0/16", tags={"word": word, "plain": "yes"})
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "Pulumi.yaml").write_text("name: cases\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(PROGRAM)
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {aws:region: ap-southeast-1, cases:word: hunter2secret}\n")
    return Project.load(tmp_path)


@pytest.fixture
def state(project: Project, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What `stack export` prints of the stack, sealed under a passphrase that is not at hand afterwards."""
    monkeypatch.setenv(VARIABLE, "cases")
    with Scratch(simulator.providers) as scratch:
        session = scratch.opened(project.root, "dev")
        assert session.update().exit_code == 0
        made = to_json(session.snapshot(), PassphraseManager("cases"))
    monkeypatch.delenv(VARIABLE)
    assert "hunter2secret" not in json.dumps(made)
    return made


def _notes(project: Project, file: Path) -> tuple[tuple[str, ...], dict[str, int]]:
    """What is said of a checkpoint, and what is planned on it."""
    with Scratch(simulator.providers) as scratch:
        ground = of_checkpoint(scratch, project, "dev", file, NONE)
        result = ground.session.preview()
        assert result.exit_code == 0, result.diagnostics
        return ground.against.notes, {str(op.value): count for op, count in result.summary.changes.items()}


def test_secrets_that_nothing_opens_are_compared_with_nothing(project: Project, state: dict[str, Any], tmp_path: Path):
    file = tmp_path / "dev.json"
    file.write_text(json.dumps(state))
    (note,), changes = _notes(project, file)
    assert note.startswith("2 inputs stay sealed and are not compared: passphrase must be set with PULUMI_CONFIG_PASSPHRASE")
    assert changes == {"same": 2}
    state["deployment"]["secrets_providers"]["type"] = "cloud"
    file.write_text(json.dumps(state).replace('"yes"', '"no"'))
    (note,), changes = _notes(project, file)
    assert note == "2 inputs stay sealed and are not compared: the state's secrets are encrypted by 'cloud', expected passphrase"
    assert changes == {"same": 1, "update": 1}


def test_it_comes_through_standard_input(project: Project, state: dict[str, Any], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(VARIABLE, "cases")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(state).encode())))
    assert _notes(project, Path("-")) == ((), {"same": 2})
