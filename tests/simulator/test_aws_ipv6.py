"""IPv6 in VPCs of the simulated AWS: it comes to what is there already, and nothing of it is made anew."""

from __future__ import annotations

from ipaddress import IPv6Network

import pytest

from tests.support.aws_site import EGRESS_ONLY, REGION, ROUTE, SUBNET, VPC, Site
from tests.support.simulated import UNKNOWN, RefusalError

IPV4 = {"cidrBlock": "10.0.0.0/16"}
IPV6 = {**IPV4, "assignGeneratedIpv6CidrBlock": True}


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


def subnet(site, vpc, block, number=0, **inputs):
    given = {"vpcId": vpc, "cidrBlock": f"10.0.{number}.0/24", "availabilityZone": f"{REGION}a", "ipv6CidrBlock": block}
    return site.create(SUBNET, f"subnet-{number}", **given, **inputs)


def test_a_vpc_is_given_a_block_in_an_update(site):
    identity, outputs = site.create(VPC, **IPV4)
    assert outputs["ipv6CidrBlock"] == ""
    assert site.replaces(VPC, IPV4, IPV6) == []
    assert site.update(VPC, identity, outputs, preview=True, **IPV6)["ipv6CidrBlock"] is UNKNOWN
    given = site.update(VPC, identity, outputs, **IPV6)
    assert IPv6Network(given["ipv6CidrBlock"]).prefixlen == 56
    assert given["ipv6CidrBlockNetworkBorderGroup"] == REGION
    assert site.update(VPC, identity, given, **IPV6)["ipv6CidrBlock"] == given["ipv6CidrBlock"]
    assert site.update(VPC, identity, given, **IPV4)["ipv6CidrBlock"] == ""


def test_two_vpcs_have_two_blocks(site):
    first, second = (site.create(VPC, name, **IPV6)[1]["ipv6CidrBlock"] for name in ("first", "second"))
    assert not IPv6Network(first).overlaps(IPv6Network(second))


def test_a_subnet_is_given_its_block_in_an_update(site):
    vpc, outputs = site.create(VPC, **IPV6)
    first, second, *_ = (str(block) for block in IPv6Network(outputs["ipv6CidrBlock"]).subnets(new_prefix=64))
    identity, made = subnet(site, vpc, None)
    assert (made["ipv6CidrBlock"], made["ipv6CidrBlockAssociationId"]) == ("", "")
    inputs = {"vpcId": vpc, "cidrBlock": "10.0.0.0/24", "availabilityZone": f"{REGION}a"}
    given = site.update(SUBNET, identity, made, **inputs, ipv6CidrBlock=first)
    assert given["ipv6CidrBlockAssociationId"].startswith("subnet-cidr-assoc-0")
    with pytest.raises(RefusalError, match=rf"^InvalidSubnet.Conflict: The IPv6 CIDR '{first}' conflicts"):
        subnet(site, vpc, first, 1)
    subnet(site, vpc, second, 2)


def test_a_subnets_block_lies_in_that_of_its_vpc(site):
    vpc, _ = site.create(VPC, **IPV6)
    with pytest.raises(RefusalError, match=r"^InvalidSubnet.Range: The IPv6 CIDR '2001:db8:ffff:ffff::/64' is invalid"):
        subnet(site, vpc, "2001:db8:ffff:ffff::/64")
    with pytest.raises(RefusalError, match=r"^InvalidSubnet.Range: The IPv6 CIDR"):
        subnet(site, site.make(VPC, "without", **IPV4), "2001:db8::/64")


@pytest.mark.parametrize(("block", "reason"), [("2001:db8::/63", "to have one of"), ("2001:db8::1/64", "is not a valid IPv6")])
def test_a_subnets_block_has_a_size_and_is_a_networks_address(site, block, reason):
    assert reason in site.check(SUBNET, vpcId="v", ipv6CidrBlock=block)[1]["ipv6CidrBlock"]


def test_a_subnet_without_a_block_has_no_addresses_to_give_out(site):
    with pytest.raises(RefusalError, match=r"^InvalidParameterValue: Cannot assign IPv6 addresses on creation"):
        subnet(site, site.vpc, None, assignIpv6AddressOnCreation=True)


def test_a_vpc_keeps_its_block_while_a_subnet_has_one_of_it(site):
    vpc, outputs = site.create(VPC, **IPV6)
    block = next(IPv6Network(outputs["ipv6CidrBlock"]).subnets(new_prefix=64))
    identity, _ = subnet(site, vpc, str(block))
    with pytest.raises(RefusalError, match=rf"^InvalidCidrBlock.InUse: .* of {vpc} is in use by a subnet$"):
        site.update(VPC, vpc, outputs, **IPV4)
    site.delete(SUBNET, identity)
    site.update(VPC, vpc, outputs, **IPV4)


def test_a_vpc_has_one_egress_only_gateway(site):
    gateway = site.make(EGRESS_ONLY, vpcId=site.vpc)
    assert gateway.startswith("eigw-0")
    with pytest.raises(RefusalError, match=rf"^EgressOnlyInternetGatewayLimitExceeded: {site.vpc} has such a gateway already"):
        site.make(EGRESS_ONLY, vpcId=site.vpc)
    with pytest.raises(RefusalError, match=rf"^DependencyViolation: The vpc '{site.vpc}'"):
        site.delete(VPC, site.vpc)
    site.make(ROUTE, routeTableId=site.table, destinationIpv6CidrBlock="::/0", egressOnlyGatewayId=gateway)
    with pytest.raises(RefusalError, match=r"NotFound: The eigw ID 'eigw-1' does not exist"):
        site.make(ROUTE, routeTableId=site.table, destinationIpv6CidrBlock="64:ff9b::/96", egressOnlyGatewayId="eigw-1")


def test_it_carries_no_ipv4(site):
    faults = site.check(ROUTE, routeTableId="rtb-1", destinationCidrBlock="0.0.0.0/0", egressOnlyGatewayId="eigw-1")[1]
    assert set(faults) == {"egressOnlyGatewayId"}
