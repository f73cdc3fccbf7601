"""The state of real clouds without its secrets: what it is good for, and what it is not."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

import pytest

from engine.signatures import SECRET, SIGNATURE

from .conftest import Project

PROGRAM = """
    import pulumi

    def declare(type_, name, **inputs):
        pulumi.CustomResource(type_, name, inputs, pulumi.ResourceOptions(version="7.51.1"))

    config = pulumi.Config()
    password = config.require_secret("password")
    declare("aws:ec2/vpc:Vpc", "main", cidrBlock="10.0.0.0/16", tags={"Name": "main", "size": config.get("size") or "1"})
    declare(
        "aws:rds/instance:Instance", "orders", engine="postgres", instanceClass="db.t4g.micro", allocatedStorage=20, username="app",
        password=password, skipFinalSnapshot=True,
    )
    pulumi.export("url", pulumi.Output.concat("postgres://app:", password, "@db"))
"""
STACK = """
    secretsprovider: awskms://alias/pulumi?region=ap-southeast-1
    encryptedkey: AQICAHh
    config:
      aws:region: ap-southeast-3
      shop:password:
        secure: v1:AAAA:BBBB
"""
PLANTED = "correct-horse-7"
COMMIT = "0" * 40
URN = "urn:pulumi:dev::shop::"
ROOT, PROVIDER = f"{URN}pulumi:pulumi:Stack::shop-dev", f"{URN}pulumi:providers:aws::default_7_51_1"
REF = f"{PROVIDER}::6a7b1c1e-0000-4000-8000-000000000001"


def secret(value: Any) -> dict[str, str]:
    return {SIGNATURE: SECRET, "plaintext": json.dumps(value)}


def resource(name: str, type_: str, id_: str, inputs: dict[str, Any], outputs: dict[str, Any]) -> dict[str, Any]:
    """An entry as AWS' bridged provider leaves it: with what it made up, and its own notes."""
    told = {key: value for key, value in inputs.items() if key != "__defaults"}
    return {
        "urn": f"{URN}{type_}::{name}",
        "custom": True,
        "id": id_,
        "type": type_,
        "parent": ROOT,
        "provider": REF,
        "inputs": {**inputs, "region": "ap-southeast-3"},
        "outputs": {**told, **outputs, "id": id_, "region": "ap-southeast-3", "__meta": '{"schema_version":"2"}'},
    }


@pytest.fixture
def state(project: Project) -> Path:
    """What `pulumi stack export --show-secrets` prints of a stack whose secrets a key of KMS seals."""
    project.write("__main__.py", textwrap.dedent(PROGRAM))
    project.write("Pulumi.dev.yaml", textwrap.dedent(STACK))
    tags = {"Name": "main", "size": "1"}
    vpc = {"__defaults": [], "cidrBlock": "10.0.0.0/16", "tags": {**tags, "__defaults": []}, "tagsAll": tags}
    made_up = {"applyImmediately": False, "identifier": "orders1a2b3c4", "monitoringInterval": 0}
    given = {
        "allocatedStorage": 20,
        "engine": "postgres",
        "instanceClass": "db.t4g.micro",
        "skipFinalSnapshot": True,
        "username": "app",
    }
    orders = {"__defaults": sorted(made_up), **made_up, **given, "password": secret(PLANTED)}
    provider = {"__internal": {}, "region": "ap-southeast-3", "skipRegionValidation": "true", "version": "7.51.1"}
    resources = [
        {"urn": ROOT, "custom": False, "type": "pulumi:pulumi:Stack", "outputs": {"url": secret(f"postgres://app:{PLANTED}@db")}},
        {"urn": PROVIDER, "custom": True, "id": REF.rpartition("::")[2], "type": "pulumi:providers:aws", "inputs": provider},
        resource(
            "main", "aws:ec2/vpc:Vpc", "vpc-0a1", vpc, {"tags": tags, "arn": "arn:aws:ec2:ap-southeast-3:111122223333:vpc/vpc-0a1"}
        ),
        resource("orders", "aws:rds/instance:Instance", "db-1", orders, {"initScript": f"login {PLANTED}"}),
    ]
    deployment = {
        "manifest": {"time": "2026-11-20T18:20:11.1234567+07:00", "magic": "", "version": ""},
        "secrets_providers": {"type": "cloud", "state": {"url": "awskms://alias/pulumi", "encryptedkey": "AQIC"}},
        "resources": resources,
    }
    file = project.root / "state.json"
    file.write_text(json.dumps({"version": 3, "deployment": deployment}))
    return file


def test_a_redacted_state_tells_what_changes_and_keeps_silent_of_secrets(project: Project, state: Path):
    """As in a pull request of a fork, where nothing opens the configuration's secrets either."""
    done = project.nusa("stack", "redact", str(state), "--commit", COMMIT, "--file", "redacted.json")
    assert done.returncode == 0, done.stderr
    assert "4 values redacted" in done.stderr
    text = (project.root / "redacted.json").read_text()
    assert PLANTED not in text
    assert json.loads(text)["features"] == ["redacted"]  # which Pulumi does not know, and refuses

    asked = ("preview", "-s", "dev", "--checkpoint", "redacted.json", "--diff")
    same = project.nusa(*asked, "--expect-no-changes")
    assert same.returncode == 0, same.stdout + same.stderr
    assert "1 input was redacted in it and is not compared" in same.stderr
    assert "Compared with checkpoint redacted.json of 2026-11-20 11:20 UTC (0000000000)" in same.stdout

    other = project.nusa(*asked, "-c", "size=2")
    assert "~ 1 to update" in other.stdout
    assert '~ size: "1" => "2"' in other.stdout
    assert "orders" not in other.stdout


def test_no_engine_runs_on_a_redacted_state(project: Project, state: Path):
    (project.root / "redacted.json").write_text(project.nusa("stack", "redact", str(state)).stdout)
    refused = project.nusa("stack", "import", "-s", "dev", "--force", "--file", "redacted.json")
    assert refused.returncode == 1
    assert "redacted.json is redacted: no stack can be run on it" in refused.stderr
    again = project.nusa("stack", "redact", "redacted.json")
    assert again.returncode == 1
    assert "is redacted already" in again.stderr


def test_what_stays_sealed_is_refused_since_it_cannot_be_looked_for(project: Project, state: Path):
    state.write_text(
        state.read_text().replace(json.dumps(secret(PLANTED))[1:-1], f'"{SIGNATURE}": "{SECRET}", "ciphertext": "AAAA"')
    )
    refused = project.nusa("stack", "redact", str(state))
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert "fix: export it with --show-secrets" in refused.stderr
