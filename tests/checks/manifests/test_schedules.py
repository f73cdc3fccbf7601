"""The schedules of CronJobs."""

from __future__ import annotations

import pytest

from components.schedule import cron_faults as faults


@pytest.mark.parametrize(
    "schedule",
    [
        "30 2 * * *",
        "*/5 * * * *",
        "0 0 1,15 * mon-fri",
        "0 9-17/2 * JAN 0",
        "@hourly",
        "@every 1h30m",
        "0 0 ? * *",
        "59 23 31 12 6",
    ],
)
def test_what_is_one(schedule):
    assert list(faults(schedule)) == []


@pytest.mark.parametrize(
    ("schedule", "reason"),
    [
        ("30 2 * *", "which has 4 fields, expected 5"),
        ("60 2 * * *", "'60' is no minute: expected 0 to 59"),
        ("0 24 * * *", "'24' is no hour"),
        ("0 0 0 * *", "'0' is no day of the month: expected 1 to 31"),
        ("0 0 * 13 *", "'13' is no month"),
        ("0 0 * * 7", "'7' is no day of the week: expected 0 to 6"),
        ("*/0 * * * *", "'*/0' is no minute"),
        ("9-5 * * * *", "'9-5' is no minute"),
        ("@noon", "which has 1 fields, expected 5"),
        ("CRON_TZ=UTC 0 0 * * *", "which has a field of its own"),
    ],
)
def test_what_is_none(schedule, reason):
    assert any(reason in fault for fault in faults(schedule))
