"""From an environment's links to the gateways of sites, for VPNs and for transit, and a link for each pair."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple, cast

import pulumi

from components import contracts
from components.links.tunnels import KEY
from components.multicloud.link import Link, VpnLinkArgs
from components.multicloud.link_gateway import LinkGateway, LinkGatewayArgs, Reached
from components.multicloud.link_peering import PeeringLinkArgs
from components.multicloud.link_routes import Hop, LinkRoutes, LinkRoutesArgs, Way
from components.multicloud.link_transit import TransitLinkArgs
from components.multicloud.transit_gateway import Transit, TransitGateway

from .configured import lacking_secret
from .environment import Loaded
from .environment.link import LinkedPair, asn_of, link_zones, linked_pairs, links_to, number_of
from .environment.problems import Problem, Steps
from .networks import network_args
from .providers import provider
from .referred import Joined
from .tags import environment_tags, site_tags
from .transit import Joining, gateway_args, link_args, peering_args, transit_gateways


class Links(NamedTuple):
    """What joins an environment's networks.

    Args:
        gateways: the VPN gateway of each site that has one, by site.
        transits: the transit gateway of each site that has one, by site.
        links: every link, by its pair's name.
    """

    gateways: Mapping[str, LinkGateway]
    transits: Mapping[str, TransitGateway]
    links: Mapping[str, Link]

    @property
    def outputs(self) -> dict[str, Any]:
        """By what each link is carried: to look for in either cloud's console."""
        return {name: {"via": link.via, "paths": dict(link.paths)} for name, link in self.links.items()}


STAND_IN: Final = object()
"""Stands for a gateway before it is there."""


class Made(NamedTuple):
    """What links are made by way of.

    Args:
        gateways: VPN gateways, by site.
        transits: transit gateways, by site.
        cen: the id of the CEN instance of those on Alibaba Cloud.
    """

    gateways: Mapping[str, Reached]
    transits: Mapping[str, Transit]
    cen: pulumi.Input[str] | None


def make_links(loaded: Loaded, sites: Mapping[str, Joined], parent: pulumi.Resource) -> Links:
    """Make the gateways and links of an environment, each half by a provider of its site's account and region.

    Args:
        loaded: the environment.
        sites: its sites, by name.
        parent: the environment's component.
    """
    opts = pulumi.ResourceOptions(parent=parent)
    pairs = linked_pairs(loaded.environment)
    providers = {site: _provider(loaded, site, opts) for site in sites if any(site in pair.sites for pair in pairs)}

    def end(site: str, tiers: tuple[str, ...]) -> contracts.End:
        return _end(loaded, site, tiers, sites[site].network, providers[site])

    joining = Joining(loaded, pairs, end)
    gateways = {site: LinkGateway(f"{site}-link", _gateway_args(joining, site), opts) for site in sites if joining.by_vpn(site)}
    transits, cen = transit_gateways(joining, parent)
    made = Made(gateways, transits, cen)
    config = pulumi.Config()
    links: dict[str, Link] = {}
    for pair in pairs:
        keys = {tunnel: config.require_secret(key) for tunnel, key in pair.keys.items()}
        links[pair.name] = Link(pair.name, _link_args(joining, pair, made, keys), opts)
    for site in providers:
        routes = _route_args(joining, site, {name: link.hops for name, link in links.items()})
        if routes.any:  # tables of a site on AWS with VPNs alone learn what its gateway does
            LinkRoutes(f"{site}-routes", routes, opts)
    return Links(gateways, transits, links)


