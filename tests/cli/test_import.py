"""`nusa import`: what it prints, writes and exits with, as the Pulumi CLI does."""

from __future__ import annotations

import json

import pytest

VPC = "aws:ec2/vpc:Vpc"
COPY = """\
Please copy the following code into your Pulumi application. Not doing so
will cause Pulumi to report that an update will happen on the next update command.

Please note that the imported resources are marked as protected. To destroy them
you will need to remove the `protect` option and run `pulumi update` *before*
the destroy will take effect.

"""


@pytest.fixture
def made(project):
    """The id of a VPC that the stack `dev` has made; `other` is the stack that imports."""
    project.stack("other")
    assert project.nusa("up", "--yes", "-s", "dev").returncode == 0
    listed = json.loads(project.nusa("clouds", "list", "--json").stdout)
    return next(item["id"] for item in listed if item["type"] == VPC)


def test_an_import_shows_a_preview_then_imports_and_prints_the_code(project, made):
    done = project.nusa("import", VPC, "main", made, "--yes", "-s", "other")
    assert done.returncode == 0
    assert "Previewing import (other):" in done.stdout
    assert "Importing (other):" in done.stdout
    assert "    = 1 imported\n" in done.stdout
    code = done.stdout[done.stdout.index("Please copy") :]
    assert code.startswith(f"{COPY}import pulumi\nimport pulumi_aws as aws\n\n")
    assert 'main = aws.ec2.Vpc("main",\n    cidr_block="10.0.0.0/16",' in code
    assert "opts = pulumi.ResourceOptions(protect=True))\n" in code
    state = json.loads(project.nusa("stack", "export", "-s", "other").stdout)["deployment"]["resources"]
    assert [(r["id"], r["protect"]) for r in state if r["type"] == VPC] == [(made, True)]


def test_code_goes_to_a_file_and_protection_is_left_out(project, made):
    done = project.nusa("import", VPC, "main", made, "--skip-preview", "--protect=false", "--out", "main.txt", "-s", "other")
    assert done.returncode == 0
    assert "Previewing" not in done.stdout
    assert "Please copy" not in done.stdout
    written = (project.root / "main.txt").read_text()
    assert written.startswith("import pulumi\nimport pulumi_aws as aws\n")
    assert "protect" not in written


def test_a_preview_alone_imports_nothing(project, made):
    done = project.nusa("import", VPC, "main", made, "--preview-only", "-s", "other")
    assert done.returncode == 0
    assert "    = 1 to import\n" in done.stdout
    assert "Please copy" not in done.stdout
    assert not (project.root / ".nusa" / "stacks" / "shop" / "other.json").exists()


def test_a_file_of_many(project, made):
    project.write(
        "many.json", json.dumps({"resources": [{"type": VPC, "name": "a", "id": made}, {"type": VPC, "name": "b", "id": "vpc-no"}]})
    )
    done = project.nusa("import", "-f", "many.json", "--skip-preview", "-s", "other")
    assert done.returncode == 1
    assert "error: resource 'vpc-no' does not exist" in done.stdout
    assert "update failed: step application failed: resource 'vpc-no' does not exist" in done.stdout
    assert 'a = aws.ec2.Vpc("a"' in done.stdout


def test_json_holds_no_code(project, made):
    done = project.nusa("import", VPC, "main", made, "--skip-preview", "--json", "-s", "other")
    assert done.returncode == 0
    assert all(json.loads(line) for line in done.stdout.splitlines())


def test_a_type_without_a_class_is_imported_without_code(project):
    thing = {"type": "aws:nowhere/thing:Thing", "name": "thing", "id": "x", "outputs": {"a": 1}}
    project.write("one.json", json.dumps({"resources": [thing]}))
    done = project.nusa("import", "--file", "one.json", "--skip-preview", "-s", "dev")
    assert done.returncode == 1
    assert "    = 1 imported\n" in done.stdout
    assert "error: no code can be generated: the program's SDKs have no class for aws:nowhere/thing:Thing; fix: " in done.stderr


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        ((), 1, "an inline resource must be specified if no converter or import file is used, missing type, name, and id"),
        ((VPC,), 1, "an inline resource must be specified if no converter or import file is used, missing name and id"),
        ((VPC, "a"), 1, "an inline resource must be specified if no converter or import file is used, missing id"),
        ((VPC, "a", "b", "c"), 1, "only expected at most three arguments"),
        (("--file", "x.json", VPC), 1, "an inline resource may not be specified in conjunction with an import file"),
        (("--file", "x.json"), 1, "could not read import file: open x.json: no such file or directory"),
        ((VPC, "a", "b", "--parent", "foo"), 1, "invalid parent URN: 'foo'"),
        ((VPC, "a", "b", "--provider", "foo"), 1, f"the provider 'provider' for resource 'a' of type '{VPC}' is not a provider"),
        ((VPC, "a", "b", "-o", "nowhere/a.py"), 1, "could not open output file: open nowhere/a.py: no such file or directory"),
        ((VPC, "a", "b", "-o", "."), 1, "could not open output file: open .: is a directory"),
        (("vpc", "a", "b"), 1, 'import type "vpc" is not a valid resource type token.'),
    ],
)
def test_what_cannot_be_followed(project, args, code, message):
    done = project.nusa("import", *args, "--yes", "-s", "dev")
    assert done.returncode == code
    assert f"error: {message}" in done.stderr
    assert not (project.root / ".nusa" / "stacks" / "shop" / "dev.json").exists()


def test_nobody_to_ask(project):
    done = project.nusa("import", VPC, "main", "vpc-1", "-s", "dev")
    assert done.returncode == 2
    assert "error: --yes or --skip-preview or --preview-only must be passed in to proceed" in done.stderr


def test_the_import_file_of_a_preview(project):
    assert project.nusa("preview", "--import-file", "in.json", "-s", "dev").returncode == 0
    assert json.loads((project.root / "in.json").read_text())["resources"][0]["id"] == "<PLACEHOLDER>"
