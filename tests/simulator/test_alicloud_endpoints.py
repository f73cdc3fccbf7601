"""Gateway endpoints, interface endpoints and linked registries of the simulated Alibaba Cloud."""

from __future__ import annotations

import re

import pytest

from tests.support.alicloud_site import Site
from tests.support.simulated import RefusalError

GATEWAY = "alicloud:vpc/gatewayEndpoint:GatewayEndpoint"
GATEWAY_TABLE = "alicloud:vpc/gatewayEndpointRouteTableAttachment:GatewayEndpointRouteTableAttachment"
ENDPOINT = "alicloud:privatelink/vpcEndpoint:VpcEndpoint"
ZONE = "alicloud:privatelink/vpcEndpointZone:VpcEndpointZone"
LINKED = "alicloud:cr/vpcEndpointLinkedVpc:VpcEndpointLinkedVpc"
ROUTE_TABLE = "alicloud:vpc/routeTable:RouteTable"
GROUP = "alicloud:ecs/securityGroup:SecurityGroup"
OSS = "com.aliyun.ap-southeast-5.oss"
KMS = "com.aliyuncs.privatelink.ap-southeast-5.kms"


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


@pytest.mark.parametrize(
    ("token", "property_", "before", "after", "replaced"),
    [
        (GATEWAY, "serviceName", "a", "b", True),
        (GATEWAY, "vpcId", "vpc-a", "vpc-b", True),
        (GATEWAY, "gatewayEndpointName", "a", "b", False),
        (GATEWAY, "policyDocument", "{}", '{"Version": "1"}', False),
        (GATEWAY_TABLE, "routeTableId", "vtb-a", "vtb-b", True),
        (ENDPOINT, "serviceName", "a", "b", True),
        (ENDPOINT, "endpointType", "Interface", "GatewayLoadBalancer", True),
        (ENDPOINT, "securityGroupIds", ["sg-a"], ["sg-b"], False),
        (ENDPOINT, "addressIpVersion", "IPv4", "DualStack", False),
        (ZONE, "vswitchId", "vsw-a", "vsw-b", True),
        (LINKED, "vswitchId", "vsw-a", "vsw-b", True),
        (LINKED, "enableCreateDnsRecordInPvzt", False, True, False),
    ],
)
def test_what_replaces(site, token, property_, before, after, replaced):
    assert site.replaces(token, {property_: before}, {property_: after}) == ([property_] if replaced else [])


class TestGatewayEndpoints:
    def test_one_stands_until_no_table_leads_to_it(self, site):
        endpoint, table = site.make(GATEWAY, vpcId=site.vpc, serviceName=OSS), site.make(ROUTE_TABLE, vpcId=site.vpc)
        assert re.fullmatch(r"vpce-k1a[a-z0-9]{18}", endpoint)
        attached = site.make(GATEWAY_TABLE, gatewayEndpointId=endpoint, routeTableId=table)
        assert attached == f"{endpoint}:{table}"
        with pytest.raises(RefusalError, match=r"DependencyViolation.RouteTable"):
            site.delete(GATEWAY, endpoint)
        site.delete(GATEWAY_TABLE, attached)
        site.delete(GATEWAY, endpoint)
        assert not site.exists(GATEWAY, endpoint)

    def test_a_vpc_has_one_to_a_service(self, site):
        site.make(GATEWAY, vpcId=site.vpc, serviceName=OSS)
        with pytest.raises(RefusalError, match=r"ResourceAlreadyAssociated.Vpc"):
            site.make(GATEWAY, vpcId=site.vpc, serviceName=OSS)

    @pytest.mark.parametrize("service", ["com.aliyun.cn-beijing.oss", "com.aliyun.ap-southeast-5.kms", "oss"])
    def test_a_service_that_has_none(self, site, service):
        with pytest.raises(RefusalError, match=r"ResourceNotFound.EndpointService: ap-southeast-5 offers no gateway endpoint"):
            site.make(GATEWAY, vpcId=site.vpc, serviceName=service)

    def test_a_region_that_has_none(self, tmp_path):
        there = Site(tmp_path / "clouds.sqlite", region="ap-southeast-7")
        with pytest.raises(RefusalError, match="ap-southeast-7 offers no gateway endpoint"):
            there.make(GATEWAY, vpcId=there.vpc, serviceName="com.aliyun.ap-southeast-7.oss")

    def test_a_table_of_another_vpc(self, site):
        other = site.make("alicloud:vpc/network:Network", cidrBlock="10.40.0.0/16")
        endpoint, table = site.make(GATEWAY, vpcId=site.vpc, serviceName=OSS), site.make(ROUTE_TABLE, vpcId=other)
        with pytest.raises(RefusalError, match="VpcIdMismatch"):
            site.make(GATEWAY_TABLE, gatewayEndpointId=endpoint, routeTableId=table)


class TestInterfaceEndpoints:
    def test_it_has_an_address_in_each_zone(self, site):
        group = site.make(GROUP, vpcId=site.vpc)
        endpoint, outputs = site.create(ENDPOINT, vpcId=site.vpc, serviceName=KMS, securityGroupIds=[group])
        assert outputs["endpointDomain"].startswith(f"{endpoint}.epsrv-")
        assert (outputs["bandwidth"], outputs["endpointType"], outputs["status"]) == (1024, "Interface", "Active")
        identity, zone = site.create(ZONE, endpointId=endpoint, vswitchId=site.switch("10.36.16.0/20", "b"))
        assert identity == f"{endpoint}:ap-southeast-5b"
        assert zone["eniIp"].startswith("10.36.16.")
        with pytest.raises(RefusalError, match="zones still belong to the endpoint"):
            site.delete(ENDPOINT, endpoint)

    def test_a_zone_once(self, site):
        endpoint = site.make(ENDPOINT, vpcId=site.vpc, serviceName=KMS)
        site.make(ZONE, endpointId=endpoint, vswitchId=site.switch())
        with pytest.raises(RefusalError, match="ZoneIdAlreadyExist"):
            site.make(ZONE, endpointId=endpoint, vswitchId=site.switch("10.36.32.0/20"))

    @pytest.mark.parametrize("given", [{}, {"serviceName": "oss"}, {"serviceName": OSS}])
    def test_a_service_by_another_name(self, site, given):
        assert "EndpointServiceNotFound" in site.check(ENDPOINT, vpcId=site.vpc, **given)[1]["serviceName"]


def test_a_registry_is_linked_with_a_vpc_once(site):
    switch = site.switch()
    given = {"instanceId": "cri-1", "vpcId": site.vpc, "moduleName": "Registry"}
    assert site.make(LINKED, vswitchId=switch, **given) == f"cri-1:{site.vpc}:{switch}:Registry"
    with pytest.raises(RefusalError, match="LINKED_VPC_ALREADY_EXIST"):
        site.make(LINKED, vswitchId=site.switch("10.36.16.0/20", "b"), **given)
    with pytest.raises(RefusalError, match="DependencyViolation"):
        site.delete("alicloud:vpc/switch:Switch", switch)
