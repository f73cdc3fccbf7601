"""Sites joined by way of their transit gateways: two of AWS, two of Alibaba Cloud, and three by a hub."""

from __future__ import annotations

import json
from itertools import permutations

import pytest

from components.errors import ArgumentsError
from components.links.pairs import hub, mesh
from components.multicloud.link_routes import Hop, LinkRoutesArgs, Way
from components.multicloud.link_transit import TransitLinkArgs
from components.multicloud.transit_gateway import TransitGatewayArgs
from tests.support.joined import end
from tests.support.mocks import Recording, record
from tests.support.transits import transits
from tests.support.walking import Roads, answers

SUBNETS = {"aws": "aws:ec2/subnet:Subnet", "alicloud": "alicloud:vpc/switch:Switch"}
GATEWAY = "aws:ec2transitgateway/transitGateway:TransitGateway"
TABLE = "aws:ec2transitgateway/routeTable:RouteTable"
IN_VPC = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
PEERED = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment"
ACCEPTER = "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter"
ROUTE = "aws:ec2transitgateway/route:Route"
OVER_REGIONS = "alicloud:cen/transitRouterPeerAttachment:TransitRouterPeerAttachment"


def linked(cloud: str, *sites: str, **told) -> Recording:
    return record(transits(cloud, *sites, **told), outputs=answers)


def private(found: Recording, cloud: str) -> dict[str, str]:
    """The blocks of private subnets, by site."""
    return {each.name.partition("-")[0]: each.inputs["cidrBlock"] for each in found.of(SUBNETS[cloud]) if "-private-a" in each.name}


class TestOnAws:
    @pytest.fixture
    def found(self):
        return linked("aws", "jakarta", "singapore")

    def test_a_gateway_has_a_table_of_its_own_that_its_network_follows(self, found):
        gateways = {each.name: each.inputs for each in found.of(GATEWAY)}
        assert gateways["jakarta-transit-gateway"]["amazonSideAsn"] == 4_200_663_552
        for switch in ("defaultRouteTableAssociation", "defaultRouteTablePropagation", "autoAcceptSharedAttachments"):
            assert {each[switch] for each in gateways.values()} == {"disable"}
        (network,) = (each for each in found.of(IN_VPC) if each.name == "jakarta-transit-network")
        assert network.inputs["subnetIds"] == ["id-of-jakarta-private-a", "id-of-jakarta-private-b"]
        followed = {
            (each.inputs["transitGatewayAttachmentId"], each.inputs["transitGatewayRouteTableId"])
            for each in found.of("aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation")
        }
        assert ("id-of-jakarta-transit-network", "id-of-jakarta-transit-table") in followed

    def test_two_gateways_are_peered_and_led_to_by_routes_that_wait_for_it(self, found):
        asked, accepted = found.one(PEERED), found.one(ACCEPTER)
        assert asked.inputs["peerRegion"] == "ap-southeast-1"
        assert accepted.provider.split("::")[-2] == "singapore"
        routes = found.of(ROUTE)
        assert {(each.inputs["transitGatewayRouteTableId"], each.inputs["destinationCidrBlock"]) for each in routes} == {
            ("id-of-jakarta-transit-table", "10.40.0.0/16"),
            ("id-of-singapore-transit-table", "10.32.0.0/16"),
        }
        assert all(accepted.urn in each.dependencies for each in routes)

    def test_packets_that_lead_nowhere_alarm_someone(self, found):
        alarm = found.one("aws:cloudwatch/metricAlarm:MetricAlarm", "jakarta-transit-no-route").inputs
        assert alarm["dimensions"] == {"TransitGateway": "id-of-jakarta-transit-gateway"}
        assert (alarm["metricName"], alarm["threshold"], alarm["treatMissingData"]) == ("PacketDropCountNoRoute", 0, "notBreaching")
        assert alarm["alarmActions"] == alarm["okActions"] == ["arn:aws:sns:ap-southeast-3:111122223333:night"]

    def test_a_route_of_the_network_waits_until_it_is_attached(self, found):
        (attached,) = (each.urn for each in found.of(IN_VPC) if each.name == "jakarta-transit-network")
        routes = [each for each in found.of("aws:ec2/route:Route") if "transitGatewayId" in each.inputs]
        assert {each.name for each in routes if attached in each.dependencies} == {
            f"jakarta-routes-private-{zone}-singapore-cidr" for zone in "ab"
        }


