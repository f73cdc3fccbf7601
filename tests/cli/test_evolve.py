"""`nusa evolve`: another environment planned on what the first one would bring up, and nothing else touched."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from engine.secrets import PassphraseManager

from .conftest import environment

ROOT = Path(__file__).resolve().parents[2]
DEVELOPMENT = ROOT / "stacks" / "Pulumi.development.yaml"
PROGRAM = """\
import os, pathlib, time
import pulumi

config = pulumi.Config()

class Vpc(pulumi.CustomResource):
    def __init__(self, name, cidr, **opts):
        inputs = {"cidrBlock": cidr, "tags": {"key": config.get_secret("key") or "none"}, "arn": None}
        super().__init__("aws:ec2/vpc:Vpc", name, inputs, pulumi.ResourceOptions(**opts))

pathlib.Path("begun").touch()
time.sleep(float(config.get("nap") or 0))
for name in config.require_object("nets"):
    Vpc(name, config.get("cidr") or "10.0.0.0/16", protect=config.get_bool("protect"))
"""


@pytest.fixture
def shop(project, tmp_path, monkeypatch):
    """A project whose stack files are written by name, and whose scratch places are made below it."""
    (tmp_path / "scratch").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    project.write("__main__.py", PROGRAM)

    def file(name: str, **config: str) -> None:
        lines = "".join(f"  shop:{key}: {value}\n" for key, value in config.items())
        project.write(name, f"config:\n  aws:region: ap-southeast-3\n{lines}")

    project.file = file
    file("Pulumi.dev.yaml", nets="[net, office]")
    return project


def left(project) -> set[str]:
    return {path.name for path in project.root.iterdir() if not path.name.startswith("__pycache__")}


def test_what_stays_the_same_is_fine_and_nothing_is_left(shop):
    before = left(shop)
    done = shop.nusa("evolve", "Pulumi.dev.yaml", "Pulumi.dev.yaml")
    assert (done.returncode, done.stdout.splitlines()[-1], done.stderr) == (0, "Nothing changes.", "")
    assert left(shop) - before == {"begun"}
    assert list((shop.root / "scratch").iterdir()) == []


def test_a_vpc_that_is_replaced_or_deleted_is_refused_unless_allowed(shop):
    shop.file("new.yaml", nets="[net]", cidr="10.1.0.0/16")
    done = shop.nusa("evolve", "Pulumi.dev.yaml", "new.yaml")
    assert done.returncode == 5
    assert done.stdout == (
        "           created  updated  replaced  deleted\n"
        "(no site)        0        0         1        1\n"
        "\n"
        "Replaced or deleted:\n"
        " +- aws:ec2/vpc:Vpc net: reversible with effort\n"
        "        whatever stands in it must be made again, with other addresses\n"
        "        cidrBlock: 10.0.0.0/16 => 10.1.0.0/16\n"
        " -  aws:ec2/vpc:Vpc office: reversible with effort\n"
        "        whatever stands in it must be made again, with other addresses\n"
        "\n"
        "Refused:\n"
        "    network-moved net: this VPC would be replaced, by cidrBlock; fix: take cidrBlock back, or allow it with --allow 'net'\n"
        "    network-moved office: this VPC would be deleted, and the environment does not say so; fix: bring it back, or allow it with "
        "--allow 'office'\n"
        "\n"
        "Refused: 2 of 2 objects that would be replaced or deleted may not be.\n"
    )
    allowed = shop.nusa("evolve", "Pulumi.dev.yaml", "new.yaml", "--allow", "net", "--allow", "*::office", "--allow", "lab")
    assert allowed.returncode == 0
    assert "Allowed:\n    network-moved net:" in allowed.stdout
    assert "warning: --allow lab allows nothing that was found\n" in allowed.stdout
    assert allowed.stdout.endswith("Fine: 2 objects would be replaced or deleted, as it is asked.\n")


def test_what_is_protected_is_told_with_all_the_rest(shop):
    shop.file("Pulumi.dev.yaml", nets="[net, office]", protect="true")
    shop.file("new.yaml", nets="[net]", protect="true", cidr="10.1.0.0/16")
    done = shop.nusa("evolve", "Pulumi.dev.yaml", "new.yaml", "--allow", "*")
    assert " +- aws:ec2/vpc:Vpc net (protected): " in done.stdout
    assert " -  aws:ec2/vpc:Vpc office (protected): " in done.stdout
    shop.file("new.yaml", nets="[net]", cidr="10.1.0.0/16")
    asked = json.loads(shop.nusa("evolve", "Pulumi.dev.yaml", "new.yaml", "--json").stdout)
    assert [(each["kind"], each["protected"]) for each in asked["changes"]] == [("replaced", False), ("deleted", True)]


def test_json_has_every_change_and_finding_and_no_secret(shop):
    shop.file("Pulumi.dev.yaml", nets="[net]")
    shop.file("new.yaml", nets="[net, lab]", cidr="10.1.0.0/16")
    done = shop.nusa("evolve", "Pulumi.dev.yaml", "new.yaml", "--json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["stack"], found["refused"]) == (5, "dev", True)
    (row,) = found["sites"].values()
    assert row == {"created": 1, "imported": 0, "updated": 0, "replaced": 1, "deleted": 0}
    (replaced,) = (each for each in found["changes"] if each["kind"] == "replaced")
    assert replaced["causes"] == [{"input": "cidrBlock", "old": "10.0.0.0/16", "new": "10.1.0.0/16", "upstream": []}]
    (finding,) = found["findings"]
    assert (finding["rule"], finding["severity"], finding["resource"]) == ("network-moved", "error", replaced["urn"])


def test_diff_shows_every_property_first(shop):
    shop.file("new.yaml", nets="[net, office]", cidr="10.1.0.0/16")
    shown = shop.nusa("evolve", "Pulumi.dev.yaml", "new.yaml", "--diff").stdout
    assert '~ cidrBlock: "10.0.0.0/16" => "10.1.0.0/16"' in shown
    assert shown.index("cidrBlock") < shown.index("(no site)")
    assert shop.nusa("evolve", "Pulumi.dev.yaml", "new.yaml", "--diff", "--json").returncode == 2


def test_the_state_of_the_stack_is_neither_read_nor_touched(shop):
    shop.file("Pulumi.dev.yaml", nets="[]")
    assert shop.nusa("up", "--yes", "--stack", "dev").returncode == 0
    kept = {path: path.read_bytes() for path in (shop.root / ".nusa").rglob("*") if path.is_file()}
    shop.file("new.yaml", nets="[net]")
    assert shop.nusa("evolve", "new.yaml", "new.yaml", "--stack", "dev").stdout.endswith("Nothing changes.\n")
    assert {path: path.read_bytes() for path in (shop.root / ".nusa").rglob("*") if path.is_file()} == kept


def test_a_secret_is_shown_nowhere_and_needs_no_passphrase(shop):
    sealed = PassphraseManager("words")
    shop.file("Pulumi.kept.yaml", nets="[net]", key=f"{{secure: '{sealed.encrypt('planted')}'}}")
    with (shop.root / "Pulumi.kept.yaml").open("a") as file:
        file.write(f"encryptionsalt: {sealed.salt}\n")
    shop.write("new.yaml", (shop.root / "Pulumi.kept.yaml").read_text().replace("[net]", "[net, lab]"))
    for given in ({}, {"PULUMI_CONFIG_PASSPHRASE": "words"}):
        done = shop.nusa("evolve", "Pulumi.kept.yaml", "new.yaml", "--diff", **given)
        assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Fine: nothing is replaced or deleted.")
        assert "[secret]" in done.stdout
        assert "planted" not in done.stdout + done.stderr
    assert shop.nusa("evolve", "Pulumi.kept.yaml", "new.yaml", PULUMI_CONFIG_PASSPHRASE="others").returncode != 0


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("a.yaml", "a.yaml"), "neither a.yaml nor a.yaml is called Pulumi.STACK.yaml; fix: name the stack with --stack"),
        (("a.yaml", "missing.yaml"), "Invalid value for 'NEW': File 'missing.yaml' does not exist."),
        (("a.yaml", "bad.yaml", "--stack", "dev"), "bad.yaml:3:1: not YAML"),
        (("bad.yaml", "a.yaml", "--stack", "dev"), "bad.yaml:3:1: not YAML"),
        (("a.yaml", "a.yaml", "--stack", "dev", "--at", "noon"), "given --at 'noon', expected a date and a time in a time zone"),
    ],
)
def test_what_cannot_be_followed_is_told_and_nothing_is_left(shop, args, told):
    shop.file("a.yaml", nets="[]")
    shop.write("bad.yaml", "config:\n  nets: [\n")
    done = shop.nusa("evolve", *args)
    assert done.returncode == 2
    assert told.lower() in done.stderr.lower()
    assert list((shop.root / "scratch").iterdir()) == []


def test_an_update_that_fails_is_told_and_nothing_is_left(shop):
    shop.file("a.yaml", nets="[net]", cidr="10.0.0.0/33")
    done = shop.nusa("evolve", "a.yaml", "a.yaml", "--stack", "dev")
    assert done.returncode == 1
    assert "10.0.0.0/33" in done.stderr
    assert list((shop.root / "scratch").iterdir()) == []


def test_ctrl_c_leaves_nothing(shop):
    shop.file("a.yaml", nets="[net]", nap="30")
    process = shop.start("evolve", "a.yaml", "a.yaml", "--stack", "dev")
    end = time.monotonic() + 30
    while not (shop.root / "begun").exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert any((shop.root / "scratch").iterdir())
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode in (1, 8)
    assert list((shop.root / "scratch").iterdir()) == []


def piped(old: str, new: str) -> tuple[list[str], subprocess.CompletedProcess[str]]:
    """`nusa evolve` of the project as it stands, on two texts that come through pipes; what the pipes are called."""
    fds = []
    for text in (old, new):
        read, write = os.pipe()
        with os.fdopen(write, "w") as pipe:  # a pipe holds more than such a text
            pipe.write(text)
        fds.append(read)
    names = [f"/dev/fd/{fd}" for fd in fds]
    command = [sys.executable, "-m", "cli", "evolve", *names, "--stack", "development"]
    try:
        return names, subprocess.run(
            command, cwd=ROOT, env=environment({}), pass_fds=fds, capture_output=True, text=True, timeout=60, check=False
        )
    finally:
        for fd in fds:
            os.close(fd)


def test_environments_come_through_pipes_and_faults_name_them():
    text = DEVELOPMENT.read_text()
    (_, new), done = piped(text, text.replace("cloud: aws", "cloud: awz"))
    assert done.returncode == 2
    assert done.stderr.startswith(f'{new}:9:9 sites.singapore-aws.cloud: "awz", expected aws or alicloud; fix: write aws\n')
    assert tempfile.gettempdir() not in done.stderr


def test_what_is_wrong_with_what_is_adopted_is_told_though_it_is_taken_as_made():
    text = DEVELOPMENT.read_text()
    block = "network: {cidr: 10.4.0.0/20, pods: 10.5.0.0/18"
    assert block in text
    (_, new), done = piped(text, text.replace(block, f"{block}, adopt: {{ids: {{vpc: vpc-1, private-z: subnet-1}}}}"))
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"{new}:13:")
    assert ' sites.singapore-aws.network.adopt.ids.private-z: "private-z", expected a part of this network: vpc, public-a' in line


def test_a_workload_that_has_come_since_needs_no_release_before():
    """The releases are those of today; of them, each environment gets what it runs."""
    text = DEVELOPMENT.read_text()
    without = text[: text.index("    workloads:")]
    _, done = piped(without, text)
    assert done.returncode == 0, done.stderr
    assert "    workloads.storefront: nothing => {" in done.stdout
    assert done.stdout.endswith("Fine: nothing is replaced or deleted.\n")
