"""Pods that no node of their cluster has room for, at the line that says how many nodes there are."""

from __future__ import annotations

import pytest

from stacks.environment import EnvironmentFaults
from stacks.rehearsal import check

from .conftest import FILE

STOREFRONT = "      storefront: {cluster: main, sites: all, replicas: {min: 2, max: 4}}\n"
POOL = "            capacity: {autoscaled: {min: 2, max: 6}}\n"
EVENTS = """\
    events:
      sale:
        {time_zone: Asia/Jakarta, start: "2026-12-12 00:00", end: "2026-12-13 00:00", peak_rps: {storefront: 4800}}
      flash:
        {time_zone: Asia/Jakarta, start: "2026-12-12 12:00", end: "2026-12-14 00:00", peak_factor: {back: 4x}}
"""


def shop(cpu="250m", memory="512Mi", events="", low=2, sites="all"):
    """Two workloads: 6 nodes of 2 vCPUs and 8 GiB are there for both."""
    workload = f"{{cluster: main, sites: {sites}, replicas: {{min: {low}, max: 60}}, cpu: {cpu}, memory: {memory}, pod_rps: 100}}"
    return {
        STOREFRONT: f"      storefront: {workload}\n      back: {{cluster: main, sites: [jakarta], replicas: {{min: 2, max: 8}}}}\n{events}"
    }


@pytest.fixture
def told(loaded):
    """What a rehearsal tells of the environment with edits."""
    releases = "".join(f"{name}: shop/{name}@sha256:{'0' * 64}\n" for name in ("storefront", "back"))

    def found(edits):
        try:
            check(loaded(edits, releases=releases))
        except EnvironmentFaults as error:
            return str(error).replace(f"{FILE}:", "").split("\n")
        return []

    return found


def test_what_fits_is_fine(told):
    assert told(shop()) == []
    assert told(shop(cpu="410m", events=EVENTS)) == [], "24 × 0.41 and 8 × 0.25 make 11.84"


def test_floors_that_an_event_raises_beyond_the_nodes_are_a_fault_with_what_is_missing(told):
    (fault,) = told(shop(cpu="500m", events=EVENTS))
    assert fault == (
        "28:13 clusters.main.pools.general.capacity: 6 nodes at most, with 12 vCPUs in jakarta, expected 14, what 24 pods of storefront "
        "and 8 pods of back ask for while flash and sale lasts; 2 missing; fix: raise max by 1, choose larger types, or expect less"
    )


def test_where_only_one_event_lasts_the_other_is_not_counted(told):
    apart = EVENTS.replace("2026-12-12 12:00", "2026-12-13 12:00")
    assert told(shop(cpu="470m", events=apart)) == []
    (fault,) = told(shop(cpu="500m", events=apart))
    assert "expected 12.5, what 24 pods of storefront and 2 pods of back ask for while sale lasts; 0.5 missing" in fault


def test_so_are_the_fewest_pods_without_any_event(told):
    (fault,) = told(shop(low=50))
    assert "expected 13, what 50 pods of storefront and 2 pods of back ask for; 1 missing; fix: raise max by 1," in fault
    assert fault.endswith("or lower min")


def test_memory_is_counted_too(told):
    (fault,) = told(shop(memory="2Gi", events=EVENTS))
    assert "with 48 GiB of memory in jakarta, expected 52, what 24 pods of storefront and 8 pods of back" in fault


def test_each_site_has_its_own(told):
    (fault,) = told(shop(cpu="520m", events=EVENTS.replace("sale", "mega"), sites="[batam]") | {POOL: POOL.replace("6", "12")})
    assert "12 nodes at most, with 24 vCPUs in batam, expected 24.96, what 48 pods of storefront ask for while mega lasts" in fault


def test_several_pools_are_counted_together(told):
    second = f"          more:\n{POOL}            aws: {{types: [m7i.large]}}\n            alicloud: {{types: [ecs.g7.large]}}\n"
    more = {"            alicloud: {types: [ecs.g7.large]}\n": f"            alicloud: {{types: [ecs.g7.large]}}\n{second}"}
    assert told(shop(cpu="900m", events=EVENTS) | more) == []
    (fault,) = told(shop(cpu="950m", events=EVENTS) | more)
    assert " clusters.main.pools: 12 nodes at most, with 24 vCPUs in jakarta, expected 24.8" in fault


def test_a_pod_that_is_larger_than_any_node(told):
    faults = told(shop(cpu='"2.5"'))
    assert len(faults) == 1, "on both clouds, and told once"
    assert (
        "workloads.storefront.cpu: a pod that asks for 2.5 vCPUs, expected at most what the largest node of main has on aws, 2"
        in faults[0]
    )


def test_types_of_which_no_size_is_known_are_passed_over(told):
    unknown = {"{types: [m7i.large]}": "{types: [m99i.metal]}", "{types: [ecs.g7.large]}": "{types: [ecs.t6-c1m1.nano]}"}
    owner = "    tags: {owner: platform}\n"
    assert told(shop(cpu='"9"', events=EVENTS) | unknown | {owner: f"{owner}    unlisted_types: [m99i.metal]\n"}) == []


LARGE = """\
          large:
            taints: {dedicated: NoSchedule}
            capacity: {fixed: 2}
            aws: {types: [m7i.2xlarge]}
            alicloud: {types: [ecs.g7.2xlarge]}
"""
TAINTED = {"          general:\n": f"{LARGE}          general:\n"}


def test_nodes_that_a_taint_keeps_pods_off_have_room_for_those_alone_that_are_kept_to_them(told):
    asking = shop(cpu='"4"')
    faults = told({**TAINTED, **asking})
    assert "storefront.cpu: a pod that asks for 4 vCPUs, expected at most what the largest node of main has on aws, 2" in faults[-1]
    assert told({**TAINTED, STOREFRONT: asking[STOREFRONT].replace("pod_rps", "pool: large, pod_rps")}) == []


def test_a_pool_per_zone_has_as_many_nodes_in_each_zone(told):
    edits = shop(cpu="500m", low=40)
    assert "6 nodes at most, with 12 vCPUs in jakarta" in told(edits)[0]
    assert told({**edits, POOL: f"            per_zone: true\n{POOL}"}) == []
    assert "12 nodes at most, with 24 vCPUs" in told({**shop(cpu='"2"', low=30), POOL: f"            per_zone: true\n{POOL}"})[0]