class TestOnAlicloud:
    @pytest.fixture
    def found(self):
        return linked("alicloud", "jakarta", "singapore")

    def test_every_region_has_a_router_of_one_instance_in_two_zones(self, found):
        routers = found.of("alicloud:cen/transitRouter:TransitRouter")
        assert {each.inputs["cenId"] for each in routers} == {"id-of-links-cen"}
        (network,) = (
            each
            for each in found.of("alicloud:cen/transitRouterVpcAttachment:TransitRouterVpcAttachment")
            if each.name == "jakarta-transit-network"
        )
        assert {each["zoneId"] for each in network.inputs["zoneMappings"]} == {"ap-southeast-5a", "ap-southeast-5b"}

    def test_the_way_between_regions_is_paid_by_what_passes_and_bounded(self, found):
        made = found.one(OVER_REGIONS).inputs
        assert (made["bandwidthType"], made["bandwidth"]) == ("DataTransfer", 200)
        assert made["peerTransitRouterRegionId"] == "ap-southeast-1"

    def test_either_region_tells_when_what_leaves_it_comes_near_to_what_may_or_is_dropped(self, found):
        alarms = {each.name: each for each in found.of("alicloud:cms/alarm:Alarm")}
        assert list(alarms) == [
            f"jakarta--singapore-{site}-{kind}" for site in ("jakarta", "singapore") for kind in ("bandwidth", "drops")
        ]
        full, dropped = alarms["jakarta--singapore-singapore-bandwidth"], alarms["jakarta--singapore-singapore-drops"]
        assert (full.inputs["metric"], full.inputs["escalationsWarn"]["threshold"]) == (
            "InternetOutRatePercentByConnectionRegion",
            "80",
        )
        assert (dropped.inputs["metric"], dropped.inputs["escalationsCritical"]["threshold"]) == (
            "InternetOutDropRateByConnectionRegion",
            "0",
        )
        assert json.loads(full.inputs["metricDimensions"]) == [
            {"cenId": "id-of-links-cen", "localRegionId": "ap-southeast-1", "oppositeRegionId": "ap-southeast-5"}
        ]
        assert full.provider.split("::")[-2] == "singapore"

    def test_what_an_instance_does_one_after_the_other_is_waited_for(self, found):
        own = [each for each in found.values() if each.type.startswith("alicloud:cen/transitRouter")]
        assert {each.type.partition("/")[0] for each in own} == {"alicloud:cen"}
        assert {tuple(each.timeouts.values()) for each in own} == {("60m",) * 3}

    def test_a_table_takes_no_second_route_for_what_another_leads_to(self, found):
        entries = [each for each in found.of("alicloud:vpc/routeEntry:RouteEntry") if each.inputs["nexthopType"] == "Attachment"]
        assert entries
        assert all(each.delete_before_replace for each in entries)


