"""IPv6 of the simulated Alibaba Cloud: enabled from the VPC down, in place."""

from __future__ import annotations

import re

import pytest

from tests.support.alicloud_site import SWITCH, VPC, Site
from tests.support.simulated import UNKNOWN, RefusalError

GATEWAY = "alicloud:vpc/ipv6Gateway:Ipv6Gateway"
ROUTE = "alicloud:vpc/routeEntry:RouteEntry"
ROUTE_TABLE = "alicloud:vpc/routeTable:RouteTable"
BLOCK = {"cidrBlock": "10.40.0.0/16"}


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


@pytest.fixture
def vpc(site):
    return site.make(VPC, enableIpv6=True, **BLOCK)


def switch(vpc: str, eight: int = 5, **changes):
    usual = {"vpcId": vpc, "cidrBlock": "10.40.0.0/20", "zoneId": "ap-southeast-5a"}
    return {**usual, "enableIpv6": True, "ipv6CidrBlockMask": eight, **changes}


@pytest.mark.parametrize(
    ("token", "property_", "before", "after", "replaced"),
    [
        (VPC, "enableIpv6", False, True, False),
        (SWITCH, "enableIpv6", False, True, False),
        (SWITCH, "ipv6CidrBlockMask", 1, 2, False),
        (GATEWAY, "vpcId", "vpc-a", "vpc-b", True),
        (GATEWAY, "ipv6GatewayName", "a", "b", False),
    ],
)
def test_what_replaces(site, token, property_, before, after, replaced):
    assert site.replaces(token, {property_: before}, {property_: after}) == ([property_] if replaced else [])


def test_a_vpc_gets_a_block_in_place_and_keeps_it(site):
    identity, outputs = site.create(VPC, **BLOCK)
    assert (outputs["enableIpv6"], outputs["ipv6CidrBlocks"]) == (False, [])
    assert site.update(VPC, identity, outputs, preview=True, enableIpv6=True, **BLOCK)["ipv6CidrBlocks"] is UNKNOWN
    after = site.update(VPC, identity, outputs, enableIpv6=True, **BLOCK)
    (block,) = after["ipv6CidrBlocks"]
    assert re.fullmatch(r"240b:4000:[0-9a-f]{4}:[0-9a-f]{2}00::/56", block["ipv6CidrBlock"])
    assert site.update(VPC, identity, after, **BLOCK)["ipv6CidrBlocks"] == [block], "nothing said of it leaves it as it is"
    without = site.update(VPC, identity, after, enableIpv6=False, **BLOCK)
    assert site.update(VPC, identity, without, enableIpv6=True, **BLOCK)["ipv6CidrBlocks"] == [block]


def test_a_vswitch_has_the_block_of_its_place(site, vpc):
    whole = site.found(VPC, vpc)[1]["ipv6CidrBlock"]
    _, outputs = site.create(SWITCH, **switch(vpc, 0x25))
    assert outputs["ipv6CidrBlock"] == whole.replace("00::/56", "25::/64")


def test_two_vswitches_cannot_have_one_place(site, vpc):
    site.make(SWITCH, **switch(vpc))
    with pytest.raises(RefusalError, match=r"InvalidIpv6CidrBlock.Overlapped: another vSwitch has the IPv6 block 5"):
        site.make(SWITCH, **switch(vpc, cidrBlock="10.40.16.0/20"))


def test_a_place_must_be_given_and_be_one(site, vpc):
    _, failures = site.check(SWITCH, **switch(vpc, ipv6CidrBlockMask=None))
    assert "required when enabling" in failures["ipv6CidrBlockMask"]
    assert "0 - 255" in site.check(SWITCH, **switch(vpc, 256))[1]["ipv6CidrBlockMask"]


def test_it_goes_from_the_vpc_down_and_back_up(site):
    identity, outputs = site.create(VPC, **BLOCK)
    with pytest.raises(RefusalError, match=r"Ipv6NotEnabled"):
        site.make(SWITCH, **switch(identity))
    with pytest.raises(RefusalError, match=r"Ipv6NotEnabled"):
        site.make(GATEWAY, vpcId=identity)
    outputs = site.update(VPC, identity, outputs, enableIpv6=True, **BLOCK)
    site.make(SWITCH, **switch(identity))
    with pytest.raises(RefusalError, match=r"DependencyViolation.Ipv6"):
        site.update(VPC, identity, outputs, enableIpv6=False, **BLOCK)


def test_a_gateway_is_the_next_hop_of_all_of_ipv6(site, vpc):
    gateway, table = site.make(GATEWAY, vpcId=vpc), site.make(ROUTE_TABLE, vpcId=vpc)
    route = {"routeTableId": table, "destinationCidrblock": "::/0", "nexthopType": "IPv6Gateway", "nexthopId": gateway}
    identity, outputs = site.create(ROUTE, **route)
    assert identity == f"{table}:{outputs['routerId']}:__/0:IPv6Gateway:{gateway}", "a colon would part the id elsewhere"
    with pytest.raises(RefusalError, match=r"RouterEntryConflict.Duplicated"):
        site.make(ROUTE, **{**route, "destinationCidrblock": "0::/0"})
    with pytest.raises(RefusalError, match=r"DependencyViolation.RouteEntry"):
        site.delete(GATEWAY, gateway)
    with pytest.raises(RefusalError, match="Ipv6GatewayExist"):
        site.make(GATEWAY, vpcId=vpc)
