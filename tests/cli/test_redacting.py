"""A state without its secrets: what it is good for, and what it is not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Project

PROGRAM = """
    import pulumi

    config = pulumi.Config()
    secret = config.require_secret("password")

    class Vpc(pulumi.CustomResource):
        def __init__(self, name, tags):
            super().__init__("aws:ec2/vpc:Vpc", name, {"cidrBlock": "10.0.0.0/16", "tags": tags})

    Vpc("net", {"key": secret, "url": pulumi.Output.unsecret(secret).apply(lambda s: f"https://app:{s}@db"), "size": config.require("size")})
    pulumi.export("password", secret)
"""
PLANTED = "correct-horse-7"


@pytest.fixture
def state(project: Project) -> Path:
    """What `stack export --show-secrets` wrote of a stack that is up."""
    import textwrap

    project.write("__main__.py", textwrap.dedent(PROGRAM))
    given = {"PULUMI_CONFIG_PASSPHRASE": "p"}
    project.nusa("config", "set", "--secret", "-s", "dev", "password", PLANTED, **given)
    up = project.nusa("up", "-s", "dev", "-y", "-f", "-c", f"password={PLANTED}", "-c", "size=1", **given)
    assert up.returncode == 0, up.stdout + up.stderr
    file = project.root / "state.json"
    file.write_text(project.nusa("stack", "export", "-s", "dev", "--show-secrets", **given).stdout)
    assert PLANTED in file.read_text()
    return file


def test_a_redacted_state_tells_what_changes_and_keeps_silent_of_secrets(project: Project, state: Path):
    done = project.nusa("stack", "redact", str(state), "--commit", "0" * 40, "--file", "redacted.json")
    assert done.returncode == 0, done.stderr
    assert "values redacted" in done.stderr
    text = (project.root / "redacted.json").read_text()
    assert PLANTED not in text

    asked = ("preview", "-s", "dev", "--checkpoint", "redacted.json", "-c", "password=another", "--diff")
    same = project.nusa(*asked, "-c", "size=1", "--expect-no-changes")
    assert same.returncode == 0, same.stdout + same.stderr
    assert "3 inputs were redacted in it and are not compared" in same.stderr
    assert "Compared with checkpoint redacted.json of 20" in same.stdout
    assert " UTC (0000000000)" in same.stdout

    other = project.nusa(*asked, "-c", "size=2")
    assert "~ 1 to update" in other.stdout
    assert '~ size: "1" => "2"' in other.stdout
    assert "key:" not in other.stdout.partition("Outputs")[0]


def test_no_engine_runs_on_a_redacted_state(project: Project, state: Path):
    (project.root / "redacted.json").write_text(project.nusa("stack", "redact", str(state)).stdout)
    refused = project.nusa("stack", "import", "-s", "dev", "--force", "--file", "redacted.json")
    assert refused.returncode == 1
    assert "redacted.json is redacted: no stack can be run on it" in refused.stderr
    assert json.loads((project.root / "redacted.json").read_text())["features"] == ["redacted"]  # which Pulumi refuses as unknown
    again = project.nusa("stack", "redact", "redacted.json")
    assert again.returncode == 1
    assert "is redacted already" in again.stderr


def test_what_stays_sealed_is_refused_since_it_cannot_be_looked_for(project: Project, state: Path):
    sealed = json.loads(state.read_text())
    (vpc,) = (each for each in sealed["deployment"]["resources"] if each["type"] == "aws:ec2/vpc:Vpc")
    held = vpc["inputs"]["tags"]["key"]
    del held["plaintext"]
    held["ciphertext"] = "AAAA"
    sealed["deployment"]["secrets_providers"] = {"type": "cloud", "state": {"url": "awskms://alias/state"}}
    state.write_text(json.dumps(sealed))
    refused = project.nusa("stack", "redact", str(state))
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert "fix: export it with --show-secrets" in refused.stderr
