"""Numbers and addresses that must agree with each other or with the grid of addresses, as a reviewed table.

Each row has its source; RESOURCES stands for https://registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ...finding import Severity
from ..fault import SchemaFault
from ..words import quoted, shown
from .values import reached

_ORDERED: Final = {
    # RESOURCES/ess_scaling_group: max_size and desired_capacity
    "alicloud:ess/scalingGroup:ScalingGroup": (
        ("minSize", "maxSize"),
        ("minSize", "desiredCapacity"),
        ("desiredCapacity", "maxSize"),
    ),
    # RESOURCES/cs_kubernetes_node_pool: scaling_config
    "alicloud:cs/nodePool:NodePool": (("scalingConfig.minSize", "scalingConfig.maxSize"),),
    # RESOURCES/db_instance: serverless_config
    "alicloud:rds/instance:Instance": (("serverlessConfigs[*].minCapacity", "serverlessConfigs[*].maxCapacity"),),
    # RESOURCES/polardb_cluster: scale_min, scale_max, scale_ro_num_min, scale_ro_num_max
    "alicloud:polardb/cluster:Cluster": (("scaleMin", "scaleMax"), ("scaleRoNumMin", "scaleRoNumMax")),
}
"""Pairs of which the first may not be more than the second."""
_BLOCKS: Final = {
    # RESOURCES/vpc: "The subnet mask must be 8 to 28 bits in length"
    "alicloud:vpc/network:Network": ("cidrBlock", 8, 28),
    # RESOURCES/vswitch: "The subnet mask must be 16 to 29 bits in length"
    "alicloud:vpc/switch:Switch": ("cidrBlock", 16, 29),
}
_SUBSCRIBED: Final = {
    # RESOURCES/instance, db_instance, mongodb_instance and kvstore_instance: period; their APIs want one with a subscription
    "alicloud:ecs/instance:Instance": "instanceChargeType",
    "alicloud:rds/instance:Instance": "instanceChargeType",
    "alicloud:mongodb/instance:Instance": "instanceChargeType",
    "alicloud:kvstore/instance:Instance": "paymentType",
}
"""What says that an object is paid in advance, for a `period`."""
_RULE: Final = "alicloud:ecs/securityGroupRule:SecurityGroupRule"
_PORTS: Final = re.compile(r"(-?\d+)/(-?\d+)")
_WITHOUT_PORTS: Final = "-1/-1"
_HIGHEST: Final = 65535


def faults(token: str, inputs: Mapping[str, Any]) -> Iterator[SchemaFault]:
    """What is wrong with numbers and addresses among the inputs of a resource."""
    for low, high in _ORDERED.get(token, ()):
        yield from _ordered(inputs, low, high)
    if token in _BLOCKS:
        yield from _block(inputs, *_BLOCKS[token])
    if token == _RULE:
        yield from _ports(inputs)
    charged = _SUBSCRIBED.get(token)
    if charged and str(inputs.get(charged)).lower() == "prepaid" and inputs.get("period") is None:
        fix = "give period in months, or let it be PostPaid"
        reason = f"is missing, and {charged} is {shown(inputs[charged])}: a subscription lasts for a period"
        yield SchemaFault(path="period", reason=reason, fix=fix, severity=Severity.WARNING)


def _ordered(inputs: Mapping[str, Any], low: str, high: str) -> Iterator[SchemaFault]:
    for (path, least), (other, most) in zip(reached(inputs, low), reached(inputs, high), strict=False):
        if _number(least) and _number(most) and least > most:
            reason = f"{shown(least)} is more than {other}, which is {shown(most)}"
            yield SchemaFault(path=path, reason=reason, fix=f"write {shown(most)} or less, or a higher {other}")


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _block(inputs: Mapping[str, Any], name: str, shortest: int, longest: int) -> Iterator[SchemaFault]:
    text = inputs.get(name)
    if not isinstance(text, str) or not text:
        return
    try:
        found = ipaddress.IPv4Network(text, strict=False)
    except ValueError:
        yield SchemaFault(path=name, reason=f"{shown(text)} is no IPv4 address range", fix="write one, as in 10.0.0.0/16")
        return
    if "/" not in text or not shortest <= found.prefixlen <= longest:
        reason = f"{shown(text)} has a prefix of {found.prefixlen} bits, expected {shortest} to {longest}"
        yield SchemaFault(path=name, reason=reason, fix=f"write one of /{shortest} to /{longest}")
    elif str(found) != text:
        yield SchemaFault(path=name, reason=f"{shown(text)} has bits beyond its prefix", fix=f"write {quoted(str(found))}")


def _ports(inputs: Mapping[str, Any]) -> Iterator[SchemaFault]:
    """RESOURCES/security_group_rule: of TCP and UDP 1/65535; left out it is -1/-1, which is for protocols without ports."""
    given, protocol = inputs.get("portRange", _WITHOUT_PORTS), inputs.get("ipProtocol")
    if not isinstance(given, str) or protocol not in ("tcp", "udp"):
        return
    found = _PORTS.fullmatch(given)
    first, last = map(int, found.groups()) if found else (0, 0)
    if found and 1 <= first <= last <= _HIGHEST:
        return
    expected = f"<first>/<last> of 1 to {_HIGHEST}"
    reason = f"{protocol} has ports, expected" if given == _WITHOUT_PORTS else f"{shown(given)} is given, expected"
    yield SchemaFault(path="portRange", reason=f"{reason} {expected}", fix=f"write {_meant(given)}")


def _meant(given: str) -> str:
    """What somebody may have meant who wrote `443`, `80-90` or `90/80`."""
    numbers = sorted(int(each) for each in re.findall(r"\d+", given)) if given != _WITHOUT_PORTS else []
    if len(numbers) in (1, 2) and all(1 <= each <= _HIGHEST for each in numbers):
        return quoted(f"{numbers[0]}/{numbers[-1]}")
    return 'one as in "443/443" or "1/65535"'
