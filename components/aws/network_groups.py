"""Groups of subnets that databases are put in: Amazon RDS takes no subnets, but the name of a group of them."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from .network_parts import Parts
from .network_subnets import Ids


def make_subnet_groups(parts: Parts, subnets: Ids) -> dict[str, pulumi.Output[str]]:
    """A group of a tier's subnets in every zone for each tier of `subnet_groups`; the groups' names by tier."""
    made: dict[str, pulumi.Output[str]] = {}
    for tier in parts.args.subnet_groups:
        part = parts.tiered(tier)
        made[tier] = aws.rds.SubnetGroup(
            part.name,
            description=f"Subnets of {parts.network}",
            subnet_ids=[subnets[tier][zone] for zone in sorted(subnets[tier])],
            tags=part.tags,
            opts=part.opts(),
        ).name
    return made
