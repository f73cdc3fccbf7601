"""What a network promises, on every cloud alike."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import ClassVar, get_origin, get_type_hints

import pulumi
import pytest

from components import contracts
from components.addressing import TIERS, ExtraTier, subnets
from components.errors import ArgumentsError
from tests.support.clouds import CIDR, CLOUDS, PODS, TAGS, Cloud
from tests.support.mocks import ID_PREFIX, UNKNOWN, Recorded, Recording, changes, record

pytestmark = pytest.mark.parametrize("cloud", CLOUDS, ids=str)


def network(cloud: Cloud, **options) -> Recording:
    return cloud.recorded_network(**options)


def root(cloud: Cloud, found: Recording) -> Recorded:
    return found.one(cloud.network.Network.TYPE)


def test_it_satisfies_the_protocol(cloud: Cloud):
    def program():
        assert isinstance(cloud.make_network(), contracts.Network)

    record(program)


def test_its_outputs_are_exactly_what_the_protocol_names(cloud: Cloud):
    named = {name for name, hint in get_type_hints(contracts.Network).items() if get_origin(hint) is not ClassVar}
    assert (root(cloud, network(cloud)).outputs or {}).keys() == named


def test_its_inputs_show_every_argument_as_plain_values(cloud: Cloud):
    inputs = root(cloud, network(cloud, nat="per_zone")).inputs
    shown = {key: inputs[key] for key in ("region", "zones", "cidr", "pods", "nat", "flow_logs", "tags")}
    assert shown == {
        "region": cloud.region,
        "zones": ["a", "b", "c"],
        "cidr": CIDR,
        "pods": PODS,
        "nat": "per_zone",
        "flow_logs": {"to": "logs", "days": 90, "traffic": "all", "keep": True},
        "tags": TAGS,
    }


def test_every_child_stands_directly_under_it_and_begins_with_its_name(cloud: Cloud):
    found = network(cloud, nat="per_zone")
    component = root(cloud, found)
    children = [each for each in found.values() if each is not component]
    assert {child.parent for child in children} == {component.urn}
    assert all(child.name.startswith("net-") for child in children)


def test_every_tier_has_a_subnet_in_every_zone_at_its_address(cloud: Cloud):
    found = network(cloud)
    blocks = {each.name: each.inputs["cidrBlock"] for each in found.of(cloud.types["subnet"])}
    cut = subnets(("a", "b", "c"), cidr=CIDR, pods=PODS)
    assert blocks == {f"net-{tier}-{zone}": cut[tier][zone] for tier in TIERS for zone in "abc"}
    by_tier = {tier: {zone: f"{ID_PREFIX}net-{tier}-{zone}" for zone in "abc"} for tier in TIERS}
    assert (root(cloud, found).outputs or {})["subnets"] == by_tier


def test_every_zone_has_its_own_route_tables(cloud: Cloud):
    found = network(cloud, nat="per_zone")
    table = {
        "public": "public",
        "private": "private-{zone}",
        "pods": "private-{zone}",
        "data": "data",
    }
    if "route-table-per-tier" in cloud.network.Network.capabilities:
        table = {tier: f"{tier}-{{zone}}" for tier in TIERS}
    expected = {tier: {zone: f"{ID_PREFIX}net-{form.format(zone=zone)}" for zone in "abc"} for tier, form in table.items()}
    told = (root(cloud, found).outputs or {})["route_tables"]
    assert told == expected
    assert {ID_PREFIX + each.name for each in found.of(cloud.types["table"])} == tables(told, *TIERS)
    followed = {each.name: each.inputs["routeTableId"] for each in found.of(cloud.types["association"])}
    assert followed == {f"net-{tier}-{zone}": told[tier][zone] for tier in TIERS for zone in "abc"}


def tables(told: Mapping[str, Mapping[str, str]], *tiers: str) -> set[str]:
    return {table for tier in tiers for table in told[tier].values()}


def leading_out(cloud: Cloud, found: Recording) -> set[str]:
    return {route.inputs["routeTableId"] for route in found.of(cloud.types["route"])}


def test_data_subnets_have_no_way_out(cloud: Cloud):
    found = network(cloud, nat="per_zone")
    told = (root(cloud, found).outputs or {})["route_tables"]
    assert leading_out(cloud, found) == tables(told, "public", "private", "pods")
    assert not leading_out(cloud, found) & tables(told, "data")


@pytest.mark.parametrize(("nat", "gateways"), [("none", []), ("single", ["a"]), ("per_zone", ["a", "b", "c"])])
def test_nat_gateways_stand_where_they_are_asked_for(cloud: Cloud, nat: str, gateways: list[str]):
    found = network(cloud, nat=nat)
    assert [each.name for each in found.of(cloud.types["gateway"])] == [f"net-nat-{zone}" for zone in gateways]
    assert [each.name for each in found.of(cloud.types["address"])] == [f"net-nat-{zone}" for zone in gateways]
    egress = (root(cloud, found).outputs or {})["egress"]
    assert len(set(egress.values())) == len(gateways)
    assert sorted(egress) == (["a", "b", "c"] if gateways else [])


def test_without_nat_only_public_tables_lead_out(cloud: Cloud):
    found = network(cloud, nat="none")
    assert leading_out(cloud, found) == tables((root(cloud, found).outputs or {})["route_tables"], "public")


def test_nobody_gets_a_public_address_by_default(cloud: Cloud):
    found = network(cloud)
    assert not [each for each in found.values() if each.inputs.get("mapPublicIpOnLaunch")]


def test_flow_logs_are_recorded_unless_refused(cloud: Cloud):
    (log,) = network(cloud).of(cloud.types["flow log"])
    assert log.inputs["trafficType"].upper() == "ALL"
    assert network(cloud, flow_logs=None).of(cloud.types["flow log"]) == []
    assert log.delete_before_replace  # two at once would record everything twice, or be refused


def test_flow_logs_are_kept_as_long_as_asked(cloud: Cloud):
    days = [
        each.inputs.get("retentionInDays", each.inputs.get("retentionPeriod"))
        for each in network(cloud, flow_logs=contracts.FlowLogs(days=365)).values()
    ]
    assert [kept for kept in days if kept] == [365]


def test_records_outlive_the_stack_unless_told_otherwise(cloud: Cloud):
    kept = {each.type for each in network(cloud).values() if each.retain_on_delete}
    assert kept == set(cloud.types["records"].split())
    assert not [each for each in network(cloud, flow_logs=contracts.FlowLogs(keep=False)).values() if each.retain_on_delete]


def test_tags_reach_everything_that_carries_tags(cloud: Cloud):
    tagged = [each for each in network(cloud, nat="per_zone").values() if "tags" in each.inputs]
    assert len(tagged) > 20
    assert all(each.inputs["tags"].items() >= TAGS.items() for each in tagged)


def test_the_first_preview_knows_what_follows_from_the_arguments(cloud: Cloud):
    outputs = root(cloud, record(cloud.make_network, preview=True)).outputs or {}
    assert (outputs["zones"], outputs["cidr"], outputs["id"]) == (["a", "b", "c"], CIDR, UNKNOWN)


@pytest.mark.parametrize("nat", ["none", "single", "per_zone"])
def test_another_zone_touches_no_sibling(cloud: Cloud, nat: str):
    before, after = network(cloud, zones=("a", "b"), nat=nat), network(cloud, zones=("a", "b", "c"), nat=nat)
    added, removed, changed = changes(before, after)
    assert (removed, changed) == (set(), set())
    assert added
    assert all(name.endswith(("-c", "-c-out")) for name in added)


def test_a_zone_given_up_touches_no_sibling(cloud: Cloud):
    before, after = network(cloud, nat="per_zone"), network(cloud, zones=("a", "c"), nat="per_zone")
    added, removed, changed = changes(before, after)
    assert (added, changed) == (set(), set())
    assert all(name.endswith(("-b", "-b-out")) for name in removed)


def test_the_order_of_the_zones_says_nothing(cloud: Cloud):
    assert changes(network(cloud), network(cloud, zones=("c", "a", "b"))) == (set(), set(), set())


def test_a_single_gateway_stays_where_it_is_written_to_stand(cloud: Cloud):
    before, after = network(cloud, zones=("b", "c")), network(cloud, zones=("a", "b", "c"), nat_zone="b")
    added, removed, changed = changes(before, after)
    assert (removed, changed) == (set(), set())
    assert all(name.endswith(("-a", "-a-out")) for name in added)


def test_a_single_gateway_not_written_down_follows_the_lowest_letter(cloud: Cloud):
    added, removed, changed = changes(network(cloud, zones=("b", "c")), network(cloud, zones=("a", "b", "c")))
    assert "NatGateway net-nat-a" in added
    assert "NatGateway net-nat-b" in removed
    assert changed


def test_a_gateway_for_each_zone_keeps_the_one_that_was_there(cloud: Cloud):
    added, removed, changed = changes(network(cloud, nat="single"), network(cloud, nat="per_zone"))
    assert removed == set()
    assert {"NatGateway net-nat-b", "NatGateway net-nat-c"} <= added
    assert not [name for name in changed if "-a" in name]
    assert {name.split()[0] for name in changed} <= {"Route", "RouteEntry", "SnatEntry"}


def test_the_order_of_blocks_that_reach_data_says_nothing(cloud: Cloud):
    blocks = ("192.168.10.0/24", "10.40.0.0/16", "10.5.0.0/16")
    before, after = (record(lambda some=some: cloud.make_network(data_from=some)) for some in (blocks, blocks[::-1]))
    assert changes(before, after) == (set(), set(), set())


def test_only_some_clouds_let_what_is_not_public_leave_by_ipv6(cloud: Cloud):
    found = network(cloud, ipv6=True, nat="none")
    private = tables((root(cloud, found).outputs or {})["route_tables"], "private", "pods")
    leaves = bool(leading_out(cloud, found) & private)
    assert leaves is ("egress-only-ipv6" in cloud.network.Network.capabilities)
    assert not leading_out(cloud, found) & tables((root(cloud, found).outputs or {})["route_tables"], "data")


def test_options_reach_every_child(cloud: Cloud):
    seen: list[str] = []

    def watch(args: pulumi.ResourceTransformationArgs) -> None:
        seen.append(args.name)

    def program():
        provider = cloud.provider("jakarta")
        options = pulumi.ResourceOptions(
            provider=provider, protect=True, transformations=[watch], aliases=[pulumi.Alias(name="old")]
        )
        cloud.make_network(opts=options)

    found = record(program)
    component = root(cloud, found)
    children = found.children(component)
    (provider,) = found.of(f"pulumi:providers:{cloud.name}")
    assert {child.provider for child in children} == {f"{provider.urn}::{provider.id}"}
    assert all(child.protect for child in children)
    assert sorted(seen) == sorted([component.name, *(child.name for child in children)])
    # The engine derives the children's aliases from this one, since their names begin with the component's.
    assert [alias["spec"]["name"] for alias in component.aliases] == ["old"]


def test_transforms_are_registered_with_it(cloud: Cloud):
    found = record(lambda: cloud.make_network(opts=pulumi.ResourceOptions(transforms=[lambda _: None])))
    assert root(cloud, found).transforms == 1


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


def test_ipv6_comes_to_what_is_there(cloud: Cloud):
    with_ipv6 = record(lambda: cloud.make_network(ipv6=True), outputs=cloud.answer)
    added, removed, _ = changes(network(cloud), with_ipv6)
    assert removed == set()
    assert not [name for name in added if name.startswith(("Subnet", "Switch", "Vpc", "Network ", "NatGateway", "Eip "))]
    egress = any("EgressOnly" in name or "Ipv6" in name for name in added)
    assert egress or "egress-only-ipv6" not in cloud.network.Network.capabilities


def test_flow_logs_go_to_storage_where_a_cloud_can(cloud: Cloud):
    storage = contracts.FlowLogs(to="storage")
    if "flow-logs-to-storage" in cloud.network.Network.capabilities:
        found = record(lambda: cloud.make_network(flow_logs=storage), outputs=cloud.answer)
        assert len(found.of(cloud.types["flow log"])) == 1
    else:
        with pytest.raises(ArgumentsError, match=r"flow_logs\.to"):
            cloud.network_args(flow_logs=storage)


def test_the_data_tier_is_guarded_unless_left_open(cloud: Cloud):
    guards = [each for each in network(cloud).values() if "networkAcl" in each.type]
    assert guards
    assert not [each for each in network(cloud, data_acl=False).values() if "networkAcl" in each.type]


def test_an_address_made_elsewhere_is_not_made(cloud: Cloud):
    found = record(
        lambda: cloud.make_network(nat="per_zone", nat_addresses={"b": "eip-0abc"}), reads={"eip-0abc": {}}, outputs=cloud.answer
    )
    assert [each.name for each in found.of(cloud.types["address"])] == ["net-nat-a", "net-nat-c"]
    assert "eip-0abc" in found.read.values()
    assert set((root(cloud, found).outputs or {})["egress"]) == set("abc")


def test_every_capability_is_one_that_the_contract_explains(cloud: Cloud):
    explained = set(re.findall(r"^ {8}([a-z0-9-]+):", contracts.Network.__doc__ or "", re.MULTILINE))
    assert explained >= cloud.network.Network.capabilities


WEB = contracts.Acl(
    inward=(contracts.AclRule(blocks=("0.0.0.0/0", "::/0"), protocol="tcp", ports=(80, "443-444")),),
    outward=(contracts.AclRule(blocks=("0.0.0.0/0",), protocol="icmp"),),
    deny=("192.0.2.0/24",),
)


def packets(found: Recording) -> set[tuple]:
    """What the ACL of public says, whichever way the cloud writes it."""
    told = set()
    for rule in found.of("aws:ec2/networkAclRule:NetworkAclRule"):
        if rule.inputs["networkAclId"] == f"{ID_PREFIX}net-public":
            ports = (rule.inputs.get("fromPort"), rule.inputs.get("toPort"))
            block = rule.inputs.get("cidrBlock") or rule.inputs["ipv6CidrBlock"]
            protocol = {"-1": "all"}.get(rule.inputs["protocol"], rule.inputs["protocol"])
            told.add((not rule.inputs["egress"], rule.inputs["ruleAction"] == "allow", protocol, ports, block))
    for acl in found.of("alicloud:vpc/networkAcl:NetworkAcl"):
        for way, peer in (("ingress", "sourceCidrIp"), ("egress", "destinationCidrIp")) if acl.name == "net-public" else ():
            for entry in acl.inputs[f"{way}AclEntries"]:
                first, _, last = entry["port"].partition("/")
                ports = (None, None) if entry["port"] == "-1/-1" else (int(first), int(last))
                told.add((way == "ingress", entry["policy"] == "accept", entry["protocol"], ports, entry[peer]))
    return told


def test_an_acl_says_the_same_on_every_cloud(cloud: Cloud):
    found = record(lambda: cloud.make_network(acls={"public": WEB}, ipv6=True), outputs=cloud.answer)
    world = {block for *_, block in packets(found)} - {CIDR, PODS, "192.0.2.0/24"}
    assert world >= {"0.0.0.0/0", "::/0"}
    expected: set[tuple] = {
        (True, True, "tcp", ports, block) for ports in ((80, 80), (443, 444)) for block in ("0.0.0.0/0", "::/0")
    }
    expected |= {(False, True, "tcp", (1024, 65535), block) for block in ("0.0.0.0/0", "::/0")}
    expected |= {(inward, True, "icmp", (None, None), "0.0.0.0/0") for inward in (True, False)}
    expected |= {(inward, False, "all", (None, None), "192.0.2.0/24") for inward in (True, False)}
    expected |= {(inward, True, "all", (None, None), block) for inward in (True, False) for block in (CIDR, PODS)}
    assert packets(found) >= expected
    assert not [said for said in packets(found) - expected if said[2] != "all"]


def test_an_acl_more_touches_nothing_else(cloud: Cloud):
    acl = contracts.Acl(inward=(contracts.AclRule(blocks=("0.0.0.0/0",), protocol="tcp", ports=(443,)),))
    after = record(lambda: cloud.make_network(acls={"public": acl}), outputs=cloud.answer)
    added, removed, changed = changes(network(cloud), after)
    assert (removed, changed) == (set(), set())
    assert {name.split()[0] for name in added} <= {
        "NetworkAcl",
        "NetworkAclRule",
        "NetworkAclAssociation",
        "VpcNetworkAclAttachment",
    }
    behind = [name.split()[1] for name in added if name.startswith(("NetworkAclAssociation", "VpcNetworkAclAttachment"))]
    assert sorted(behind) == [f"net-public-{zone}" for zone in "abc"]


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


def test_without_the_internet_no_table_leads_anywhere(cloud: Cloud):
    found = record(lambda: cloud.make_network(internet=False, nat="none", ipv6=True), outputs=cloud.answer)
    told = root(cloud, found).outputs or {}
    assert leading_out(cloud, found) == set()
    assert told["egress"] == {}
    assert [len(by_zone) for by_zone in told["subnets"].values()] == [3, 3, 3, 3]
    shut = {each.type: each.inputs for each in found.values() if "ateway:" in each.type}
    # Without a gateway, an elastic address opens any vSwitch; on AWS nothing is open without one.
    assert list(shut) == ([] if cloud.name == "aws" else ["alicloud:vpc/ipv4Gateway:Ipv4Gateway"])
    assert all(gateway["enabled"] for gateway in shut.values())
    assert not [each for each in found.values() if "kubernetes.io/role/elb" in each.inputs.get("tags", {})]


def test_nat_needs_the_internet(cloud: Cloud):
    with pytest.raises(ArgumentsError, match="internet: false, expected true beside NAT gateways; fix: write nat: none"):
        cloud.network_args(internet=False)


def in_tables(cloud: Cloud, **options) -> set[str]:
    """The route tables that gateway endpoints are in."""
    service = {"aws": "s3", "alicloud": "oss"}[cloud.name]
    found = record(lambda: cloud.make_network(endpoints=(service,), **options), outputs=cloud.answer)
    told = (root(cloud, found).outputs or {})["route_tables"]
    named = {table: f"{tier}-{zone}" for tier, by_zone in told.items() for zone, table in by_zone.items()}
    attached = [each for each in found.values() if "RouteTableA" in each.type and each.name.startswith("net-endpoint")]
    return {named[each.inputs["routeTableId"]].split("-")[0] for each in attached}


def test_services_are_reached_from_private_and_pods_and_never_from_data_unless_told(cloud: Cloud):
    by_default, told = in_tables(cloud), in_tables(cloud, endpoint_tiers=("data", "public"))
    assert by_default <= {"private", "pods"}
    assert by_default
    assert told == {"data", "public"}
    assert in_tables(cloud, endpoint_tiers=()) == set()


@pytest.mark.parametrize("field", ["tier_tags.privat", "endpoint_tiers.0"])
def test_what_is_said_by_tier_is_said_of_tiers_that_there_are(cloud: Cloud, field: str):
    said = {"tier_tags": {"privat": {"a": "b"}}} if "tags" in field else {"endpoint_tiers": ("privat",)}
    with pytest.raises(ArgumentsError) as caught:
        cloud.network_args(**said)
    assert [fault.field for fault in caught.value.faults] == [field]
    assert caught.value.faults[0].expected == "a tier of this network: public, private, data, pods"
