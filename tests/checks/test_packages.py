"""Which of Pulumi's packages a lock file moves."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from checks.packages import moved, told
from checks.repository import Commit


def uv(version: str) -> str:
    return f'[[package]]\nname = "pulumi-aws"\nversion = "{version}"\n\n[[package]]\nname = "rich"\nversion = "{version}"\n'


@pytest.mark.parametrize(
    ("name", "before", "after", "versions"),
    [
        ("requirements.txt", "Pulumi_AWS==1 ; python_version > '3'\n", "pulumi-aws[x]==2\n", {"pulumi-aws": ("1", "2")}),
        ("requirements.txt", "pulumi==1\nrich==1\n", "pulumi==1\nrich==2\n", {}),
        ("requirements.txt", "", "pulumi-aws==1\n", {}),
        ("uv.lock", uv("1.0"), uv("2.0"), {"pulumi-aws": ("1.0", "2.0")}),
        ("poetry.lock", uv("1.0"), "no [toml", {}),
    ],
)
def test_a_version_that_moves_is_found(tmp_path: Path, name: str, before: str, after: str, versions: dict):
    def git(*arguments: str) -> None:
        base = ["git", "-C", tmp_path, "-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false"]
        subprocess.run([*base, *arguments], check=True, capture_output=True)

    (tmp_path / name).write_text(before)
    git("init", "-q")
    git("add", "-A")
    git("commit", "-qm", "before")
    (tmp_path / name).write_text(after)
    assert moved(tmp_path, Commit.find(tmp_path, "HEAD")) == versions


def test_several_are_told_in_one_sentence():
    assert told({"pulumi": ("1", "2"), "pulumi-aws": ("3", "4")}) == "pulumi from 1 to 2, pulumi-aws from 3 to 4"
