"""Auto Scaling (ESS): scaling groups, what they start instances from, where they belong, and how instances are replaced.

Limits: https://www.alibabacloud.com/help/en/auto-scaling/product-overview/limits.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import Quota, Rule, Unique, as_set, parts, refer, table
from . import alb, nlb
from .ecs import LAUNCH_TEMPLATE, ROLE, SECURITY_GROUP
from .shapes import PROVIDER, between, checks, default_group, identified, one_of, own_id, protected
from .vpc import SWITCH

if TYPE_CHECKING:
    from ..call import Call

GROUP: Final = "alicloud:ess/scalingGroup:ScalingGroup"
CONFIGURATION: Final = "alicloud:ess/scalingConfiguration:ScalingConfiguration"
ATTACHMENT: Final = "alicloud:ess/serverGroupAttachment:ServerGroupAttachment"
NOTIFICATION: Final = "alicloud:ess/notification:Notification"
REFRESH: Final = "alicloud:ess/instanceRefresh:InstanceRefresh"
SUSPENSION: Final = "alicloud:ess/suspendProcess:SuspendProcess"
SCALING_RULE: Final = "alicloud:ess/scalingRule:ScalingRule"
ALARM: Final = "alicloud:ess/alarm:Alarm"
HOOK: Final = "alicloud:ess/lifecycleHook:LifecycleHook"
SCHEDULED_TASK: Final = "alicloud:ess/scheduledTask:ScheduledTask"
GONE_WITH_GROUP: Final = {"scalingGroupId": refer(GROUP, holds=False)}


def _size_faults(call: Call) -> Iterator[tuple[str, str]]:
    least, most, wanted = call.get("minSize"), call.get("maxSize"), call.get("desiredCapacity")
    if least is not None and most is not None and least > most:
        yield "minSize", f"InvalidParameter.Conflict: minSize {least} must not be greater than maxSize {most}"
    if wanted is not None and least is not None and most is not None and not least <= wanted <= most:
        yield "desiredCapacity", f"InvalidParameter: desiredCapacity {wanted} must lie between minSize {least} and maxSize {most}"


def _share_faults(call: Call) -> Iterator[tuple[str, str]]:
    """Shares of on-demand instances that the group's policy does not honour are an error, since nothing else would say so."""
    policy = call.get("multiAzPolicy", "PRIORITY")
    if policy == "COMPOSABLE":
        return
    for option in ("azBalance", "capacityOptionsOnDemandBaseCapacity", "capacityOptionsOnDemandPercentageAboveBaseCapacity"):
        if call.get(option):
            yield option, f"InvalidParameter: {option} needs multiAzPolicy COMPOSABLE, the policy is {policy}"


_POLICIES: Final = ("OldestInstance", "NewestInstance", "OldestScalingConfiguration")
_MOST_POLICIES: Final = 2
_RELEASES: Final = ("release", "forceRelease")


def _option_faults(call: Call) -> Iterator[tuple[str, str]]:
    """What the provider's schema says of options together, and the cloud of zones that are kept equal."""
    if call.given("healthCheckType") and call.given("healthCheckTypes"):
        yield "healthCheckTypes", '"health_check_types": conflicts with health_check_type'
    policies = call.get("removalPolicies") or []
    if len(policies) > _MOST_POLICIES:
        yield "removalPolicies", f"attribute supports {_MOST_POLICIES} item maximum, config has {len(policies)} declared"
    for policy in policies:
        if policy not in _POLICIES:
            yield "removalPolicies", f"InvalidParameter: removalPolicies must be of {', '.join(_POLICIES)}, got {policy}"
    for option in ("launchTemplateOverrides", "launchTemplateVersion"):
        if call.given(option) and not call.given("launchTemplateId"):
            yield option, f"InvalidParameter.Conflict: {option} needs a launch template"
    if call.get("autoRebalance") and call.get("balanceMode") != "BalancedOnly":
        yield "autoRebalance", "InvalidParameter.Conflict: autoRebalance needs balanceMode BalancedOnly"


