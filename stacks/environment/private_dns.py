"""Names that the networks of every site know alike, as an environment's file says them, and what must hold of them.

The words are those of `components.contracts.Record`; which values fit which type is for `components.dns` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Discriminator, Field, Tag

from components import dns
from components.naming import Cloud

from .base import Model
from .problems import Cursor, Problem, Steps, listed, translated
from .values import MANY, ONE, Domain, Seconds, one_or_many, refuse

_TTLS = {5: "5s", 30: "30s", 60: "60s", 3600: "1h", 43200: "12h", 86400: "24h"}


def _kept(seconds: int) -> int:
    if seconds not in dns.TTLS:
        near = min(dns.TTLS, key=lambda allowed: abs(allowed - seconds))
        raise refuse(f"a time that both clouds keep: {listed([_TTLS[each] for each in dns.TTLS])}", f"write {_TTLS[near]}")
    return seconds


class Record(Model):
    """What a name leads to."""

    type: dns.RecordType = Field(description="A, CNAME, MX, SRV or TXT; AAAA where every site is on AWS")
    values: tuple[str, ...] = Field(
        min_length=1, description="addresses, the one host of a CNAME, say 10 mail.shop.example for MX; hosts are whole names"
    )
    ttl: Annotated[Seconds, AfterValidator(_kept)] = Field(
        60, json_schema_extra={"default": "60s"}, description="how long an answer may be kept: 5s, 30s, 60s, 1h, 12h or 24h"
    )


Records: TypeAlias = Annotated[
    Annotated[Record, Tag(ONE)] | Annotated[tuple[Record, ...], Tag(MANY), Field(min_length=1)], Discriminator(one_or_many)
]


class PrivateDns(Model):
    """One zone in each account of each cloud, for all networks there, with the same records in every one."""

    zone: Domain = Field(
        description="the domain that only the networks know, below the environment's own, say internal.shop.example"
    )
    records: dict[str, Records] = Field(
        default_factory=dict,
        description="what each name leads to, without the zone's; @ for the zone itself; a list where a name has several types",
    )

    def of(self, name: str) -> tuple[Record, ...]:
        """The records of a name."""
        found = self.records[name]
        return found if isinstance(found, tuple) else (found,)


def problems(environment: Cursor) -> Iterator[Problem]:
    """Every rule of private names that the environment breaks."""
    zone, records = environment["private_dns"]["zone"], environment["private_dns"]["records"]
    yield from _zone(zone, environment["domain"].text)
    count = 0
    for name, entry in records.items():
        found = list(entry.each()) if isinstance(entry.value, list) else [entry]
        count += len(found)
        types = [kind for record in found if (kind := record["type"].text) is not None]
        if zone.text is not None:
            yield from translated(dns.name_faults(name, zone.text, types), _at(entry.path))
        for record in found:
            yield from _record(record, environment)
    yield from translated(dns.quota_faults(count), _at(records.path))


def _zone(zone: Cursor, domain: str | None) -> Iterator[Problem]:
    if zone.text is None:
        return
    yield from translated(dns.domain_faults(zone.text), _at(zone.path))
    if domain is not None and dns.within(domain, zone.text):
        # A network asks its private zone first and nobody after it: www, mail and every other public name would be gone there.
        yield zone.refused(f"a zone that leaves {domain} public inside the networks too", f"write internal.{domain}, say")


def _record(record: Cursor, environment: Cursor) -> Iterator[Problem]:
    kind, values = record["type"].text, [value.text for value in record["values"].each()]
    if kind is None or not values or None in values:
        return
    if kind in dns.TYPES["aws"]:  # of any other the model tells
        yield from translated(dns.record_faults(kind, [value for value in values if value is not None]), _below(record.path))
    for cloud in dict.fromkeys(_clouds(environment)):
        if kind in dns.TYPES["aws"] and kind not in dns.TYPES[cloud]:
            with_it = [name for name, site in environment["sites"].items() if site["cloud"].text == cloud]
            expected = f"{listed(list(dns.TYPES[cloud]))}, since {', '.join(with_it)} is on {cloud}"
            yield record["type"].refused(expected, "remove it; every zone has the same records")


def _clouds(environment: Cursor) -> Iterator[Cloud]:
    for site in environment["sites"].values():
        for cloud in dns.TYPES:
            if site["cloud"].text == cloud:
                yield cloud


def _below(path: Steps) -> Callable[[str], Steps]:
    """The place of a field of a record: its numbers are places in a list."""
    return lambda field: (*path, *(int(step) if step.isdecimal() else step for step in field.split(".")))


def _at(path: Steps) -> Callable[[str], Steps]:
    """The one place of every field."""
    return lambda _: path
