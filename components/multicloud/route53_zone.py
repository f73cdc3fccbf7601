"""A public DNS zone in Route 53."""

from __future__ import annotations

from typing import ClassVar

import pulumi
import pulumi_aws as aws

from .. import contracts
from ..contracts.records import whole
from ..inputs import inputs, outputs
from ..naming import named
from ..traffic.capabilities import CAPABILITIES


class Route53Zone(pulumi.ComponentResource):
    """A public hosted zone with its records, or the records alone in one that was made elsewhere.

    Its apex keeps the NS and SOA records that Route 53 gives it: which providers are asked is for the registrar to say
    (docs.aws.amazon.com/Route53/latest/DeveloperGuide/domain-name-servers-glue-records.html).

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:Route53Zone"
    capabilities: ClassVar[frozenset[str]] = CAPABILITIES["aws"]

    def __init__(self, name: str, args: contracts.PublicZoneArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        child = pulumi.ResourceOptions(parent=self)
        self.domain = args.domain
        self.name_servers: pulumi.Output[list[str]] | None = None
        if args.id is not None:
            self.id = pulumi.Output.from_input(args.id)
        else:
            zone = aws.route53.Zone(f"{name}-zone", name=args.domain, tags=named(args.tags, name), opts=child)
            self.id, self.name_servers = zone.id, zone.name_servers.apply(sorted)
        for key, told in whole(args.records, args.domain):
            aws.route53.Record(f"{name}-{key}", zone_id=self.id, **told, opts=child)
        self.register_outputs(outputs(self, contracts.PublicZone))
