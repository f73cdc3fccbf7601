"""The add-ons of a cluster on EKS: what pods and nodes need to run, installed and kept by EKS."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from .iam import MANAGED_POLICY, service_trust

BEFORE_NODES = ("eks-pod-identity-agent", "vpc-cni", "kube-proxy")
"""Daemons. A node that starts before its network is set up as wanted keeps the wrong addresses for its pods."""

AFTER_NODES = ("coredns", "metrics-server", "aws-ebs-csi-driver")
"""Pods, which EKS waits for, and which no node could run before there is one."""

ADDONS = BEFORE_NODES + AFTER_NODES

_IDENTITIES: Mapping[str, tuple[str, str]] = {
    "vpc-cni": ("aws-node", "AmazonEKS_CNI_Policy"),
    "aws-ebs-csi-driver": ("ebs-csi-controller-sa", "service-role/AmazonEBSCSIDriverPolicy"),
}
"""Service account and managed policy of the add-ons that call AWS.

Source: docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html.
"""


class Addons:
    """Installs add-ons, each with a role of its own where it calls AWS.

    Roles reach add-ons by Pod Identity: EKS makes the association in one step with the add-on, so none ever runs without.

    Args:
        name: the cluster component's name, which each child's name begins with.
        cluster: the cluster's name, known once it exists.
        configurations: JSON configuration by add-on.
        versions: versions by add-on. Those left out are EKS's default for the cluster's version when the add-on is made, and
            stay as they are until a version is written.
        tags: tags of every resource.
        parent: the cluster component.
    """

    def __init__(
        self,
        name: str,
        *,
        cluster: pulumi.Output[str],
        configurations: Mapping[str, pulumi.Output[str]],
        versions: Mapping[str, str],
        tags: Mapping[str, str],
        parent: pulumi.Resource,
    ) -> None:
        self._name = name
        self._cluster = cluster
        self._configurations = configurations
        self._versions = versions
        self._tags = dict(tags)
        self._parent = parent

    def install(self, addons: Sequence[str], after: Sequence[pulumi.Resource] = ()) -> list[pulumi.Resource]:
        """Install add-ons side by side, after what is given."""
        return [self._install(addon, after) for addon in addons]

    def _install(self, addon: str, after: Sequence[pulumi.Resource]) -> aws.eks.Addon:
        role, granted = self._identify(addon)
        associations = (
            [aws.eks.AddonPodIdentityAssociationArgs(service_account=_IDENTITIES[addon][0], role_arn=role.arn)] if role else None
        )
        return aws.eks.Addon(
            f"{self._name}-addon-{addon}",
            cluster_name=self._cluster,
            addon_name=addon,
            addon_version=self._versions.get(addon),
            configuration_values=self._configurations.get(addon),
            pod_identity_associations=associations,
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="OVERWRITE",  # what is written here holds, whatever was changed by hand
            tags=self._tags,
            opts=pulumi.ResourceOptions(parent=self._parent, depends_on=[*after, *granted]),
        )

    def _identify(self, addon: str) -> tuple[aws.iam.Role | None, list[pulumi.Resource]]:
        if addon not in _IDENTITIES:
            return None, []
        key, child = f"{self._name}-addon-{addon}", pulumi.ResourceOptions(parent=self._parent)
        trust = service_trust("pods.eks.amazonaws.com", session_tags=True)
        role = aws.iam.Role(key, assume_role_policy=trust, tags=self._tags, opts=child)
        policy = MANAGED_POLICY + _IDENTITIES[addon][1]
        return role, [aws.iam.RolePolicyAttachment(key, role=role.name, policy_arn=policy, opts=child)]


def network_configuration(region: str, pods: Mapping[str, str], security_group: str) -> str:
    """The configuration of vpc-cni: pods stand in subnets of their own, and network policies hold.

    A /28 at a time is taken from those subnets and not single addresses, so that a node runs as many pods as it has room for and
    a burst of pods needs no burst of API calls. Pods leave under their own addresses, which the NAT gateway translates for the
    internet alone: translated to those of nodes, they could not be reached from another network over a link.
    A node takes the subnet that is named like its zone. One of another tier like pods is there for nodes whose annotation
    k8s.amazonaws.com/eniConfig names it, as a pool that outgrows the first block needs it.
    Sources: docs.aws.amazon.com/eks/latest/userguide/cni-custom-network-tutorial.html, cni-increase-ip-addresses.html,
    cni-network-policy-configure.html, external-snat.html; `eniConfig`:
    github.com/aws/amazon-vpc-cni-k8s/blob/master/charts/aws-vpc-cni.

    Args:
        region: the cloud's own name of the region.
        pods: ids of the pods' subnets by zone id, those of a further tier by zone id and tier, as "ap-southeast-3a-batch".
        security_group: id of the group that pods share with nodes.
    """
    places = {zone: {"id": subnet, "securityGroups": [security_group]} for zone, subnet in sorted(pods.items())}
    configuration: dict[str, Any] = {
        "enableNetworkPolicy": "true",
        "env": {
            "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true",
            "AWS_VPC_K8S_CNI_EXTERNALSNAT": "true",
            "ENI_CONFIG_LABEL_DEF": "topology.kubernetes.io/zone",
            "ENABLE_PREFIX_DELEGATION": "true",
        },
        "eniConfig": {"create": True, "region": region, "subnets": places},
    }
    return json.dumps(configuration)


def dns_configuration() -> str:
    """The configuration of coredns: as many pods as the cluster's size asks for, so that a peak does not end in name lookups.

    Source: docs.aws.amazon.com/eks/latest/userguide/coredns-autoscaling.html.
    """
    return json.dumps({"autoScaling": {"enabled": True, "minReplicas": 2, "maxReplicas": 20}})
