"""Previews that start from a commit, a checkpoint or another stack."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pulumi
import pytest

from tests.cli.conftest import PATIENCE, environment
from tests.support.commands import commands

PROGRAM = """
import pulumi
import pulumi_aws as aws
from shared import tag
vpc = aws.ec2.Vpc("main", cidr_block=pulumi.Config().require("cidr"), tags={"v": tag}, opts=pulumi.ResourceOptions(protect=True))
aws.ec2.Subnet("a", vpc_id=vpc.id, cidr_block="10.0.1.0/24", availability_zone="ap-southeast-1a")
"""
STACK = "config:\n  aws:region: ap-southeast-1\n  cases:cidr: {}\n"


@dataclass(frozen=True)
class Done:
    exit_code: int
    stdout: str
    output: str


@pytest.fixture
def nusa() -> Callable[..., Done]:
    def run(*arguments: str, cwd: Path) -> Done:
        code, out, err = commands().run(arguments, cwd, environment({"PULUMI_CONFIG_PASSPHRASE": "cases"}), PATIENCE)
        return Done(code, out, out + err)

    return run


def git(directory: Path, *arguments: str) -> str:
    base = ["git", "-C", directory, "-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false"]
    return subprocess.run([*base, *arguments], check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a project in a folder of it, of which the first commit is another program with another file."""
    project = tmp_path / "repository" / "infra"
    project.mkdir(parents=True)
    (project / "Pulumi.yaml").write_text("name: cases\nruntime: python\n")
    (project / "__main__.py").write_text(PROGRAM)
    (project / "shared.py").write_text('tag = "one"\n')
    for stack, cidr in (("dev", "10.0.0.0/16"), ("prod", "10.0.0.0/17")):
        (project / f"Pulumi.{stack}.yaml").write_text(STACK.format(cidr))
    git(tmp_path / "repository", "init", "-q", "-b", "main")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "first")
    (project / "shared.py").write_text('tag = "two"\n')
    git(project, "commit", "-qam", "second")
    return project


def test_the_program_of_a_commit_is_what_it_starts_from(repository: Path, nusa):
    done = nusa("preview", "-s", "dev", "--against", "HEAD~1", cwd=repository)
    assert done.exit_code == 0, done.output
    assert "Compared with HEAD~1 at " in done.output
    assert "~ 1 to update" in done.output
    assert "not committed" not in done.output
    assert git(repository, "worktree", "list").count("\n") == 0


def test_a_dirty_worktree_is_planned_and_said(repository: Path, nusa):
    (repository / "shared.py").write_text('tag = "three"\n')
    done = nusa("preview", "-s", "dev", "--against", "main", cwd=repository)
    assert done.exit_code == 0, done.output
    assert "1 to update" in done.output
    assert "changes that are not committed" in done.output


def test_what_is_protected_is_shown_all_the_same(repository: Path, nusa):
    (repository / "Pulumi.dev.yaml").write_text(STACK.format("10.0.0.0/18"))
    done = nusa("preview", "-s", "dev", "--against", "main", cwd=repository)
    assert done.exit_code == 0, done.output
    assert "+-2 to replace" in done.output


def test_a_stack_that_was_not_there_is_all_new(repository: Path, nusa):
    (repository / "Pulumi.new.yaml").write_text(STACK.format("10.0.0.0/16"))
    done = nusa("preview", "-s", "new", "--against", "main", cwd=repository)
    assert "there was no such stack, so everything is new" in done.output
    assert "+ 3 to create" in done.output


def test_another_stack_is_held_against_this_one(repository: Path, nusa):
    done = nusa("preview", "-s", "prod", "--against-stack", "dev", "--json", cwd=repository)
    assert done.exit_code == 0, done.output
    steps = {step["urn"].rpartition("::")[2]: step["op"] for step in json.loads(done.stdout)["steps"]}
    assert steps["main"] == "replace"


def test_a_checkpoint_is_what_it_starts_from(repository: Path, nusa, tmp_path: Path):
    assert nusa("up", "-s", "dev", "--yes", "--skip-preview", cwd=repository).exit_code == 0
    exported = tmp_path / "dev.json"
    exported.write_text(nusa("stack", "export", "-s", "dev", cwd=repository).stdout)
    (repository / "shared.py").write_text('tag = "three"\n')
    done = nusa("preview", "-s", "dev", "--checkpoint", str(exported), cwd=repository)
    assert done.exit_code == 0, done.output
    assert "1 to update" in done.output
    other = nusa("preview", "-s", "prod", "--checkpoint", str(exported), cwd=repository)
    assert other.exit_code == 2
    assert "fix: name it with --stack dev" in other.output


