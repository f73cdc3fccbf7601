"""Transit gateways: what is attached to them, the peering of two, and their route tables.

Limits: docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-quotas.html; how they route:
docs.aws.amazon.com/vpc/latest/tgw/how-transit-gateways-work.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..rules import Function, Quota, as_set, refer, table
from .shapes import CONNECTION, SUBNET, VPC, arn_of, blanks, cidr_faults, exactly_one, hex_id, owner, row

if TYPE_CHECKING:
    from ..call import Call, Object

TRANSIT = "aws:ec2transitgateway/transitGateway:TransitGateway"
IN_VPC = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
PEERED = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment"
PEER_ACCEPTER = "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter"
TRANSIT_TABLE = "aws:ec2transitgateway/routeTable:RouteTable"
TRANSIT_ROUTE = "aws:ec2transitgateway/route:Route"
ASSOCIATED = "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation"
PROPAGATED = "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation"

_SWITCHES = ("defaultRouteTableAssociation", "defaultRouteTablePropagation")
_KINDS = {IN_VPC: ("vpc", "vpcId"), PEERED: ("peering", "peerTransitGatewayId"), CONNECTION: ("vpn", "id")}
_ATTACHMENT = refer(IN_VPC, PEERED, (CONNECTION, "transitGatewayAttachmentId"), abroad=True)
_IN_TABLE = {"transitGatewayAttachmentId": _ATTACHMENT, "transitGatewayRouteTableId": refer(TRANSIT_TABLE)}
_NO_ATTACHMENT = "InvalidTransitGatewayAttachmentID.NotFound: Transit Gateway Attachment {id} was deleted or does not exist."


def _replaces(call: Call) -> frozenset[str]:
    """What the schema forces, and tables by default where there were none (the provider's `CustomizeDiff`)."""
    turned_on = {name for name in _SWITCHES if call.old.get(name) == "disable" and call.get(name) == "enable"}
    return frozenset({"amazonSideAsn", "multicastSupport", "region"} | turned_on)


def _asn_faults(call: Call) -> Iterator[tuple[str, str]]:
    asn = call.get("amazonSideAsn")
    if asn is not None and not (64_512 <= asn <= 65_534 or 4_200_000_000 <= asn <= 4_294_967_294):
        yield "amazonSideAsn", f'expected "{asn:g}" to be an ASN from 64512 to 65534 or from 4200000000 to 4294967294'


def _table_by_default(switch: str) -> Function:
    """The id of the table that comes with a transit gateway; one table is for both purposes."""
    return lambda call: f"tgw-rtb-0{call.hex(16, stream='table')}" if call.get(switch) == "enable" else ""


def _in_vpc_refused(call: Call) -> Iterator[str]:
    vpc = call.referenced("vpcId")
    zones: dict[Any, str] = {}
    for subnet in call.all_referenced("subnetIds[*]"):
        if vpc is not None and subnet.outputs.get("vpcId") != vpc.id:
            yield f"InvalidSubnetID.NotFound: The subnet ID '{subnet.id}' does not exist in {vpc.id}"
        zone = subnet.outputs.get("availabilityZone")
        if (first := zones.setdefault(zone, subnet.id)) != subnet.id:
            yield f"DuplicateSubnetsInSameZone: {first} and {subnet.id} are both in {zone}; name one subnet of a zone"
    for other in call.siblings("transitGatewayId"):
        if vpc is not None and other.outputs.get("vpcId") == vpc.id:
            yield f"DuplicateTransitGatewayAttachment: {call['transitGatewayId']} has the attachment {other.id} to {vpc.id} already"


def _peering_refused(call: Call) -> Iterator[str]:
    own, peer = call.referenced("transitGatewayId"), call.referenced("peerTransitGatewayId")
    if own is None or peer is None:
        return
    account = call.get("peerAccountId") or call.account
    if own.id == peer.id:
        yield f"InvalidParameterValue: {own.id} cannot be peered with itself"
    elif (peer.outputs.get("ownerId"), peer.outputs.get("region")) != (account, call.get("peerRegion")):
        yield f"InvalidTransitGatewayID.NotFound: {peer.id} does not exist in {call.get('peerRegion')} of account {account}"
    elif any(other.outputs.get("peerTransitGatewayId") == peer.id for other in call.siblings("transitGatewayId")):
        yield f"DuplicateTransitGatewayAttachment: {own.id} and {peer.id} are peered already"


def _peer(call: Call) -> Object | None:
    """The peering attachment that an accepter accepts."""
    return call.referenced("transitGatewayAttachmentId")


def _gateway(call: Call, path: str) -> Object | None:
    attachment = _peer(call)
    found = call.find_abroad(TRANSIT, id=attachment.outputs[path]) if attachment is not None else []
    return next(iter(found), None)


def _accepter_refused(call: Call) -> Iterator[str]:
    attachment, gateway = _peer(call), _gateway(call, "peerTransitGatewayId")
    if attachment is None or gateway is None:
        return
    if (gateway.outputs.get("ownerId"), gateway.outputs.get("region")) != (call.account, call.region):
        yield f"IncorrectState: {attachment.id} is accepted by the account and in the region of {gateway.id}"
    elif (asking := _gateway(call, "transitGatewayId")) is not None and asking.outputs.get("region") == call.region:
        # Within a region AWS makes two attachments, and the provider tells of the first alone:
        # github.com/hashicorp/terraform-provider-aws/issues/40880 and /44577.
        yield f"InvalidParameterValue: Cannot accept {attachment.id} as the source of the peering request."


def _of_requester(name: str) -> Function:
    def value(call: Call) -> str:
        gateway = _gateway(call, "transitGatewayId")
        return str({"id": gateway.id, **gateway.outputs}[name]) if gateway is not None else ""

    return value


def _accepted(call: Call) -> Iterator[str]:
    """That an attachment that a table is told of is one of its own gateway, and in use there."""
    attachment, table_ = call.referenced("transitGatewayAttachmentId"), call.referenced("transitGatewayRouteTableId")
    if attachment is None or table_ is None:
        return
    gateway = table_.outputs.get("transitGatewayId")
    if gateway not in (attachment.outputs.get("transitGatewayId"), attachment.outputs.get("peerTransitGatewayId")):
        yield f"InvalidTransitGatewayAttachmentID.NotFound: {call['transitGatewayAttachmentId']} does not exist on {gateway}"
    if attachment.type == PEERED and not call.users(attachment, PEER_ACCEPTER, "transitGatewayAttachmentId"):
        yield f"IncorrectState: {attachment.id} is in invalid state: it is not accepted yet"


def _propagation_refused(call: Call) -> Iterator[str]:
    attachment = call.referenced("transitGatewayAttachmentId")
    if attachment is not None and attachment.type == PEERED:
        yield f"InvalidParameterValue: {attachment.id} is a peering attachment, which propagates nothing; write static routes"
    yield from _accepted(call)


def _association_refused(call: Call) -> Iterator[str]:
    """An attachment is associated with one table; a peering has one at each of its two ends."""
    table_ = call.referenced("transitGatewayRouteTableId")
    for other in call.siblings("transitGatewayAttachmentId"):
        (theirs,) = call.find(TRANSIT_TABLE, id=other.outputs["transitGatewayRouteTableId"]) or (None,)
        if table_ is not None and theirs is not None and _of(theirs) == _of(table_):
            yield f"Resource.AlreadyAssociated: {call['transitGatewayAttachmentId']} is associated with {theirs.id} already"
    yield from _accepted(call)


def _of(table_: Object) -> str:
    return str(table_.outputs.get("transitGatewayId"))


def _route_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from cidr_faults(call, "destinationCidrBlock", 0, 32)
    if not call.get("blackhole"):
        yield from exactly_one(call, "transitGatewayAttachmentId")


def _of_attachment(call: Call) -> tuple[str, str]:
    """The type of what an attachment attaches, and its id."""
    attachment = call.referenced("transitGatewayAttachmentId")
    if attachment is None:
        return "", ""
    kind, path = _KINDS[attachment.type]
    return kind, attachment.id if path == "id" else str(attachment.outputs.get(path, ""))


_RESOURCE = {"resourceId": lambda call: _of_attachment(call)[1], "resourceType": lambda call: _of_attachment(call)[0]}


def _id_in_table(call: Call) -> str:
    return f"{call['transitGatewayRouteTableId']}_{call['transitGatewayAttachmentId']}"


RULES = table(
    row(
        TRANSIT,
        "ec2/transitgateway_.go",
        id=hex_id("tgw"),
        replaces=_replaces,
        canonical={"transitGatewayCidrBlocks": as_set},
        defaults={
            "amazonSideAsn": 64_512,
            "autoAcceptSharedAttachments": "disable",
            "defaultRouteTableAssociation": "enable",
            "defaultRouteTablePropagation": "enable",
            "dnsSupport": "enable",
            "multicastSupport": "disable",
            "securityGroupReferencingSupport": "disable",
            "vpnEcmpSupport": "enable",
        },
        computed={
            "arn": arn_of("ec2", "transit-gateway/{id}"),
            "associationDefaultRouteTableId": _table_by_default("defaultRouteTableAssociation"),
            "propagationDefaultRouteTableId": _table_by_default("defaultRouteTablePropagation"),
            "ownerId": owner,
        },
        quotas=(Quota(5, "TransitGatewayLimitExceeded: The maximum number of transit gateways has been reached."),),
        check=_asn_faults,
        not_found="InvalidTransitGatewayID.NotFound: Transit Gateway {id} was deleted or does not exist.",
        in_use="IncorrectState: {id} has non-deleted Attachments.",
    ),
    row(
        IN_VPC,
        "ec2/transitgateway_vpc_attachment.go",
        id=hex_id("tgw-attach"),
        replaces=frozenset({"transitGatewayId", "vpcId"}),
        canonical={"subnetIds": as_set},
        defaults={
            "applianceModeSupport": "disable",
            "dnsSupport": "enable",
            "ipv6Support": "disable",
            "transitGatewayDefaultRouteTableAssociation": True,
            "transitGatewayDefaultRouteTablePropagation": True,
        },
        computed={"arn": arn_of("ec2", "transit-gateway-attachment/{id}"), "vpcOwnerId": owner},
        references={"transitGatewayId": refer(TRANSIT), "vpcId": refer(VPC), "subnetIds[*]": refer(SUBNET)},
        quotas=(Quota(5, "TransitGatewayAttachmentLimitExceeded: {vpcId} has five attachments already.", per=("vpcId",)),),
        refuses=_in_vpc_refused,
        not_found=_NO_ATTACHMENT,
        in_use="IncorrectState: the attachment '{id}' is in use by a route table.",
    ),
    row(
        PEERED,
        "ec2/transitgateway_peering_attachment.go",
        id=hex_id("tgw-attach"),
        replaces=frozenset({"options", "peerAccountId", "peerRegion", "peerTransitGatewayId", "transitGatewayId"}),
        computed={
            "arn": arn_of("ec2", "transit-gateway-attachment/{id}"),
            "peerAccountId": owner,
            "state": lambda _: "pendingAcceptance",
        },
        references={"transitGatewayId": refer(TRANSIT), "peerTransitGatewayId": refer(TRANSIT, abroad=True)},
        quotas=(Quota(50, "TransitGatewayPeeringAttachmentLimitExceeded: fifty peerings already.", per=("transitGatewayId",)),),
        refuses=_peering_refused,
        not_found=_NO_ATTACHMENT,
        in_use="IncorrectState: the attachment '{id}' is in use by a route table.",
    ),
    row(
        PEER_ACCEPTER,
        "ec2/transitgateway_peering_attachment_accepter.go",
        id=lambda call: call["transitGatewayAttachmentId"],
        replaces=frozenset({"transitGatewayAttachmentId"}),
        computed={
            "peerAccountId": _of_requester("ownerId"),
            "peerRegion": _of_requester("region"),
            "peerTransitGatewayId": _of_requester("id"),
            "transitGatewayId": lambda call: gateway.id if (gateway := _gateway(call, "peerTransitGatewayId")) else "",
        },
        references={"transitGatewayAttachmentId": refer(PEERED, abroad=True)},
        refuses=_accepter_refused,
    ),
    row(
        TRANSIT_TABLE,
        "ec2/transitgateway_route_table.go",
        id=hex_id("tgw-rtb"),
        replaces=frozenset({"transitGatewayId"}),
        computed={
            "arn": arn_of("ec2", "transit-gateway-route-table/{id}"),
            "defaultAssociationRouteTable": lambda _: False,
            "defaultPropagationRouteTable": lambda _: False,
        },
        references={"transitGatewayId": refer(TRANSIT)},
        quotas=(Quota(20, "TransitGatewayRouteTableLimitExceeded: twenty tables already.", per=("transitGatewayId",)),),
        not_found="InvalidRouteTableID.NotFound: Transit Gateway Route Table {id} was deleted or does not exist.",
        in_use="IncorrectState: {id} has associations, propagations or routes.",
    ),
    row(
        TRANSIT_ROUTE,
        "ec2/transitgateway_route.go",
        id=lambda call: f"{call['transitGatewayRouteTableId']}_{call['destinationCidrBlock']}",
        tagged=False,
        replaces=frozenset({"blackhole", "destinationCidrBlock", "transitGatewayAttachmentId", "transitGatewayRouteTableId"}),
        defaults={"blackhole": False},
        computed=blanks("transitGatewayAttachmentId"),
        references=_IN_TABLE,
        check=_route_faults,
        refuses=_accepted,
        exists="RouteAlreadyExists: Route {destinationCidrBlock} already exists in {transitGatewayRouteTableId}.",
        not_found="InvalidRoute.NotFound: no route {id}",
    ),
    row(
        ASSOCIATED,
        "ec2/transitgateway_route_table_association.go",
        id=_id_in_table,
        tagged=False,
        replaces=frozenset({"transitGatewayAttachmentId", "transitGatewayRouteTableId"}),
        defaults={"replaceExistingAssociation": False},
        computed=_RESOURCE,
        references=_IN_TABLE,
        refuses=_association_refused,
    ),
    row(
        PROPAGATED,
        "ec2/transitgateway_route_table_propagation.go",
        id=_id_in_table,
        tagged=False,
        replaces=frozenset({"transitGatewayAttachmentId", "transitGatewayRouteTableId"}),
        computed=_RESOURCE,
        references=_IN_TABLE,
        refuses=_propagation_refused,
    ),
)
