"""What events become: floors of fleets and workloads in each site, and fleets that a schedule owns."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stacks.arguments import SiteArguments
from stacks.events import calendar
from tests.stacks.test_event_faults import PAYDAY, SALE, environment

EVENT = f'{PAYDAY}, since: "2026-12-01", until: "2027-06-30", warm_up: 2h, cool_down: 1h, peak_rps: {{storefront: 500}}'


def timeline(environment, kind, name):
    found = calendar(environment)
    return found.timeline(found.group(kind, name), "jakarta")


@pytest.fixture
def sale(loaded):
    edits = environment(f"{EVENT}, peak_factor: {{transcoder: 2.5x}}", pods=", pod_rps: 80")
    return loaded(edits)


def test_a_peak_is_a_floor_in_each_site_while_the_event_lasts(sale):
    during, beside = datetime(2026, 12, 28, tzinfo=UTC), datetime(2027, 1, 10, tzinfo=UTC)
    fleet, workload = timeline(sale.environment, "fleets", "transcoder"), timeline(sale.environment, "workloads", "storefront")
    assert fleet is not None
    assert workload is not None
    assert fleet.at(during) == (5, 20, ("sale",)), "2.5 times 2"
    assert workload.at(during) == (4, 4, ("sale",)), "500 / 80 is 7, over two sites"
    assert (fleet.at(beside), workload.at(beside)) == ((2, 20, ()), (2, 4, ()))


def test_a_workload_on_all_sites_is_on_those_of_its_cluster(loaded):
    edits = environment(f"{SALE}, peak_rps: {{storefront: 300}}", pods=", pod_rps: 80")
    edits["        sites: all\n        versions"] = "        sites: [jakarta]\n        versions"
    found = timeline(loaded(edits).environment, "workloads", "storefront")
    assert found is not None
    assert found.asked == {"sale": 4}, "all of them in one site"


def test_an_event_is_what_its_file_says(sale):
    (event,) = calendar(sale.environment).events.values()
    assert (event.name, event.time_zone, event.every, event.warm_up, event.cool_down) == (
        "sale",
        "Asia/Jakarta",
        "month",
        7200,
        3600,
    )
    assert len(event.windows) == 7


def test_a_fleet_that_an_event_names_is_owned_by_its_schedule(sale, loaded):
    network = SiteArguments(sale, "jakarta")
    owners = [
        SiteArguments(each, "jakarta")._fleet_capacity("transcoder").owner
        for each in (sale, loaded(environment(f"{SALE}, peak_factor: {{storefront: 2x}}")), loaded())
    ]
    assert owners == ["schedule", "autoscaler", "program"]
    assert network._fleet_capacity("transcoder").ignored(floor="minSize", size="desiredCapacity") == ["minSize", "desiredCapacity"]


def test_a_fleet_whose_floor_an_event_does_not_raise_is_its_autoscalers(loaded):
    edits = environment(f"{SALE}, peak_rps: {{transcoder: 90}}")
    place = SiteArguments(loaded(edits), "jakarta")
    assert place._timeline("fleets", "transcoder") is None, "90 / 50 is 2, the lowest number"
    assert place._fleet_capacity("transcoder").ignored(floor="minSize", size="desiredCapacity") == ["desiredCapacity"]


def test_without_events_there_is_no_timeline(loaded):
    found = loaded().environment
    assert (found.events, timeline(found, "fleets", "transcoder"), timeline(found, "workloads", "storefront")) == ({}, None, None)
