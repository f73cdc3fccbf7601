"""`nusa state`, and the options that choose a part of a stack: texts and exit codes as the Pulumi CLI has them."""

from __future__ import annotations

import json

import pytest

URN = "urn:pulumi:dev::shop::"
STACK, VPC, IP = f"{URN}pulumi:pulumi:Stack::shop-dev", f"{URN}aws:ec2/vpc:Vpc::net", f"{URN}aws:ec2/eip:Eip::ip"
PROVIDER = f"{URN}pulumi:providers:aws::default"
PROGRAM = (
    "If you go ahead with moving these dependencies, it will be necessary to create the appropriate inputs and outputs in the "
    "program for the stack the resources are moved to."
)
PASSPHRASE = {"PULUMI_CONFIG_PASSPHRASE": "pw"}


def entry(urn, **others):
    type_ = urn.split("::")[2]
    custom = not type_.startswith("pulumi:pulumi")
    made = {"urn": urn, "custom": custom, "type": type_, **({"id": "1"} if custom else {})}
    return {**made, **({"provider": f"{PROVIDER}::1", "parent": STACK} if type_.startswith("aws") else {}), **others}


@pytest.fixture
def nusa(project):
    """`nusa` on a stack that has a network, an address that needs it, and their provider."""
    resources = [entry(STACK), entry(PROVIDER), entry(VPC), entry(IP, dependencies=[VPC])]
    data = {"version": 3, "deployment": {"manifest": {}, "resources": resources, "metadata": {"simulated": True}}}
    project.write("in.json", json.dumps(data))
    assert project.nusa("stack", "import", "--file", "in.json", **PASSPHRASE).returncode == 0
    return lambda *args: project.nusa(*args, **PASSPHRASE)


def exported(nusa):
    return json.loads(nusa("stack", "export").stdout)["deployment"].get("resources", [])


def test_resources_are_protected_and_unprotected(nusa):
    assert nusa("state", "protect", VPC, IP, "--yes").stdout == "2 resources protected\n"
    assert nusa("state", "unprotect", IP).stdout == "1 resources unprotected\n"
    assert [r["urn"] for r in exported(nusa) if r.get("protect")] == [VPC]
    assert nusa("state", "unprotect", "--all").stdout == "All resources unprotected\n"


def test_resources_are_tainted_and_untainted(nusa):
    assert nusa("state", "taint", IP).stdout == "1 resources tainted\n"
    assert [r["urn"] for r in exported(nusa) if r.get("taint")] == [IP]
    assert nusa("state", "untaint", "--all").stdout == "All resources untainted\n"


def test_resources_are_taken_out(nusa):
    refused = nusa("state", "delete", VPC)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"error: {VPC} can't be safely deleted because the following resources depend on it:\n")
    nusa("state", "protect", IP)
    forced = nusa("state", "rm", IP, "--force")
    assert forced.stdout == "Resource deleted\n"
    assert forced.stderr == f"warning: deleting protected resource {IP} due to presence of --force\n"
    assert nusa("state", "remove", "--all", "--yes").stdout == "Resources deleted\n"
    assert exported(nusa) == []


def test_a_resource_gets_another_name(nusa):
    assert nusa("state", "rename", VPC, "lan").stdout == "Resource renamed\n"
    assert exported(nusa)[-1]["dependencies"] == [VPC.replace("::net", "::lan")]


def test_resources_move_to_another_stack(nusa, project):
    project.stack("other")
    done = nusa("state", "mv", "--source", "dev", "--dest", "other", IP, "--yes")
    source, dest = "organization/shop/dev", "organization/shop/other"
    assert done.stdout.splitlines() == [
        f"Planning to move the following resources from {source} to {dest}:",
        "",
        f"  - {IP}",
        "",
        f"The following resources being moved to {dest} have dependencies on resources in {source}:",
        "",
        f"  - {IP} has a dependency on {VPC}",
        "",
        PROGRAM,
        "",
        f"Successfully moved resources from {source} to {dest}",
    ]
    assert IP not in {r["urn"] for r in exported(nusa_of(project, "dev"))}
    assert exported(nusa_of(project, "other"))[-1]["urn"] == IP.replace("dev", "other")


def nusa_of(project, stack):
    return lambda *args: project.nusa(*args, "--stack", stack, **PASSPHRASE)


def test_a_broken_state_is_repaired(nusa, project):
    assert nusa("state", "repair").stdout == "The snapshot is already valid; skipping repair\n"
    file = project.root / ".nusa/stacks/shop/dev.json"
    data = json.loads(file.read_text())
    data["deployment"]["resources"] = [r for r in data["deployment"]["resources"] if r["urn"] != VPC]
    file.write_text(json.dumps(data))
    assert nusa("stack", "export").returncode == 1
    assert nusa("state", "repair").stdout.splitlines() == [
        "The following resources will be modified to remove missing dependencies:",
        "",
        f"~ {IP}",
        f"  - {VPC} [dependency]",
        "State repaired successfully",
    ]
    assert [r["urn"] for r in exported(nusa)] == [STACK, PROVIDER, IP]


@pytest.mark.parametrize(
    ("args", "fault"),
    [
        (("state", "delete"), "Must supply <resource URN>"),
        (("state", "rename", VPC), "Must supply <resource URN> and <new name>"),
        (("state", "delete", "--all", VPC), "cannot specify a resource URN when deleting all resources"),
        (("state", "taint", "x"), 'No such resource "x" exists in the current state'),
        (("state", "move", VPC), "at least one of --source or --dest must be provided"),
        (("up", "--target", VPC, "--exclude", IP), "if any flags in the group [target exclude] are set none of the others can be"),
        (("destroy", "--yes", "--target", VPC, "--exclude-protected"), "you cannot specify --target and --exclude-protected"),
        (("destroy", "--yes", "--skip-preview", "--target", f"{VPC}x"), f"no resource named '{VPC}x' found"),
    ],
)
def test_what_cannot_be_done_is_said(nusa, args, fault):
    before = exported(nusa)
    done = nusa(*args)
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: {fault}")
    assert exported(nusa) == before


def test_a_person_is_asked_first(nusa, project):
    terminal = project.terminal("state", "protect", VPC, **PASSPHRASE)
    terminal.until(lambda text: "Confirm?" in text)
    terminal.type("n\n")
    assert terminal.end() == 1
    assert "confirmation declined" in terminal.text
    assert not any(r.get("protect") for r in exported(nusa))


def test_what_is_protected_can_be_spared(nusa, project):
    project.write("__main__.py", "")
    nusa("state", "protect", IP)
    told = "There were no unprotected resources to destroy. There are still 4 protected resources associated with this stack.\n"
    assert nusa("destroy", "--yes", "--exclude-protected").stdout == told
    nusa("state", "unprotect", IP)
    nusa("state", "protect", PROVIDER)
    done = nusa("destroy", "--yes", "--skip-preview", "--exclude-protected", "--target-dependents")
    assert done.stdout.splitlines()[-1] == (
        "All unprotected resources were destroyed. There are still 1 protected resources associated with this stack."
    )
    assert [r["urn"] for r in exported(nusa)] == [PROVIDER]
