"""Records of DNS zones as an environment's file says them, for zones that everybody knows and for those that networks alone know.

The words are those of `components.contracts.Record`; which values fit which type is for `components.dns` to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Discriminator, Field, Tag

from components import dns
from components.naming import Cloud

from .base import Model
from .problems import Cursor, Problem, Steps, listed, translated
from .values import MANY, ONE, Seconds, one_or_many, refuse

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


def every(found: Record | tuple[Record, ...]) -> tuple[Record, ...]:
    """The records of a name, of which one may be written without a list."""
    return found if isinstance(found, tuple) else (found,)


def record_problems(
    records: Cursor, zone: str | None, serving: Mapping[Cloud, str], types: Mapping[Cloud, Sequence[str]]
) -> Iterator[Problem]:
    """What is wrong with the records of a zone.

    Args:
        records: what is written, by name.
        zone: the zone's domain; None where nobody can tell.
        serving: the clouds whose DNS has the zone, and why: "batam is on alicloud".
        types: the record types that zones of each cloud know.
    """
    count = 0
    for name, entry in records.items():
        found = list(entry.each()) if isinstance(entry.value, list) else [entry]
        count += len(found)
        kinds = [kind for record in found if (kind := record["type"].text) is not None]
        if zone is not None:
            yield from translated(dns.name_faults(name, zone, kinds), at(entry.path))
        for record in found:
            yield from _record(record, serving, types)
    yield from translated(dns.quota_faults(count), at(records.path))


def _record(record: Cursor, serving: Mapping[Cloud, str], types: Mapping[Cloud, Sequence[str]]) -> Iterator[Problem]:
    kind, values = record["type"].text, [value.text for value in record["values"].each()]
    if kind is None or not values or None in values:
        return
    if kind in types["aws"]:  # of any other the model tells
        yield from translated(dns.record_faults(kind, [value for value in values if value is not None]), _below(record.path))
    for cloud, why in serving.items():
        if kind in types["aws"] and kind not in types[cloud]:
            expected = f"{listed(list(types[cloud]))}, since {why}"
            yield record["type"].refused(expected, "remove it; every zone has the same records")


def _below(path: Steps) -> Callable[[str], Steps]:
    """The place of a field of a record: its numbers are places in a list."""
    return lambda field: (*path, *(int(step) if step.isdecimal() else step for step in field.split(".")))


def at(path: Steps) -> Callable[[str], Steps]:
    """The one place of every field."""
    return lambda _: path
