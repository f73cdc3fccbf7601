"""What there is to ask for, and what it costs to ask."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys

import pytest
from rich.console import Console
from typer.testing import CliRunner

from cli.main import app
from cli.prompt import warn_of_retained
from cli.request import Kind
from engine.events import Op, Step
from engine.resource import Resource


def test_help_names_every_command():
    done = CliRunner().invoke(app, ["--help"])
    assert done.exit_code == 0
    for command in ("preview", "up", "destroy", "schema", "clouds"):
        assert f"\n  {command} " in done.output


@pytest.mark.parametrize("name", ["pre", "update", "down", "dn"])
def test_pulumis_other_names_are_known(name):
    assert CliRunner().invoke(app, [name, "--help"]).exit_code == 0


def test_version():
    assert CliRunner().invoke(app, ["--version"]).output.startswith("nusa ")


def test_help_loads_no_more_than_it_shows():
    heavy = "rich grpc pulumi yaml pydantic sqlite3 engine.session simulator stacks"
    program = f"import sys, cli.main; print(sorted(set('{heavy}'.split()) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_schema_is_json():
    done = CliRunner().invoke(app, ["schema"])
    assert json.loads(done.output)["$schema"].startswith("https://json-schema.org/")


def test_clouds(project):
    project.nusa("up", "-y", "-f")
    (vpc,) = json.loads(project.nusa("clouds", "list", "--json").stdout)
    assert (vpc["cloud"], vpc["region"], vpc["type"]) == ("aws", "ap-southeast-3", "aws:ec2/vpc:Vpc")
    listed = project.nusa("clouds").stdout
    assert "aws ap-southeast-3 (account 123456789012)" in listed
    assert re.search(rf"^  ec2:Vpc +net +{vpc['id']}$", listed, re.M)
    assert "1 object\n" in listed

    project.nusa("clouds", "fail", "aws", "ap-southeast-3")
    assert "aws fails in ap-southeast-3\n" in project.nusa("clouds").stdout
    failed = project.nusa("destroy", "-y", "-f")
    assert failed.returncode == 1
    assert " -  aws:ec2:Vpc net **deleting failed" in failed.stdout

    assert project.nusa("clouds", "heal", "aws").stdout == "aws answers again\n"
    assert project.nusa("clouds", "heal", "aws").stdout == "no fault is in force for aws\n"
    assert "fails" not in project.nusa("clouds").stdout
    assert project.nusa("clouds", "reset", "--yes").returncode == 0
    assert project.nusa("clouds").stdout == "The simulated clouds are empty.\n"


@pytest.mark.parametrize(
    ("kind", "preview", "title"),
    [
        (Kind.PREVIEW, True, "Previewing update"),
        (Kind.UPDATE, True, "Previewing update"),
        (Kind.UPDATE, False, "Updating"),
        (Kind.DESTROY, True, "Previewing destroy"),
        (Kind.DESTROY, False, "Destroying"),
    ],
)
def test_headlines(kind, preview, title):
    assert kind.headline(preview=preview) == title


def test_what_would_stay_in_the_cloud_is_told():
    kept = Resource(urn="urn:pulumi:dev::shop::aws:ec2/eip:Eip::kept", type="aws:ec2/eip:Eip", retain_on_delete=True)
    console = Console(file=io.StringIO(), width=80)
    warn_of_retained(console, [Step(op=Op.DELETE, urn=kept.urn, type=kept.type, old=kept)])
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == (
        "info: This update will leave 1 resource(s) untracked in your environment:\n    - aws:ec2:Eip kept\n\n"
    )


@pytest.mark.parametrize("group", [(), ("stack",), ("state",), ("clouds",), ("pulumi",)])
def test_what_a_command_does_is_told_in_whole_in_the_list(group):
    listed = CliRunner().invoke(app, [*group, "--help"]).output.partition("Commands:\n")[2]
    assert listed
    assert "..." not in listed
