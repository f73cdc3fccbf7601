"""Who may do what on AWS with a cluster: trust, permissions and access policies, and the kubeconfig; pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..contracts import Access
from ..kubernetes.kubeconfig import kubeconfig
from .arns import located
from .iam import TAGGED_SESSION, document

IRSA_ANNOTATION = "eks.amazonaws.com/role-arn"
AUDIENCE = "sts.amazonaws.com"

CONTROL_PLANE_POLICIES = ("AmazonEKSClusterPolicy",)
NODE_POLICIES = ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly")
"""What every node needs. That of the network plug-in is not among them: the plug-in has a role of its own.

Source: docs.aws.amazon.com/eks/latest/userguide/create-node-role.html.
"""
_ACCESS_POLICY = "arn:aws:eks::aws:cluster-access-policy/"


def access_policy(access: Access) -> str:
    """The access policy that a role inside a cluster comes to.

    Source: docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html; AmazonEKSClusterAdminPolicy is made for a whole
    cluster, AmazonEKSAdminPolicy for namespaces.
    """
    admin = "AmazonEKSAdminPolicy" if access.namespaces else "AmazonEKSClusterAdminPolicy"
    policies = {"admin": admin, "edit": "AmazonEKSEditPolicy", "view": "AmazonEKSViewPolicy"}
    return _ACCESS_POLICY + policies[access.role]


def issuer_trust(issuer: str, provider_arn: str, namespace: str, service_account: str) -> dict[str, Any]:
    """The statement by which a role trusts one service account of one cluster, as its OIDC issuer vouches for it.

    Args:
        issuer: the cluster's OIDC issuer, with "https://".
        provider_arn: ARN of the IAM OIDC provider of that issuer.
        namespace: the service account's namespace.
        service_account: its name.

    Source: docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html.
    """
    host = issuer.removeprefix("https://")
    subject = f"system:serviceaccount:{namespace}:{service_account}"
    return {
        "Effect": "Allow",
        "Principal": {"Federated": provider_arn},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {f"{host}:aud": AUDIENCE, f"{host}:sub": subject}},
    }


def agent_trust(cluster: str, namespace: str, service_account: str) -> dict[str, Any]:
    """The statement by which a role trusts Pod Identity on behalf of one service account of one cluster.

    Without its condition, any association of the account could take the role on.

    Args:
        cluster: the cluster's name.
        namespace: the service account's namespace.
        service_account: its name.

    Source: docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html and pod-id-abac.html.
    """
    tags = {"eks-cluster-name": cluster, "kubernetes-namespace": namespace, "kubernetes-service-account": service_account}
    return {
        "Effect": "Allow",
        "Principal": {"Service": "pods.eks.amazonaws.com"},
        "Action": list(TAGGED_SESSION),
        "Condition": {"StringEquals": {f"aws:RequestTag/{tag}": value for tag, value in tags.items()}},
    }


def secrets_policy(cluster: str, names: Iterable[str]) -> str:
    """What may read some secrets of the cluster's region and account, and may use the keys that these are encrypted with for that.

    Secrets Manager adds a hyphen and six letters to a secret's name, which nobody knows before it is there; six question marks fit
    no other secret's. The key that AWS manages for it needs no permission, any other does, and says by the context what for.

    Args:
        cluster: ARN of the cluster.
        names: the secrets' names.

    Source: docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html and security-encryption.html;
    the actions: external-secrets.io/latest/provider/aws-secrets-manager/#iam-policy, without those that list.
    """
    place = located(cluster)
    secrets = [
        f"arn:{place.partition}:secretsmanager:{place.region}:{place.account}:secret:{name}-??????" for name in sorted(names)
    ]
    through = {"kms:ViaService": f"secretsmanager.{place.region}.amazonaws.com"}
    return document(
        {"Effect": "Allow", "Action": ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"], "Resource": secrets},
        {
            "Effect": "Allow",
            "Action": "kms:Decrypt",
            "Resource": f"arn:{place.partition}:kms:{place.region}:{place.account}:key/*",
            "Condition": {"StringEquals": through, "StringLike": {"kms:EncryptionContext:SecretARN": secrets}},
        },
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
    return document(
        {"Effect": "Allow", "Action": list(look), "Resource": "*"},
        {"Effect": "Allow", "Action": list(resize), "Resource": "*", "Condition": owned},
    )


def cluster_kubeconfig(*, cluster: str, endpoint: str, authority: str, region: str, role: str | None) -> str:
    """A kubeconfig by which the AWS CLI asks for a token that lives 15 minutes each time.

    Args:
        cluster: the cluster's name.
        endpoint: the URL of its API server.
        authority: the certificate that vouches for it, base64.
        region: the cloud's own name of the region.
        role: ARN of the role under which the token is asked for; None for the credentials at hand.

    Source: docs.aws.amazon.com/eks/latest/userguide/create-kubeconfig.html.
    """
    arguments = ["eks", "get-token", "--region", region, "--cluster-name", cluster, "--output", "json"]
    assumed = ["--role-arn", role] if role else []
    return kubeconfig(cluster, endpoint=endpoint, authority=authority, command="aws", arguments=[*arguments, *assumed])
