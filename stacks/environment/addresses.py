"""What must hold of addresses: inside a site, between the sites of an environment, and against what lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from components.addressing import (
    TIERS,
    ExtraTier,
    Site,
    block_faults,
    neighbour_faults,
    peer_faults,
    site_faults,
    space_faults,
    subnet_faults,
    zone_faults,
)

from ..regions import CLOUDS
from .problems import Cursor, Problem, Steps, listed, translated


def problems(environment: Cursor, neighbours: Mapping[str, str]) -> Iterator[Problem]:
    """Every rule of addresses that the environment breaks.

    Args:
        environment: the environment.
        neighbours: the address space of each environment beside it, by the file that says it.
    """
    told: set[Steps] = set()
    for site in environment["sites"].values():
        for problem in _site(site):
            told.add(problem.path)
            yield problem
    for problem in _between(environment, neighbours):
        if problem.path not in told:
            yield problem


def blocks(environment: Cursor) -> dict[str, Cursor]:
    """Every block of every site by its path as text; those of tiers of their own among them."""
    found: dict[str, Cursor] = {}
    for name, site in environment["sites"].items():
        network = site["network"]
        own = {field: network[field] for field in ("cidr", "pods")}
        own |= {f"tiers.{tier}.cidr": entry["cidr"] for tier, entry in network["tiers"].items()}
        found |= {f"sites.{name}.network.{field}": block for field, block in own.items() if block.text is not None}
    return found


def sound_site(site: Cursor) -> Site | None:
    """The addresses of a site; None where anything is wrong with them."""
    network, cloud = site["network"], site["cloud"].text
    cidr, pods = network["cidr"].text, network["pods"].text
    zones = tuple(zone.text for zone in site["zones"].each() if zone.text is not None)
    if cloud not in CLOUDS or cidr is None or pods is None or any(_site(site)):
        return None
    return Site(cloud=cloud, zones=zones, cidr=cidr, pods=pods, tiers=_tiers(network), pinned=_pinned(network))


def _site(site: Cursor) -> Iterator[Problem]:
    network = site["network"]
    fields = {"zones": site["zones"], "cidr": network["cidr"], "pods": network["pods"]}
    cidr, pods = fields["cidr"].text, fields["pods"].text
    zones = [zone.text for zone in site["zones"].each() if zone.text is not None]
    carrier = network["nat_zone"]
    if carrier.text is not None and carrier.text not in zones and zones:
        yield carrier.refused(f"a zone of the site: {listed(zones)}", "choose one of them")
    if cidr is None or pods is None:
        yield from translated(zone_faults(zones), lambda field: fields[field].path)
        return
    yield from translated(site_faults(cidr, pods, zones), lambda field: fields[field].path)
    tiers, cloud = _tiers(network), site["cloud"].text
    found = subnet_faults(zones, cidr=cidr, pods=pods, tiers=tiers, pinned=_pinned(network))
    if cloud in CLOUDS:
        found += block_faults(cloud, [name for name, tier in tiers.items() if tier.cidr is not None])
    yield from translated(found, lambda field: (*network.path, *field.split(".")))


def _between(environment: Cursor, neighbours: Mapping[str, str]) -> Iterator[Problem]:
    space, peers = environment["address_space"], environment["peers"]
    places = {**blocks(environment), "address_space": space}
    texts = {place: block.text for place, block in places.items() if block.text is not None}
    if (whole := texts.pop("address_space", None)) is not None:
        yield from translated(space_faults(whole, texts), lambda field: places[field].path)
        yield from translated(neighbour_faults(whole, neighbours), lambda field: places[field].path)
    ranges = {name: peer.text for name, peer in peers.items() if peer.text is not None}
    yield from translated(peer_faults(ranges, texts), lambda field: peers[field.removeprefix("peers.")].path)


def _tiers(network: Cursor) -> dict[str, ExtraTier]:
    """The extra tiers that can be read."""
    found: dict[str, ExtraTier] = {}
    for name, entry in network["tiers"].items():
        like, slot = next((tier for tier in TIERS if tier == entry["like"].text), None), entry["slot"].number
        if like is not None and slot is not None:
            found[name] = ExtraTier(like=like, slot=slot, cidr=entry["cidr"].text)
    return found


def _pinned(network: Cursor) -> dict[str, dict[str, str]]:
    return {
        tier: {zone: block.text for zone, block in by_zone.items() if block.text is not None}
        for tier, by_zone in network["pinned"].items()
    }
