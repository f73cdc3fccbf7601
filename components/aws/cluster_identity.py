"""Roles for the service accounts of a cluster on EKS, and who gets into it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, TypeAlias

import pulumi
import pulumi_aws as aws

from ..contracts import IDENTITY_ANNOTATION, Access, Reader, granted
from ..errors import ArgumentFault, ArgumentsError
from ..secret_names import reader_name
from .cluster_access import IRSA_ANNOTATION, access_policy, agent_trust, issuer_trust, secrets_policy
from .iam import MANAGED_POLICY, document

Identity: TypeAlias = Literal["irsa", "pod-identity"]


class Identities:
    """Gives service accounts of one cluster roles, and identities of AWS access to it.

    - With "irsa" the account names its role, and the role the issuer, the namespace and the account, as RRSA does on Alibaba Cloud:
      a pod waits for nothing.
    - With "pod-identity" an association names both, and the account nothing. While there is an issuer the role trusts both, so that
      pods of before keep theirs until they have gone.
    - Pods that started before have no role by either, so the ARN of the role, or of the association, is an annotation that pods
      carry too (`contracts.IDENTITY_ANNOTATION`): they come after it, and start again when they get one, another, or none, and when
      they move from the one way to the other.

    Args:
        name: the cluster component's name, which each child's name begins with.
        kind: how accounts get their roles.
        cluster: the cluster's name, known once it exists.
        arn: its ARN, likewise.
        region: the region that it is in.
        trusted: the issuer's URL, and the ARN of its OIDC provider in IAM; None where there is none.
        tags: tags of every resource.
        parent: the cluster component.
    """

    def __init__(
        self,
        name: str,
        kind: Identity,
        *,
        cluster: pulumi.Output[str],
        arn: pulumi.Output[str],
        region: str,
        trusted: tuple[pulumi.Output[str], pulumi.Output[str]] | None,
        tags: Mapping[str, str],
        parent: pulumi.Resource,
    ) -> None:
        self._name, self._kind = name, kind
        self._cluster, self._arn, self._region, self.trusted = cluster, arn, region, trusted
        self._tags = dict(tags)
        self._child = pulumi.ResourceOptions(parent=parent)

    def bind(
        self, name: str, *, namespace: str, service_account: str, policies: Mapping[str, pulumi.Input[str]]
    ) -> Mapping[str, pulumi.Output[str]]:
        """See `contracts.Cluster.bind`; `policies` are ARNs."""
        if self._kind == "irsa" and self.trusted is None:
            fix = "write issuer: true, or identity: pod-identity, which needs no issuer"
            raise ArgumentsError("ClusterArgs", (ArgumentFault("issuer", "false", "an issuer, which vouches for accounts", fix),))
        key = f"{self._name}-bind-{name}"
        agent = self._cluster if self._kind == "pod-identity" else None
        role, grants = self._role(key, self._trust(agent, namespace, service_account), policies)
        if self._kind == "irsa":
            return dict.fromkeys((IRSA_ANNOTATION, IDENTITY_ANNOTATION), granted(role.arn, grants))
        association = aws.eks.PodIdentityAssociation(
            f"{key}-identity",
            cluster_name=self._cluster,
            namespace=namespace,
            service_account=service_account,
            role_arn=role.arn,
            tags=self._tags,
            opts=self._child,
        )
        return {IDENTITY_ANNOTATION: granted(association.association_arn, grants)}

    def reader(self, name: str, *, namespace: str, service_account: str, secrets: Collection[str]) -> Reader:
        """See `contracts.Cluster.reader`."""
        if self.trusted is None:
            expected = f"true, since the secrets of {name} are read by it; Pod Identity gives no tokens to External Secrets"
            raise ArgumentsError("ClusterArgs", (ArgumentFault("issuer", "false", expected, "write issuer: true"),))
        key = f"{self._name}-bind-{reader_name(name)}"
        policy = aws.iam.Policy(
            key,
            description=f"Read the secrets of {name} in {self._name}",
            policy=self._arn.apply(lambda arn: secrets_policy(arn, secrets)),
            tags=self._tags,
            opts=self._child,
        )
        role, grants = self._role(key, self._trust(None, namespace, service_account), {"secrets": policy.arn})
        return Reader(annotations={IRSA_ANNOTATION: granted(role.arn, grants)}, region=self._region)

    def admit(self, key: str, access: Access) -> aws.eks.AccessPolicyAssociation:
        """Let an identity in, by an access entry and a policy (docs.aws.amazon.com/eks/latest/userguide/access-entries.html).

        An association is known by cluster, identity and policy. So one of another scope is deleted before it is made: made first,
        it would be the old one, and go with it.
        """
        full, namespaces = f"{self._name}-{key}", list(access.namespaces)
        entry = aws.eks.AccessEntry(
            full, cluster_name=self._cluster, principal_arn=access.principal, tags=self._tags, opts=self._child
        )
        return aws.eks.AccessPolicyAssociation(
            full,
            cluster_name=self._cluster,
            principal_arn=entry.principal_arn,
            policy_arn=access_policy(access),
            access_scope=aws.eks.AccessPolicyAssociationAccessScopeArgs(
                type="namespace" if namespaces else "cluster", namespaces=namespaces or None
            ),
            opts=pulumi.ResourceOptions.merge(self._child, pulumi.ResourceOptions(delete_before_replace=True)),
        )

    def _role(
        self, key: str, trust: pulumi.Output[str], policies: Mapping[str, pulumi.Input[str]]
    ) -> tuple[aws.iam.Role, list[aws.iam.RolePolicyAttachment]]:
        """A role, and what it is granted."""
        role = aws.iam.Role(key, assume_role_policy=trust, tags=self._tags, opts=self._child)
        return role, [
            aws.iam.RolePolicyAttachment(f"{key}-{policy}", role=role.name, policy_arn=arn, opts=self._child)
            for policy, arn in policies.items()
        ]

    def _trust(self, agent: pulumi.Output[str] | None, namespace: str, service_account: str) -> pulumi.Output[str]:
        """Trust in one account, by Pod Identity of the cluster so called, and by the issuer where there is one."""
        return pulumi.Output.all(agent, *(self.trusted or ())).apply(
            lambda known: document(
                *([agent_trust(known[0], namespace, service_account)] if known[0] else []),
                *([issuer_trust(known[1], known[2], namespace, service_account)] if known[1:] else []),
            )
        )


def make_role(
    name: str,
    trust: str,
    managed: Sequence[str],
    more: Mapping[str, pulumi.Input[str]] | None = None,
    *,
    tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> tuple[aws.iam.Role, list[pulumi.Resource]]:
    """Make a role of the cluster's own, and give what must be attached before it is of use.

    Args:
        name: the role's name, which that of each attachment begins with.
        trust: who takes it on, as a document.
        managed: policies of AWS, by name.
        more: ARNs of further ones, each by a stable key.
        tags: tags of the role.
        parent: the cluster component.
    """
    child = pulumi.ResourceOptions(parent=parent)
    role = aws.iam.Role(name, assume_role_policy=trust, tags=dict(tags), opts=child)
    policies = {**{policy: MANAGED_POLICY + policy for policy in managed}, **(more or {})}
    return role, [
        aws.iam.RolePolicyAttachment(f"{name}-{key}", role=role.name, policy_arn=arn, opts=child) for key, arn in policies.items()
    ]
