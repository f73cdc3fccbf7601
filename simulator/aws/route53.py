"""Route 53: private and public hosted zones and their records. The service is global; a private zone's VPCs lie in any region.

Quotas: docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html. Messages: the service's error codes, as in
docs.aws.amazon.com/Route53/latest/APIReference/API_CreateHostedZone.html and API_ChangeResourceRecordSets.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ..rules import Function, Quota, as_set, refer, table
from . import record_sets
from .health_checks import CHECK
from .regions import partition
from .shapes import VPC, exactly_one, row

if TYPE_CHECKING:
    from ..call import Call, Object

ZONE: Final = "aws:route53/zone:Zone"
RECORD: Final = "aws:route53/record:Record"

_TYPES: Final = (
    *("A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB", "TLSA", "TXT"),
)
_EXISTS: Final = "InvalidChangeBatch: [Tried to create resource record set [name='{name}', type='{type}'] but it already exists]"
_PRIVATE_SERVERS: Final = ("ns-0.awsdns-00.com.", "ns-1024.awsdns-00.org.", "ns-1536.awsdns-00.co.uk.", "ns-512.awsdns-00.net.")
"""The name servers that every private zone has; nobody asks them."""


def _attached(vpcs: Any) -> set[str]:
    return {str(vpc.get("vpcId")) for vpc in vpcs or ()}


def _zone_conflicts(call: Call) -> Iterator[str]:
    wanted, before = _attached(call.get("vpcs")), _attached(call.old.get("vpcs"))
    if call.old and before and not wanted:
        yield "LastVPCAssociation: the VPC that you are trying to disassociate is the last one of the private hosted zone"
    if call.old and wanted and not before:
        yield f"PublicZoneVPCAssociation: {call.id} is a public hosted zone, which can be associated with no VPC"
    regions = {vpc.id: str(vpc.outputs.get("arn")).split(":")[3] for vpc in call.all_referenced("vpcs[*].vpcId")}
    for vpc in call.get("vpcs") or ():
        region = vpc.get("vpcRegion") or call.region
        if vpc["vpcId"] in regions and region != regions[vpc["vpcId"]]:
            yield f"InvalidVPCId: The VPC {vpc['vpcId']} does not exist in {region}"
    own = call.id if call.old else ""
    for other in call.find(ZONE, name=call["name"]):
        for vpc_id in sorted(wanted & _attached(other.outputs.get("vpcs"))) if other.id != own else ():
            yield (
                f"ConflictingDomainExists: The VPC {vpc_id} in region {regions.get(vpc_id, call.region)} has already been "
                f"associated with the hosted zone {other.id} with the same domain name."
            )


def _servers(call: Call) -> list[str]:
    if call.get("vpcs"):
        return list(_PRIVATE_SERVERS)
    number = int(call.hex(4, stream="servers"), 16) % 512
    return [f"ns-{number + 512 * place}.awsdns-{number % 64:02}.{end}" for place, end in enumerate(("com", "net", "org", "co.uk"))]


def _records_of(call: Call) -> Iterator[tuple[str, str]]:
    """With `forceDestroy` the provider deletes what is left in the zone; without it the zone stays while a record does."""
    for zone in call.find(ZONE, id=call.id) if call.old.get("forceDestroy") else ():
        yield from ((record.type, record.id) for record in call.users(zone, RECORD, "zoneId"))


def _full_name(call: Call) -> str:
    """The record's name with the zone's behind it, if it is not there already, as the provider sends it."""
    name = str(call["name"]).removesuffix(".").lower()
    zone = call.referenced("zoneId")
    domain = str(zone.outputs["name"]) if zone is not None else ""
    return name if not domain or name == domain or name.endswith(f".{domain}") else f"{name}.{domain}"


def _same_name(call: Call) -> list[Object]:
    name = _full_name(call)
    return [record for record in call.siblings("zoneId") if record.outputs.get("fqdn") == name]


def _record_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from exactly_one(call, "aliases", "records")
    type_ = call.get("type")
    if type_ is not None and type_ not in _TYPES:
        yield "type", f'expected type to be one of {", ".join(_TYPES)}, got "{type_}"'
    if call.given("records") and not call.given("ttl"):
        yield "ttl", "all of `records,ttl` must be specified"
    yield from record_sets.faults(call)


def _record_conflicts(call: Call) -> Iterator[str]:
    name, type_, zone = _full_name(call), call.get("type"), call.referenced("zoneId")
    domain = zone.outputs["name"] if zone is not None else ""
    if type_ == "CNAME" and name == domain:
        yield f"InvalidChangeBatch: [RRSet of type CNAME with DNS name {name}. is not permitted at apex in zone {domain}.]"
    for other in _same_name(call):
        kinds = {type_, other.outputs.get("type")}
        if len(kinds) == 1 and call.get("setIdentifier") == other.outputs.get("setIdentifier"):
            yield _EXISTS.format(name=f"{name}.", type=type_)
        elif len(kinds) == 2 and "CNAME" in kinds:
            yield (
                f"InvalidChangeBatch: [RRSet of type {type_} with DNS name {name}. is not permitted as it conflicts with other "
                f"records with the same DNS name in zone {domain}.]"
            )
    alike = [other for other in _same_name(call) if other.outputs.get("type") == type_]
    yield from record_sets.refused(call, name, alike)
    yield from _targets(call, name)
    if len(call.get("records") or ()) > 400:
        yield f"InvalidChangeBatch: [Number of records limit of 400 exceeded for {name}.]"


def _targets(call: Call, name: str) -> Iterator[str]:
    """An alias of a record in its own zone leads to one that is there, of its own type."""
    for alias in call.get("aliases") or ():
        target, type_ = str(alias.get("name")).removesuffix(".").lower(), call.get("type")
        inside = alias.get("zoneId") == call["zoneId"] and target != name
        alike = (other.outputs for other in call.siblings("zoneId"))
        if inside and not any((other.get("fqdn"), other.get("type")) == (target, type_) for other in alike):
            yield (
                f"InvalidChangeBatch: [Tried to create an alias that targets {target}., type {type_} in zone {call['zoneId']}, "
                "but that target was not found]"
            )


def _record_id(call: Call) -> str:
    """`ZONE_name_TYPE`, and `_identifier` where several records share a name and a type."""
    parts = (call["zoneId"], str(call["name"]).lower(), call["type"], call.get("setIdentifier"))
    return "_".join(part for part in parts if part)


def _imported(text: str) -> dict[str, str]:
    """A record is imported by `ZONE_name_TYPE`, the type it has now; underscores may stand in the name too."""
    zone, _, rest = text.partition("_")
    name, _, type_ = rest.rpartition("_")
    return {"zoneId": zone, "name": name, "type": type_}


def _upper(length: int) -> Function:
    return lambda call: "Z0" + call.letters(length, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


RULES = table(
    row(
        ZONE,
        "route53/zone.go",
        regional=False,
        id=_upper(19),
        replaces=frozenset({"delegationSetId", "name"}),
        canonical={"vpcs": as_set},
        defaults={"comment": "Managed by Pulumi", "forceDestroy": False},
        computed={
            "arn": lambda call: f"arn:{partition(call.region)}:route53:::hostedzone/{call.id}",
            "nameServers": _servers,
            "primaryNameServer": lambda call: _servers(call)[0],
            "zoneId": lambda call: call.id,
        },
        references={"vpcs[*].vpcId": refer(VPC, holds=False, anywhere=True)},
        quotas=(Quota(500, "TooManyHostedZones: This account has reached its limit of hosted zones."),),
        refuses=_zone_conflicts,
        takes=_records_of,
        not_found="NoSuchHostedZone: No hosted zone found with ID: {id}",
        in_use="HostedZoneNotEmpty: The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    ),
    row(
        RECORD,
        "route53/record.go",
        tagged=False,
        regional=False,
        id=_record_id,
        imported=_imported,
        replaces=frozenset({"name", "zoneId"}),
        canonical={"records": as_set},
        computed={"fqdn": _full_name},
        references={"zoneId": refer(ZONE), "healthCheckId": refer(CHECK, holds=False)},
        quotas=(Quota(9_998, per=("zoneId",), message="LimitsExceeded: The zone {zoneId} has reached its limit of records."),),
        check=_record_faults,
        refuses=_record_conflicts,
        exists=_EXISTS,
    ),
)
