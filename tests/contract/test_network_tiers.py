"""Tiers of an environment's own, their names, blocks and tags, on every cloud alike."""

from __future__ import annotations

import pytest

from components.addressing import TIERS, ExtraTier, subnets
from components.errors import ArgumentsError
from tests.support.clouds import CIDR, CLOUDS, PODS, Cloud
from tests.support.mocks import changes, record
from tests.support.recorded_networks import leading_out, network, root, tables

pytestmark = pytest.mark.parametrize("cloud", CLOUDS, ids=str)


TIERS_OF_ITS_OWN = {
    "cache": ExtraTier(like="data", slot=1),
    "batch": ExtraTier(like="pods", slot=3, cidr="10.34.0.0/17"),
}


def test_a_further_tier_stands_at_its_blocks_and_is_like_what_it_says(cloud: Cloud):
    found = record(lambda: cloud.make_network(tiers=TIERS_OF_ITS_OWN, nat="per_zone"), outputs=cloud.answer)
    told = root(cloud, found).outputs or {}
    cut = subnets(("a", "b", "c"), cidr=CIDR, pods=PODS, tiers=TIERS_OF_ITS_OWN)
    blocks = {each.name: each.inputs["cidrBlock"] for each in found.of(cloud.types["subnet"])}
    assert blocks == {f"net-{tier}-{zone}": block for tier, by_zone in cut.items() for zone, block in by_zone.items()}
    assert told["blocks"] == cut
    assert told["kinds"] == {**{tier: tier for tier in TIERS}, "cache": "data", "batch": "pods"}
    assert told["ranges"] == {"cidr": CIDR, "pods": PODS, "10-34-0-0-17": "10.34.0.0/17"}
    assert {tier: set(by_zone) for tier, by_zone in told["route_tables"].items()} == dict.fromkeys(cut, frozenset("abc"))
    assert not leading_out(cloud, found) & tables(told["route_tables"], "cache")
    assert leading_out(cloud, found) >= tables(told["route_tables"], "batch")


def test_a_further_tier_touches_no_sibling(cloud: Cloud):
    before = network(cloud)
    after = record(lambda: cloud.make_network(tiers={"cache": TIERS_OF_ITS_OWN["cache"]}), outputs=cloud.answer)
    added, removed, changed = changes(before, after)
    assert (removed, changed) == (set(), set())
    assert all(" net-cache-" in name for name in added)


def test_every_child_of_a_renamed_tier_knows_its_earlier_name(cloud: Cloud):
    renamed = {
        "queue": ExtraTier(like="data", slot=1, was=("redis", "cache")),
        "bulk": ExtraTier(like="pods", slot=3, cidr="10.34.0.0/17", was=("batch",)),
    }
    before, after = (
        record(lambda tiers=tiers: cloud.make_network(tiers=tiers, nat="per_zone", ipv6=True), outputs=cloud.answer)
        for tiers in (TIERS_OF_ITS_OWN, renamed)
    )
    added, removed, _ = changes(before, after)
    known = {
        f"{each.type.split(':')[-1]} {alias['spec']['name']}"
        for each in after.values()
        if f"{each.type.split(':')[-1]} {each.name}" in added
        for alias in each.aliases
    }
    assert len(added) == len(removed)
    assert removed <= known
    assert all("redis" in name for name in known - removed)


@pytest.mark.parametrize("name", ["nat", "eip", "vpc", "table", "route", "pods-a", "cache-b"])
def test_no_tier_has_the_name_of_another_part(cloud: Cloud, name):
    tiers = {"cache": ExtraTier(like="data", slot=1), name: ExtraTier(like="data", slot=2)}
    with pytest.raises(ArgumentsError, match=rf"tiers\.{name}: .*fix: rename the tier"):
        cloud.make_network(tiers=tiers)


@pytest.mark.parametrize("earlier", ["cache", "queue", "data", "redis"])
def test_an_earlier_name_belongs_to_one_tier(cloud: Cloud, earlier):
    tiers = {"cache": ExtraTier(like="data", slot=1, was=("redis",)), "queue": ExtraTier(like="data", slot=2, was=(earlier,))}
    with pytest.raises(ArgumentsError, match=rf'tiers\.queue\.was\.0: "{earlier}", expected a name that no other tier has or had'):
        cloud.make_network(tiers=tiers)


def test_a_subnet_that_is_pinned_into_another_block_waits_for_it(cloud: Cloud):
    pinned = {"data": {"a": "10.33.224.0/22"}, "pods": {"b": "10.32.224.0/22"}}
    found = record(lambda: cloud.make_network(pinned=pinned))
    (block,) = found.of(cloud.types["secondary block"])
    subnets = {each.name: each for each in found.of(cloud.types["subnet"])}
    waiting = {name for name, each in subnets.items() if block.urn in each.property_dependencies["vpcId"]}
    assert waiting == {"net-data-a", *(f"net-pods-{zone}" for zone in "ac")}


def test_a_tiers_tags_are_on_its_subnets_and_on_those_of_tiers_like_it(cloud: Cloud):
    tags = {"private": {"karpenter.sh/discovery": "main"}, "cache": {"team": "data"}}
    tiers = {"cache": ExtraTier(like="private", slot=1)}
    found = record(lambda: cloud.make_network(tiers=tiers, tier_tags=tags), outputs=cloud.answer)
    carried = {
        each.name: {key: value for key, value in each.inputs["tags"].items() if key in ("karpenter.sh/discovery", "team")}
        for each in found.of(cloud.types["subnet"])
    }
    both = {**tags["private"], **tags["cache"]}
    expected = {"private": tags["private"], "cache": both}
    assert carried == {f"net-{tier}-{zone}": expected.get(tier, {}) for tier in (*TIERS, "cache") for zone in "abc"}


@pytest.mark.parametrize("field", ["tier_tags.privat", "endpoint_tiers.0"])
def test_what_is_said_by_tier_is_said_of_tiers_that_there_are(cloud: Cloud, field: str):
    said = {"tier_tags": {"privat": {"a": "b"}}} if "tags" in field else {"endpoint_tiers": ("privat",)}
    with pytest.raises(ArgumentsError) as caught:
        cloud.network_args(**said)
    assert [fault.field for fault in caught.value.faults] == [field]
    assert caught.value.faults[0].expected == "a tier of this network: public, private, data, pods"
