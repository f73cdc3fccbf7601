"""The node pools of ACK's clusters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from components.versions import minor

from ..rules import Rule, Unique, as_set, refer, table
from .cs_types import IN_CLUSTER, NODE_POOL, kin_of
from .ecs import ROLE, SECURITY_GROUP
from .shapes import PROVIDER, between, checks, default_group, one_of, renamed
from .vpc import SWITCH

if TYPE_CHECKING:
    from ..call import Call

IMAGES: Final = (
    "AliyunLinux",
    "AliyunLinux3",
    "AliyunLinux3Arm64",
    "AliyunLinuxUEFI",
    "CentOS",
    "Windows",
    "WindowsCore",
    "ContainerOS",
    "AliyunLinuxSecurity",
    "Ubuntu",
    "AliyunLinux3ContainerOptimized",
    "Custom",
    "AliyunLinux4ContainerOptimized",
    "AliyunLinux4",
    "AliyunLinux4Arm64",
    "AliyunLinux4Security",
    "AliyunLinux4ContainerOptimizedArm64",
)
"""The operating systems that the provider lets through."""

_EFFECTS: Final = ("NoSchedule", "PreferNoSchedule", "NoExecute")


def _groups(call: Call) -> list[str]:
    """The security groups of a pool that names none: its cluster's."""
    cluster = call.referenced("clusterId")
    return [str(cluster.outputs.get("securityGroupId"))] if cluster else []


def _faults(call: Call) -> Iterator[tuple[str, str]]:
    least, most = call.get("scalingConfig.minSize"), call.get("scalingConfig.maxSize")
    if least is not None and most is not None and least > most:
        yield "scalingConfig.minSize", f"minSize {least} must not be greater than maxSize {most}"
    if not call.given("instanceTypes") and not call.given("instancePatterns") and not call.given("instances"):
        yield "instanceTypes", "instanceTypes or instancePatterns must be set"
    for other in ("nodeCount", "desiredSize"):
        if call.given("instances") and call.given(other):
            yield "instances", f"conflicts with {other}"
    for position, effect in enumerate(call.get("taints[*].effect")):
        if effect not in _EFFECTS:
            yield f"taints[{position}].effect", f'expected one of {", ".join(_EFFECTS)}, got "{effect}"'


def _conflicts(call: Call) -> Iterator[str]:
    """What a pool cannot be beside its cluster: in another network, or of a version that is newer than the control plane's."""
    cluster = call.referenced("clusterId")
    if cluster is None:
        return
    for switch in call.all_referenced("vswitchIds[*]"):
        home, own = cluster.outputs.get("vpcId"), switch.outputs.get("vpcId")
        if home and own != home:
            yield f"InvalidVSwitchId: {switch.id} lies in {own}, and the cluster {cluster.id} in {home}"
    asked = call.get("upgradePolicy.kubernetesVersion") if call.old else None
    runs = str(cluster.outputs.get("version"))
    above, wanted = minor(runs), minor(asked or "")
    if above is not None and wanted is not None and wanted > above:
        yield f"ErrorUpgradeVersion: nodes cannot go to {asked} before their control plane, which is {runs}"


RULES = table(
    Rule(
        type=NODE_POOL,
        source=f"{PROVIDER}resource_alicloud_cs_kubernetes_node_pool.go",
        id=lambda call: f"{call['clusterId']}:np{call.hex(32)}",
        replaces=frozenset(
            {
                "autoMode",
                "cisEnabled",
                "clusterId",
                "deploymentSetId",
                "instanceMetadataOptions",
                "loginAsNonRoot",
                "nodeNameMode",
                "ramRoleName",
                "securityGroupId",
                "securityGroupIds",
                "securityHardeningOs",
                "socEnabled",
                "teeConfig",
                "type",
            }
        ),
        canonical={"securityGroupIds": as_set},
        defaults={
            "imageType": "AliyunLinux3",
            "installCloudMonitor": True,
            "instanceChargeType": "PostPaid",
            "multiAzPolicy": "BALANCE",
            "runtimeName": "containerd",
            "scalingPolicy": "release",
            "spotStrategy": "NoSpot",
            "systemDiskCategory": "cloud_essd",
            "type": "ess",
        },
        derived={**renamed(name="nodePoolName"), "resourceGroupId": default_group},
        computed={
            "securityGroupIds": _groups,
            "nodePoolId": lambda call: call.id.partition(":")[2],
            "scalingGroupId": lambda call: kin_of(call, "asg"),
            "ramRoleName": lambda call: f"KubernetesWorkerRole-{call.uuid()}",
        },
        references={
            **IN_CLUSTER,
            "vswitchIds[*]": refer(SWITCH),
            "securityGroupIds[*]": refer(SECURITY_GROUP),
            "ramRoleName": refer(ROLE, holds=False),
        },
        unique=(Unique(("clusterId", "nodePoolName"), "ErrorNodePoolExists: '{nodePoolName}' exists already in {clusterId}"),),
        check=checks(
            between("scalingConfig.minSize", 0, 1000),
            between("scalingConfig.maxSize", 0, 2000),
            between("management.maxUnavailable", 0, 1000),
            one_of("scalingConfig.type", "cpu", "gpu", "gpushare", "spot"),
            one_of("multiAzPolicy", "PRIORITY", "COST_OPTIMIZED", "BALANCE"),
            one_of("imageType", *IMAGES),
            one_of("instanceMetadataOptions.httpTokens", "optional", "required"),
            _faults,
        ),
        refuses=_conflicts,
        not_found="ErrorNodePoolNotFound: the node pool '{id}' does not exist",
    ),
)
