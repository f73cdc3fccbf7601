"""From an environment's links to a gateway for each site that has VPNs, and a link for each pair."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, cast

import pulumi
from pulumi.runtime import is_config_secret
from pulumi.runtime.config import get_config

from components import contracts
from components.links.tunnels import KEY
from components.multicloud.link import Link, VpnLinkArgs
from components.multicloud.link_gateway import LinkGateway, LinkGatewayArgs, Reached

from .environment import Loaded
from .environment.link import LinkedPair, asn_of, link_zones, linked_pairs, number_of
from .environment.problems import Problem, Steps
from .networks import network_args
from .providers import provider
from .referred import Joined
from .tags import environment_tags, site_tags


class Links(NamedTuple):
    """What joins an environment's networks.

    Args:
        gateways: the VPN gateway of each site that has one, by site.
        links: every link, by its pair's name.
    """

    gateways: Mapping[str, LinkGateway]
    links: Mapping[str, Link]

    @property
    def outputs(self) -> dict[str, Any]:
        """By what each link is carried: to look for in either cloud's console."""
        return {name: {"via": link.via, "paths": dict(link.paths)} for name, link in self.links.items()}


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

    gateways = {
        site: LinkGateway(f"{site}-link", _gateway_args(loaded, site, pairs, end), opts) for site in sites if _vpns(site, pairs)
    }
    config = pulumi.Config()
    links: dict[str, Link] = {}
    for pair in pairs:
        keys = {tunnel: config.require_secret(key) for tunnel, key in pair.keys.items()}
        links[pair.name] = Link(pair.name, _link_args(pair, end, gateways, keys), opts)
    return Links(gateways, links)


def rehearsed_links(loaded: Loaded) -> Iterator[tuple[Steps, Callable[[], object]]]:
    """The arguments of every gateway and link as calls that make them, with the paths that they come from."""
    pairs = linked_pairs(loaded.environment)
    environment = loaded.environment

    def end(site: str, tiers: tuple[str, ...]) -> contracts.End:
        network = cast("contracts.Network", network_args(environment, site, {}))
        return _end(loaded, site, tiers, network, cast("pulumi.ProviderResource", None))

    for site in environment.sites:
        if _vpns(site, pairs):
            yield ("sites", site), lambda site=site: _gateway_args(loaded, site, pairs, end)
    for pair in pairs:
        gateways = cast("Mapping[str, Reached]", dict.fromkeys(pair.sites))
        yield pair.path, lambda pair=pair, gateways=gateways: _link_args(pair, end, gateways, {})


def lacking_keys(loaded: Loaded) -> Iterator[Problem]:
    """Keys of tunnels that the stack's configuration lacks, that are no secrets there, or that AWS would refuse."""
    project = pulumi.Config().name
    for pair in linked_pairs(loaded.environment):
        for tunnel, key in pair.keys.items():
            path, full = (*pair.path, "keys", tunnel), f"{project}:{key}"
            value = get_config(full)
            write = f"write it with pulumi config set --secret {key}"
            if value is None:
                yield Problem(path, f'"{key}", which is not configured', "the configuration key of a secret", write)
            elif not is_config_secret(full):
                yield Problem(path, f'"{key}", which is plain text', "the configuration key of a secret", write)
            elif not KEY.fullmatch(value):
                expected = "a key of 8 to 64 letters, digits, . and _ that does not begin with 0"
                yield Problem(path, f'"{key}", whose value is none', expected, write)


def _vpns(site: str, pairs: tuple[LinkedPair, ...]) -> list[LinkedPair]:
    return [pair for pair in pairs if site in pair.sites and pair.via == "vpn"]


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


def _gateway_args(
    loaded: Loaded, site: str, pairs: tuple[LinkedPair, ...], end: Callable[[str, tuple[str, ...]], contracts.End]
) -> LinkGatewayArgs:
    """Of links with different tiers, which an environment refuses, the gateway would have all."""
    own = _vpns(site, pairs)
    tiers = tuple(dict.fromkeys(tier for pair in own for tier in pair.tiers))
    told = loaded.environment.sites[site]
    zones = {"zones": link_zones(told)} if told.cloud == "alicloud" else {}
    return LinkGatewayArgs(end=end(site, tiers), mbps=max(pair.mbps for pair in own), **zones)


def _link_args(
    pair: LinkedPair,
    end: Callable[[str, tuple[str, ...]], contracts.End],
    gateways: Mapping[str, Reached],
    keys: Mapping[str, pulumi.Input[str]],
) -> VpnLinkArgs:
    one, other = (end(site, pair.tiers) for site in pair.sites)
    own = {site: gateways[site] for site in pair.sites}
    return VpnLinkArgs(one=one, other=other, gateways=own, keys=keys)
