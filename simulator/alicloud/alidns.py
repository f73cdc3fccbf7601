"""Alibaba Cloud DNS: public domains and their records. The service is global to the account.

Limits: www.alibabacloud.com/help/en/dns/pubz-add-parsing-record. Codes: api.aliyun.com/document/Alidns/2015-01-09/AddDomainRecord.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import Quota, Rule, Unique, parts, refer, table
from .shapes import PROVIDER, between, checks, default_group, one_of

if TYPE_CHECKING:
    from ..call import Call

DOMAIN: Final = "alicloud:dns/alidnsDomain:AlidnsDomain"
RECORD: Final = "alicloud:dns/alidnsRecord:AlidnsRecord"

_TYPES: Final = ("A", "AAAA", "CAA", "CNAME", "FORWORD_URL", "HTTPS", "MX", "NS", "REDIRECT_URL", "SRV", "SVCB", "TXT")


def _record_conflicts(call: Call) -> Iterator[str]:
    rr, kind, line = call["rr"], call["type"], call.get("line")
    alike = [other for other in call.siblings("domainName") if (other.outputs.get("rr"), other.outputs.get("line")) == (rr, line)]
    for other in alike:
        found = other.outputs["type"]
        if "CNAME" in {kind, found} and kind != found:
            yield f"DomainRecordConflict: {rr} has a record of type {found}, beside which {kind} cannot stand"
        elif (kind, call["value"]) == (found, other.outputs["value"]):
            yield f"DomainRecordDuplicate: {rr} has the {kind} record {call['value']} already"
        elif kind == "CNAME":
            yield f"DomainRecordConflict: {rr} has a CNAME already, to {other.outputs['value']}"
    if kind == "MX" and call.get("priority") is None:
        yield "'priority': required field when 'type' is MX."


def _servers(call: Call) -> list[str]:
    number = int(call.hex(2, stream="servers"), 16) % 4 * 2 + 1
    return [f"ns{number}.alidns.com", f"ns{number + 1}.alidns.com"]


RULES = table(
    Rule(
        type=DOMAIN,
        source=f"{PROVIDER}resource_alicloud_alidns_domain.go",
        id=lambda call: call["domainName"],
        replaces=frozenset({"domainName", "resourceGroupId"}),
        derived={"resourceGroupId": default_group},
        computed={
            "dnsServers": _servers,
            "domainId": lambda call: call.uuid(),
            "groupName": lambda _: "",
            "punyCode": lambda call: call["domainName"],
        },
        unique=(Unique(("domainName",), "DomainAddedByOthers: the domain {domainName} was added already"),),
        takes=parts(RECORD, by="domainName"),
        everywhere=True,
        exists="DomainAddedByOthers: the domain {id} was added already",
        not_found="InvalidDomainName.NoExist: the domain '{id}' does not exist",
        in_use="DomainForbidden: the domain '{id}' still has names of GTM",
    ),
    Rule(
        type=RECORD,
        source=f"{PROVIDER}resource_alicloud_alidns_record.go",
        id=lambda call: call.digits(18),
        replaces=frozenset({"domainName"}),
        defaults={"line": "default", "status": "ENABLE", "ttl": 600},
        references={"domainName": refer(DOMAIN, by="domainName", holds=False)},
        quotas=(Quota(10_000, "QuotaExceeded.Record: the number of records exceeds the quota", per=("domainName",)),),
        check=checks(
            one_of("type", *_TYPES), one_of("status", "DISABLE", "ENABLE"), between("ttl", 1, 86_400), between("priority", 1, 99)
        ),
        refuses=_record_conflicts,
        everywhere=True,
        not_found="DomainRecordNotBelongToUser: the record '{id}' does not exist",
    ),
)
