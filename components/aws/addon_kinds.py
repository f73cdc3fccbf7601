"""The add-ons that EKS offers by itself, and what each needs; pure.

Source: docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html and community-addons.html. Those of vendors,
from the marketplace, are another matter: they are bought.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Kind(NamedTuple):
    """An add-on that EKS knows.

    Args:
        usual: whether clusters have it unless they are told otherwise.
        before: whether it is there before nodes are: a node that starts before its network is set up as wanted keeps the wrong
            addresses for its pods. The others have pods that EKS waits for, which no node could run before there is one.
        needed: whether no node would be ready without it.
        accounts: the service accounts that call AWS.
        policies: AWS's own policies of their role, by what their ARNs end in.
    """

    usual: bool = False
    before: bool = False
    needed: bool = False
    accounts: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()


AGENT = "eks-pod-identity-agent"
"""What hands roles to pods: those of add-ons in any case."""

KINDS: Mapping[str, Kind] = {
    AGENT: Kind(usual=True, before=True),
    "vpc-cni": Kind(usual=True, before=True, needed=True, accounts=("aws-node",), policies=("AmazonEKS_CNI_Policy",)),
    "kube-proxy": Kind(usual=True, before=True),
    "coredns": Kind(usual=True),
    "metrics-server": Kind(usual=True),
    "aws-ebs-csi-driver": Kind(
        usual=True, accounts=("ebs-csi-controller-sa",), policies=("service-role/AmazonEBSCSIDriverPolicy",)
    ),
    "eks-node-monitoring-agent": Kind(usual=True),  # tells node repair what the kubelet does not see
    "snapshot-controller": Kind(usual=True),
    "aws-efs-csi-driver": Kind(
        accounts=("efs-csi-controller-sa", "efs-csi-node-sa"), policies=("service-role/AmazonEFSCSIDriverPolicy",)
    ),
    "aws-mountpoint-s3-csi-driver": Kind(accounts=("s3-csi-driver-sa",)),
    "amazon-cloudwatch-observability": Kind(
        accounts=("cloudwatch-agent",), policies=("CloudWatchAgentServerPolicy", "AWSXrayWriteOnlyAccess")
    ),
    "aws-guardduty-agent": Kind(),
    "cert-manager": Kind(accounts=("cert-manager",)),
    "external-dns": Kind(accounts=("external-dns",)),
    "fluent-bit": Kind(accounts=("fluent-bit",)),
    "kube-state-metrics": Kind(),
    "prometheus-node-exporter": Kind(),
}
