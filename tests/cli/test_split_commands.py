"""What every command does where an environment that is split is named, or one of its stacks: as the page about splitting says it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from cli.endings import UsageError
from cli.main import app
from engine.backend import Backend
from engine.deployment import Snapshot
from engine.errors import EngineError
from engine.resource import Resource
from engine.urn import ROOT_STACK_TYPE
from tests.support.parts import JOINING, SITES, split_project

PAGE = Path(__file__).resolve().parents[2] / "docs" / "split.md"
WHERE = {"-s production": "test", "-s production-global": JOINING, "-s production-jakarta-aws": SITES[0]}
REFUSED = re.compile(
    r"is several stacks; fix: choose one of|is a part of test|keeps its name: the stacks of test are called after it"
)
WITH = {
    "comment --against": ["HEAD"],
    "evolve": [],
    "import": ["aws:s3/bucket:Bucket", "x", "y", "--yes"],
    "preview --against": ["HEAD"],
    "pulumi destroy": ["--yes"],
    "pulumi join": ["--yes"],
    "pulumi split": ["--yes"],
    "pulumi up": ["--yes"],
    "stack rename": ["other"],
    "state delete": ["--all"],
    "state move": ["x", "--dest", "other"],
    "state protect": ["--all"],
    "state remove": ["--all"],
    "state rename": ["x", "y"],
    "state taint": ["x"],
    "state unprotect": ["--all"],
    "state untaint": ["x"],
}
"""What a command needs beside the stack before it looks at that."""
ANSWERING = ("stack", "stack output", "stack history", "history", "stack export", "cancel", "events", "addresses", "migrations")
"""Commands that run no program and change nothing: they are held to answer where they are not refused."""


def rows() -> Iterator[tuple[str, dict[str, str]]]:
    """The commands of the page, each with what it says of each name."""
    _, _, table = PAGE.read_text().partition("| `nusa …` |")
    header, _, *lines = table.partition("\n\n")[0].splitlines()
    names = [cell.strip(" `") for cell in header.strip(" |").split("|")]
    for line in lines:
        first, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        for command in re.findall(r"`([a-z][^`]*)`", first):
            yield command, dict(zip(names, cells, strict=True))


def taking_stacks(group: Any, above: str = "") -> Iterator[str]:
    """The commands that take a stack."""
    for name, command in group.commands.items():
        if command.hidden:
            continue
        path = f"{above}{name}"
        if hasattr(command, "commands"):
            if path == "stack":
                yield path
            yield from taking_stacks(command, f"{path} ")
        elif {"--stack", "--source"} & {option for parameter in command.params for option in parameter.opts}:
            yield path


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    """A split environment whose stacks have outputs, and nothing else."""
    root = split_project(tmp_path_factory.mktemp("split"))
    for stack, outputs in (
        (SITES[0], {"sites": {"jakarta": {"vpc": "vpc-1"}}, "joining": {}}),
        (SITES[1], {"sites": {"batam": {"vpc": "vpc-2"}}, "joining": {}}),
        (JOINING, {"links": {"jakarta--batam": "vpn"}}),
    ):
        urn = f"urn:pulumi:{stack}::nusantara::{ROOT_STACK_TYPE}::nusantara-{stack}"
        Backend(root, "nusantara").replace(stack, Snapshot(resources=[Resource(urn=urn, type=ROOT_STACK_TYPE, outputs=outputs)]))
    return root


def nusa(root: Path, *arguments: str) -> Result:
    """A command, run in this process: what it raises is what it says."""
    return CliRunner().invoke(app, ["-C", str(root), *arguments])


def arguments(root: Path, command: str, stack: str) -> list[str]:
    given = [str(root / f"Pulumi.{stack}.yaml")] * 2 if command == "evolve" else WITH.get(command, [])
    return [*command.split(), *given, "--source" if command == "state move" else "--stack", stack]


def test_every_command_that_takes_a_stack_stands_on_the_page():
    named = {command.partition(" --")[0] for command, _ in rows()}
    taking = set(taking_stacks(typer.main.get_command(app)))
    assert {"up", "stack", "stack output", "state move", "pulumi init"} <= taking
    assert taking - named == set()


@pytest.mark.parametrize(("command", "cells"), list(rows()))
def test_what_the_page_says_is_refused_is_refused_and_nothing_else(root, command, cells):
    for where, told in cells.items():
        if told.startswith("refused"):
            done = nusa(root, *arguments(root, command, WHERE[where]))
            assert REFUSED.search(str(done.exception)), f"{done.exception!r}{done.output}"
            assert (isinstance(done.exception, EngineError | UsageError), done.stdout) == (True, "")
        elif command in ANSWERING:
            done = nusa(root, *arguments(root, command, WHERE[where]))
            assert done.exit_code == 0, done.exception


def test_the_outputs_of_an_environment_are_those_of_its_stacks_together(root):
    assert json.loads(nusa(root, "stack", "output", "-s", "test", "--json").stdout) == {
        "links": {"jakarta--batam": "vpn"},
        "sites": {"batam": {"vpc": "vpc-2"}, "jakarta": {"vpc": "vpc-1"}},
    }
    assert nusa(root, "stack", "output", "links", "-s", "test").stdout == '{"jakarta--batam":"vpn"}\n'
    told = "current stack does not have output property 'links'; fix: test-global has it"
    assert str(nusa(root, "stack", "output", "links", "-s", SITES[0]).exception) == told
    told = "current stack does not have output property 'nope'"
    assert str(nusa(root, "stack", "output", "nope", "-s", SITES[0]).exception) == told


def test_an_environment_is_shown_as_its_stacks(root):
    out = nusa(root, "stack", "-s", "test").stdout
    assert out.startswith("test is 3 stacks:\n")
    assert [line.split()[0] for line in out.splitlines()[2:5]] == [*SITES, JOINING]
    assert "Current stack outputs (2):" in out


def test_the_history_of_what_it_was_says_that_there_are_several(root):
    told = "note: test is several stacks by now, each with a history of its own: "
    assert nusa(root, "history", "-s", "test").stderr.startswith(told)


def test_before_the_move_it_is_the_one_stack_that_it_was(tmp_path):
    root = split_project(tmp_path)
    urn = f"urn:pulumi:test::nusantara::{ROOT_STACK_TYPE}::nusantara-test"
    held = Resource(urn=urn, type=ROOT_STACK_TYPE, outputs={"links": "one"})
    Backend(root, "nusantara").replace("test", Snapshot(resources=[held]))
    assert nusa(root, "stack", "output", "links", "-s", "test").stdout == "one\n"
    assert json.loads(nusa(root, "stack", "export", "-s", "test").stdout)["deployment"]["resources"][0]["urn"] == urn
