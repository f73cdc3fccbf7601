"""The routes of a site to all sites that it reaches over links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple, TypeAlias

import pulumi

from .. import arguments, contracts
from ..errors import Faults
from ..inputs import inputs, outputs

HopKind: TypeAlias = Literal["peering", "transit", "vpn"]


@dataclass(frozen=True, kw_only=True)
class Hop:
    """What a site's routes over a link lead to.

    Args:
        kind: what that is: a peering connection, a transit gateway (on Alibaba Cloud the network's attachment), a VPN gateway.
        id: its id; None where the network's tables learn the routes themselves.
        table: the route table of the site's transit gateway, where that has to be led on from.
        attachment: what the routes of that lead to.
    """

    kind: HopKind
    id: pulumi.Output[str] | None = None
    table: pulumi.Output[str] | None = None
    attachment: pulumi.Output[str] | None = None


class Joined(NamedTuple):
    """What a link has made.

    Args:
        paths: what carries it, by a key that stays.
        hops: what the routes of each end lead to, by site.
    """

    paths: Mapping[str, pulumi.Output[str]]
    hops: Mapping[str, Hop]


@dataclass(frozen=True, kw_only=True)
class Way:
    """How a site reaches another.

    Args:
        ranges: the ranges of the other site that it reaches, by a key that stays.
        tiers: the tiers whose tables lead there.
        hop: what they lead to: of the link of the two, or of that with the hub of both.
    """

    ranges: Mapping[str, str]
    tiers: tuple[str, ...]
    hop: Hop


@dataclass(frozen=True, kw_only=True)
class LinkRoutesArgs:
    """What the routes of a site are made from.

    Args:
        end: the site, as its links know it.
        ways: how it reaches every other site, by that.

    Raises:
        ArgumentsError: with every fault.
    """

    end: contracts.End
    ways: Mapping[str, Way]

    @property
    def any(self) -> bool:
        """Whether there are any: where every table learns its routes, none is written."""
        return any(way.hop.id is not None or way.hop.table is not None for way in self.ways.values())

    def __post_init__(self) -> None:
        faults = Faults(self)
        known = self.end.network.blocks
        for site, way in self.ways.items():
            expected = f"another site than {self.end.site}"
            faults.check(site != self.end.site, f"ways.{site}", site, expected, "leave it out")
            for key, block in way.ranges.items():
                arguments.check_block(faults, f"ways.{site}.ranges.{key}", block)
            for place, tier in enumerate(way.tiers):
                expected = f"a tier of {self.end.site}: {', '.join(known)}"
                faults.check(tier in known, f"ways.{site}.tiers.{place}", tier, expected, "choose one of them")
        faults.raise_any()


class _Route(NamedTuple):
    """A route: its key, the table that it is in, where it leads, and by what."""

    key: str
    table: pulumi.Output[str]
    block: str
    target: pulumi.Output[str]


class Destinations(NamedTuple):
    """What is told of a site's routes: the sites that they lead to."""

    sites: list[str]


class LinkRoutes(pulumi.ComponentResource):
    """The routes of a site: in the tables of the linked tiers, and in that of its transit gateway.

    They hang under no link and are keyed by where they lead, since a table takes one route for a destination: so a site that is
    reached in another way from now on, by a link of its own in place of a hub, say, has its routes changed where they are.

    Args:
        name: the stable name that every child's name begins with.
        args: what they are made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:LinkRoutes"

    def __init__(self, name: str, args: LinkRoutesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self.sites = sorted(args.ways)
        child = pulumi.ResourceOptions(parent=self, provider=args.end.provider)
        match args.end.cloud:
            case "aws":
                from .transit_aws import lead, lead_on
            case "alicloud":
                from .transit_alicloud import lead, lead_on
        for site, way in sorted(args.ways.items()):
            for route in _of_network(args.end, site, way):
                lead(f"{name}-{route.key}", way.hop.kind, route.table, route.block, route.target, opts=child)
            for route in _of_gateway(site, way):
                lead_on(f"{name}-{route.key}", route.table, route.block, route.target, child)
        self.register_outputs(outputs(self, Destinations))


def _of_network(end: contracts.End, site: str, way: Way) -> Iterator[_Route]:
    if way.hop.id is not None:
        for table, table_id in contracts.tables_of(end.network, way.tiers).items():
            for key, block in way.ranges.items():
                yield _Route(f"{table}-{site}-{key}", table_id, block, way.hop.id)


def _of_gateway(site: str, way: Way) -> Iterator[_Route]:
    if way.hop.table is not None and way.hop.attachment is not None:
        for key, block in way.ranges.items():
            yield _Route(f"transit-{site}-{key}", way.hop.table, block, way.hop.attachment)
