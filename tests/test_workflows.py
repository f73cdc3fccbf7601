"""The workflows that run on GitHub: what GitHub's own schemas say of them, and what keeps a pull request of a fork from harm."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

GITHUB = Path(__file__).parents[1] / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
ACTIONS = sorted((GITHUB / "actions").glob("*/action.yml"))
SCHEMAS = {**dict.fromkeys(WORKFLOWS, "vendor.github-workflows"), **dict.fromkeys(ACTIONS, "vendor.github-actions")}
PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40}")
OTHERS = re.compile(r"\$\{\{[^}]*(?:github\.(?:event|head_ref|ref_name)|inputs|steps|matrix)\b")
"""What others choose: in a script it would be a command."""


def document(file: Path) -> Any:
    return yaml.safe_load(file.read_text())


def steps(file: Path) -> Iterator[dict[str, Any]]:
    told = document(file)
    for job in (told.get("jobs") or {"": told["runs"]}).values():
        yield from job.get("steps", ())


def named(path: Path) -> str:
    return path.relative_to(GITHUB).as_posix()


@pytest.mark.parametrize("file", SCHEMAS, ids=named)
def test_github_takes_it(file: Path):
    command = [Path(sys.executable).with_name("check-jsonschema"), "--builtin-schema", SCHEMAS[file], file]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", SCHEMAS, ids=named)
def test_actions_are_pinned_by_their_commit_and_say_which_version_that_is(file: Path):
    for line in file.read_text().splitlines():
        used = line.strip().removeprefix("- ").removeprefix("uses: ") if "uses: " in line else ""
        if used and not used.startswith("./"):
            action, _, version = used.partition(" # ")
            assert PINNED.fullmatch(action), line
            assert version.startswith("v"), line


@pytest.mark.parametrize("file", SCHEMAS, ids=named)
def test_nothing_that_others_choose_is_part_of_a_script(file: Path):
    for step in steps(file):
        assert not OTHERS.search(step.get("run", "")), step


@pytest.mark.parametrize("file", WORKFLOWS, ids=named)
def test_a_checkout_leaves_no_token_behind_and_permissions_are_written_down(file: Path):
    told = document(file)
    assert isinstance(told["permissions"], dict)
    for step in steps(file):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


def test_a_pull_requests_own_code_runs_without_secrets_and_may_write_nothing():
    text = (GITHUB / "workflows" / "preview.yml").read_text()
    told = document(GITHUB / "workflows" / "preview.yml")
    assert told["permissions"] == {"contents": "read"}
    assert set(told[True]) == {"pull_request"}
    assert not any("permissions" in job for job in told["jobs"].values())
    assert "secrets" not in text.partition("on:")[2]


def test_who_may_write_comments_runs_no_code_of_the_pull_request():
    file = GITHUB / "workflows" / "comment.yml"
    told = document(file)
    assert set(told[True]) == {"workflow_run"}
    assert told["permissions"] == {"actions": "read", "contents": "read", "pull-requests": "write"}
    (checkout,) = (step for step in steps(file) if step.get("uses", "").startswith("actions/checkout@"))
    assert checkout["with"]["ref"] == "${{ github.event.repository.default_branch }}"
    assert not any(step.get("uses", "").startswith("./") for step in steps(file))
    (artifact,) = (step for step in steps(file) if step.get("uses", "").startswith("actions/download-artifact@"))
    assert artifact["with"]["path"].startswith("${{ runner.temp }}/")


def test_workflows_name_targets_that_there_are():
    makefile = (GITHUB.parent / "Makefile").read_text()
    for file in SCHEMAS:
        for step in steps(file):
            for target in re.findall(r"^make (\w+)$", step.get("run", ""), re.MULTILINE):
                assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
