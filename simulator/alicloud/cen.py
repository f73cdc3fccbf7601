"""Cloud Enterprise Network: transit routers of Enterprise Edition, what is attached to them, and their route tables.

Limits: www.alibabacloud.com/help/en/cen/product-overview/limits-1; how they route:
www.alibabacloud.com/help/en/cen/user-guide/transit-router-overview.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import Function, Quota, Rule, Unique, as_set, refer, table
from .regions import REGIONS
from .shapes import CREATED, ELSEWHERE, PROVIDER, checks, cidr_faults, default_group, one_of, renamed
from .vpc import SWITCH, VPC, same_vpc
from .vpn import VPN_ATTACHMENT

if TYPE_CHECKING:
    from ..call import Call, Object

CEN: Final = "alicloud:cen/instance:Instance"
ROUTER: Final = "alicloud:cen/transitRouter:TransitRouter"
IN_VPC: Final = "alicloud:cen/transitRouterVpcAttachment:TransitRouterVpcAttachment"
PEERED: Final = "alicloud:cen/transitRouterPeerAttachment:TransitRouterPeerAttachment"
OVER_VPN: Final = "alicloud:cen/transitRouterVpnAttachment:TransitRouterVpnAttachment"
ROUTER_TABLE: Final = "alicloud:cen/transitRouterRouteTable:TransitRouterRouteTable"
ASSOCIATED: Final = "alicloud:cen/transitRouterRouteTableAssociation:TransitRouterRouteTableAssociation"
PROPAGATED: Final = "alicloud:cen/transitRouterRouteTablePropagation:TransitRouterRouteTablePropagation"
ROUTER_ENTRY: Final = "alicloud:cen/transitRouterRouteEntry:TransitRouterRouteEntry"

_ATTACHMENT_ID: Final = "transitRouterAttachmentId"
_ATTACHMENT: Final = refer((IN_VPC, _ATTACHMENT_ID), (PEERED, _ATTACHMENT_ID), OVER_VPN, anywhere=True)
_ROUTER: Final = refer(ROUTER, by="transitRouterId")
_TABLE: Final = refer(ROUTER_TABLE, by="transitRouterRouteTableId")
_ENTRY: Final = "transitRouterRouteEntry"
_IN_USE: Final = "IncorrectStatus.Attachment: '{id}' is associated with a route table, or routes lead to it"


def _own(call: Call, prefix: str) -> str:
    region = REGIONS.get(call.region)
    return f"{prefix}-{region.code if region else ELSEWHERE}{call.letters(18)}"


def _within(path: str, prefix: str) -> Function:
    """An id as the provider writes it: that of the whole, a colon, and its own."""
    return lambda call: f"{call[path]}:{_own(call, prefix)}"


def _last(call: Call) -> str:
    """What of such an id is the object's own."""
    return call.id.rpartition(":")[2]


def _in_vpc_refused(call: Call) -> Iterator[str]:
    zones: dict[str, str] = {}
    for mapping, switch in zip(call.get("zoneMappings") or (), call.all_referenced("zoneMappings[*].vswitchId"), strict=False):
        if switch.outputs.get("zoneId") != mapping.get("zoneId"):
            yield f"InvalidZoneMapping: {switch.id} lies in {switch.outputs.get('zoneId')}, not in {mapping.get('zoneId')}"
        if (first := zones.setdefault(str(mapping.get("zoneId")), switch.id)) != switch.id:
            yield f"InvalidZoneMapping: {first} and {switch.id} are both in {mapping.get('zoneId')}"
    yield from same_vpc("zoneMappings[*].vswitchId")(call)
    if call.siblings("vpcId"):
        yield f"InvalidOperation.AttachmentExist: {call['vpcId']} is attached to a transit router already"


def _peer_faults(call: Call) -> Iterator[tuple[str, str]]:
    kind = call.get("bandwidthType")
    if kind == "BandwidthPackage" and not call.given("cenBandwidthPackageId"):
        yield "cenBandwidthPackageId", "MissingParam.CenBandwidthPackageId: a bandwidth plan is needed"
    if kind == "DataTransfer" and call.given("cenBandwidthPackageId"):
        yield "cenBandwidthPackageId", "a bandwidth plan is not used where traffic is paid by what is transferred"


def _peer_refused(call: Call) -> Iterator[str]:
    own, peer = call.referenced("transitRouterId"), call.referenced("peerTransitRouterId")
    if own is None or peer is None:
        return
    region = call.get("peerTransitRouterRegionId")
    if own.id == peer.id:
        yield f"InvalidPeerTransitRouterId: {own.id} cannot be joined with itself"
    elif region is not None and region != peer.outputs.get("regionId"):
        yield f"InvalidPeerTransitRouterId.NotFound: {peer.outputs.get('transitRouterId')} does not exist in {region}"
    elif own.outputs.get("cenId") != peer.outputs.get("cenId"):
        yield "InvalidPeerTransitRouterId: the two transit routers belong to two CEN instances"
    elif any(other.outputs.get("transitRouterId") == call["transitRouterId"] for other in call.siblings("peerTransitRouterId")):
        yield "InvalidOperation.PeerAttachmentExist: the two transit routers are joined already"


