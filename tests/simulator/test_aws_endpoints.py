"""VPC endpoints of the simulated AWS: which services there are, whose names they take, and where they stand."""

from __future__ import annotations

import re

import pytest

from tests.support.aws_site import ENDPOINT, IN_SUBNET, IN_TABLE, REGION, SUBNET, TABLE, VPC, Site
from tests.support.simulated import RefusalError

S3, STS, ECR = (f"com.amazonaws.{REGION}.{service}" for service in ("s3", "sts", "ecr.api"))


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


@pytest.fixture
def named(site):
    """A VPC in which names are resolved."""
    return site.make(VPC, "named", cidrBlock="10.0.0.0/16", enableDnsHostnames=True)


def interface(site, vpc, **inputs):
    return site.create(ENDPOINT, **{"vpcId": vpc, "serviceName": STS, "vpcEndpointType": "Interface", **inputs})


def test_a_gateway_is_found_by_a_prefix_list(site):
    identity, outputs = site.create(ENDPOINT, vpcId=site.vpc, serviceName=S3)
    assert re.fullmatch(r"vpce-0[0-9a-f]{16}", identity)
    assert re.fullmatch(r"pl-[0-9a-f]{8}", outputs["prefixListId"])
    assert (outputs["vpcEndpointType"], outputs["dnsEntries"], outputs["securityGroupIds"]) == ("Gateway", [], [])


def test_an_interface_is_found_by_the_services_own_name(site, named):
    _, outputs = interface(site, named, serviceName=ECR, privateDnsEnabled=True, securityGroupIds=[])
    assert outputs["dnsEntries"][-1]["dnsName"] == f"api.ecr.{REGION}.amazonaws.com"
    assert outputs["prefixListId"] == ""


def test_an_interface_that_names_no_group_is_in_the_default_one(site):
    _, outputs = interface(site, site.vpc)
    assert [group[:4] for group in outputs["securityGroupIds"]] == ["sg-0"]


@pytest.mark.parametrize(
    "service", ["com.amazonaws.ap-southeast-1.s3", f"com.amazonaws.{REGION}.", "s3", f"com.amazonaws.{REGION}.Not A Service"]
)
def test_a_service_is_one_of_the_region(site, service):
    with pytest.raises(RefusalError, match=rf"^InvalidServiceName: The Vpc Endpoint Service '{service}' does not exist$"):
        site.make(ENDPOINT, vpcId=site.vpc, serviceName=service)


def test_few_services_have_a_gateway(site):
    with pytest.raises(RefusalError, match=r"^InvalidParameter: Endpoint type \(Gateway\) does not match available service types"):
        site.make(ENDPOINT, vpcId=site.vpc, serviceName=STS)
    site.make(ENDPOINT, vpcId=site.vpc, serviceName=f"com.amazonaws.{REGION}.dynamodb")
    assert set(site.check(ENDPOINT, vpcId="v")[1]) == {""}


def test_one_endpoint_of_a_service_has_its_private_name(site, named):
    first, outputs = interface(site, named, privateDnsEnabled=True)
    conflict = rf"already a conflicting DNS domain for sts.{REGION}.amazonaws.com in the VPC {named}$"
    with pytest.raises(RefusalError, match=conflict):
        interface(site, named, privateDnsEnabled=True)
    second, other = interface(site, named)
    given = {"vpcId": named, "serviceName": STS, "vpcEndpointType": "Interface"}
    with pytest.raises(RefusalError, match=conflict):
        site.update(ENDPOINT, second, other, **given, privateDnsEnabled=True)
    site.update(ENDPOINT, first, outputs, **given, privateDnsEnabled=False)
    taken_over = site.update(ENDPOINT, second, other, **given, privateDnsEnabled=True)
    assert f"sts.{REGION}.amazonaws.com" in [entry["dnsName"] for entry in taken_over["dnsEntries"]]


def test_private_names_need_those_of_the_vpc(site):
    with pytest.raises(RefusalError, match=rf"requires both enableDnsSupport and enableDnsHostnames .* for {site.vpc}$"):
        interface(site, site.vpc, privateDnsEnabled=True)


def test_a_table_has_one_route_to_a_service(site):
    first, second = (site.make(ENDPOINT, name, vpcId=site.vpc, serviceName=S3) for name in ("first", "second"))
    association = site.make(IN_TABLE, vpcEndpointId=first, routeTableId=site.table)
    assert association.startswith(f"a-{first}")
    assert site.read(IN_TABLE, f"{first}/{site.table}") == association
    with pytest.raises(RefusalError, match=rf"^RouteAlreadyExists: route table {site.table} already has a route"):
        site.make(IN_TABLE, vpcEndpointId=second, routeTableId=site.table)
    site.make(IN_TABLE, vpcEndpointId=second, routeTableId=site.make(TABLE, "other", vpcId=site.vpc))


def test_an_interface_stands_once_in_a_zone(site):
    endpoint, _ = interface(site, site.vpc)
    first = site.subnet(1)
    association = site.make(IN_SUBNET, vpcEndpointId=endpoint, subnetId=first)
    with pytest.raises(RefusalError, match=r"^DuplicateSubnetsInSameZone: "):
        site.make(IN_SUBNET, vpcEndpointId=endpoint, subnetId=site.subnet(2))
    site.make(IN_SUBNET, vpcEndpointId=endpoint, subnetId=site.subnet(3, "b"))
    with pytest.raises(RefusalError, match=rf"^DependencyViolation: The subnet '{first}'"):
        site.delete(SUBNET, first)
    site.delete(IN_SUBNET, association)
    site.delete(SUBNET, first)


def test_subnets_of_its_own_are_one_a_zone_and_change_in_place(site):
    first, second, other = site.subnet(1), site.subnet(2), site.subnet(3, "b")
    with pytest.raises(RefusalError, match=rf"^DuplicateSubnetsInSameZone: .* of {second}$"):
        interface(site, site.vpc, subnetIds=[first, second])
    with pytest.raises(RefusalError, match=r"^InvalidParameter: Subnet IDs are not supported for Gateway endpoints"):
        site.make(ENDPOINT, vpcId=site.vpc, serviceName=S3, subnetIds=[first])
    given = {"vpcId": site.vpc, "serviceName": STS, "vpcEndpointType": "Interface"}
    endpoint, outputs = interface(site, site.vpc, subnetIds=[first])
    wider = site.update(ENDPOINT, endpoint, outputs, **given, subnetIds=[other, first])
    assert wider["subnetIds"] == [other, first]
    with pytest.raises(RefusalError, match=rf"^DependencyViolation: The subnet '{other}'"):
        site.delete(SUBNET, other)


def test_each_kind_stands_where_it_can(site):
    gateway, (inside, _) = site.make(ENDPOINT, vpcId=site.vpc, serviceName=S3), interface(site, site.vpc)
    with pytest.raises(RefusalError, match=rf"{gateway} is a gateway endpoint and takes no subnets"):
        site.make(IN_SUBNET, vpcEndpointId=gateway, subnetId=site.subnet(1))
    with pytest.raises(RefusalError, match=rf"{inside} is no gateway endpoint and takes no route tables"):
        site.make(IN_TABLE, vpcEndpointId=inside, routeTableId=site.table)


def test_a_vpc_outlives_its_endpoints(site):
    endpoint, _ = interface(site, site.vpc)
    with pytest.raises(RefusalError, match=rf"^DependencyViolation: The vpc '{site.vpc}'"):
        site.delete(VPC, site.vpc)
    site.delete(ENDPOINT, endpoint)
    site.delete(VPC, site.vpc)
