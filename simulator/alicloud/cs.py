"""Container Service for Kubernetes (ACK): managed clusters, their node pools, add-ons and autoscaler.

Limits: https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/product-overview/limits.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from ..rules import AutoName, Quota, Rule, Unique, as_json, as_set, parts, refer, table
from .ecs import ROLE, SECURITY_GROUP
from .regions import REGIONS
from .shapes import (
    ELSEWHERE,
    PROVIDER,
    Network,
    between,
    checks,
    cidr_faults,
    default_group,
    kin,
    network,
    one_of,
    protected,
    renamed,
)
from .vpc import SWITCH, VPC

if TYPE_CHECKING:
    from ..call import Call

CLUSTER: Final = "alicloud:cs/managedKubernetes:ManagedKubernetes"
NODE_POOL: Final = "alicloud:cs/nodePool:NodePool"
ADDON: Final = "alicloud:cs/kubernetesAddon:KubernetesAddon"
AUTOSCALING: Final = "alicloud:cs/autoscalingConfig:AutoscalingConfig"
_IN_CLUSTER: Final = {"clusterId": refer(CLUSTER, holds=False)}
_GONE: Final = "ErrorClusterNotFound: the cluster '{id}' does not exist"
API_PORT: Final = 6443


def _switch(call: Call) -> Any:
    switches = [*call.all_referenced("vswitchIds[*]"), *call.all_referenced("workerVswitchIds[*]")]
    return switches[0].outputs if switches else {}


def _intranet(call: Call) -> str:
    """The API server's address inside the network: one of the first vSwitch's last ones, before those that the platform keeps."""
    block = network(_switch(call).get("cidrBlock")) or Network("192.168.0.0/24")
    return str(block[-10])


def _kin(call: Call, prefix: str) -> str:
    """The id of what the cluster brought with it; a cluster's own id has no region in it."""
    region = REGIONS.get(call.region)
    return kin(f"-{region.code if region else ELSEWHERE}{call.id}", prefix)


def _internet_address(call: Call) -> str:
    """The public address of the API server, always the same for the same cluster; none where it has none."""
    if not call.get("slbInternetEnabled", True):
        return ""
    number = int(kin(call.id, "eip")[-12:], 36)
    return f"8.215.{number % 256}.{number // 256 % 254 + 1}"


def _connections(call: Call) -> list[dict[str, str]]:
    public = _internet_address(call)
    return [
        {
            "apiServerInternet": f"https://{public}:{API_PORT}" if public else "",
            "apiServerIntranet": f"https://{_intranet(call)}:{API_PORT}",
            "masterPublicIp": public,
            "serviceDomain": f"*.{call.id}.{call.region}.alicontainer.com",
        }
    ]


def _certificates(call: Call) -> list[dict[str, str]]:
    if call.get("skipSetCertificateAuthority"):
        return []
    names = {"clusterCert": "CERTIFICATE", "clientCert": "CERTIFICATE", "clientKey": "PRIVATE KEY"}
    return [{key: base64.b64encode(f"simulated {kind} {key} {call.hex(32)}".encode()).decode() for key, kind in names.items()}]


def _rrsa(call: Call) -> dict[str, Any]:
    if not call.get("enableRrsa"):
        return {"enabled": False}
    provider = f"ack-rrsa-{call.id}"
    return {
        "enabled": True,
        "ramOidcProviderArn": f"acs:ram::{call.account}:oidc-provider/{provider}",
        "ramOidcProviderName": provider,
        "rrsaOidcIssuerUrl": f"https://oidc-ack-{call.region}.oss-{call.region}.aliyuncs.com/{call.id}",
    }


def _cluster_faults(call: Call) -> Iterator[tuple[str, str]]:
    if not any(map(call.given, ("vswitchIds", "workerVswitchIds", "zoneIds"))):
        yield "vswitchIds", "vswitchIds or zoneIds must be set: a cluster stands in vSwitches"
    if call.given("podCidr") and call.given("podVswitchIds"):
        yield "podVswitchIds", "podCidr (Flannel) and podVswitchIds (Terway) exclude each other"
    if len(call.get("vswitchIds", [])) > 5:
        yield "vswitchIds", f"five vSwitches at most, {len(call.get('vswitchIds'))} are given"
    yield from cidr_faults(call, "serviceCidr", 8, 28)
    yield from cidr_faults(call, "podCidr", 8, 24)


def _cluster_conflicts(call: Call) -> Iterator[str]:
    if call.old.get("enableRrsa") and not call.get("enableRrsa"):
        yield "OperationDenied.RRSA: once RRSA is on it cannot be turned off"
    before, after = call.old.get("version"), call.get("version")
    if before and after and _numbers(after) < _numbers(before):
        yield f"ErrorUpgradeVersion: a cluster cannot go back from {before} to {after}"
    homes = {str(switch.outputs.get("vpcId")) for switch in call.all_referenced("vswitchIds[*]")}
    if len(homes) > 1:
        yield f"InvalidVSwitchId: the vSwitches of a cluster lie in one VPC, these in {', '.join(sorted(homes))}"
    for vpc in (found for home in homes for found in call.find(VPC, id=home)):
        whole = network(vpc.outputs.get("cidrBlock"))
        for path in ("serviceCidr", "podCidr"):
            block = network(call.get(path))
            if block is not None and whole is not None and block.overlaps(whole):
                yield f"ErrorCidrConflict: {path} {block} overlaps {whole} of {vpc.id}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.partition("-")[0].split(".") if part.isdigit())


def _cluster_groups(call: Call) -> list[str]:
    """The security groups of a pool that names none: its cluster's."""
    cluster = call.referenced("clusterId")
    return [str(cluster.outputs.get("securityGroupId"))] if cluster else []


