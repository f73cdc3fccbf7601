"""What a network is made from, and what every cloud gives for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import IPv4Network
from typing import ClassVar, Protocol, get_args, runtime_checkable

import pulumi

from .. import arguments
from ..addressing import TIERS, ExtraTier, site_faults, subnet_faults, subnets
from ..choices import Nat
from ..errors import Faults
from ..naming import block_key, tag_faults
from .acl import Acl, AclRule, acl_faults
from .acl_entries import Entry, acl_entries
from .adoption import Adoption, adoption_faults
from .dhcp import Dhcp
from .flow_logs import FlowLogs


@dataclass(frozen=True, kw_only=True)
class NetworkArgs:
    """What a network is made from.

    Args:
        region: the cloud's own name of the region, say "ap-southeast-3".
        zones: zone letters in use, say ("a", "b", "c").
        cidr: the site's block for nodes, data and load balancers, a /16 to a /20.
        pods: the site's block for pods, a /16 to a /19, apart from `cidr`.
        tiers: tiers beside public, private, data and pods, by name; see `addressing.ExtraTier`.
        pinned: blocks that stand where they are instead of where the plan has them, by tier and zone: those of adopted subnets.
        adopt: parts that exist already.
        nat: "none", "single" (one for all zones) or "per_zone" (the loss of a zone leaves the others their way out).
        nat_zone: the zone whose public subnet holds the gateway of nat "single"; the lowest letter by default. Written down, it
            stays where it is when a zone with a lower letter is added; moved, every zone's address towards the world changes.
        nat_addresses: ids of public addresses that were made elsewhere, by zone, for its gateway to leave by: partners let
            traffic in by them. Where none is named, one is made; either outlives its gateway.
        ipv6: give every subnet an IPv6 block beside its IPv4 one; what is not public is reached from nowhere by it.
        flow_logs: what is recorded of connections; None records nothing.
        internet: a way to the internet; without it no table leads there, and nat is "none". On Alibaba Cloud the IPv4 gateway
            stands even so, since without one an elastic address opens any vSwitch.
        endpoint_tiers: the tiers that reach services by gateway endpoints, and with them those that are like them. Public ones
            reach them as cheaply without; data leads nowhere, and an endpoint would be a way out to everybody's buckets.
        acls: network ACLs by tier; one stands before the tiers that are like it too, unless they have one of their own.
        data_acl: let only the network's own blocks and `data_from` reach the data tier: an ACL in few words, where `acls` has none.
        data_from: further blocks that may: a linked site, an office.
        dhcp: what machines are told; None leaves all of it to the cloud.
        tags: tags of every resource that carries tags.
        tier_tags: further tags of subnets by tier, and of tiers like it, say those by which a tool finds them.

    Raises:
        ArgumentsError: with every fault.
    """

    PARTS: ClassVar[frozenset[str]] = frozenset({"eip", "internet", "nat", "vpc"})
    """What the keys of parts begin with that belong to no tier, so that no tier may be called so: `nat-a` is a gateway."""

    region: str
    zones: tuple[str, ...]
    cidr: str
    pods: str
    tiers: Mapping[str, ExtraTier] = field(default_factory=dict)
    pinned: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    adopt: Adoption | None = None
    nat: Nat = "single"
    nat_zone: str | None = None
    nat_addresses: Mapping[str, str] = field(default_factory=dict)
    ipv6: bool = False
    flow_logs: FlowLogs | None = field(default_factory=FlowLogs)
    internet: bool = True
    endpoint_tiers: tuple[str, ...] = ("private", "pods")
    acls: Mapping[str, Acl] = field(default_factory=dict)
    data_acl: bool = True
    data_from: tuple[str, ...] = ()
    dhcp: Dhcp | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    tier_tags: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        self._check(faults)
        faults.raise_any()

    def _check(self, faults: Faults) -> None:
        arguments.check_region(faults, "region", self.region)
        addresses = (
            *site_faults(self.cidr, self.pods, self.zones),
            *subnet_faults(self.zones, cidr=self.cidr, pods=self.pods, tiers=self.tiers, pinned=self.pinned),
        )
        faults.add(addresses)
        for name in self.tiers:
            expected, fix = f"a name beside {', '.join(sorted(self.PARTS))}", "rename the tier; parts of the network are called so"
            faults.check(name not in self.PARTS, f"tiers.{name}", name, expected, fix)
            tier, _, zone = name.rpartition("-")
            like_subnet = len(zone) == 1 and tier in (*TIERS, *self.tiers)
            expected, fix = "a name that no subnet has", f"rename the tier; the subnet of {tier} in zone {zone} is called so"
            faults.check(not like_subnet, f"tiers.{name}", name, expected, fix)
        known = arguments.check_choice(faults, "nat", self.nat, get_args(Nat)) and bool(self.zones)
        if self.nat_zone is not None:
            expected = f"one of zones, {', '.join(self.zones)}"
            faults.check(self.nat_zone in self.zones, "nat_zone", self.nat_zone, expected, "choose a zone of this network")
        for zone in self.nat_addresses:
            holds = not known or zone in self.gateway_zones
            fix = "name zones that have a NAT gateway"
            faults.check(holds, f"nat_addresses.{zone}", zone, "a zone that has a NAT gateway", fix)
        others = [arguments.check_block(faults, f"data_from.{place}", block) for place, block in enumerate(self.data_from)]
        fix = "write them as acls.data.inward, or leave acls.data out"
        faults.check(
            not self.data_from or "data" not in self.acls, "data_from", ", ".join(self.data_from), "none beside acls.data", fix
        )
        fits = self.internet or not known or self.nat == "none"
        faults.check(fits, "internet", self.internet, "true beside NAT gateways", "write nat: none, or leave it out")
        faults.add(tag_faults(self.tags))
        for tier, tags in self.tier_tags.items():
            faults.add(tag_faults(tags, f"tier_tags.{tier}"))
        if addresses:
            return
        self._check_tiers(faults)
        unfit = tuple(acl_faults(self.acls, self.blocks, ipv6=self.ipv6))
        faults.add(unfit)
        if all(others) and not unfit:
            self._check_sizes(faults)
        if known:
            faults.add(adoption_faults(self))

    def _check_tiers(self, faults: Faults) -> None:
        """Whether what is said by tier is said of tiers of the network."""
        said = {f"tier_tags.{tier}": tier for tier in self.tier_tags}
        said |= {f"endpoint_tiers.{place}": tier for place, tier in enumerate(self.endpoint_tiers)}
        for where, tier in said.items():
            faults.check(
                tier in self.blocks, where, tier, f"a tier of this network: {', '.join(self.blocks)}", "choose one of them"
            )

    def _check_sizes(self, faults: Faults) -> None:
        """Whether each ACL has as few entries as its cloud asks for."""

    @cached_property
    def blocks(self) -> dict[str, dict[str, str]]:
        """The IPv4 block of every subnet, by tier, then zone letter."""
        return subnets(self.zones, cidr=self.cidr, pods=self.pods, tiers=self.tiers, pinned=self.pinned)

    @property
    def further_parts(self) -> tuple[str, ...]:
        """The keys of parts that can be adopted on one cloud alone."""
        return ()

    def tags_of(self, tier: str) -> dict[str, str]:
        """The tags that `tier_tags` has for a tier's subnets."""
        return {**self.tier_tags.get(self.like(tier), {}), **self.tier_tags.get(tier, {})}

    def reaches_services(self, tier: str) -> bool:
        """Whether gateway endpoints are in a tier's route tables."""
        return tier in self.endpoint_tiers or self.like(tier) in self.endpoint_tiers

    @property
    def always_open(self) -> Mapping[str, str]:
        """Blocks of the cloud's own that no ACL may hold back, by key."""
        return {}

    @property
    def guards(self) -> dict[str, tuple[Entry, ...]]:
        """The entries of each ACL, by the tier that it is named for."""
        others = (AclRule(blocks=self.data_from),) if self.data_from else ()
        acls = {**({"data": Acl(inward=others)} if self.data_acl else {}), **self.acls}
        return {tier: acl_entries(self, acl, always=self.always_open) for tier, acl in acls.items()}

    def guarded(self, guard: str) -> tuple[str, ...]:
        """The tiers that stand behind an ACL: the one that it is named for, and those like it that have none of their own."""
        return tuple(tier for tier in self.blocks if tier == guard or (tier not in self.acls and self.like(tier) == guard))

    @property
    def own_blocks(self) -> dict[str, str]:
        """The secondary blocks, by the tier that lies in each."""
        return {"pods": self.pods, **{name: tier.cidr for name, tier in self.tiers.items() if tier.cidr is not None}}

    def block_of(self, tier: str, zone: str) -> str | None:
        """The key, among `own_blocks`, of the secondary block that a subnet lies in; None where it lies in `cidr`."""
        subnet = IPv4Network(self.blocks[tier][zone])
        return next((key for key, block in self.own_blocks.items() if subnet.subnet_of(IPv4Network(block))), None)

    @property
    def ranges(self) -> dict[str, str]:
        """Every address range of the network by a key that stays: "cidr", "pods", and a tier's own block by the block itself."""
        own = (tier.cidr for tier in self.tiers.values() if tier.cidr is not None)
        return {"cidr": self.cidr, "pods": self.pods, **{block_key(block): block for block in sorted(own)}}

    def like(self, tier: str) -> str:
        """The tier of the four whose routes, tags and ACL a tier has: itself, or what an extra tier says."""
        return self.tiers[tier].like if tier in self.tiers else tier

    @property
    def kinds(self) -> dict[str, str]:
        """What every tier is like."""
        return {tier: self.like(tier) for tier in self.blocks}

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
    """A network as every cloud gives it.

    Capabilities, where the clouds differ:
        default-security-group: the cloud gives one to what names none; it is closed.
        egress-only-ipv6: what is not public may open connections by IPv6, and is still reached from nowhere; without it, it has
            IPv6 inside the network alone.
        flow-logs-to-storage: `FlowLogs.to` may be "storage".
        flow-logs-to-stream: `FlowLogs.to` may be "stream".
        load-balancer-tags: clusters find the subnets that their load balancers belong in by tags, which these carry.
        route-table-per-tier: each tier of a zone has a route table of its own; without it private and pods share one in each
            zone, and public and data one in all zones.
        zone-spanning-nat: a single NAT gateway outlives the loss of its zone.
    """

    capabilities: ClassVar[frozenset[str]]
    region: str
    zones: tuple[str, ...]
    cidr: str
    pods: str
    ranges: Mapping[str, str]
    """Every address range of the network, for what admits all of it: "cidr", "pods", and a tier's own block by `block_key`."""
    id: pulumi.Output[str]
    subnets: Mapping[str, Mapping[str, pulumi.Output[str]]]
    """Subnet (vSwitch) ids by tier, then zone letter; tiers of the environment's own among them."""
    blocks: Mapping[str, Mapping[str, str]]
    """The IPv4 block of each, likewise."""
    kinds: Mapping[str, str]
    """Which of the four each tier is like; those four are like themselves."""
    route_tables: Mapping[str, Mapping[str, pulumi.Output[str]]]
    """The id of the route table that each follows, likewise; two may share one (see capabilities)."""
    egress: Mapping[str, pulumi.Output[str]]
    """The public IPv4 address each zone leaves by, by zone letter; empty with nat "none"."""
