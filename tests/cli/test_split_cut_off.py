"""A split, or a join, of the real engine's states that is cut off at any moment: nothing is lost, and the same command ends it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from cli import automation
from cli.automation_stacks import RealStacks
from cli.main import app
from engine.project import Project
from stacks.environment.source import Source
from tests.cli.test_split_files import export
from tests.support.parts import ENVIRONMENT, JOINING, SITES, split_project

OBJECTS = {"vpc-jakarta", "vpc-batam"}


class _StandInError(Exception):
    """What the Automation API raises where `pulumi` fails."""


class Pulumi:
    """The states that `pulumi` has, and what cuts it off.

    Args:
        root: the project's folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.states: dict[str, dict[str, Any]] = {"test": export()}
        self.left, self.fault = -1, None

    def cut_off(self, after: int, fault: BaseException) -> None:
        self.left, self.fault = after, fault

    def import_stack(self, name: str, deployment: Any) -> None:
        if self.left == 0 and self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault
        self.left -= 1
        self.states[name] = {"version": deployment.version, "deployment": deployment.deployment}

    def objects(self) -> set[str]:
        """The ids of every object that a state has."""
        return {each for name in self.states for each in self.objects_of(name)}

    def objects_of(self, name: str) -> set[str]:
        resources = self.states[name]["deployment"].get("resources", ())
        return {each["id"] for each in resources if each.get("custom") and not each["type"].startswith("pulumi:")}

    def opened(self, *_: Any, **__: Any) -> RealStacks:
        """What a command finds: the stacks as they are by now."""
        found: Any = object.__new__(RealStacks)
        found.project, found.name, found.there = Project.load(self.root), "test", set(self.states)
        found.loaded = Source.of(self.root, "test").read()
        found.stacks = list(found.loaded.stacks.values()) or ["test"]
        found._automation = SimpleNamespace(CommandError=_StandInError, Deployment=SimpleNamespace)
        found._workspace = SimpleNamespace(
            export_stack=lambda name: SimpleNamespace(**self.states[name]), import_stack=self.import_stack
        )
        found._opened = lambda name, make=False: self.states.setdefault(name, {"version": 3, "deployment": {}})
        return found

    def run(self, command: str) -> Any:
        return CliRunner().invoke(app, ["-C", str(self.root), "pulumi", command, "-s", "test", "--yes"])


@pytest.fixture
def pulumi(tmp_path, monkeypatch, signals_restored) -> Pulumi:
    made = Pulumi(split_project(tmp_path))
    monkeypatch.setattr(automation, "RealStacks", made.opened)
    return made


FAULTS = [KeyboardInterrupt(), _StandInError("code: 255\nerror: write state.json: no space left on device\n")]


@pytest.mark.parametrize("fault", FAULTS, ids=["Ctrl-C", "disk full"])
@pytest.mark.parametrize("after", range(4))
def test_cut_off_after_any_state_it_goes_on_and_nothing_is_lost(pulumi, after, fault):
    whole = pulumi.root / "Pulumi.test.yaml"
    for command, text, final in (
        ("split", ENVIRONMENT, {SITES[0]: {"vpc-jakarta"}, SITES[1]: {"vpc-batam"}, JOINING: set(), "test": set()}),
        ("join", ENVIRONMENT.replace("    split: site\n", ""), {"test": OBJECTS}),
    ):
        whole.write_text(text)
        pulumi.cut_off(after, fault)
        done = pulumi.run(command)
        assert done.exit_code
        if isinstance(fault, _StandInError):
            assert "could not be given its state: error: write state.json: no space left on device; fix: mend that" in str(
                done.exception
            )
        assert pulumi.objects() == OBJECTS
        assert pulumi.run(command).exit_code == 0
        assert {name: found for name in pulumi.states if (found := pulumi.objects_of(name)) or name in final} == final
    assert not list(pulumi.root.glob("Pulumi.test-*.yaml"))


def test_a_stack_whose_program_was_refused_may_be_given_its_state(pulumi):
    provider = {"urn": "urn:pulumi:test-jakarta::nusantara::pulumi:providers:pulumi::default", "type": "pulumi:providers:pulumi"}
    pulumi.states[SITES[0]] = {"version": 3, "deployment": {"resources": [{**provider, "custom": True, "id": "d"}]}}
    assert pulumi.run("split").exit_code == 0
    assert pulumi.objects_of(SITES[0]) == {"vpc-jakarta"}


def test_a_stack_with_outputs_and_nothing_else_is_emptied_so_that_its_parts_may_be_run(pulumi):
    (root,) = (each for each in export()["deployment"]["resources"] if each["type"] == "pulumi:pulumi:Stack")
    pulumi.states["test"]["deployment"]["resources"] = [root]
    done = pulumi.run("split")
    assert (done.exit_code, done.stdout) == (0, "test has no resources of its own: there is nothing to split\n")
    assert pulumi.states["test"]["deployment"]["resources"] == []
