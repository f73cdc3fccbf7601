"""What joins networks of the simulated AWS: peering connections and transit gateways, across regions and accounts."""

from __future__ import annotations

import pytest

from simulator.aws.peering import ACCEPTER, OPTIONS, PEERING
from simulator.aws.routes import TABLE
from simulator.aws.shapes import SUBNET, VPC
from simulator.aws.transit import (
    ASSOCIATED,
    IN_VPC,
    PEER_ACCEPTER,
    PEERED,
    PROPAGATED,
    TRANSIT,
    TRANSIT_ROUTE,
    TRANSIT_TABLE,
)
from tests.support.simulated import Provider, RefusalError

ROUTE = "aws:ec2/route:Route"
JAKARTA, SINGAPORE = "111122223333", "444455556666"
RESOLVES = {"allowRemoteVpcDnsResolution": True}


@pytest.fixture
def jakarta(tmp_path):
    return Provider("aws", tmp_path / "clouds.sqlite", region="ap-southeast-3", allowedAccountIds=f'["{JAKARTA}"]')


@pytest.fixture
def singapore(tmp_path):
    return Provider("aws", tmp_path / "clouds.sqlite", region="ap-southeast-1", allowedAccountIds=f'["{SINGAPORE}"]')


@pytest.fixture
def vpcs(jakarta, singapore):
    return jakarta.make(VPC, "one", cidrBlock="10.0.0.0/16"), singapore.make(VPC, "other", cidrBlock="10.1.0.0/16")


class TestPeering:
    @pytest.fixture
    def asked(self, vpcs):
        return {"vpcId": vpcs[0], "peerVpcId": vpcs[1], "peerRegion": "ap-southeast-1", "peerOwnerId": SINGAPORE}

    @pytest.fixture
    def peering(self, jakarta, asked):
        return jakarta.make(PEERING, **asked)

    def test_the_other_account_accepts_it_in_its_region(self, jakarta, singapore, peering, vpcs):
        with pytest.raises(RefusalError, match="is accepted by the account and in the region of"):
            jakarta.make(ACCEPTER, vpcPeeringConnectionId=peering, autoAccept=True)
        identity, made = singapore.create(ACCEPTER, vpcPeeringConnectionId=peering, autoAccept=True, accepter=RESOLVES)
        assert identity == peering
        assert (made["vpcId"], made["peerVpcId"]) == (vpcs[1], vpcs[0])
        assert (made["peerOwnerId"], made["peerRegion"], made["acceptStatus"]) == (JAKARTA, "ap-southeast-3", "active")

    def test_networks_that_overlap_are_refused(self, jakarta, singapore, asked):
        over = singapore.make(VPC, "over", cidrBlock="10.0.128.0/17")
        with pytest.raises(RefusalError, match="overlapping CIDR range"):
            jakarta.make(PEERING, "over", **{**asked, "peerVpcId": over})

    def test_a_second_block_counts(self, jakarta, singapore, asked, vpcs):
        block = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
        singapore.make(block, vpcId=vpcs[1], cidrBlock="10.0.64.0/20")
        with pytest.raises(RefusalError, match="overlapping CIDR range"):
            jakarta.make(PEERING, **asked)

    def test_the_network_lies_where_it_is_said_to(self, jakarta, asked):
        with pytest.raises(RefusalError, match="does not exist in eu-west-1"):
            jakarta.make(PEERING, **{**asked, "peerRegion": "eu-west-1"})

    def test_two_networks_are_peered_once(self, jakarta, asked, peering):
        with pytest.raises(RefusalError, match="VpcPeeringConnectionAlreadyExists"):
            jakarta.make(PEERING, "again", **asked)

    def test_options_are_set_at_their_own_end_of_an_active_one(self, jakarta, singapore, peering):
        with pytest.raises(RefusalError, match="is not active"):
            jakarta.make(OPTIONS, vpcPeeringConnectionId=peering, requester=RESOLVES)
        singapore.make(ACCEPTER, vpcPeeringConnectionId=peering, autoAccept=True)
        with pytest.raises(RefusalError, match="options of the accepter"):
            jakarta.make(OPTIONS, vpcPeeringConnectionId=peering, accepter=RESOLVES)
        assert jakarta.make(OPTIONS, vpcPeeringConnectionId=peering, requester=RESOLVES) == peering

    def test_a_route_leads_to_it_from_its_two_networks_alone(self, jakarta, singapore, peering, vpcs):
        for provider, vpc, block in ((jakarta, vpcs[0], "10.1.0.0/16"), (singapore, vpcs[1], "10.0.0.0/16")):
            table = provider.make(TABLE, vpcId=vpc)
            provider.make(ROUTE, routeTableId=table, destinationCidrBlock=block, vpcPeeringConnectionId=peering)
        stranger = jakarta.make(TABLE, "stranger", vpcId=jakarta.make(VPC, "third", cidrBlock="10.2.0.0/16"))
        with pytest.raises(RefusalError, match="belong to different networks"):
            jakarta.make(ROUTE, "stray", routeTableId=stranger, destinationCidrBlock="10.1.0.0/16", vpcPeeringConnectionId=peering)
        with pytest.raises(RefusalError, match=r"InvalidVpcPeeringConnectionID\.NotFound"):
            jakarta.make(ROUTE, "none", routeTableId=stranger, destinationCidrBlock="10.1.0.0/16", vpcPeeringConnectionId="pcx-0")


