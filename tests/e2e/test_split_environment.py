"""One stack taken apart into one a site and one for what joins them, run together, with a cloud that fails, and put together again."""

from __future__ import annotations

import json
import os
import re
import subprocess

import pytest

from tests.e2e.conftest import ROOT
from tests.support.commands import commands

SPLIT = "    split: site\n"
ENVIRONMENT = """\
config:
  nusantara:environment:
    tier: development
    domain: shop.example
    tags: {owner: platform}
    address_space: 10.64.0.0/12
    private_dns: {zone: internal.shop.example, records: {db: {type: A, values: [10.64.0.9]}}}
    sites:
      jakarta:
        cloud: aws
        region: ap-southeast-3
        zones: [a]
        country: id
        network: {cidr: 10.64.0.0/16, pods: 10.65.0.0/16, nat: none}
      batam:
        cloud: alicloud
        region: ap-southeast-5
        zones: [a]
        country: id
        network: {cidr: 10.68.0.0/16, pods: 10.69.0.0/16, nat: none}
"""
STACKS = ("test-jakarta", "test-batam", "test-global")


@pytest.fixture
def quick(project, monkeypatch):
    """The project, its commands forked off one process."""

    def nusa(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", "COLUMNS": "140"}
        code, out, err = commands().run(arguments, project.root, environment, 240)
        return subprocess.CompletedProcess(arguments, code, out, err)

    monkeypatch.setattr(project, "nusa", nusa)
    return project


@pytest.fixture
def small(quick):
    """A small environment that is one stack, brought up."""
    project = quick
    file = project.root / "stacks" / "Pulumi.test.yaml"
    file.write_text(ENVIRONMENT)
    project.ok("up", "-s", "test", "--yes", "--skip-preview")
    return project


def summary(text: str) -> dict[str, str]:
    """What the summary says of each stack."""
    _, _, rows = text.partition("Stacks of test:\n")
    return {name: " ".join(rest.split()) for name, _, rest in (row.partition(" ") for row in rows.splitlines()[1:])}


def ids(project) -> dict[str, str]:
    """The id of every object in every state, by its URN without the stack."""
    found = {}
    for file in (project.root / ".nusa" / "stacks" / "nusantara").glob("*.json"):
        for each in json.loads(file.read_text())["deployment"].get("resources", ()):
            if each.get("id") and not each["type"].startswith("pulumi:"):
                assert found.setdefault(each["urn"].partition("::")[2], each["id"]) == each["id"]
    return found


def test_taken_apart_nothing_is_replaced_and_put_together_again_neither(small):
    before, objects = ids(small), small.objects()
    small.edit("test", "    sites:\n", f"{SPLIT}    sites:\n")
    refused = small.nusa("preview", "-s", "test")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "fix: run `nusa stack split -s test`" in refused.stderr

    assert small.nusa("stack", "split", "-s", "test").stderr.startswith("error: --yes must be passed to proceed")
    told = small.ok("stack", "split", "-s", "test", "--yes")
    assert re.search(r"- test: \d+ resources", told)
    assert all(f"+ {stack}: " in told for stack in STACKS)
    assert ids(small) == before
    assert [len(small.resources(stack)) > 1 for stack in (*STACKS, "test")] == [True, True, True, False]
    found = summary(small.ok("preview", "-s", "test", "--expect-no-changes"))
    assert list(found) == list(STACKS)
    assert all(re.fullmatch(r"previewed \d+ unchanged", text) for text in found.values()), found

    # A cloud is down: its site fails, the other is brought up, and what joins them may go on with what the site had told.
    small.edit("test", "owner: platform", "owner: somebody")
    small.ok("clouds", "fail", "alicloud", "ap-southeast-5")
    run = small.nusa("up", "-s", "test", "--yes", "--skip-preview")
    found = summary(run.stdout)
    assert run.returncode != 0
    assert found["test-jakarta"].startswith("updated ~ ")
    assert found["test-batam"].startswith(f"failed ({run.returncode})")
    assert found["test-global"] == "skipped since test-batam failed"
    assert "updated" in small.ok("up", "-s", "test-global", "--yes", "--skip-preview")
    small.ok("clouds", "heal")

    small.edit("test", SPLIT, "")
    refused = small.nusa("up", "-s", "test", "--yes")
    assert "fix: run `nusa stack join -s test`" in refused.stderr
    small.ok("stack", "join", "-s", "test", "--yes")
    assert ids(small) == before
    assert small.objects() == objects
    assert set(small.changes("test")) == {"update"}, "the tag that the site that had failed has yet to get"
    assert not list((small.root / "stacks").glob("Pulumi.test-*.yaml"))


def test_what_has_no_file_or_was_never_brought_up_is_told_with_what_comes_first(quick):
    project = quick
    file = project.root / "stacks" / "Pulumi.test.yaml"
    file.write_text(ENVIRONMENT.replace("    sites:\n", f"{SPLIT}    sites:\n"))
    assert "test-jakarta, test-batam, test-global have no files yet" in project.nusa("up", "-s", "test", "--yes").stderr
    assert "there is nothing to split\n  wrote Pulumi.test-jakarta.yaml\n" in project.ok("stack", "split", "-s", "test")
    assert project.nusa("up", "-s", "test-global", "--yes").stderr == (
        "error: what joins the sites reads test-jakarta, test-batam, never brought up yet; "
        "fix: bring them up first, or all of them with `nusa up -s test`\n"
    )
    planned = summary(project.ok("preview", "-s", "test"))
    assert all(re.fullmatch(r"previewed \+ \d+ to create", planned[stack]) for stack in STACKS), planned