def _group_conflicts(call: Call) -> Iterator[str]:
    networks = sorted({str(switch.outputs.get("vpcId")) for switch in call.all_referenced("vswitchIds[*]")})
    if len(networks) > 1:
        yield f"InvalidVSwitchId.VpcMismatch: the vSwitches of a scaling group lie in one VPC, these in {', '.join(networks)}"
    yield from (reason for _, reason in _size_faults(call))  # a size that the program leaves as it is may clash with one it gives


def _attachment_conflicts(call: Call) -> Iterator[str]:
    """A server group is of the kind that is said, and in the scaling group's VPC; an attachment is never changed."""
    kinds = {alb.ALB.group: "ALB", nlb.NLB.group: "NLB"}
    for group in call.all_referenced("serverGroupId"):
        if kinds[group.type] != call["type"]:
            yield f"InvalidParameter: the server group '{group.id}' is of {kinds[group.type]}, not of {call['type']}"
    if call.old:
        yield "server_group_attachment not support modify operation"


def _refresh_conflicts(call: Call) -> Iterator[str]:
    """A refresh replaces instances that a template's earlier version made, and none that are kept when they leave the group."""
    group = call.referenced("scalingGroupId")
    if call.old or group is None:
        return
    if (policy := group.outputs.get("scalingPolicy")) not in _RELEASES:
        yield f"InvalidParameter: the scaling group '{group.id}' of the reclaim mode {policy} does not support instance refresh"
    if group.outputs.get("launchTemplateVersion") == "1":
        yield f"InvalidInstance.NoInstanceNeedBeRefreshed: every instance of '{group.id}' is of the configuration that is wanted"


