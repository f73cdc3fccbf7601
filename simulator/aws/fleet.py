"""Launch templates and autoscaling groups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..rules import AutoName, Unique, as_set, parts, refer, table
from .iam import PROFILE
from .shapes import (
    KMS_KEY,
    NAMED,
    NAMED_SECURITY_GROUP,
    SUBNET,
    TEMPLATE,
    arn,
    arn_of,
    exactly_one,
    hex_id,
    lists,
    row,
)
from .target_groups import TARGETS

if TYPE_CHECKING:
    from ..call import Call

GROUP = "aws:autoscaling/group:Group"
PLACEMENT = "aws:ec2/placementGroup:PlacementGroup"
POLICY = "aws:autoscaling/policy:Policy"
SCHEDULE = "aws:autoscaling/schedule:Schedule"
HOOK = "aws:autoscaling/lifecycleHook:LifecycleHook"
_MIXED = "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification"
_OVERRIDES = "mixedInstancesPolicy.launchTemplate.overrides"
_EITHER = (
    ("allowedInstanceTypes", "excludedInstanceTypes"),
    ("maxSpotPriceAsPercentageOfOptimalOnDemandPrice", "spotMaxPricePercentageOverLowestPrice"),
)
"""What may not be said at once of instances: docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceRequirements.html."""
_DISTRIBUTION = "mixedInstancesPolicy.instancesDistribution"
_PREFERENCES = "instanceRefresh.preferences"
_RANGES = (
    (f"{_DISTRIBUTION}.onDemandPercentageAboveBaseCapacity", 0, 100),
    (f"{_PREFERENCES}.minHealthyPercentage", 0, 100),
    (f"{_PREFERENCES}.maxHealthyPercentage", 100, 200),
    ("instanceMaintenancePolicy.minHealthyPercentage", -1, 100),
    ("instanceMaintenancePolicy.maxHealthyPercentage", -1, 200),
    ("maxInstanceLifetime", 0, 31_536_000),
)
"""What the provider's schema allows, and for the lifetime the API (docs.aws.amazon.com/autoscaling/ec2/APIReference)."""
_LAUNCHES = ("launchConfiguration", "launchTemplate", "mixedInstancesPolicy")
_TEMPLATE_ID = refer(TEMPLATE, holds=False)
_TEMPLATE_NAME = refer(TEMPLATE, by="name", holds=False)

_VERSIONED = frozenset(
    {
        "blockDeviceMappings",
        "capacityReservationSpecification",
        "cpuOptions",
        "creditSpecification",
        "description",
        "disableApiStop",
    }
    | {"disableApiTermination", "ebsOptimized", "enclaveOptions", "hibernationOptions", "iamInstanceProfile", "imageId"}
    | {"instanceInitiatedShutdownBehavior", "instanceMarketOptions", "instanceRequirements", "instanceType", "kernelId", "keyName"}
    | {
        "licenseSpecifications",
        "maintenanceOptions",
        "metadataOptions",
        "monitoring",
        "networkInterfaces",
        "networkPerformanceOptions",
    }
    | {
        "placement",
        "privateDnsNameOptions",
        "ramDiskId",
        "securityGroupNames",
        "tagSpecifications",
        "userData",
        "vpcSecurityGroupIds",
    }
)
"""A change of any of these makes another version: `launchTemplateVersionFields` in the source."""


def _template_faults(call: Call) -> Iterator[tuple[str, str]]:
    image = call.get("imageId")
    if image is not None and not re.fullmatch(r"ami-[0-9a-f]{8}([0-9a-f]{9})?|resolve:ssm:.+", image):
        yield "imageId", f'InvalidAMIID.Malformed: Invalid id: "{image}" (expecting "ami-...")'
    hops = call.get("metadataOptions.httpPutResponseHopLimit")
    if hops is not None and not 1 <= hops <= 64:
        yield (
            "metadataOptions.httpPutResponseHopLimit",
            f"expected http_put_response_hop_limit to be in the range (1 - 64), got {hops}",
        )
    if call.given("instanceType") and call.given("instanceRequirements"):
        yield "instanceRequirements", "conflicts with instanceType"
    if call.given("defaultVersion") and call.given("updateDefaultVersion"):
        yield "defaultVersion", "conflicts with updateDefaultVersion"


