"""Policy packs on the command line."""

from __future__ import annotations

from tests.support.packs import pack

RULES = """
def look(args, report):
    if args.resource_type == "aws:ec2/vpc:Vpc":
        report(f"{args.get_config().get('why')} {args.props['cidrBlock']}")

PolicyPack("rules", [ResourceValidationPolicy("no-vpc", "No VPCs.", look, EnforcementLevel.MANDATORY)])
"""


def test_a_preview_fails_at_its_end_and_an_update_before_the_resource(project):
    pack(project.root, RULES)
    (project.root / "why.json").write_text('{"no-vpc": {"why": "costly"}}')
    asked = ("--policy-pack", "rules", "--policy-pack-config", "why.json")
    expected = """
Policies:
    ❌ rules@v1.2.3 (local: rules)
        - [mandatory]  no-vpc  (aws:ec2:Vpc: net)
          No VPCs.
          costly 10.0.0.0/16
"""
    planned = project.nusa("preview", *asked)
    assert planned.returncode == 1
    assert expected in planned.stdout
    assert " +   └─ aws:ec2:Vpc       net       create\n" in planned.stdout
    made = project.nusa("up", "--yes", "--skip-preview", *asked)
    assert made.returncode == 1
    assert expected in made.stdout
    assert "aws:ec2:Vpc" not in made.stdout.split("Policies:")[0]
    assert made.stderr == ""


def test_paths_are_relative_to_the_directory_that_the_command_runs_in(project, tmp_path_factory):
    pack(project.root, RULES)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    asked = ("-C", str(project.root), "preview", "--policy-pack", "rules")
    project.root = elsewhere
    assert "❌ rules@v1.2.3 (local: rules)" in project.nusa(*asked).stdout


def test_what_cannot_be_run_is_told_with_pulumis_exit_code_and_nothing_begins(project):
    missing = project.nusa("up", "--yes", "--policy-pack", "gone", "--policy-pack", "lost")
    why = "open {0}/PulumiPolicy.yaml: no such file or directory"
    assert missing.returncode == 1
    assert missing.stderr.splitlines() == [
        f'error: failed to load Pulumi policy project located at "{name}": {why.format(name)}' for name in ("gone", "lost")
    ]
    assert not list((project.root / ".nusa").rglob("*.json"))
    for options, text in (
        (("--policy-pack-config", "x"), '"--policy-pack-config" must be specified with "--policy-pack"'),
        (
            ("--policy-pack", "a", "--policy-pack", "b", "--policy-pack-config", "x"),
            'the number of "--policy-pack-config" flags must match the number of "--policy-pack" flags',
        ),
    ):
        refused = project.nusa("preview", *options)
        assert (refused.returncode, refused.stderr) == (1, f"error: {text}\n")


def test_commands_that_register_nothing_take_no_pack(project):
    for command in ("destroy", "refresh"):
        assert "No such option: --policy-pack" in project.nusa(command, "--yes", "--policy-pack", "rules").stderr
