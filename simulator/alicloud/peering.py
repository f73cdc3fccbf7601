"""Peering connections between two VPCs, which may lie in two regions and two accounts.

Limits: www.alibabacloud.com/help/en/vpc/user-guide/overview-6, .../vpc-quotas.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import Function, Quota, Rule, refer, table
from .shapes import CREATED, PROVIDER, checks, default_group, identified, network, one_of
from .vpc import VPC

if TYPE_CHECKING:
    from ..call import Call, Object

PEER: Final = "alicloud:vpc/peerConnection:PeerConnection"
PEER_ACCEPTER: Final = "alicloud:vpc/peerConnectionAccepter:PeerConnectionAccepter"

_ACTIVE: Final = "Activated"
_WAITING: Final = "Accepting"


def _faults(call: Call) -> Iterator[tuple[str, str]]:
    if not call.given("acceptingAliUid"):
        # The provider sends 0 where none is given.
        yield (
            "acceptingAliUid",
            "MissingParam.AcceptingAliUid: the account of the accepting VPC is needed, also where it is one's own",
        )
    if (bandwidth := call.get("bandwidth")) is not None and bandwidth < 1:
        yield "bandwidth", f"expected bandwidth to be at least (1), got {bandwidth:g}"
    if call.given("bandwidth") and call.get("acceptingRegionId") == call.region:
        yield "bandwidth", "UnsupportedFeature.Bandwidth: a peering within a region has no bandwidth of its own"


def _refused(call: Call) -> Iterator[str]:
    own, peer = call.referenced("vpcId"), call.referenced("acceptingVpcId")
    if own is None or peer is None:
        return
    if peer.outputs.get("regionId") != call.get("acceptingRegionId"):
        yield f"ResourceNotFound.AcceptingVpcId: {peer.id} does not exist in {call.get('acceptingRegionId')}"
    one, other = network(own.outputs.get("cidrBlock")), network(peer.outputs.get("cidrBlock"))
    if one is not None and other is not None and one.overlaps(other):
        yield f"OperationDenied.CidrConflict: {one} of {own.id} overlaps {other} of {peer.id}"
    if any(each.outputs.get("vpcId") == own.id for each in call.siblings("acceptingVpcId")):
        yield f"ResourceAlreadyExist.VpcPeer: {own.id} and {peer.id} have a peering connection already"


def _status(call: Call) -> str:
    """A connection within an account is accepted by itself."""
    return _ACTIVE if str(call.get("acceptingAliUid") or "").removesuffix(".0") == call.account else _WAITING


def active(call: Call, peering: Object) -> bool:
    """Whether a connection is accepted, by itself or by the other end."""
    return peering.outputs.get("status") == _ACTIVE or bool(call.users(peering, PEER_ACCEPTER, "instanceId"))


def _accepted_elsewhere(call: Call) -> Iterator[str]:
    peering = call.referenced("instanceId")
    if peering is not None and peering.outputs.get("acceptingRegionId") != call.region:
        yield f"ResourceNotFound.InstanceId: {peering.id} is accepted in {peering.outputs.get('acceptingRegionId')}"


def _of_peering(path: str) -> Function:
    """What the accepter reads of the connection."""

    def value(call: Call) -> str:
        peering = call.referenced("instanceId")
        return str(peering.outputs.get(path)) if peering is not None else ""

    return value


RULES = table(
    Rule(
        type=PEER,
        source=f"{PROVIDER}resource_alicloud_vpc_peer_connection.go",
        id=identified("pcc"),
        replaces=frozenset({"acceptingAliUid", "acceptingRegionId", "acceptingVpcId", "vpcId"}),
        defaults={"createTime": CREATED},
        derived={"regionId": lambda call: call.region, "resourceGroupId": default_group, "status": _status},
        references={"vpcId": refer(VPC), "acceptingVpcId": refer(VPC, abroad=True)},
        quotas=(Quota(10, "QuotaExceeded.VpcPeer: the VPC has ten peering connections already", per=("vpcId",)),),
        check=checks(_faults, one_of("linkType", "Platinum", "Gold", "Silver")),
        refuses=_refused,
        not_found="ResourceNotFound.InstanceId: the peering connection '{id}' does not exist",
        in_use="OperationDenied.RouteEntryExist: routes lead to the peering connection '{id}'",
    ),
    Rule(
        type=PEER_ACCEPTER,
        source=f"{PROVIDER}resource_alicloud_vpc_peer_connection_accepter.go",
        id=lambda call: call["instanceId"],
        replaces=frozenset({"instanceId"}),
        defaults={"createTime": CREATED, "status": _ACTIVE},
        computed={
            "acceptingOwnerUid": lambda call: int(call.account),
            **{path: _of_peering(path) for path in ("acceptingRegionId", "acceptingVpcId", "regionId", "vpcId")},
        },
        references={"instanceId": refer(PEER, abroad=True)},
        refuses=_accepted_elsewhere,
    ),
)
