"""Peering connections of the simulated Alibaba Cloud: asked for at one end, accepted at the other, and led to once they are."""

from __future__ import annotations

import pytest

from simulator.alicloud.peering import PEER, PEER_ACCEPTER
from simulator.alicloud.vpc import VPC
from tests.support.simulated import Provider, RefusalError

ENTRY = "alicloud:vpc/routeEntry:RouteEntry"
JAKARTA, SINGAPORE = "5111122223333444", "5444455556666777"


@pytest.fixture
def jakarta(tmp_path):
    return Provider("alicloud", tmp_path / "clouds.sqlite", region="ap-southeast-5", accountId=JAKARTA)


@pytest.fixture
def singapore(tmp_path):
    return Provider("alicloud", tmp_path / "clouds.sqlite", region="ap-southeast-1", accountId=SINGAPORE)


@pytest.fixture
def vpcs(jakarta, singapore):
    return jakarta.create(VPC, "one", cidrBlock="10.0.0.0/16"), singapore.create(VPC, "other", cidrBlock="10.1.0.0/16")


@pytest.fixture
def asked(vpcs):
    (one, _), (other, _) = vpcs
    return {"vpcId": one, "acceptingVpcId": other, "acceptingRegionId": "ap-southeast-1", "acceptingAliUid": int(SINGAPORE)}


def test_routes_lead_to_it_once_the_other_account_has_accepted_it(jakarta, singapore, vpcs, asked):
    peering, made = jakarta.create(PEER, **asked, bandwidth=200)
    assert made["status"] == "Accepting"
    given = {"destinationCidrblock": "10.1.0.0/16", "nexthopType": "VpcPeer", "nexthopId": peering}
    with pytest.raises(RefusalError, match=r"IncorrectStatus\.VpcPeer"):
        jakarta.make(ENTRY, routeTableId=vpcs[0][1]["routeTableId"], **given)
    with pytest.raises(RefusalError, match="is accepted in ap-southeast-1"):
        jakarta.make(PEER_ACCEPTER, instanceId=peering)
    assert singapore.create(PEER_ACCEPTER, instanceId=peering)[0] == peering
    jakarta.make(ENTRY, routeTableId=vpcs[0][1]["routeTableId"], **given)
    back = {**given, "destinationCidrblock": "10.0.0.0/16"}
    singapore.make(ENTRY, routeTableId=vpcs[1][1]["routeTableId"], **back)
    with pytest.raises(RefusalError, match=r"OperationDenied\.RouteEntryExist|associated"):
        jakarta.delete(PEER, peering, made)
    third = jakarta.create(VPC, "third", cidrBlock="10.2.0.0/16")[1]
    with pytest.raises(RefusalError, match="stands in another VPC"):
        jakarta.make(ENTRY, "third", routeTableId=third["routeTableId"], **given)


def test_within_an_account_it_is_accepted_by_itself(jakarta, vpcs):
    near = jakarta.make(VPC, "near", cidrBlock="10.3.0.0/16")
    given = {"vpcId": vpcs[0][0], "acceptingVpcId": near, "acceptingRegionId": "ap-southeast-5", "acceptingAliUid": int(JAKARTA)}
    assert jakarta.create(PEER, **given)[1]["status"] == "Activated"
    assert "has no bandwidth of its own" in jakarta.check(PEER, "bounded", **given, bandwidth=100)[1]["bandwidth"]
    with pytest.raises(RefusalError, match=r"ResourceAlreadyExist"):
        jakarta.make(PEER, "again", **given)


def test_what_is_refused(jakarta, asked):
    nobody = {key: value for key, value in asked.items() if key != "acceptingAliUid"}
    assert "MissingParam.AcceptingAliUid" in jakarta.check(PEER, "nobody", **nobody)[1]["acceptingAliUid"]
    assert "at least (1)" in jakarta.check(PEER, "nothing", **asked, bandwidth=0)[1]["bandwidth"]
    with pytest.raises(RefusalError, match="does not exist in ap-northeast-2"):
        jakarta.make(PEER, **{**asked, "acceptingRegionId": "ap-northeast-2"})


def test_networks_that_overlap_are_refused(jakarta, singapore, asked):
    over = singapore.make(VPC, "over", cidrBlock="10.0.128.0/17")
    with pytest.raises(RefusalError, match="overlaps"):
        jakarta.make(PEER, **{**asked, "acceptingVpcId": over})
