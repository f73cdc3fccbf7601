"""IPv6 on Alibaba Cloud: a block for each vSwitch, a way out for public ones alone."""

from __future__ import annotations

from components.addressing import ExtraTier, ipv6_index
from components.alicloud.network import Network
from tests.support.clouds import ALICLOUD
from tests.support.mocks import ID_PREFIX, changes, record

SWITCH = "alicloud:vpc/switch:Switch"
ROUTE = "alicloud:vpc/routeEntry:RouteEntry"
GATEWAY = "alicloud:vpc/ipv6Gateway:Ipv6Gateway"
TIERS = {"cache": ExtraTier(like="data", slot=1)}


def test_every_vswitch_has_the_place_that_its_zone_and_tier_give_it():
    found = ALICLOUD.recorded_network(ipv6=True)
    places = {each.name: (each.inputs["enableIpv6"], each.inputs["ipv6CidrBlockMask"]) for each in found.of(SWITCH)}
    assert places["net-public-a"] == (True, ipv6_index("public", "a"))
    assert places["net-pods-c"] == (True, ipv6_index("pods", "c"))
    assert len(set(places.values())) == 12
    assert found.one("alicloud:vpc/network:Network").inputs["enableIpv6"] is True


def test_only_the_public_table_leads_out_by_ipv6():
    found = ALICLOUD.recorded_network(ipv6=True, nat="per_zone")
    routes = [route.inputs for route in found.of(ROUTE) if route.inputs["destinationCidrblock"] == "::/0"]
    assert [(route["routeTableId"], route["nexthopType"], route["nexthopId"]) for route in routes] == [
        (f"{ID_PREFIX}net-public", "IPv6Gateway", found.one(GATEWAY).id)
    ]
    assert "egress-only-ipv6" not in Network.capabilities


def test_the_data_tier_admits_the_networks_own_block_of_ipv6():
    given = {"ipv6CidrBlocks": [{"ipv6CidrBlock": "2001:db8:0:100::/56"}]}
    found = record(
        lambda: ALICLOUD.make_network(ipv6=True), outputs=lambda _type, name, _inputs: given if name == "net-vpc" else {}
    )
    acl = found.one("alicloud:vpc/networkAcl:NetworkAcl").inputs
    for entries, peer in (("ingressAclEntries", "sourceCidrIp"), ("egressAclEntries", "destinationCidrIp")):
        by_version = {entry["ipVersion"]: entry[peer] for entry in acl[entries]}
        assert by_version["IPv6"] == "2001:db8:0:100::/56"


def test_without_it_nothing_of_ipv6_is_made():
    found = ALICLOUD.recorded_network()
    assert found.of(GATEWAY) == []
    assert all(each.inputs["enableIpv6"] is False and "ipv6CidrBlockMask" not in each.inputs for each in found.of(SWITCH))
    assert "enableIpv6" not in found.one("alicloud:vpc/network:Network").inputs


def test_turning_it_on_adds_and_changes_but_removes_nothing():
    added, removed, changed = changes(ALICLOUD.recorded_network(), ALICLOUD.recorded_network(ipv6=True))
    assert added == {"Ipv6Gateway net-internet-ipv6", "RouteEntry net-public-out-ipv6"}
    assert removed == set()
    assert {name.split()[0] for name in changed} == {"Network", "NetworkAcl", "Switch"}
