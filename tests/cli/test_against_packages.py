"""Previews against a commit whose program runs with other packages."""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.cli.conftest import PATIENCE, environment

PROGRAM = """
import importlib.util
import pulumi_aws as aws
tag = "old" if importlib.util.find_spec("older") else "new"
aws.ec2.Vpc("main", cidr_block="10.0.0.0/16", tags={"sdk": tag})
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of which the second commit locks a newer SDK."""
    project = tmp_path / "repository"
    project.mkdir()
    for name, text in (
        ("Pulumi.yaml", "name: cases\nruntime: python\n"),
        ("Pulumi.dev.yaml", "config:\n  aws:region: ap-southeast-1\n"),
        ("__main__.py", PROGRAM),
        ("requirements.txt", "pulumi==3.272.0\npulumi_aws==7.51.0 \\\n    --hash=sha256:aa\nrich==1\n"),
    ):
        (project / name).write_text(text)
    git(project, "init", "-q", "-b", "main")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "first")
    (project / "requirements.txt").write_text("pulumi==3.272.0\npulumi-aws==7.51.1\nrich==2\n")
    git(project, "commit", "-qam", "second")
    return project


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A virtual environment with what is installed here, and a package more."""
    place = tmp_path / "older"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    (packages,) = (place / "lib").glob("python*/site-packages")
    (packages / "here.pth").write_text(f"{sysconfig.get_path('purelib')}\n")
    (packages / "older.py").touch()
    return place


def git(directory: Path, *arguments: str) -> None:
    base = ["git", "-C", directory, "-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false"]
    subprocess.run([*base, *arguments], check=True, capture_output=True)


def nusa(cwd: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "cli", "preview", "-s", "dev", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment({}), capture_output=True, text=True, timeout=PATIENCE, check=False)


def test_a_newer_sdk_is_told_and_that_it_ran_on_both_sides(repository: Path):
    done = nusa(repository, "--against", "HEAD~1")
    assert done.returncode == 0, done.stderr
    assert "the lock moves pulumi-aws from 7.51.0 to 7.51.1; both sides ran with what is installed" in done.stderr
    assert "to update" not in done.stdout


def test_a_commit_runs_with_packages_of_its_own(repository: Path, older: Path):
    done = nusa(repository, "--against", "HEAD~1", "--against-virtualenv", older, "--json", "--review")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["changeSummary"] == {"same": 1, "update": 1}
    assert told["review"]["against"]["notes"] == ["the lock moves pulumi-aws from 7.51.0 to 7.51.1"]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--against-virtualenv", "x"), "fix: name one with --against"),
        (("--against", "HEAD~1", "--against-virtualenv", "x"), "x is no virtual environment: it has no bin/python"),
    ],
)
def test_what_is_no_environment_of_a_commit_is_told(repository: Path, options: tuple[str, ...], told: str):
    done = nusa(repository, *options)
    assert done.returncode == 2
    assert told in done.stderr
