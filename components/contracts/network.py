"""What a network is made from, and what every cloud gives for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Protocol, TypeAlias, get_args, runtime_checkable

import pulumi

from .. import arguments
from ..addressing import Tier, site_faults
from ..errors import Faults
from ..naming import tag_faults

Nat: TypeAlias = Literal["none", "single", "per_zone"]


@dataclass(frozen=True, kw_only=True)
class NetworkArgs:
    """What a network is made from.

    Args:
        region: the cloud's own name of the region, say "ap-southeast-3".
        zones: zone letters in use, say ("a", "b", "c").
        cidr: the site's block for nodes, data and load balancers, a /16 to a /20.
        pods: the site's block for pods, a /16 to a /19, apart from `cidr`.
        nat: "none", "single" (one for all zones) or "per_zone" (the loss of a zone leaves the others their way out).
        nat_zone: the zone whose public subnet holds the gateway of nat "single"; the lowest letter by default. Written down, it
            stays where it is when a zone with a lower letter is added; moved, every zone's address towards the world changes.
        flow_logs: record every connection accepted and refused.
        flow_log_days: how long these records are kept, in days; one of `arguments.RETENTION_DAYS`.
        tags: tags of every resource that carries tags.

    Raises:
        ArgumentsError: with every fault.
    """

    region: str
    zones: tuple[str, ...]
    cidr: str
    pods: str
    nat: Nat = "single"
    nat_zone: str | None = None
    flow_logs: bool = True
    flow_log_days: int = 90
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        self._check(faults)
        faults.raise_any()

    def _check(self, faults: Faults) -> None:
        arguments.check_region(faults, "region", self.region)
        faults.add(site_faults(self.cidr, self.pods, self.zones))
        arguments.check_choice(faults, "nat", self.nat, get_args(Nat))
        if self.nat_zone is not None:
            expected = f"one of zones, {', '.join(self.zones)}"
            faults.check(self.nat_zone in self.zones, "nat_zone", self.nat_zone, expected, "choose a zone of this network")
        arguments.check_retention(faults, "flow_log_days", self.flow_log_days)
        faults.add(tag_faults(self.tags))

    def gateway_zone(self, zone: str) -> str | None:
        """The zone whose NAT gateway carries what leaves `zone`; None where nothing may."""
        carrier = self.nat_zone or min(self.zones)
        return {"none": None, "single": carrier, "per_zone": zone}[self.nat]

    @property
    def gateway_zones(self) -> tuple[str, ...]:
        """The zones that hold a NAT gateway, in order."""
        return tuple(sorted({gateway for zone in self.zones if (gateway := self.gateway_zone(zone))}))


@runtime_checkable
class Network(Protocol):
    """A network as every cloud gives it."""

    capabilities: ClassVar[frozenset[str]]
    region: str
    zones: tuple[str, ...]
    cidr: str
    pods: str
    id: pulumi.Output[str]
    subnets: Mapping[Tier, Mapping[str, pulumi.Output[str]]]
    """Subnet (vSwitch) ids by tier, then zone letter."""
    egress: Mapping[str, pulumi.Output[str]]
    """The public IPv4 address each zone leaves by, by zone letter; empty with nat "none"."""
