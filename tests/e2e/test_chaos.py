"""A seeded selection of what `make chaos` does: kills, clouds that fail at random, two updates at once."""

from __future__ import annotations

import random

import pytest

from tests.chaos.kills import SCENARIOS, Kills
from tests.chaos.rivals import rivals
from tests.chaos.stack import Stack
from tests.chaos.weather import storm


@pytest.fixture(scope="module")
def kills(tmp_path_factory) -> Kills:
    return Kills(tmp_path_factory.mktemp("kills") / "stacks")


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_run_that_was_killed_anywhere_leaves_no_trace_after_the_next(kills, scenario, seed):
    kill = kills.once(scenario, random.Random(f"{scenario}/{seed}"))
    assert kill.killed, "the run ended before it could be killed"
    assert kill.faults == ()


def test_clouds_that_fail_one_call_in_ten_are_overcome(tmp_path):
    calm = Stack(tmp_path / "calm")
    for step in (0, 1):
        calm.configure(step)
        assert calm.run("up", "--yes", "--skip-preview").returncode == 0
    lived = storm(tmp_path / "storm", calm, "3")
    assert lived.faults == ()
    assert max(lived.runs) > 1, "no call failed"


def test_of_two_updates_at_once_one_is_refused_with_the_owners_name(tmp_path):
    assert rivals(tmp_path / "stack") == []
