"""Two networks on one cloud joined by a peering connection."""

from __future__ import annotations

from typing import Any

import pytest

from components.contracts import End
from components.errors import ArgumentsError
from components.multicloud.link_peering import PeeringLinkArgs, connect
from components.multicloud.link_routes import LinkRoutes, LinkRoutesArgs, Way
from tests.support.joined import end
from tests.support.mocks import Recording, record
from tests.support.walking import Roads

ROUTE, PEERING = "aws:ec2/route:Route", "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"
ACCEPTER = "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter"
OPTIONS = "aws:ec2/peeringConnectionOptions:PeeringConnectionOptions"
PEER, PEER_ACCEPTER = "alicloud:vpc/peerConnection:PeerConnection", "alicloud:vpc/peerConnectionAccepter:PeerConnectionAccepter"
NAME = "jakarta--singapore"
RESOLVES = {"allowRemoteVpcDnsResolution": True}


def joined(tiers=("private",), cloud="aws", region="ap-southeast-1", tagged=False, **changes) -> Recording:
    def program() -> None:
        def site(name: str, block: str, **place: str) -> End:
            tags: Any = {"tags": {"site": name}} if tagged else {}
            return end(name, block, cloud, tiers=tiers, **place, **tags)

        one, other = site("jakarta", "32"), site("singapore", "40", region=region)
        args = PeeringLinkArgs(one=one, other=other, **changes)
        hops = connect(NAME, args, one.provider).hops
        for near, far in ((one, other), (other, one)):
            way = Way(ranges=far.ranges, tiers=tiers, hop=hops[near.site])
            LinkRoutes(f"{near.site}-routes", LinkRoutesArgs(end=near, ways={far.site: way}))

    return record(program)


@pytest.fixture(scope="module")
def found():
    return joined()


def test_it_is_asked_for_at_one_end_and_accepted_at_the_other(found):
    asked, accepted = found.one(PEERING), found.one(ACCEPTER)
    assert asked.inputs["peerRegion"] == "ap-southeast-1"
    assert (asked.inputs["vpcId"], asked.inputs["peerVpcId"]) == ("id-of-jakarta-vpc", "id-of-singapore-vpc")
    assert accepted.inputs["autoAccept"] is True
    assert [each.provider.split("::")[-2] for each in (asked, accepted)] == ["jakarta", "singapore"]
    assert "autoAccept" not in asked.inputs  # which the provider refuses across regions


@pytest.mark.parametrize(
    ("changes", "whose"),
    [
        ({"region": "ap-southeast-3"}, "jakarta"),
        ({"region": "ap-southeast-3", "account": "444455556666"}, "singapore"),
        ({}, "singapore"),
    ],
    ids=["one object", "another account", "another region"],
)
def test_what_is_one_object_has_one_set_of_tags(changes, whose):
    assert joined(tagged=True, **changes).one(ACCEPTER).inputs["tags"]["site"] == whose


def test_either_end_says_itself_that_its_names_are_resolved(found):
    assert found.one(ACCEPTER).inputs["accepter"] == RESOLVES
    options = found.one(OPTIONS)
    assert options.inputs["requester"] == RESOLVES
    assert found.one(ACCEPTER).urn in options.dependencies
    assert joined(resolve=False).one(OPTIONS).inputs["requester"] == {"allowRemoteVpcDnsResolution": False}


def test_the_tables_of_the_named_tiers_lead_there_and_back_and_no_others_do():
    routes = {each.name: each for each in joined(("private", "data")).of(ROUTE) if "vpcPeeringConnectionId" in each.inputs}
    tables = {(each.inputs["routeTableId"], each.inputs["destinationCidrBlock"]) for each in routes.values()}
    assert tables == {
        (f"id-of-{site}-{tier}-{zone}", block)
        for site, block in (("jakarta", "10.40.0.0/16"), ("singapore", "10.32.0.0/16"))
        for tier in ("private", "data")
        for zone in "ab"
    }
    assert "jakarta-routes-private-a-singapore-cidr" in routes
    assert all(each.name.startswith(each.provider.split("::")[-2]) for each in routes.values())


