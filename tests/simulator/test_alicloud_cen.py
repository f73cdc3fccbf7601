"""Transit routers of the simulated Alibaba Cloud: one a region, what is attached to them, and where their tables lead."""

from __future__ import annotations

import pytest

from simulator.alicloud.cen import (
    ASSOCIATED,
    CEN,
    IN_VPC,
    OVER_VPN,
    PEERED,
    PROPAGATED,
    ROUTER,
    ROUTER_ENTRY,
    ROUTER_TABLE,
)
from simulator.alicloud.vpn import CUSTOMER, VPN_ATTACHMENT
from tests.support.alicloud_site import VPC, Site
from tests.support.simulated import RefusalError

SINGAPORE = "ap-southeast-1"
ENTRY = "alicloud:vpc/routeEntry:RouteEntry"
HOP = "transitRouterRouteEntryNextHop"


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


@pytest.fixture
def abroad(tmp_path):
    return Site(tmp_path / "clouds.sqlite", region=SINGAPORE)


@pytest.fixture
def cen(site):
    return site.make(CEN, cenInstanceName="shop")


@pytest.fixture
def routers(site, abroad, cen):
    return tuple(provider.create(ROUTER, cenId=cen)[1]["transitRouterId"] for provider in (site, abroad))


@pytest.fixture
def tables(site, abroad, routers):
    both = zip((site, abroad), routers, strict=True)
    return tuple(p.create(ROUTER_TABLE, transitRouterId=router)[1]["transitRouterRouteTableId"] for p, router in both)


@pytest.fixture
def mappings(site):
    blocks = {"a": "10.36.0.0/20", "b": "10.36.16.0/20"}
    return [{"zoneId": f"ap-southeast-5{zone}", "vswitchId": site.switch(block, zone)} for zone, block in blocks.items()]


@pytest.fixture
def attached(site, cen, routers, mappings):
    given = {"cenId": cen, "transitRouterId": routers[0], "vpcId": site.vpc, "zoneMappings": mappings}
    return site.create(IN_VPC, **given)[1]["transitRouterAttachmentId"]


@pytest.fixture
def peering(site, cen, routers):
    given = {"peerTransitRouterRegionId": SINGAPORE, "bandwidthType": "DataTransfer", "bandwidth": 200}
    _, made = site.create(PEERED, cenId=cen, transitRouterId=routers[0], peerTransitRouterId=routers[1], **given)
    return made["transitRouterAttachmentId"]


def test_a_region_has_one_router_of_an_instance(site, cen, routers):
    with pytest.raises(RefusalError, match="TransitRouterExist"):
        site.make(ROUTER, "again", cenId=cen)
    with pytest.raises(RefusalError, match="has transit routers"):
        site.delete(CEN, cen)


def test_the_name_of_an_attachment_has_two_properties(site, cen, routers, mappings):
    given = {"cenId": cen, "transitRouterId": routers[0], "vpcId": site.vpc, "zoneMappings": mappings}
    _, made = site.create(IN_VPC, transitRouterVpcAttachmentName="net", **given)
    assert made["transitRouterAttachmentName"] == "net"
    assert made["transitRouterAttachmentId"].startswith("tr-attach-k1a")


def test_a_vswitch_stands_in_the_zone_that_it_is_named_for(site, cen, routers, mappings):
    swapped = [{**mappings[0], "vswitchId": mappings[1]["vswitchId"]}]
    with pytest.raises(RefusalError, match="InvalidZoneMapping"):
        site.make(IN_VPC, cenId=cen, transitRouterId=routers[0], vpcId=site.vpc, zoneMappings=swapped)


def test_a_network_leads_to_its_own_attachment(site, attached):
    table = site.found(VPC, site.vpc)[1]["routeTableId"]
    given = {"routeTableId": table, "destinationCidrblock": "10.40.0.0/16", "nexthopType": "Attachment"}
    site.make(ENTRY, nexthopId=attached, **given)
    another = site.make(VPC, "another", cidrBlock="10.44.0.0/16")
    foreign = {**given, "routeTableId": site.found(VPC, another)[1]["routeTableId"]}
    with pytest.raises(RefusalError, match="stands in another VPC"):
        site.make(ENTRY, "foreign", nexthopId=attached, **foreign)
    with pytest.raises(RefusalError, match="does not exist"):
        site.make(ENTRY, "none", nexthopId="tr-attach-k1a0", **{**given, "destinationCidrblock": "10.41.0.0/16"})


