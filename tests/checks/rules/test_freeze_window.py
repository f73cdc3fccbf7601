"""Rule `freeze-window`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.finding import Severity
from checks.plan import ENVIRONMENT, SITE, Kind

from ..shop import (
    ALICLOUD,
    AWS,
    END,
    ESS_FLEET,
    FLEET,
    GROUP,
    QUIET,
    SCHEDULE,
    TASK,
    WARM_UP,
    change,
    found,
    plan,
    sale,
    shop,
    urn_of,
)

NODE_GROUP, REFRESH = "aws:eks/nodeGroup:NodeGroup", "alicloud:ess/instanceRefresh:InstanceRefresh"


class TestFreezeWindow:
    @pytest.mark.parametrize(
        ("inside", "name"),
        [
            (FLEET, "java-transcoder-group"),
            (f"{ALICLOUD}:Network::bali", "bali-nat-a"),
            (f"{AWS}:Cluster::java-main", "java-main-general"),
            ("nusantara:kubernetes:Workload::java-main-storefront", "java-main-storefront"),
            (f"{SITE}::bali", "bali-balancer"),
            (f"{ENVIRONMENT}::dev", "private-dns"),
        ],
    )
    @pytest.mark.parametrize("kind", [Kind.REPLACED, Kind.DELETED])
    def test_what_an_event_stands_on_is_warned_of(self, inside, name, kind):
        (finding,) = found("freeze-window", plan(change("a:b/c:C", name, kind, inside)))
        assert finding.severity is Severity.WARNING
        assert finding.resource == urn_of("a:b/c:C", name)
        assert finding.reason == f"it would be {kind} while sale lasts, until 2026-12-31 18:00 UTC"
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

    def test_a_site_without_what_it_names_is_not(self):
        said = shop(events=sale(peak_rps={}, peak_factor={"admin": "2x"}))
        elsewhere, here = (
            change("a:b/c:C", "x", Kind.DELETED, inside) for inside in (f"{ALICLOUD}:Network::bali", f"{AWS}:Network::java")
        )
        assert found("freeze-window", plan(elsewhere, old=said, new=said)) == []
        assert len(found("freeze-window", plan(elsewhere, here, old=said, new=said))) == 1

    @pytest.mark.parametrize(
        ("at", "frozen"),
        [(WARM_UP, True), (WARM_UP.replace(hour=14, minute=59), False), (END, False), (QUIET, False), (None, False)],
    )
    def test_from_warm_up_to_cool_down_and_only_to_whom_the_time_is_told(self, at, frozen):
        assert bool(found("freeze-window", plan(change("a:b/c:C", "x", Kind.DELETED, FLEET)), at)) is frozen

    @pytest.mark.parametrize(
        ("type_", "kind", "inputs", "inside"),
        [
            (GROUP, Kind.UPDATED, ("launchTemplate",), FLEET),
            (GROUP, Kind.UPDATED, ("mixedInstancesPolicy", "tags"), FLEET),
            (NODE_GROUP, Kind.UPDATED, ("version",), f"{AWS}:Cluster::java-main"),
            (REFRESH, Kind.CREATED, (), ESS_FLEET),
        ],
    )
    def test_machines_that_an_update_replaces_are_warned_of(self, type_, kind, inputs, inside):
        made = replace(change(type_, "x", kind, inside), inputs=inputs)
        (finding,) = found("freeze-window", plan(made))
        assert finding.reason == "its machines would be replaced one after another while sale lasts, until 2026-12-31 18:00 UTC"
        assert found("freeze-window", plan(made), QUIET) == []

    @pytest.mark.parametrize(
        ("type_", "kind", "inputs", "inside"),
        [
            (GROUP, Kind.UPDATED, ("maxSize", "tags"), FLEET),
            (GROUP, Kind.UPDATED, ("launchTemplate",), f"{AWS}:Fleet::java-other"),
            (NODE_GROUP, Kind.UPDATED, ("scalingConfig",), f"{AWS}:Cluster::java-main"),
            (REFRESH, Kind.DELETED, (), ESS_FLEET),
            (SCHEDULE, Kind.DELETED, (), FLEET),
            (TASK, Kind.REPLACED, (), ESS_FLEET),
        ],
    )
    def test_other_updates_and_what_moves_floors_by_the_clock_are_not(self, type_, kind, inputs, inside):
        assert found("freeze-window", plan(replace(change(type_, "x", kind, inside), inputs=inputs))) == []

    def test_an_event_that_the_plan_removes_still_counts(self):
        assert found("freeze-window", plan(change("a:b/c:C", "x", Kind.DELETED, FLEET), new=shop(events={})))

    def test_a_destruction_is_held_to_what_was_declared(self):
        (finding,) = found("freeze-window", plan(change("a:b/c:C", "x", Kind.DELETED, FLEET), new=None))
        assert "would be deleted while sale lasts" in finding.reason