@pytest.mark.parametrize("cloud", ["aws", "alicloud"])
class TestPaths:
    def test_a_packet_goes_by_both_gateways_and_back(self, cloud):
        found = linked(cloud, "jakarta", "singapore")
        roads, blocks = Roads(found.values()), private(found, cloud)
        there = roads.walk(blocks["jakarta"], blocks["singapore"])
        assert there is not None
        assert len(there) == 4
        assert roads.walk(blocks["singapore"], blocks["jakarta"]) == there[::-1]

    def test_a_hub_hands_on_what_its_spokes_send_each_other(self, cloud):
        sites = ("jakarta", "singapore", "seoul")
        found = linked(cloud, *sites, centre="jakarta")
        roads, blocks = Roads(found.values()), private(found, cloud)
        paths = {(one, other): roads.walk(blocks[one], blocks[other]) for one, other in permutations(sites, 2)}
        assert [sites for sites, path in paths.items() if path is None] == []
        between = paths["singapore", "seoul"]
        assert between is not None
        assert len(between) == 5  # two networks and three gateways

    def test_who_is_no_hub_hands_nothing_on(self, cloud):
        sites = ("jakarta", "singapore", "seoul")
        found = linked(cloud, *sites, pairs=hub("jakarta", sites))
        blocks = private(found, cloud)
        assert Roads(found.values()).walk(blocks["singapore"], blocks["seoul"]) is None

    def test_what_comes_from_a_site_reaches_the_network_alone_but_at_a_hub(self, cloud):
        found = linked(cloud, "jakarta", "singapore", "seoul", centre="jakarta")
        type_ = {
            "aws": "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation",
            "alicloud": "alicloud:cen/transitRouterRouteTableAssociation:TransitRouterRouteTableAssociation",
        }[cloud]
        field = {"aws": "transitGatewayRouteTableId", "alicloud": "transitRouterRouteTableId"}[cloud]
        followed = {each.name: each.inputs[field].rpartition("-")[2] for each in found.of(type_)}
        assert followed == {
            **{f"{site}-transit-network": "table" for site in ("jakarta", "singapore", "seoul")},
            **{f"jakarta--{spoke}-jakarta": "table" for spoke in ("singapore", "seoul")},
            **{f"jakarta--{spoke}-{spoke}": "inward" for spoke in ("singapore", "seoul")},
        }
        inward = Roads(found.values()).tables
        (known,) = (routes for table, routes in inward.items() if table.endswith("singapore-transit-inward"))
        assert {str(block) for block, _ in known} == {"10.40.0.0/16", "10.41.0.0/16"}, "its own blocks"

    def test_a_spoke_that_comes_adds_to_the_others_and_changes_nothing(self, cloud):
        before, after = (
            linked(cloud, "jakarta", "singapore", centre="jakarta"),
            linked(cloud, "jakarta", "singapore", "seoul", centre="jakarta"),
        )
        old = {each.urn: each.inputs for each in before.values() if each.custom}
        assert {urn for urn, told in old.items() if urn not in after or after[urn].inputs != told} == set()

    def test_tiers_that_no_link_names_lead_nowhere(self, cloud):
        found = linked(cloud, "jakarta", "singapore")
        data = [each.inputs["cidrBlock"] for each in found.of(SUBNETS[cloud]) if "-data-a" in each.name]
        assert Roads(found.values()).walk(data[0], data[1]) is None


def refused(make) -> str:
    with pytest.raises(ArgumentsError) as refusal:
        record(make)
    return str(refusal.value)


def test_what_a_link_cannot_be_is_told_at_once():
    def program() -> None:
        one, other = end("jakarta", "32", "alicloud"), end("singapore", "40", "alicloud")
        TransitLinkArgs(one=one, other=other, gateways={})

    told = refused(program)
    for field in ("gateways.jakarta", "gateways.singapore", "enterprise_network"):
        assert field in told
    assert "other.network.region" in told
    assert "mbps" in told


def test_a_router_stands_in_two_zones_that_there_are():
    def program() -> None:
        TransitGatewayArgs(end=end("jakarta", "32", "alicloud"), zones=("c",), tier="web")

    told = refused(program)
    for field in ("zones.0", "zones", "tier", "enterprise_network"):
        assert f"{field}:" in told or f"{field} " in told


def test_routes_lead_from_tiers_that_there_are_to_blocks_elsewhere():
    def program() -> None:
        hop = Hop(kind="transit")
        ways = {
            "jakarta": Way(ranges={}, tiers=("private",), hop=hop),
            "seoul": Way(ranges={"cidr": "10.36.0.0"}, tiers=("web",), hop=hop),
        }
        LinkRoutesArgs(end=end("jakarta", "32"), ways=ways)

    told = refused(program)
    for field in ("ways.jakarta", "ways.seoul.ranges.cidr", "ways.seoul.tiers.0"):
        assert field in told


def test_a_site_that_gets_a_link_of_its_own_keeps_its_routes_and_has_them_changed():
    """From a hub to a mesh: the same routes, by name, lead elsewhere."""
    sites = ("jakarta", "singapore", "seoul")
    before = linked("aws", *sites, centre="jakarta")
    after = linked("aws", *sites, pairs=mesh(sites))
    of = {
        kind: {each.urn for each in found.values() if "-routes-" in each.name} for kind, found in (("hub", before), ("mesh", after))
    }
    assert of["hub"] == of["mesh"]
    (one, other) = (found.one(ROUTE, "singapore-routes-transit-seoul-cidr") for found in (before, after))
    assert one.inputs["transitGatewayAttachmentId"] != other.inputs["transitGatewayAttachmentId"]
    assert other.delete_before_replace
