"""Who may do what on AWS with a cluster: trust and permissions as documents, and the kubeconfig."""

from __future__ import annotations

import json
from typing import Any

IRSA_ANNOTATION = "eks.amazonaws.com/role-arn"
AUDIENCE = "sts.amazonaws.com"

MANAGED_POLICY = "arn:aws:iam::aws:policy/"
CONTROL_PLANE_POLICIES = ("AmazonEKSClusterPolicy",)
NODE_POLICIES = ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly")
"""What every node needs. That of the network plug-in is not among them: the plug-in has a role of its own.

Source: docs.aws.amazon.com/eks/latest/userguide/create-node-role.html.
"""
ADMIN_POLICY = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"

_LATEST = "2012-10-17"


def service_trust(service: str, *, session_tags: bool = False) -> str:
    """The trust policy of a role that a service of AWS takes on.

    Args:
        service: its principal, say "ec2.amazonaws.com".
        session_tags: the service also tags its sessions, as EKS and Pod Identity do
            (docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html, pod-id-role.html).
    """
    actions = ["sts:AssumeRole", "sts:TagSession"] if session_tags else ["sts:AssumeRole"]
    return _document({"Effect": "Allow", "Principal": {"Service": service}, "Action": actions})


def account_trust(issuer: str, provider_arn: str, namespace: str, service_account: str) -> str:
    """The trust policy of a role for one service account of one cluster.

    Args:
        issuer: the cluster's OIDC issuer, with "https://".
        provider_arn: ARN of the IAM OIDC provider of that issuer.
        namespace: the service account's namespace.
        service_account: its name.

    Source: docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html.
    """
    host = issuer.removeprefix("https://")
    subject = f"system:serviceaccount:{namespace}:{service_account}"
    return _document(
        {
            "Effect": "Allow",
            "Principal": {"Federated": provider_arn},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {"StringEquals": {f"{host}:aud": AUDIENCE, f"{host}:sub": subject}},
        }
    )


def autoscaler_policy(cluster: str) -> str:
    """What the Cluster Autoscaler may do: look at everything it must, and resize the groups of this cluster alone.

    Source: github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md#iam-policy; the tag is
    set by EKS on the groups of managed nodes (docs.aws.amazon.com/eks/latest/best-practices/cas.html).
    """
    look = (
        "autoscaling:DescribeAutoScalingGroups",
        "autoscaling:DescribeAutoScalingInstances",
        "autoscaling:DescribeLaunchConfigurations",
        "autoscaling:DescribeScalingActivities",
        "autoscaling:DescribeTags",
        "ec2:DescribeImages",
        "ec2:DescribeInstanceTypes",
        "ec2:DescribeLaunchTemplateVersions",
        "ec2:GetInstanceTypesFromInstanceRequirements",
        "eks:DescribeNodegroup",
    )
    resize = ("autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup")
    owned = {"StringEquals": {f"aws:ResourceTag/k8s.io/cluster-autoscaler/{cluster}": "owned"}}
    return _document(
        {"Effect": "Allow", "Action": list(look), "Resource": "*"},
        {"Effect": "Allow", "Action": list(resize), "Resource": "*", "Condition": owned},
    )


def kubeconfig(*, cluster: str, endpoint: str, authority: str, region: str, role: str | None) -> str:
    """A kubeconfig without credentials: the AWS CLI asks for a token that lives 15 minutes each time.

    Args:
        cluster: the cluster's name.
        endpoint: the URL of its API server.
        authority: the certificate that vouches for it, base64.
        region: the cloud's own name of the region.
        role: ARN of the role under which the token is asked for; None for the credentials at hand.

    Source: docs.aws.amazon.com/eks/latest/userguide/create-kubeconfig.html.
    """
    arguments = ["eks", "get-token", "--region", region, "--cluster-name", cluster, "--output", "json"]
    command = {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": "aws",
        "args": [*arguments, *(["--role-arn", role] if role else [])],
    }
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": cluster, "cluster": {"server": endpoint, "certificate-authority-data": authority}}],
            "users": [{"name": cluster, "user": {"exec": command}}],
            "contexts": [{"name": cluster, "context": {"cluster": cluster, "user": cluster}}],
            "current-context": cluster,
        }
    )


def _document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": _LATEST, "Statement": list(statements)})
