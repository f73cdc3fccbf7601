"""Tiers, IPv6, subnets and DHCP options of a network on AWS."""

from __future__ import annotations

import pytest

from components.contracts import Dhcp
from tests.support.aws_networks import TIERS, inputs, network
from tests.support.mocks import ID_PREFIX

SUBNET, ROUTE = "aws:ec2/subnet:Subnet", "aws:ec2/route:Route"


class TestTiers:
    def test_a_tier_has_the_routes_tags_and_guards_of_what_it_is_like(self):
        found = network(tiers=TIERS, nat="per_zone")
        routes = {route.name for route in found.of(ROUTE)}
        assert {f"net-batch-{zone}-out" for zone in "abc"} <= routes
        assert not [name for name in routes if "cache" in name]
        assert found.one(SUBNET, "net-batch-a").inputs["tags"]["kubernetes.io/role/cni"] == "1"
        guarded = [each.name for each in found.of("aws:ec2/networkAclAssociation:NetworkAclAssociation")]
        assert guarded == [f"net-{tier}-{zone}" for tier in ("cache", "data") for zone in "abc"]

    def test_a_tier_with_a_block_waits_for_it(self):
        found = network(tiers=TIERS)
        blocks = inputs(found, "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "cidrBlock")
        assert blocks == [("10.34.0.0/17",), ("10.33.0.0/16",)]
        association = found.one("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation", "net-batch")
        assert association.urn in found.one(SUBNET, "net-batch-a").property_dependencies["vpcId"]
        assert association.urn not in found.one(SUBNET, "net-cache-a").property_dependencies["vpcId"]


class TestIpv6:
    def test_every_subnet_has_a_block_that_follows_from_its_zone_and_tier(self):
        found = network(ipv6=True, tiers=TIERS)
        assert found.one("aws:ec2/vpc:Vpc").inputs["assignGeneratedIpv6CidrBlock"] is True
        blocks = {each.name: each.inputs["ipv6CidrBlock"] for each in found.of(SUBNET)}
        assert len(set(blocks.values())) == len(blocks) == 18
        assert blocks["net-public-a"] == "2001:db8:1234:5600::/64"
        assert blocks["net-private-b"] == "2001:db8:1234:5621::/64"
        assert blocks["net-batch-c"] == "2001:db8:1234:5646::/64"
        assert not [each for each in network().of(SUBNET) if "ipv6CidrBlock" in each.inputs]

    def test_public_leads_to_the_internet_private_one_way_only_and_data_nowhere(self):
        found = network(ipv6=True, nat="none")
        ways = {
            route.name: route.inputs.get("gatewayId") or route.inputs["egressOnlyGatewayId"]
            for route in found.of(ROUTE)
            if route.inputs.get("destinationIpv6CidrBlock") == "::/0"
        }
        egress, internet = f"{ID_PREFIX}net-egress-only", f"{ID_PREFIX}net-internet"
        expected = {"public": internet, "private": egress, "pods": egress}
        assert ways == {f"net-{tier}-{zone}-out-ipv6": way for tier, way in expected.items() for zone in "abc"}

    @pytest.mark.parametrize(
        ("options", "tiers"),
        [
            ({}, set()),
            ({"ipv6_on_launch": True}, {"private", "pods"}),
            ({"ipv6_on_launch": True, "public_ip_on_launch": True}, {"private", "pods", "public"}),
        ],
    )
    def test_addresses_on_launch_must_be_asked_for(self, options, tiers):
        asked = [each.name for each in network(ipv6=True, **options).of(SUBNET) if each.inputs.get("assignIpv6AddressOnCreation")]
        assert {name.split("-")[1] for name in asked} == tiers


class TestSubnets:
    def test_dns64_is_of_what_leaves_by_nat_and_leads_there(self):
        found = network(dns64=True, ipv6=True, zones=("a", "b"))
        synthesised = {each.name.split("-")[1] for each in found.of(SUBNET) if each.inputs["enableDns64"]}
        assert synthesised == {"private", "pods"}
        ways = {each.name: each.inputs["natGatewayId"] for each in found.of(ROUTE) if "64:ff9b" in str(each.inputs)}
        assert ways == {f"net-{tier}-{zone}-out-nat64": f"{ID_PREFIX}net-nat-a" for tier in ("private", "pods") for zone in "ab"}

    @pytest.mark.parametrize(
        ("told", "said"),
        [
            ({}, {("ip-name", False, False)}),
            ({"resource_names": True}, {("resource-name", True, False)}),
            ({"resource_names": True, "ipv6": True}, {("resource-name", True, True)}),
        ],
    )
    def test_machines_are_named_by_address_or_by_id(self, told, said):
        names = (
            "privateDnsHostnameTypeOnLaunch",
            "enableResourceNameDnsARecordOnLaunch",
            "enableResourceNameDnsAaaaRecordOnLaunch",
        )
        assert set(inputs(network(**told), SUBNET, *names)) == said

    def test_a_vpc_is_shared_and_not_counted_unless_asked(self):
        names = ("instanceTenancy", "enableNetworkAddressUsageMetrics", "ipv4IpamPoolId")
        assert inputs(network(), "aws:ec2/vpc:Vpc", *names) == [(None, False, None)]
        told = {"tenancy": "dedicated", "address_metrics": True, "ipam_pool": "ipam-pool-0a1b2c3d4e5f67890"}
        assert inputs(network(**told), "aws:ec2/vpc:Vpc", *names) == [("dedicated", True, told["ipam_pool"])]

    def test_every_block_is_allocated_from_the_pool_as_it_stands_in_the_plan(self):
        found = network(ipam_pool="ipam-pool-0a1b2c3d4e5f67890", tiers=TIERS)
        kinds = ("aws:ec2/vpc:Vpc", "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation")
        blocks = {each.inputs["cidrBlock"] for kind in kinds for each in found.of(kind)}
        assert blocks == {"10.32.0.0/16", "10.33.0.0/16", "10.34.0.0/17"}
        assert all(each.ignore_changes == ("ipv4IpamPoolId",) for kind in kinds for each in found.of(kind))

    def test_databases_are_put_in_a_group_of_a_tiers_subnets(self):
        found = network(subnet_groups=("data", "cache"), tiers=TIERS)
        groups = {each.name: each.inputs["subnetIds"] for each in found.of("aws:rds/subnetGroup:SubnetGroup")}
        assert groups == {f"net-{tier}": [f"{ID_PREFIX}net-{tier}-{zone}" for zone in "abc"] for tier in ("cache", "data")}
        assert not network().of("aws:rds/subnetGroup:SubnetGroup")


class TestDhcp:
    OPTIONS = "aws:ec2/vpcDhcpOptions:VpcDhcpOptions"

    def test_nothing_is_said_unless_asked(self):
        assert not [each for each in network().values() if "hcp" in each.type]

    @pytest.mark.parametrize(
        ("told", "options"),
        [
            ({"dhcp": Dhcp(domain="corp.example")}, ("corp.example", ["AmazonProvidedDNS"], None)),
            ({"dhcp": Dhcp(name_servers=("10.32.0.2",))}, ("ap-southeast-3.compute.internal", ["10.32.0.2"], None)),
            (
                {"ntp_servers": ("169.254.169.123",)},
                ("ap-southeast-3.compute.internal", ["AmazonProvidedDNS"], ["169.254.169.123"]),
            ),
            ({"ntp_servers": ("10.0.0.1",), "region": "us-east-1"}, ("ec2.internal", ["AmazonProvidedDNS"], ["10.0.0.1"])),
        ],
    )
    def test_what_is_not_said_is_said_as_aws_says_it(self, told, options):
        found = network(**told)
        assert inputs(found, self.OPTIONS, "domainName", "domainNameServers", "ntpServers") == [options]
        association = found.one("aws:ec2/vpcDhcpOptionsAssociation:VpcDhcpOptionsAssociation").inputs
        assert association == {"vpcId": f"{ID_PREFIX}net-vpc", "dhcpOptionsId": f"{ID_PREFIX}net-dhcp"}