def _pool_faults(call: Call) -> Iterator[tuple[str, str]]:
    least, most = call.get("scalingConfig.minSize"), call.get("scalingConfig.maxSize")
    if least is not None and most is not None and least > most:
        yield "scalingConfig.minSize", f"minSize {least} must not be greater than maxSize {most}"
    if not call.given("instanceTypes") and not call.given("instancePatterns") and not call.given("instances"):
        yield "instanceTypes", "instanceTypes or instancePatterns must be set"
    for other in ("nodeCount", "desiredSize"):
        if call.given("instances") and call.given(other):
            yield "instances", f"conflicts with {other}"


RULES = table(
    Rule(
        type=CLUSTER,
        source=f"{PROVIDER}resource_alicloud_cs_managed_kubernetes.go",
        id=lambda call: f"c{call.hex(32)}",
        replaces=frozenset(
            {
                "apiAudiences",
                "autoMode",
                "clusterDomain",
                "ipStack",
                "nodeCidrMask",
                "podCidr",
                "profile",
                "proxyMode",
                "serviceAccountIssuer",
                "serviceCidr",
            }
        ),
        defaults={
            "clusterDomain": "cluster.local",
            "clusterSpec": "ack.standard",
            "deletionProtection": False,
            "newNatGateway": True,
            "profile": "Default",
            "proxyMode": "ipvs",
            "ipStack": "ipv4",
            "slbInternetEnabled": True,
        },
        derived={"resourceGroupId": default_group},
        computed={
            "connections": _connections,
            "certificateAuthorities": _certificates,
            "rrsaMetadata": _rrsa,
            "vpcId": lambda call: _switch(call).get("vpcId", ""),
            "securityGroupId": lambda call: _kin(call, "sg"),
            "natGatewayId": lambda call: _kin(call, "ngw") if call.get("newNatGateway", True) else "",
            "slbId": lambda call: _kin(call, "lb"),
            "slbIntranet": _intranet,
            "slbInternet": _internet_address,
            "workerRamRoleName": lambda call: f"KubernetesWorkerRole-{call.uuid()}",
            "version": lambda _: "1.35.7-aliyun.1",
        },
        volatile={"rrsaMetadata": frozenset({"enableRrsa"})},
        secrets=frozenset({"certificateAuthorities"}),
        references={
            "vswitchIds[*]": refer(SWITCH),
            "workerVswitchIds[*]": refer(SWITCH),
            "podVswitchIds[*]": refer(SWITCH),
            "securityGroupId": refer(SECURITY_GROUP),
            "encryptionProviderKey": refer("alicloud:kms/key:Key", holds=False),
            "controlPlaneLogProject": refer("alicloud:log/project:Project", holds=False),
        },
        quotas=(Quota(50, "ErrorClusterQuota: the number of clusters exceeds the quota"),),
        name=AutoName(longest=63, prefixes=("namePrefix",)),
        check=checks(
            one_of("proxyMode", "iptables", "ipvs", "nftables"),
            one_of("clusterSpec", "ack.standard", "ack.pro.small", "ack.pro.xlarge", "ack.pro.2xlarge", "ack.pro.4xlarge"),
            between("nodeCidrMask", 24, 28),
            _cluster_faults,
        ),
        refuses=_cluster_conflicts,
        keeps=protected("deletionProtection", on=True, message="ErrorDeleteProtected: deletion protection of '{id}' is on"),
        takes=parts(NODE_POOL, ADDON, AUTOSCALING),
        not_found=_GONE,
    ),
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
            "securityGroupIds": _cluster_groups,
            "nodePoolId": lambda call: call.id.partition(":")[2],
            "scalingGroupId": lambda call: _kin(call, "asg"),
            "ramRoleName": lambda call: f"KubernetesWorkerRole-{call.uuid()}",
        },
        references={
            **_IN_CLUSTER,
            "vswitchIds[*]": refer(SWITCH),
            "securityGroupIds[*]": refer(SECURITY_GROUP),
            "ramRoleName": refer(ROLE, holds=False),
        },
        unique=(Unique(("clusterId", "nodePoolName"), "ErrorNodePoolExists: '{nodePoolName}' exists already in {clusterId}"),),
        check=checks(between("scalingConfig.minSize", 0, 1000), between("scalingConfig.maxSize", 0, 2000), _pool_faults),
        not_found="ErrorNodePoolNotFound: the node pool '{id}' does not exist",
    ),
    Rule(
        type=ADDON,
        source=f"{PROVIDER}resource_alicloud_cs_kubernetes_addon.go",
        id=lambda call: f"{call['clusterId']}:{call['name']}",
        replaces=frozenset({"clusterId", "name"}),
        canonical={"config": as_json},
        defaults={"canUpgrade": False, "nextVersion": "", "required": False},
        computed={"version": lambda _: "v1.0.0"},
        references=_IN_CLUSTER,
        exists="AddonAlreadyExists: '{id}' is installed already",
    ),
    Rule(
        type=AUTOSCALING,
        source=f"{PROVIDER}resource_alicloud_cs_autoscaling_config.go",
        id=lambda call: call["clusterId"],
        replaces=frozenset({"clusterId"}),
        defaults={
            "coolDownDuration": "10m",
            "expander": "least-waste",
            "gpuUtilizationThreshold": "0.5",
            "scaleDownEnabled": True,
            "scanInterval": "30s",
            "unneededDuration": "10m",
            "utilizationThreshold": "0.5",
        },
        references=_IN_CLUSTER,
        check=one_of("expander", "least-waste", "random", "priority"),
        exists="AutoscalingConfigExists: the cluster '{id}' has one already",
    ),
)
