"""Schedules that are well-formed, and never due."""

from __future__ import annotations

import pytest

from components.schedule import cron_faults, is_never


@pytest.mark.parametrize("schedule", ["0 0 31 2 *", "0 0 30,31 feb *", "0 0 31 4,6,9-11/2 ?", "0 0 31/2 jun *"])
def test_days_that_no_month_of_a_schedule_has_never_come(schedule: str):
    assert not list(cron_faults(schedule))
    assert is_never(schedule)


@pytest.mark.parametrize(
    "schedule",
    ["30 2 * * *", "0 0 29 2 *", "0 0 31 1,2 *", "0 0 1,31 2 *", "0 0 31 2 mon", "0 0 31 2 */2", "0 0 20/5 2 *", "@monthly"],
)
def test_others_do(schedule: str):
    assert not list(cron_faults(schedule))
    assert not is_never(schedule)
