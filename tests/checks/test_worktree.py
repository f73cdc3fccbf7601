"""The files of a commit, and what is left of them."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest

from checks.repository import Commit, RefError
from checks.worktree import Worktree


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of two commits; what is made for a moment is made in a folder of the test's own."""
    (tmp_path / "moment").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "moment"))
    top = tmp_path / "repository"
    top.mkdir()
    _git(top, "init", "-q", "-b", "main")
    for text in ("one", "two"):
        (top / "text").write_text(text)
        _git(top, "add", "-A")
        _git(top, "commit", "-qm", text)
    return top


def _git(top: Path, *arguments: str) -> str:
    command = ["git", "-C", top, "-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_it_is_there_and_then_gone(repository: Path):
    with Worktree(Commit.find(repository, "HEAD~1")) as tree:
        assert (tree.at(repository) / "text").read_text() == "one"
        assert len(_git(repository, "worktree", "list").splitlines()) == 2
    assert not tree.path.parent.exists()
    assert len(_git(repository, "worktree", "list").splitlines()) == 1


def test_what_a_killed_run_has_left_is_taken_away_and_nothing_else(repository: Path):
    gone = subprocess.Popen(["true"])
    gone.wait()
    moment = repository.parent / "moment"
    left, other = moment / f"nusa-tree-{gone.pid}-abc" / "tree", moment / "mine"
    _git(repository, "worktree", "add", "-q", "--detach", str(left), "HEAD")
    _git(repository, "worktree", "add", "-q", "--detach", str(other), "HEAD")
    with Worktree(Commit.find(repository, "HEAD")), Worktree(Commit.find(repository, "HEAD~1")) as tree:
        assert tree.path.exists()
        assert not left.parent.exists()
        assert len(_git(repository, "worktree", "list").splitlines()) == 4
    assert _git(repository, "worktree", "list").split()[3:][:1] == [str(other)]


def test_an_interrupt_while_it_is_made_leaves_nothing(repository: Path, monkeypatch: pytest.MonkeyPatch):
    def communicate(_: object) -> tuple[str, str]:
        raise KeyboardInterrupt

    worktree = Worktree(Commit.find(repository, "HEAD"))
    with monkeypatch.context() as patched:
        patched.setattr(worktree, "_tidy", lambda: communicate(None))
        with pytest.raises(KeyboardInterrupt):
            worktree.__enter__()
    assert list((repository.parent / "moment").iterdir()) == []


@pytest.mark.parametrize(
    ("ref", "fix"),
    [
        ("mian", "write main"),
        ("HEAD~7", "name a branch, a tag or a hash"),
        ("origin/main:x", "name a branch, a tag or a hash"),
        ("release-9", "git fetch origin release-9, or name another"),
    ],
)
def test_a_commit_that_there_is_not_comes_with_what_to_do(repository: Path, ref: str, fix: str):
    with pytest.raises(RefError, match=f"there is no commit {ref} in ") as caught:
        Commit.find(repository, ref)
    assert str(caught.value).endswith(f"fix: {fix}")


def test_a_clone_without_history_says_so(repository: Path, tmp_path: Path):
    _git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", "shallow")
    with pytest.raises(RefError, match="this clone has not its whole history; git fetch --unshallow"):
        Commit.find(tmp_path / "shallow", "HEAD~1")


def test_commits_are_counted(repository: Path):
    assert (Commit.find(repository, "HEAD~1").since(), Commit.find(repository, "HEAD").since()) == (1, 0)
