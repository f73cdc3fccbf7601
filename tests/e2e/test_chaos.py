"""A seeded selection of what `make chaos` does: kills, clouds that fail at random, two updates at once."""

from __future__ import annotations

import random

from tests.chaos.kills import SCENARIOS, Kills
from tests.chaos.rivals import rivals
from tests.chaos.stack import Stack
from tests.chaos.weather import storm


def test_runs_that_were_killed_anywhere_leave_no_trace_after_the_next(tmp_path):
    kills, chance = Kills(tmp_path / "stacks"), random.Random(7)
    found = [kills.once(scenario, chance) for scenario in (*SCENARIOS, *SCENARIOS)]
    assert [kill for kill in found if kill.faults] == []
    assert sum(kill.killed for kill in found) >= len(SCENARIOS), "runs ended before they could be killed"


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
