"""EKS: clusters and node groups."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..rules import AutoName, Function, as_set, refer, table
from .shapes import CLUSTER, CREATED, KEY, ROLE_ARN, SECURITY_GROUP, SUBNET, TEMPLATE, arn, arn_of, blanks, row

if TYPE_CHECKING:
    from ..call import Call

LATEST: Final = "1.35"
"""The version of a cluster that asks for none."""

NODES: Final = "aws:eks/nodeGroup:NodeGroup"
IN_CLUSTER = refer(CLUSTER, by="name", holds=False)
_LOGS = frozenset({"api", "audit", "authenticator", "controllerManager", "scheduler"})


_EFFECTS = ("NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE")
_STRATEGIES = ("DEFAULT", "MINIMAL")
_MOST_BEHIND = 3


def within(kind: str, *parts: str) -> Function:
    """The ARN of something in a cluster: its kind, the cluster's name, the inputs named, and a UUID."""

    def made(call: Call) -> str:
        return arn(call, "eks", "/".join([kind, call["clusterName"], *(call[part] for part in parts), call.uuid()]))

    return made


def _cluster_replaces(call: Call) -> frozenset[str]:
    """What the schema forces, and the provider's `CustomizeDiff` with it: encryption is for good, a node role cannot change.

    The role may go without harm when nothing is left for it: Auto Mode is off, or has no node pools of its own.
    """
    paths = {"bootstrapSelfManagedAddons", "name", "region", "roleArn"}
    paths |= {"accessConfig.bootstrapClusterCreatorAdminPermissions"}
    paths |= {"outpostConfig.controlPlaneInstanceType", "outpostConfig.controlPlanePlacement.groupName"}
    paths |= {"kubernetesNetworkConfig.ipFamily", "kubernetesNetworkConfig.serviceIpv4Cidr"}
    if call.old.get("encryptionConfig") and not call.given("encryptionConfig"):
        paths.add("encryptionConfig")
    needed = call.get("computeConfig.enabled") and call.get("computeConfig.nodePools")
    if (call.old.get("computeConfig") or {}).get("nodeRoleArn") and (needed or call.given("computeConfig.nodeRoleArn")):
        paths.add("computeConfig.nodeRoleArn")
    return frozenset(paths)


def _minor(version: str) -> int:
    return int(version.split(".")[1])


def _cluster_faults(call: Call) -> Iterator[tuple[str, str]]:
    name, version = call.get("name"), call.get("version")
    if name is not None and not re.fullmatch(r"[0-9A-Za-z][\w-]{0,99}", name):
        yield "name", f"{name!r} must have 1 to 100 letters, digits, '_' or '-', and begin with a letter or digit"
    if version is not None and not re.fullmatch(r"1\.\d\d", version):
        yield "version", f"InvalidParameterException: unsupported Kubernetes version {version}"
    if unknown := sorted(set(call.get("enabledClusterLogTypes") or ()) - _LOGS):
        yield "enabledClusterLogTypes", f"expected one of {', '.join(sorted(_LOGS))}; got {', '.join(unknown)}"


def _cluster_refuses(call: Call) -> Iterator[str]:
    subnets = call.all_referenced("vpcConfig.subnetIds[*]")
    if len({subnet.outputs["availabilityZone"] for subnet in subnets}) < 2:
        yield "InvalidParameterException: Subnets specified must be in at least two different AZs"
    if len({subnet.outputs["vpcId"] for subnet in subnets}) > 1:
        yield "InvalidParameterException: Subnets specified must belong to the same VPC"
    before, after = call.old.get("version"), call.get("version")
    if before and after and _minor(after) - _minor(before) not in (0, 1):
        yield f"InvalidParameterException: Unsupported Kubernetes minor version update from {before} to {after}"
    for nodes in call.find(NODES, clusterName=call.id) if before and after and before != after else ():
        if _minor(after) - _minor(nodes.outputs["version"]) > _MOST_BEHIND:
            name, version = nodes.outputs["nodeGroupName"], nodes.outputs["version"]
            yield f"InvalidRequestException: Nodegroup {name} runs {version}, too far behind {after}; update it first"


def _vpc(call: Call) -> str | None:
    subnets = call.all_referenced("vpcConfig.subnetIds[*]")
    return subnets[0].outputs["vpcId"] if subnets else None