class TestPeering:
    def test_both_routers_forward_by_a_table_of_their_own(self, site, abroad, peering, tables):
        for provider, table, block in ((site, tables[0], "10.40.0.0/16"), (abroad, tables[1], "10.36.0.0/16")):
            both = {"transitRouterAttachmentId": peering, "transitRouterRouteTableId": table}
            provider.make(ASSOCIATED, **both)
            provider.make(PROPAGATED, **both)
            entry = {"transitRouterRouteEntryDestinationCidrBlock": block, f"{HOP}Type": "Attachment", f"{HOP}Id": peering}
            provider.make(ROUTER_ENTRY, transitRouterRouteTableId=table, **entry)
            with pytest.raises(RefusalError, match="CreateRouteEntryWithSameDestinationCidrBlock"):
                provider.make(ROUTER_ENTRY, "again", transitRouterRouteTableId=table, **entry)

    def test_an_attachment_forwards_by_one_table(self, site, routers, tables, peering):
        site.make(ASSOCIATED, transitRouterAttachmentId=peering, transitRouterRouteTableId=tables[0])
        another = site.create(ROUTER_TABLE, "another", transitRouterId=routers[0])[1]["transitRouterRouteTableId"]
        with pytest.raises(RefusalError, match="AssociationExist"):
            site.make(ASSOCIATED, "again", transitRouterAttachmentId=peering, transitRouterRouteTableId=another)

    def test_a_table_knows_no_attachment_of_another_router(self, abroad, tables, attached):
        with pytest.raises(RefusalError, match="is no attachment of tr-"):
            abroad.make(PROPAGATED, transitRouterAttachmentId=attached, transitRouterRouteTableId=tables[1])

    @pytest.mark.usefixtures("peering")
    def test_two_routers_are_joined_once_and_not_deleted_while_they_are(self, site, abroad, cen, routers):
        given = {"cenId": cen, "transitRouterId": routers[0], "peerTransitRouterId": routers[1]}
        with pytest.raises(RefusalError, match="PeerAttachmentExist"):
            site.make(PEERED, "again", **given, bandwidthType="DataTransfer", bandwidth=10)
        with pytest.raises(RefusalError, match="has attachments"):
            abroad.delete(ROUTER, f"{cen}:{routers[1]}")

    def test_bandwidth_is_of_a_plan_or_of_what_is_transferred(self, site):
        told = {
            kind: site.check(PEERED, peerTransitRouterId="tr-2", **kind_of)[1]
            for kind, kind_of in {
                "by default": {},
                "by transfer": {"bandwidthType": "DataTransfer"},
                "both": {"bandwidthType": "DataTransfer", "cenBandwidthPackageId": "cenbwp-1"},
            }.items()
        }
        assert {kind: list(faults) for kind, faults in told.items()} == {
            "by default": ["cenBandwidthPackageId"],
            "by transfer": [],
            "both": ["cenBandwidthPackageId"],
        }


class TestVpn:
    def tunnels(self, site, *numbers):
        customer = site.make(CUSTOMER, ipAddress="198.51.100.7", asn="4200663552")
        bgp = {"localAsn": "4200664576"}
        return [{"tunnelIndex": number, "customerGatewayId": customer, "tunnelBgpConfig": bgp} for number in numbers]

    def test_a_connection_without_a_gateway_is_attached_to_a_router(self, site, cen, routers, tables):
        given = {"localSubnet": "0.0.0.0/0", "remoteSubnet": "0.0.0.0/0", "enableTunnelsBgp": True}
        identity, made = site.create(VPN_ATTACHMENT, tunnelOptionsSpecifications=self.tunnels(site, 1, 2), **given)
        assert len({tunnel["internetIp"] for tunnel in made["tunnelOptionsSpecifications"]}) == 2
        over = site.make(OVER_VPN, cenId=cen, transitRouterId=routers[0], vpnId=identity)
        both = {"transitRouterAttachmentId": over, "transitRouterRouteTableId": tables[0]}
        site.make(ASSOCIATED, **both)
        site.make(PROPAGATED, **both)
        with pytest.raises(RefusalError, match="is attached to a transit router"):
            site.delete(VPN_ATTACHMENT, identity)

    def test_the_other_end_of_a_tunnel_changes_in_place(self, site):
        before = {"localSubnet": "0.0.0.0/0", "tunnelOptionsSpecifications": [{"tunnelIndex": 1, "customerGatewayId": "cgw-1"}]}
        after = {**before, "tunnelOptionsSpecifications": [{"tunnelIndex": 1, "customerGatewayId": "cgw-2"}]}
        assert site.replaces(VPN_ATTACHMENT, before, after) == []

    def test_it_has_the_tunnels_1_and_2(self, site):
        _, faults = site.check(VPN_ATTACHMENT, localSubnet="0.0.0.0/0", tunnelOptionsSpecifications=self.tunnels(site, 1, 1))
        assert "of the numbers 1 and 2" in faults["tunnelOptionsSpecifications"]
