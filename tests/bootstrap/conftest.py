"""The project of accounts in a folder of its own, on simulated clouds of its own, run in this process."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import engine
import simulator
from checks.judgement import judge
from checks.reading import read
from checks.review.model import Against, Review
from checks.review.reviewing import reviewed
from engine.backend import VARIABLE
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
        self.backend = root / "backend"

    def file(self, stack: str) -> Path:
        return self.root / "accounts" / f"Pulumi.{stack}.yaml"

    def edit(self, stack: str, edits: dict[str, str]) -> None:
        """Replace the one occurrence of each text in an account's file."""
        text = self.file(stack).read_text()
        for old, new in edits.items():
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
            text = text.replace(old, new)
        self.file(stack).write_text(text)

    @contextmanager
    def edited(self, stack: str, edits: dict[str, str]) -> Generator[None]:
        """The account's file with edits, for as long as it takes."""
        before = self.file(stack).read_text()
        self.edit(stack, edits)
        try:
            yield
        finally:
            self.file(stack).write_text(before)

    def session(self, stack: str) -> engine.Session:
        place = {VARIABLE: str(self.backend)}
        return engine.open_session(self.root, stack, providers=simulator.providers(self.store), environment=place)

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
    """Nothing is there yet."""
    return Accounts(tmp_path)


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    """Every account is up; whoever changes a file puts it back."""
    found = Accounts(tmp_path_factory.mktemp("brought"))
    for stack in NAMES:
        result = found.up(stack)
        assert (result.exit_code, [each.message for each in result.diagnostics]) == (0, [])  # every type has a row
    return found