def _endpoint_id(call: Call) -> str:
    """What a cluster's endpoint and its issuer have in common."""
    return call.hex(32, stream="endpoint").upper()


def _certificate(call: Call) -> str:
    """A stand-in for a certificate authority, in the encoding and the frame of a real one."""
    body = base64.b64encode(bytes.fromhex(call.hex(1024))).decode()
    lines = "\n".join(body[start : start + 64] for start in range(0, len(body), 64))
    return base64.b64encode(f"-----BEGIN CERTIFICATE-----\n{lines}\n-----END CERTIFICATE-----\n".encode()).decode()


def _node_faults(call: Call) -> Iterator[tuple[str, str]]:
    name = call.get("nodeGroupName") or ""
    if len(name) > 63:
        yield "nodeGroupName", f"expected length of node_group_name to be in the range (0 - 63), got {name}"
    least, wanted, most = (call.get(f"scalingConfig.{name}") for name in ("minSize", "desiredSize", "maxSize"))
    if None not in (least, wanted, most) and not least <= wanted <= most:
        refused = f"desired capacity {wanted} must be between minimum capacity {least} and maximum {most}"
        hint = "where an autoscaler moves it, refresh first, or enforce the number in one update"
        yield "scalingConfig", f"InvalidParameterException: {refused} ({hint})"
    if call.given("updateConfig"):
        yield from _update_faults(call)
    for taint in call.get("taints") or ():
        if taint.get("effect") not in (None, *_EFFECTS):
            yield "taints", f"expected effect to be one of {', '.join(_EFFECTS)}, got {taint['effect']}"
    if most is not None and most < 1:
        yield "scalingConfig.maxSize", f"expected max_size to be at least (1), got {most}"


def _update_faults(call: Call) -> Iterator[tuple[str, str]]:
    """How an update goes on: a number of nodes or a share of them at a time, never both."""
    number, share = (call.given(f"updateConfig.{name}") for name in ("maxUnavailable", "maxUnavailablePercentage"))
    if number == share:
        yield "updateConfig", "only one of `max_unavailable,max_unavailable_percentage` can be specified, and one must be"
    percent, strategy = call.get("updateConfig.maxUnavailablePercentage"), call.get("updateConfig.updateStrategy")
    if percent is not None and not 1 <= percent <= 100:
        yield "updateConfig.maxUnavailablePercentage", f"expected it to be in the range (1 - 100), got {percent}"
    if strategy not in (None, *_STRATEGIES):
        yield "updateConfig.updateStrategy", f"expected it to be one of {', '.join(_STRATEGIES)}, got {strategy}"


def _cluster_version(call: Call) -> str | None:
    cluster = call.referenced("clusterName")
    return cluster.outputs["version"] if cluster else None


def _node_refuses(call: Call) -> Iterator[str]:
    cluster = call.referenced("clusterName")
    if cluster is None:
        return
    vpc, ours = cluster.outputs["vpcConfig"]["vpcId"], call.all_referenced("subnetIds[*]")
    if any(subnet.outputs["vpcId"] != vpc for subnet in ours):
        yield "InvalidParameterException: The subnets of the node group must be in the cluster's VPC"
    wanted, has = call.get("version"), cluster.outputs["version"]
    if wanted and _minor(wanted) > _minor(has):
        yield f"InvalidParameterException: Nodegroup Kubernetes version {wanted} is newer than the cluster's, {has}"
    if wanted and _minor(has) - _minor(wanted) > _MOST_BEHIND:
        yield f"InvalidParameterException: Nodegroup Kubernetes version {wanted} is more than {_MOST_BEHIND} minors behind {has}"


def keyed(*names: str, by: str) -> Function:
    """An id made of inputs, joined by `by`."""
    return lambda call: by.join(call[name] for name in names)


