"""Who may do what on Alibaba Cloud with a cluster: trust as documents, the kubeconfig, and what identities may do inside."""

from __future__ import annotations

from collections.abc import Iterable

import pulumi
import pulumi_alicloud as alicloud

from ..contracts import Access
from ..kubernetes.kubeconfig import kubeconfig
from .ram import document

AUDIENCE = "sts.aliyuncs.com"
READER_ANNOTATION = "ack.alibabacloud.com/role-arn"
"""Names a service account's RAM role to ack-secret-manager, which reads no other annotation."""


def account_trust(issuer: str, provider_arn: str, namespace: str, service_account: str) -> str:
    """The trust policy of a role for one service account of one cluster.

    Args:
        issuer: the cluster's OIDC issuer.
        provider_arn: ARN of the identity provider that ACK registered for it when RRSA was turned on.
        namespace: the service account's namespace.
        service_account: its name.

    Source: www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/
    use-rrsa-to-authorize-pods-to-access-different-cloud-services.
    """
    subject = f"system:serviceaccount:{namespace}:{service_account}"
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Federated": [provider_arn]},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"oidc:iss": issuer, "oidc:aud": AUDIENCE, "oidc:sub": subject}},
        }
    )


def secrets_policy(provider: str, region: str, names: Iterable[str]) -> str:
    """What may read some secrets of a region.

    Args:
        provider: ARN of the identity provider that ACK registered for the cluster, whose account the secrets are in.
        region: the cloud's own name of the region.
        names: the secrets' names.

    Source: github.com/AliyunContainerService/ack-secret-manager/blob/master/docs/serviceAccountRef.md; ARNs:
    www.alibabacloud.com/help/en/kms/key-management-service/security-and-compliance/authorization-information.
    """
    account = provider.split(":")[3]
    secrets = [f"acs:kms:{region}:{account}:secret/{name}" for name in sorted(names)]
    return document({"Effect": "Allow", "Action": ["kms:Decrypt", "kms:GetSecretValue"], "Resource": secrets})


def cluster_kubeconfig(*, cluster: str, endpoint: str, authority: str | None, region: str, role: str | None) -> str:
    """A kubeconfig by which ack-ram-tool asks for a certificate that lives three hours.

    Args:
        cluster: the cluster's id.
        endpoint: the URL of its API server.
        authority: the certificate that vouches for the API server, base64. Without it the certificates of the machine decide,
            which do not know the cluster: nothing is applied until the certificate is given.
        region: the cloud's own name of the region.
        role: ARN of the role under which the certificate is asked for; None for the credentials at hand.

    Source: github.com/AliyunContainerService/ack-ram-tool, `credential-plugin get-kubeconfig`.
    """
    arguments = ["credential-plugin", "get-credential", "--cluster-id", cluster, "--api-version", "v1beta1"]
    limits = ["--expiration", "3h", "--region-id", region, "--log-level", "error"]
    assumed = ["--role-arn", role] if role else []
    command = "ack-ram-tool"
    return kubeconfig(cluster, endpoint=endpoint, authority=authority, command=command, arguments=[*arguments, *limits, *assumed])


def admit(
    name: str, key: str, access: Access, *, cluster: pulumi.Output[str], parent: pulumi.Resource
) -> alicloud.cs.KubernetesPermission:
    """Let a RAM role into a cluster.

    - ACK's own administrator of a whole cluster is given; everything else is by the roles that Kubernetes has in every cluster
      (admin, edit, view). ACK's own for readers, `restricted`, lets them read Secrets.
    - ACK keeps one list of grants for an identity over all clusters; this one adds to it what is of its cluster alone.
    - The role's RAM policies must let it read the cluster, or ACK refuses the grant (`ErrorRamPolicyConfig`).

    Args:
        name: the cluster component's name, which each child's name begins with.
        key: the entry's stable key.
        access: who may do what where.
        cluster: the cluster's id.
        parent: the cluster component.

    Sources: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/cs_kubernetes_permissions;
    www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/customize-an-rbac-role; ACK's own roles:
    www.alibabacloud.com/help/en/ack/product-overview/
    product-changes-ack-updates-templates-of-predefined-rbac-roles-during-cluster-updates.
    """

    def grant(namespace: str | None) -> alicloud.cs.KubernetesPermissionPermissionArgs:
        return alicloud.cs.KubernetesPermissionPermissionArgs(
            cluster=cluster,
            role_type="cluster" if namespace is None else "namespace",
            role_name=access.role,
            namespace=namespace,
            is_custom=namespace is not None or access.role != "admin",
            is_ram_role=True,
        )

    return alicloud.cs.KubernetesPermission(
        f"{name}-access-{key}",
        uid=access.principal,
        permissions=[grant(namespace) for namespace in (sorted(access.namespaces) or (None,))],
        opts=pulumi.ResourceOptions(parent=parent),
    )
