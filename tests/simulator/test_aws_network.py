"""VPCs, subnets, gateways, routes and security groups of the simulated AWS."""

from __future__ import annotations

import re

import pytest

from tests.support.aws_site import (
    ACCOUNT,
    ADDRESS,
    ASSOCIATION,
    BLOCK,
    DEFAULT_GROUP,
    EGRESS,
    FLOW_LOG,
    GROUP,
    INGRESS,
    INTERNET,
    LOG_GROUP,
    NAT,
    REGION,
    ROUTE,
    SUBNET,
    TABLE,
    VPC,
    Site,
)
from tests.support.simulated import RefusalError


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


@pytest.fixture
def nat(site):
    assert site.internet
    return site.make(NAT, subnetId=site.subnet(), allocationId=site.make(ADDRESS, domain="vpc"))


class TestShapes:
    def test_ids_are_ec2s(self, site, nat):
        assert site.internet
        log = site.create(LOG_GROUP, "flows")[1]
        made = {
            "vpc": site.vpc,
            "subnet": site.subnet(1),
            "igw": site.internet,
            "nat": nat,
            "eipalloc": site.make(ADDRESS),
            "rtb": site.table,
            "rtbassoc": site.make(ASSOCIATION, routeTableId=site.table, subnetId=site.subnet(2)),
            "sg": site.group,
            "sgr": site.make(INGRESS, securityGroupId=site.group, ipProtocol="-1", cidrIpv4="10.0.0.0/8"),
            "fl": site.make(FLOW_LOG, vpcId=site.vpc, logDestination=log["arn"], iamRoleArn=site.role["arn"], trafficType="ALL"),
            "vpc-cidr-assoc": site.make(BLOCK, vpcId=site.vpc, cidrBlock="10.1.0.0/16"),
        }
        for prefix, identity in made.items():
            assert re.fullmatch(rf"{prefix}-0[0-9a-f]{{16}}", identity), prefix

    def test_a_vpc_brings_its_own_table_and_group(self, site):
        _, outputs = site.create(VPC, cidrBlock="10.0.0.0/16")
        assert re.fullmatch(rf"arn:aws:ec2:{REGION}:{ACCOUNT}:vpc/vpc-0\w{{16}}", outputs["arn"])
        assert outputs["ownerId"] == ACCOUNT
        assert outputs["defaultSecurityGroupId"].startswith("sg-0")
        assert outputs["mainRouteTableId"].startswith("rtb-0")
        assert outputs["defaultRouteTableId"] == outputs["mainRouteTableId"]
        group = site.make(DEFAULT_GROUP, vpcId=outputs["arn"].rsplit("/")[-1], ingress=[], egress=[])
        assert group == outputs["defaultSecurityGroupId"]
        site.make(ROUTE, routeTableId=outputs["mainRouteTableId"], destinationCidrBlock="10.9.0.0/16", gatewayId="local")
        site.make(INGRESS, securityGroupId=group, ipProtocol="-1", referencedSecurityGroupId=group)

    def test_a_route_is_named_by_its_table_and_destination(self, site):
        route = site.make(ROUTE, routeTableId=site.table, destinationCidrBlock="0.0.0.0/0", gatewayId=site.internet)
        assert route == f"r-{site.table}1080289494"

    def test_a_subnet_knows_its_zones_id(self, site):
        _, outputs = site.create(SUBNET, vpcId=site.vpc, cidrBlock="10.0.0.0/24", availabilityZone=f"{REGION}b")
        assert outputs["availabilityZoneId"] == "apse3-az2"


