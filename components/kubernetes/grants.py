"""What a service account may do inside its cluster: rules, in one namespace or everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pulumi
from pulumi_kubernetes import meta, rbac

_GROUP = "rbac.authorization.k8s.io"

READ = ("get", "list", "watch")


class Rule(NamedTuple):
    """What may be done with some resources of an API group, with those of some names alone where there are any."""

    group: str
    resources: tuple[str, ...]
    verbs: tuple[str, ...]
    names: tuple[str, ...] = ()


class Account(NamedTuple):
    """A service account."""

    name: pulumi.Input[str]
    namespace: pulumi.Input[str]


def grant(
    name: str,
    called: str,
    account: Account,
    rules: Sequence[Rule],
    *,
    labels: Mapping[str, str],
    opts: pulumi.ResourceOptions,
    namespace: pulumi.Input[str] | None = None,
) -> tuple[pulumi.Resource, pulumi.Resource]:
    """A role and its binding, in one namespace or everywhere.

    Args:
        name: the stable name that the resources' begin with.
        called: what both are called inside the cluster.
        account: who gets it.
        rules: what it may do.
        labels: labels of both.
        opts: options of both.
        namespace: where it may do so; everywhere without one.

    Source: kubernetes.io/docs/reference/access-authn-authz/rbac.
    """
    v1 = rbac.v1
    placed = meta.v1.ObjectMetaArgs(name=called, namespace=namespace, labels=dict(labels))
    if namespace is None:
        role, binding, kind, prefix = v1.ClusterRole, v1.ClusterRoleBinding, "ClusterRole", f"{name}-cluster"
    else:
        role, binding, kind, prefix = v1.Role, v1.RoleBinding, "Role", name
    return (
        role(f"{prefix}-role", metadata=placed, rules=[_spelled(rule) for rule in rules], opts=opts),
        binding(
            f"{prefix}-role-binding",
            metadata=placed,
            role_ref=v1.RoleRefArgs(api_group=_GROUP, kind=kind, name=called),
            subjects=[v1.SubjectArgs(kind="ServiceAccount", name=account.name, namespace=account.namespace)],
            opts=opts,
        ),
    )


def _spelled(rule: Rule) -> rbac.v1.PolicyRuleArgs:
    return rbac.v1.PolicyRuleArgs(
        api_groups=[rule.group],
        resources=list(rule.resources),
        resource_names=list(rule.names) or None,
        verbs=list(rule.verbs),
    )