def test_pods_are_reached_where_they_are_named(found):
    assert {each.inputs["destinationCidrBlock"] for each in found.of(ROUTE) if "-routes-" in each.name} == {
        "10.32.0.0/16",
        "10.40.0.0/16",
    }
    pods = {each.inputs["destinationCidrBlock"] for each in joined(("pods",)).of(ROUTE) if "-routes-" in each.name}
    assert pods == {"10.33.0.0/16", "10.41.0.0/16"}


def test_a_packet_goes_there_and_back(found):
    roads = Roads(found.values())
    one, other = "id-of-jakarta-vpc", "id-of-singapore-vpc"
    private = {each.name: each.inputs["cidrBlock"] for each in found.of("aws:ec2/subnet:Subnet")}
    assert roads.walk(private["jakarta-private-a"], private["singapore-private-b"]) == [one, other]
    assert roads.walk(private["singapore-private-b"], private["jakarta-private-a"]) == [other, one]
    assert roads.walk(private["jakarta-data-a"], private["singapore-private-b"]) is None


class TestOnAlibabaCloud:
    ACCOUNT = "5012345678901234"

    @pytest.fixture
    def found(self):
        return joined(cloud="alicloud", account=self.ACCOUNT, mbps=500)

    def test_it_names_the_other_account_and_is_accepted_by_the_provider_of_that_site(self, found):
        asked, accepted = found.one(PEER), found.one(PEER_ACCEPTER)
        assert asked.inputs["acceptingAliUid"] == int(self.ACCOUNT)
        assert (asked.inputs["vpcId"], asked.inputs["acceptingVpcId"]) == ("id-of-jakarta-vpc", "id-of-singapore-vpc")
        assert (asked.inputs["acceptingRegionId"], asked.inputs["bandwidth"]) == ("ap-southeast-1", 500)
        assert [each.provider.split("::")[-2] for each in (asked, accepted)] == ["jakarta", "singapore"]
        assert accepted.inputs["instanceId"] == asked.id

    def test_routes_wait_until_it_is_accepted_and_a_packet_goes_there_and_back(self, found):
        routes = [each for each in found.of("alicloud:vpc/routeEntry:RouteEntry") if each.inputs["nexthopType"] == "VpcPeer"]
        assert routes
        assert all(found.one(PEER_ACCEPTER).urn in each.dependencies for each in routes)
        roads = Roads(found.values())
        private = {each.name: each.inputs["cidrBlock"] for each in found.of("alicloud:vpc/switch:Switch")}
        assert roads.walk(private["jakarta-private-a"], private["singapore-private-b"]) == [
            "id-of-jakarta-vpc",
            "id-of-singapore-vpc",
        ]
        assert roads.walk(private["singapore-private-b"], private["jakarta-private-a"]) is not None
        assert roads.walk(private["jakarta-data-a"], private["singapore-private-b"]) is None

    def test_within_a_region_nothing_bounds_it(self):
        within = joined(cloud="alicloud", account=self.ACCOUNT, region="ap-southeast-5")
        assert "bandwidth" not in within.one(PEER).inputs

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"mbps": 200}, "the id of the second end's account"),
            ({"account": ACCOUNT}, "what the link may carry, in Mbit/s"),
            ({"account": ACCOUNT, "mbps": 200, "region": "ap-southeast-5"}, "none, since nothing bounds it"),
        ],
    )
    def test_what_it_lacks_is_told(self, changes, told):
        with pytest.raises(ArgumentsError, match=told):
            joined(cloud="alicloud", **changes)


def test_networks_on_two_clouds_have_no_peering():
    def program() -> None:
        one = end("jakarta", "32")
        PeeringLinkArgs(one=one, other=end("singapore", "40", "alicloud"))

    with pytest.raises(ArgumentsError, match="two sites on one cloud"):
        record(program)