class TestAddresses:
    @pytest.mark.parametrize(
        ("token", "block", "reason"),
        [
            (VPC, "10.0.0.0/15", "between 16 and 28 significant bits"),
            (VPC, "10.0.0.0/29", "between 16 and 28 significant bits"),
            (VPC, "10.0.0.1/16", 'did you mean "10.0.0.0/16"'),
            (VPC, "ten", "is not a valid IPv4 CIDR block"),
            (BLOCK, "10.0.0.0/8", "between 16 and 28 significant bits"),
            (SUBNET, "10.0.0.0/30", "between 16 and 28 significant bits"),
        ],
    )
    def test_a_block_has_a_size_and_is_a_networks_address(self, site, token, block, reason):
        assert reason in site.check(token, cidrBlock=block)[1]["cidrBlock"]

    def test_a_zone_is_one_of_the_region(self, site):
        fault = site.check(SUBNET, cidrBlock="10.0.0.0/24", availabilityZone="ap-southeast-1a")[1]["availabilityZone"]
        assert "ap-southeast-3a, ap-southeast-3b, ap-southeast-3c" in fault

    def test_subnets_lie_inside_the_vpc_and_apart(self, site):
        site.subnet(1)
        with pytest.raises(RefusalError, match=r"^InvalidSubnet.Conflict: The CIDR '10.0.1.128/25' conflicts with another subnet$"):
            site.subnet(cidrBlock="10.0.1.128/25")
        with pytest.raises(RefusalError, match=r"^InvalidSubnet.Range: The CIDR '10.1.0.0/24' is invalid.$"):
            site.subnet(cidrBlock="10.1.0.0/24")
        block = site.make(BLOCK, vpcId=site.vpc, cidrBlock="10.1.0.0/16")
        inside = site.subnet(cidrBlock="10.1.0.0/24")
        with pytest.raises(RefusalError, match="has subnets and cannot be disassociated"):
            site.delete(BLOCK, block)
        site.delete(SUBNET, inside)
        site.delete(BLOCK, block)

    def test_a_block_is_free_again_once_its_subnet_is_gone(self, site):
        first, outputs = site.create(SUBNET, vpcId=site.vpc, cidrBlock="10.0.1.0/24")
        site.update(SUBNET, first, outputs, vpcId=site.vpc, cidrBlock="10.0.1.0/24", mapPublicIpOnLaunch=True)
        site.delete(SUBNET, first)
        site.subnet(cidrBlock="10.0.1.128/25")
        site.subnet(cidrBlock="10.0.1.0/25")
        for around in ("10.0.0.0/20", "10.0.1.0/24", "10.0.1.0/28", "10.0.1.240/28"):
            with pytest.raises(RefusalError, match=r"^InvalidSubnet.Conflict"):
                site.subnet(cidrBlock=around)

    def test_a_vpc_needs_a_block(self, site):
        with pytest.raises(RefusalError, match=r"^MissingParameter: Either 'cidrBlock' or 'ipv4IpamPoolId' should be provided.$"):
            site.make(VPC)

    def test_the_same_addresses_may_be_in_another_vpc(self, site):
        site.subnet(1)
        site.subnet(1, vpcId=site.make(VPC, cidrBlock="10.0.0.0/16"))

    def test_blocks_of_a_vpc_lie_apart(self, site):
        with pytest.raises(RefusalError, match=r"^InvalidVpc.Range: The CIDR '10.0.128.0/17' overlaps"):
            site.make(BLOCK, vpcId=site.vpc, cidrBlock="10.0.128.0/17")


class TestReferences:
    @pytest.mark.parametrize(
        ("token", "inputs", "message"),
        [
            (SUBNET, {"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/24"}, "InvalidVpcID.NotFound: The vpc ID 'vpc-1' does not exist"),
            (INTERNET, {"vpcId": "vpc-1"}, "InvalidVpcID.NotFound"),
            (TABLE, {"vpcId": "vpc-1"}, "InvalidVpcID.NotFound"),
            (BLOCK, {"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/16"}, "InvalidVpcID.NotFound"),
            (GROUP, {"vpcId": "vpc-1"}, "InvalidVpcID.NotFound"),
            (GROUP, {}, "VPCIdNotSpecified"),
            (DEFAULT_GROUP, {"vpcId": "vpc-1"}, "InvalidVpcID.NotFound"),
            (NAT, {"subnetId": "subnet-1", "allocationId": "eipalloc-1"}, "InvalidSubnetID.NotFound.*InvalidAllocationID.NotFound"),
            (
                ROUTE,
                {"routeTableId": "rtb-1", "destinationCidrBlock": "0.0.0.0/0", "gatewayId": "igw-1"},
                "InvalidRouteTableID.NotFound",
            ),
            (ROUTE, {"routeTableId": "rtb-1", "destinationCidrBlock": "0.0.0.0/0", "natGatewayId": "nat-1"}, "NatGatewayNotFound"),
            (ASSOCIATION, {"routeTableId": "rtb-1", "subnetId": "subnet-1"}, "InvalidSubnetID.NotFound"),
            (INGRESS, {"securityGroupId": "sg-1", "ipProtocol": "-1", "cidrIpv4": "10.0.0.0/8"}, "InvalidGroup.NotFound"),
            (EGRESS, {"securityGroupId": "sg-1", "ipProtocol": "-1", "cidrIpv4": "10.0.0.0/8"}, "InvalidGroup.NotFound"),
            (FLOW_LOG, {"vpcId": "vpc-1", "iamRoleArn": "arn:aws:iam::1:role/x"}, "InvalidVpcID.NotFound.*NoSuchEntity"),
        ],
    )
    def test_must_exist(self, site, token, inputs, message):
        with pytest.raises(RefusalError, match=message):
            site.create(token, **inputs)


