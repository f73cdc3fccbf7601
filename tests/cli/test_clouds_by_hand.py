"""Objects changed and deleted by hand in the simulated clouds: a refresh sees it, and an update puts it right."""

from __future__ import annotations

import json


def test_drift_is_seen_and_repaired(project):
    assert project.nusa("up", "-y", "-f").returncode == 0
    assert "has drifted" in project.nusa("clouds", "drift", "net", "enableDnsSupport=false", "tags.owner=ops").stdout
    assert project.nusa("preview", "--expect-no-changes").returncode == 0  # nobody has looked yet

    planned = project.nusa("refresh", "--preview-only", "--diff").stdout
    assert "      + enableDnsSupport: false\n" in planned
    assert "    ~ 1 to update\n" in planned
    assert project.nusa("refresh", "--preview-only", "--expect-no-changes").returncode == 7
    seen = project.nusa("refresh", "--yes")
    assert seen.returncode == 0
    assert seen.stdout.startswith("Previewing refresh (dev):\n")
    assert "Refreshing (dev):\n" in seen.stdout
    assert "    ~ 1 updated\n" in seen.stdout

    repaired = project.nusa("up", "-y", "-f")
    assert "[diff: -enableDnsSupport~tags]" in repaired.stdout
    assert project.nusa("refresh", "-f", "--expect-no-changes").returncode == 0


def test_what_was_deleted_by_hand_is_made_again(project):
    project.nusa("up", "-y", "-f")
    before = json.loads(project.nusa("stack", "output", "--json").stdout)["id"]
    assert "is gone" in project.nusa("clouds", "delete", before).stdout
    done = project.nusa("up", "-y", "-f", "--refresh")
    assert done.returncode == 0
    assert "    + 1 created\n" in done.stdout
    assert json.loads(project.nusa("stack", "output", "--json").stdout)["id"] != before


def test_a_refresh_with_the_program_changes_nothing_in_the_clouds(project):
    project.nusa("up", "-y", "-f")
    project.nusa("clouds", "drift", "net", "tags.owner=ops")
    project.write("__main__.py", (project.root / "__main__.py").read_text() + '\nVpc("another", "10.9.0.0/16")\n')
    before = project.nusa("clouds", "--json").stdout
    done = project.nusa("refresh", "-f", "--run-program")
    assert done.returncode == 0
    assert "    ~ 1 updated\n" in done.stdout
    assert project.nusa("clouds", "--json").stdout == before


def test_the_project_may_refresh_always_and_a_run_may_refuse(project):
    project.write("Pulumi.yaml", "name: shop\nruntime: python\noptions:\n  refresh: always\n")
    project.nusa("up", "-y", "-f")
    project.nusa("clouds", "delete", "net")
    for args, changes in (((), 7), (("--refresh=false",), 0), (("-r",), 7), (("--refresh",), 7)):
        assert project.nusa("preview", "--expect-no-changes", *args).returncode == changes, args
    assert "    - 1 deleted\n" in project.nusa("destroy", "-y", "-f").stdout  # the stack alone


def test_faults_of_the_options(project):
    for args, said in (
        (("preview", "--refresh=perhaps"), "unable to determine value for --refresh"),
        (("refresh",), "--yes or --skip-preview or --preview-only must be passed in"),
        (("refresh", "--preview-only", "--yes"), "--yes and --preview-only cannot be used together"),
        (("destroy", "--preview-only", "--skip-preview"), "--skip-preview and --preview-only cannot be used together"),
        (("refresh", "-y", "--import-pending-creates", "urn"), "each URN must be followed by an ID"),
        (("clouds", "drift", "net", "tags"), "expected PATH=VALUE"),
        (("clouds", "drift", "nothing", "a=1"), "no object 'nothing' in the simulated clouds"),
        (("clouds", "delete", "nothing"), "no object 'nothing' in the simulated clouds"),
    ):
        done = project.nusa(*args)
        assert done.returncode, args
        assert said in done.stderr, args
    project.write("Pulumi.yaml", "name: shop\nruntime: python\noptions:\n  refresh: never\n")
    assert 'Pulumi.yaml:4:3 options.refresh: "never", expected always' in project.nusa("preview").stderr


def test_the_question_says_that_no_resource_is_touched(project):
    project.nusa("up", "-y", "-f")
    terminal = project.terminal("refresh")
    terminal.until(lambda text: "[yes/no/details]" in text)
    assert "No resources will be modified as part of this refresh; just your stack's state will be." in " ".join(
        terminal.text.split()
    )
    terminal.type("yes\n")
    assert terminal.end() == 0
    assert "    2 unchanged\n" in terminal.text
