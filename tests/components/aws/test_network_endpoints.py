"""Endpoints of a network on AWS: services reached without a way out."""

from __future__ import annotations

import json

import pytest

from components.aws.network_services import service_name
from tests.support.aws_networks import TIERS, inputs, network
from tests.support.mocks import ID_PREFIX, changes

ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
IN_TABLE = "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
SERVICE = "com.amazonaws.vpce.ap-southeast-3.vpce-svc-0a1b2c3d4e5f67890"


class TestEndpoints:
    def test_s3_is_reached_by_the_tables_that_would_lead_there_by_nat(self):
        found = network(tiers=TIERS)
        assert inputs(found, ENDPOINT, "serviceName", "vpcEndpointType") == [("com.amazonaws.ap-southeast-3.s3", "Gateway")]
        tables = {each.name: each.inputs["routeTableId"] for each in found.of(IN_TABLE)}
        assert tables == {
            f"net-endpoint-s3-{tier}-{zone}": f"{ID_PREFIX}net-{tier}-{zone}"
            for tier in ("private", "pods", "batch")
            for zone in "abc"
        }

    def test_without_endpoints_there_is_nothing_of_them(self):
        found = network(endpoints=())
        assert [found.of(type_) for type_ in (ENDPOINT, IN_TABLE, "aws:ec2/securityGroup:SecurityGroup")] == [[], [], []]

    def test_interfaces_stand_in_every_zones_private_subnet(self):
        found = network(endpoints=("ecr.api", "sts"))
        expected = {(f"com.amazonaws.ap-southeast-3.{service}", "Interface", True) for service in ("ecr.api", "sts")}
        assert set(inputs(found, ENDPOINT, "serviceName", "vpcEndpointType", "privateDnsEnabled")) == expected
        assert {tuple(each.inputs["subnetIds"]) for each in found.of(ENDPOINT)} == {
            tuple(f"{ID_PREFIX}net-private-{zone}" for zone in "abc")
        }

    def test_interfaces_are_open_to_https_from_the_network_alone(self):
        found = network(endpoints=("sts",), tiers=TIERS, ipv6=True)
        group = found.one("aws:ec2/securityGroup:SecurityGroup")
        assert found.one(ENDPOINT).inputs["securityGroupIds"] == [group.id]
        rules = found.of(INGRESS)
        assert {(rule.inputs["ipProtocol"], rule.inputs["fromPort"], rule.inputs["toPort"]) for rule in rules} == {
            ("tcp", 443, 443)
        }
        peers = {rule.name: rule.inputs.get("cidrIpv4") or rule.inputs["cidrIpv6"] for rule in rules}
        assert peers == {
            "net-endpoints-from-cidr": "10.32.0.0/16",
            "net-endpoints-from-pods": "10.33.0.0/16",
            "net-endpoints-from-10-34-0-0-17": "10.34.0.0/17",
            "net-endpoints-from-ipv6": "2001:db8:1234:5600::/56",
        }
        assert found.of("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule") == []

    def test_a_policy_says_what_may_be_done_through_one(self):
        policy = json.dumps({"Version": "2012-10-17", "Statement": []})
        found = network(endpoints=("s3", "dynamodb"), endpoint_policies={"s3": policy})
        assert found.one(ENDPOINT, "net-endpoint-s3").inputs["policy"] == policy
        assert "policy" not in found.one(ENDPOINT, "net-endpoint-dynamodb").inputs

    @pytest.mark.parametrize(
        ("more", "updated"),
        [
            ({"endpoints": ("s3", "sts")}, {"VpcEndpoint net-endpoint-sts"}),
            ({"endpoints": ("s3", "sts"), "zones": ("c", "a", "b")}, {"VpcEndpoint net-endpoint-sts"}),
            ({"endpoints": ("logs", "sts", "s3"), "zones": ("b", "a")}, set()),
        ],
    )
    def test_another_zone_touches_interfaces_alone_and_another_service_nothing(self, more, updated):
        added, removed, changed = changes(network(endpoints=("s3", "sts"), zones=("a", "b")), network(**more))
        assert (removed, changed) == (set(), updated)
        assert all(name.endswith(("-c", "-c-out")) or "logs" in name for name in added)

    @pytest.mark.parametrize(
        ("region", "service", "name"),
        [
            ("ap-southeast-3", "ecr.api", "com.amazonaws.ap-southeast-3.ecr.api"),
            ("cn-north-1", "ecr.api", "cn.com.amazonaws.cn-north-1.ecr.api"),
            ("cn-north-1", "logs", "com.amazonaws.cn-north-1.logs"),
            ("cn-northwest-1", "s3", "com.amazonaws.cn-northwest-1.s3"),
        ],
    )
    def test_a_service_has_a_name_in_each_region(self, region, service, name):
        assert service_name(region, service) == name

    def test_a_service_of_another_company_is_found_where_it_is_and_by_its_own_name_if_asked(self):
        key = SERVICE.rpartition(".")[2]
        found = network(endpoints=(SERVICE,), endpoint_zones={SERVICE: ("b",)}, endpoint_ports=(443, 5432))
        endpoint = found.one(ENDPOINT, f"net-endpoint-{key}")
        assert (endpoint.inputs["serviceName"], endpoint.inputs["privateDnsEnabled"]) == (SERVICE, False)
        assert endpoint.inputs["subnetIds"] == [f"{ID_PREFIX}net-private-b"]
        ports = {each.name: each.inputs["fromPort"] for each in found.of(INGRESS)}
        peers = ("cidr", "pods")
        assert ports == {
            **{f"net-endpoints-from-{peer}": 443 for peer in peers},
            **{f"net-endpoints-from-{peer}-5432": 5432 for peer in peers},
        }
        assert network(endpoints=(SERVICE,), endpoint_private_names=(SERVICE,)).one(ENDPOINT).inputs["privateDnsEnabled"]