class TestRoutes:
    def test_a_destination_is_routed_once(self, site):
        route = {"routeTableId": site.table, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": site.internet}
        site.make(ROUTE, **route)
        with pytest.raises(RefusalError, match=r"^RouteAlreadyExists: The route identified by 0.0.0.0/0 already exists.$"):
            site.make(ROUTE, **route)

    def test_it_has_one_destination_and_one_target(self, site):
        faults = site.check(ROUTE, routeTableId="rtb-1", destinationCidrBlock="0.0.0.0/0", gatewayId="igw-1", natGatewayId="nat-1")[
            1
        ]
        assert faults[""].endswith("given: gatewayId, natGatewayId")
        assert "exactly one of destinationCidrBlock" in site.check(ROUTE, routeTableId="rtb-1", gatewayId="igw-1")[1][""]

    @pytest.mark.parametrize(("inputs", "given"), [({}, "none"), ({"subnetId": "s", "gatewayId": "igw-1"}, "subnetId, gatewayId")])
    def test_an_association_is_with_a_subnet_or_a_gateway(self, site, inputs, given):
        faults = site.check(ASSOCIATION, routeTableId="rtb-1", **inputs)[1]
        assert faults == {"": f"exactly one of subnetId, gatewayId is needed; given: {given}"}

    def test_a_subnet_has_one_table(self, site):
        subnet = site.subnet()
        association, outputs = site.create(ASSOCIATION, routeTableId=site.table, subnetId=subnet)
        with pytest.raises(RefusalError, match=r"^Resource.AlreadyAssociated"):
            site.make(ASSOCIATION, routeTableId=site.table, subnetId=subnet)
        other = site.make(TABLE, vpcId=site.vpc)
        site.update(ASSOCIATION, association, outputs, routeTableId=other, subnetId=subnet)
        site.delete(TABLE, site.table)
        with pytest.raises(RefusalError, match=r"^DependencyViolation: The routeTable"):
            site.delete(TABLE, other)


class TestSecurityGroups:
    def test_a_name_is_taken_once_in_a_vpc(self, site):
        site.make(GROUP, name="web", vpcId=site.vpc)
        with pytest.raises(RefusalError, match=r"^InvalidGroup.Duplicate: The security group 'web' already exists for VPC"):
            site.make(GROUP, name="web", vpcId=site.vpc)
        site.make(GROUP, name="web", vpcId=site.make(VPC, cidrBlock="10.0.0.0/16"))

    @pytest.mark.parametrize("token", [INGRESS, EGRESS])
    def test_a_rule_is_made_once(self, site, token):
        rule = {"securityGroupId": site.group, "ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "0.0.0.0/0"}
        identity, outputs = site.create(token, **rule)
        with pytest.raises(
            RefusalError, match=r'^InvalidPermission.Duplicate: the specified rule "peer: 0.0.0.0/0, TCP, from port: 443'
        ):
            site.make(token, **rule)
        site.make(token, **{**rule, "fromPort": 80, "toPort": 80})
        site.update(token, identity, outputs, **rule, description="same traffic")

    def test_a_name_does_not_look_like_an_id(self, site):
        assert site.check(GROUP, name="sg-web", vpcId="v")[1] == {"name": "invalid value for name (cannot begin with sg-)"}

    def test_a_rule_has_one_peer_and_ports_that_exist(self, site):
        assert "exactly one of" in site.check(INGRESS, securityGroupId="sg-1", ipProtocol="-1")[1][""]
        assert set(site.check(INGRESS, cidrIpv4="0.0.0.0/0", fromPort=70000, toPort=-2)[1]) == {"fromPort", "toPort"}

    def test_a_group_that_another_lets_in_stays(self, site):
        peer = site.make(GROUP, "peer", vpcId=site.vpc)
        rule = site.make(INGRESS, securityGroupId=site.group, ipProtocol="-1", referencedSecurityGroupId=peer)
        with pytest.raises(RefusalError, match=rf"^DependencyViolation: resource {peer} has a dependent object"):
            site.delete(GROUP, peer)
        site.delete(INGRESS, rule)
        site.delete(GROUP, peer)


class TestImports:
    def test_what_is_imported_by_other_than_its_id_is_found(self, site):
        subnet = site.subnet()
        default = {"routeTableId": site.table, "destinationCidrBlock": "0.0.0.0/0", "gatewayId": site.internet}
        route, association = site.make(ROUTE, **default), site.make(ASSOCIATION, routeTableId=site.table, subnetId=subnet)
        block = site.make(BLOCK, vpcId=site.vpc, cidrBlock="10.1.0.0/16")
        assert site.read(ROUTE, f"{site.table}_0.0.0.0/0") == route
        assert site.read(ROUTE, f"{site.table}_10.0.0.0/8") == site.read(ROUTE, site.table) == ""
        assert site.read(ASSOCIATION, f"{subnet}/{site.table}") == association
        assert site.read(ASSOCIATION, f"{site.internet}/{site.table}") == site.read(ASSOCIATION, site.table) == ""
        assert site.read(BLOCK, f"{block},ipam-pool-1,16") == block


class TestFlowLogs:
    def test_it_watches_one_thing_at_one_of_two_intervals(self, site):
        assert set(site.check(FLOW_LOG, vpcId="v", maxAggregationInterval=30)[1]) == {"maxAggregationInterval"}
        assert "given: subnetId, vpcId" in site.check(FLOW_LOG, vpcId="v", subnetId="s")[1][""]
        assert site.check(FLOW_LOG, regionalNatGatewayId="nat-1", maxAggregationInterval=60)[1] == {}


class TestDeletion:
    @pytest.mark.parametrize("token", [SUBNET, INTERNET, TABLE, GROUP])
    def test_a_vpc_outlives_what_is_in_it(self, site, token):
        more = {SUBNET: {"cidrBlock": "10.0.0.0/24"}}
        part = site.make(token, vpcId=site.vpc, **more.get(token, {}))
        with pytest.raises(RefusalError, match=rf"^DependencyViolation: The vpc '{site.vpc}' .* \(in use by {token} {part}\)$"):
            site.delete(VPC, site.vpc)
        site.delete(token, part)
        site.delete(VPC, site.vpc)

    def test_a_gateway_holds_what_it_stands_on(self, site):
        assert site.internet
        subnet, address = site.subnet(), site.make(ADDRESS)
        gateway = site.make(NAT, subnetId=subnet, allocationId=address)
        with pytest.raises(RefusalError, match=rf"^DependencyViolation: The subnet '{subnet}'"):
            site.delete(SUBNET, subnet)
        with pytest.raises(RefusalError, match=rf"^InvalidIPAddress.InUse: .*{address}"):
            site.delete(ADDRESS, address)
        site.delete(NAT, gateway)
        site.delete(SUBNET, subnet)
        site.delete(ADDRESS, address)
        site.delete(INTERNET, site.internet)
        site.delete(VPC, site.vpc)

    def test_what_belongs_to_a_vpc_does_not_hold_it(self, site):
        site.make(DEFAULT_GROUP, vpcId=site.vpc)
        site.make(BLOCK, vpcId=site.vpc, cidrBlock="10.1.0.0/16")
        site.delete(VPC, site.vpc)
