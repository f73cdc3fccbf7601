"""What databases are put in: groups of subnets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..rules import AutoName, as_set, refer, table
from .shapes import SUBNET, arn_of, row

if TYPE_CHECKING:
    from ..call import Call

SUBNET_GROUP = "aws:rds/subnetGroup:SubnetGroup"
_ZONES = 2
"""docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html: subnets in two zones at least."""


def _coverage(call: Call) -> Iterator[str]:
    subnets = list(call.all_referenced("subnetIds[*]"))
    zones = sorted({subnet.outputs["availabilityZone"] for subnet in subnets})
    if len(subnets) == len(call.get("subnetIds") or ()) and len(zones) < _ZONES:
        yield (
            "DBSubnetGroupDoesNotCoverEnoughAZs: The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. "
            f"Current AZ coverage: {', '.join(zones)}. Add subnets to cover at least {_ZONES} AZs."
        )
    if len({subnet.outputs["vpcId"] for subnet in subnets}) > 1:
        yield "InvalidParameterValue: The subnets of a DB subnet group lie in one VPC."


def _vpc(call: Call) -> str | None:
    return next((subnet.outputs["vpcId"] for subnet in call.all_referenced("subnetIds[*]")), None)


RULES = table(
    row(
        SUBNET_GROUP,
        "rds/subnet_group.go",
        id=lambda call: call["name"],
        name=AutoName(longest=255, prefixes=("namePrefix",), transform=str.lower),
        replaces=frozenset({"name", "namePrefix"}),
        canonical={"subnetIds": as_set},
        defaults={"description": "Managed by Pulumi"},
        computed={
            "arn": arn_of("rds", "subgrp:{id}"),
            "supportedNetworkTypes": lambda _: ["IPV4"],
            "vpcId": _vpc,
        },
        references={"subnetIds[*]": refer(SUBNET, holds=False)},
        refuses=_coverage,
        not_found="DBSubnetGroupNotFoundFault: DB subnet group '{id}' not found.",
        exists="DBSubnetGroupAlreadyExists: The DB subnet group '{name}' already exists.",
    ),
)