def _router_of(found: Object | None) -> str:
    return str(found.outputs.get("transitRouterId")) if found is not None else ""


def _on_router(attachment: Object, router: str) -> bool:
    return router in (_router_of(attachment), attachment.outputs.get("peerTransitRouterId"))


def _stranger(path: str) -> Function:
    """That a table is told of attachments of its own transit router alone."""

    def refused(call: Call) -> Iterator[str]:
        attachment, table_ = call.referenced(path), call.referenced("transitRouterRouteTableId")
        if attachment is not None and table_ is not None and not _on_router(attachment, _router_of(table_)):
            yield f"InvalidTransitRouterAttachmentId.NotFound: {call[path]} is no attachment of {_router_of(table_)}"

    return refused


def _associated_twice(call: Call) -> Iterator[str]:
    """An attachment forwards by one table; one between two regions has one at each end."""
    table_ = call.referenced("transitRouterRouteTableId")
    for other in call.siblings(_ATTACHMENT_ID):
        for theirs in call.find(ROUTER_TABLE, transitRouterRouteTableId=other.outputs["transitRouterRouteTableId"]):
            if table_ is not None and _router_of(theirs) == _router_of(table_):
                yield f"InvalidOperation.AssociationExist: {call[_ATTACHMENT_ID]} forwards by {theirs.id} already"
    yield from _stranger(_ATTACHMENT_ID)(call)


def _entry_refused(call: Call) -> Iterator[str]:
    destination = call.get(f"{_ENTRY}DestinationCidrBlock")
    for other in call.siblings("transitRouterRouteTableId"):
        if other.outputs.get(f"{_ENTRY}DestinationCidrBlock") == destination:
            yield f"OperationFailed.CreateRouteEntryWithSameDestinationCidrBlock: {destination} has a route already"
    if call.get(f"{_ENTRY}NextHopType") == "Attachment":
        yield from _stranger(f"{_ENTRY}NextHopId")(call)


def _entry_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from cidr_faults(call, f"{_ENTRY}DestinationCidrBlock", 0, 32)
    if call.get(f"{_ENTRY}NextHopType") == "Attachment" and not call.given(f"{_ENTRY}NextHopId"):
        yield f"{_ENTRY}NextHopId", "MissingParam.TransitRouterRouteEntryNextHopId: an attachment is needed"


def _attachment(name: str) -> dict[str, Function]:
    """The name of an attachment under its old property and its new one."""
    return dict(renamed(transitRouterAttachmentName=name))