@pytest.mark.parametrize(
    ("options", "code", "told"),
    [
        (("--against", "nowhere"), 2, "there is no commit nowhere in"),
        (("--against", "mian"), 2, "fix: write main"),
        (("--against", ""), 2, "fix: name a branch, a tag or a hash"),
        (("--against", "--exec=x"), 2, "there is no commit --exec=x in"),
        (("--against-stack", "dev"), 2, "differs from itself in nothing"),
        (("--against-stack", "none"), 6, "no stack named 'none' found"),
        (("--checkpoint", "none.json"), 2, "none.json: No such file or directory"),
        (("--against", "main", "--against-stack", "prod"), 2, "cannot be used together"),
        (("--against", "main", "--refresh"), 2, "cannot be used together"),
        (("--timeout", "soon"), 2, "expected a time such as 90s or 10m"),
    ],
)
def test_what_cannot_be_started_from_is_told(repository: Path, nusa, options: tuple[str, ...], code: int, told: str):
    done = nusa("preview", "-s", "dev", *options, cwd=repository)
    assert done.exit_code == code, done.output
    assert told in done.output
    assert not (repository / ".nusa" / "stacks").exists()


def test_a_commit_that_cannot_be_brought_up_says_why(repository: Path, nusa):
    (repository / "shared.py").write_text("raise ValueError('broken there')\n")
    git(repository, "commit", "-qam", "broken")
    (repository / "shared.py").write_text('tag = "four"\n')
    done = nusa("preview", "-s", "dev", "--against", "HEAD", cwd=repository)
    assert done.exit_code != 0
    assert "cannot be brought up" in done.output
    assert "broken there" in done.output
    assert 'File "HEAD:infra/shared.py", line 1' in done.output


def test_a_faulty_file_of_a_commit_is_named_as_git_names_it(repository: Path, nusa):
    (repository / "Pulumi.dev.yaml").write_text("config: [\n")
    git(repository, "commit", "-qam", "faulty")
    (repository / "Pulumi.dev.yaml").write_text(STACK.format("10.0.0.0/16"))
    done = nusa("preview", "-s", "dev", "--against", "HEAD", cwd=repository)
    assert done.exit_code == 2, done.output
    assert done.output.startswith("HEAD:infra/Pulumi.dev.yaml:"), done.output


def test_hooks_and_what_they_set_do_not_matter(repository: Path, nusa, monkeypatch: pytest.MonkeyPatch):
    hooks = repository.parent / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    (hooks / "post-checkout").write_text("#!/bin/sh\nexit 1\n")
    (hooks / "post-checkout").chmod(0o755)
    monkeypatch.setenv("GIT_DIR", str(repository.parent / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", "index")
    done = nusa("preview", "-s", "dev", "--against", "HEAD", cwd=repository)
    assert done.exit_code == 0, done.output
    monkeypatch.undo()
    assert git(repository, "status", "--porcelain", "--untracked-files=no") == ""


def test_files_of_submodules_are_there(repository: Path, nusa, tmp_path: Path):
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "-q")
    (other / "tags.py").write_text("tag = 'one'\n")
    git(other, "add", "-A")
    git(other, "commit", "-qm", "tags")
    git(repository, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other), "lib")
    (repository / "shared.py").write_text("from lib.tags import tag\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "lib")
    done = nusa("preview", "-s", "dev", "--against", "HEAD", cwd=repository)
    assert done.exit_code == 0, done.output
    assert "3 unchanged" in done.output
    assert git(repository, "worktree", "list").count("\n") == 0


def test_a_commit_runs_with_the_packages_that_are_installed(repository: Path, nusa):
    """Also where those are in a virtual environment of the project's own, which no commit has."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", repository / "venv"], check=True)
    (packages,) = (repository / "venv" / "lib").glob("python*/site-packages")
    (packages / "ours.pth").write_text(f"{Path(pulumi.__file__).parents[1]}\n")
    (packages / "extra.py").write_text("tag = 'one'\n")
    (repository / ".gitignore").write_text("venv\n")
    (repository / "Pulumi.yaml").write_text("name: cases\nruntime: {name: python, options: {virtualenv: venv}}\n")
    (repository / "shared.py").write_text("from extra import tag\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "venv")
    done = nusa("preview", "-s", "dev", "--against", "HEAD", cwd=repository)
    assert done.exit_code == 0, done.output
    assert "3 unchanged" in done.output


def test_a_stack_file_that_git_leaves_out_is_the_same_at_the_commit(repository: Path, nusa):
    (repository / ".gitignore").write_text("Pulumi.mine.yaml\n")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "mine")
    (repository / "Pulumi.mine.yaml").write_text(STACK.format("10.0.0.0/16"))
    done = nusa("preview", "-s", "mine", "--against", "HEAD", cwd=repository)
    assert done.exit_code == 0, done.output
    assert "Pulumi.mine.yaml is not kept in git" in done.output
    assert "3 unchanged" in done.output


def test_a_program_that_never_ends_is_ended(repository: Path, nusa):
    (repository / "shared.py").write_text("import time\ntime.sleep(600)\n")
    done = nusa("preview", "-s", "dev", "--timeout", "2s", cwd=repository)
    assert done.exit_code == 9, done.output
    assert "it took longer than 2s" in done.output
    comment = nusa("comment", "-s", "dev", "--against", "HEAD", "--timeout", "1.5s", cwd=repository)
    assert (comment.exit_code, comment.stdout) == (9, ""), comment.output


def test_a_comment_is_written_of_it(repository: Path, nusa):
    done = nusa("comment", "-s", "dev", "--against", "HEAD~1", cwd=repository)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("<!-- nusantara preview of cases/dev -->\n### <code>dev</code>: 1 to update\n")
    assert "~ tags.v: one => two" in done.stdout
