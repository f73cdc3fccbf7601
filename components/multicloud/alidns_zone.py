"""A public DNS zone in Alibaba Cloud DNS."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pulumi
import pulumi_alicloud as alicloud

from .. import contracts
from ..contracts.records import apart
from ..inputs import inputs, outputs
from ..traffic.capabilities import CAPABILITIES


@dataclass(frozen=True, kw_only=True)
class AlidnsZoneArgs(contracts.PublicZoneArgs):
    """What a public zone on Alibaba Cloud is made from.

    Args:
        resource_group: the id of the resource group that the domain is added in; the account's default group by default. It is for
            the adding alone: another one would replace the domain, with all that is asked of it.
    """

    resource_group: str | None = None


class AlidnsZone(pulumi.ComponentResource):
    """A domain of Alibaba Cloud DNS with its records, or the records alone in one that the account has already.

    What differs from Route 53, by the service's own rules: each value is a record of its own, keyed by name, type and value; of a
    CNAME there is one; a domain is known by its name.

    Sources: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/alidns_domain and alidns_record.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:AlidnsZone"
    capabilities: ClassVar[frozenset[str]] = CAPABILITIES["alicloud"]

    def __init__(self, name: str, args: AlidnsZoneArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        child = pulumi.ResourceOptions(parent=self)
        self.domain = args.domain
        self.name_servers: pulumi.Output[list[str]] | None = None
        if args.id is not None:
            self.id = pulumi.Output.from_input(args.id)
        else:
            domain = alicloud.dns.AlidnsDomain(
                f"{name}-domain",
                domain_name=args.domain,
                resource_group_id=args.resource_group,
                tags=args.tags,
                opts=pulumi.ResourceOptions(parent=self, ignore_changes=["resourceGroupId"]),
            )
            self.id, self.name_servers = domain.domain_name, domain.dns_servers.apply(sorted)
        for key, told in apart(args.records):
            alicloud.dns.AlidnsRecord(f"{name}-{key}", domain_name=self.id, **told, opts=child)
        self.register_outputs(outputs(self, contracts.PublicZone))
