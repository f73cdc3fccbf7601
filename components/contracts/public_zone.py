"""What a public DNS zone is made from, and what every provider gives for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol, runtime_checkable

import pulumi

from .. import dns
from ..errors import Faults
from ..naming import tag_faults
from .records import Records, check_records


@dataclass(frozen=True, kw_only=True)
class PublicZoneArgs:
    """What a public zone is made from.

    Args:
        domain: the zone's domain.
        id: the id of a zone that was made elsewhere: of a hosted zone in Route 53, on Alibaba Cloud the domain again; one is made
            here by default.
        records: by name without the domain, `@` for the domain itself, the records of that name, one of each type.
        tags: tags of the zone.

    Raises:
        ArgumentsError: with every fault.
    """

    domain: str
    id: str | None = None
    records: Records = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        faults.add(dns.domain_faults(self.domain))
        check_records(faults, self.domain, self.records)
        faults.add(tag_faults(self.tags))
        faults.raise_any()


@runtime_checkable
class PublicZone(Protocol):
    """A public zone as every provider gives it.

    Capabilities, where they differ: see `traffic.capabilities`.
    """

    capabilities: ClassVar[frozenset[str]]
    id: pulumi.Output[str]
    domain: str
    name_servers: pulumi.Output[list[str]] | None
    """What the registrar must name, together with the other provider's; None of a zone that was made elsewhere."""