class TestTransit:
    @pytest.fixture
    def gateways(self, jakarta, singapore):
        return jakarta.make(TRANSIT, amazonSideAsn=4_200_655_360), singapore.make(TRANSIT, amazonSideAsn=4_200_655_616)

    @pytest.fixture
    def peering(self, jakarta, gateways):
        asked = {"peerTransitGatewayId": gateways[1], "peerRegion": "ap-southeast-1", "peerAccountId": SINGAPORE}
        return jakarta.make(PEERED, transitGatewayId=gateways[0], **asked)

    @pytest.fixture
    def tables(self, jakarta, singapore, gateways):
        return tuple(p.make(TRANSIT_TABLE, transitGatewayId=g) for p, g in zip((jakarta, singapore), gateways, strict=True))

    def test_an_attachment_has_one_subnet_of_a_zone(self, jakarta, gateways, vpcs):
        given = {"vpcId": vpcs[0], "availabilityZone": "ap-southeast-3a"}
        subnets = [jakarta.make(SUBNET, block, cidrBlock=block, **given) for block in ("10.0.0.0/24", "10.0.1.0/24")]
        with pytest.raises(RefusalError, match="DuplicateSubnetsInSameZone"):
            jakarta.make(IN_VPC, transitGatewayId=gateways[0], vpcId=vpcs[0], subnetIds=subnets)
        jakarta.make(IN_VPC, transitGatewayId=gateways[0], vpcId=vpcs[0], subnetIds=subnets[:1])
        with pytest.raises(RefusalError, match="DuplicateTransitGatewayAttachment"):
            jakarta.make(IN_VPC, "again", transitGatewayId=gateways[0], vpcId=vpcs[0], subnetIds=subnets[:1])
        with pytest.raises(RefusalError, match="has non-deleted Attachments"):
            jakarta.delete(TRANSIT, gateways[0])

    def test_a_route_of_a_network_leads_to_what_is_attached(self, jakarta, gateways, vpcs):
        given = {"routeTableId": jakarta.make(TABLE, vpcId=vpcs[0]), "transitGatewayId": gateways[0]}
        with pytest.raises(RefusalError, match="it is not attached"):
            jakarta.make(ROUTE, destinationCidrBlock="10.1.0.0/16", **given)
        subnet = jakarta.make(SUBNET, vpcId=vpcs[0], cidrBlock="10.0.0.0/24", availabilityZone="ap-southeast-3a")
        jakarta.make(IN_VPC, transitGatewayId=gateways[0], vpcId=vpcs[0], subnetIds=[subnet])
        jakarta.make(ROUTE, destinationCidrBlock="10.1.0.0/16", **given)

    def test_a_peering_carries_static_routes_once_it_is_accepted(self, jakarta, singapore, peering, tables):
        to_singapore = {"transitGatewayAttachmentId": peering, "transitGatewayRouteTableId": tables[0]}
        with pytest.raises(RefusalError, match="it is not accepted yet"):
            jakarta.make(TRANSIT_ROUTE, destinationCidrBlock="10.1.0.0/16", **to_singapore)
        with pytest.raises(RefusalError, match="is accepted by the account and in the region of"):
            jakarta.make(PEER_ACCEPTER, transitGatewayAttachmentId=peering)
        _, accepted = singapore.create(PEER_ACCEPTER, transitGatewayAttachmentId=peering)
        assert (accepted["peerAccountId"], accepted["peerRegion"]) == (JAKARTA, "ap-southeast-3")
        jakarta.make(TRANSIT_ROUTE, destinationCidrBlock="10.1.0.0/16", **to_singapore)
        for provider, table in zip((jakarta, singapore), tables, strict=True):
            both = {"transitGatewayAttachmentId": peering, "transitGatewayRouteTableId": table}
            _, made = provider.create(ASSOCIATED, **both)
            assert made["resourceType"] == "peering"
            with pytest.raises(RefusalError, match="propagates nothing"):
                provider.make(PROPAGATED, **both)

    def test_an_attachment_is_associated_with_one_table(self, jakarta, singapore, gateways, peering, tables):
        singapore.make(PEER_ACCEPTER, transitGatewayAttachmentId=peering)
        jakarta.make(ASSOCIATED, transitGatewayAttachmentId=peering, transitGatewayRouteTableId=tables[0])
        another = jakarta.make(TRANSIT_TABLE, "another", transitGatewayId=gateways[0])
        with pytest.raises(RefusalError, match=r"Resource\.AlreadyAssociated"):
            jakarta.make(ASSOCIATED, "again", transitGatewayAttachmentId=peering, transitGatewayRouteTableId=another)

    def test_a_peering_within_a_region_cannot_be_accepted_by_the_id_that_its_requester_knows(self, jakarta, gateways):
        near = jakarta.make(TRANSIT, "near", amazonSideAsn=4_200_655_399)
        asked = jakarta.make(PEERED, "near", transitGatewayId=gateways[0], peerTransitGatewayId=near, peerRegion="ap-southeast-3")
        with pytest.raises(RefusalError, match="as the source of the peering request"):
            jakarta.make(PEER_ACCEPTER, "near", transitGatewayAttachmentId=asked)

    def test_default_tables_may_be_given_up_and_not_asked_for_again(self, jakarta):
        without = {"defaultRouteTableAssociation": "disable", "defaultRouteTablePropagation": "disable"}
        assert jakarta.create(TRANSIT, "with")[1]["associationDefaultRouteTableId"].startswith("tgw-rtb-0")
        assert jakarta.create(TRANSIT, "without", **without)[1]["propagationDefaultRouteTableId"] == ""
        assert jakarta.replaces(TRANSIT, {}, without) == []
        assert jakarta.replaces(TRANSIT, without, dict.fromkeys(without, "enable")) == list(without)

    def test_a_vpn_connection_is_an_attachment_of_it(self, jakarta, gateways, tables):
        customer = jakarta.make("aws:ec2/customerGateway:CustomerGateway", ipAddress="198.51.100.7", bgpAsn="65010", type="ipsec.1")
        given = {"transitGatewayId": gateways[0], "customerGatewayId": customer, "type": "ipsec.1"}
        _, made = jakarta.create("aws:ec2/vpnConnection:VpnConnection", **given)
        assert made["tunnel1BgpAsn"] == "4200655360"
        both = {"transitGatewayAttachmentId": made["transitGatewayAttachmentId"], "transitGatewayRouteTableId": tables[0]}
        assert jakarta.create(ASSOCIATED, **both)[1]["resourceType"] == "vpn"
        jakarta.make(PROPAGATED, **both)

    def test_a_connection_that_moves_to_it_gets_an_attachment(self, jakarta, gateways, vpcs):
        customer = jakarta.make("aws:ec2/customerGateway:CustomerGateway", ipAddress="198.51.100.7", bgpAsn="65010", type="ipsec.1")
        own = jakarta.make("aws:ec2/vpnGateway:VpnGateway", vpcId=vpcs[0])
        given = {"customerGatewayId": customer, "type": "ipsec.1"}
        identity, before = jakarta.create("aws:ec2/vpnConnection:VpnConnection", vpnGatewayId=own, **given)
        assert before["transitGatewayAttachmentId"] == ""
        after = jakarta.update(
            "aws:ec2/vpnConnection:VpnConnection", identity, before, transitGatewayId=gateways[0], tagsAll={}, **given
        )
        assert after["transitGatewayAttachmentId"].startswith("tgw-attach-0")
        assert after["tunnel1Address"] == before["tunnel1Address"]
