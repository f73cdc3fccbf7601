"""Tiers of an environment's own on Alibaba Cloud: like one of the four in everything but their name and addresses."""

from __future__ import annotations

from components.addressing import ExtraTier
from tests.support.clouds import ALICLOUD, TAGS
from tests.support.mocks import ID_PREFIX, Recording, changes, record

SWITCH = "alicloud:vpc/switch:Switch"
ATTACHMENT = "alicloud:vpc/routeTableAttachment:RouteTableAttachment"
SNAT = "alicloud:vpc/snatEntry:SnatEntry"
ACL_ATTACHMENT = "alicloud:vpc/vpcNetworkAclAttachment:VpcNetworkAclAttachment"
BLOCK = "alicloud:vpc/ipv4CidrBlock:Ipv4CidrBlock"
TIERS = {
    "cache": ExtraTier(like="data", slot=1),
    "edge": ExtraTier(like="public", slot=2),
    "bulk": ExtraTier(like="pods", slot=3, cidr="10.34.0.0/16"),
}
RENAMED = {
    "redis": ExtraTier(like="data", slot=1, was=("cache",)),
    "edge": TIERS["edge"],
    "jobs": ExtraTier(like="pods", slot=3, cidr="10.34.0.0/16", was=("batch", "bulk")),
}


def network(tiers=TIERS, **options) -> Recording:
    return record(lambda: ALICLOUD.make_network(tiers=tiers, zones=("a", "b"), **options))


def test_a_tier_follows_the_table_of_the_one_it_is_like():
    found = network()
    followed = {each.name: each.inputs["routeTableId"] for each in found.of(ATTACHMENT)}
    assert followed["net-cache-a"] == followed["net-data-a"] == f"{ID_PREFIX}net-data"
    assert followed["net-edge-b"] == followed["net-public-b"] == f"{ID_PREFIX}net-public"
    assert followed["net-bulk-b"] == followed["net-private-b"] == f"{ID_PREFIX}net-private-b"
    assert len(found.of("alicloud:vpc/routeTable:RouteTable")) == 4


def test_only_what_is_like_pods_or_private_leaves_through_a_gateway():
    leaving = {each.name for each in network().of(SNAT)}
    assert leaving == {f"net-{tier}-{zone}-out" for tier in ("private", "pods", "bulk") for zone in "ab"}


def test_what_is_like_data_stands_behind_the_same_acl():
    guarded = {each.name: each.inputs["networkAclId"] for each in network().of(ACL_ATTACHMENT)}
    assert guarded == dict.fromkeys(("net-data-a", "net-data-b", "net-cache-a", "net-cache-b"), f"{ID_PREFIX}net-data")


def test_a_vswitch_waits_for_the_block_it_lies_in():
    found = network(pinned={"cache": {"b": "10.34.255.0/24"}})
    blocks = {each.name: each.inputs["secondaryCidrBlock"] for each in found.of(BLOCK)}
    assert blocks == {"net-pods": "10.33.0.0/16", "net-bulk": "10.34.0.0/16"}
    bulk = found.one(BLOCK, "net-bulk").urn
    waiting = {each.name for each in found.of(SWITCH) if bulk in each.property_dependencies["vpcId"]}
    assert waiting == {"net-bulk-a", "net-bulk-b", "net-cache-b"}


def test_every_vswitch_says_its_tier():
    tags = {each.name: each.inputs["tags"] for each in network().of(SWITCH)}
    assert tags["net-cache-a"] == {**TAGS, "network-tier": "cache"}
    assert tags["net-private-b"] == {**TAGS, "network-tier": "private"}


def test_every_child_of_a_renamed_tier_is_found_by_its_earlier_names():
    found = network(RENAMED)
    earlier = {
        f"{each.type.rpartition(':')[2]} {each.name}": [alias["spec"]["name"] for alias in each.aliases]
        for each in found.values()
        if each.aliases
    }
    assert earlier == {
        "Ipv4CidrBlock net-jobs": ["net-batch", "net-bulk"],
        **{f"{kind} net-redis-{zone}": [f"net-cache-{zone}"] for zone in "ab" for kind in ("Switch", "RouteTableAttachment")},
        **{f"VpcNetworkAclAttachment net-redis-{zone}": [f"net-cache-{zone}"] for zone in "ab"},
        **{
            f"{kind} net-jobs-{zone}": [f"net-batch-{zone}", f"net-bulk-{zone}"]
            for zone in "ab"
            for kind in ("Switch", "RouteTableAttachment")
        },
        **{f"SnatEntry net-jobs-{zone}-out": [f"net-batch-{zone}-out", f"net-bulk-{zone}-out"] for zone in "ab"},
    }


def test_a_tier_more_touches_none_of_the_others():
    added, removed, changed = changes(network({}), network({"cache": TIERS["cache"]}))
    assert (removed, changed) == (set(), set())
    assert {name.partition(" ")[2] for name in added} == {"net-cache-a", "net-cache-b"}


def test_pods_of_a_cluster_may_stand_in_every_tier_like_theirs():
    from tests.support.clusters import ACK

    found = record(lambda: ACK.module.Cluster("main", ACK.args(ALICLOUD.make_network(tiers=TIERS, zones=("b", "a")))))
    plane = found.one("alicloud:cs/managedKubernetes:ManagedKubernetes").inputs
    assert plane["podVswitchIds"] == [f"{ID_PREFIX}net-{tier}-{zone}" for tier in ("pods", "bulk") for zone in "ab"]
    assert plane["vswitchIds"] == [f"{ID_PREFIX}net-private-{zone}" for zone in "ab"]
