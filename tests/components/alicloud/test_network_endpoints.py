"""How a network on Alibaba Cloud reaches services without a way out."""

from __future__ import annotations

import json

from components.alicloud.network_services import GATEWAY_REGIONS
from simulator.alicloud import endpoints
from stacks.regions import ZONES
from tests.support.clouds import ALICLOUD
from tests.support.mocks import ID_PREFIX, Recording, changes, record

KMS = "com.aliyuncs.privatelink.ap-southeast-5.kms"
GATEWAY_ENDPOINT = "alicloud:vpc/gatewayEndpoint:GatewayEndpoint"
ENDPOINT = "alicloud:privatelink/vpcEndpoint:VpcEndpoint"
ENDPOINT_ZONE = "alicloud:privatelink/vpcEndpointZone:VpcEndpointZone"
LINKED = "alicloud:cr/vpcEndpointLinkedVpc:VpcEndpointLinkedVpc"


def network(**options) -> Recording:
    return record(lambda: ALICLOUD.make_network(**options))


def test_none_is_made_unasked():
    types = {each.type.rpartition(":")[2] for each in ALICLOUD.recorded_network().values()}
    assert not {name for name in types if "Endpoint" in name or "Security" in name}


def test_every_table_of_private_and_pods_leads_to_the_gateway_endpoint():
    found = network(endpoints=("oss",))
    endpoint = found.one(GATEWAY_ENDPOINT)
    assert endpoint.inputs["serviceName"] == "com.aliyun.ap-southeast-5.oss"
    assert json.loads(endpoint.inputs["policyDocument"])["Statement"][0]["Effect"] == "Allow"
    attached = found.of("alicloud:vpc/gatewayEndpointRouteTableAttachment:GatewayEndpointRouteTableAttachment")
    assert {each.inputs["routeTableId"] for each in attached} == {f"{ID_PREFIX}net-private-{zone}" for zone in "abc"}
    assert {each.inputs["gatewayEndpointId"] for each in attached} == {endpoint.id}


def test_an_interface_endpoint_has_an_address_in_every_zone():
    found = network(endpoints=(KMS,))
    endpoint = found.one(ENDPOINT, "net-endpoint-kms")
    assert (endpoint.inputs["serviceName"], endpoint.inputs["endpointType"]) == (KMS, "Interface")
    places = {each.name: each.inputs["vswitchId"] for each in found.of(ENDPOINT_ZONE)}
    assert places == {f"net-endpoint-kms-{zone}": f"{ID_PREFIX}net-private-{zone}" for zone in "abc"}


def test_zones_that_lack_a_service_are_left_out():
    found = network(endpoints=(KMS,), endpoint_zones=("c", "b"))
    assert [each.name for each in found.of(ENDPOINT_ZONE)] == ["net-endpoint-kms-b", "net-endpoint-kms-c"]


def test_endpoints_are_open_to_the_networks_own_ranges_alone():
    found = network(endpoints=(KMS,))
    group = found.one("alicloud:ecs/securityGroup:SecurityGroup")
    assert found.one(ENDPOINT).inputs["securityGroupIds"] == [group.id]
    assert group.inputs["innerAccessPolicy"] == "Drop"
    rules = {
        rule.inputs["cidrIp"]: rule.inputs["portRange"] for rule in found.of("alicloud:ecs/securityGroupRule:SecurityGroupRule")
    }
    assert rules == {"10.32.0.0/16": "443/443", "10.33.0.0/16": "443/443"}


def test_the_domain_of_each_is_told():
    seen: dict[str, object] = {}

    def program():
        net = ALICLOUD.make_network(endpoints=("oss", KMS))
        for service, domain in net.endpoint_domains.items():
            domain.apply(lambda text, service=service: seen.update({service: text}))

    record(program)
    assert seen == {KMS: "net-endpoint-kms.endpointDomain"}


def test_a_registry_has_its_address_in_the_zone_written_down():
    (linked,) = network(registries={"cri-abc": "b"}).of(LINKED)
    assert linked.inputs == {
        "instanceId": "cri-abc",
        "vpcId": f"{ID_PREFIX}net-vpc",
        "vswitchId": f"{ID_PREFIX}net-private-b",
        "moduleName": "Registry",
        "enableCreateDnsRecordInPvzt": True,
    }
    assert linked.delete_before_replace


def test_their_order_says_nothing():
    before = network(endpoints=("oss", KMS), registries={"cri-a": "a", "cri-b": "b"})
    after = network(endpoints=(KMS, "oss"), registries={"cri-b": "b", "cri-a": "a"}, zones=("c", "a", "b"))
    assert changes(before, after) == (set(), set(), set())


def test_the_regions_of_gateway_endpoints_are_regions_and_the_simulated_clouds_own():
    assert set(ZONES["alicloud"]) > GATEWAY_REGIONS
    assert endpoints.GATEWAY_REGIONS == GATEWAY_REGIONS
