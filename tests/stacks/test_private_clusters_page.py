"""Every file and command in docs/private-clusters.md is one that could be used as it stands, as far as no cloud is needed to tell."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml as plain

import simulator
from checks.manifests.checking import problems
from checks.stackfile import StackFile
from checks.trial import Trial
from cli.main import app
from stacks.environment.shape import KEY
from stacks.rehearsal import check
from tests.checks.manifests.made import plan

from .conftest import source
from .test_networks_page import RELEASES, ROOT, STACK, merged

PAGE = (ROOT / "docs" / "private-clusters.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
YAML = [text for kind, text in BLOCKS if kind == "yaml"]
ENVIRONMENTS = [text for text in YAML if text.startswith("# stacks/Pulumi.production.yaml")]
COMMANDS = [line[2:] for kind, text in BLOCKS if kind == "console" for line in text.splitlines()]
CERTIFICATE = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg=="


def file(name: str) -> Any:
    """A file of the page, by the name above it."""
    (text,) = [text for text in YAML if text.startswith(f"# {name}")]
    return list(plain.safe_load_all(text))


def objects_of(*bodies: dict[str, Any]) -> list[tuple[str, str]]:
    """What the manifest check says of objects, warnings among it."""
    made = plan({f"{body['kind']}-{place}": dict(body) for place, body in enumerate(bodies)})
    return [(problem.path, problem.reason) for _, problem in problems(made)]


def test_there_is_nothing_that_is_not_held_to_something():
    assert {kind for kind, _ in BLOCKS} == {"yaml", "console", "json", "text"}
    named = {text.splitlines()[0].removeprefix("# ").partition(":")[0] for text in YAML}
    assert named == {"stacks/Pulumi.production.yaml", ".github/workflows/deploy.yml", "runners.yaml", "stack.yaml"}


@pytest.mark.parametrize("example", ENVIRONMENTS, ids=range(len(ENVIRONMENTS)))
def test_an_environment_is_valid(example):
    said = plain.safe_load(example)
    environment = merged(STACK["config"][KEY], said)
    check(source(plain.safe_dump({"config": {KEY: environment}}, sort_keys=False), RELEASES).loaded())


def test_all_environments_together_come_up_and_open_the_way():
    environment = STACK["config"][KEY]
    for example in ENVIRONMENTS:
        environment = merged(environment, plain.safe_load(example))
    runner = {**environment["fleets"]["runner"]}
    runner["aws"] = {name: said for name, said in runner["aws"].items() if name != "policies"}  # not in these clouds
    files = {"fleets": {"runner": runner}, "workloads": {}, "jobs": {}, "events": {}, "traffic": {}, "edge": {}}
    text = plain.safe_dump({"config": {KEY: {**environment, **files}}}, sort_keys=False)
    with Trial(ROOT, "private", providers=simulator.providers, plant=simulator.plant) as trial:
        found = {each.urn.rpartition("::")[2]: each.inputs for each in trial.up(StackFile(text=text.encode(), shown="page")).asked}
    assert found["singapore-aws-main-endpoint-from-10-32-0-0-16"]["cidrIpv4"] == "10.32.0.0/16"
    assert found["jakarta-aws-main-access-break-glass"]["principalArn"] == "arn:aws:iam::111122223333:role/break-glass"
    assert CERTIFICATE in json.dumps(found["jakarta-alicloud-main-kubernetes"]["kubeconfig"], default=vars)


def test_the_runner_starts_by_a_script_that_a_shell_can_read():
    said = plain.safe_load(next(text for text in ENVIRONMENTS if "user_data" in text))["fleets"]["runner"]
    script = re.sub(r"@{(\w+)}", lambda name: said["values"][name[1]], said["user_data"])
    assert script.startswith("#!/bin/sh\nset -eu\n")
    shell = shutil.which("sh")
    assert shell
    subprocess.run([shell, "-n"], input=script, text=True, check=True)
    ((workflow,),) = [file(".github/workflows/deploy.yml")]
    assert workflow["jobs"]["up"]["runs-on"] == ["self-hosted", said["values"]["labels"]]


def test_a_workflow_has_one_run_at_a_time_and_no_key_that_lasts():
    (workflow,) = file(".github/workflows/deploy.yml")
    assert workflow["concurrency"] == {"group": "production", "cancel-in-progress": False}
    assert workflow["permissions"] == {"contents": "read", "id-token": "write"}
    assert "secrets." not in str(workflow)
    for step in workflow["jobs"]["up"]["steps"]:
        assert ("uses" in step) is not ("run" in step)


def test_policies_name_what_they_are_for():
    (policy,) = [json.loads(text) for kind, text in BLOCKS if kind == "json"]
    runner = plain.safe_load(next(text for text in ENVIRONMENTS if "user_data" in text))["fleets"]["runner"]
    read, end = policy["Statement"]
    assert read["Resource"].endswith(f":secret:{runner['values']['secret']}-??????"), "Secrets Manager adds six characters"
    assert end["Condition"], "machines of its own group alone"


def test_objects_fit_the_restricted_level_and_their_schemas():
    namespace, account, binding, stack = file("stack.yaml")
    template = stack["spec"]["workspaceTemplate"]["spec"]["podTemplate"]
    assert list(template) == ["spec"]
    assert objects_of(namespace, account, binding, stack) == []
    assert stack["spec"]["serviceAccountName"] == account["metadata"]["name"] == binding["subjects"][0]["name"]
    (runners,) = file("runners.yaml")
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "runner", "namespace": "deployer"}, **runners["template"]}
    runner = {**account, "metadata": {"name": "runner", "namespace": "deployer"}}
    assert objects_of(namespace, runner, pod) == []


def test_commands_are_some_that_a_shell_can_read():
    shell = shutil.which("sh")
    assert shell
    subprocess.run([shell, "-n"], input="\n".join(COMMANDS), text=True, check=True)
    (workflow,) = file(".github/workflows/deploy.yml")
    steps = [step["run"] for step in workflow["jobs"]["up"]["steps"] if "run" in step]
    assert {line.split()[0] for line in COMMANDS} == {"pulumi", "export", "ack-ram-tool", "kubectl", "helm", "aws"}
    named = re.findall(r"`((?:pulumi|nusa) [^`]*)`", PAGE)
    for line in (*COMMANDS, *steps, *named):
        command, *words = re.sub(r"^\.venv/bin/", "", line.partition(" | ")[0]).split()
        if command in ("pulumi", "nusa"):
            assert options(words[0]) >= {word for word in words if word.startswith("--")}, line


def options(command: str) -> set[str]:
    """The options of a command of `nusa`, which are Pulumi's."""
    from typer.main import get_command

    found = get_command(app).commands[command]  # ty: ignore[missing-attribute]  a group has commands
    return {opt for parameter in found.params for opt in (*parameter.opts, *parameter.secondary_opts)}
