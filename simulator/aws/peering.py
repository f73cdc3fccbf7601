"""Peering connections between two VPCs, which may lie in two regions and two accounts; each end speaks for itself.

Limits: docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html, .../vpc-peering-connection-quotas.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..rules import Quota, refer, table
from .network import blocks, overlaps
from .shapes import VPC, hex_id, row

if TYPE_CHECKING:
    from ..call import Call, Object

PEERING = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection"
ACCEPTER = "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter"
OPTIONS = "aws:ec2/peeringConnectionOptions:PeeringConnectionOptions"

_ENDS = {"requester": ("vpcId", ""), "accepter": ("peerVpcId", "peer")}
_PEERING = refer(PEERING, abroad=True)


def _faults(call: Call) -> Iterator[tuple[str, str]]:
    if call.given("peerRegion") and call.get("autoAccept"):
        yield "autoAccept", "`peer_region` cannot be set whilst `auto_accept` is `true`"
    if call.given("autoAccept") and call.given("peerOwnerId") and call.get("peerOwnerId") != call.account:
        yield "autoAccept", "`auto_accept` is for two VPCs of one account"


def _refused(call: Call) -> Iterator[str]:
    own, peer = call.referenced("vpcId"), call.referenced("peerVpcId")
    if own is None or peer is None:
        return
    if own.id == peer.id:
        yield f"InvalidParameterValue: {own.id} cannot be peered with itself"
        return
    owner, region = call.get("peerOwnerId") or call.account, call.get("peerRegion") or call.region
    if (peer.outputs.get("ownerId"), peer.outputs.get("region")) != (owner, region):
        yield f"InvalidVpcID.NotFound: The vpc ID '{peer.id}' does not exist in {region} of account {owner}"
    if any(overlaps(blocks(call, peer), block) for block in blocks(call, own)):
        yield (
            f"VpcPeeringConnectionFailed: the connection of {own.id} and {peer.id} failed, due to incorrect VPC-ID, Account ID, or "
            "overlapping CIDR range"
        )
    if call.siblings("peerVpcId") and any(other.outputs.get("vpcId") == own.id for other in call.siblings("peerVpcId")):
        yield f"VpcPeeringConnectionAlreadyExists: {own.id} and {peer.id} have a peering connection already"


def _status(call: Call) -> str:
    return "active" if call.get("autoAccept") else "pending-acceptance"


def _accepted_elsewhere(call: Call) -> Iterator[str]:
    peering = call.referenced("vpcPeeringConnectionId")
    if peering is not None and not _at(call, peering, "accepter"):
        yield f"OperationNotPermitted: {peering.id} is accepted by the account and in the region of {peering.outputs['peerVpcId']}"


def _at(call: Call, peering: Object, end: str) -> bool:
    """Whether the call is made where an end of a connection lies."""
    vpc = _vpc(call, peering, end)
    return vpc is not None and (vpc.outputs.get("ownerId"), vpc.outputs.get("region")) == (call.account, call.region)


def _vpc(call: Call, peering: Object, end: str) -> Object | None:
    path, _ = _ENDS[end]
    return next(iter(call.find_abroad(VPC, id=peering.outputs[path])), None)


def active(call: Call, peering: Object) -> bool:
    """Whether a connection is accepted, by itself or by the other end."""
    return peering.outputs.get("acceptStatus") == "active" or bool(call.users(peering, ACCEPTER, "vpcPeeringConnectionId"))


def _options_refused(call: Call) -> Iterator[str]:
    peering = call.referenced("vpcPeeringConnectionId")
    if peering is None:
        return
    if not active(call, peering):
        yield (f"OperationNotPermitted: Peering {peering.id} is not active. Peering options can be added only to active peerings.")
    for end in _ENDS:
        if call.given(end) and not _at(call, peering, end):
            yield f"OperationNotPermitted: the options of the {end} of {peering.id} are set by its own account and in its region"


def _of_peering(name: str) -> Any:
    """What the accepter reads of the connection: its own VPC is the one that the requester calls the peer."""

    def value(call: Call) -> str:
        peering = call.referenced("vpcPeeringConnectionId")
        outputs: Mapping[str, Any] = peering.outputs if peering is not None else {}
        requester = _vpc(call, peering, "requester") if peering is not None else None
        found = requester.outputs if requester is not None else {}
        return {
            "vpcId": outputs.get("peerVpcId", ""),
            "peerVpcId": outputs.get("vpcId", ""),
            "peerOwnerId": found.get("ownerId", ""),
            "peerRegion": found.get("region", ""),
        }[name]

    return value


RULES = table(
    row(
        PEERING,
        "ec2/vpc_peering_connection.go",
        id=hex_id("pcx"),
        replaces=frozenset({"peerOwnerId", "peerRegion", "peerVpcId", "vpcId"}),
        computed={
            "acceptStatus": _status,
            "accepter": lambda _: {"allowRemoteVpcDnsResolution": False},
            "requester": lambda _: {"allowRemoteVpcDnsResolution": False},
            "peerOwnerId": lambda call: call.account,
            "peerRegion": lambda call: call.region,
        },
        references={"vpcId": refer(VPC), "peerVpcId": refer(VPC, abroad=True)},
        quotas=(Quota(125, "PeeringConnectionLimitExceeded: the VPC has 125 peering connections already", per=("vpcId",)),),
        check=_faults,
        refuses=_refused,
        not_found="InvalidVpcPeeringConnectionID.NotFound: The vpcPeeringConnection ID '{id}' does not exist",
        in_use="DependencyViolation: the peering connection '{id}' is in use",
    ),
    row(
        ACCEPTER,
        "ec2/vpc_peering_connection_accepter.go",
        id=lambda call: call["vpcPeeringConnectionId"],
        replaces=frozenset({"vpcPeeringConnectionId"}),
        computed={
            "acceptStatus": _status,
            "accepter": lambda _: {"allowRemoteVpcDnsResolution": False},
            "requester": lambda _: {"allowRemoteVpcDnsResolution": False},
            **{name: _of_peering(name) for name in ("vpcId", "peerVpcId", "peerOwnerId", "peerRegion")},
        },
        references={"vpcPeeringConnectionId": _PEERING},
        refuses=_accepted_elsewhere,
    ),
    row(
        OPTIONS,
        "ec2/vpc_peering_connection_options.go",
        id=lambda call: call["vpcPeeringConnectionId"],
        tagged=False,
        replaces=frozenset({"vpcPeeringConnectionId"}),
        computed={
            "accepter": lambda _: {"allowRemoteVpcDnsResolution": False},
            "requester": lambda _: {"allowRemoteVpcDnsResolution": False},
        },
        references={"vpcPeeringConnectionId": _PEERING},
        refuses=_options_refused,
    ),
)
