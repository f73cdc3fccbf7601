"""`nusa stack`: texts, JSON and exit codes as the Pulumi CLI has them."""

from __future__ import annotations

import json
import stat

import pytest

from engine.signatures import SECRET, SIGNATURE

URN = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"
VPC = "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::net"
PASSPHRASE = {"PULUMI_CONFIG_PASSPHRASE": "pw"}


def deployment(outputs=None, *, simulated=True, urn=URN, others=()):
    stack = {"urn": urn, "custom": False, "type": "pulumi:pulumi:Stack", "outputs": outputs or {}}
    manifest = {"time": "2026-01-01T00:00:00.123456789Z", "magic": "", "version": ""}
    metadata = {"simulated": True} if simulated else {}
    return {"version": 3, "deployment": {"manifest": manifest, "resources": [stack, *others], "metadata": metadata}}


@pytest.fixture
def take(project):
    """Imports a deployment."""

    def taken(data, *args):
        project.write("in.json", data if isinstance(data, str) else json.dumps(data))
        return project.nusa("stack", "import", "--file", "in.json", *args, **PASSPHRASE)

    return taken


SHOWN = """\
Current stack outputs (6):
    OUTPUT  VALUE
    big     1e+21
    deep    {"a":["[secret]",1],"z":"<&>"}
    lines   one
            two
    n       null
    secret  [secret]
    text    plain
"""
OUTPUTS = {
    "text": "plain",
    "secret": {SIGNATURE: SECRET, "plaintext": '"planted"'},
    "deep": {"z": "<&>", "a": [{SIGNATURE: SECRET, "plaintext": '"planted"'}, 1]},
    "lines": "one\ntwo",
    "n": None,
    "big": 1e21,
}


def test_outputs_are_a_table_without_secrets(project, take):
    assert take(deployment(OUTPUTS)).stdout == "Import complete.\n"
    assert project.nusa("stack", "output").stdout == SHOWN


def test_one_output_is_printed_bare_and_as_json(project, take):
    take(deployment(OUTPUTS))
    assert project.nusa("stack", "output", "lines").stdout == "one\ntwo\n"
    assert project.nusa("stack", "output", "lines", "--json").stdout == '"one\\ntwo"\n'
    assert project.nusa("stack", "output", "deep", "-j").stdout == ('{\n  "a": [\n    "[secret]",\n    1\n  ],\n  "z": "<&>"\n}\n')


def test_outputs_show_secrets_only_when_asked(project, take):
    take(deployment(OUTPUTS))
    assert project.nusa("stack", "output", "secret", "--show-secrets", **PASSPHRASE).stdout == "planted\n"
    refused = project.nusa("stack", "output", "--show-secrets", PULUMI_CONFIG_PASSPHRASE="wrong")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("error: incorrect passphrase")


def test_an_output_that_is_not_there_ends_with_1(project):
    done = project.nusa("stack", "output", "nope")
    assert (done.returncode, done.stderr) == (1, "error: current stack does not have output property 'nope'\n")


def test_a_stack_without_outputs_says_so(project):
    text = "Current stack outputs (0):\n    No output values currently in this stack\n"
    assert project.nusa("stack", "output").stdout == text
    assert project.nusa("stack", "output", "--json").stdout == "{}\n"


@pytest.mark.parametrize("command", ["output", "export", "import"])
def test_a_stack_that_is_not_there_ends_with_6(project, command):
    done = project.nusa("stack", command, "-s", "nosuch")
    assert (done.returncode, done.stdout) == (6, "")
    assert done.stderr.startswith("error: no stack named 'nosuch' found")


def test_stacks_are_listed_with_their_states(project, take):
    project.stack("a-longer-name")
    take(deployment(), "-s", "dev")
    listed = project.nusa("stack", "ls", PULUMI_STACK="dev").stdout.splitlines()
    assert listed[0] == "NAME           LAST UPDATE    RESOURCE COUNT"
    assert listed[1] == "a-longer-name  n/a            n/a"
    assert listed[2].startswith("dev*           ")
    assert json.loads(project.nusa("stack", "ls", "--json").stdout) == [
        {"name": "a-longer-name", "current": False},
        {"name": "dev", "current": False, "lastUpdate": "2026-01-01T00:00:00.123Z", "resourceCount": 1},
    ]


def test_a_stack_whose_state_cannot_be_read_hides_no_other(project, take):
    project.stack("other")
    take(deployment(), "-s", "dev")
    state = next((project.root / ".nusa" / "stacks").rglob("dev.json"))
    state.write_text(state.read_text() + "x")
    done = project.nusa("stack", "ls")
    assert [line.split() for line in done.stdout.splitlines()[1:]] == [["dev", "n/a", "n/a"], ["other", "n/a", "n/a"]]
    assert done.stderr.startswith(f"warning: the state {state} is not as it was written")
    assert done.returncode == 0


