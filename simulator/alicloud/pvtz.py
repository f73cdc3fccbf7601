"""PrivateZone: DNS zones that VPCs ask first, in any region. The service is global to the account.

Limits: https://www.alibabacloud.com/help/en/dns/limits-pvtz. TTLs:
https://www.alibabacloud.com/help/en/dns/api-pvtz-2018-01-01-addzonerecord. Where the service publishes no code for a refusal, the
sentence here is the simulator's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ..rules import Quota, Rule, as_set, parts, refer, table
from .shapes import PROVIDER, between, checks, default_group, one_of, renamed, required_one, same_as
from .vpc import VPC

if TYPE_CHECKING:
    from ..call import Call

ZONE: Final = "alicloud:pvtz/zone:Zone"
ATTACHMENT: Final = "alicloud:pvtz/zoneAttachment:ZoneAttachment"
RECORD: Final = "alicloud:pvtz/zoneRecord:ZoneRecord"

_TTLS: Final = (5, 30, 60, 3600, 43200, 86400)
_rr = same_as("rr", "resourceRecord")


def _attached(properties: Any) -> dict[str, str | None]:
    """The region of each VPC by its id, as far as it is written down."""
    named = {str(vpc["vpcId"]): vpc.get("regionId") for vpc in properties.get("vpcs") or ()}
    return {**named, **dict.fromkeys(map(str, properties.get("vpcIds") or ()))}


def _attachment_conflicts(call: Call) -> Iterator[str]:
    wanted, zone = _attached(call), call.referenced("zoneId")
    found = [*call.all_referenced("vpcs[*].vpcId"), *call.all_referenced("vpcIds[*]")]
    for vpc in found:
        region = wanted.get(vpc.id) or call.region
        if vpc.outputs.get("regionId") != region:
            yield f"ZoneVpc.NotExists.VpcId: the VPC {vpc.id} does not exist in {region}"
    for other in call.find(ZONE, zoneName=zone.outputs["zoneName"]) if zone is not None else ():
        for attachment in call.users(other, ATTACHMENT, "zoneId") if zone is not None and other.id != zone.id else ():
            for vpc_id in sorted(wanted.keys() & _attached(attachment.outputs).keys()):
                yield f"Zone.VpcExists: the VPC {vpc_id} is bound to the zone {other.id} of the same name already"


def _record_conflicts(call: Call) -> Iterator[str]:
    rr, type_, value = _rr(call), call["type"], call["value"]
    if call.get("ttl") not in _TTLS:
        yield f"InvalidTtl: the TTL {call.get('ttl')} is none of {', '.join(map(str, _TTLS))}"
    there = {(other.outputs["type"], other.outputs["value"]) for other in call.siblings("zoneId") if other.outputs.get("rr") == rr}
    for kind in sorted({kind for kind, _ in there}):
        if "CNAME" in {kind, type_}:
            yield f"Record.Conflict: {rr} has a record of type {kind}, beside which {type_} cannot stand"
    if type_ != "CNAME" and (type_, value) in there:
        yield f"Record.Exists: {rr} has the {type_} record {value} already"


RULES = table(
    Rule(
        type=ZONE,
        source=f"{PROVIDER}resource_alicloud_pvtz_zone.go",
        id=lambda call: call.hex(32),
        replaces=frozenset({"name", "resourceGroupId", "zoneName"}),
        canonical={"userInfos": as_set},
        defaults={"dnsGroup": "FAST_ZONE", "proxyPattern": "ZONE", "userInfos": []},
        derived={**renamed(name="zoneName"), "isPtr": lambda call: str(same_as("zoneName", "name")(call)).endswith(".arpa")}
        | {"resourceGroupId": default_group},
        computed={"recordCount": lambda _: 0},
        quotas=(Quota(500, "Zone.QuotaExceeded: the number of zones exceeds the quota"),),
        check=checks(
            required_one("zoneName", "name"),
            one_of("proxyPattern", "ZONE", "RECORD"),
            one_of("dnsGroup", "NORMAL_ZONE", "FAST_ZONE"),
            one_of("syncStatus", "ON", "OFF"),
            one_of("lang", "en", "jp", "zh"),
        ),
        takes=parts(RECORD, by="zoneId"),
        everywhere=True,
        not_found="Zone.NotExists: the zone '{id}' does not exist",
        in_use="Zone.VpcExists: the zone '{id}' is still bound to VPCs",
    ),
    Rule(
        type=ATTACHMENT,
        source=f"{PROVIDER}resource_alicloud_pvtz_zone_attachment.go",
        id=lambda call: call["zoneId"],
        replaces=frozenset({"lang", "userClientIp", "zoneId"}),
        canonical={"vpcIds": as_set, "vpcs": as_set},
        references={
            "zoneId": refer(ZONE),
            "vpcs[*].vpcId": refer(VPC, holds=False, anywhere=True),
            "vpcIds[*]": refer(VPC, holds=False, anywhere=True),
        },
        refuses=_attachment_conflicts,
        everywhere=True,
        exists="Zone.VpcExists: the zone '{id}' has an attachment already, which binds all of its VPCs",
    ),
    Rule(
        type=RECORD,
        source=f"{PROVIDER}resource_alicloud_pvtz_zone_record.go",
        id=lambda call: f"{call.digits(10)}:{call['zoneId']}",
        replaces=frozenset({"zoneId"}),
        defaults={"priority": 1, "status": "ENABLE", "ttl": 60},
        derived=renamed(resourceRecord="rr"),
        computed={"recordId": lambda call: call.id.partition(":")[0]},
        references={"zoneId": refer(ZONE, holds=False)},
        quotas=(Quota(100_000, "Record.QuotaExceeded: the number of records exceeds the quota", per=("zoneId",)),),
        check=checks(
            required_one("rr", "resourceRecord"),
            one_of("type", "A", "CNAME", "MX", "PTR", "SRV", "TXT"),
            one_of("status", "DISABLE", "ENABLE"),
            between("priority", 1, 99),
        ),
        refuses=_record_conflicts,
        everywhere=True,
        not_found="Record.NotExists: the record '{id}' does not exist",
    ),
)
