"""From the resources of a plan to the picture: what follows from what they depend on."""

from __future__ import annotations

import dataclasses
import random
from typing import Any

import pytest

from engine.events import Op, Step
from engine.values import UNKNOWN
from tests.support.networks import Plan, everything
from views.networks import read
from views.networks.dot import dot
from views.networks.mermaid import mermaid
from views.networks.model import Reach
from views.networks.reading import planned


def site_of(plan):
    (site,) = read("dev", plan.resources).sites
    return site


def tiers_of(site):
    return {tier.name: tier for tier in site.tiers}


def ways_of(tier):
    return {str(way.to): way for way in tier.ways}


def exits_of(site):
    return {str(exit_.key): exit_ for exit_ in site.exits}


def test_a_site_is_called_as_its_component_and_stands_in_the_region_of_its_provider():
    site = site_of(everything())
    assert (site.name, site.cloud, site.region, site.zones) == ("jakarta", "AWS", "ap-southeast-3", ("a", "b"))
    assert site.blocks == ("10.32.0.0/16", "10.33.0.0/16")
    assert site.flow_logs == "S3"


def test_tiers_come_by_how_far_their_routes_reach_then_by_address():
    site = site_of(everything())
    assert [(tier.name, tier.reach) for tier in site.tiers] == [
        ("public", Reach.OPEN),
        ("private", Reach.OUT),
        ("pods", Reach.OUT),
        ("data", Reach.INSIDE),
    ]
    assert [[tier.name for tier in group] for group in site.alike] == [["public"], ["private", "pods"], ["data"]]


def test_a_subnet_says_how_many_addresses_are_left_after_the_clouds_own():
    site = site_of(everything())
    (first, _) = tiers_of(site)["public"].subnets
    assert (first.block, first.usable, first.ipv6) == ("10.32.16.0/22", 1024 - 5, "IPv6")
    (first, _) = tiers_of(site)["private"].subnets
    assert first.ipv6 == "2001:db8:0:1::/64"
    (first, _) = tiers_of(site)["data"].subnets
    assert first.ipv6 == ""


def test_where_routes_lead_and_from_which_zones():
    site = site_of(everything())
    ways = ways_of(tiers_of(site)["private"])
    assert ways["NAT gateway"].destinations == ("0.0.0.0/0",)
    assert ways["NAT gateway"].by_zone == {"a": ("a",), "b": ("b",)}
    assert ways["egress-only gateway"].destinations == ("::/0",)
    assert ways["gateway endpoint"].by_zone == {"a": ("dynamodb", "s3"), "b": ("s3",)}
    assert ways["interface endpoint"].by_zone["b"] == ("ecr.api", "sts")
    assert ways_of(tiers_of(site)["public"])["internet gateway"].destinations == ("0.0.0.0/0", "::/0")


def test_a_tier_with_an_endpoint_alone_has_no_way_out():
    data = tiers_of(site_of(everything()))["data"]
    assert data.reach is Reach.INSIDE
    assert list(ways_of(data)) == ["gateway endpoint"]
    assert data.acl


def test_exits_with_their_members_and_what_they_lead_on_to():
    exits = exits_of(site_of(everything()))
    assert exits["NAT gateway"].members == ("a", "b")
    assert exits["NAT gateway"].details == {"a": "eipalloc-0kept"}
    assert exits["NAT gateway"].leads_to == "internet gateway"
    assert exits["internet gateway"].leads_to == exits["egress-only gateway"].leads_to == "internet"
    assert exits["gateway endpoint"].leads_to == ""


def test_what_no_picture_knows_is_drawn_by_its_type_and_name():
    site = site_of(everything())
    (unknown,) = [exit_ for exit_ in site.exits if exit_.kind is None]
    assert unknown.title == "aws:ec2:CarrierGateway jakarta-office"
    (way,) = [way for way in tiers_of(site)["pods"].ways if way.to == unknown.key]
    assert (way.destinations, list(way.by_zone)) == (("192.168.10.0/24",), ["a"])


