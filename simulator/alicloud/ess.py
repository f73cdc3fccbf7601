"""Auto Scaling (ESS): scaling groups, what they start instances from, and what makes them grow and shrink.

Limits: https://www.alibabacloud.com/help/en/auto-scaling/product-overview/limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import AutoName, Quota, Rule, Unique, as_set, refer, table
from .ecs import LAUNCH_TEMPLATE, ROLE, SECURITY_GROUP
from .shapes import PROVIDER, between, checks, default_group, identified, one_of, own_id, parts, protected
from .vpc import SWITCH

if TYPE_CHECKING:
    from ..call import Call

GROUP: Final = "alicloud:ess/scalingGroup:ScalingGroup"
CONFIGURATION: Final = "alicloud:ess/scalingConfiguration:ScalingConfiguration"
SCALING_RULE: Final = "alicloud:ess/scalingRule:ScalingRule"
ALARM: Final = "alicloud:ess/alarm:Alarm"
HOOK: Final = "alicloud:ess/lifecycleHook:LifecycleHook"
SCHEDULED_TASK: Final = "alicloud:ess/scheduledTask:ScheduledTask"
_GONE_WITH_GROUP: Final = {"scalingGroupId": refer(GROUP, holds=False)}


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


def _group_conflicts(call: Call) -> Iterator[str]:
    networks = sorted({str(switch.outputs.get("vpcId")) for switch in call.all_referenced("vswitchIds[*]")})
    if len(networks) > 1:
        yield f"InvalidVSwitchId.VpcMismatch: the vSwitches of a scaling group lie in one VPC, these in {', '.join(networks)}"


def _rule_faults(call: Call) -> Iterator[tuple[str, str]]:
    kind = call.get("scalingRuleType", "SimpleScalingRule")
    needs = {
        "SimpleScalingRule": ("adjustmentType", "adjustmentValue"),
        "TargetTrackingScalingRule": ("metricName", "targetValue"),
        "StepScalingRule": ("adjustmentType", "stepAdjustments"),
        "PredictiveScalingRule": ("metricName", "targetValue"),
    }.get(kind, ())
    for name in needs:
        if not call.given(name):
            yield name, f"MissingParameter: a {kind} needs {name}"


def _recurrence_faults(call: Call) -> Iterator[tuple[str, str]]:
    if call.given("recurrenceType") != call.given("recurrenceValue"):
        yield "recurrenceValue", "recurrenceType and recurrenceValue must be set together"


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
            "scalingPolicy": "recycle",
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
            _size_faults,
            _share_faults,
        ),
        refuses=_group_conflicts,
        keeps=protected(
            "groupDeletionProtection",
            on=True,
            message="OperationDenied.GroupDeletionProtection: deletion protection of '{id}' is on",
        ),
        takes=parts(CONFIGURATION, SCALING_RULE, ALARM, HOOK, SCHEDULED_TASK),
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
            **_GONE_WITH_GROUP,
            "securityGroupId": refer(SECURITY_GROUP),
            "securityGroupIds[*]": refer(SECURITY_GROUP),
            "roleName": refer(ROLE, holds=False),
        },
        quotas=(Quota(10, "QuotaExceeded.ScalingConfiguration: the number exceeds the quota", per=("scalingGroupId",)),),
        check=checks(between("systemDiskSize", 20, 500), between("internetMaxBandwidthOut", 0, 1024)),
    ),
    Rule(
        type=SCALING_RULE,
        source=f"{PROVIDER}resource_alicloud_ess_scaling_rule.go",
        id=identified("asr", 17),
        replaces=frozenset({"alarmDimension", "scalingGroupId", "scalingRuleType"}),
        defaults={"scalingRuleType": "SimpleScalingRule"},
        computed={
            "ari": lambda call: f"ari:acs:ess:{call.region}:{call.account}:scalingrule/{call.id}",
            "scalingRuleName": own_id,
        },
        references=_GONE_WITH_GROUP,
        quotas=(Quota(50, "QuotaExceeded.ScalingRule: the number of scaling rules exceeds the quota", per=("scalingGroupId",)),),
        check=_rule_faults,
    ),
    Rule(
        type=ALARM,
        source=f"{PROVIDER}resource_alicloud_ess_alarm.go",
        id=lambda call: f"{identified('asg', 17)(call)}_{call.uuid()}",
        replaces=frozenset({"metricType", "scalingGroupId"}),
        canonical={"alarmActions": as_set},
        defaults={"enable": True, "evaluationCount": 3, "metricType": "system", "state": "INSUFFICIENT_DATA"},
        references={**_GONE_WITH_GROUP, "alarmActions[*]": refer((SCALING_RULE, "ari"), outside="(?!ari:acs:ess).*")},
        name=AutoName(),
        check=one_of("metricType", "system", "custom"),
    ),
    Rule(
        type=HOOK,
        source=f"{PROVIDER}resource_alicloud_ess_lifecyclehook.go",
        id=identified("ash", 17),
        replaces=frozenset({"name", "scalingGroupId"}),
        defaults={"defaultResult": "CONTINUE", "heartbeatTimeout": 600},
        references=_GONE_WITH_GROUP,
        unique=(Unique(("scalingGroupId", "name"), "InvalidLifecycleHookName.Duplicate: '{name}' exists already"),),
        quotas=(Quota(6, "QuotaExceeded.LifecycleHook: the number of lifecycle hooks exceeds the quota", per=("scalingGroupId",)),),
        name=AutoName(),
        check=checks(
            one_of("lifecycleTransition", "SCALE_IN", "SCALE_OUT"),
            one_of("defaultResult", "CONTINUE", "ABANDON", "ROLLBACK"),
            between("heartbeatTimeout", 30, 21600),
        ),
    ),
    Rule(
        type=SCHEDULED_TASK,
        source=f"{PROVIDER}resource_alicloud_ess_scheduled_task.go",
        id=identified("ast", 17),
        defaults={"launchExpirationTime": 600, "taskEnabled": True},
        references={
            **_GONE_WITH_GROUP,
            "scheduledAction": refer((SCALING_RULE, "ari")),
        },
        quotas=(Quota(20, "QuotaExceeded.ScheduledTask: the number of scheduled tasks exceeds the quota"),),
        check=checks(between("launchExpirationTime", 0, 1800), _recurrence_faults),
    ),
    Rule(
        type="alicloud:ess/notification:Notification",
        source=f"{PROVIDER}resource_alicloud_ess_notification.go",
        id=lambda call: f"{call['scalingGroupId']}:{call['notificationArn']}",
        replaces=frozenset({"notificationArn", "scalingGroupId"}),
        canonical={"notificationTypes": as_set},
        references=_GONE_WITH_GROUP,
    ),
    Rule(
        type="alicloud:ess/instanceRefresh:InstanceRefresh",
        source=f"{PROVIDER}resource_alicloud_ess_instance_refresh.go",
        id=identified("ir", 17),
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
        references={**_GONE_WITH_GROUP, "desiredConfigurationLaunchTemplateId": refer(LAUNCH_TEMPLATE, holds=False)},
        check=checks(between("minHealthyPercentage", 0, 100), between("maxHealthyPercentage", 100, 200)),
    ),
    Rule(
        type="alicloud:ess/suspendProcess:SuspendProcess",
        source=f"{PROVIDER}resource_alicloud_ess_suspend_process.go",
        id=lambda call: f"{call['scalingGroupId']}:{call['process']}",
        replaces=frozenset({"process", "scalingGroupId"}),
        references=_GONE_WITH_GROUP,
        check=one_of("process", "ScaleIn", "ScaleOut", "HealthCheck", "AlarmNotification", "ScheduledAction"),
    ),
)
