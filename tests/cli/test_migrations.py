"""`nusa migrations`: the steps of an environment, as they are read from its files alone."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Project
from tests.stacks.conftest import RELEASES, edited
from tests.stacks.test_migration_faults import moving


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A project whose environment is on its second step, and no program."""
    project = Project.__new__(Project)
    project.root = tmp_path_factory.mktemp("shop")
    project.write("Pulumi.yaml", "name: nusantara\nruntime: python\nstackConfigDir: stacks\n")
    (project.root / "stacks" / "releases").mkdir(parents=True)
    project.write("stacks/Pulumi.test.yaml", edited(moving(more="        step: 2\n        time_zone: Asia/Jakarta\n")))
    project.write("stacks/releases/test.yaml", RELEASES)
    return project


def test_a_step_is_due_at_a_moment_by_the_clocks_of_its_zone(shop):
    for at, standing in (("2027-01-17T16:59Z", "next"), ("2027-01-17T17:00Z", "due"), ("2027-01-25 08:00 Asia/Jakarta", "overdue")):
        done = shop.nusa("migrations", "-s", "test", "--json", "--at", at)
        (found,) = json.loads(done.stdout)["migrations"]
        assert (found["step"], found["next"], found["back"], found["steps"][3]["standing"]) == (2, 3, 1, standing)


def test_tables_and_markdown(shop):
    text, markdown = (shop.nusa("migrations", "-s", "test", *options).stdout for options in ((), ("--markdown",)))
    assert "       3  2027-01-18      50%    50%     25  next" in text.splitlines()
    assert "| 3 | 2027-01-18 | 50% | 50% | 25 | next |" in markdown.splitlines()


def test_one_form_at_a_time(shop):
    done = shop.nusa("migrations", "-s", "test", "--json", "--markdown")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--json and --markdown cannot be used together" in done.stderr
