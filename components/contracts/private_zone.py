"""What a private DNS zone is made from, and what every cloud gives for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol, runtime_checkable

import pulumi

from .. import dns
from ..errors import Faults
from ..naming import tag_faults
from .network import Network
from .records import Records, check_records


@dataclass(frozen=True, kw_only=True)
class PrivateZoneArgs:
    """What a private zone is made from.

    Args:
        domain: the zone's domain, which its networks then no longer ask the public DNS about: a name below it that has no record
            does not exist there. So a domain that users come by is better left public, and the zone put below it.
        networks: the networks that it is for, by site; all of the zone's own account, in any region.
        records: by name without the domain, `@` for the domain itself, the records of that name, one of each type.
        tags: tags of the zone.

    Raises:
        ArgumentsError: with every fault.
    """

    domain: str
    networks: Mapping[str, Network]
    records: Records = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        self._check(faults)
        faults.raise_any()

    def _check(self, faults: Faults) -> None:
        faults.add(dns.domain_faults(self.domain))
        faults.check(bool(self.networks), "networks", None, "one network at least", "a zone of no network is a public one")
        check_records(faults, self.domain, self.records)
        faults.add(tag_faults(self.tags))


@runtime_checkable
class PrivateZone(Protocol):
    """A private zone as every cloud gives it.

    Capabilities, where the clouds differ:
        ipv6-records: records of type AAAA.
        whole-records: all values of a record change at once; without it each value is an object of its own, so that for a moment
            after a change both the old and the new value are answered, and a name goes from A to CNAME in two updates.
    """

    capabilities: ClassVar[frozenset[str]]
    id: pulumi.Output[str]
    domain: str
