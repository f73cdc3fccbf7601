"""The project of accounts in a folder of its own, on simulated clouds of its own, run in this process."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

import engine
import simulator
from checks.judgement import judge
from checks.reading import read
from checks.review.model import Against, Review
from checks.review.reviewing import reviewed
from engine.events import Severity
from engine.result import Options, Result
from tests.support.programs import warm

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("production-alicloud", "production-aws", "staging-alicloud", "staging-aws")


class Accounts:
    """A copy of bootstrap/ with its accounts."""

    def __init__(self, root: Path) -> None:
        warm()
        self.root = root / "bootstrap"
        shutil.copytree(ROOT / "bootstrap", self.root, ignore=shutil.ignore_patterns("__pycache__", ".nusa"))
        for room in ("components", "faults", "stacks"):
            (root / room).symlink_to(ROOT / room)
        (root / ".venv").symlink_to(ROOT / ".venv")
        self.store = root / "clouds.sqlite"

    def file(self, stack: str) -> Path:
        return self.root / "accounts" / f"Pulumi.{stack}.yaml"

    def edit(self, stack: str, edits: dict[str, str]) -> None:
        """Replace the one occurrence of each text in an account's file."""
        text = self.file(stack).read_text()
        for old, new in edits.items():
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
            text = text.replace(old, new)
        self.file(stack).write_text(text)

    def session(self, stack: str) -> engine.Session:
        return engine.open_session(self.root, stack, providers=simulator.providers(self.store), environment={})

    def up(self, stack: str) -> Result:
        return self.session(stack).update(Options(), lambda _: None)

    def preview(self, stack: str) -> Result:
        return self.session(stack).preview(Options(asked=True), lambda _: None)

    def review(self, stack: str) -> Review:
        result = self.preview(stack)
        assert result.exit_code == 0, errors(result)
        plan = read(result)
        return reviewed(stack, plan, judge(plan), Against(what="the state"))

    def outputs(self, stack: str) -> dict[str, Any]:
        snapshot = self.session(stack).snapshot()
        (found,) = [each.outputs for each in snapshot.resources if each.type == "pulumi:pulumi:Stack"]
        return dict(found)


def errors(result: Result) -> list[str]:
    return [each.message for each in result.diagnostics if each.severity is Severity.ERROR]


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path)
