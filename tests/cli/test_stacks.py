"""`nusa stack` alone, and stacks that come, get another name and go."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def made(project):
    """A project whose stack has been brought up."""
    assert project.nusa("up", "-y", "-f").returncode == 0
    return project


def test_a_stack_is_shown_with_what_it_holds_and_gives(made):
    shown = made.nusa("stack").stdout
    assert shown.startswith("Current stack is dev:\n    Managed by nusa, on simulated clouds\n    Last updated: ")
    assert "Current stack resources (3):\n    TYPE                     NAME\n    pulumi:pulumi:Stack      shop-dev\n" in shown
    assert "    ├─ aws:ec2/vpc:Vpc       net\n    └─ pulumi:providers:aws  default" in shown
    assert "Current stack outputs (2):\n    OUTPUT    VALUE\n" in shown
    assert "    password  [secret]\n" in shown
    assert "planted" not in shown
    assert "    password  planted\n" in made.nusa("stack", "--show-secrets").stdout


def test_urns_and_ids_stand_below_the_rows(made):
    (vpc,) = json.loads(made.nusa("clouds", "list", "--json").stdout)
    shown = made.nusa("stack", "-u", "-i").stdout
    assert (
        f"    ├─ aws:ec2/vpc:Vpc       net\n    │     URN: urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::net\n    │     ID: {vpc['id']}\n"
    ) in shown


def test_a_stack_as_json(made):
    document = json.loads(made.nusa("stack", "--json").stdout)
    assert (document["project"], document["stack"], document["outputs"]["password"]) == ("shop", "dev", "[secret]")
    assert document["resources"][0]["name"] == "shop-dev"


def test_a_stack_without_a_state(project):
    shown = project.nusa("stack").stdout
    assert "    No updates yet; run `nusa up`\nCurrent stack resources (0):\n    No resources currently in this stack\n" in shown
    assert project.nusa("stack", "--show-name").stdout == "dev\n"


def test_the_stack_may_be_named_before_the_subcommand(project):
    project.stack("prod")
    assert project.nusa("stack", "-s", "prod", "--show-name").stdout == "prod\n"
    assert project.nusa("stack", "-s", "prod", "output").returncode == 0
    assert project.nusa("stack", "output").returncode == 2


def test_outputs_for_a_shell(made):
    assert "\npassword='[secret]'\n" in made.nusa("stack", "output", "--shell").stdout
    both = made.nusa("stack", "output", "--shell", "--json")
    assert (both.returncode, both.stderr) == (2, "error: only one of --json and --shell may be set\n")


def test_a_stack_is_removed_only_without_resources(made):
    assert made.nusa("stack", "rm").stderr == "error: non-interactive mode requires --yes flag\n"
    refused = made.nusa("stack", "rm", "--yes")
    assert refused.returncode == 1
    assert refused.stderr.startswith("error: 'dev' still has resources; removal rejected. Possible actions:\n")
    assert made.nusa("stack", "output").stdout.startswith("Current stack outputs (2)")

    made.nusa("destroy", "-f")
    removed = made.nusa("stack", "rm", "dev", "-y")
    assert removed.stdout == "Stack 'dev' has been removed!\nIts file stays: Pulumi.dev.yaml\n"
    assert "dev*  n/a " in made.nusa("stack", "ls").stdout
    assert not list((made.root / ".nusa" / "history").rglob("*.json"))
    assert list((made.root / ".nusa" / "backups").rglob("*.json")), "what the state was is kept"


def test_by_force_a_stack_goes_and_leaves_its_resources(made):
    assert made.nusa("stack", "rm", "-y", "--force", "--remove-backups").returncode == 0
    assert "1 object\n" in made.nusa("clouds").stdout
    assert not list((made.root / ".nusa" / "backups").rglob("*.json"))


def test_removing_is_confirmed_by_the_name(made):
    made.nusa("destroy", "-f")
    for typed, code in (("yes\n", 1), ("dev\n", 0)):
        terminal = made.terminal("stack", "rm")
        terminal.until(lambda text: "by typing `dev`:" in text)
        terminal.type(typed)
        assert terminal.end() == code
    assert "This will permanently remove the 'dev' stack!" in terminal.text


def test_a_renamed_stack_is_the_same_stack(made):
    secret = made.nusa("stack", "output", "password", "--show-secrets").stdout
    renamed = made.nusa("stack", "rename", "live")
    assert (renamed.returncode, renamed.stdout) == (0, "Renamed dev to live\n")
    assert not (made.root / "Pulumi.dev.yaml").exists()
    assert "Resources:\n    2 unchanged\n" in made.nusa("preview").stdout
    assert made.nusa("stack", "output", "password", "--show-secrets").stdout == secret
    assert "dev" not in made.nusa("stack", "export").stdout
    assert [path.name[:4] for path in (made.root / ".nusa" / "history" / "shop" / "live").iterdir()] == ["live"]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("init", "dev"), "stack 'organization/shop/dev' already exists"),
        (("rename", "prod"), "a stack named prod already exists"),
        (("rename", "no good"), "hyphens, underscores, or periods: invalid character ' ' at position 2"),
        (("init", "x" * 101), "a stack name cannot exceed 100 characters"),
        (("init", "new", "--copy-config-from", "prdo"), "no stack named 'prdo' found; fix: did you mean 'prod'?"),
        (("graph", "no/where.dot"), "could not open file: open no/where.dot: no such file or directory"),
    ],
)
def test_names_and_files_that_cannot_be(project, args, told):
    project.stack("prod")
    refused = project.nusa("stack", "-s", "dev", *args)
    assert refused.returncode in (1, 6)
    assert refused.stderr == f"error: {told}\n" or refused.stderr.endswith(f"{told}\n")
    assert sorted(path.name for path in project.root.glob("Pulumi.*.yaml")) == ["Pulumi.dev.yaml", "Pulumi.prod.yaml"]


def test_a_stack_begins_as_a_copy(project):
    assert project.nusa("stack", "init", "two", "--copy-config-from", "dev").stderr == "Created stack 'two'\n"
    assert (project.root / "Pulumi.two.yaml").read_bytes() == (project.root / "Pulumi.dev.yaml").read_bytes()
    assert project.nusa("preview", "-s", "two").returncode == 0


def test_a_new_stack_has_a_salt_where_there_is_a_passphrase(project):
    project.nusa("stack", "init", "two", PULUMI_CONFIG_PASSPHRASE="open")
    assert (project.root / "Pulumi.two.yaml").read_text().startswith("encryptionsalt: v1:")
    project.nusa("stack", "init", "three")
    assert (project.root / "Pulumi.three.yaml").read_text() == "config: {}\n"


def test_the_graph(made):
    drawn = made.nusa("stack", "graph", "stack.dot", "--short-node-name", "--ignore-dependency-edges")
    assert drawn.stderr == "Wrote stack dependency graph to `stack.dot`\n"
    text = (made.root / "stack.dot").read_text()
    assert text.startswith('strict digraph {\n    Resource0 [label="net"];\n    Resource0 -> Resource1 [color = "#AA6639"];\n')
