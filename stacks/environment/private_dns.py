"""Names that the networks of every site know alike, as an environment's file says them, and what must hold of them."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from components import dns
from components.naming import Cloud

from .base import Model
from .dns_records import Record, Records, at, every, record_problems
from .problems import Cursor, Problem, translated
from .values import Domain


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
        return every(self.records[name])


def problems(environment: Cursor) -> Iterator[Problem]:
    """Every rule of private names that the environment breaks."""
    zone = environment["private_dns"]["zone"]
    yield from _zone(zone, environment["domain"].text)
    yield from record_problems(environment["private_dns"]["records"], zone.text, _serving(environment), dns.TYPES)


def _serving(environment: Cursor) -> dict[Cloud, str]:
    """The clouds whose networks ask a private zone of their own, by the sites on them."""
    found: dict[Cloud, list[str]] = {cloud: [] for cloud in dns.TYPES}
    for name, site in environment["sites"].items():
        for cloud, sites in found.items():
            if site["cloud"].text == cloud:
                sites.append(name)
    return {cloud: f"{', '.join(sites)} is on {cloud}" for cloud, sites in found.items() if sites}


def _zone(zone: Cursor, domain: str | None) -> Iterator[Problem]:
    if zone.text is None:
        return
    yield from translated(dns.domain_faults(zone.text), at(zone.path))
    if domain is not None and dns.within(domain, zone.text):
        # A network asks its private zone first and nobody after it: www, mail and every other public name would be gone there.
        yield zone.refused(f"a zone that leaves {domain} public inside the networks too", f"write internal.{domain}, say")
