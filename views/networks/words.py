"""What every picture of networks says alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from .model import Exit, Link, Reach, Site, Subnet, Tier, Way
from .types import Role

INTERNET: Final = "Internet"
NOTHING: Final = "no networks"
ROUTES: Final = "routes"
_REACHES: Final[Mapping[Reach, str]] = {
    Reach.OPEN: "open to the internet",
    Reach.OUT: "out to the internet only",
    Reach.INSIDE: "no way out",
    Reach.UNKNOWN: "routes not in this program",
}


_VIA: Final[Mapping[str, str]] = {"vpn": "VPN, four tunnels", "peering": "peering", "transit": "transit gateways"}


def site_lines(site: Site) -> list[str]:
    """What is said of a site under its name."""
    where = " ".join(each for each in (site.cloud, site.region) if each)
    lines = [" · ".join((where, *site.blocks))]
    return [*lines, f"flow logs to {site.flow_logs}"] if site.flow_logs else lines


def tier_lines(tier: Tier) -> list[str]:
    """What is said of a tier under its name."""
    return [_REACHES[tier.reach], *(["network ACL"] if tier.acl else [])]


def subnet_lines(subnet: Subnet) -> list[str]:
    """What is said of a subnet: its block, then how many addresses that gives, then IPv6."""
    usable = "" if subnet.usable is None else f"{subnet.usable:,} addresses"
    return [line for line in (subnet.block or "block not known yet", usable, subnet.ipv6) if line]


def zone_title(zone: str) -> str:
    return f"zone {zone}"


def exit_lines(site: Site, exit_: Exit) -> list[str]:
    """What is said of an exit under its title: its gateways by zone with their addresses, its endpoints by service."""
    if exit_.kind is Role.NAT:
        return [" · ".join(each for each in (zone_title(zone), exit_.details.get(zone, "")) if each) for zone in exit_.members]
    if exit_.kind is Role.INTERFACE_ENDPOINT:
        hosts = [tier.name for tier in site.tiers if any(way.to == exit_.key for way in tier.ways)]
        return [f"in {', '.join(hosts)}", *exit_.members]
    return list(exit_.members) if exit_.kind is Role.GATEWAY_ENDPOINT else []


def way_lines(way: Way, zones: Sequence[str]) -> list[str]:
    """What is said of a way: what takes it, and how it differs from zone to zone.

    Args:
        way: the way.
        zones: those of the tiers whose way it is.
    """
    members = sorted({member for carriers in way.by_zone.values() for member in carriers})
    if way.to == Role.GATEWAY_ENDPOINT:
        partial = {member: [zone for zone in zones if member in way.by_zone.get(zone, ())] for member in members}
        told = [f"{member} from {_alone(where)}" for member, where in partial.items() if len(where) < len(zones)]
        return [line for line in (", ".join(member for member in members if len(partial[member]) == len(zones)), *told) if line]
    lines = [", ".join(way.destinations) or ("learned by BGP" if way.to == Role.VPN else "not known yet")]
    if len(members) > 1:
        own = all(carriers == (zone,) for zone, carriers in way.by_zone.items())
        lines += ["each zone by its own"] if own else [f"zone {zone} by {', '.join(by)}" for zone, by in way.by_zone.items()]
    if len(way.by_zone) < len(zones):
        lines.append(f"from {_alone(list(way.by_zone))}")
    return lines


def link_lines(link: Link) -> list[str]:
    """What is said of a link: what it is, and which tiers it is for."""
    one, other = (", ".join(link.tiers.get(site, ())) for site in link.sites)
    tiers = [one] if one == other else [f"{site}: {', '.join(link.tiers.get(site, ()))}" for site in link.sites]
    return [_VIA.get(link.via, "link"), *(line for line in tiers if line)]


def no_way(tier: Tier) -> str:
    """What is said in place of a tier's routes where it has none."""
    return "unknown" if tier.reach is Reach.UNKNOWN else "inside the network alone"


def _alone(zones: Sequence[str]) -> str:
    return f"zone{'s' * (len(zones) > 1)} {', '.join(zones)} alone"
