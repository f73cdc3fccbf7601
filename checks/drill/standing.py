"""What else a loss takes: links to lost sites, writers of buckets, and the way out of a site where a zone had the only one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .declared import Declarations, Declared
from .loss import Loss

_LINKS: Final = "nusantara:multicloud:"
_BETWEEN: Final = "--"
"""What stands between the two sites in the name of a link."""
_NAT: Final = "aws:ec2/natGateway:NatGateway"
_SUBNET: Final = "aws:ec2/subnet:Subnet"


def links(declared: Declarations, loss: Loss) -> Iterator[str]:
    """The links that end in a lost site, by name."""
    seen: set[str] = set()
    for each in declared.all:
        ends = each.name.split(_BETWEEN)
        joins = each.type.startswith(_LINKS) and len(ends) == 2 and all(end in declared.sites for end in ends)
        if joins and each.name not in seen and any(end in loss.sites for end in ends):
            seen.add(each.name)
            yield each.name


def unwritten(declared: Declarations, loss: Loss) -> Iterator[tuple[str, str, list[str]]]:
    """The buckets and their prefixes whose one writer is lost, with the sites that have a copy left."""
    for bucket, said in sorted((declared.said.get("buckets") or {}).items()):
        for prefix, told in sorted((said.get("prefixes") or {}).items()):
            if told.get("writer") in loss.sites:
                yield bucket, prefix, [site for site in told.get("replicas") or () if site not in loss.sites]


def egress(declared: Declarations, loss: Loss) -> Iterator[str]:
    """The sites on AWS whose NAT gateways, each of which lies in one zone, are all in lost zones.

    Alibaba Cloud's span zones (www.alibabacloud.com/help/en/nat-gateway/product-overview/what-is-nat-gateway).
    """
    subnets = {each.id: each for each in declared.of_type(_SUBNET)}
    for site, letters in loss.zones.items():
        gateways = [each for each in declared.of_type(_NAT) if declared.site_of(each.urn) == site]
        if gateways and all(_zone(each, subnets)[-1:] in letters for each in gateways):
            yield site


def _zone(gateway: Declared, subnets: dict[str, Declared]) -> str:
    subnet = subnets.get(gateway.text("subnetId"))
    return subnet.text("availabilityZone") if subnet else ""
