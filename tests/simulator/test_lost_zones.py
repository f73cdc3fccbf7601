"""A zone that fails: what lies in it alone is out of reach, and the region goes on."""

from __future__ import annotations

import pytest

import simulator
from simulator.clouds import zones_of
from tests.support.simulated import Provider, RefusalError

VPC, SUBNET, NAT, EIP = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:ec2/natGateway:NatGateway", "aws:ec2/eip:Eip"
NETWORK, SWITCH = "alicloud:vpc/network:Network", "alicloud:vpc/switch:Switch"


@pytest.fixture
def store(tmp_path):
    return tmp_path / "clouds.sqlite"


@pytest.fixture
def aws(store):
    return Provider("aws", store, region="ap-southeast-3")


def test_subnets_and_gateways_of_a_lost_zone_are_out_of_reach_and_those_of_others_are_not(aws, store):
    vpc = aws.make(VPC, cidrBlock="10.0.0.0/16")
    subnets = {
        zone: aws.make(SUBNET, zone, vpcId=vpc, cidrBlock=f"10.0.{place}.0/24", availabilityZone=zone)
        for place, zone in enumerate(("ap-southeast-3a", "ap-southeast-3b"))
    }
    aws.make("aws:ec2/internetGateway:InternetGateway", vpcId=vpc)
    addresses = {zone: aws.make(EIP, zone, domain="vpc") for zone in subnets}
    clouds = simulator.Clouds(store)
    clouds.fail("aws", "ap-southeast-3a")
    for call in (
        lambda: aws.make(SUBNET, "new", vpcId=vpc, cidrBlock="10.0.9.0/24", availabilityZone="ap-southeast-3a"),
        lambda: aws.make(NAT, "a", subnetId=subnets["ap-southeast-3a"], allocationId=addresses["ap-southeast-3a"]),
    ):
        with pytest.raises(RefusalError, match=r"^UNAVAILABLE: aws does not answer in ap-southeast-3a$"):
            call()
    aws.make(NAT, "b", subnetId=subnets["ap-southeast-3b"], allocationId=addresses["ap-southeast-3b"])
    aws.make(VPC, "other", cidrBlock="10.1.0.0/16")
    clouds.heal("aws", "ap-southeast-3a")
    aws.make(NAT, "a", subnetId=subnets["ap-southeast-3a"], allocationId=addresses["ap-southeast-3a"])


def test_a_zone_of_alibaba_cloud_fails_alike(store):
    alicloud = Provider("alicloud", store, region="ap-southeast-5")
    vpc = alicloud.make(NETWORK, cidrBlock="10.0.0.0/16")
    simulator.Clouds(store).fail("alicloud", "ap-southeast-5b")
    alicloud.make(SWITCH, "a", vpcId=vpc, cidrBlock="10.0.0.0/24", zoneId="ap-southeast-5a")
    with pytest.raises(RefusalError, match=r"^UNAVAILABLE: alicloud does not answer in ap-southeast-5b$"):
        alicloud.make(SWITCH, "b", vpcId=vpc, cidrBlock="10.0.1.0/24", zoneId="ap-southeast-5b")


def test_zones_have_the_names_that_their_clouds_give_them():
    assert zones_of("aws", "ap-southeast-3") == ("ap-southeast-3a", "ap-southeast-3b", "ap-southeast-3c")
    assert zones_of("alicloud", "cn-hangzhou")[0] == "cn-hangzhou-b"
    assert zones_of("aws", "nowhere") == zones_of("kubernetes", "main") == ()
