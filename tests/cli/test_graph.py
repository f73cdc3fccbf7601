"""`nusa graph`: text and files, of what is declared and of what is deployed, and what it refuses."""

from __future__ import annotations

import json
import shutil
import stat
import textwrap
from pathlib import Path

import pytest

from .test_faults import ended

PROGRAM = """
    import pulumi
    from pulumi_aws import ec2

    config = pulumi.Config()
    if config.get_bool("broken"):
        raise pulumi.RunError("the program is broken")
    vpc = ec2.Vpc("main", cidr_block=config.get("cidr") or "10.0.0.0/16")
    way = ec2.InternetGateway("main", vpc_id=vpc.id)
    table = ec2.RouteTable("open", vpc_id=vpc.id)
    ec2.Route("out", route_table_id=table.id, destination_cidr_block="0.0.0.0/0", gateway_id=way.id)
    for zone in "ab":
        block = f"10.0.{ord(zone)}.0/24"
        part = ec2.Subnet(f"web-{zone}", vpc_id=vpc.id, cidr_block=block, availability_zone=f"ap-southeast-3{zone}")
        ec2.RouteTableAssociation(f"web-{zone}", subnet_id=part.id, route_table_id=table.id)
"""


@pytest.fixture
def networks(project):
    project.write("__main__.py", textwrap.dedent(PROGRAM))
    return project


@pytest.fixture
def without_graphviz(monkeypatch, tmp_path_factory):
    monkeypatch.setenv("PATH", str(tmp_path_factory.mktemp("empty")))


def graphviz(folder: Path, script: str) -> dict[str, str]:
    """A command `dot` of a test's own making, as what is found first."""
    command = folder / "bin" / "dot"
    command.parent.mkdir()
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    return {"PATH": f"{command.parent}:/usr/bin:/bin"}


def test_mermaid_is_printed_before_anything_is_deployed(networks):
    done = networks.nusa("graph")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("%%{init: ")
    assert "<b>main</b><br/>AWS ap-southeast-3 · 10.0.0.0/16" in done.stdout
    assert "<b>web</b><br/>open to the internet<br/>a · 10.0.97.0/24 · 251 addresses<br/>b · 10.0.98.0/24" in done.stdout
    assert not (networks.root / ".nusa" / "stacks").exists(), "a picture changes nothing"


def test_the_state_is_drawn_as_it_was_deployed(networks):
    assert networks.nusa("up", "--yes").returncode == 0
    declared = networks.nusa("graph", "-c", "cidr=10.9.0.0/16").stdout
    deployed = networks.nusa("graph", "--state").stdout
    assert "10.9.0.0/16" in declared
    assert "10.9.0.0/16" not in deployed
    assert deployed == networks.nusa("graph").stdout


def test_json_holds_the_same(networks):
    (site,) = json.loads(networks.nusa("graph", "--json").stdout)["sites"]
    assert (site["name"], site["zones"], [tier["name"] for tier in site["tiers"]]) == ("main", ["a", "b"], ["web"])
    (way,) = site["tiers"][0]["ways"]
    assert way == {"to": "internet gateway", "destinations": ["0.0.0.0/0"], "by_zone": {"a": ["main"], "b": ["main"]}}


def test_several_files_at_once_each_as_its_suffix_says(networks):
    done = networks.nusa("graph", "-o", "a.mmd", "-o", "a.md", "-o", "a.dot", "-o", "a.json")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Wrote a.mmd, a.md, a.dot, a.json\n")
    text = (networks.root / "a.mmd").read_text()
    assert text == networks.nusa("graph").stdout
    assert (networks.root / "a.md").read_text() == f"```mermaid\n{text}```\n"
    assert (networks.root / "a.dot").read_text().startswith('digraph "dev" {')
    assert json.loads((networks.root / "a.json").read_text())["stack"] == "dev"


