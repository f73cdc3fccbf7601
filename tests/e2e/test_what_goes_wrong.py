"""A killed run, a cloud that is down, a file with faults: nothing is lost, and the next run converges."""

from __future__ import annotations

import json
import signal
import time


def test_a_killed_update_ends_like_an_undisturbed_one(project, shape):
    process = project.start("up", "-s", "staging", "--yes", "--skip-preview")
    clouds = project.root / ".nusa" / "clouds.sqlite"
    journal = project.root / ".nusa" / "stacks" / "nusantara"
    deadline = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < deadline:
        if clouds.exists() and any(p.stat().st_size > 20_000 for p in journal.glob("*journal*")):
            break
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL, "the run ended before it could be killed"

    project.ok("up", "-s", "staging", "--yes")
    healed = project.resources("staging")
    objects = project.objects()
    assert project.changes("staging") == {}
    project.ok("destroy", "-s", "staging", "--yes")
    assert project.objects() == [], "an object that the state did not know was left behind"

    project.bring_up("staging")
    assert shape(healed) == shape(project.resources("staging"))
    assert len(objects) == len(project.objects())


def test_a_cloud_that_is_down_does_not_hold_up_the_other(project):
    project.bring_up("staging")
    project.edit("staging", "cost-centre: ", "cost-centre: new-")
    project.ok("clouds", "fail", "alicloud")

    down = project.nusa("up", "-s", "staging", "--yes", "--skip-preview", "--continue-on-error")
    assert down.returncode != 0
    digest = json.loads(project.ok("preview", "-s", "staging", "--json"))
    left = [step["urn"] for step in digest["steps"] if step["op"] != "same"]
    assert left, "nothing of Alibaba Cloud can have been updated"
    assert [urn for urn in left if "aws:" in urn or "-aws" in urn] == [], "AWS must have got all of its change"

    project.ok("clouds", "heal", "alicloud")
    project.ok("up", "-s", "staging", "--yes", "--skip-preview")
    assert project.changes("staging") == {}


def test_clusters_come_up_from_anywhere_and_what_is_inside_from_within(project):
    """The first update of docs/private-clusters.md: what stands in clusters follows once something reaches them."""
    project.ok("up", "-s", "development", "--yes", "--skip-preview", "--exclude", "**$kubernetes:**", "--exclude-dependents")
    made = {each["type"].partition(":")[0] for each in project.objects()}
    assert (made & {"aws", "alicloud"} != set(), "kubernetes" in made) == (True, False)

    project.ok("up", "-s", "development", "--yes", "--skip-preview")
    assert "kubernetes" in {each["type"].partition(":")[0] for each in project.objects()}
    assert project.changes("development") == {}


def test_private_names_come_up_on_one_cloud_while_the_other_is_down(project):
    project.ok("clouds", "fail", "alicloud")
    down = project.nusa("up", "-s", "staging", "--yes", "--skip-preview", "--continue-on-error")
    assert down.returncode != 0
    made = {each["type"] for each in project.objects()}
    assert {"aws:route53/zone:Zone", "aws:route53/record:Record"} <= made
    assert not [token for token in made if token.startswith("alicloud:")]

    project.ok("clouds", "heal", "alicloud")
    project.ok("up", "-s", "staging", "--yes", "--skip-preview")
    assert {"alicloud:pvtz/zone:Zone", "alicloud:pvtz/zoneAttachment:ZoneAttachment"} <= {
        each["type"] for each in project.objects()
    }
    assert project.changes("staging") == {}


def test_faults_are_told_at_once_and_nothing_is_written(project):
    project.edit("development", "zones: [a, b]", "zones: [a, q]")
    project.edit("development", "tier: development", "tier: development\n    domian: shop.example")
    done = project.nusa("up", "-s", "development", "--yes")
    assert done.returncode == 2
    told = done.stdout + done.stderr
    assert "stacks/Pulumi.development.yaml:" in told
    assert "domian" in told
    assert "zones" in told
    assert "Traceback" not in told
    assert not (project.root / ".nusa" / "clouds.sqlite").exists() or project.objects() == []


def test_a_secret_inside_the_environment_is_refused_where_it_stands(project):
    project.edit("development", "domain: development.shop.example", "domain: {secure: AAABAO1z}")
    done = project.nusa("preview", "-s", "development")
    assert done.returncode == 2
    assert "stacks/Pulumi.development.yaml:4:5 domain: a secret, expected plain data" in done.stdout


def test_an_unknown_stack_has_pulumis_exit_code(project):
    done = project.nusa("preview", "-s", "produktion")
    assert done.returncode == 6
    assert "production" in done.stdout + done.stderr
