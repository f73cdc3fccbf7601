"""Names that Route 53 answers, read from health checks and records.

Inputs as in registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_record and route53_health_check.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from components.traffic.answer import Zone
from components.traffic.checks import Check, failing
from components.traffic.timing import TIMEOUTS
from components.traffic.zone import Alias, Client, Place, Record

from .declared import Declarations, Declared
from .served import Probe, Shares

ZONE: Final = "aws:route53/zone:Zone"
RECORD: Final = "aws:route53/record:Record"
CHECK: Final = "aws:route53/healthCheck:HealthCheck"
_POLICIES: Final = ("weighted", "failover", "latency", "geolocation")
_DEFAULT_TTL: Final = 60
"""Of an alias of a load balancer (docs.aws.amazon.com/Route53/latest/DeveloperGuide/
resource-record-sets-choosing-alias-non-alias.html)."""


@dataclass(frozen=True)
class Name:
    """A name in a public zone of Route 53.

    Args:
        name: the whole name.
        type: of its records.
        records: every record of its zone, each with the id of its check.
        sites: where records lead, by what tells them apart.
        probes: the checks that they depend on.
    """

    name: str
    type: str
    records: tuple[Record, ...]
    sites: Mapping[Record, str]
    probes: tuple[Probe, ...]
    cloud: str = "aws"

    @property
    def ttl(self) -> int:
        zone = Zone(self.records)
        told = [answer.ttl for client in self._clients.values() for answer in zone.ask(self.name, self.type, client)]
        return max((_DEFAULT_TTL if ttl is None else ttl for ttl in told), default=0)

    def shares(self, lost: AbstractSet[str]) -> dict[str, Shares]:
        zone = Zone(self.records, failing=failing((probe.check for probe in self.probes), lost))
        found: dict[str, Shares] = {}
        for label, client in self._clients.items():
            told: dict[str, Fraction] = {}
            for answer in zone.ask(self.name, self.type, client):
                target = self.sites.get(answer.record) or ", ".join(answer.values)
                told[target] = told.get(target, Fraction(0)) + answer.share
            found[label] = told
        return found

    @property
    def _clients(self) -> dict[str, Client]:
        """Everybody for whom the answer is another."""
        here = [record for record in self.records if record.name == self.name]
        places = [record.place for record in here if record.place is not None]
        regions = [record.region for record in here if record.region is not None]
        if places:
            return {_told(place): Client(place=place) for place in places}
        return {f"near {region}": Client(regions=(region,)) for region in regions} or {"everybody": Client()}


def names(declared: Declarations) -> Iterator[Name]:
    """Every name of a public zone that several records share, or that stands for some that do, in the order of the state."""
    checks = {each.id or each.urn: each for each in declared.of_type(CHECK)}
    by_zone: dict[str, list[Declared]] = {}
    for each in declared.of_type(RECORD):
        by_zone.setdefault(_zone(each), []).append(each)
    for inside in by_zone.values():
        records = {each.urn: _record(each, declared) for each in inside}
        sites = _sites(inside, records, declared)
        probes = tuple(_probe(check, records.values(), sites, declared) for check in checks.values())
        served = {(record.name, record.type) for record in records.values() if _decides(record)}
        inner = {record.alias.name for record in records.values() if record.alias is not None}
        for name, type_ in dict.fromkeys(key for key in _keys(records.values()) if key in served and key[0] not in inner):
            used = _used(name, type_, records.values())
            needed = tuple(probe for probe in probes if probe.check.id in _wanted(used, probes))
            yield Name(name, type_, tuple(records.values()), sites, needed)


def _zone(record: Declared) -> str:
    return record.text("zoneId") or next(iter(record.sources.get("zoneId", ())), "")


def _keys(records: Iterable[Record]) -> list[tuple[str, str]]:
    return [(record.name, record.type) for record in records]


def _decides(record: Record) -> bool:
    """Whether it shares its name with others."""
    return bool(record.id or record.check)


def _record(declared: Declared, all_: Declarations) -> Record:
    policies = {policy: _one(declared, f"{policy}RoutingPolicies") for policy in _POLICIES}
    aliases = declared.each("aliases")
    where = policies["geolocation"]
    alias = (
        Alias(_full(str(aliases[0].get("name", ""))), evaluate=bool(aliases[0].get("evaluateTargetHealth"))) if aliases else None
    )
    return Record(
        name=_full(declared.text("fqdn") or declared.text("name")),
        type=declared.text("type"),
        id=declared.text("setIdentifier"),
        values=tuple(_full(value) for value in declared.texts("records")),
        ttl=None if alias else declared.number("ttl"),
        alias=alias,
        check=_check_of(declared, all_),
        weight=int(policies["weighted"]["weight"]) if policies["weighted"] is not None else None,
        failover=policies["failover"]["type"] if policies["failover"] is not None else None,
        region=policies["latency"]["region"] if policies["latency"] is not None else None,
        place=None if where is None else _place(where),
        multivalue=bool(
            declared.outputs.get("multivalueAnswerRoutingPolicy") or declared.inputs.get("multivalueAnswerRoutingPolicy")
        ),
    )


def _one(declared: Declared, key: str) -> Mapping[str, Any] | None:
    return next(iter(declared.each(key)), None)


def _place(where: Mapping[str, Any]) -> Place:
    country = str(where.get("country") or "")
    return Place(
        continent=str(where.get("continent") or ""),
        country="" if country == "*" else country,
        subdivision=str(where.get("subdivision") or ""),
    )


def _told(place: Place) -> str:
    return place.subdivision or place.country or place.continent or "everybody else"


def _check_of(record: Declared, declared: Declarations) -> str:
    """The check of a record by its id; before it has one, by its URN."""
    told = record.text("healthCheckId")
    sources = [source for source in record.sources.get("healthCheckId", ()) if source.split("::")[2].endswith(CHECK)]
    return told or (declared.by_urn[sources[0]].id or sources[0] if sources and sources[0] in declared.by_urn else "")


def _full(name: str) -> str:
    return name.rstrip(".").lower()


def _sites(inside: list[Declared], records: Mapping[str, Record], declared: Declarations) -> dict[Record, str]:
    """Where each record leads: to the site of what its value comes from, or of what its value names, also by another record."""
    found: dict[Record, str] = {}
    for each in inside:
        record = records[each.urn]
        values = (*record.values, *([record.alias.name] if record.alias else ()))
        told = declared.place_from(each, "records", "aliases") or next(filter(None, map(declared.place_at, values)), "")
        if told:
            found[record] = told
    leading = {record.name: site for record, site in found.items() if not _decides(record)}
    for record in records.values():
        for name in (*record.values, *([record.alias.name] if record.alias else ())):
            if record not in found and name in leading:
                found[record] = leading[name]
    return found


def _probe(check: Declared, records: Collection[Record], sites: Mapping[Record, str], declared: Declarations) -> Probe:
    kind, asked = check.text("type").upper(), _full(check.text("ipAddress") or check.text("fqdn"))
    named = next((site for record, site in sites.items() if record.name == asked and not _decides(record)), "")
    carried = {sites[record] for record in records if record.check == (check.id or check.urn) and record in sites}
    site = declared.place_from(check, "fqdn", "ipAddress") or declared.place_at(asked) or named
    if not site and asked and len(carried) == 1:
        site = carried.pop()
    children = tuple(check.texts("childHealthchecks"))
    return Probe(
        check=Check(
            id=check.id or check.urn,
            endpoint=asked,
            interval=check.number("requestInterval", 30),
            threshold=check.number("failureThreshold", 3),
            timeout=TIMEOUTS.get(kind, 0),
            children=children,
            least=check.number("childHealthThreshold"),
            inverted=check.outputs.get("invertHealthcheck") is True,
            disabled=check.outputs.get("disabled") is True,
        ),
        site="" if children else site,
    )


def _used(name: str, type_: str, records: Collection[Record]) -> set[str]:
    """The checks of the records that a name leads to."""
    found, ahead, seen = set[str](), [name], set[str]()
    while ahead:
        current = ahead.pop()
        if current in seen:
            continue
        seen.add(current)
        for record in records:
            if record.name == current and record.type in (type_, "CNAME"):
                found.add(record.check)
                ahead += [record.alias.name] if record.alias else [*record.values]
    return found - {""}


def _wanted(used: set[str], probes: tuple[Probe, ...]) -> set[str]:
    """Checks with those that they count."""
    by_id = {probe.check.id: probe.check for probe in probes}
    found, ahead = set[str](), [*used]
    while ahead:
        of = ahead.pop()
        if of not in found:
            found.add(of)
            ahead += by_id[of].children if of in by_id else ()
    return found
