"""Floors of what public names lead to: in each site as much as the DNS sends there, whoever reads the file."""

from __future__ import annotations

import pytest

from components.traffic.sending import names
from stacks.environment import EnvironmentFaults
from stacks.environment.problems import Cursor
from stacks.environment.traffic_sending import sending
from stacks.events import calendar
from stacks.topology import build
from tests.stacks.conftest import edited, source
from tests.stacks.test_event_faults import SALE
from tests.stacks.test_migration_faults import moving
from tests.support.mocks import record

AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
POLICIES = {
    "weighted": "www: {to: storefront, weights: {jakarta: 100, batam: 0}}",
    "with a fallback, drained": "www: {to: storefront, weights: {jakarta: 100}, fallback: batam, drained: [batam]}",
    "failover": "www: {to: storefront, policy: failover, primary: jakarta, fallback: batam}",
    "geo": "www: {to: storefront, policy: geo, places: {jakarta: [ID], batam: [default]}}",
    "moved by a person": "www: {to: storefront, weights: {jakarta: 100}, failover: manual}",
    "without a check": "www: {to: storefront, weights: {jakarta: 60, batam: 40}, check: none, failover: manual}",
}


def text(www=POLICIES["weighted"], step=0, peak=300, most=9, headroom="none"):
    moves = moving(www=www, more=f"        step: {step}\n") if step else moving(www=www)
    said = edited(moves)
    if "jakarta: 100, batam: 0" not in www:
        said = said.replace(said[said.index("    migrations:\n") : said.index("    sites:\n")], "")
    said = said.replace("min: 2, max: 4}", f"min: 2, max: {most}}}, pod_rps: 50")
    return f"{said}    events:\n      sale: {{{SALE}, headroom: {headroom}, peak_rps: {{storefront: {peak}}}}}\n"


@pytest.mark.parametrize("www", POLICIES.values(), ids=POLICIES)
def test_rules_of_the_file_and_what_is_made_of_it_read_names_alike(www):
    found = source(text(www))
    said = found.loaded().environment.model_dump(mode="json", exclude_none=True)
    assert tuple(sending(Cursor((), found.value), "storefront")) == names(said)["workloads", "storefront"]


def asked(said):
    found = calendar(source(said).loaded().environment)
    return found.floors(found.group("workloads", "storefront"))["sale"]


def test_a_floor_is_what_the_step_in_force_sends_a_site():
    assert asked(text()) == {"jakarta": 6, "batam": 2}
    assert asked(text(step=2)) == {"jakarta": 5, "batam": 2}, "300 × 75% / 50 is 4.5, and 25% of them 1.5"
    assert asked(text(headroom="site")) == {"jakarta": 6, "batam": 6}, (
        "somebody moves the name, since nothing else is in its answers"
    )


def test_a_floor_above_the_maximum_says_where():
    with pytest.raises(EnvironmentFaults, match=r"a floor of 10 in jakarta, expected at most max, which is 9; 1 missing"):
        source(text(peak=500)).loaded()


def test_a_site_that_is_sent_nothing_keeps_to_its_base():
    """Its keeper is there all the same: another share then changes a schedule, and nothing is made or deleted."""
    found = record(lambda: build(source(text()).loaded()), stack="test")
    schedules = {
        each.name: {key for key in each.inputs["metadata"]["annotations"] if key.startswith("nusantara/floor.")}
        for each in found.of(AUTOSCALER)
    }
    assert schedules["batam-main-storefront-autoscaler"] == {"nusantara/floor.base"}
    assert len(schedules["jakarta-main-storefront-autoscaler"]) == 3
