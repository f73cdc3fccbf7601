"""VPN gateways and connections of the simulated AWS: what a tunnel may be, and what the cloud makes for it."""

from __future__ import annotations

import pytest

from simulator.aws.vpn import ATTACHMENT, CONNECTION, CUSTOMER, GATEWAY, PROPAGATION, RULES
from tests.support.aws_site import Site
from tests.support.simulated import RefusalError


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


@pytest.fixture
def gateway(site):
    return site.make(GATEWAY, vpcId=site.vpc, amazonSideAsn="4200663552")


@pytest.fixture
def customer(site):
    return site.make(CUSTOMER, ipAddress="198.51.100.7", bgpAsnExtended="4200664576", type="ipsec.1")


def test_a_gateway_propagates_into_tables_of_the_vpc_that_it_is_attached_to(site):
    table = site.make("aws:ec2/routeTable:RouteTable", vpcId=site.vpc)
    gateway = site.make(GATEWAY)
    with pytest.raises(RefusalError, match=r"Gateway\.NotAttached"):
        site.make(PROPAGATION, vpnGatewayId=gateway, routeTableId=table)
    site.make(ATTACHMENT, vpnGatewayId=gateway, vpcId=site.vpc)
    site.make(PROPAGATION, vpnGatewayId=gateway, routeTableId=table)


class TestConnection:
    def test_its_tunnels_have_addresses_on_both_ends_and_keys_of_their_own(self, site, gateway, customer):
        ranges = {"tunnel1InsideCidr": "169.254.64.0/30", "tunnel2InsideCidr": "169.254.64.4/30"}
        _, made = site.create(CONNECTION, vpnGatewayId=gateway, customerGatewayId=customer, type="ipsec.1", **ranges)
        assert (made["tunnel1VgwInsideAddress"], made["tunnel1CgwInsideAddress"]) == ("169.254.64.1", "169.254.64.2")
        assert (made["tunnel2VgwInsideAddress"], made["tunnel2CgwInsideAddress"]) == ("169.254.64.5", "169.254.64.6")
        assert made["tunnel1Address"] != made["tunnel2Address"]
        assert made["tunnel1BgpAsn"] == "4200663552"

    def test_ranges_are_chosen_where_none_are_given(self, site, gateway, customer):
        _, made = site.create(CONNECTION, vpnGatewayId=gateway, customerGatewayId=customer, type="ipsec.1")
        assert made["tunnel1InsideCidr"].endswith("/30")
        assert made["tunnel1VgwInsideAddress"] != made["tunnel1CgwInsideAddress"]

    def test_a_range_is_used_once_on_a_gateway(self, site, gateway, customer):
        site.make(CONNECTION, vpnGatewayId=gateway, customerGatewayId=customer, type="ipsec.1", tunnel1InsideCidr="169.254.64.0/30")
        with pytest.raises(RefusalError, match=r"169\.254\.64\.0/30 is in use by vpn-"):
            site.make(
                CONNECTION, vpnGatewayId=gateway, customerGatewayId=customer, type="ipsec.1", tunnel2InsideCidr="169.254.64.0/30"
            )

    @pytest.mark.parametrize(
        ("name", "value", "reason"),
        [
            ("tunnel1InsideCidr", "169.254.5.0/30", "is reserved"),
            ("tunnel1InsideCidr", "10.0.0.0/30", "to be a /30 inside"),
            ("tunnel2InsideCidr", "169.254.64.0/29", "to be a /30 inside"),
            ("tunnel2InsideCidr", "169.254.64.1/30", "is not a valid IPv4 CIDR block"),
            ("tunnel1PresharedKey", "0leading0zero", "none a leading zero"),
            ("tunnel1IkeVersions", ["ikev3"], "to be one of ikev1, ikev2"),
            ("tunnel1Phase1DhGroupNumbers", [5], "to be one of 2, 14"),
            ("tunnel2Phase2LifetimeSeconds", 28_800, "in the range (900 - 3600)"),
            ("tunnel2DpdTimeoutSeconds", 10, "in the range (30 - inf)"),
        ],
    )
    def test_what_no_tunnel_may_be_is_told(self, site, name, value, reason):
        ((path, told),) = site.check(CONNECTION, customerGatewayId="cgw-1", type="ipsec.1", **{name: value})[1].items()
        assert path == name
        assert reason in told

    def test_a_key_and_a_range_change_in_place(self, site, gateway, customer):
        inputs = {"vpnGatewayId": gateway, "customerGatewayId": customer, "type": "ipsec.1", "tunnel1InsideCidr": "169.254.64.0/30"}
        assert site.replaces(CONNECTION, inputs, {**inputs, "tunnel1PresharedKey": "a.new.key_1"}) == []
        moved = {**inputs, "tunnel1InsideCidr": "169.254.64.8/30"}
        assert site.replaces(CONNECTION, inputs, moved) == []
        identity, made = site.create(CONNECTION, **inputs)
        after = site.update(CONNECTION, identity, made, **moved)
        assert (after["tunnel1VgwInsideAddress"], after["tunnel1CgwInsideAddress"]) == ("169.254.64.9", "169.254.64.10")

    def test_its_keys_are_secrets(self):
        assert {"tunnel1PresharedKey", "tunnel2PresharedKey", "customerGatewayConfiguration"} <= RULES[CONNECTION].secrets


class TestGateways:
    def test_a_vpc_has_one(self, site, gateway):
        assert gateway.startswith("vgw-0")
        with pytest.raises(RefusalError, match="already has a VPN gateway attached"):
            site.make(GATEWAY, vpcId=site.vpc)
        with pytest.raises(RefusalError, match="already has a VPN gateway attached"):
            site.make(ATTACHMENT, vpcId=site.vpc, vpnGatewayId=site.make(GATEWAY))

    def test_it_stays_while_a_connection_or_a_route_table_needs_it(self, site, gateway, customer):
        connection = site.make(CONNECTION, vpnGatewayId=gateway, customerGatewayId=customer, type="ipsec.1")
        with pytest.raises(RefusalError, match="is in use"):
            site.delete(GATEWAY, gateway)
        site.delete(CONNECTION, connection)
        propagation = site.make(PROPAGATION, vpnGatewayId=gateway, routeTableId=site.table)
        with pytest.raises(RefusalError, match="is in use"):
            site.delete(GATEWAY, gateway)
        site.delete(PROPAGATION, propagation)
        site.delete(GATEWAY, gateway)

    @pytest.mark.parametrize("asn", ["64511", "65535", "4199999999", "public"])
    def test_its_asn_is_private(self, site, asn):
        assert set(site.check(GATEWAY, amazonSideAsn=asn)[1]) == {"amazonSideAsn"}

    @pytest.mark.parametrize(
        ("given", "path"),
        [
            ({"bgpAsn": "4200664576"}, "bgpAsn"),
            ({"bgpAsnExtended": "65000"}, "bgpAsnExtended"),
            ({"bgpAsn": "65000", "bgpAsnExtended": "4200664576"}, ""),
        ],
    )
    def test_a_customer_gateways_asn_stands_in_the_field_of_its_size(self, site, given, path):
        assert path in site.check(CUSTOMER, ipAddress="198.51.100.7", type="ipsec.1", **given)[1]
