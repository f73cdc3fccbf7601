"""How many addresses machines and pods take at most: the formula by hand, and a fault exactly where some are missing."""

from __future__ import annotations

import inspect
from dataclasses import replace
from ipaddress import IPv4Network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.addressing import LIMITS, ExtraTier
from components.addressing.plan import Site
from components.aws.pool_args import Pool
from components.capacity import Capacity
from components.fit import (
    ClusterDemand,
    Demand,
    Machines,
    fit_faults,
    node_groups,
    refreshed,
    rolled_out,
)

SITE = Site(cloud="aws", zones=("a", "b", "c"), cidr="10.32.0.0/16", pods="10.33.0.0/16")
CLUSTER = ClusterDemand(groups=(Machines(most=54, surge=14), Machines(most=36, surge=9)), pods=525)
thoroughly = settings(max_examples=1000, deadline=None)


def test_what_a_site_on_eks_takes_by_hand():
    demand = Demand(cloud="aws", zones=3, clusters=(CLUSTER,), fleets=(Machines(most=40, surge=8),), endpoints=5)
    assert CLUSTER.nodes == 54 + 14 + 36 + 9
    assert CLUSTER.all_pods == 525 + 3 * 113 + 30
    assert {tier: need.addresses for tier, need in demand.needs.items()} == {
        "public": 8 + 1,
        "private": 34 + 23 + 24 + 16 + 8 + 5,  # half of each group, since one of three zones is lost
        "data": 0,
        "pods": 2313,  # half of 56 prefixes of 16 for 894 pods, and of 33 addresses for each of 113 nodes: 4,625 in all
    }
    assert demand.needs["pods"].reason == "894 pods on 113 nodes at most, one of 3 zones lost"
    assert demand.needs["private"].reason == "113 nodes and 48 machines of fleets at most, one of 3 zones lost"


def test_what_a_site_on_ack_takes_by_hand():
    demand = Demand(cloud="alicloud", zones=2, clusters=(ClusterDemand(groups=(Machines(most=12),), pods=40),), nat=False)
    assert {tier: need.addresses for tier, need in demand.needs.items()} == {
        "public": 8,
        "private": 12 + 16 + 8,
        "data": 0,
        "pods": 40 + 36 + 30 + 60,
    }


def test_a_single_zone_carries_everything_and_none_can_be_lost():
    demand = Demand(cloud="aws", zones=1, fleets=(Machines(most=7),))
    assert demand.needs["private"].addresses == 7
    assert demand.needs["private"].reason == "0 nodes and 7 machines of fleets at most"


@pytest.mark.parametrize(
    ("cloud", "capacity", "spot", "groups"),
    [
        ("aws", Capacity(min=6, max=90), 40, [(54, 14), (36, 9)]),  # a quarter
        ("aws", Capacity(min=1, max=3), 0, [(3, 6)]),  # twice the zones
        ("aws", Capacity(min=1, max=1000), 0, [(1000, 100)]),  # 100 at most
        ("aws", Capacity(min=30, max=60, initial=40), 0, [(60, 40)]),  # a successor begins with the initial number
        ("aws", Capacity(min=2, max=2), 100, [(2, 6)]),
        ("alicloud", Capacity(min=6, max=90), 40, [(54, 0), (36, 0)]),
    ],
)
def test_node_groups_have_what_an_update_adds(cloud, capacity, spot, groups):
    assert [(each.most, each.surge) for each in node_groups(cloud, 3, capacity, spot)] == groups


def test_what_rollouts_and_refreshes_add_is_rounded_up():
    assert [rolled_out(replicas) for replicas in (1, 4, 5, 300)] == [2, 5, 7, 375]
    assert refreshed(3, 20) == Machines(most=3, surge=1)
    assert refreshed(40, 0) == Machines(most=40)


def test_what_is_counted_is_what_is_built():
    counted, built = inspect.signature(node_groups).parameters, Pool.__dataclass_fields__
    assert {name: counted[name].default for name in ("unavailable", "surge", "per_zone")} == {
        name: built[name].default for name in ("unavailable", "surge", "per_zone")
    }


def test_an_update_that_ends_nodes_first_adds_those_of_a_successor_alone():
    (group,) = node_groups("aws", 3, Capacity(min=6, max=90), 0, surge=False)
    assert (group.most, group.surge) == (90, 6)
    (group,) = node_groups("aws", 3, Capacity(min=6, max=90), 0, unavailable=50)
    assert (group.most, group.surge) == (90, 45)


def test_karpenter_adds_as_many_as_it_may_take_at_a_time():
    shares = node_groups("aws", 3, Capacity(min=0, max=90), 40, unavailable=50, karpenter=True)
    assert [(each.most, each.surge) for each in shares] == [(54, 27), (36, 18)]
    (small,) = node_groups("aws", 3, Capacity(min=0, max=3), 0, karpenter=True)
    assert (small.most, small.surge) == (3, 1)


def test_a_pool_per_zone_stands_whole_in_each_also_when_one_is_lost():
    (group,) = node_groups("aws", 3, Capacity(min=1, max=4), 0, per_zone=True)
    assert (group.most, group.surge, group.all) == (4, 2, 18)
    each, spread = (
        Demand(cloud="aws", zones=3, clusters=(ClusterDemand(groups=(machines,)),)).needs["private"].addresses
        for machines in (group, Machines(most=18))
    )
    assert (each, spread) == (6 + 24, 9 + 24)


