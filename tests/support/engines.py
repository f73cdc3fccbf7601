"""The engines that run conformance cases: ours in this process, and either one from its command line."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import yaml

from engine.events import Event
from engine.project import Project
from engine.stacks import exported
from tests.support import conformance
from tests.support.conformance import CASES, CONFIG, FOLDER, VERSIONS, Record
from tests.support.programs import Stack
from views.board import Board
from views.digest import Digest
from views.sections import sections

VENV: Final = Path(sys.executable).parents[1]
LONGEST_SECONDS: Final = 300


def replayed(case: str, root: Path, *, plugins: bool = False) -> list[Record]:
    """What our engine and our views do with a case, in this process.

    Args:
        case: the case's name.
        root: an empty folder for the project.
        plugins: start the reference provider by its path, instead of calling it in this process.
    """
    project: dict[str, Any] = {}
    if plugins:
        shutil.copytree(FOLDER / "provider", root / "provider")
        project = _plugins()
    stack = Stack(root, conformance.program(case), project=project, providers=(lambda _: None) if plugins else None)
    steps = []
    for number in CASES[case]:
        stack.configure(**CONFIG, step=str(number))
        digest = Digest({})
        previewed = stack.preview()
        _fold(stack.events, digest.fold)
        board = Board("cases", "dev", preview=False)
        updated = stack.update()
        _fold(stack.events, board.fold)
        steps.append(
            conformance.record(
                preview=(previewed.exit_code, json.loads(str(digest))),
                update=(updated.exit_code, sections(board).plain),
                export=exported(Project.load(stack.root), "dev", show_secrets=False),
                root=root,
            )
        )
    return steps


class CommandLine:
    """An engine's command line, at work on a case in a folder of its own.

    Args:
        name: `pulumi` or `nusa`.
        root: an empty folder for the project, the state and the provider.
    """

    def __init__(self, name: str, root: Path) -> None:
        self._real = name == "pulumi"
        self._command = shutil.which(name) if self._real else str(VENV / "bin" / name)
        self._root = root
        self._work = root / "cases"
        for folder in (self._work, root / "state"):
            folder.mkdir(parents=True)
        shutil.copytree(FOLDER / "provider", root / "provider")
        (root / "provider" / "PulumiPlugin.yaml").write_text(_dumped({"runtime": _runtime()}))
        (self._work / "Pulumi.yaml").write_text(_dumped({"name": "cases", "runtime": _runtime(), **_plugins()}))
        self._environment = {
            **os.environ,
            "PULUMI_HOME": str(root / "home"),
            "PULUMI_BACKEND_URL": f"file://{root / 'state'}",
            "PULUMI_CONFIG_PASSPHRASE": "cases",
            "PULUMI_SKIP_UPDATE_CHECK": "1",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "NO_COLOR": "1",
        }

    def run(self, case: str) -> list[Record]:
        """Every step of a case: preview, update, and the state it left."""
        (self._work / "__main__.py").write_text(conformance.program(case))
        salt: dict[str, Any] = {}
        if self._real:
            self("stack", "init", "dev")
            salt = yaml.safe_load((self._work / "Pulumi.dev.yaml").read_text())
        return [self._step(number, salt) for number in CASES[case]]

    def _step(self, number: int, salt: dict[str, Any]) -> Record:
        (self._work / "Pulumi.dev.yaml").write_text(_dumped({**salt, "config": {**CONFIG, "cases:step": str(number)}}))
        preview = self("preview", "--json", "--stack", "dev")
        quiet = ("--suppress-progress",) if self._real else ()
        update = self("up", "--yes", "--skip-preview", *quiet, "--stack", "dev")
        return conformance.record(
            preview=(preview.returncode, json.loads(preview.stdout)),
            update=(update.returncode, update.stdout),
            export=json.loads(self("stack", "export", "--stack", "dev").stdout),
            root=self._root,
        )

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        if self._command is None:
            raise FileNotFoundError("pulumi is not on PATH")
        command = [self._command, *arguments, *(("--non-interactive",) if self._real else ())]
        return subprocess.run(
            command,
            cwd=self._work,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=LONGEST_SECONDS,
            stdin=subprocess.DEVNULL,
            check=False,
        )


def _fold(events: list[Event], fold: Callable[[Event], object]) -> None:
    for event in events:
        fold(event)


def _runtime() -> dict[str, Any]:
    return {"name": "python", "options": {"virtualenv": str(VENV)}}


def _plugins() -> dict[str, Any]:
    return {"plugins": {"providers": [{"name": name, "path": "../provider", "version": VERSIONS[name]} for name in VERSIONS]}}


def _dumped(document: dict[str, Any]) -> str:
    return yaml.safe_dump(document)
