"""Names that a CDN needs beside the one that it stands in front of, each an alias of another, in a zone of either provider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import pulumi
import pulumi_alicloud as alicloud
import pulumi_aws as aws

from .. import arguments, contracts, dns
from ..errors import Faults
from ..inputs import inputs


@dataclass(frozen=True, kw_only=True)
class NamesArgs:
    """What such names are made from.

    Args:
        zone: the zone that has them.
        names: what each leads to, by its whole name.
        ttl: seconds that an answer may be kept, 10 to 3600.

    Raises:
        ArgumentsError: with every fault.
    """

    zone: contracts.PublicZone
    names: Mapping[str, pulumi.Input[str]]
    ttl: int = 60

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_range(faults, "ttl", self.ttl, 10, 3600)
        for name in self.names:
            inside = name != self.zone.domain and dns.within(name, self.zone.domain)
            faults.check(inside, f"names.{name}", name, f"a name below {self.zone.domain}", "write one there")
        faults.raise_any()

    @property
    def labels(self) -> dict[str, pulumi.Input[str]]:
        """What each leads to, by its name inside the zone."""
        return {name.removesuffix(f".{self.zone.domain}"): target for name, target in sorted(self.names.items())}


class Route53Names(pulumi.ComponentResource):
    """Such names in Route 53.

    Args:
        name: the stable name that every child's name begins with.
        args: what they are made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:Route53Names"

    def __init__(self, name: str, args: NamesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        for label, target in args.labels.items():
            aws.route53.Record(
                f"{name}-{label}",
                zone_id=args.zone.id,
                name=f"{label}.{args.zone.domain}",
                type="CNAME",
                ttl=args.ttl,
                records=[target],
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.register_outputs({})


class AlidnsNames(pulumi.ComponentResource):
    """Such names in Alibaba Cloud DNS.

    Args:
        name: the stable name that every child's name begins with.
        args: what they are made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:AlidnsNames"

    def __init__(self, name: str, args: NamesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        for label, target in args.labels.items():
            alicloud.dns.AlidnsRecord(
                f"{name}-{label}",
                domain_name=args.zone.domain,
                rr=label,
                type="CNAME",
                ttl=args.ttl,
                value=target,
                opts=pulumi.ResourceOptions(parent=self),
            )
        self.register_outputs({})