def rehearsed_links(loaded: Loaded) -> Iterator[tuple[Steps, Callable[[], object]]]:
    """The arguments of every gateway and link as calls that make them, with the paths that they come from."""
    pairs = linked_pairs(loaded.environment)
    environment = loaded.environment

    def end(site: str, tiers: tuple[str, ...]) -> contracts.End:
        network = cast("contracts.Network", network_args(environment, site, {}))
        return _end(loaded, site, tiers, network, cast("pulumi.ProviderResource", None))

    joining = Joining(loaded, pairs, end)
    for site in environment.sites:
        if joining.by_vpn(site):
            yield ("sites", site), lambda site=site: _gateway_args(joining, site)
        if joining.by_transit(site):
            yield ("sites", site), lambda site=site: gateway_args(joining, site, "")
    stand_ins = cast("Mapping[str, Any]", dict.fromkeys(environment.sites, STAND_IN))
    made = Made(stand_ins, stand_ins, "")
    for pair in pairs:
        yield pair.path, lambda pair=pair: _link_args(joining, pair, made, {})
    hops = {pair.name: dict.fromkeys(pair.sites, Hop(kind="transit")) for pair in pairs}
    for site in sorted({site for pair in pairs for site in pair.sites}):
        yield ("sites", site), lambda site=site: _route_args(joining, site, hops)


def lacking_keys(loaded: Loaded) -> Iterator[Problem]:
    """Keys of tunnels that the stack's configuration lacks, that are no secrets there, or that AWS would refuse."""
    form = "a key of 8 to 64 letters, digits, . and _ that does not begin with 0"
    for pair in linked_pairs(loaded.environment):
        for tunnel, key in pair.keys.items():
            if (problem := lacking_secret((*pair.path, "keys", tunnel), key, KEY, form)) is not None:
                yield problem


def _provider(loaded: Loaded, site: str, opts: pulumi.ResourceOptions) -> pulumi.ProviderResource:
    """The provider of a site's halves; no site is called so, since none has two hyphens in a row."""
    told, tags = loaded.environment.sites[site], environment_tags(loaded.environment, loaded.name)
    return provider(f"{site}--links", told, environment=loaded.name, tags=tags, opts=opts)


def _end(
    loaded: Loaded, name: str, tiers: tuple[str, ...], network: contracts.Network, provider: pulumi.ProviderResource
) -> contracts.End:
    site = loaded.environment.sites[name]
    return contracts.End(
        site=name,
        cloud=site.cloud,
        network=network,
        provider=provider,
        number=number_of(loaded.environment, site),
        asn=asn_of(site),
        tiers=tiers,
        resource_group=site.account.resource_group if site.account else None,
        alarms=site.alarms,
        tags=site_tags(loaded.environment, loaded.name, name),
    )


def _gateway_args(joining: Joining, site: str) -> LinkGatewayArgs:
    """The gateway of a site's links; one on Alibaba Cloud, whose links may differ in tiers, leads nowhere by itself."""
    own = joining.by_vpn(site)
    tiers = tuple(dict.fromkeys(tier for pair in own for tier in pair.tiers))
    told = joining.loaded.environment.sites[site]
    zones = {"zones": link_zones(told)} if told.cloud == "alicloud" else {}
    return LinkGatewayArgs(end=joining.end(site, tiers), mbps=max(pair.mbps for pair in own), **zones)


def _link_args(
    joining: Joining, pair: LinkedPair, made: Made, keys: Mapping[str, pulumi.Input[str]]
) -> VpnLinkArgs | PeeringLinkArgs | TransitLinkArgs:
    if pair.via == "transit" and not pair.across:
        return link_args(joining, pair, made.transits, made.cen)
    if pair.via == "peering":
        return peering_args(joining, pair)
    one, other = (joining.end(site, pair.tiers) for site in pair.sites)
    return VpnLinkArgs(
        one=one,
        other=other,
        gateways={site: made.gateways[site] for site in pair.sites if not pair.by_transit(site)},
        transit=next((made.transits[site] for site in pair.sites if pair.by_transit(site)), None),
        keys=keys,
    )


def _route_args(joining: Joining, site: str, hops: Mapping[str, Mapping[str, Hop]]) -> LinkRoutesArgs:
    """The arguments of a site's routes; `hops` are what links have made, by link, then site."""
    found = links_to(joining.pairs)[site]
    ways = {
        far: Way(ranges=joining.end(far, link.tiers).ranges, tiers=link.tiers, hop=hops[link.name][site])
        for far, link in found.items()
    }
    tiers = tuple(dict.fromkeys(tier for link in found.values() for tier in link.tiers))
    return LinkRoutesArgs(end=joining.end(site, tiers), ways=ways)
