"""Workloads that an event names: what keeps their floors in each site, and what an edit of events touches."""

from __future__ import annotations

import pytest

from components.kubernetes.event_floors import EventFloors
from components.kubernetes.floor_keeper import FloorKeeper
from components.kubernetes.namespace import Namespace
from stacks.topology import build
from tests.stacks.conftest import edited, source
from tests.stacks.test_event_faults import SALE, environment
from tests.support.mocks import changes, record

AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
NAMED = environment(f"{SALE}, warm_up: 2h, peak_factor: {{storefront: 2x}}")
SCHEDULE = {
    "nusantara/floor.base": "2",
    "nusantara/floor.20261211T1500Z": "4 sale begins: 2026-12-11 22:00 Asia/Jakarta",
    "nusantara/floor.20261212T1700Z": "2 sale ends: 2026-12-13 00:00 Asia/Jakarta",
}


def plan(edits):
    return record(lambda: build(source(edited(edits)).loaded()), stack="test")


@pytest.fixture(scope="module")
def sale():
    return plan(NAMED)


@pytest.fixture(scope="module")
def fleet_sale():
    return plan(environment(f"{SALE}, peak_factor: {{transcoder: 2x}}"))


def told(lead: str) -> dict[str, str]:
    at = "        sites: all\n        versions"
    return NAMED | {at: at.replace("        versions", f"        event_floors: {{lead: {lead}}}\n        versions")}


def test_each_site_keeps_the_floors_of_what_an_event_names(sale):
    found = sale.of(AUTOSCALER)
    assert [each.name for each in found] == ["batam-main-storefront-autoscaler", "jakarta-main-storefront-autoscaler"]
    for each in found:
        assert SCHEDULE.items() <= each.inputs["metadata"]["annotations"].items()
        assert each.inputs["metadata"]["annotations"]["nusantara/lead"] == "900"
        assert each.ignore_changes == ("spec.minReplicas",)
    assert [each.name for each in sale.of(FloorKeeper.TYPE)] == ["batam-main-event-floors", "jakarta-main-event-floors"]
    assert {each.name for each in sale.of(Namespace.TYPE)} >= {"batam-main-event-floors", "jakarta-main-event-floors"}


def test_the_placeholders_tell_when_they_ask_for_nodes(sale):
    room = {"nusantara/room.20261211T1445Z": "room for 2 more pods: 2026-12-11 21:45 Asia/Jakarta, before sale begins"}
    for site in ("batam", "jakarta"):
        held = sale.one("kubernetes:apps/v1:Deployment", f"{site}-main-storefront-floors-placeholders")
        assert room.items() <= held.inputs["metadata"]["annotations"].items()


def test_both_clouds_are_told_the_same(sale):
    def inside(site):
        keeper = sale.one(FloorKeeper.TYPE, f"{site}-main-event-floors")
        floors = sale.one(EventFloors.TYPE, f"{site}-main-storefront-floors")
        return [each.inputs for root in (keeper, floors) for each in sale.children(root)]

    assert inside("batam") == inside("jakarta")


def test_without_an_event_that_names_one_nothing_is_kept(fleet_sale):
    assert fleet_sale.of(FloorKeeper.TYPE) == fleet_sale.of(EventFloors.TYPE) == []
    assert {each.ignore_changes for each in fleet_sale.of(AUTOSCALER)} == {()}


def test_a_number_that_nothing_moves_is_not_kept():
    carried = environment(f"{SALE}, peak_rps: {{storefront: 9}}", pods=", pod_rps: 80")
    same = {old: new.replace("max: 4", "max: 2") for old, new in carried.items()}
    assert plan(same).of(FloorKeeper.TYPE) == []


def test_an_event_that_comes_or_goes_touches_the_autoscaler_alone(sale):
    quiet = {old: new.partition("    events:")[0] for old, new in NAMED.items()}
    came = changes(plan(quiet), sale)
    assert came.removed == set()
    assert came.changed == {f"HorizontalPodAutoscaler {site}-main-storefront-autoscaler" for site in ("batam", "jakarta")}
    assert {name for name in came.added if "event-floors" not in name and "storefront-floors" not in name} == set()


@pytest.mark.parametrize("edit", [{"00:00": "06:00"}, {"2x": "1.5x"}, {"warm_up: 2h": "warm_up: 3h"}], ids=str)
def test_an_event_that_changes_does_too(sale, edit):
    ((before, after),) = edit.items()
    other = plan({old: new.replace(before, after) for old, new in NAMED.items()})
    touched = ("HorizontalPodAutoscaler {}-main-storefront-autoscaler", "Deployment {}-main-storefront-floors-placeholders")
    assert changes(sale, other) == (set(), set(), {name.format(site) for name in touched for site in ("batam", "jakarta")})


def test_a_cluster_says_how_long_before_nodes_are_asked_for(sale):
    later, never = plan(told("30m")), plan(told("0s"))
    assert {each.inputs["metadata"]["annotations"]["nusantara/lead"] for each in later.of(AUTOSCALER)} == {"1800"}
    assert {each.name for each in sale.of("kubernetes:apps/v1:Deployment")} - {
        each.name for each in never.of("kubernetes:apps/v1:Deployment")
    } == {f"{site}-main-storefront-floors-placeholders" for site in ("batam", "jakarta")}


def test_a_cluster_says_by_what_image_floors_are_kept():
    image = f"registry.shop.example/python@sha256:{'9' * 64}"
    edits = {old: new.replace("{lead: 30m}", f"{{image: '{image}'}}") for old, new in told("30m").items()}
    assert {each.inputs["image"] for each in plan(edits).of(FloorKeeper.TYPE)} == {image}


def test_a_workload_may_share_the_keepers_namespace():
    edits = {old: new.replace("cluster: main,", "cluster: main, namespace: event-floors,") for old, new in NAMED.items()}
    assert len(plan(edits).of(Namespace.TYPE)) == 2
