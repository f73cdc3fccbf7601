"""Whether clusters that are left have room for the pods that an event asks for there."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from checks.drill.carrying import Carried
from checks.drill.rooms import Room, rooms
from components.schedule import Calendar

SIZE: dict[str, Any] = {"cpu": "1", "memory": "4Gi"}
G7: dict[str, Any] = {"alicloud": {"types": ["ecs.g7.2xlarge"]}}
"""Nodes of 8 vCPUs and 32 GiB."""


def workload(cluster: str, sites: Any = "all", low: float = 2.0, **more: Any) -> dict[str, Any]:
    return {"cluster": cluster, "sites": sites, "replicas": {"min": low, "max": 90.0}, "pod_rps": 80.0, **SIZE, **more}


def said(pools: dict[str, Any], **workloads: Any) -> dict[str, Any]:
    sale = {"time_zone": "UTC", "start": "2026-12-25 00:00", "end": "2026-12-26 00:00", "headroom": "none"}
    return {
        "sites": {
            "bali": {"cloud": "alicloud", "zones": ["a", "b"]},
            "ambon": {"cloud": "alicloud", "zones": ["a", "b", "c"]},
        },
        "clusters": {"other": {"sites": "all", "pools": pools}, "main": {"sites": "all", "pools": pools}},
        "workloads": {"storefront": workload("main"), "admin": workload("other"), **workloads},
        "events": {"sale": {**sale, "warm_up": 0.0, "cool_down": 0.0, "peak_rps": {"storefront": 800.0}}},
    }


def found(environment: dict[str, Any], **units: int) -> dict[str, Room]:
    """The rooms by their sites, with so many pods of the storefront at each."""
    told: dict[str, Any] = {"group": "storefront", "event": "sale", "share": Fraction(1, 2), "rps": 1, "floor": 2, "ceiling": 90}
    asked = [Carried(kind="workloads", site=site, units=number, **told) for site, number in units.items()]
    asked += [Carried(kind="fleets", site="bali", units=500, **told)]
    listed = list(rooms(environment, Calendar.of(environment), asked))
    assert {room.cluster for room in listed} <= {"main"}, "no other cluster is asked for more"
    assert [room.site for room in listed] == sorted(units)
    return {room.site: room for room in listed}


def test_a_pool_of_each_zone_has_its_nodes_in_every_zone_of_the_site():
    pools = {
        "even": {**G7, "per_zone": True, "capacity": {"autoscaled": {"min": 1.0, "max": 2.0}}},
        "few": {**G7, "capacity": {"fixed": 1.0}},
    }
    there = found(said(pools), bali=8, ambon=8)
    assert there["bali"].there == ((2 * 2 + 1) * 8, (2 * 2 + 1) * 32)
    assert there["ambon"].there == ((2 * 3 + 1) * 8, (2 * 3 + 1) * 32)


def test_what_fits_to_the_last_vcpu_lacks_nothing_and_one_more_pod_does():
    pools = {"few": {**G7, "capacity": {"fixed": 1.0}}}
    assert found(said(pools), bali=8)["bali"].lacking == ""
    assert found(said(pools), bali=9)["bali"].lacking == "vCPUs"
    hungry = said(pools, storefront=workload("main", cpu="100m", memory="5Gi"))
    assert found(hungry, bali=7)["bali"].lacking == "GiB of memory"


def test_what_else_stands_there_has_its_own_lowest_number():
    pools = {"few": {**G7, "capacity": {"fixed": 1.0}}}
    told = said(pools, batch=workload("main", low=3.0), away=workload("main", ["ambon"], low=30.0))
    assert found(told, bali=6)["bali"].asked == (6 + 3, (6 + 3) * 4)
    assert found(told, bali=4)["bali"].asked == (5 + 3, (5 + 3) * 4), "no fewer than the floor of the sale"


def test_where_a_size_is_not_known_nothing_is_said():
    pools = {"few": {**G7, "capacity": {"fixed": 1.0}}}
    unsized = workload("main")
    del unsized["memory"]
    assert found(said(pools, storefront=unsized), bali=900)["bali"].lacking == ""
    assert found(said({"few": {"aws": {"types": ["m7i.large"]}, "capacity": {"fixed": 1.0}}}), bali=900)["bali"].lacking == ""