def test_a_site_with_room_has_no_fault():
    assert list(fit_faults(SITE, Demand(cloud="aws", zones=3, clusters=(CLUSTER,)))) == []


def test_a_fault_says_how_many_addresses_are_missing_and_what_would_do():
    site = replace(SITE, pods="10.33.0.0/19")
    assert [str(fault) for fault in fit_faults(site, Demand(cloud="aws", zones=3, clusters=(CLUSTER,)))] == [
        (
            'pods: "10.33.0.0/19", expected 2,313 addresses in each zone\'s pods subnet (894 pods on 113 nodes at most, one of 3'
            " zones lost), and that of zone a has 1,019: 1,294 missing; fix: write a /17 while the network is new; later that"
            " replaces it with all that stands in it, so lower the maxima then"
        )
    ]


def test_further_tiers_of_pods_give_room_to_pods_and_no_others_do():
    site, demand = replace(SITE, pods="10.33.0.0/19"), Demand(cloud="aws", zones=3, clusters=(CLUSTER,))
    more = ExtraTier(like="pods", slot=3, cidr="10.34.0.0/18")
    (short,) = fit_faults(replace(site, tiers={"more": replace(more, cidr="10.34.0.0/19")}), demand)
    assert short.expected.endswith("and that of zone a has 2,038: 275 missing")
    assert list(fit_faults(replace(site, tiers={"more": more}), demand)) == []
    assert len(list(fit_faults(replace(site, tiers={"more": replace(more, like="private")}), demand))) == 1


def test_where_no_block_would_do_less_must_run():
    (fault,) = fit_faults(SITE, Demand(cloud="aws", zones=3, fleets=(Machines(most=10_000),)))
    assert fault.field == "cidr"
    assert fault.expected.endswith("and that of zone a has 4,091: 909 missing")
    assert fault.fix == "lower what may run at most, or spread it over more zones or sites; no block of a site is large enough"


def test_a_pinned_subnet_is_told_of_by_itself():
    site = replace(SITE, pinned={"public": {"b": "10.32.128.0/28"}, "private": {"a": "10.32.144.0/26"}})
    demand = Demand(cloud="aws", zones=3, clusters=(CLUSTER, CLUSTER))
    assert [(fault.field, fault.expected.split(": ")[-1], fault.fix.split(" while")[0]) for fault in fit_faults(site, demand)] == [
        ("pinned.public.b", "6 missing", "write a /27"),
        ("pinned.private.a", "103 missing", "write a /24"),
    ]


@st.composite
def demands(draw: st.DrawFn) -> Demand:
    machines = st.builds(Machines, most=st.integers(1, 3000), surge=st.integers(0, 100))
    clusters = st.builds(ClusterDemand, groups=st.lists(machines, max_size=3).map(tuple), pods=st.integers(0, 20_000))
    return Demand(
        cloud=draw(st.sampled_from(["aws", "alicloud"])),
        zones=draw(st.integers(1, 6)),
        clusters=tuple(draw(st.lists(clusters, max_size=2))),
        fleets=tuple(draw(st.lists(machines, max_size=2))),
        endpoints=draw(st.integers(0, 20)),
        nat=draw(st.booleans()),
    )


@thoroughly
@given(demands(), st.integers(16, 20), st.integers(16, 19))
def test_a_fault_is_told_exactly_where_addresses_are_missing_and_its_fix_mends_it(demand: Demand, cidr: int, pods: int):
    zones = tuple("abcdef"[: demand.zones])
    site = Site(cloud=demand.cloud, zones=zones, cidr=f"10.32.0.0/{cidr}", pods=f"10.33.0.0/{pods}")
    limits = LIMITS[demand.cloud]
    needs: dict[str, int] = {tier: need.addresses for tier, need in demand.needs.items()}
    short = {tier for (tier, _), block in site.subnets.items() if limits.usable(block) < needs[tier]}
    faults = list(fit_faults(site, demand))
    assert len(faults) == len(short)
    assert {fault.field for fault in faults} == {"pods" if tier == "pods" else "cidr" for tier in short}
    for fault in faults:
        if (size := fault.fix.removeprefix("write a /").split(" ")[0]).isdigit():
            larger = IPv4Network((fault.given.strip('"').split("/")[0], int(size)))
            mended = replace(site, **{fault.field: str(larger)})
            tier = next(each for each in short if f"zone's {each} subnet" in fault.expected)
            assert all(limits.usable(block) >= needs[tier] for (name, _), block in mended.subnets.items() if name == tier)


@thoroughly
@given(demands(), st.integers(1, 500))
def test_more_of_anything_never_takes_fewer_addresses(demand: Demand, more: int):
    before = {tier: need.addresses for tier, need in demand.needs.items()}
    grown = replace(
        demand,
        clusters=tuple(replace(each, pods=each.pods + more) for each in demand.clusters),
        fleets=(*demand.fleets, Machines(most=more)),
        endpoints=demand.endpoints + 1,
    )
    assert all(need.addresses >= before[tier] for tier, need in grown.needs.items())
    assert grown.needs["private"].addresses > before["private"]
