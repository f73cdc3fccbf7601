"""From an environment's links by transit to the transit gateway of each site that has one, and to the arguments of such links."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pulumi

from components import contracts
from components.multicloud.link_peering import PeeringLinkArgs
from components.multicloud.link_transit import TransitLinkArgs
from components.multicloud.transit_gateway import Transit, TransitGateway, TransitGatewayArgs

from .environment import Loaded
from .environment.link import TRANSIT_TIER, LinkedPair, link_zones
from .environment.model import Account
from .providers import account_provider
from .tags import environment_tags, tagged


@dataclass(frozen=True)
class Joining:
    """An environment whose sites are joined.

    Args:
        loaded: the environment.
        pairs: every pair that it joins.
        end: a site with some of its tiers, as its links know it.
    """

    loaded: Loaded
    pairs: tuple[LinkedPair, ...]
    end: Callable[[str, tuple[str, ...]], contracts.End]

    def by_transit(self, site: str) -> list[LinkedPair]:
        """The links that a transit gateway of the site carries."""
        return [pair for pair in self.pairs if site in pair.sites and pair.by_transit(site)]

    def by_vpn(self, site: str) -> list[LinkedPair]:
        """The links that a VPN gateway of the site carries."""
        return [pair for pair in self.pairs if site in pair.sites and pair.across and not pair.by_transit(site)]


def transit_gateways(joining: Joining, parent: pulumi.Resource) -> tuple[dict[str, TransitGateway], pulumi.Output[str] | None]:
    """Make the transit gateway of each site that has links by transit.

    Args:
        joining: the environment, and what it joins.
        parent: the environment's component.

    Returns: the gateways by site, and the id of the CEN instance of those on Alibaba Cloud, where there are any.
    """
    sites = joining.loaded.environment.sites
    having = [site for site in sites if joining.by_transit(site)]
    members = [site for site in having if sites[site].cloud == "alicloud"]
    cen = _enterprise_network(joining.loaded, members[0], parent) if members else None
    opts = pulumi.ResourceOptions(parent=parent)
    made = {site: TransitGateway(f"{site}-transit", gateway_args(joining, site, cen), opts) for site in having}
    return made, cen


def gateway_args(joining: Joining, site: str, cen: pulumi.Input[str] | None) -> TransitGatewayArgs:
    """The arguments of a site's transit gateway: on AWS it is in every zone, since it carries what comes from there alone."""
    told = joining.loaded.environment.sites[site]
    on_alicloud = told.cloud == "alicloud"
    tiers = tuple(dict.fromkeys(tier for pair in joining.by_transit(site) for tier in pair.tiers))
    return TransitGatewayArgs(
        end=joining.end(site, tiers),
        zones=link_zones(told) if on_alicloud else told.zones,
        tier=TRANSIT_TIER,
        hands_on=any(pair.hub == site for pair in joining.pairs),
        enterprise_network=cen if on_alicloud else None,
    )


def link_args(
    joining: Joining, link: LinkedPair, gateways: Mapping[str, Transit], cen: pulumi.Input[str] | None
) -> TransitLinkArgs:
    """The arguments of a link by transit between two sites on one cloud.

    Args:
        joining: the environment, and what it joins.
        link: the two sites.
        gateways: the transit gateway of each site that has one, by site.
        cen: on Alibaba Cloud, the id of the CEN instance.
    """
    one, other = (joining.end(site, link.tiers) for site in link.sites)
    on_alicloud = one.cloud == "alicloud"
    return TransitLinkArgs(
        one=one,
        other=other,
        gateways={site: gateways[site] for site in link.sites},
        mbps=link.mbps if on_alicloud else None,
        account=None if on_alicloud else other_account(joining, link),
        enterprise_network=cen if on_alicloud else None,
    )


def peering_args(joining: Joining, link: LinkedPair) -> PeeringLinkArgs:
    """The arguments of a peering of two networks: on Alibaba Cloud it names the other account, also where it is one's own."""
    one, other = (joining.end(site, link.tiers) for site in link.sites)
    on_alicloud = one.cloud == "alicloud"
    return PeeringLinkArgs(
        one=one,
        other=other,
        account=_account_id(joining.loaded.environment.sites[other.site].account) if on_alicloud else other_account(joining, link),
        mbps=link.mbps if on_alicloud and one.network.region != other.network.region else None,
    )


def other_account(joining: Joining, link: LinkedPair) -> str | None:
    """The id of the second site's account, where it is not the first's."""
    one, other = (_account_id(joining.loaded.environment.sites[site].account) for site in link.sites)
    return other if other != one else None


def _account_id(account: Account | None) -> str | None:
    return account.id if account is not None else None


def _enterprise_network(loaded: Loaded, member: str, parent: pulumi.Resource) -> pulumi.Output[str]:
    """The id of the CEN instance, which all transit routers are of: in the one account of its sites, by a provider of no site."""
    # Here, since it imports Alibaba Cloud's SDK.
    from components.multicloud.enterprise_network import EnterpriseNetwork, EnterpriseNetworkArgs

    environment = loaded.environment
    account = environment.sites[member].account
    tags = environment_tags(environment, loaded.name)
    name = f"links-alicloud-{account.id if account else 'credentials'}"
    below = pulumi.ResourceOptions(parent=parent)
    made = account_provider(name, "alicloud", account, environment=loaded.name, tags=tags, opts=below)
    group = account.resource_group if account else None
    args = EnterpriseNetworkArgs(description=f"links of {loaded.name}", resource_group=group, tags=tags)
    opts = pulumi.ResourceOptions(parent=parent, provider=made, transformations=[tagged(tags)])
    return EnterpriseNetwork(name, args, opts).id
