"""Where everything of an environment lies, as plain data: what `nusa addresses` prints, in a table or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import IPv4Network, collapse_addresses
from typing import Any

from components.addressing import LIMITS, TIERS, Place, Plan, Site, Tier, ipv6_index, next_blocks, plan_of, zone_slot
from components.addressing.blocks import parse
from components.fit import Need

from .environment import Loaded, fitting
from .environment.addresses import sound_site
from .environment.defaults import filled
from .environment.problems import Cursor


def address_plan(loaded: Loaded, peers: Mapping[str, IPv4Network] | None = None) -> dict[str, Any]:
    """The plan of an environment that has no fault.

    Args:
        loaded: the environment.
        peers: further ranges to hold against it, by name.

    Returns:
        `addressSpace` and `sites` with their sums, the latter with blocks, subnets and what is kept for `growth`; what is `free`,
        and what lies `elsewhere` in the space; `next`, the blocks of a further site, or None where there is no room; `peers`
        and what they share addresses with; `neighbours`.
    """
    environment = loaded.environment
    raw = Cursor((), filled(loaded.source.value, environment.tier))
    sites = {name: site for name, entry in raw["sites"].items() if (site := sound_site(entry)) is not None}
    ranges = {**{name: IPv4Network(text) for name, text in environment.peers.items()}, **(peers or {})}
    services = {f"clusters.{name}.service_cidr": cluster.service_cidr for name, cluster in environment.clusters.items()}
    named = {f"peers.{name}": str(block) for name, block in ranges.items()}
    plan = plan_of(environment.address_space, sites, {**named, **services})
    taken = [block for site in sites.values() for block in site.blocks.values()]
    proposed = next_blocks(environment.address_space, [*taken, *(place.block for place in plan.of("elsewhere"))])
    return {
        "environment": loaded.name,
        "addressSpace": {"block": str(plan.space), **_sums(plan)},
        "sites": {
            name: {"region": environment.sites[name].region, "ipv6": environment.sites[name].network.ipv6}
            | _site(name, site, plan, fitting.demand(raw, name).needs)
            for name, site in sites.items()
        },
        "elsewhere": [
            {"what": place.source, "block": str(place.block), "addresses": place.block.num_addresses}
            for place in plan.of("elsewhere")
        ],
        "free": [{"block": str(place.block), "addresses": place.block.num_addresses} for place in plan.of("free")],
        "next": proposed
        and {"cidr": str(proposed.cidr), "pods": str(proposed.pods), "room": [str(block) for block in proposed.room]},
        "peers": [
            {
                "name": name,
                "block": str(block),
                **_shared(block, sites, loaded.source.neighbours),
                "inSpace": block.overlaps(plan.space),
            }
            for name, block in ranges.items()
        ],
        "neighbours": [{"file": file, "block": block} for file, block in loaded.source.neighbours.items()],
    }


def _sums(plan: Plan, site: str | None = None) -> dict[str, int]:
    sums = {"used": plan.addresses("subnet", site=site), "kept": plan.addresses("tier", "zone", site=site)}
    if site is None:
        sums |= {"elsewhere": plan.addresses("elsewhere"), "free": plan.addresses("free")}
    return {"addresses": sum(sums.values()), **sums}


def _site(name: str, site: Site, plan: Plan, needs: Mapping[Tier, Need]) -> dict[str, Any]:
    limits = LIMITS[site.cloud]
    needed: dict[str, int] = {tier: need.addresses for tier, need in needs.items()}
    order = (*TIERS, *site.tiers)
    subnets = sorted(plan.of("subnet", site=name), key=lambda place: (zone_slot(place.zone), order.index(place.tier)))
    return {
        "cloud": site.cloud,
        **_sums(plan, name),
        "blocks": {field: str(block) for field, block in site.blocks.items()},
        "blocksLeft": max(0, limits.blocks - len(site.blocks)),
        "subnets": [
            {
                "zone": place.zone,
                "tier": place.tier,
                "block": str(place.block),
                "usable": limits.usable(place.block),
                "needed": needed.get(place.tier, 0),
                "ipv6": ipv6_index(place.tier, place.zone, site.tiers),
            }
            for place in subnets
        ],
        "growth": list(_growth(plan.of("tier", "zone", site=name))),
    }


def _growth(places: Iterable[Place]) -> Iterator[dict[str, Any]]:
    """What each zone in use keeps for tiers to come, and what each block of the site keeps for zones to come."""
    groups: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        groups.setdefault((place.use, place.zone if place.use == "tier" else place.source), []).append(place)
    for (use, of), kept in groups.items():
        named = {"tiers": list(dict.fromkeys(place.tier for place in kept))} if use == "tier" else {"of": of}
        yield {
            "for": f"{use}s",
            "zones": sorted({place.zone for place in kept}),
            **named,
            "blocks": [str(block) for block in collapse_addresses(place.block for place in kept)],
            "addresses": sum(place.block.num_addresses for place in kept),
        }


def _shared(block: IPv4Network, sites: Mapping[str, Site], neighbours: Mapping[str, str]) -> dict[str, Any]:
    """What a range elsewhere shares addresses with."""
    fields = {f"sites.{name}.network.{field}": each for name, site in sites.items() for field, each in site.blocks.items()}
    return {
        "collides": [{"with": field, "block": str(each)} for field, each in fields.items() if each.overlaps(block)],
        "neighbours": [file for file, text in neighbours.items() if (other := parse(text)) and block.overlaps(other)],
    }
