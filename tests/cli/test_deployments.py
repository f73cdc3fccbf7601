"""Preview, up and destroy through pipes: texts, JSON and exit codes."""

from __future__ import annotations

import json
import re
import subprocess

import pytest


def test_the_life_of_a_stack(project):
    planned = project.nusa("preview")
    assert planned.returncode == 0
    assert planned.stdout.startswith("Previewing update (dev):\n     Type                 Name      Plan\n")
    assert " +   └─ aws:ec2:Vpc       net       create\n" in planned.stdout
    assert "    id      : [unknown]\n" in planned.stdout
    assert planned.stdout.endswith("Resources:\n    + 2 to create\n")
    assert not (project.root / ".nusa" / "clouds.sqlite").exists()

    made = project.nusa("up", "--yes", "--skip-preview")
    assert made.returncode == 0
    assert made.stdout.startswith("Updating (dev):\n")
    assert re.search(r"^ \+  aws:ec2:Vpc net created \(\d+\.\d\ds\)$", made.stdout, re.MULTILINE)
    assert "Resources:\n    + 2 created\n\nDuration: " in made.stdout

    again = project.nusa("up", "--yes")
    assert "Resources:\n    2 unchanged\n" in again.stdout
    assert project.nusa("preview", "--expect-no-changes").returncode == 0

    changed = project.nusa("preview", "-c", "cidr=10.1.0.0/16", "--diff")
    assert '      ~ cidrBlock: "10.0.0.0/16" => "10.1.0.0/16"\n' in changed.stdout
    unexpected = project.nusa("preview", "-c", "cidr=10.1.0.0/16", "--expect-no-changes")
    assert unexpected.returncode == 7
    assert unexpected.stderr == "error: no changes were expected for preview but changes were proposed\n"
    assert (
        "Updating (dev):\n    on simulated clouds: nothing real is touched\n  pulumi:"
        in project.nusa("up", "--yes", "--diff").stdout
    )

    gone = project.nusa("destroy", "--yes")
    assert gone.returncode == 0
    assert "    - 2 deleted\n" in gone.stdout
    assert "Outputs:" not in gone.stdout
    assert gone.stdout.endswith("run `nusa stack rm dev`.\n")
    assert "empty" in project.nusa("clouds").stdout


def test_json_is_all_that_json_prints(project):
    digest = json.loads(project.nusa("preview", "--json").stdout)
    assert digest["changeSummary"] == {"create": 2}
    assert [step["op"] for step in digest["steps"]] == ["create", "create"]
    assert digest["config"] == {"aws:region": "ap-southeast-3"}

    events = [json.loads(line) for line in project.nusa("up", "--json", "--yes", "-f").stdout.splitlines()]
    assert "preludeEvent" in events[0]
    assert events[-2]["summaryEvent"]["resourceChanges"] == {"create": 2}
    assert events[-1]["cancelEvent"] == {}


@pytest.mark.parametrize(
    "args",
    [("preview",), ("preview", "--diff"), ("preview", "--json"), ("up", "-y"), ("up", "-y", "--json"), ("up", "-y", "--diff")],
)
def test_a_secret_is_never_printed(project, args):
    done = project.nusa(*args)
    assert done.returncode == 0
    assert "planted" not in done.stdout + done.stderr
    assert "[secret]" in done.stdout


def test_outputs_can_be_kept_back(project):
    for args in (("preview",), ("preview", "--diff"), ("up", "-y")):
        assert "password" not in project.nusa(*args, "--suppress-outputs").stdout


def test_a_failing_program_shows_its_own_frames_and_its_code(project):
    project.write("__main__.py", "import pulumi\n\ndef broken():\n    raise ValueError('no such zone')\n\nbroken()\n")
    done = project.nusa("preview")
    assert done.returncode == 1
    assert "    ValueError: no such zone\n" in done.stdout
    assert "line 4, in broken" in done.stdout
    assert "site-packages" not in done.stdout
    assert "    1 errored\n" in done.stdout

    project.write("__main__.py", "class Fault(Exception):\n    exit_code = 2\n\nraise Fault('Pulumi.dev.yaml:1:1 config: wrong')\n")
    assert project.nusa("preview").returncode == 2


def test_messages_of_a_rich_diff_go_to_standard_error(project):
    project.write("__main__.py", "import pulumi\npulumi.log.warn('mind the gap')\nprint('hello')\n")
    done = project.nusa("preview", "--diff")
    assert done.stderr.splitlines() == ["hello", "warning: mind the gap"] or done.stderr.splitlines() == [
        "warning: mind the gap",
        "hello",
    ]
    assert "mind" not in done.stdout


def test_a_reader_that_leaves_does_not_stop_an_update(project):
    process = project.start("up", "--yes", "-f")
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(60) == 0
    assert process.stderr is not None
    assert process.stderr.read() == ""
    assert "vpc-" in project.nusa("clouds").stdout


def test_another_run_holds_the_stack(project):
    project.write("__main__.py", "import pulumi, time\nprint('begun', flush=True)\ntime.sleep(60)\n")
    first = project.start("up", "-y", "-f")
    assert first.stdout is not None
    while "begun" not in first.stdout.readline():
        pass
    second = project.nusa("up", "-y", "-f")
    first.terminate()
    first.communicate(timeout=60)
    assert first.returncode == 1
    assert second.returncode != 0
    assert second.stdout == "Updating (dev):\n    on simulated clouds; not simulated: dynamic providers, if there are any\n\n"
    assert second.stderr.startswith("error: ")
    assert subprocess.run(["pgrep", "-P", str(first.pid)], capture_output=True, check=False).stdout == b""


def test_flags_may_be_written_as_pulumis(project):
    scripted = ("preview", "--diff=false", "--suppress-progress", "--suppress-permalink=true", "--show-sames=true")
    project.nusa("up", "-y", "-f")
    shown = project.nusa(*scripted).stdout
    assert "└─ aws:ec2:Vpc" in shown
    assert "(same)" not in shown


def test_secrets_are_shown_only_where_they_are_asked_for(project):
    shown = project.nusa("preview", "--show-secrets", "--diff").stdout
    assert '    password: "planted"\n' in shown
    assert "planted" not in project.nusa("preview", "--show-secrets", "--json").stdout


def test_a_preview_streams_json_where_the_environment_says_so(project):
    lines = project.nusa("preview", "--json", PULUMI_ENABLE_STREAMING_JSON_PREVIEW="true").stdout.splitlines()
    events = [json.loads(line) for line in lines]
    assert "preludeEvent" in events[0]
    assert events[-2]["summaryEvent"]["isPreview"]
    assert all(event["resourcePreEvent"]["planning"] for event in events if "resourcePreEvent" in event)


def test_the_configuration_is_shown_first(project):
    shown = project.nusa("preview", "--show-config").stdout
    assert shown.startswith("Previewing update (dev):\nConfiguration:\n    aws:region: ap-southeast-3\n\n     Type")
