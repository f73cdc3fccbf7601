"""Records of DNS zones, private and public, and what each service of DNS is told of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from .. import dns
from ..dns import RecordType
from ..errors import ArgumentFault, Faults

_ONE_KEY = ("A", "CNAME")
"""Types that never stand at one name together, so that from one to the other is one change of Route 53's."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """What a name of a zone leads to.

    Args:
        type: "A", "AAAA" (where a zone's `capabilities` hold "ipv6-records"), "CNAME", "MX", "SRV" or "TXT".
        values: addresses, one host for CNAME, "10 mail.shop.example" for MX, "0 5 5060 sip.shop.example" for SRV, texts without
            quotes for TXT; in any order. Hosts are whole names without a final dot.
        ttl: how long an answer may be kept, in seconds; one of `dns.TTLS`.

    Raises:
        ArgumentsError: with every fault.
    """

    type: RecordType
    values: tuple[str, ...]
    ttl: int = 60

    def __post_init__(self) -> None:
        faults = Faults(self)
        faults.add(dns.record_faults(self.type, self.values, self.ttl))
        faults.raise_any()


Records: TypeAlias = Mapping[str, tuple[Record, ...]]
"""By name without the domain, `@` for the domain itself, the records of that name, one of each type."""


def check_records(faults: Faults, domain: str, records: Records) -> None:
    """Add what is wrong with the names of a zone's records and with how many there are, in fields called `records.<name>`."""
    for name, told in records.items():
        found = dns.name_faults(name, domain, [record.type for record in told])
        faults.add(ArgumentFault(f"records.{name}", fault.given, fault.expected, fault.fix) for fault in found)
    faults.add(dns.quota_faults(sum(map(len, records.values()))))


def whole(records: Records, domain: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """A record of Route 53's for each name and type: its key, and its arguments but for the zone."""
    for name, told in records.items():
        key = dns.name_key(name)
        for record in told:
            yield (
                key if record.type in _ONE_KEY else f"{key}-{record.type}",
                {
                    "name": dns.full_name(name, domain),
                    "type": record.type,
                    "ttl": record.ttl,
                    "records": sorted(record.values),
                },
            )


def apart(records: Records) -> Iterator[tuple[str, dict[str, Any]]]:
    """A record of Alibaba Cloud's for each value: its key, and its arguments but for the zone."""
    for name, told in records.items():
        for record in told:
            for value in record.values:
                # A mail host's priority stands beside it, so that another one is no other record.
                priority, host = dns.exchange(value) if record.type == "MX" else (None, value)
                key = record.type if record.type == "CNAME" else f"{record.type}-{dns.value_key(host)}"
                yield (
                    f"{dns.name_key(name)}-{key}",
                    {"rr": name, "type": record.type, "value": host, "priority": priority, "ttl": record.ttl},
                )
