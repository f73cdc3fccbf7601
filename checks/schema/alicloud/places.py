"""Where objects are: zones that belong to their provider's region, and instance types that there are.

Sources: https://www.alibabacloud.com/help/en/ecs/product-overview/regions-and-zones (a zone's id is its region's and a letter),
https://help.aliyun.com/zh/ecs/user-guide/overview-of-instance-families (families and sizes).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ...finding import Severity
from ..fault import SchemaFault
from ..words import shown
from .values import reached

_ZONES: Final = {
    "alicloud:vpc/switch:Switch": ("zoneId", "availabilityZone"),
    "alicloud:ecs/instance:Instance": ("availabilityZone",),
    "alicloud:ecs/ecsDisk:EcsDisk": ("zoneId", "availabilityZone"),
    "alicloud:rds/instance:Instance": ("zoneId", "zoneIdSlaveA", "zoneIdSlaveB"),
    "alicloud:kvstore/instance:Instance": ("zoneId", "secondaryZoneId"),
    "alicloud:nas/fileSystem:FileSystem": ("zoneId",),
    "alicloud:alb/loadBalancer:LoadBalancer": ("zoneMappings[*].zoneId",),
    "alicloud:nlb/loadBalancer:LoadBalancer": ("zoneMappings[*].zoneId",),
    "alicloud:slb/applicationLoadBalancer:ApplicationLoadBalancer": ("masterZoneId", "slaveZoneId"),
}
_TYPES: Final = {
    "alicloud:ecs/instance:Instance": ("instanceType",),
    "alicloud:ecs/ecsLaunchTemplate:EcsLaunchTemplate": ("instanceType",),
    "alicloud:ess/scalingConfiguration:ScalingConfiguration": ("instanceType", "instanceTypes[*]"),
    "alicloud:cs/nodePool:NodePool": ("instanceTypes[*]",),
}
_REGION: Final = re.compile(r"[a-z]{2}-[a-z]+(-[a-z0-9]+)*")


def zones(token: str, inputs: Mapping[str, Any], region: str) -> Iterator[SchemaFault]:
    """The zones among the inputs of a resource that are of another region than its provider's.

    Args:
        token: its type.
        inputs: as its program gave them.
        region: its provider's; empty where that is not known.
    """
    for path in _ZONES.get(token, ()):
        for where, zone in reached(inputs, path):
            if region and isinstance(zone, str) and zone and _REGION.match(zone) and not zone.startswith(region):
                reason = f"{shown(zone)} is a zone of another region than its provider's, which is {region}"
                fix = f"name a zone of {region}, or give it a provider of the other region"
                yield SchemaFault(path=where, reason=reason, fix=fix)


def types(token: str, inputs: Mapping[str, Any]) -> Iterator[SchemaFault]:
    """The instance types among the inputs of a resource that are not known."""
    for path in _TYPES.get(token, ()):
        for where, type_ in reached(inputs, path):
            if isinstance(type_, str) and type_:
                yield from _type(type_, where)


def _type(type_: str, where: str) -> Iterator[SchemaFault]:
    from components.instance_types.alicloud import FAMILIES, PREFIX, family

    if family(type_) is not None:
        return
    if not type_.startswith(PREFIX):
        reason = f"{shown(type_)} is given, expected a type of ECS, which begins with {PREFIX}"
        yield SchemaFault(path=where, reason=reason, fix="write one as in ecs.g7.large")
        return
    name, _, size = type_.removeprefix(PREFIX).partition(".")
    near = difflib.get_close_matches(name, FAMILIES, 1, 0.6)
    known = name in FAMILIES or bool(near and near[0] == name)
    reason = f"{shown(type_)} has no size that is known" if known else f"{shown(type_)} is of no family that is known"
    fix = "write one as in large or 2xlarge" if known else (f"write {PREFIX}{near[0]}.{size}" if near else "look its family up")
    yield SchemaFault(path=where, reason=reason, fix=f"{fix}, unless it is newer", severity=Severity.WARNING)
