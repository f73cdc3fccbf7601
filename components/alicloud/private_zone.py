"""A private DNS zone on Alibaba Cloud: PrivateZone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pulumi
import pulumi_alicloud as alicloud

from .. import contracts, dns
from ..contracts.records import apart
from ..errors import Faults
from ..inputs import inputs, outputs


@dataclass(frozen=True, kw_only=True)
class PrivateZoneArgs(contracts.PrivateZoneArgs):
    """What a private zone on Alibaba Cloud is made from.

    Args:
        resource_group: the id of the resource group that the zone is made in; the account's default group by default. It is for
            the making alone: another one would replace the zone, so later it is moved by Resource Management
            (www.alibabacloud.com/help/en/resource-management/resource-group/user-guide/transfer-resources-across-resource-groups).
    """

    resource_group: str | None = None

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        for name, records in self.records.items():
            for record in records:
                known = record.type in dns.TYPES["alicloud"]
                expected = f"one of {', '.join(dns.TYPES['alicloud'])}"
                faults.check(known, f"records.{name}.type", record.type, expected, "remove it; the provider knows no other")


class PrivateZone(pulumi.ComponentResource):
    """A zone that the VPCs of every site of one account ask first; PrivateZone is global, so their regions may differ.

    What differs from AWS, by the cloud's own rules:
    - The VPCs are attached beside the zone, all by one attachment, which an update in place changes.
    - Each value is a record of its own, here keyed by name, type and value, so that no order of values means anything. Of a CNAME
      there is one, keyed without its value: another value is an update, where a second CNAME would be refused. The priority of
      an MX value belongs to the record, not to its key.
    - Deleting the zone takes its records along, those made elsewhere too.
    - With `proxy_pattern` ZONE a name that has no record does not exist, as on AWS.

    Sources: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/pvtz_zone, pvtz_zone_attachment and
    pvtz_zone_record.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:alicloud:PrivateZone"
    capabilities: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, name: str, args: PrivateZoneArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        child = pulumi.ResourceOptions(parent=self)
        self.domain = args.domain
        zone = alicloud.pvtz.Zone(
            f"{name}-zone",
            zone_name=args.domain,
            proxy_pattern="ZONE",
            resource_group_id=args.resource_group,
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["resourceGroupId"]),
        )
        self.id = zone.id
        alicloud.pvtz.ZoneAttachment(
            f"{name}-networks",
            zone_id=zone.id,
            vpcs=[
                alicloud.pvtz.ZoneAttachmentVpcArgs(vpc_id=network.id, region_id=network.region)
                for _, network in sorted(args.networks.items())
            ],
            opts=child,
        )
        for key, told in apart(args.records):
            alicloud.pvtz.ZoneRecord(f"{name}-{key}", zone_id=zone.id, **told, opts=child)
        self.register_outputs(outputs(self, contracts.PrivateZone))
