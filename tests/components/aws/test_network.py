"""What is AWS's own of a network."""

from __future__ import annotations

import json

from components.aws.network import Network
from tests.support.clouds import AWS
from tests.support.mocks import ID_PREFIX, Recording


def network(**options) -> Recording:
    return AWS.recorded_network(**options)


def test_exactly_these_resources_are_made():
    assert network(nat="per_zone").counts() == {
        Network.TYPE: 1,
        "aws:ec2/vpc:Vpc": 1,
        "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": 1,
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": 1,
        "aws:ec2/internetGateway:InternetGateway": 1,
        "aws:ec2/subnet:Subnet": 12,
        "aws:ec2/routeTable:RouteTable": 12,
        "aws:ec2/routeTableAssociation:RouteTableAssociation": 12,
        "aws:ec2/route:Route": 9,
        "aws:ec2/eip:Eip": 3,
        "aws:ec2/natGateway:NatGateway": 3,
        "aws:ec2/flowLog:FlowLog": 1,
        "aws:cloudwatch/logGroup:LogGroup": 1,
        "aws:iam/role:Role": 1,
        "aws:iam/rolePolicy:RolePolicy": 1,
        "aws:ec2/vpcEndpoint:VpcEndpoint": 1,
        "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": 6,
        "aws:ec2/networkAcl:NetworkAcl": 1,
        "aws:ec2/networkAclRule:NetworkAclRule": 4,
        "aws:ec2/networkAclAssociation:NetworkAclAssociation": 3,
    }


def test_the_vpc_resolves_names_for_private_endpoints():
    assert network().one("aws:ec2/vpc:Vpc").inputs == {
        "cidrBlock": "10.32.0.0/16",
        "enableDnsSupport": True,
        "enableDnsHostnames": True,
        "enableNetworkAddressUsageMetrics": False,
        "tags": {"owner": "platform", "Name": "net"},
    }


def test_pod_subnets_wait_for_the_block_they_lie_in():
    found = network()
    association = found.one("aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation")
    assert association.inputs == {"vpcId": f"{ID_PREFIX}net-vpc", "cidrBlock": "10.33.0.0/16"}
    pods = found.one("aws:ec2/subnet:Subnet", "net-pods-a")
    assert association.urn in pods.property_dependencies["vpcId"]
    assert pods.inputs["availabilityZone"] == "ap-southeast-3a"


def test_load_balancers_and_pods_find_their_subnets_by_tags():
    found = network()

    def tags_of(tier: str) -> dict[str, str]:
        return found.one("aws:ec2/subnet:Subnet", f"net-{tier}-b").inputs["tags"]

    assert tags_of("public") == {"owner": "platform", "Name": "net-public-b", "kubernetes.io/role/elb": "1"}
    assert tags_of("private") == {"owner": "platform", "Name": "net-private-b", "kubernetes.io/role/internal-elb": "1"}
    assert tags_of("pods") == {"owner": "platform", "Name": "net-pods-b", "kubernetes.io/role/cni": "1"}
    assert tags_of("data") == {"owner": "platform", "Name": "net-data-b"}


def test_the_default_security_group_is_closed_unless_left_alone():
    closed = network().one("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs
    assert (closed["ingress"], closed["egress"]) == ([], [])
    assert network(close_default_security_group=False).of("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup") == []


def test_public_addresses_on_launch_must_be_asked_for():
    asked = network(public_ip_on_launch=True).of("aws:ec2/subnet:Subnet")
    assert [each.name for each in asked if each.inputs["mapPublicIpOnLaunch"]] == [f"net-public-{zone}" for zone in "abc"]


def test_a_nat_gateway_waits_for_the_way_out_of_its_subnet():
    found = network(nat="per_zone")
    for zone in "abc":
        association = found.one("aws:ec2/routeTableAssociation:RouteTableAssociation", f"net-public-{zone}")
        assert found.one("aws:ec2/route:Route", f"net-public-{zone}-out").urn in association.dependencies
        assert association.urn in found.one("aws:ec2/natGateway:NatGateway", f"net-nat-{zone}").dependencies


def test_a_gateway_that_is_replaced_lets_go_of_its_address_first():
    assert all(gateway.delete_before_replace for gateway in network(nat="per_zone").of("aws:ec2/natGateway:NatGateway"))


def test_with_one_gateway_every_zone_leaves_through_it():
    routes = network(nat="single", nat_zone="b").of("aws:ec2/route:Route")
    carriers = {route.name: route.inputs.get("natGatewayId") for route in routes if "private" in route.name}
    assert carriers == {f"net-private-{zone}-out": f"{ID_PREFIX}net-nat-b" for zone in "abc"}


def test_flow_logs_may_be_written_to_their_own_group_alone():
    found = network()
    log = found.one("aws:ec2/flowLog:FlowLog")
    policy = found.one("aws:iam/rolePolicy:RolePolicy")
    (statement,) = json.loads(policy.inputs["policy"])["Statement"]
    assert statement["Resource"] == "net-flow-logs.arn:*"
    assert statement["Action"] == [
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "logs:DescribeLogGroups",
        "logs:DescribeLogStreams",
    ]
    assert policy.urn in log.dependencies
    role = json.loads(found.one("aws:iam/role:Role").inputs["assumeRolePolicy"])
    assert role["Statement"][0]["Principal"] == {"Service": "vpc-flow-logs.amazonaws.com"}
    assert role["Statement"][0]["Condition"] == {"StringEquals": {"aws:SourceAccount": "111122223333"}}
