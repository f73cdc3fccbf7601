"""The rules one by one: what each tells, in which words, and when it keeps still."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import pytest

from checks.finding import Finding, Severity
from checks.judgement import judge
from checks.plan import Kind
from checks.rules import rules

from .shop import ALICLOUD, AWS, change, plan, sale, shop, urn_of

SALE_TIME = datetime(2026, 12, 28, tzinfo=UTC)
WARM_UP = datetime(2026, 12, 24, 15, tzinfo=UTC)
END = datetime(2026, 12, 31, 18, tzinfo=UTC)
QUIET = datetime(2027, 1, 10, tzinfo=UTC)
GROUP, TASK, SCHEDULE = (
    "aws:autoscaling/group:Group",
    "alicloud:ess/scheduledTask:ScheduledTask",
    "aws:autoscaling/schedule:Schedule",
)
SCALING_GROUP = "alicloud:ess/scalingGroup:ScalingGroup"
FLEET, ESS_FLEET = f"{AWS}:Fleet::java-transcoder", f"{ALICLOUD}:Fleet::bali-transcoder"


def found(rule, made, at=SALE_TIME) -> list[Finding]:
    return [finding for finding in judge(made, at).findings if finding.rule == rule]


def test_every_rule_has_a_page():
    page = (Path(__file__).parents[2] / "docs" / "checks.md").read_text()
    for rule in rules():
        assert f"| `{rule.name}` |" in page
        assert rule.tells in page
    assert len({rule.name for rule in rules()}) == len(rules())


class TestFreezeWindow:
    @pytest.mark.parametrize(
        ("inside", "name"),
        [
            (FLEET, "java-transcoder-group"),
            (f"{ALICLOUD}:Network::bali", "bali-nat-a"),
            (f"{AWS}:Cluster::java-main", "java-main-general"),
            ("nusantara:kubernetes:Workload::java-main-storefront", "java-main-storefront"),
        ],
    )
    @pytest.mark.parametrize("kind", [Kind.REPLACED, Kind.DELETED])
    def test_what_an_event_stands_on_is_warned_of(self, inside, name, kind):
        (finding,) = found("freeze-window", plan(change("a:b/c:C", name, kind, inside)))
        assert finding.severity is Severity.WARNING
        assert finding.resource == urn_of("a:b/c:C", name)
        assert finding.reason == f"this a:b/c:C would be {kind} while sale lasts, until 2026-12-31 18:00 UTC"
        assert finding.fix == "bring it up after that, or accept it in the environment"

    @pytest.mark.parametrize(
        ("inside", "kind"),
        [
            (f"{AWS}:Fleet::java-other", Kind.REPLACED),
            ("nusantara:kubernetes:Workload::java-main-admin", Kind.DELETED),
            (FLEET, Kind.UPDATED),
            (FLEET, Kind.CREATED),
        ],
    )
    def test_what_it_does_not_name_and_what_is_kept_is_not(self, inside, kind):
        assert found("freeze-window", plan(change("a:b/c:C", "x", kind, inside))) == []

    @pytest.mark.parametrize(
        ("at", "frozen"),
        [(WARM_UP, True), (WARM_UP.replace(hour=14, minute=59), False), (END, False), (QUIET, False), (None, False)],
    )
    def test_from_warm_up_to_cool_down_and_only_to_whom_the_time_is_told(self, at, frozen):
        assert bool(found("freeze-window", plan(change("a:b/c:C", "x", Kind.DELETED, FLEET)), at)) is frozen

    def test_an_event_that_the_plan_removes_still_counts(self):
        assert found("freeze-window", plan(change("a:b/c:C", "x", Kind.DELETED, FLEET), new=shop(events={})))


class TestEventOver:
    def test_after_its_last_window(self):
        (finding,) = found("event-over", plan(), datetime(2027, 6, 30, 18, tzinfo=UTC))
        assert (finding.resource, finding.severity) == ("events.sale", Severity.WARNING)
        assert finding.reason == "its last window ended at 2027-06-30 18:00 UTC"
        assert finding.fix == "remove it, or prolong it"

    def test_not_before_and_not_without_the_time(self):
        assert found("event-over", plan(), datetime(2027, 6, 30, 17, 59, tzinfo=UTC)) == found("event-over", plan(), None) == []

    def test_what_happened_once_is_not_prolonged(self):
        once = sale(every=None, since=None, until=None, start="2026-12-12 00:00", end="2026-12-13 00:00")
        (finding,) = found("event-over", plan(new=shop(events=once)))
        assert finding.fix == "remove it"


class TestEventRemoved:
    def test_inside_its_window_the_floor_stays(self):
        (finding,) = found("event-removed", plan(new=shop(events={})))
        assert (finding.resource, finding.severity) == ("events.sale", Severity.WARNING)
        assert finding.reason == "it lasts until 2026-12-31 18:00 UTC, and nothing else brings the floor of transcoder back to 4"
        assert finding.fix == "give it an earlier end instead, or bring the next update up with --refresh"

    def test_a_fleet_that_it_no_longer_names_is_the_same(self):
        assert found("event-removed", plan(new=shop(events=sale(peak_factor={}))))

    @pytest.mark.parametrize(
        ("new", "at"),
        [
            (shop(events={}), QUIET),
            (shop(events={}), None),
            (shop(), SALE_TIME),
            (shop(events={}, fleets={}), SALE_TIME),
        ],
    )
    def test_outside_or_with_its_fleet_nothing_stays(self, new, at):
        assert found("event-removed", plan(new=new), at) == []

    def test_what_another_version_wrote_is_passed_over(self):
        assert found("event-removed", plan(old={"events": {"sale": {"begins": "soon"}}}, new=shop(events={}))) == []


class TestFloorMissed:
    @pytest.mark.parametrize("kind", [Kind.CREATED, Kind.REPLACED])
    @pytest.mark.parametrize(("type_", "fleet"), [(GROUP, FLEET), (SCALING_GROUP, ESS_FLEET)])
    def test_a_group_that_is_made_inside_a_window(self, type_, fleet, kind):
        (finding,) = found("floor-missed", plan(change(type_, "x-group", kind, fleet)))
        assert finding.severity is Severity.WARNING
        assert finding.reason == "it would be made while sale lasts, with a floor of 4 instead of 10"
        assert finding.fix == "raise min under fleets.transcoder to 10 until 2026-12-31 18:00 UTC, or bring it up after that"

    @pytest.mark.parametrize(
        ("made", "at"),
        [
            (change(GROUP, "x", Kind.CREATED, FLEET), QUIET),
            (change(GROUP, "x", Kind.CREATED, FLEET), None),
            (change(GROUP, "x", Kind.UPDATED, FLEET), SALE_TIME),
            (change(GROUP, "x", Kind.CREATED, f"{AWS}:Fleet::java-other"), SALE_TIME),
            (change("a:b/c:C", "x", Kind.CREATED, FLEET), SALE_TIME),
        ],
    )
    def test_nothing_else(self, made, at):
        assert found("floor-missed", plan(made), at) == []


class TestActionTime:
    def test_what_is_past_is_refused_by_both_clouds(self):
        up = "sale-up-2612241500"
        made = (
            change(SCHEDULE, f"java-transcoder-{up}", Kind.CREATED, FLEET, {"startTime": "2026-12-24T15:00:00Z"}),
            change(TASK, f"bali-transcoder-{up}", Kind.REPLACED, ESS_FLEET, {"launchTime": "2026-12-24T15:00Z"}),
        )
        refused = found("action-time", plan(*made))
        assert [(finding.severity, finding.reason) for finding in refused] == [
            (Severity.ERROR, "it would begin at 2026-12-24 15:00 UTC, which is past, and the cloud refuses it")
        ] * 2
        assert {finding.fix for finding in refused} == {"move since of sale to a day to come"}
        assert judge(plan(*made), SALE_TIME).refused

    def test_a_task_of_ess_begins_in_90_days_at_most(self):
        far = change(TASK, "bali-transcoder-sale-up-2612241500", Kind.CREATED, ESS_FLEET, {"launchTime": "2026-12-24T15:00Z"})
        (finding,) = found("action-time", plan(far), datetime(2026, 9, 1, tzinfo=UTC))
        assert finding.reason == "it begins at 2026-12-24 15:00 UTC, in 114 days, and the cloud takes it 90 days ahead at most"
        assert finding.fix == "declare its event on 2026-09-25 or later, or with a since that is nearer"
        assert found("action-time", plan(far), datetime(2026, 9, 25, 15, tzinfo=UTC)) == []

    @pytest.mark.parametrize(
        ("kind", "new", "at"),
        [
            (Kind.UPDATED, {"startTime": "2026-12-24T15:00:00Z"}, SALE_TIME),
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


class TestHeadroom:
    OBJECTIVES: ClassVar = {"site": {"capacity": 100.0, "within": 300.0}, "cloud": {"capacity": 70.0, "within": 900.0}}

    def test_a_floor_below_what_is_promised_says_how_many_are_missing(self):
        (finding,) = found("headroom", plan(new=shop(objectives=self.OBJECTIVES)), None)
        assert (finding.resource, finding.severity) == ("workloads.storefront", Severity.WARNING)
        assert finding.reason == (
            "when a site is lost while sale lasts, the floors left serve 7,040 requests a second, and objectives.site promises 14,000 of "
            "14,000 (100%) within 5m: 87 missing in each site"
        )
        assert finding.fix == "write headroom: site under events.sale, or raise the lowest number to 175"

    def test_where_max_is_too_low_for_it_that_comes_first(self):
        objectives = {"cloud": {"capacity": 100.0, "within": 90.0}}
        made = plan(new=shop(objectives=objectives, events=sale(peak_rps={"storefront": 20000.0})))
        (finding,) = found("headroom", made, None)
        assert "objectives.cloud promises 20,000 of 20,000 (100%) within 90s: 125 missing" in finding.reason
        assert finding.fix == ("raise max to 250, and write headroom: cloud under events.sale, or raise the lowest number to 250")

    @pytest.mark.parametrize(
        "new",
        [
            shop(),
            shop(objectives=OBJECTIVES, events=sale(headroom="cloud")),
            shop(objectives=OBJECTIVES, events=sale(peak_rps={}, peak_factor={"storefront": "2x"})),
            shop(objectives={"site": {"capacity": 50.0, "within": 300.0}}),
        ],
    )
    def test_nothing_is_missing(self, new):
        """Nothing is promised, all of it is there, nothing is measured, or half is enough."""
        assert found("headroom", plan(new=new), None) == []

    def test_what_stands_in_one_site_has_nobody_to_carry_its_share(self):
        made = plan(new=shop(objectives=self.OBJECTIVES, events=sale(peak_rps={}, peak_factor={"admin": "2x"})))
        (finding,) = found("headroom", made, None)
        assert finding.resource == "workloads.admin"
        assert finding.reason == "it stands in one site, and no floor carries sale as objectives.site promises it when that is lost"


class TestAcceptance:
    ENTRY: ClassVar = {
        "rule": "freeze-window",
        "resource": "java-transcoder-group",
        "because": "agreed with sales",
        "until": "2026-12-28",
    }
    FROZEN = change(GROUP, "java-transcoder-group", Kind.DELETED, FLEET)

    def judged(self, at=SALE_TIME, **entry):
        return judge(plan(self.FROZEN, new=shop(accept=[{**self.ENTRY, **entry}])), at)

    @pytest.mark.parametrize("resource", ["java-transcoder-group", "java-*", f"*{GROUP}::*"])
    def test_what_is_accepted_is_told_with_its_reason(self, resource):
        judgement = self.judged(resource=resource)
        assert judgement.findings == ()
        ((finding, entry),) = judgement.accepted
        assert (finding.rule, entry.because) == ("freeze-window", "agreed with sales")

    def test_a_path_is_named_by_its_last_word_too(self):
        made = plan(new=shop(accept=[{**self.ENTRY, "rule": "event-over", "resource": "sale", "until": "2028-01-01"}]))
        assert judge(made, datetime(2027, 7, 1, tzinfo=UTC)).findings == ()

    @pytest.mark.parametrize("entry", [{"rule": "event-over"}, {"resource": "bali-*"}])
    def test_another_rule_or_another_resource_is_not(self, entry):
        assert [finding.rule for finding in self.judged(**entry).findings] == ["freeze-window"]

    def test_its_last_day_is_the_last(self):
        assert self.judged(datetime(2026, 12, 28, 23, 59, tzinfo=UTC)).findings == ()
        expired, back = self.judged(datetime(2026, 12, 29, tzinfo=UTC)).findings
        assert (expired.rule, expired.resource, expired.severity) == ("acceptance", "accept[0]", Severity.WARNING)
        assert expired.reason == "freeze-window of java-transcoder-group was accepted until 2026-12-28: agreed with sales"
        assert expired.fix == "remove it, or give it a later until with a reason that still holds"
        assert back.rule == "freeze-window"

    def test_without_the_time_it_holds_and_nothing_is_said_of_its_end(self):
        objectives = {"site": {"capacity": 100.0, "within": 300.0}}
        entry = {**self.ENTRY, "rule": "headroom", "resource": "storefront", "until": "2020-01-01"}
        assert judge(plan(new=shop(objectives=objectives, accept=[entry]))).findings == ()

    def test_a_rule_that_there_is_not(self):
        (unknown,) = found("acceptance", plan(new=shop(accept=[{**self.ENTRY, "rule": "freeze"}])), None)
        assert unknown.reason == "there is no rule freeze, so it accepts nothing"
        assert unknown.fix.startswith("write acceptance, action-time, ")


def test_errors_come_first_and_a_plan_without_environment_has_none():
    made = plan(
        change("a:b/c:C", "x", Kind.DELETED, FLEET),
        change(SCHEDULE, "y", Kind.CREATED, FLEET, {"startTime": "2026-12-24T15:00:00Z"}),
    )
    assert [finding.severity for finding in judge(made, SALE_TIME).findings] == [Severity.ERROR, Severity.WARNING]
    assert judge(plan(new=None, old=None), SALE_TIME).findings == ()
    assert judge(plan(new=None), SALE_TIME).findings == ()