def test_alibaba_cloud_binds_addresses_and_tables_by_resources_of_their_own():
    plan = Plan("island", region="ap-southeast-5", package="alicloud")
    vpc = plan.add("alicloud:vpc/network:Network", "island-vpc", cidrBlock="10.36.0.0/16")
    internet = plan.add("alicloud:vpc/ipv4Gateway:Ipv4Gateway", "island-internet", vpcId=vpc)
    tables = {name: plan.add("alicloud:vpc/routeTable:RouteTable", f"island-{name}", vpcId=vpc) for name in ("public", "private")}
    subnets = {}
    for tier, block in (("public", "10.36.16.0/22"), ("private", "10.36.0.0/20")):
        name = f"island-{tier}-a"
        inputs: dict[str, Any] = {"vpcId": vpc, "cidrBlock": block, "zoneId": "ap-southeast-5a"}
        subnets[tier] = plan.add("alicloud:vpc/switch:Switch", name, **inputs)
        joined: dict[str, Any] = {"vswitchId": subnets[tier], "routeTableId": tables[tier]}
        plan.add("alicloud:vpc/routeTableAttachment:RouteTableAttachment", name, **joined)
    nat = plan.add("alicloud:vpc/natGateway:NatGateway", "island-nat-a", vpcId=vpc, vswitchId=subnets["public"])
    address = plan.add("alicloud:ecs/eipAddress:EipAddress", "island-nat-a", outputs={"ipAddress": "203.0.113.7"})
    plan.add("alicloud:ecs/eipAssociation:EipAssociation", "island-nat-a", allocationId=address, instanceId=nat)
    for tier, target in (("public", internet), ("private", nat)):
        entry: dict[str, Any] = {"routeTableId": tables[tier], "nexthopId": target, "destinationCidrblock": "0.0.0.0/0"}
        plan.add("alicloud:vpc/routeEntry:RouteEntry", f"island-{tier}-out", **entry)
    site = site_of(plan)
    assert site.cloud == "Alibaba Cloud"
    assert [(tier.name, tier.reach, tier.subnets[0].usable) for tier in site.tiers] == [
        ("public", Reach.OPEN, 1024 - 4),
        ("private", Reach.OUT, 4096 - 4),
    ]
    assert exits_of(site)["NAT gateway"].details == {"a": "203.0.113.7"}
    assert exits_of(site)["internet gateway"].title == "IPv4 gateway"


def test_what_is_deployed_is_found_by_id_where_nothing_depends():
    plan = everything()
    ids = {each.urn: f"id-{number}" for number, each in enumerate(plan.resources)}
    deployed = []
    for each in plan.resources:
        needs = each.property_dependencies
        known = {
            key: value if key not in needs else [ids[urn] for urn in needs[key]] if len(needs[key]) > 1 else ids[needs[key][0]]
            for key, value in each.inputs.items()
        }
        provider = each.provider and f"{each.provider.rpartition('::')[0]}::p-1"
        deployed.append(
            dataclasses.replace(each, id=ids[each.urn], inputs=known, property_dependencies={}, dependencies=(), provider=provider)
        )
    found, planned_ = read("dev", deployed).sites[0], site_of(plan)
    told = [(tier.name, tier.reach, [way.destinations for way in tier.routes]) for tier in planned_.tiers]
    assert [(tier.name, tier.reach, [way.destinations for way in tier.routes]) for tier in found.tiers] == told
    office = ids[next(each.urn for each in plan.resources if each.urn.endswith("jakarta-office"))]
    assert found.exits[-1].title == office, "what no picture knows is told by its id"


def test_what_is_read_before_it_is_taken_over_is_drawn_once():
    plan = Plan()
    seen = plan.aws("Vpc", "vpc-found", identity="vpc-1", cidrBlock="10.32.0.0/16")
    seen.external = True
    found = plan.subnet(seen, "private", "a", "10.32.0.0/20", identity="subnet-1")
    found.external = True
    vpc = plan.aws("Vpc", "vpc", cidrBlock="10.32.0.0/16")
    vpc.import_id = "vpc-1"
    fits = [vpc, seen, found]  # everything in the network waits until what was found is known to fit
    plan.subnet(fits, "private", "b", "10.32.32.0/20", plan.aws("RouteTable", "private-b", vpcId=fits))
    (site,) = read("dev", plan.resources).sites
    (tier,) = site.tiers
    assert (site.name, site.zones, tier.name) == ("jakarta", ("a", "b"), "private")
    assert ways_of(tier) == {}


def test_a_subnet_whose_table_is_elsewhere_is_not_said_to_have_no_way_out():
    plan = Plan()
    vpc = plan.aws("Vpc", "vpc", cidrBlock="10.32.0.0/16")
    plan.subnet(vpc, "private", "a", "10.32.0.0/20")
    assert site_of(plan).tiers[0].reach is Reach.UNKNOWN


def test_the_order_of_registration_does_not_matter():
    plan = everything()
    expected = read("dev", plan.resources)
    for seed in range(5):
        shuffled = list(plan.resources)
        random.Random(seed).shuffle(shuffled)
        assert read("dev", shuffled) == expected