RULES = table(
    row(
        CLUSTER,
        "eks/cluster.go",
        id=lambda call: call["name"],
        replaces=_cluster_replaces,
        canonical={
            "computeConfig.nodePools": as_set,
            "enabledClusterLogTypes": as_set,
            "encryptionConfig.resources": as_set,
            "vpcConfig.publicAccessCidrs": as_set,
            "vpcConfig.securityGroupIds": as_set,
            "vpcConfig.subnetIds": as_set,
        },
        defaults={
            "bootstrapSelfManagedAddons": True,
            "deletionProtection": False,
            "vpcConfig.endpointPrivateAccess": False,
            "vpcConfig.endpointPublicAccess": True,
        },
        computed={
            "accessConfig.authenticationMode": lambda _: "CONFIG_MAP",
            "accessConfig.bootstrapClusterCreatorAdminPermissions": lambda _: True,
            "arn": arn_of("eks", "cluster/{id}"),
            "certificateAuthority.data": _certificate,
            "createdAt": lambda _: CREATED,
            "endpoint": lambda call: f"https://{_endpoint_id(call)}.gr7.{call.region}.eks.amazonaws.com",
            "identities": lambda call: [
                {"oidcs": [{"issuer": f"https://oidc.eks.{call.region}.amazonaws.com/id/{_endpoint_id(call)}"}]}
            ],
            "kubernetesNetworkConfig.ipFamily": lambda _: "ipv4",
            "kubernetesNetworkConfig.serviceIpv4Cidr": lambda _: "172.20.0.0/16",
            "platformVersion": lambda _: "eks.1",
            "status": lambda _: "ACTIVE",
            "upgradePolicy.supportType": lambda _: "EXTENDED",
            "version": lambda _: LATEST,
            "vpcConfig.clusterSecurityGroupId": lambda call: f"sg-0{call.hex(16)}",
            "vpcConfig.publicAccessCidrs": lambda _: ["0.0.0.0/0"],
            "vpcConfig.vpcId": _vpc,
            **blanks("clusterId"),
        },
        references={
            "roleArn": ROLE_ARN,
            "vpcConfig.subnetIds[*]": refer(SUBNET),
            "vpcConfig.securityGroupIds[*]": SECURITY_GROUP,
            "encryptionConfig.provider.keyArn": refer(KEY, by="arn"),
        },
        name=AutoName(),
        check=_cluster_faults,
        refuses=_cluster_refuses,
        keeps=lambda call: (
            [f"InvalidRequestException: Cannot delete cluster {call.id}: deletion protection is enabled"]
            if call.old.get("deletionProtection")
            else []
        ),
        not_found="ResourceNotFoundException: No cluster found for name: {id}.",
        exists="ResourceInUseException: Cluster already exists with name: {id}",
        in_use="ResourceInUseException: Cluster {id} has nodegroups attached",
    ),
    row(
        NODES,
        "eks/node_group.go",
        id=keyed("clusterName", "nodeGroupName", by=":"),
        replaces=frozenset(
            {"amiType", "capacityType", "clusterName", "diskSize", "instanceTypes", "launchTemplate.id", "launchTemplate.name"}
            | {"nodeGroupName", "nodeGroupNamePrefix", "nodeRoleArn", "remoteAccess", "subnetIds"}
        ),
        canonical={"subnetIds": as_set, "taints": as_set},
        computed={
            "amiType": lambda call: "CUSTOM" if call.given("launchTemplate") else "AL2023_x86_64_STANDARD",
            "arn": within("nodegroup", "nodeGroupName"),
            "capacityType": lambda _: "ON_DEMAND",
            "diskSize": lambda call: 0 if call.given("launchTemplate") else 20,
            "instanceTypes": lambda call: [] if call.given("launchTemplate") else ["t3.medium"],
            "releaseVersion": lambda call: f"{call.get('version') or _cluster_version(call)}.0-20260101",
            "resources": lambda call: [
                {
                    "autoscalingGroups": [{"name": f"eks-{call['nodeGroupName']}-{call.uuid()}"}],
                    "remoteAccessSecurityGroupId": "",
                }
            ],
            "status": lambda _: "ACTIVE",
            "updateConfig.maxUnavailable": lambda call: None if call.given("updateConfig") else 1,
            "version": _cluster_version,
        },
        volatile={"releaseVersion": frozenset({"version"})},
        references={
            "clusterName": refer(CLUSTER, by="name"),
            "nodeRoleArn": ROLE_ARN,
            "subnetIds[*]": refer(SUBNET),
            "launchTemplate.id": refer(TEMPLATE, holds=False),
            "launchTemplate.name": refer(TEMPLATE, by="name", holds=False),
        },
        name=AutoName(property="nodeGroupName", longest=255, prefixes=("nodeGroupNamePrefix",)),
        check=_node_faults,
        refuses=_node_refuses,
        not_found="ResourceNotFoundException: No node group found for name: {id}.",
        exists="ResourceInUseException: NodeGroup already exists with name {nodeGroupName} and cluster name {clusterName}",
    ),
)
