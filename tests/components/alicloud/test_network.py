"""What is Alibaba Cloud's own of a network."""

from __future__ import annotations

import pytest

from components.alicloud.network import Network
from tests.support.clouds import ALICLOUD, TAGS
from tests.support.mocks import ID_PREFIX, Recording


def network(**options) -> Recording:
    return ALICLOUD.recorded_network(**options)


def test_exactly_these_resources_are_made():
    assert network(nat="per_zone").counts() == {
        Network.TYPE: 1,
        "alicloud:vpc/network:Network": 1,
        "alicloud:vpc/ipv4CidrBlock:Ipv4CidrBlock": 1,
        "alicloud:vpc/ipv4Gateway:Ipv4Gateway": 1,
        "alicloud:vpc/switch:Switch": 12,
        "alicloud:vpc/routeTable:RouteTable": 5,
        "alicloud:vpc/routeTableAttachment:RouteTableAttachment": 12,
        "alicloud:vpc/routeEntry:RouteEntry": 4,
        "alicloud:ecs/eipAddress:EipAddress": 3,
        "alicloud:ecs/eipAssociation:EipAssociation": 3,
        "alicloud:vpc/natGateway:NatGateway": 3,
        "alicloud:vpc/snatEntry:SnatEntry": 6,
        "alicloud:vpc/flowLog:FlowLog": 1,
        "alicloud:log/project:Project": 1,
        "alicloud:log/store:Store": 1,
        "alicloud:log/storeIndex:StoreIndex": 1,
        "alicloud:vpc/networkAcl:NetworkAcl": 1,
        "alicloud:vpc/vpcNetworkAclAttachment:VpcNetworkAclAttachment": 3,
    }


def test_an_explicit_gateway_decides_what_is_public():
    found = network()
    gateway = found.one("alicloud:vpc/ipv4Gateway:Ipv4Gateway")
    assert (gateway.inputs["enabled"], gateway.inputs["internetMode"]) == (True, "private")
    way_out = found.one("alicloud:vpc/routeEntry:RouteEntry", "net-public-out").inputs
    assert (way_out["nexthopType"], way_out["nexthopId"]) == ("Ipv4Gateway", gateway.id)


def test_pod_vswitches_wait_for_the_block_they_lie_in():
    found = network()
    block = found.one("alicloud:vpc/ipv4CidrBlock:Ipv4CidrBlock")
    assert block.inputs == {"vpcId": f"{ID_PREFIX}net-vpc", "secondaryCidrBlock": "10.33.0.0/16"}
    pods = found.one("alicloud:vpc/switch:Switch", "net-pods-a")
    assert block.urn in pods.property_dependencies["vpcId"]
    assert pods.inputs["zoneId"] == "ap-southeast-5a"


def test_a_region_without_a_number_spells_its_zones_with_a_hyphen():
    found = network(region="cn-hangzhou", zones=("h", "i", "j"))
    assert found.one("alicloud:vpc/switch:Switch", "net-public-i").inputs["zoneId"] == "cn-hangzhou-i"


def test_a_nat_gateway_is_enhanced_and_waits_until_its_vswitch_is_public():
    found = network(nat="per_zone")
    gateway = found.one("alicloud:vpc/natGateway:NatGateway", "net-nat-b")
    assert gateway.inputs == {
        "natGatewayName": "net-nat-b",
        "vpcId": f"{ID_PREFIX}net-vpc",
        "vswitchId": f"{ID_PREFIX}net-public-b",
        "natType": "Enhanced",
        "networkType": "internet",
        "internetChargeType": "PayByLcu",
        "paymentType": "PayAsYouGo",
        "eipBindMode": "NAT",
        "tags": TAGS,
    }
    attachment = found.one("alicloud:vpc/routeTableAttachment:RouteTableAttachment", "net-public-b")
    way_out = found.one("alicloud:vpc/routeEntry:RouteEntry", "net-public-out")
    assert gateway.dependencies >= {attachment.urn, way_out.urn}


@pytest.mark.parametrize(("nat", "carrier"), [("per_zone", {"a": "a", "b": "b", "c": "c"}), ("single", dict.fromkeys("abc", "a"))])
def test_private_and_pod_vswitches_leave_by_their_carriers_address(nat: str, carrier: dict[str, str]):
    entries = {each.name: each.inputs for each in network(nat=nat).of("alicloud:vpc/snatEntry:SnatEntry")}
    assert entries.keys() == {f"net-{tier}-{zone}-out" for tier in ("private", "pods") for zone in "abc"}
    for tier in ("private", "pods"):
        for zone in "abc":
            assert entries[f"net-{tier}-{zone}-out"] == {
                "snatEntryName": f"net-{tier}-{zone}-out",
                "snatTableId": f"net-nat-{carrier[zone]}.snatTableIds",
                "sourceVswitchId": f"{ID_PREFIX}net-{tier}-{zone}",
                "snatIp": f"net-nat-{carrier[zone]}.ipAddress",
            }


def test_an_address_is_named_only_once_it_is_bound():
    found = network()
    bound = found.one("alicloud:ecs/eipAssociation:EipAssociation")
    entries = found.of("alicloud:vpc/snatEntry:SnatEntry")
    assert all(bound.urn in entry.property_dependencies["snatIp"] for entry in entries)


def test_a_route_to_another_gateway_takes_the_place_of_the_old_one():
    routes = network(nat="per_zone").of("alicloud:vpc/routeEntry:RouteEntry")
    assert all(route.delete_before_replace for route in routes)


def test_addresses_carry_more_than_the_clouds_default():
    address = network().one("alicloud:ecs/eipAddress:EipAddress").inputs
    assert (address["bandwidth"], address["internetChargeType"]) == ("200", "PayByTraffic")
    assert network(egress_mbps=50).one("alicloud:ecs/eipAddress:EipAddress").inputs["bandwidth"] == "50"


def test_the_log_projects_name_is_unique_among_all_customers():
    found = network()
    assert found.one("alicloud:log/project:Project").inputs["projectName"] == f"flow-logs-{ID_PREFIX}net-vpc"
    assert found.one("alicloud:vpc/flowLog:FlowLog").inputs["resourceId"] == f"{ID_PREFIX}net-vpc"


def test_a_resource_group_reaches_all_that_can_belong_to_one():
    found = network(resource_group="rg-prod", nat="per_zone")
    grouped = {each.type.split(":")[-1] for each in found.values() if each.inputs.get("resourceGroupId") == "rg-prod"}
    assert grouped == {"Network", "Ipv4Gateway", "EipAddress", "Project", "FlowLog"}


def test_there_is_no_default_security_group_to_close():
    assert "default-security-group" not in Network.capabilities
    assert not [each for each in network().values() if "securityGroup" in each.type]
