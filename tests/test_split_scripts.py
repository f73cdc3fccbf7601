"""What workflows run in a shell for environments that are split, run here."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.test_workflow_scripts import GITHUB, bash, git, needs_jq, script


def _project(place: Path) -> None:
    """An environment in three stacks, another in one, and a third whose name begins like the first one's."""
    (place / "stacks").mkdir()
    for name, of in (("prod-b", "prod"), ("prod-global", "prod"), ("prod-z", "prod"), ("prod-eu-a", "prod-eu")):
        (place / "stacks" / f"Pulumi.{name}.yaml").write_text(f"config:\n  nusantara:of: {of}\n")
    for name in ("prod", "dev", "prod-eu"):
        (place / "stacks" / f"Pulumi.{name}.yaml").write_text("config:\n  nusantara:environment: {}\n")
    (place / ".github").mkdir()
    for name in ("stacks.sh", "export.sh"):
        shutil.copy(GITHUB / name, place / ".github")


def test_the_stacks_of_an_environment_are_those_that_name_it_and_what_joins_them_is_last(tmp_path: Path):
    _project(tmp_path)
    for environment, stacks in {"prod": ["prod-b", "prod-z", "prod-global"], "dev": ["dev"], "prod-eu": ["prod-eu-a"]}.items():
        assert bash(f".github/stacks.sh {environment}", tmp_path).stdout.split() == stacks


def test_the_states_of_a_split_environment_are_published_as_one(tmp_path: Path):
    _project(tmp_path)
    _, held = tmp_path.joinpath("bin").mkdir(), tmp_path / "held"
    pulumi, nusa = tmp_path / "bin" / "pulumi", tmp_path / ".venv" / "bin" / "nusa"
    pulumi.write_text('#!/usr/bin/env bash\necho "state of $4 $5"\n')
    nusa.parent.mkdir(parents=True)
    nusa.write_text('#!/usr/bin/env bash\necho "$1 $2 $4: $(cat "${@:5}" | paste -sd,)"\n')
    for program in (pulumi, nusa):
        program.chmod(0o755)
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    held.mkdir()
    found = bash(f"PATH={path} .github/export.sh prod", tmp_path, TMPDIR=held)
    wanted = ",".join(f"state of {stack} --show-secrets" for stack in ("prod-b", "prod-global", "prod-z"))
    assert found.stdout == f"stack join prod: {wanted}\n", found.stderr
    assert list(held.iterdir()) == []
    assert bash(f"PATH={path} .github/export.sh dev", tmp_path).stdout == "state of dev --show-secrets\n"


@needs_jq
@pytest.mark.parametrize(("count", "code"), [("0", 0), ("null", 0), ("7", 1)])
def test_a_commit_from_before_a_split_is_not_brought_up_on_the_emptied_stack(tmp_path: Path, count: str, code: int):
    _project(tmp_path)
    stacks = f'[{{"name": "dev-a", "resourceCount": {count}}}, {{"name": "dev", "resourceCount": 9}}]'
    pulumi = tmp_path / "pulumi"
    pulumi.write_text(f"#!/usr/bin/env bash\nif [ $1 = stack ]; then echo '{stacks}'; else echo \"$*\" > asked; fi\n")
    pulumi.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = bash(script("workflows/update.yml", "Update"), tmp_path, PATH=path, STACK="dev", COMMIT="c0")
    assert (done.returncode, (tmp_path / "asked").exists()) == (code, not code), done.stderr
    if code:
        assert done.stdout.startswith(
            "::error::dev is one stack at c0, and its resources are in dev-a: it would make everything again."
        )


@pytest.mark.parametrize(
    ("stack", "here", "told"),
    [
        ("prod", "main", ""),
        ("prod", "proposal", "::error::proposal is not main"),
        ("dev", "main", "::error::there are no files of the"),
    ],
)
def test_a_state_is_moved_by_what_was_merged_alone(tmp_path: Path, stack: str, here: str, told: str):
    _project(tmp_path)
    step = script("workflows/split.yml", "Go by what was merged, with the files of its stacks")
    done = bash(step, tmp_path, STACK=stack, HERE=here, BRANCH="main")
    assert (done.returncode, done.stdout.startswith(told)) == (int(bool(told)), True), done.stdout


@pytest.mark.parametrize(("way", "writes", "code"), [("split", "", 0), ("split", "encryptedkey: x", 1), ("join", "", 0)])
def test_what_a_move_writes_into_the_files_of_stacks_is_to_be_committed(tmp_path: Path, way: str, writes: str, code: int):
    _project(tmp_path)
    nusa = tmp_path / ".venv" / "bin" / "nusa"
    nusa.parent.mkdir(parents=True)
    nusa.write_text(f'#!/usr/bin/env bash\necho "$*" > asked\nprintf "{writes}" >> stacks/Pulumi.prod-b.yaml\n')
    nusa.chmod(0o755)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "x")
    summary = tmp_path / "summary"
    done = bash(script("workflows/split.yml", "Move the state"), tmp_path, STACK="prod", WAY=way, GITHUB_STEP_SUMMARY=summary)
    assert done.returncode == code, done.stdout
    assert (tmp_path / "asked").read_text() == f"pulumi {way} --stack prod --yes\n"
    assert ("::error::the state of prod is moved" in done.stdout) == bool(code)
    assert summary.exists() == (way == "join")
