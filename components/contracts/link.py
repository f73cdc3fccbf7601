"""What a link is made from, and what it gives, whichever clouds it joins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import Protocol, runtime_checkable

import pulumi

from ..addressing.space import overlapping
from ..choices import LinkVia
from ..errors import Faults
from ..links.numbers import NUMBERS, private
from ..links.ranges import ranges_holding
from ..naming import Cloud, tag_faults
from .network import Network


@dataclass(frozen=True, kw_only=True)
class End:
    """One of the two sites that a link joins, with what the link must know of it.

    Args:
        site: the site's name.
        cloud: its cloud.
        network: its network.
        provider: the provider that its half of the link is made by.
        number: its number in the environment's address space, 0 to 63; see `components.links.numbers.site_number`.
        asn: its autonomous system number, a private one.
        tiers: the tiers of its network whose route tables lead to the other end.
        resource_group: on Alibaba Cloud, the resource group of whatever can belong to one.
        alarms: where alarms of its half go, made elsewhere: ARNs of SNS topics in its region, names of contact groups of
            CloudMonitor; none makes the alarms all the same, for whoever looks.
        tags: tags of what the site has of the link.

    Raises:
        ArgumentsError: with every fault.
    """

    site: str
    cloud: Cloud
    network: Network
    provider: pulumi.ProviderResource
    number: int
    asn: int
    tiers: tuple[str, ...] = ("private",)
    resource_group: str | None = None
    alarms: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        known = ", ".join(self.network.blocks)
        faults.check(bool(self.tiers), "tiers", self.tiers, "one tier at least", "write [private]")
        for place, tier in enumerate(self.tiers):
            fits = tier in self.network.blocks
            faults.check(fits, f"tiers.{place}", tier, f"a tier of {self.site}: {known}", "choose one of them")
        numbered = 0 <= self.number < NUMBERS
        faults.check(numbered, "number", self.number, f"0 to {NUMBERS - 1}", "leave it to the site's addresses")
        faults.check(private(self.asn), "asn", self.asn, "a private ASN (RFC 6996)", "leave it to the site's addresses")
        faults.add(tag_faults(self.tags))
        faults.raise_any()

    @property
    def ranges(self) -> dict[str, str]:
        """The ranges of the network that hold the linked tiers, by key: what the other end's routes lead to."""
        return ranges_holding(self.tiers, self.network.ranges, self.network.blocks)


@dataclass(frozen=True, kw_only=True)
class LinkArgs:
    """What a link is made from; what only one kind of link needs stands in the subclasses beside the components.

    Args:
        one, other: the two ends, in the order of their sites' names.

    Raises:
        ArgumentsError: with every fault.
    """

    one: End
    other: End

    def __post_init__(self) -> None:
        faults = Faults(self)
        self._check(faults)
        faults.raise_any()

    def _check(self, faults: Faults) -> None:
        sites = f"{self.one.site} and {self.other.site}"
        ordered = self.one.site < self.other.site
        faults.check(ordered, "other", sites, "two sites in the order of their names", "swap them, or name another site")
        apart = self.one.asn != self.other.asn
        faults.check(apart, "other.asn", self.other.asn, f"another than {self.one.site} has", "leave it to the site's addresses")
        apart = self.one.number != self.other.number
        faults.check(apart, "other.number", self.other.number, f"another than {self.one.site} has", "give the site another one")
        blocks = {
            f"{name}.network.ranges.{key}": IPv4Network(block)
            for name, end in (("one", self.one), ("other", self.other))
            for key, block in end.network.ranges.items()
        }
        faults.add(overlapping(blocks))

    def beyond(self, end: End) -> End:
        """The end that lies beyond another."""
        return self.other if end is self.one else self.one


@runtime_checkable
class Link(Protocol):
    """A link between two sites' networks, as every kind gives it."""

    via: LinkVia
    sites: tuple[str, str]
    """The two sites, in the order of their names."""
    paths: Mapping[str, pulumi.Output[str]]
    """What carries it, by a key that stays: the outside address of each tunnel, the id of a peering or of an attachment."""
