"""Rules `migration-step`, `migration-dates` and `migration-room`: what they tell, in which words, and when they keep still."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from checks.finding import Severity

from ..shop import ROOT, Kind, change, found, plan, sale, shop

FIVE = [
    {"date": date, "weights": {"java": 100.0 - share, "bali": float(share)}}
    for date, share in (("2027-01-11", 5), ("2027-01-13", 25), ("2027-01-18", 50), ("2027-01-20", 75), ("2027-02-08", 100))
]
TRAFFIC = {"www": {"to": "storefront", "weights": {"java": 100.0, "bali": 0.0}}}
QUIET = datetime(2027, 1, 13, 2, tzinfo=UTC)


def moving(step: int | None, steps: Any = FIVE, **options: Any) -> dict[str, Any]:
    """The shop on its way from java to bali; None for one that is on no way."""
    moves = {"traffic": "www", "step": float(step or 0), "time_zone": "Asia/Jakarta", "steps": steps, **options}
    return shop(traffic=TRAFFIC, migrations={} if step is None else {"www-moves": moves})


def leaving(step: int) -> dict[str, Any]:
    steps = [{"date": "2027-01-11", "capacity": {"java": 50.0}}, {"date": "2027-01-13", "capacity": {"java": 0.0}}]
    return shop(migrations={"leaves": {"fleet": "transcoder", "step": float(step), "steps": steps}})


def said(rule, old, new, at=None):
    return [
        (finding.severity.value, finding.resource, finding.reason, finding.fix)
        for finding in found(rule, plan(old=old, new=new), at)
    ]


class TestStep:
    @pytest.mark.parametrize(("before", "after"), [(None, 0), (0, 1), (1, 2), (4, 5), (5, 0), (5, 3), (2, 2)])
    def test_a_step_on_or_any_way_back(self, before, after):
        assert said("migration-step", moving(before), moving(after)) == []

    def test_steps_that_are_left_out(self):
        assert said("migration-step", moving(1), moving(4)) == [
            (
                "error",
                "migrations.www-moves.step",
                "it goes from step 1 to 4, and leaves out steps 2 and 3",
                "write step: 2, and go on once that has held",
            )
        ]
        assert said("migration-step", moving(None), moving(2))[0][2] == "it goes from step 0 to 2, and leaves out step 1"

    def test_steps_that_change_under_way(self):
        steps = [*FIVE[:1], {"date": "2027-01-13", "weights": {"java": 40.0, "bali": 60.0}}, *FIVE[3:]]
        ((severity, resource, reason, _),) = said("migration-step", moving(2), moving(2, steps))
        assert (severity, resource) == ("error", "migrations.www-moves.steps")
        assert reason == "www moves 35 points at once, and its steps 30 at most: they have changed under way"

    def test_a_migration_that_is_taken_out_before_its_weights_are_written(self):
        done = {"www": {**TRAFFIC["www"], "weights": {"java": 0.0, "bali": 100.0}}}
        assert said("migration-step", moving(5), {**moving(None), "traffic": done}) == []
        assert said("migration-step", moving(5), moving(None)) == [
            (
                "error",
                "migrations.www-moves",
                "it is removed at step 5, and www moves 100 points at once",
                "write the weights of step 5 under traffic.www, and remove it then",
            )
        ]

    def test_guards_that_go_under_way(self):
        alarms = {"java": ["errors"], "bali": ["errors", "lag"]}
        before, after = (moving(2, alarms=each) for each in (alarms, {"bali": ["errors"]}))
        assert [told[1:3] for told in said("migration-step", before, after)] == [
            ("migrations.www-moves.alarms", "it is under way, and errors of java would guard it no more"),
            ("migrations.www-moves.alarms", "it is under way, and lag of bali would guard it no more"),
        ]
        assert said("migration-step", before, moving(0)) == []
        automatic, manual = (
            {**moving(2), "traffic": {"www": {**TRAFFIC["www"], "failover": how}}} for how in ("automatic", "manual")
        )
        ((_, resource, reason, _),) = said("migration-step", automatic, manual)
        assert resource == "traffic.www.failover"
        assert reason == "it is under way, and a site that fails would stay in the answers of www"
        assert said("migration-step", manual, automatic) == []

    def test_requests_for_what_the_same_update_makes(self):
        made = plan(old=moving(0), new=moving(1))
        (urn,) = (urn for urn in made.components if urn.endswith("bali-main-storefront"))
        made = replace(made, components={**made.components, urn: replace(made.components[urn], old=None)})
        (finding,) = found("migration-step", made, None)
        assert finding.reason == "bali is sent 5% of www's requests by the update that makes bali-main-storefront there"
        assert finding.fix == "bring storefront up there first, and take the step once it is healthy"

    def test_requests_for_what_another_stack_of_a_split_environment_makes_in_the_same_run(self):
        """The stack that joins sites has no part of a site: what the environment said tells."""
        there = moving(1)
        few = {**there["workloads"], "storefront": {**there["workloads"]["storefront"], "sites": ["java"]}}
        for before, expected in (({**moving(0), "workloads": few}, 1), (moving(0), 0)):
            joining = plan(old=before, new=there)
            joining = replace(joining, components={urn: each for urn, each in joining.components.items() if urn == ROOT})
            found_ = found("migration-step", joining, None)
            assert len(found_) == expected
            assert [each.reason for each in found_] == [
                "bali is sent 5% of www's requests by the update that makes bali-main-storefront there"
            ] * expected

    def test_a_fleet_that_nothing_would_start_again(self):
        ((_, _, reason, fix),) = said("migration-step", leaving(2), leaving(0))
        assert (
            reason
            == "java goes from nothing of transcoder to all of it, and its lower bound is the events': nothing starts a machine"
        )
        assert fix == "go back over step 1, which starts some"
        assert said("migration-step", leaving(2), leaving(1)) == said("migration-step", leaving(1), leaving(0)) == []

    def test_pools_whose_lower_bound_eks_would_refuse(self):
        def at(step, **bounds):
            steps = [{"date": "2027-01-11", "capacity": {"java": 50.0}}, {"date": "2027-01-13", "capacity": {"java": 0.0}}]
            told = shop(migrations={"leaves": {"cluster": "main", "step": float(step), "steps": steps}})
            pool = {"capacity": {"autoscaled": {"min": 6.0, "max": 90.0, **bounds}}, "aws": {"types": ["m7i.large"]}}
            return {**told, "clusters": {"main": {**told["clusters"]["main"], "pools": {"general": pool}}}}

        for step in (0, 1):
            ((severity, resource, reason, fix),) = said("migration-step", at(2), at(step))
            assert (severity, resource) == ("error", "clusters.main.pools.general.capacity")
            assert reason == (
                "java goes from nothing of main to its 6 nodes at least, and EKS refuses a lower bound above the number that runs"
            )
            assert fix == "write enforce: true there for this update, which sets the numbers of the sites that are drained alone"
        assert said("migration-step", at(2), at(1, enforce=True)) == said("migration-step", at(2), at(0, min=1.0)) == []
        assert said("migration-step", at(1), at(0)) == said("migration-step", at(1), at(2)) == []

    def test_nothing_is_said_of_what_is_yet_to_be_brought_up(self):
        assert said("migration-step", None, moving(3)) == []

    def test_a_step_before_its_day_by_the_clocks_of_its_zone(self):
        taken = moving(1), moving(2)
        (told,) = said("migration-step", *taken, datetime(2027, 1, 12, 16, 59, tzinfo=UTC))
        assert told[2:] == (
            "it takes step 2 on 2027-01-12, before its day, 2027-01-13",
            "merge it on 2027-01-13, or write another date",
        )
        assert said("migration-step", *taken, datetime(2027, 1, 12, 17, tzinfo=UTC)) == []
        assert said("migration-step", moving(2), moving(2), datetime(2027, 1, 12, tzinfo=UTC)) == []

    def test_a_step_while_an_event_lasts_and_a_way_back_at_any_time(self):
        sale_time = datetime(2027, 1, 28, tzinfo=UTC)
        (told,) = said("migration-step", moving(3), moving(4), sale_time)
        assert told[2:] == (
            "it takes step 4 while sale lasts, until 2027-01-31 18:00 UTC",
            "take it after that, or accept it in the environment",
        )
        assert said("migration-step", moving(4), moving(0), sale_time) == []

    def test_nothing_is_drained_while_an_event_needs_it(self):
        sale_time = datetime(2027, 1, 28, tzinfo=UTC)
        for what, told in (("fleet: transcoder", 1), ("fleet: other", 0), ("cluster: main", 1), ("workload: admin", 0)):
            key, name = what.split(": ")
            steps = [{"date": "2027-01-25", "capacity": {"java": 75.0}}]
            before, after = (shop(migrations={"leaves": {key: name, "step": step, "steps": steps}}) for step in (0.0, 1.0))
            assert len(said("migration-step", before, after, sale_time)) == told, what
            assert len(said("migration-dates", before, before)) == told, what


class TestDates:
    def test_a_step_is_due_from_its_day_on_and_overdue_after_a_week(self):
        def at(day):
            return [told[2:] for told in said("migration-dates", moving(2), moving(2), datetime(2027, 1, day, 2, tzinfo=UTC))]

        assert at(17) == []
        assert at(18) == [("step 3 is due since 2027-01-18, and step 2 is in force", "write step: 3, or another date")]
        assert at(20)[0][0] == "step 3 is due since 2027-01-18, and 1 after it, and step 2 is in force"
        assert at(25)[0] == (
            "step 3 is overdue since 2027-01-18, and 1 after it, and step 2 is in force",
            "write new dates, or go back",
        )

    def test_a_day_in_an_event_is_told_without_the_time(self):
        steps = [*FIVE[:4], {**FIVE[4], "date": "2027-01-25"}]
        assert said("migration-dates", moving(2, steps), moving(2, steps)) == [
            (
                "warning",
                "migrations.www-moves.steps[4]",
                "step 5 is meant for 2027-01-25, and sale lasts from 2027-01-24 15:00 UTC to 2027-01-31 18:00 UTC",
                "write a day before it, or after it",
            )
        ]

    def test_a_migration_that_is_over(self):
        (told,) = said("migration-dates", moving(5), moving(5), datetime(2027, 2, 15, tzinfo=UTC))
        assert told[2:] == (
            "its last step was meant for 2027-02-08, and is in force",
            "write its weights under traffic.www, and remove it",
        )
        assert said("migration-dates", moving(5), moving(5), datetime(2027, 2, 14, tzinfo=UTC)) == []


class TestRoom:
    def test_floors_follow_the_steps_and_what_is_drained_is_told(self):
        """The sale lasts from 24 January: step 4 (75%) holds until 8 February, step 5 for good."""
        assert said("migration-room", moving(3), moving(3)) == []
        steps = [{"date": "2027-01-20", "capacity": {"bali": 50.0}}]
        emptied = {**moving(3)["migrations"], "leaves": {"workload": "storefront", "step": 1.0, "steps": steps}}
        assert said("migration-room", moving(3), {**moving(3), "migrations": emptied}) == [
            (
                "warning",
                "migrations.www-moves.steps[3]",
                "at step 4, sale brings bali 75% of 14,000 requests a second: 132 at 80 each, and 100 may run there",
                "raise max to 132",
            ),
            (
                "warning",
                "migrations.www-moves.steps[4]",
                "at step 5, sale brings bali 100% of 14,000 requests a second: 175 at 80 each, and 100 may run there",
                "raise max to 175",
            ),
        ]
        most = {"storefront": {**shop()["workloads"]["storefront"], "replicas": {"min": 12.0, "max": 400.0}}}
        ((_, _, reason, fix), *_) = said(
            "migration-room", None, {**moving(4), "migrations": emptied, "workloads": {**shop()["workloads"], **most}}
        )
        assert reason.endswith(
            "at step 4, sale brings bali 75% of 14,000 requests a second: 132 at 80 each, and its floor there is 6"
        )
        assert fix == "keep more of it there until nobody is sent there"

    def test_what_a_loss_would_ask_of_a_site_is_told_before_its_step(self):
        few = {"storefront": {**shop()["workloads"]["storefront"], "replicas": {"min": 12.0, "max": 150.0}}}
        spared = {**moving(3), "events": sale(headroom="site"), "workloads": {**shop()["workloads"], **few}}
        assert (
            "warning",
            "migrations.www-moves.steps[3]",
            "at step 4, sale asks bali for 175, so that it carries the peak after a loss too, and 150 may run there",
            "raise max to 175",
        ) in said("migration-room", None, {**spared, "objectives": None})

    def test_a_step_in_force_beyond_the_maximum_is_refused_and_one_to_come_is_told(self):
        few = {"storefront": {"cluster": "main", "sites": "all", "replicas": {"min": 12.0, "max": 150.0}, "pod_rps": 80.0}}
        told = {
            step: said("migration-room", None, {**moving(step), "workloads": {**shop()["workloads"], **few}}) for step in (4, 5)
        }
        beyond = "at step 5, sale brings bali 100% of 14,000 requests a second: 175 at 80 each, and 150 may run there"
        assert ("warning", "migrations.www-moves.steps[4]", beyond, "raise max to 175") in told[4]
        assert [each[0] for each in told[5]] == ["error"]

    def test_where_nothing_is_measured_nothing_is_missing(self):
        unmeasured = {**moving(5), "events": sale(peak_rps={}, peak_factor={"storefront": "2x"})}
        assert said("migration-room", None, unmeasured) == []


def test_what_is_drained_is_nobodys_to_freeze():
    """A fleet that java gives up may go while the sale lasts; the floors of bali's are the sale's all the same."""
    group = change("aws:autoscaling/group:Group", "java-transcoder-group", Kind.DELETED, "nusantara:aws:Fleet::java-transcoder")
    at = datetime(2027, 1, 28, tzinfo=UTC)
    assert found("freeze-window", plan(group, new=leaving(2), old=leaving(2)), at) == []
    assert [each.severity for each in found("freeze-window", plan(group, new=leaving(0), old=leaving(0)), at)] == [Severity.WARNING]