def _latest(call: Call) -> int:
    return int(call.old.get("latestVersion") or 0) + 1


def _default_version(call: Call) -> int:
    return _latest(call) if call.get("updateDefaultVersion") else int(call.old.get("defaultVersion") or 1)


def _zones(call: Call) -> list[str]:
    """The zones of the group's subnets."""
    return sorted({subnet.outputs["availabilityZone"] for subnet in call.all_referenced("vpcZoneIdentifiers[*]")})


def _size_faults(call: Call) -> Iterator[tuple[str, str]]:
    least, wanted, most = (call.get(name) for name in ("minSize", "desiredCapacity", "maxSize"))
    if least is not None and most is not None and least > most:
        yield "minSize", f"ValidationError: Max bound, {most}, must be greater than or equal to min bound, {least}"
    elif wanted is not None and not (least or 0) <= wanted <= (most if most is not None else wanted):
        yield (
            "desiredCapacity",
            f"ValidationError: Desired capacity:{wanted} must be between the specified min size:{least} and max size:{most}",
        )


def _conflicts(call: Call) -> Iterator[str]:
    """A size that the program leaves as it is may clash with one that it gives: a floor that an event raised with a lower max."""
    yield from (reason for _, reason in _size_faults(call))


def _group_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from _size_faults(call)
    yield from exactly_one(call, *_LAUNCHES)
    yield from exactly_one(call, "availabilityZones", "vpcZoneIdentifiers")
    for path, low, high in _RANGES:
        if (given := call.get(path)) is not None and not low <= int(given) <= high:
            yield path, f"expected {path} to be in the range ({low} - {high}), got {given}"
    if call.given("targetGroupArns") and call.given("trafficSources"):
        yield "targetGroupArns", "conflicts with trafficSources"
    for place, override in enumerate(call.get(_OVERRIDES) or ()):
        needs = override.get("instanceRequirements") or {}
        for one, other in _EITHER:
            if needs.get(one) and needs.get(other):
                yield f"{_OVERRIDES}[{place}].instanceRequirements.{one}", f"ValidationError: {one} conflicts with {other}"
    if call.given("warmPool") and (call.get(f"{_DISTRIBUTION}.onDemandPercentageAboveBaseCapacity") or 100) < 100:
        yield "warmPool", "ValidationError: A warm pool cannot be added to a group that requests Spot Instances"


def _placement_faults(call: Call) -> Iterator[tuple[str, str]]:
    strategy, count = call.get("strategy"), call.get("partitionCount")
    if strategy not in ("cluster", "partition", "spread"):
        yield "strategy", f"expected strategy to be one of cluster, partition, spread, got {strategy}"
    if count is not None and not 0 <= count <= 7:
        yield "partitionCount", f"expected partition_count to be in the range (0 - 7), got {count}"
    for name, own in (("partitionCount", "partition"), ("spreadLevel", "spread")):
        if call.given(name) and strategy != own:
            yield name, f"{name} must not be set when strategy = {strategy}"


