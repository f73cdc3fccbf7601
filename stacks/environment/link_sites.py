"""What must hold of the sites that links join: their numbers and ASNs, where their gateways stand, whom their alarms reach."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from ipaddress import IPv4Network

from components.links.numbers import NUMBERS, asn_faults, number_faults, site_asn, site_number

from . import addresses
from .problems import Cursor, Problem, translated

ONE_ZONE = frozenset({"ap-northeast-2", "ap-southeast-6", "ap-southeast-7"})
"""Regions of Alibaba Cloud with one zone for VPN gateways, so that its loss is the link's: Seoul, Manila, Bangkok.

Source: www.alibabacloud.com/help/en/vpn/sub-product-ipsec-vpn/user-guide/ipsec-vpn-connections-support-the-dual-tunnel-mode.
"""

_TOPIC = re.compile(r"arn:aws(?:-[a-z]+)*:sns:([a-z0-9-]+):\d{12}:[A-Za-z0-9_-]{1,256}")


def alarms(environment: Cursor) -> Iterator[Problem]:
    """Whether alarms go to what the site's cloud knows, in its region."""
    for site in environment["sites"].values():
        cloud, region = site["cloud"].text, site["region"].text
        for target in site["alarms"].each():
            topic = _TOPIC.fullmatch(target.text or "")
            if target.text is None or region is None:
                continue
            if cloud == "aws" and (topic is None or topic[1] != region):
                expected = f"the ARN of an SNS topic in {region}, since alarms reach no other region"
                yield target.refused(expected, f"write arn:aws:sns:{region}:<account>:<topic>")
            elif cloud == "alicloud" and target.text.startswith("arn:"):
                yield target.refused("the name of a contact group of CloudMonitor", "write its name")


def silent(watched: Mapping[str, str], environment: Cursor) -> Iterator[Problem]:
    """In production what can break at night alarms someone.

    Args:
        watched: what has alarms, by the site that it stands at.
        environment: the environment.
    """
    if environment["tier"].text != "production":
        return
    for site, what in sorted(watched.items()):
        targets = environment["sites"][site]["alarms"]
        if targets.value in (None, []):
            example = "an SNS topic" if environment["sites"][site]["cloud"].text == "aws" else "a contact group"
            yield targets.problem("missing", f"where alarms of its {what} go, in production", f"write alarms: [{example}]")


def zones(tunnelled: Collection[str], environment: Cursor) -> Iterator[Problem]:
    """A VPN gateway on Alibaba Cloud stands in two zones; `tunnelled` are the sites that have tunnels."""
    for name, site in environment["sites"].items():
        own, chosen = [zone.text for zone in site["zones"].each() if zone.text is not None], site["link_zones"]
        said = [zone.text for zone in chosen.each()]
        if chosen.value is not None and site["cloud"].text == "aws":
            yield chosen.problem("zones", "none, since a VPN gateway on AWS spans zones", "remove them")
        elif isinstance(chosen.value, list) and (len(set(said)) != 2 or not set(said) <= set(own)):
            yield chosen.refused(f"two zones of the site: {', '.join(own)}", "choose two of them")
        elif name in tunnelled and site["cloud"].text == "alicloud" and site["region"].text in ONE_ZONE:
            expected = "a region where a VPN gateway on Alibaba Cloud stands in two zones: here it has one for them"
            yield site["region"].problem(str(site["region"].text), expected, f"leave {name} out of links with AWS")
        elif name in tunnelled and site["cloud"].text == "alicloud" and len(set(own)) == 1:
            expected = "two, since a VPN gateway on Alibaba Cloud stands in two zones"
            yield site["zones"].problem("one zone", expected, "add a zone")


def numbered(tunnelled: Collection[str], environment: Cursor) -> Iterator[Problem]:
    """Numbers and ASNs of sites, which follow from their addresses unless they are written."""
    space, sites = environment["address_space"].text, environment["sites"]
    numbers: dict[str, int] = {}
    asns: dict[str, int] = {}
    blocks: list[IPv4Network] = []
    for name in sorted(tunnelled):
        site = sites[name]
        found = addresses.sound_site(site)
        if found is None or space is None:
            continue
        block = IPv4Network(found.cidr)
        alone = not any(block.overlaps(other) for other in blocks)  # what follows from a block that another has is told there
        blocks.append(block)
        if (asn := site["asn"].number) is not None:
            asns[name] = asn
        elif site["asn"].value is None and alone:
            asns[name] = site_asn(found.cidr)
        number = site["link_number"].number
        if number is None and alone:
            number = _number(space, found.cidr)
        if number is not None:
            numbers[name] = number
    yield from translated((*number_faults(numbers), *asn_faults(asns)), lambda field: tuple(field.split(".")))


def _number(space: str, cidr: str) -> int | None:
    """The number that a site has by its addresses; None where they lie outside the environment's, of which others tell."""
    try:
        number = site_number(space, cidr)
    except ValueError:
        return None
    return number if 0 <= number < NUMBERS else None
