"""What `pulumi stack export` printed, split into the exports of several stacks and joined again; and the order of the real engine's runs."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cli.automation_stacks import RealStacks
from engine.errors import EngineError
from engine.project import Project
from stacks.environment.source import Source
from tests.support.commands import commands
from tests.support.parts import ENVIRONMENT, JOINING, SITES, split_project

WHOLE = "urn:pulumi:test::nusantara::"
TOP, SITE = f"{WHOLE}nusantara:index:Environment::test", "nusantara:index:Environment$nusantara:index:Site"
VPC = "aws:ec2/vpc:Vpc"
SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "kms:sealed"}


def export(*further: dict[str, Any]) -> dict[str, Any]:
    """The export of a single stack with the networks of both sites."""
    stack = f"{WHOLE}pulumi:pulumi:Stack::nusantara-test"
    resources: list[dict[str, Any]] = [
        {"urn": stack, "type": "pulumi:pulumi:Stack", "outputs": {"sites": {"jakarta": {"network": "vpc-1"}}}},
        {"urn": TOP, "type": "nusantara:index:Environment", "parent": stack},
    ]
    for site in ("jakarta", "batam"):
        urn, network = f"{WHOLE}{SITE}::{site}", f"{WHOLE}{SITE}$nusantara:aws:Network::{site}"
        resources += [
            {"urn": urn, "type": "nusantara:index:Site", "parent": TOP},
            {"urn": network, "type": "nusantara:aws:Network", "parent": urn, "outputs": {"id": f"vpc-{site}"}},
            {
                "urn": f"{WHOLE}{SITE}$nusantara:aws:Network${VPC}::{site}-vpc",
                "type": VPC,
                "custom": True,
                "id": f"vpc-{site}",
                "parent": network,
                "outputs": {"key": SECRET},
            },
        ]
    manifest = {"time": "2026-01-02T03:04:05Z", "magic": "m", "version": "v3.272.0"}
    kms = {"type": "cloud", "state": {"url": "awskms://alias/pulumi"}}
    return {"version": 3, "deployment": {"manifest": manifest, "secrets_providers": kms, "resources": [*resources, *further]}}


@pytest.fixture
def root(tmp_path) -> Path:
    return split_project(tmp_path)


def nusa(root: Path, *arguments: str) -> tuple[int, str, str]:
    return commands().run(arguments, root, {"PATH": "/usr/bin:/bin", "HOME": str(root)}, 60)


def test_an_export_is_split_into_one_for_each_stack_and_joined_again(root):
    whole, parts = root / "whole.json", root / "parts"
    whole.write_text(json.dumps(export()))
    code, out, err = nusa(root, "stack", "split", "-s", "test", "--file", str(whole), "--to", str(parts))
    assert (code, err) == (0, ""), out
    assert sorted(path.name for path in parts.iterdir()) == sorted(f"{name}.json" for name in (*SITES, JOINING, "test"))
    found = {path.stem: json.loads(path.read_text())["deployment"] for path in parts.iterdir()}
    assert found["test"]["resources"] == []
    assert {deployment["secrets_providers"]["type"] for deployment in found.values()} == {"cloud"}
    stack, *rest = found["test-jakarta"]["resources"]
    assert stack["outputs"]["joining"]["jakarta"]["network"] == {"id": "vpc-jakarta"}
    assert [each["urn"].rpartition("::")[2] for each in rest] == ["test", "jakarta", "jakarta", "jakarta-vpc"]
    assert rest[-1]["outputs"]["key"] == SECRET

    (root / "Pulumi.test.yaml").write_text(ENVIRONMENT.replace("    split: site\n", ""))
    code, out, err = nusa(root, "stack", "join", "-s", "test", *(str(parts / f"{name}.json") for name in (JOINING, *SITES)))
    assert (code, err) == (0, "")
    key = {"urn": str, "outputs": dict}
    again = {each["urn"]: [each.get(name) for name in key] for each in json.loads(out)["deployment"]["resources"]}
    assert again == {each["urn"]: [each.get(name) for name in key] for each in export()["deployment"]["resources"]}


def test_a_site_that_the_environment_has_no_more_is_refused(root):
    old = {"urn": f"{WHOLE}{SITE}::old", "type": "nusantara:index:Site", "parent": TOP}
    (root / "whole.json").write_text(json.dumps(export(old)))
    code, _, err = nusa(root, "stack", "split", "-s", "test", "--file", "whole.json", "--to", "parts")
    assert code != 0
    assert err.startswith("error: the state has old, which the environment has not any more; fix: leave split out, bring test up")
    assert not (root / "parts").exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("split", "--file", "x.json"), "--file and --to belong together"),
        (("split", "--file", "Pulumi.yaml", "--to", "parts"), "Pulumi.yaml is no JSON"),
        (("join", "Pulumi.yaml"), "Pulumi.yaml is no JSON"),
        (("join",), "expected nothing, for one stack; fix: remove split from Pulumi.test.yaml"),
    ],
)
def test_what_cannot_be_split_or_joined_is_told(root, arguments, told):
    code, _, err = nusa(root, "stack", arguments[0], "-s", "test", *arguments[1:])
    assert code != 0
    assert told in err


def test_files_of_stacks_that_have_no_state_here_stay_for_whoever_has_it(root):
    (root / "Pulumi.test.yaml").write_text(ENVIRONMENT.replace("    split: site\n", ""))
    code, out, err = nusa(root, "stack", "join", "-s", "test", "--yes")
    assert (code, err) == (0, "")
    assert out.replace("\n", " ").startswith(
        "test has no other stacks here: there is nothing to join   test-batam, test-jakarta, test-global: "
    )
    assert "`nusa pulumi join -s test` moves their state and removes their files" in out
    assert len(list(root.glob("Pulumi.test-*.yaml"))) == 3


def test_the_real_engine_needs_pulumi_and_an_answer_beforehand(root):
    assert "--yes must be passed" in nusa(root, "pulumi", "up", "-s", "test")[2]
    told = "error: there is no `pulumi` on PATH; fix: install it, see www.pulumi.com/docs/install\n"
    assert nusa(root, "pulumi", "preview", "-s", "test")[2] == told


class _StandInError(Exception):
    """What the Automation API raises where `pulumi` fails."""


def engine(root: Path, there: tuple[str, ...]) -> RealStacks:
    """The real engine's stacks, none of which is asked."""
    found: Any = object.__new__(RealStacks)
    found.project, found.name, found.there = Project.load(root), "test", set(there)
    found.loaded = Source.of(root, "test").read()
    found.stacks = [*SITES, JOINING]
    found._automation = SimpleNamespace(CommandError=_StandInError)
    found._opened = lambda name, make=False: name
    return found