RULES = table(
    row(
        PLACEMENT,
        "ec2/ec2_placement_group.go",
        id=lambda call: call["name"],
        replaces=frozenset({"name", "partitionCount", "spreadLevel", "strategy"}),
        computed={
            "arn": arn_of("ec2", "placement-group/{id}"),
            "partitionCount": lambda call: 2 if call.get("strategy") == "partition" else 0,
            "placementGroupId": hex_id("pg"),
            "spreadLevel": lambda call: "rack" if call.get("strategy") == "spread" else "",
        },
        name=AutoName(),
        check=_placement_faults,
        not_found="InvalidPlacementGroup.Unknown: The Placement Group '{id}' is unknown.",
        exists="InvalidPlacementGroup.Duplicate: The Placement Group '{id}' already exists.",
        in_use="InvalidPlacementGroup.InUse: The placement group {id} is in use and may not be deleted.",
    ),
    row(
        TEMPLATE,
        "ec2/ec2_launch_template.go",
        id=hex_id("lt"),
        replaces=frozenset({"name", "namePrefix"}),
        canonical={"vpcSecurityGroupIds": as_set, "securityGroupNames": as_set},
        computed={
            "arn": arn_of("ec2", "launch-template/{id}"),
            "defaultVersion": _default_version,
            "latestVersion": _latest,
        },
        volatile={"latestVersion": _VERSIONED, "defaultVersion": _VERSIONED},
        references={
            "vpcSecurityGroupIds[*]": NAMED_SECURITY_GROUP,
            "networkInterfaces[*].securityGroups[*]": NAMED_SECURITY_GROUP,
            "iamInstanceProfile.arn": refer(PROFILE, by="arn", holds=False),
            "iamInstanceProfile.name": refer(PROFILE, by="name", holds=False),
            "blockDeviceMappings[*].ebs.kmsKeyId": KMS_KEY,
        },
        unique=(
            Unique(("name",), "InvalidLaunchTemplateName.AlreadyExistsException: Launch template name {name} already in use."),
        ),
        name=NAMED,
        check=_template_faults,
        not_found="InvalidLaunchTemplateId.NotFound: The specified launch template, with template ID {id}, does not exist.",
    ),
    row(
        GROUP,
        "autoscaling/group.go",
        tagged=False,
        id=lambda call: call["name"],
        replaces=frozenset({"initialLifecycleHooks", "name", "namePrefix"}),
        canonical=dict.fromkeys(
            (
                "availabilityZones",
                "enabledMetrics",
                "initialLifecycleHooks",
                "loadBalancers",
                "suspendedProcesses",
                "tags",
                "targetGroupArns",
                "trafficSources",
                "vpcZoneIdentifiers",
            ),
            as_set,
        ),
        defaults={
            "capacityRebalance": False,
            "forceDelete": False,
            "forceDeleteWarmPool": False,
            "healthCheckGracePeriod": 300,
            "ignoreFailedScalingActivities": False,
            "metricsGranularity": "1Minute",
            "protectFromScaleIn": False,
            "waitForCapacityTimeout": "10m",
        },
        computed={
            "arn": lambda call: arn(call, "autoscaling", f"autoScalingGroup:{call.uuid()}:autoScalingGroupName/{call['name']}"),
            "availabilityZones": _zones,
            "defaultCooldown": lambda _: 300,
            "desiredCapacity": lambda call: call.get("minSize"),
            "healthCheckType": lambda _: "EC2",
            "predictedCapacity": lambda _: 0,
            "serviceLinkedRoleArn": lambda call: arn(
                call, "iam", "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling", everywhere=True
            ),
            "warmPoolSize": lambda _: 0,
            **lists("loadBalancers", "targetGroupArns", "trafficSources"),
        },
        volatile={"availabilityZones": frozenset({"vpcZoneIdentifiers"})},
        references={
            "vpcZoneIdentifiers[*]": refer(SUBNET),
            "placementGroup": refer(PLACEMENT, by="name"),
            "targetGroupArns[*]": refer(TARGETS, by="arn", holds=False),
            "launchTemplate.id": _TEMPLATE_ID,
            "launchTemplate.name": _TEMPLATE_NAME,
            f"{_MIXED}.launchTemplateId": _TEMPLATE_ID,
            f"{_MIXED}.launchTemplateName": _TEMPLATE_NAME,
        },
        follows={"desiredCapacity": ("minSize", "maxSize")},
        name=NAMED,
        check=_group_faults,
        refuses=_conflicts,
        takes=parts(POLICY, SCHEDULE, HOOK),
        not_found="ValidationError: AutoScalingGroup name not found - {id}",
        exists="AlreadyExists: AutoScalingGroup by this name already exists - A group with the name {id} already exists",
        in_use="ResourceInUse: The AutoScalingGroup {id} is in use",
    ),
)
