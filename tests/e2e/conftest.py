"""A project of its own for every test: the program as it stands, its state and its clouds in a temporary directory."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ("Pulumi.yaml", "__main__.py", "components", "faults", "stacks")
QUIET = {
    "PULUMI_STACK",
    "PULUMI_CONFIG_PASSPHRASE",
    "PULUMI_CONFIG_PASSPHRASE_FILE",
    "NUSANTARA_CLOUDS",
    "FORCE_COLOR",
    "PYTHONDONTWRITEBYTECODE",
}


@dataclass
class Project:
    """A copy of the program, and the `nusa` command run in it.

    Args:
        root: its folder.
        shared: what the tests of one run share.
    """

    root: Path
    shared: Path

    def bring_up(self, stack: str) -> str:
        """Have a shipped environment up, as whichever test asked for it first brought it up, and return what was printed then.

        The environment's file must be as it is shipped.
        """
        kept, own = self.shared / stack, self.root / ".nusa"
        with (self.shared / f"{stack}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not kept.exists():
                printed = self.ok("up", "-s", stack, "--yes", "--skip-preview")
                partial = shutil.copytree(own, self.shared / f"{stack}.partial")
                (partial / "printed").write_text(printed)
                partial.rename(kept)
        shutil.rmtree(own, ignore_errors=True)
        shutil.copytree(kept, own)
        return (kept / "printed").read_text()

    def start(self, *args: str, **environment: str) -> subprocess.Popen[str]:
        inherited = {name: value for name, value in os.environ.items() if name not in QUIET}
        return subprocess.Popen(
            [sys.executable, "-m", "cli", *args],
            cwd=self.root,
            env={**inherited, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "140", **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def nusa(self, *args: str, **environment: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*args, **environment)
        out, err = process.communicate(timeout=240)
        return subprocess.CompletedProcess(args, process.returncode, out, err)

    def ok(self, *args: str) -> str:
        """What `nusa` printed; the test ends here unless it exited with 0."""
        done = self.nusa(*args)
        assert done.returncode == 0, f"nusa {' '.join(args)}: exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def edit(self, stack: str, old: str, new: str) -> None:
        """Replace the one occurrence of `old` in the environment's file."""
        path = self.root / "stacks" / f"Pulumi.{stack}.yaml"
        text = path.read_text()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
        path.write_text(text.replace(old, new))

    def changes(self, stack: str) -> dict[str, int]:
        """The change summary of a preview, sames left out."""
        digest = json.loads(self.ok("preview", "-s", stack, "--json"))
        return {op: count for op, count in digest["changeSummary"].items() if op != "same"}

    def resources(self, stack: str) -> list[dict[str, Any]]:
        """The resources of the stack's state."""
        path = self.root / ".nusa" / "stacks" / "nusantara" / f"{stack}.json"
        return json.loads(path.read_text())["deployment"].get("resources", [])

    def objects(self) -> list[dict[str, Any]]:
        """What exists in the simulated clouds."""
        return json.loads(self.ok("clouds", "list", "--json"))


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "brought-up"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def project(tmp_path: Path, shared: Path) -> Project:
    for name in PROGRAM:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    (tmp_path / ".venv").symlink_to(Path(sys.prefix))
    return Project(tmp_path, shared)


@pytest.fixture
def shape() -> Callable[[list[Mapping[str, Any]]], Counter[str]]:
    """How often each URN stands in a state: what two runs must agree on, whatever ids the clouds gave."""
    return lambda resources: Counter(r["urn"] for r in resources)