RULES = table(
    Rule(
        type=CEN,
        source=f"{PROVIDER}resource_alicloud_cen_instance.go",
        id=lambda call: f"cen-{call.letters(18)}",
        everywhere=True,
        defaults={"createTime": CREATED, "protectionLevel": "REDUCED", "status": "Active"},
        derived={**renamed(name="cenInstanceName"), "resourceGroupId": default_group},
        check=one_of("protectionLevel", "REDUCED"),
        not_found="ParameterCenInstanceId: the CEN instance '{id}' does not exist",
        in_use="InvalidOperation.CenInstanceStatus: the CEN instance '{id}' has transit routers",
    ),
    Rule(
        type=ROUTER,
        source=f"{PROVIDER}resource_alicloud_cen_transit_router.go",
        id=_within("cenId", "tr"),
        replaces=frozenset({"cenId", "supportMulticast"}),
        defaults={"createTime": CREATED, "status": "Active", "supportMulticast": False, "type": "Enterprise"},
        derived={"regionId": lambda call: call.region},
        computed={"transitRouterId": _last},
        references={"cenId": refer(CEN)},
        unique=(Unique(("cenId",), "InvalidOperation.TransitRouterExist: the CEN instance has a transit router in this region"),),
        not_found="InvalidTransitRouterId.NotFound: the transit router '{id}' does not exist",
        in_use="InvalidOperation.AttachedChildInstanceExist: the transit router '{id}' has attachments",
    ),
    Rule(
        type=IN_VPC,
        source=f"{PROVIDER}resource_alicloud_cen_transit_router_vpc_attachment.go",
        id=_within("cenId", "tr-attach"),
        replaces=frozenset({"paymentType", "resourceType", "transitRouterId", "vpcId", "vpcOwnerId"}),
        canonical={"zoneMappings": as_set},
        defaults={
            "autoPublishRouteEnabled": False,
            "createTime": CREATED,
            "orderType": "PayByCenOwner",
            "paymentType": "PayAsYouGo",
            "resourceType": "VPC",
            "status": "Attached",
        },
        derived={
            **_attachment("transitRouterVpcAttachmentName"),
            "regionId": lambda call: call.region,
            "vpcOwnerId": lambda call: call.account,
        },
        computed={_ATTACHMENT_ID: _last},
        references={
            "cenId": refer(CEN, holds=False),
            "transitRouterId": _ROUTER,
            "vpcId": refer(VPC),
            "zoneMappings[*].vswitchId": refer(SWITCH),
        },
        refuses=_in_vpc_refused,
        not_found="InvalidTransitRouterAttachmentId.NotFound: the attachment '{id}' does not exist",
        in_use=_IN_USE,
    ),
    Rule(
        type=PEERED,
        source=f"{PROVIDER}resource_alicloud_cen_transit_router_peer_attachment.go",
        id=_within("cenId", "tr-attach"),
        replaces=frozenset({"cenId", "peerTransitRouterId", "peerTransitRouterRegionId", "resourceType", "transitRouterId"}),
        defaults={
            "autoPublishRouteEnabled": False,
            "bandwidthType": "BandwidthPackage",
            "createTime": CREATED,
            "defaultLinkType": "Gold",
            "resourceType": "TR",
            "status": "Attached",
        },
        derived={**_attachment("transitRouterPeerAttachmentName"), "regionId": lambda call: call.region},
        computed={_ATTACHMENT_ID: _last},
        references={
            "cenId": refer(CEN, holds=False),
            "transitRouterId": _ROUTER,
            "peerTransitRouterId": refer(ROUTER, by="transitRouterId", anywhere=True),
        },
        check=checks(
            _peer_faults, one_of("bandwidthType", "BandwidthPackage", "DataTransfer"), one_of("defaultLinkType", "Platinum", "Gold")
        ),
        refuses=_peer_refused,
        not_found="InvalidTransitRouterAttachmentId.NotFound: the attachment '{id}' does not exist",
        in_use=_IN_USE,
    ),
    Rule(
        type=OVER_VPN,
        source=f"{PROVIDER}resource_alicloud_cen_transit_router_vpn_attachment.go",
        id=lambda call: _own(call, "tr-attach"),
        replaces=frozenset({"cenId", "chargeType", "transitRouterId", "vpnId", "vpnOwnerId", "zones"}),
        defaults={
            "autoPublishRouteEnabled": True,
            "chargeType": "POSTPAY",
            "createTime": CREATED,
            "orderType": "PayByCenOwner",
            "status": "Attached",
        },
        derived={
            **_attachment("transitRouterVpnAttachmentName"),
            "regionId": lambda call: call.region,
            "vpnOwnerId": lambda call: call.account,
        },
        references={"cenId": refer(CEN, holds=False), "transitRouterId": _ROUTER, "vpnId": refer(VPN_ATTACHMENT)},
        unique=(Unique(("vpnId",), "InvalidOperation.VpnAttachmentExist: {vpnId} is attached to a transit router already"),),
        quotas=(Quota(50, "QuotaExceeded.VpnAttachment: fifty connections are attached already", per=("transitRouterId",)),),
        not_found="InvalidTransitRouterAttachmentId.NotFound: the attachment '{id}' does not exist",
        in_use=_IN_USE,
    ),
    Rule(
        type=ROUTER_TABLE,
        source=f"{PROVIDER}resource_alicloud_cen_transit_router_route_table.go",
        id=_within("transitRouterId", "vtb"),
        replaces=frozenset({"transitRouterId"}),
        defaults={"status": "Active", "transitRouterRouteTableType": "Custom"},
        computed={"transitRouterRouteTableId": _last},
        references={"transitRouterId": _ROUTER},
        not_found="InvalidTransitRouterRouteTableId.NotFound: the route table '{id}' does not exist",
        in_use="IncorrectStatus.TransitRouterRouteTable: '{id}' has associations, propagations or entries",
    ),
    *(
        Rule(
            type=type_,
            source=f"{PROVIDER}resource_alicloud_cen_transit_router_route_table_{file}.go",
            id=lambda call: f"{call[_ATTACHMENT_ID]}:{call['transitRouterRouteTableId']}",
            replaces=frozenset({_ATTACHMENT_ID, "transitRouterRouteTableId"}),
            defaults={"status": "Active"},
            references={_ATTACHMENT_ID: _ATTACHMENT, "transitRouterRouteTableId": _TABLE},
            refuses=refused,
        )
        for type_, file, refused in (
            (ASSOCIATED, "association", _associated_twice),
            (PROPAGATED, "propagation", _stranger(_ATTACHMENT_ID)),
        )
    ),
    Rule(
        type=ROUTER_ENTRY,
        source=f"{PROVIDER}resource_alicloud_cen_transit_router_route_entry.go",
        id=_within("transitRouterRouteTableId", "rte"),
        replaces=frozenset(
            {f"{_ENTRY}DestinationCidrBlock", f"{_ENTRY}NextHopId", f"{_ENTRY}NextHopType", "transitRouterRouteTableId"}
        ),
        defaults={"status": "Active"},
        computed={f"{_ENTRY}Id": _last},
        references={f"{_ENTRY}NextHopId": _ATTACHMENT, "transitRouterRouteTableId": _TABLE},
        quotas=(Quota(200, "QuotaExceeded.RouteEntry: the table has 200 entries already", per=("transitRouterRouteTableId",)),),
        check=checks(_entry_faults, one_of(f"{_ENTRY}NextHopType", "Attachment", "BlackHole")),
        refuses=_entry_refused,
        not_found="IllegalParam.TransitRouterRouteEntryId: the route entry '{id}' does not exist",
    ),
)