def test_an_export_keeps_secrets_encrypted_and_needs_no_passphrase(project):
    project.nusa("up", "-y", "-f", **PASSPHRASE)
    exported = project.nusa("stack", "export", PULUMI_CONFIG_PASSPHRASE="wrong")
    assert exported.returncode == 0
    assert "planted" not in exported.stdout
    assert "ciphertext" in exported.stdout
    assert exported.stdout.startswith('{\n    "version": 3,\n    "deployment": {\n        "manifest": {\n')


def test_an_export_with_secrets_goes_to_a_file_for_its_owner_alone(project):
    project.nusa("up", "-y", "-f", **PASSPHRASE)
    done = project.nusa("stack", "export", "--show-secrets", "--file", "out.json", **PASSPHRASE)
    assert (done.returncode, done.stdout) == (0, "")
    file = project.root / "out.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(json.loads(file.read_text())["deployment"])[:2] == ["manifest", "secrets_providers"]
    assert "planted" in file.read_text()


def test_what_was_exported_with_secrets_comes_back_encrypted_and_changes_nothing(project, take):
    project.nusa("up", "-y", "-f", **PASSPHRASE)
    text = project.nusa("stack", "export", "--show-secrets", **PASSPHRASE).stdout
    assert take(text).stdout == "Import complete.\n"
    assert "planted" not in (project.root / ".nusa/stacks/shop/dev.json").read_text()
    assert project.nusa("preview", "--expect-no-changes", **PASSPHRASE).returncode == 0


def test_a_deployment_that_is_not_simulated_must_be_forced_and_is_then_marked(project, take):
    refused = take(deployment(simulated=False))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("error: 2 errors occurred:\n    1) the deployment is not marked as simulated")
    assert refused.stderr.endswith("2) importing this file could be dangerous; rerun with --force to proceed anyway\n")
    assert not list(project.root.rglob("dev.json"))
    forced = take(deployment(simulated=False), "--force")
    assert forced.stdout == "Import complete.\n"
    assert forced.stderr.startswith("warning: the deployment is not marked as simulated")
    assert json.loads(project.nusa("stack", "export").stdout)["deployment"]["metadata"] == {"simulated": True}


def test_another_stacks_deployment_must_be_forced(take):
    other = URN.replace(":dev::", ":prod::")
    assert f"1) resource '{other}' is from a different stack (prod != dev)\n" in take(deployment(urn=other)).stderr
    assert take(deployment(urn=other), "-f").returncode == 0


def test_what_does_not_hold_together_is_refused_even_by_force(project, take):
    take(deployment({"kept": 1}))
    bad = deployment(others=[{"urn": VPC, "custom": True, "id": "x", "type": "aws:ec2/vpc:Vpc", "parent": "gone"}])
    done = take(bad, "--force")
    assert done.returncode == 1
    assert f"1) state file contains errors: {VPC}: its parent gone is missing\n" in done.stderr
    assert project.nusa("stack", "output", "kept").stdout == "1\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "in.json is no JSON"),
        ("nonsense", "in.json is no JSON"),
        ('{"version": NaN}', "NaN is no JSON number"),
        ("[]", "in.json: the state is no deployment"),
        ('{"version": 9, "deployment": {}}', "has version 9, expected 3 or 4"),
        ('{"version": 3, "deployment": {"manifest": 3}}', "the state's manifest is 3, expected an object"),
        ('{"version": 3, "deployment": {"resources": 3}}', "the state's entries are no list"),
        ('{"version": 3, "deployment": {"resources": [{"urn": 3, "type": "t"}]}}', "urn is 3, expected a text"),
        ("[" * 100_000, "in.json is nested too deeply"),
    ],
)
def test_what_is_no_deployment_is_refused(project, take, text, message):
    done = take(text)
    assert done.returncode == 1
    assert message in done.stderr
    assert not list(project.root.rglob("dev.json"))


def test_a_file_that_cannot_be_opened_is_named(project):
    done = project.nusa("stack", "import", "--file", "gone.json")
    assert (done.returncode, done.stderr) == (1, "error: could not open file: open gone.json: no such file or directory\n")


def test_pending_operations_are_removed_with_a_warning(project, take):
    data = deployment()
    vpc = {"urn": VPC, "custom": True, "id": "x", "type": "aws:ec2/vpc:Vpc"}
    data["deployment"]["pending_operations"] = [{"resource": vpc, "type": "creating"}]
    assert take(data).stderr == f"warning: removing pending operation 'creating' on '{VPC}' from snapshot\n"
    assert "pending" not in project.nusa("stack", "export").stdout


def test_an_import_mends_a_state_that_cannot_be_read(project, take):
    take(deployment({"x": 1}))
    (project.root / ".nusa/stacks/shop/dev.json").write_text("damaged")
    assert project.nusa("stack", "output").returncode == 1
    assert take(deployment({"x": 2})).returncode == 0
    assert project.nusa("stack", "output", "x").stdout == "2\n"
