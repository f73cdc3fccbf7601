"""What the Git repository around a project says of the code that was deployed.

The questions are asked when an update begins and answered while it runs.

Source: pkg/cmd/pulumi/metadata/metadata.go (addVCSMetadata), sdk/go/common/util/gitutil/git.go.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

PATIENCE_SECONDS: Final = 5.0
_QUESTIONS: Final = {
    "commit": ("log", "-1", "--no-show-signature", "--format=%H%x00%cn%x00%ce%x00%an%x00%ae%x00%B"),
    "branch": ("symbolic-ref", "-q", "HEAD"),
    "origin": ("config", "--get", "remote.origin.url"),
    "root": ("rev-parse", "--show-toplevel"),
    "dirty": ("status", "--porcelain", "-z"),
}
_SSH: Final = re.compile(r"(?:ssh://)?(?:[^@/]+@)(?P<host>[^/:]+)(?::\d+)?[:/]/?(?P<path>.+)")


class Repository:
    """Git, asked about the repository that a directory lies in; silent where there is none.

    Args:
        directory: the project's.
        environment: this process's variables.
    """

    def __init__(self, directory: Path, environment: Mapping[str, str]) -> None:
        self._directory = directory
        self._asked: dict[str, subprocess.Popen[bytes]] = {}
        # It must write nothing (an index refreshed on the way) and run nothing that the repository names.
        variables = {**environment, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
        if any((parent / ".git").exists() for parent in (directory, *directory.parents)):
            with contextlib.suppress(OSError):  # there is no git
                for name, question in _QUESTIONS.items():
                    self._asked[name] = subprocess.Popen(
                        ["git", "-c", "core.fsmonitor=false", *question],
                        cwd=directory,
                        env=variables,
                        stdin=subprocess.DEVNULL,
                        stdout=subprocess.PIPE,
                        stderr=subprocess.DEVNULL,
                        start_new_session=True,  # an interrupt of the terminal is the engine's business
                    )

    def facts(self, *, branch: str = "") -> tuple[dict[str, str], str]:
        """The facts, by Pulumi's keys, and the title of the commit.

        Args:
            branch: what a build server says the branch is, where the repository has none checked out.
        """
        answers = {name: self._answer(process) for name, process in self._asked.items()}
        facts: dict[str, str] = {}
        title = ""
        if commit := answers.get("commit"):
            head, *people, message = commit.split("\0", 5)
            keys = ("git.committer", "git.committer.email", "git.author", "git.author.email")
            facts["git.head"] = head
            facts.update(zip(keys, people, strict=True))
            title = message.strip().partition("\n")[0].partition("\r")[0]
            facts["git.dirty"] = "true" if answers.get("dirty") else "false"
            if name := (answers.get("branch") or "").strip() or branch:
                facts["git.headName"] = name
        if origin := (answers.get("origin") or "").strip():
            facts.update(_hosted(origin))
            facts.update(self._place((answers.get("root") or "").strip()))
        return facts, title

    def _place(self, root: str) -> dict[str, str]:
        directory = self._directory.resolve()
        if not root or not directory.is_relative_to(root):
            return {}
        return {"vcs.root": directory.relative_to(root).as_posix()}

    def _answer(self, process: subprocess.Popen[bytes]) -> str | None:
        try:
            out, _ = process.communicate(timeout=PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return None
        return None if process.returncode else os.fsdecode(out)


def _hosted(url: str) -> dict[str, str]:
    """Owner, name and host of a repository; whatever stands before the host, such as a token, is left out."""
    if url.startswith(("http://", "https://")):
        split = urlsplit(url)
        host, path = split.netloc.rpartition("@")[2], split.path
    elif found := _SSH.fullmatch(url):
        host, path = found["host"], found["path"]
    else:
        return {}
    owner, _, name = path.strip("/").removesuffix(".git").rpartition("/")
    return {"vcs.owner": owner, "vcs.repo": name, "vcs.kind": host} if owner and name else {}
