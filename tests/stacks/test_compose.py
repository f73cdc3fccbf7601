"""The module of an environment that says what data cannot: whatever is wrong with it is told before anything is declared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from faults import yaml
from stacks import topology
from stacks.environment import EnvironmentFaults, load
from stacks.environment.loading import STACKS
from stacks.environment.shape import KEY
from stacks.topology import build
from tests.support.mocks import record


def test_a_module_without_compose_is_told_before_anything_is_declared(monkeypatch):
    monkeypatch.setattr("stacks.production.compose", None)
    config = yaml.load(STACKS / "Pulumi.production.yaml").value["config"][KEY]
    declared = []

    def program():
        monkeypatch.setattr("stacks.topology.Topology", declared.append)
        build(load())

    with pytest.raises(EnvironmentFaults) as error:
        record(program, stack="production", config={KEY: json.dumps(config)})
    assert str(error.value) == (
        "stacks/production.py:1:1: no function compose, expected compose(topology); fix: define it, or give the stack another name"
    )
    assert declared == []


@pytest.mark.parametrize(
    ("source", "error", "told"),
    [
        (
            "def compose(topology) ->\n",
            EnvironmentFaults,
            r"elsewhere/broken\.py:1:23: no Python: expected ':'; fix: mend the syntax",
        ),
        ("import nothing_of_the_kind\n", ModuleNotFoundError, "No module named 'nothing_of_the_kind'"),
        ("import elsewhere.worse\n", SyntaxError, "invalid syntax"),
    ],
)
def test_a_module_that_cannot_be_imported_is_told_by_its_own_line(monkeypatch, tmp_path, source, error, told):
    home = tmp_path / "elsewhere"
    home.mkdir()
    (home / "broken.py").write_text(source)
    (home / "worse.py").write_text("=\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("stacks.topology.__file__", str(home / "topology.py"))
    monkeypatch.setattr("stacks.topology.__package__", "elsewhere")
    with pytest.raises(error, match=told) as caught:
        topology._composer("broken")
    names = [entry.path.name if isinstance(entry.path, Path) else entry.path for entry in caught.traceback]
    assert names[1] in ("topology.py", "broken.py")
