"""Internet gateways, public addresses and NAT gateways of the simulated AWS."""

from __future__ import annotations

import re
from ipaddress import IPv4Address

import pytest

from simulator.addresses import PUBLIC
from tests.support.aws_site import ADDRESS, INTERNET, NAT, REGION, Site
from tests.support.simulated import RefusalError


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


@pytest.fixture
def nat(site):
    assert site.internet
    return site.make(NAT, subnetId=site.subnet(), allocationId=site.make(ADDRESS, domain="vpc"))


class TestAddresses:
    def test_a_nat_gateway_has_its_addresses(self, site):
        assert site.internet
        address, eip = site.create(ADDRESS, domain="vpc")
        _, gateway = site.create(NAT, subnetId=site.subnet(), allocationId=address)
        assert eip["allocationId"] == address
        assert gateway["publicIp"] == eip["publicIp"]
        assert IPv4Address(eip["publicIp"]) in PUBLIC
        assert eip["publicDns"] == f"ec2-{eip['publicIp'].replace('.', '-')}.{REGION}.compute.amazonaws.com"
        assert re.fullmatch(r"10\.0\.0\.\d+", gateway["privateIp"])
        assert (gateway["vpcId"], gateway["availabilityMode"]) == (site.vpc, "zonal")

    @pytest.mark.parametrize(
        ("region", "domain"),
        [("us-east-1", "compute-1.amazonaws.com"), ("cn-north-1", "cn-north-1.compute.amazonaws.com.cn")],
    )
    def test_public_names_follow_the_region(self, site, region, domain):
        assert re.fullmatch(rf"ec2-[\d-]+\.{re.escape(domain)}", site.create(ADDRESS, region=region)[1]["publicDns"])


class TestGateways:
    def test_a_vpc_has_one_internet_gateway(self, site):
        assert site.internet
        with pytest.raises(RefusalError, match=r"^Resource.AlreadyAssociated"):
            site.make(INTERNET, vpcId=site.vpc)

    def test_a_nat_gateway_needs_one_and_keeps_it(self, site):
        subnet, address = site.subnet(), site.make(ADDRESS)
        with pytest.raises(RefusalError, match=r"^Gateway.NotAttached"):
            site.make(NAT, subnetId=subnet, allocationId=address)
        assert site.internet
        gateway = site.make(NAT, subnetId=subnet, allocationId=address)
        with pytest.raises(RefusalError, match="has some mapped public address"):
            site.delete(INTERNET, site.internet)
        site.delete(NAT, gateway)
        site.delete(INTERNET, site.internet)

    def test_a_private_one_needs_neither(self, site):
        site.make(NAT, subnetId=site.subnet(), connectivityType="private")

    def test_the_inputs_fit_how_it_is_connected(self, site):
        assert set(site.check(NAT, subnetId="s", connectivityType="private", allocationId="e")[1]) == {"allocationId"}
        assert set(site.check(NAT, subnetId="s", allocationId="e", secondaryPrivateIpAddressCount=1)[1]) == {
            "secondaryPrivateIpAddressCount"
        }

    def test_an_address_serves_one(self, site, nat):
        address = site.make(ADDRESS)
        site.make(NAT, subnetId=site.subnet(3), allocationId=address)
        with pytest.raises(RefusalError, match="is already associated"):
            site.make(NAT, subnetId=site.subnet(4), allocationId=address)
