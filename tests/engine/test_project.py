"""What Pulumi.yaml says, and what is said of one that is faulty."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from engine.config_types import ConfigType
from engine.project import Project, ProjectNotFound
from faults import FaultError


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def write(text: str) -> Path:
        (tmp_path / "Pulumi.yaml").write_text(text)
        return tmp_path

    return write


def faults(directory) -> list[str]:
    with pytest.raises(FaultError) as caught:
        Project.load(directory)
    return str(caught.value).splitlines()


def test_the_least_that_a_project_says(write):
    root = write("name: demo\nruntime: python\n")
    project = Project.load(root)
    assert (project.name, project.root, project.working_directory, project.entry_point) == ("demo", root, root, ".")
    assert (project.interpreter, project.providers, project.config) == (None, (), {})
    assert project.stack_file("dev") == root / "Pulumi.dev.yaml"


def test_everything_that_the_engine_looks_at(write):
    root = write(
        """
name: demo
runtime: {name: python, options: {virtualenv: venv}}
main: app
stackConfigDir: stacks
plugins:
  providers:
    - {name: aws, path: ../providers/aws, version: 7.51.1}
config:
  size: {type: integer, default: 3}
  short: text
  names: {type: array, items: {type: string}, secret: true}
  aws:region: ap-southeast-3
"""
    )
    for folder in ("app", "stacks"):
        (root / folder).mkdir()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root / "venv"], check=True)
    (root / "stacks" / "Pulumi.dev.yaml").touch()
    project = Project.load(root)
    assert (project.working_directory, project.entry_point) == (root / "app", ".")
    assert project.interpreter == root / "venv/bin/python"
    assert project.configured_stacks() == ["dev"]
    assert [(p.name, p.path, p.version) for p in project.providers] == [("aws", root.parent / "providers/aws", "7.51.1")]
    assert project.config == {
        "demo:size": ConfigType("integer", None, 3, True),
        "demo:short": ConfigType(value="text", has_value=True),
        "demo:names": ConfigType("array", {"type": "string"}, secret=True),
        "aws:region": ConfigType(value="ap-southeast-3", has_value=True),
    }


def test_a_file_as_main_runs_beside_its_siblings(write):
    root = write("name: demo\nruntime: python\nmain: app/prog.py\n")
    (root / "app").mkdir()
    (root / "app" / "prog.py").touch()
    project = Project.load(root)
    assert (project.working_directory, project.entry_point) == (root / "app", "prog.py")


@pytest.mark.parametrize("path", [".venv", sys.prefix])
def test_a_virtual_environment_that_is_missing_or_running_is_this_interpreter(write, path):
    assert Project.load(write(f"name: demo\nruntime: {{name: python, options: {{virtualenv: {path}}}}}\n")).interpreter is None


@pytest.mark.parametrize(
    ("options", "place", "lock"),
    [
        ("toolchain: uv", ".venv", "pyproject.toml"),
        ("toolchain: uv", "../.venv", "../uv.lock"),
        ("toolchain: uv, virtualenv: env", "env", "../uv.lock"),
        ("toolchain: poetry", ".venv", "pyproject.toml"),
        ("toolchain: poetry", "../.venv", "../pyproject.toml"),
        ("toolchain: pip, virtualenv: env", "env", None),
    ],
)
def test_each_toolchain_keeps_its_virtual_environment_somewhere(tmp_path, options, place, lock, monkeypatch):
    root = tmp_path / "repository" / "infra"
    root.mkdir(parents=True)
    monkeypatch.setenv("PATH", "")
    (root / "Pulumi.yaml").write_text(f"name: demo\nruntime: {{name: python, options: {{{options}}}}}\n")
    if lock is not None:
        (root / lock).touch()
    missing = Project.load(root)
    assert missing.interpreter is None
    assert "where there is no Python" in missing.warnings[0]
    (root / place / "bin").mkdir(parents=True)
    (root / place / "bin" / "python").touch()
    found = Project.load(root)
    assert found.interpreter is not None
    assert found.interpreter.samefile(root / place / "bin" / "python")
    assert found.warnings == ()


def test_poetry_is_asked_where_its_environment_is(write, tmp_path, monkeypatch):
    environment = tmp_path / "cache" / "demo-py3"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "python").touch()
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "poetry").write_text(f"#!/bin/sh\necho {environment}\n")
    (tools / "poetry").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:/bin:/usr/bin")
    root = write("name: demo\nruntime: {name: python, options: {toolchain: poetry}}\n")
    assert Project.load(root).interpreter == environment / "bin" / "python"


def test_a_toolchain_that_there_is_not(write):
    (fault,) = faults(write("name: demo\nruntime: {name: python, options: {toolchain: conda}}\n"))
    assert fault == 'Pulumi.yaml:2:35 runtime.options.toolchain: "conda", expected pip, poetry or uv'


def test_the_older_spelling_of_the_stacks_directory(write):
    root = write("name: demo\nruntime: python\nconfig: stacks\n")
    assert Project.load(root).stack_config_directory == root / "stacks"


def test_a_project_is_found_from_below_and_otherwise_not_at_all(write, tmp_path_factory):
    root = write("name: demo\nruntime: python\n")
    (root / "deep" / "er").mkdir(parents=True)
    assert Project.load(root / "deep" / "er").root == root
    with pytest.raises(
        ProjectNotFound, match=r"no Pulumi\.yaml project file found in .*; fix: name the project's directory with -C"
    ):
        Project.load(tmp_path_factory.mktemp("elsewhere"))


def test_every_fault_is_said_at_once_with_its_place(write):
    root = write(
        """runtime: nodejs
main: gone.py
plugins:
  providers:
    - {name: aws}
config:
  both: {default: 1, value: 2}
  odd: {type: decimal}
  list: {type: array}
  wrong: {type: integer, default: many}
  aws:region: {default: x}
"""
    )
    assert faults(root) == [
        "Pulumi.yaml:1:1 name: nothing, expected a non-empty string",
        'Pulumi.yaml:1:1 runtime: "nodejs", expected python',
        "Pulumi.yaml:2:1 main: gone.py, which does not exist, expected a Python file, or a directory with a __main__.py",
        "Pulumi.yaml:5:7 plugins.providers[0]: a mapping, expected a provider with name and path",
        "Pulumi.yaml:7:3 config.both: both a default and a value, expected one of them",
        'Pulumi.yaml:8:9 config.odd.type: "decimal", expected string, integer, boolean, array or object',
        "Pulumi.yaml:9:3 config.list: an array without the type of its items, expected items: with a type",
        'Pulumi.yaml:10:26 config.wrong.default: "many", expected integer',
        "Pulumi.yaml:11:3 config.aws:region: a key of another namespace, expected a value and nothing else; fix: write value: instead",
    ]


def test_an_empty_file_is_a_fault(write):
    assert faults(write("")) == [
        "Pulumi.yaml:1:1 name: nothing, expected a non-empty string",
        "Pulumi.yaml:1:1 runtime: nothing, expected python",
    ]