def test_graphviz_draws_what_is_no_text(networks, tmp_path):
    path = graphviz(tmp_path, 'echo "drawn by $*"; cat')
    done = networks.nusa("graph", "-o", "a.svg", "-o", "a.png", "-o", "a.dot", **path)
    assert done.returncode == 0
    text = (networks.root / "a.dot").read_text()
    assert (networks.root / "a.svg").read_text() == f"drawn by -Tsvg\n{text}"
    assert (networks.root / "a.png").read_text() == f"drawn by -Tpng\n{text}"


@pytest.mark.parametrize(
    ("script", "told"),
    [("echo 'syntax error in line 3' >&2; exit 1", "syntax error in line 3"), ("exit 0", "exit code 0"), ("exit 3", "exit code 3")],
)
def test_where_graphviz_fails_nothing_is_written(networks, tmp_path, script, told):
    (networks.root / "a.md").write_text("as it was")
    done = networks.nusa("graph", "-o", "a.md", "-o", "a.svg", **graphviz(tmp_path, script))
    assert done.returncode == 1
    assert f"error: Graphviz did not draw the picture: {told}; fix: write .dot" in done.stderr
    assert (networks.root / "a.md").read_text() == "as it was"
    assert not (networks.root / "a.svg").exists()


@pytest.mark.skipif(shutil.which("dot") is None, reason="needs Graphviz: no `dot` on PATH")
def test_real_graphviz_takes_our_dot(networks):
    assert networks.nusa("graph", "-o", "a.svg", "-o", "a.png").returncode == 0
    assert "10.0.97.0/24" in (networks.root / "a.svg").read_text()
    assert (networks.root / "a.png").read_bytes().startswith(b"\x89PNG")


def test_without_graphviz_the_fix_is_told_and_nothing_written(networks, monkeypatch, capsys, without_graphviz):
    monkeypatch.chdir(networks.root)
    assert ended(monkeypatch, "graph", "-o", "a.md", "-o", "a.svg", "-o", "nowhere/a.dot") == 1
    told = capsys.readouterr().err
    assert "error: a.svg: drawn by Graphviz, whose command `dot` is not on PATH; fix: install Graphviz" in told
    assert "error: open nowhere/a.dot: no such file or directory" in told
    assert sorted(path.name for path in networks.root.glob("*a.*")) == []


@pytest.mark.parametrize(
    ("args", "code", "told"),
    [
        (("graph", "-s", "dve"), 6, "did you mean 'dev'?"),
        (("graph", "--state", "-s", "prod"), 6, "no stack named 'prod' found"),
        (("graph", "-o", "a.jpg", "-o", "b"), 2, "--output b: its suffix names no kind of picture, expected one of .mmd, .md"),
        (("graph", "--json", "-o", "a.md"), 2, "only one of --json and --output may be set"),
        (("graph", "--state", "-c", "cidr=10.0.0.0/16"), 2, "only one of --state and --config may be set"),
        (("graph", "-o", "."), 2, "--output .: its suffix names no kind of picture"),
        (("graph", "-o", "folder.md"), 1, "error: open folder.md: is a directory"),
    ],
)
def test_a_fault(networks, monkeypatch, capsys, args, code, told):
    (networks.root / "folder.md").mkdir()
    monkeypatch.chdir(networks.root)
    monkeypatch.delenv("PULUMI_STACK", raising=False)
    assert ended(monkeypatch, *args) == code
    assert told in capsys.readouterr().err
    assert not (networks.root / "a.md").exists()


def test_every_site_that_is_not_there_is_told(networks):
    done = networks.nusa("graph", "--site", "mian", "--site", "main", "--site", "zzz", "-o", "a.md")
    assert done.returncode == 2
    assert "--site mian: no such site in stack dev; fix: did you mean main?" in done.stderr
    assert "--site zzz: no such site in stack dev; fix: choose one of main" in done.stderr
    assert not (networks.root / "a.md").exists()


def test_a_program_that_fails_is_told_as_a_preview_tells_it(networks):
    done = networks.nusa("graph", "-c", "broken=true", "-o", "a.md")
    assert done.returncode == networks.nusa("preview", "-c", "broken=true").returncode != 0
    assert "the program is broken" in done.stderr
    assert done.stdout == ""
    assert not (networks.root / "a.md").exists()