RULES = table(
    Rule(
        type=GROUP,
        source=f"{PROVIDER}resource_alicloud_ess_scaling_group.go",
        id=identified("asg", 17),
        replaces=frozenset({"containerGroupId", "groupType", "instanceId", "multiAzPolicy"}),
        canonical={"vswitchIds": as_set, "dbInstanceIds": as_set, "loadbalancerIds": as_set, "launchTemplateOverrides": as_set},
        defaults={
            "defaultCooldown": 300,
            "groupDeletionProtection": False,
            "groupType": "ECS",
            "healthCheckType": "ECS",
            "multiAzPolicy": "PRIORITY",
            "removalPolicies": ["OldestScalingConfiguration", "OldestInstance"],
            "scalingPolicy": "release",
        },
        derived={"resourceGroupId": default_group},
        references={
            "vswitchIds[*]": refer(SWITCH),
            "vswitchId": refer(SWITCH),
            "launchTemplateId": refer(LAUNCH_TEMPLATE),
        },
        unique=(Unique(("scalingGroupName",), "InvalidScalingGroupName.Duplicate: '{scalingGroupName}' exists already"),),
        quotas=(Quota(50, "QuotaExceeded.ScalingGroup: the number of scaling groups exceeds the quota"),),
        check=checks(
            between("minSize", 0, 2000),
            between("maxSize", 0, 2000),
            one_of("multiAzPolicy", "PRIORITY", "BALANCE", "COST_OPTIMIZED", "COMPOSABLE"),
            one_of("allocationStrategy", "priority", "lowestPrice"),
            one_of("spotAllocationStrategy", "priority", "lowestPrice"),
            one_of("balanceMode", "BalancedBestEffort", "BalancedOnly"),
            one_of("scalingPolicy", "recycle", "release", "forceRecycle", "forceRelease"),
            between("capacityOptionsOnDemandBaseCapacity", 0, 1000),
            between("capacityOptionsOnDemandPercentageAboveBaseCapacity", 0, 100),
            between("stopInstanceTimeout", 30, 240),
            between("maxInstanceLifetime", 86400, math.inf),
            between("defaultCooldown", 0, 86400),
            _size_faults,
            _share_faults,
            _option_faults,
        ),
        follows={"desiredCapacity": ("minSize", "maxSize")},
        refuses=_group_conflicts,
        keeps=protected(
            "groupDeletionProtection",
            on=True,
            message="OperationDenied.GroupDeletionProtection: deletion protection of '{id}' is on",
        ),
        takes=parts(CONFIGURATION, SCALING_RULE, ALARM, HOOK, SCHEDULED_TASK, ATTACHMENT, NOTIFICATION, SUSPENSION),
        not_found="InvalidScalingGroupId.NotFound: the scaling group '{id}' does not exist",
        in_use="IncorrectScalingGroupStatus: the scaling group '{id}' is in use",
    ),
    Rule(
        type=CONFIGURATION,
        source=f"{PROVIDER}resource_alicloud_ess_scaling_configuration.go",
        id=identified("asc", 17),
        replaces=frozenset({"kmsEncryptedPassword", "password", "scalingGroupId", "securityEnhancementStrategy"}),
        defaults={
            "active": False,
            "forceDelete": False,
            "instanceName": "ESS-Instance",
            "internetChargeType": "PayByBandwidth",
            "override": False,
            "passwordInherit": False,
            "systemDiskCategory": "cloud_efficiency",
        },
        computed={"scalingConfigurationName": own_id},
        references={
            **GONE_WITH_GROUP,
            "securityGroupId": refer(SECURITY_GROUP),
            "securityGroupIds[*]": refer(SECURITY_GROUP),
            "roleName": refer(ROLE, holds=False),
        },
        quotas=(Quota(10, "QuotaExceeded.ScalingConfiguration: the number exceeds the quota", per=("scalingGroupId",)),),
        check=checks(between("systemDiskSize", 20, 500), between("internetMaxBandwidthOut", 0, 1024)),
    ),
    Rule(
        type=ATTACHMENT,
        source=f"{PROVIDER}resource_alicloud_ess_server_group_attachment.go",
        id=lambda call: f"{call['scalingGroupId']}:{call['serverGroupId']}:{call['type']}:{call.get('port', 0)}",
        replaces=frozenset({"port", "scalingGroupId", "serverGroupId", "type", "weight"}),
        references={**GONE_WITH_GROUP, "serverGroupId": refer(alb.ALB.group, nlb.NLB.group, outside="(?!sgp-).*")},
        quotas=(Quota(20, "QuotaExceeded.ServerGroup: the number of server groups exceeds the quota", per=("scalingGroupId",)),),
        check=checks(one_of("type", "ALB", "NLB", "GWLB"), between("port", 1, 65535), between("weight", 0, 100)),
        refuses=_attachment_conflicts,
        exists="AlreadyExist.ServerGroup: '{id}' is attached already",
    ),
    Rule(
        type=NOTIFICATION,
        source=f"{PROVIDER}resource_alicloud_ess_notification.go",
        id=lambda call: f"{call['scalingGroupId']}:{call['notificationArn']}",
        replaces=frozenset({"notificationArn", "scalingGroupId"}),
        canonical={"notificationTypes": as_set},
        references=GONE_WITH_GROUP,
    ),
    Rule(
        type=REFRESH,
        source=f"{PROVIDER}resource_alicloud_ess_instance_refresh.go",
        id=lambda call: f"{call['scalingGroupId']}:{identified('ir', 17)(call)}",
        replaces=frozenset(
            {
                "checkpointPauseTime",
                "checkpoints",
                "desiredConfigurationContainers",
                "desiredConfigurationImageId",
                "desiredConfigurationLaunchTemplateId",
                "desiredConfigurationLaunchTemplateOverrides",
                "desiredConfigurationLaunchTemplateVersion",
                "maxHealthyPercentage",
                "minHealthyPercentage",
                "scalingGroupId",
                "skipMatching",
            }
        ),
        defaults={
            "checkpointPauseTime": 60,
            "maxHealthyPercentage": 120,
            "minHealthyPercentage": 80,
            "skipMatching": True,
            "status": "Successful",
        },
        references={**GONE_WITH_GROUP, "desiredConfigurationLaunchTemplateId": refer(LAUNCH_TEMPLATE, holds=False)},
        check=checks(between("minHealthyPercentage", 0, 100), between("maxHealthyPercentage", 100, 200)),
        refuses=_refresh_conflicts,
    ),
    Rule(
        type=SUSPENSION,
        source=f"{PROVIDER}resource_alicloud_ess_suspend_process.go",
        id=lambda call: f"{call['scalingGroupId']}:{call['process']}",
        replaces=frozenset({"process", "scalingGroupId"}),
        references=GONE_WITH_GROUP,
        check=one_of("process", "ScaleIn", "ScaleOut", "HealthCheck", "AlarmNotification", "ScheduledAction"),
    ),
)
