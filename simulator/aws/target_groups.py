"""Target groups of load balancers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..rules import AutoName, Unique, refer, table
from .shapes import VPC, arn, lists, row

if TYPE_CHECKING:
    from ..call import Call

TARGETS = "aws:lb/targetGroup:TargetGroup"

NAMED = AutoName(longest=32, prefixes=("namePrefix",))
"""How target groups, and load balancers, are named that are given no name."""


def name_faults(call: Call) -> Iterator[tuple[str, str]]:
    """Faults of a name of Elastic Load Balancing (`validName` in the source)."""
    name = call.get("name") or ""
    if len(name) > 32:
        yield "name", '"name" cannot be longer than 32 characters'
    if re.search(r"[^0-9A-Za-z-]", name):
        yield "name", 'only alphanumeric characters and hyphens allowed in "name"'
    if name.startswith("-") or name.endswith("-"):
        yield "name", '"name" cannot begin or end with a hyphen'


def _target_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from name_faults(call)
    kind = call.get("targetType") or "instance"
    needed = () if kind == "lambda" else ("port", "protocol", "vpcId")
    for name in needed:
        if not call.given(name):
            yield name, f"is needed with targetType {kind}"
    port, slow, check = call.get("port"), call.get("slowStart") or 0, call.get("healthCheck.protocol")
    if port is not None and not 1 <= port <= 65535:
        yield "port", f"expected port to be in the range (1 - 65535), got {port}"
    if slow and not 30 <= slow <= 900:
        yield "slowStart", f"expected slow_start to be 0 or in the range (30 - 900), got {slow}"
    if call.get("stickiness.enabled") and str(call.get("loadBalancingCrossZoneEnabled")).lower() == "false":
        yield "stickiness", "InvalidConfigurationRequest: stickiness is not supported when cross-zone load balancing is off"
    if check == "TCP":
        if call.get("protocol") in ("HTTP", "HTTPS"):
            yield "healthCheck.protocol", 'cannot have value "TCP" when "protocol" is HTTP or HTTPS'
        for name in ("matcher", "path"):
            if call.given(f"healthCheck.{name}"):
                yield f"healthCheck.{name}", 'cannot be given when "healthCheck.protocol" is TCP'
    yield from _range_faults(call)


def _range_faults(call: Call) -> Iterator[tuple[str, str]]:
    for name, low, high in (
        ("healthCheck.interval", 5, 300),
        ("healthCheck.timeout", 2, 120),
        ("healthCheck.healthyThreshold", 2, 10),
        ("healthCheck.unhealthyThreshold", 2, 10),
        ("deregistrationDelay", 0, 3600),
    ):
        if (given := call.get(name)) is not None and not low <= int(given) <= high:
            yield name, f"expected {name} to be in the range ({low} - {high}), got {given}"


RULES = table(
    row(
        TARGETS,
        "elbv2/target_group.go",
        id=lambda call: arn(call, "elasticloadbalancing", f"targetgroup/{call['name']}/{call.hex(16)}"),
        replaces=frozenset({"ipAddressType", "name", "namePrefix", "port", "protocol", "protocolVersion", "targetType", "vpcId"}),
        defaults={
            "deregistrationDelay": 300,
            "lambdaMultiValueHeadersEnabled": False,
            "proxyProtocolV2": False,
            "slowStart": 0,
            "targetType": "instance",
        },
        computed={
            "arn": lambda call: call.id,
            "arnSuffix": lambda call: call.id.split(":", 5)[5],
            "connectionTermination": lambda _: False,
            "healthCheck": lambda call: {"enabled": True, "protocol": call.get("protocol")},
            "ipAddressType": lambda _: "ipv4",
            "loadBalancingAlgorithmType": lambda _: "round_robin",
            "loadBalancingAnomalyMitigation": lambda _: "off",
            "loadBalancingCrossZoneEnabled": lambda _: "use_load_balancer_configuration",
            "preserveClientIp": lambda _: "",
            "protocolVersion": lambda call: "HTTP1" if call.get("protocol") in ("HTTP", "HTTPS") else "",
            "stickiness": lambda _: {"type": "lb_cookie", "enabled": False, "cookieDuration": 86400},
            **lists("loadBalancerArns", "targetFailovers", "targetHealthStates"),
            "targetGroupHealth": lambda _: {},
        },
        references={"vpcId": refer(VPC)},
        unique=(Unique(("name",), "DuplicateTargetGroupName: A target group with the name {name} already exists"),),
        name=NAMED,
        check=_target_faults,
        not_found="TargetGroupNotFound: One or more target groups not found: {id}",
        in_use="ResourceInUse: Target group '{id}' is currently in use by a listener or a rule",
    ),
)
