"""Dynamic providers: the SDK's own plugin, a real process, started for the program that uses it."""

from __future__ import annotations

import json
import os
import sys
import textwrap
from pathlib import Path

import pytest

from engine.events import Severity
from engine.providers.plugin import Plugin
from engine.result import Result
from engine.values import Secret
from tests.support.programs import Stack, errors, ops

PROGRAM = """
import json, os, sys
import pulumi
from pulumi.dynamic import CheckFailure, CheckResult, CreateResult, DiffResult, Resource, ResourceProvider, UpdateResult
import shelf

config = pulumi.Config()

class Books(ResourceProvider):
    def configure(self, request):
        self.token, self.region = request.config.require("token"), request.config.get("aws:region")

    def check(self, olds, news):
        return CheckResult({"pages": 1, **news}, [CheckFailure("title", "is no title")] if news["title"] == "?" else [])

    def diff(self, id, olds, news):
        return DiffResult(changes=olds["title"] != news["title"] or olds["by"] != news["by"], replaces=["by"] if olds["by"] != news["by"] else [])

    def create(self, props):
        print("writing", props["title"], "." * 100_000)
        if props["title"] == "unwritten":
            raise ValueError("the author is on holiday")
        shelf.put(props["by"])
        seen = {"cwd": os.getcwd(), "python": sys.executable, "project": pulumi.get_project(), "region": self.region, "pid": os.getpid()}
        return CreateResult(f"book-{props['by']}", {**props, **seen, "edition": 1, "token": len(self.token)})

    def update(self, id, olds, news):
        return UpdateResult({**news, "edition": olds["edition"] + 1})

    def delete(self, id, props):
        shelf.take(props["by"])

class Book(Resource, module="library", name="Book"):
    edition: pulumi.Output[int]

    def __init__(self, name, props):
        super().__init__(Books(), name, {"edition": None, **props})

if config.get("title"):
    book = Book("book", {"title": config.get("title"), "by": config.get("by"), "note": pulumi.Output.secret("signed")})
    pulumi.export("edition", book.edition)
"""
SHELF = """
from pathlib import Path
def put(author): Path(f"{author}.book").touch()
def take(author): Path(f"{author}.book").unlink()
"""
TYPE = "pulumi-python:dynamic/library:Book"


@pytest.fixture
def stack(tmp_path: Path) -> Stack:
    made = Stack(tmp_path, PROGRAM, providers=lambda _: None)
    (made.root / "shelf.py").write_text(textwrap.dedent(SHELF))
    made.configure(token="t0ken", title="Emma", by="jane", **{"aws:region": "r"})
    return made


def shelf(stack: Stack) -> list[str]:
    return sorted(path.stem for path in stack.root.glob("*.book"))


def test_an_object_lives_from_its_creation_to_its_deletion(stack: Stack) -> None:
    preview = stack.preview()
    assert (preview.exit_code, ops(preview), shelf(stack)) == (0, ["create book"], [])
    created = stack.update()
    assert (created.exit_code, ops(created), shelf(stack)) == (0, ["create book"], ["jane"])
    assert (stack.resources()["book"].id, stack.resources()["book"].type) == ("book-jane", TYPE)
    assert created.outputs["edition"] == 1
    assert ops(stack.update()) == ["same book"]

    stack.configure(title="Persuasion")
    updated = stack.update()
    assert (ops(updated), updated.outputs["edition"]) == (["update book"], 2)

    stack.configure(by="anne")
    assert ops(stack.preview()) == ["create-replacement book", "replace book", "delete-replaced book"]
    assert shelf(stack) == ["jane"]
    replaced = stack.update()
    assert ops(replaced) == ["create-replacement book", "replace book", "delete-replaced book"]
    assert (stack.resources()["book"].id, shelf(stack)) == ("book-anne", ["anne"])

    destroyed = stack.destroy()
    assert (destroyed.exit_code, ops(destroyed), shelf(stack)) == (0, ["delete book"], [])


def test_a_provider_runs_with_the_programs_interpreter_directory_project_and_configuration(stack: Stack) -> None:
    stack.update()
    seen = stack.resources()["book"].outputs
    expected = {
        "cwd": str(stack.root),
        "python": sys.executable,
        "project": "cases",
        "region": "r",
        "token": len("t0ken"),
        "pages": 1,
    }
    assert {key: seen[key] for key in expected} == expected
    assert seen["pid"] != os.getpid()


def test_what_a_provider_prints_is_heard_and_its_process_ends_with_the_run(stack: Stack) -> None:
    result = stack.update()
    assert (f"writing Emma {'.' * 100_000}", Severity.INFO) in [(d.message, d.severity) for d in result.diagnostics]
    with pytest.raises(ProcessLookupError):
        os.kill(int(stack.resources()["book"].outputs["pid"]), 0)


def test_secrets_stay_secret_in_the_state(stack: Stack) -> None:
    stack.update()
    book = stack.resources()["book"]
    for properties in (book.inputs, book.outputs):
        assert properties["note"] == Secret("signed")
        assert isinstance(properties["__provider"], Secret)
    [file] = (stack.root / ".nusa" / "stacks").rglob("dev.json")
    assert "signed" not in file.read_text()


def test_a_creation_that_fails_says_why_and_the_next_run_makes_up_for_it(stack: Stack) -> None:
    stack.configure(title="unwritten")
    failed = stack.update()
    assert failed.exit_code == 1
    message, end = errors(failed)
    assert message.rstrip().endswith("ValueError: the author is on holiday")
    assert end == "update failed"
    assert "book" not in stack.resources()
    stack.configure(title="Emma")
    assert ops(stack.update()) == ["create book"]


def test_inputs_that_a_provider_refuses_are_told_by_property(stack: Stack) -> None:
    stack.configure(title="?")
    result = stack.preview()
    assert result.exit_code == 1
    assert errors(result)[0] == f"{TYPE} resource 'book': property title value {{?}} has a problem: is no title"


def test_the_process_is_started_only_for_a_program_that_uses_it(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    starts: list[str] = []
    start = Plugin.start

    async def counted(launch, **options):
        starts.append(launch.name)
        return await start(launch, **options)

    monkeypatch.setattr(Plugin, "start", counted)
    stack.configure(title="")
    assert stack.preview().exit_code == 0
    assert starts == []
    stack.configure(title="Emma")
    stack.preview()
    assert starts == ["pulumi-python"]


def test_an_interpreter_without_the_sdk_is_told(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    (stack.root / "pulumi.py").write_text("raise SystemExit('this is no SDK')")
    result: Result = stack.preview()
    assert result.exit_code == 1
    assert json.dumps(errors(result)).count("this is no SDK")
