"""By what two sites can be joined, by their regions and accounts, and how many of them by VPNs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from components.choices import LinkVia
from components.links.pairs import Pair
from components.naming import Cloud

from ..regions import CLOUDS
from .link import joins
from .problems import Cursor, Problem

MOST_VPNS: Final = 5
"""How many links a VPN gateway carries on either cloud, by what an account has unless it has asked for more."""


def clouds_of(sites: Pair, environment: Cursor) -> frozenset[Cloud]:
    """The clouds of two sites."""
    found = {environment["sites"][site]["cloud"].text for site in sites}
    return frozenset(cloud for cloud in CLOUDS if cloud in found)


def ways(sites: Pair, environment: Cursor) -> tuple[LinkVia, ...]:
    """By what two sites can be joined, what is usual first."""
    apart = len(set(_regions(sites, environment))) > 1
    return joins(clouds_of(sites, environment), apart=apart, together=len(set(_accounts(sites, environment))) == 1)


def bounded(sites: Pair, environment: Cursor) -> bool:
    """Whether what passes between two sites of one cloud is bounded: between two regions of Alibaba Cloud."""
    return clouds_of(sites, environment) == {"alicloud"} and len(set(_regions(sites, environment))) > 1


def routed(where: Cursor, hub: bool, sites: Pair, environment: Cursor) -> Iterator[Problem]:
    """Why transit does not join two sites on one cloud.

    Within a region the provider of AWS cannot accept the peering of two transit gateways
    (github.com/hashicorp/terraform-provider-aws/issues/40880); CEN has one transit router in a region, and all in one account.

    Args:
        where: what of an entry says so.
        hub: whether they are a hub and its spoke, which nothing else joins.
        sites: the two.
        environment: the environment.
    """
    both, on_aws = " and ".join(sites), clouds_of(sites, environment) == {"aws"}
    fix = "write mesh" if hub else "write via: peering"
    region, *others = _regions(sites, environment)
    if [region] == others:
        why = "transit gateways of one are not peered here" if on_aws else "CEN has one transit router in each"
        yield where.problem(f"{both}, both in {region}", f"sites in two regions for transit, since {why}", fix)
    if not on_aws and len(set(_accounts(sites, environment))) > 1:
        yield where.problem(f"{both}, in two accounts", "sites of one account for transit, as all transit routers are", fix)


def alone(routing: Mapping[str, Cursor], environment: Cursor) -> Iterator[Problem]:
    """One site of a region has a transit router of CEN, since an instance has one in each.

    Args:
        routing: what of an entry first says that a site on Alibaba Cloud is joined by transit, by site.
        environment: the environment.
    """
    first: dict[str | None, str] = {}
    for site, where in routing.items():
        region = environment["sites"][site]["region"].text
        if (other := first.setdefault(region, site)) != site:
            expected = "transit at one of them, since CEN has one transit router in a region"
            fix = f"write the links of {site} with via: peering"
            yield where.problem(f"transit at {other} and {site}, both in {region}", expected, fix)


def crowded(by_vpn: Mapping[str, list[Cursor]], tunnelled: Mapping[str, list[Cursor]], environment: Cursor) -> Iterator[Problem]:
    """A VPN gateway has so many connections, and a link takes two at either end.

    Sources: docs.aws.amazon.com/vpn/latest/s2svpn/vpn-limits.html, www.alibabacloud.com/help/en/vpn/user-guide/quotas.

    Args:
        by_vpn: the entries of the VPNs of each site, by site.
        tunnelled: those of all its tunnels, also of a transit gateway.
        environment: the environment.
    """
    for site in tunnelled:
        on_aws = environment["sites"][site]["cloud"].text == "aws"
        found = by_vpn.get(site, []) if on_aws else tunnelled[site]
        if len(found) > MOST_VPNS:
            expected = f"{MOST_VPNS} at most: a VPN gateway has ten connections, and a link takes two"
            fix = "write via: transit" if on_aws else "write a hub on AWS for some of the others, and join it with that alone"
            yield found[MOST_VPNS].problem(f"{len(found)} VPNs at {site}", expected, fix)


def accepting(sites: Pair, environment: Cursor) -> Iterator[Problem]:
    """Who asks for a peering on Alibaba Cloud names the other end's account, also where it is its own."""
    asking, accepting_ = sites
    account = environment["sites"][accepting_]["account"]
    if account.value is None:
        expected = f"the account of {accepting_}, which {asking} asks for a peering by its id"
        yield account.problem("missing", expected, 'write account: {id: "5012345678901234", role: deploy}, say')


def _regions(sites: Pair, environment: Cursor) -> list[str | None]:
    return [environment["sites"][site]["region"].text for site in sites]


def _accounts(sites: Pair, environment: Cursor) -> list[str | None]:
    return [environment["sites"][site]["account"]["id"].text for site in sites]
