"""Rule `action-time`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from checks.finding import Severity
from checks.judgement import judge
from checks.plan import Kind

from ..shop import (
    ESS_FLEET,
    FLEET,
    SALE_TIME,
    SCHEDULE,
    TASK,
    change,
    found,
    plan,
)


class TestActionTime:
    def test_what_is_past_is_refused_by_both_clouds(self):
        up = "sale-up-2612241500"
        made = (
            change(SCHEDULE, f"java-transcoder-{up}", Kind.CREATED, FLEET, {"startTime": "2026-12-24T15:00:00Z"}),
            change(TASK, f"bali-transcoder-{up}", Kind.REPLACED, ESS_FLEET, {"launchTime": "2026-12-24T15:00Z"}),
        )
        refused = found("action-time", plan(*made))
        assert [(finding.severity, finding.reason) for finding in refused] == [
            (Severity.ERROR, f"it would begin at 2026-12-24 15:00 UTC, which is past, and {cloud} refuses it")
            for cloud in ("Alibaba Cloud", "AWS")
        ]
        assert {finding.fix for finding in refused} == {"move since of sale to a day to come"}
        assert judge(plan(*made), SALE_TIME).refused

    def test_a_task_of_ess_begins_in_90_days_at_most(self):
        far = change(TASK, "bali-transcoder-sale-up-2612241500", Kind.CREATED, ESS_FLEET, {"launchTime": "2026-12-24T15:00Z"})
        (finding,) = found("action-time", plan(far), datetime(2026, 9, 1, tzinfo=UTC))
        assert finding.reason == "it begins at 2026-12-24 15:00 UTC, in 115 days, and Alibaba Cloud takes it 90 days ahead at most"
        assert finding.fix == "declare its event on 2026-09-26 or later, or with since and until nearer"
        assert found("action-time", plan(far), datetime(2026, 9, 25, 15, tzinfo=UTC)) == []

    def test_what_exceeds_a_limit_by_hours_is_told_as_a_day_more(self):
        far = change(TASK, "bali-transcoder-sale-up-2612241500", Kind.CREATED, ESS_FLEET, {"launchTime": "2026-12-24T15:00Z"})
        (finding,) = found("action-time", plan(far), datetime(2026, 9, 25, 14, tzinfo=UTC))
        assert finding.reason == "it begins at 2026-12-24 15:00 UTC, in 91 days, and Alibaba Cloud takes it 90 days ahead at most"

    def test_a_task_of_ess_recurs_for_365_days_at_most(self):
        times = {"launchTime": "2026-12-24T15:00Z", "recurrenceEndTime": "2027-12-23T15:00Z"}
        made = change(TASK, "bali-transcoder-sale-up-2612241500", Kind.CREATED, ESS_FLEET, times)
        (finding,) = found("action-time", plan(made), datetime(2026, 12, 20, tzinfo=UTC))
        assert finding.severity is Severity.ERROR
        assert finding.reason == "it recurs until 2027-12-23 15:00 UTC, for 369 days, and Alibaba Cloud takes 365 at most"
        assert finding.fix == "end its event by 2027-12-18, and prolong it then"
        assert found("action-time", plan(made), datetime(2026, 12, 24, tzinfo=UTC)) == []

    def test_an_update_on_aws_says_the_start_again_and_one_of_ess_does_not(self):
        made = (
            change(SCHEDULE, "java-transcoder-sale-up-2612241500", Kind.UPDATED, FLEET, {"startTime": "2026-12-24T15:00:00Z"}),
            change(TASK, "bali-transcoder-sale-up-2612241500", Kind.UPDATED, ESS_FLEET, {"launchTime": "2026-12-24T15:00Z"}),
        )
        (finding,) = found("action-time", plan(*made))
        assert finding.severity is Severity.WARNING
        assert finding.reason == "its update says its start of 2026-12-24 15:00 UTC again, which is past, and AWS refuses that"
        assert finding.fix == (
            "bring it up with --refresh, which reads when it begins next, or move since of sale to a day to come"
        )

    @pytest.mark.parametrize(
        ("kind", "new", "at"),
        [
            (Kind.UPDATED, {"startTime": "2027-01-24T15:00:00Z"}, SALE_TIME),
            (Kind.UPDATED, {"startTime": "2026-12-24T15:00:00Z"}, None),
            (Kind.DELETED, {}, SALE_TIME),
            (Kind.CREATED, {"startTime": "2027-12-24T15:00:00Z"}, SALE_TIME),
            (Kind.CREATED, {"startTime": "2026-12-24T15:00:00Z"}, None),
            (Kind.CREATED, {}, SALE_TIME),
        ],
    )
    def test_what_stays_or_comes_is_fine(self, kind, new, at):
        assert found("action-time", plan(change(SCHEDULE, "java-transcoder-sale-up-2612241500", kind, FLEET, new)), at) == []

    def test_of_an_event_that_is_not_known_by_its_name(self):
        (finding,) = found(
            "action-time", plan(change(SCHEDULE, "mine", Kind.CREATED, "x::y", {"startTime": "2026-12-24T15:00:00Z"}))
        )
        assert finding.fix == "give it a beginning to come"