def test_sites_come_by_address():
    plans = [Plan(name) for name in ("late", "early")]
    for plan, block in zip(plans, ("10.40.0.0/16", "10.9.0.0/16"), strict=True):
        plan.aws("Vpc", "vpc", cidrBlock=block)
    picture = read("dev", [each for plan in plans for each in plan.resources])
    assert [site.name for site in picture.sites] == ["early", "late"]


def test_a_block_that_is_not_known_yet_is_drawn_all_the_same():
    plan = Plan()
    vpc = plan.aws("Vpc", "vpc", cidrBlock=UNKNOWN)
    plan.subnet(vpc, "private", "a", "10.32.0.0/20").inputs["cidrBlock"] = UNKNOWN
    site = site_of(plan)
    assert site.blocks == ()
    assert (site.tiers[0].subnets[0].block, site.tiers[0].subnets[0].usable) == ("", None)


@pytest.mark.parametrize("op", [Op.DELETE, Op.DELETE_REPLACED, Op.READ_DISCARD])
def test_what_goes_is_not_in_a_plan(op):
    plan = Plan()
    stays, goes = plan.aws("Vpc", "vpc"), plan.aws("Subnet", "old")
    steps = [Step(op=Op.SAME, urn=stays.urn, type=stays.type, new=stays), Step(op=op, urn=goes.urn, type=goes.type, new=goes)]
    assert planned(steps) == [stays]


def test_of_a_replacement_the_new_one_is_drawn():
    plan = Plan()
    old, new = plan.aws("Vpc", "vpc", cidrBlock="10.0.0.0/16"), plan.aws("Vpc", "vpc", cidrBlock="10.1.0.0/16")
    create = Step(op=Op.CREATE_REPLACEMENT, urn=new.urn, type=new.type, old=old, new=new)
    delete = Step(op=Op.DELETE_REPLACED, urn=old.urn, type=old.type, old=old)
    assert planned([create, delete]) == [new]


def linked(site: str, block: str, region: str) -> Plan:
    """A network with a private tier that learns its routes from a VPN gateway."""
    plan = Plan(site, region=region)
    vpc = plan.aws("Vpc", "vpc", cidrBlock=block)
    table, gateway = plan.aws("RouteTable", "private-a", vpcId=vpc), plan.aws("VpnGateway", "link-gateway", vpcId=vpc)
    plan.subnet(vpc, "private", "a", block.replace("/16", "/20"), table)
    plan.aws("VpnGatewayRoutePropagation", "link-private-a", vpnGatewayId=gateway, routeTableId=table)
    return plan


def test_what_joins_two_networks_is_drawn_between_them_and_by_what_their_routes_lead_there():
    one, other = linked("batam", "10.32.0.0/16", "ap-southeast-3"), linked("jakarta", "10.36.0.0/16", "ap-southeast-1")
    near = {"site": "batam", "tiers": ["private"]}
    for beyond in ("jakarta", "elsewhere"):
        far = {"site": beyond, "tiers": ["private"]}
        one.add("nusantara:multicloud:Link", f"batam--{beyond}", via="vpn", one=near, other=far)
    picture = read("dev", [*one.resources, *other.resources])
    assert [(each.sites, each.via) for each in picture.links] == [(("batam", "jakarta"), "vpn")]
    (way,) = tiers_of(picture.sites[0])["private"].ways
    assert (way.to, way.destinations) == ("VPN gateway", ())
    assert tiers_of(picture.sites[0])["private"].reach is Reach.INSIDE
    assert 's0 <==>|"VPN, four tunnels<br/>private"| s1' in mermaid(picture)
    assert "learned by BGP" in mermaid(picture)
    assert 'site0 -> site1 [dir=both, constraint=false, penwidth=2, label="VPN, four tunnels\\nprivate"];' in dot(picture)
    assert picture.of({"batam"}).links == (), "of one site alone there is nothing to draw a line to"


@pytest.mark.parametrize(
    ("type_", "target", "said"),
    [
        ("aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter", "vpcPeeringConnectionId", "peering connection"),
        ("aws:ec2transitgateway/vpcAttachment:VpcAttachment", "transitGatewayId", "transit gateway"),
    ],
)
def test_routes_to_other_sites_lead_to_what_joins_them(type_, target, said):
    plan = Plan()
    vpc = plan.aws("Vpc", "vpc", cidrBlock="10.32.0.0/16")
    table = plan.aws("RouteTable", "private-a", vpcId=vpc)
    plan.subnet(vpc, "private", "a", "10.32.0.0/20", table)
    joins = plan.add(type_, "joins")
    plan.aws("Route", "routes-private-a", routeTableId=table, destinationCidrBlock="10.40.0.0/16", **{target: joins})
    (way,) = tiers_of(site_of(plan))["private"].ways
    assert (way.to, way.destinations) == (said, ("10.40.0.0/16",))