def test_the_real_engine_goes_by_stages_and_says_what_it_left(root, capsys):
    ran: list[str] = []

    def act(one: Any, out: Any) -> None:
        out("Updating")
        ran.append(one)
        if one == SITES[0]:
            raise _StandInError("code: 255\nerror: no credentials\n")

    real = engine(root, (*SITES, JOINING))
    assert real.run("up", [SITES, (JOINING,)], act) == 1
    assert sorted(ran) == sorted(SITES)
    out = capsys.readouterr().out
    assert f"{SITES[0]}: Updating\n" in out
    assert f"{SITES[0]}: failed: error: no credentials\n{SITES[1]}: up: done\n{JOINING}: skipped, since {SITES[0]} failed\n" in out
    ran.clear()
    assert real.run("up", [SITES, (JOINING,)], act, going_on=True) == 1
    assert ran[-1] == JOINING


def test_stacks_that_are_not_there_are_named_with_what_makes_them(root):
    with pytest.raises(
        EngineError, match="there is no stack test-batam yet; fix: `nusa pulumi init -s test` makes it, with nothing in"
    ):
        engine(root, (SITES[0], JOINING)).require_made()
    engine(root, (*SITES, JOINING)).require_made()


def test_the_stacks_that_are_made_are_those_that_are_not_there(root):
    real: Any = engine(root, (SITES[0],))
    opened: list[str] = []
    real._opened = lambda name, make=False: opened.append(name)
    assert real.made() == opened == [SITES[1], JOINING]


def test_nothing_is_destroyed_of_a_stack_that_is_not_there(root, capsys):
    real = engine(root, (SITES[0], JOINING))
    assert real.run("destroy", [(JOINING,), SITES], lambda *_: None) == 0
    assert f"{SITES[1]}: skipped: there is no such stack\n" in capsys.readouterr().out
