"""What Route 53 answers: a function of records, of their weights and of their health.

Answers are drawn anew for each question, so what is returned here is every record that may be answered with its share of the
answers. Nothing is drawn.

Sources, all in docs.aws.amazon.com/Route53/latest/DeveloperGuide/:
- health-checks-how-route-53-chooses-records.html: the healthy ones of a group by its policy; records without a check are healthy;
  of weighted ones those with a weight of 0 only when all others are unhealthy; all unhealthy, then all count as healthy;
  geolocation goes on to the next wider place.
- dns-failover-complex-configs.html: an alias that evaluates its target is healthy while one record below it is; trees of them.
- dns-failover-types.html and routing-policy-failover.html: primary, then secondary; both unhealthy, then the primary.
- routing-policy-multivalue.html: up to eight healthy ones, else up to eight unhealthy ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from typing import Final

from .weights import shares
from .zone import Client, Place, Record

MOST_VALUES: Final = 8
_DEEPEST: Final = 16
"""Records that lead to others: more than a resolver follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One record that may be answered.

    Args:
        record: the record, that at the end of all aliases.
        share: of the answers, more than 0.
        ttl: seconds for which it may be kept: the least on the way to it; None for an alias of a load balancer, which says itself.
        path: what was gone through, name and set identifier of each record, the name that was asked first.
    """

    record: Record
    share: Fraction
    ttl: int | None
    path: tuple[tuple[str, str], ...]

    @property
    def values(self) -> tuple[str, ...]:
        """What is told: values, or the name of the load balancer that an alias stands for."""
        return (self.record.alias.name,) if self.record.alias else self.record.values


class Zone:
    """Records that are asked for, under one state of health.

    Args:
        records: of one zone.
        failing: the health checks that fail.
        down: load balancers and the like that are gone, by the names that aliases use for them.
    """

    def __init__(
        self, records: Iterable[Record], *, failing: AbstractSet[str] = frozenset(), down: AbstractSet[str] = frozenset()
    ) -> None:
        self._groups = {key: tuple(group) for key, group in groupby(sorted(records, key=_order), key=_key)}
        self._failing, self._down = failing, down

    def ask(self, name: str, type_: str = "A", client: Client | None = None) -> tuple[Answer, ...]:
        """Every record that may be answered, with shares that sum to 1; nothing where the name has no such record.

        Args:
            name: the whole name.
            type_: of the record; a CNAME at the name is followed as a resolver does, as far as the zone knows where it leads.
            client: who asks; with none, somebody of whom nothing is known.
        """
        return tuple(_merged(self._ask(name, type_, client or Client(), ())))

    def healthy(self, record: Record) -> bool:
        """Whether a record counts as healthy."""
        return self._healthy(record, 0)

    def _healthy(self, record: Record, depth: int) -> bool:
        if record.check and record.check in self._failing:
            return False
        if record.alias is None or not record.alias.evaluate:
            return True
        below = self._groups.get((record.alias.name, record.type), ())
        if not below:
            return record.alias.name not in self._down
        return depth < _DEEPEST and any(self._healthy(each, depth + 1) for each in below)

    def _ask(self, name: str, type_: str, client: Client, path: tuple[tuple[str, str], ...]) -> Iterator[Answer]:
        if len(path) > _DEEPEST:
            return
        for record, share in self._chosen(self._group(name, type_), client):
            here = (*path, (record.name, record.id))
            on = _leads_to(record, type_)
            if on and self._group(on, type_):
                below = self._ask(on, type_, client, here)
                yield from (replace(each, share=share * each.share, ttl=_least(record.ttl, each.ttl)) for each in below)
            else:
                yield Answer(record=record, share=share, ttl=record.ttl, path=here)

    def _group(self, name: str, type_: str) -> tuple[Record, ...]:
        return self._groups.get((name, type_)) or self._groups.get((name, "CNAME"), ())

    def _chosen(self, group: Sequence[Record], client: Client) -> Iterator[tuple[Record, Fraction]]:
        """The records of one name and type that may be answered, each with its share."""
        if not group:
            return
        first = group[0]
        if first.place is not None:
            yield from self._by_place(group, client.place)
            return
        fit = [record for record in group if self.healthy(record)] or list(group)
        if first.failover is not None:
            primary = [record for record in fit if record.failover == "PRIMARY"]
            yield (primary or fit)[0], Fraction(1)
        elif first.weight is not None:
            parts = shares({position: record.weight or 0 for position, record in enumerate(fit)})
            yield from ((fit[position], part) for position, part in parts.items() if part)
        elif first.region is not None:
            known = [record for near in client.regions for record in fit if record.region == near]
            yield from _evenly(known[:1] or fit)
        else:
            yield from _evenly(fit[:MOST_VALUES] if first.multivalue else fit)

    def _by_place(self, group: Sequence[Record], asking: Place) -> Iterator[tuple[Record, Fraction]]:
        """The healthy one for the narrowest place, else the narrowest; nobody is told anything where none is for them."""
        fitting = [record for wide in _widening(asking) for record in group if record.place == wide]
        chosen = next((record for record in fitting if self.healthy(record)), fitting[0] if fitting else None)
        if chosen is not None:
            yield chosen, Fraction(1)


def _leads_to(record: Record, type_: str) -> str:
    """The name that is asked next; empty where the record is the answer."""
    if record.alias is not None:
        return record.alias.name
    return record.values[0] if record.type == "CNAME" != type_ and record.values else ""


def _widening(asking: Place) -> Iterator[Place]:
    if asking.subdivision:
        yield Place(country=asking.country, subdivision=asking.subdivision)
    if asking.country:
        yield Place(country=asking.country)
    if asking.continent:
        yield Place(continent=asking.continent)
    yield Place()


def _evenly(records: Sequence[Record]) -> Iterator[tuple[Record, Fraction]]:
    yield from ((record, Fraction(1, len(records))) for record in records)


def _merged(answers: Iterable[Answer]) -> Iterator[Answer]:
    """Each record once, though several ways may lead to it: the shares added, the least TTL."""
    found: dict[Record, Answer] = {}
    for each in answers:
        other = found.get(each.record)
        found[each.record] = replace(other, share=other.share + each.share, ttl=_least(other.ttl, each.ttl)) if other else each
    yield from found.values()


def _least(one: int | None, other: int | None) -> int | None:
    return min((each for each in (one, other) if each is not None), default=None)


def _order(record: Record) -> tuple[str, str, str]:
    return record.name, record.type, record.id


def _key(record: Record) -> tuple[str, str]:
    return record.name, record.type
