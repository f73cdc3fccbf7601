"""What policies of IAM and RAM grant, and who gets into clusters.

Sources: docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html, www.alibabacloud.com/help/ram (policy elements),
docs.aws.amazon.com/eks/latest/userguide/access-entries.html, the RBAC roles of ACK.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from engine.values import UNKNOWN

from ..values import nested
from .granting import EVERYONE, EVERYTHING, UNREAD, Grant, Teller, Told, listed, mappings, said

_ALL: Final = ("AdministratorAccess", "PowerUserAccess", "IAMFullAccess")
_DENIED: Final = "deny "


def _statements(document: Mapping[str, Any] | None, control: str, who: str, on: str) -> Iterator[Grant]:
    """What a policy document says, one action at a time.

    Args:
        document: the policy.
        control: IAM or RAM.
        who: whom it is attached to; empty where it names principals itself.
        on: what it belongs to, where it names no resources.
    """
    for statement in mappings(nested(document, "Statement")):
        denied = _DENIED if statement.get("Effect") == "Deny" else ""
        actions = listed(statement.get("Action")) or [f"all but {said(each)}" for each in listed(statement.get("NotAction"))]
        resources = [said(each) for each in listed(statement.get("Resource"))] or [on]
        condition = f", if {said(statement['Condition'])}" if statement.get("Condition") else ""
        for principal in [who] if who else _principals(statement.get("Principal")):
            for action in actions:
                for resource in resources:
                    wide = "" if denied or condition else _wide(principal, said(action), resource, named=bool(who))
                    yield Grant(control, principal, f"{denied}{said(action)}{condition}", resource, wide)


def _principals(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [said(each) for members in value.values() for each in listed(members)]
    return [said(each) for each in listed(value)]


def _wide(who: str, action: str, on: str, *, named: bool) -> str:
    if who == "*" and not named:
        return EVERYONE
    return EVERYTHING if action == "*" or (action.endswith(":*") and on == "*") else ""


def _policy(control: str, document: tuple[str, ...], whom: tuple[str, ...], told: Told) -> Iterator[Grant]:
    """A policy by itself, or of one principal."""
    who = told.first(*whom) if whom else ""
    for name in document:
        if (found := told.document(name)) is not None:
            yield from _statements(found, control, who or f"whom {told.name} is attached to", "*")
        elif told.text(name):
            yield _unread(control, who or told.name, told.text(name))


def _unread(control: str, who: str, text: str) -> Grant:
    return Grant(control, who, "what only the update can tell" if text == UNREAD else f"what {text} says", UNREAD)


def _of_resource(control: str, document: str, on: tuple[str, ...], told: Told) -> Iterator[Grant]:
    """A policy of a resource, which names principals."""
    yield from _statements(told.document(document), control, "", told.first(*on) or told.name)
    if told.inputs.get(document) is UNKNOWN:
        yield _unread(control, UNREAD, told.text(document))


def _trust(control: str, documents: tuple[str, ...], told: Told) -> Iterator[Grant]:
    """Who may take on a role."""
    for name in documents:
        for grant in _statements(told.document(name), control, "", told.name):
            yield grant._replace(on=f"role {told.name}")
        if told.inputs.get(name) is UNKNOWN:
            yield _unread(control, UNREAD, told.text(name))


def _role(told: Told) -> Iterator[Grant]:
    yield from _trust("IAM", ("assumeRolePolicy",), told)
    for arn in listed(told.inputs.get("managedPolicyArns")):
        yield _attached("IAM", told.name, said(arn))
    for policy in mappings(told.inputs.get("inlinePolicies")):
        yield from _statements(Told(told.of, policy, {}).document("policy"), "IAM", told.name, "*")


def _attachment(control: str, policy: str, whom: tuple[str, ...], told: Told) -> Iterator[Grant]:
    yield _attached(control, told.first(*whom), told.text(policy))


def _attached(control: str, who: str, policy: str) -> Grant:
    return Grant(control, who, f"what {policy} allows", "*", EVERYTHING if policy.endswith(_ALL) else "")


def _entry(told: Told) -> Iterator[Grant]:
    """An identity with groups of Kubernetes."""
    for group in listed(told.inputs.get("kubernetesGroups")):
        wide = EVERYTHING if group == "system:masters" else ""
        yield Grant("access entry", told.text("principalArn"), f"what group {said(group)} may", told.text("clusterName"), wide)


def _association(told: Told) -> Iterator[Grant]:
    namespaces = listed(nested(told.inputs.get("accessScope"), "namespaces"))
    policy = told.text("policyArn").rpartition("/")[2]
    where = f"{told.text('clusterName')} {', '.join(map(said, namespaces))}".rstrip()
    wide = EVERYTHING if policy == "AmazonEKSClusterAdminPolicy" else ""
    yield Grant("access entry", told.text("principalArn"), policy, where, wide)


def _permission(told: Told) -> Iterator[Grant]:
    for each in mappings(told.inputs.get("permissions")):
        where = f"{said(each.get('cluster'))} {said(each.get('namespace') or '')}".rstrip()
        wide = EVERYTHING if each.get("roleName") == "admin" and each.get("roleType") != "namespace" else ""
        yield Grant("access entry", told.text("uid"), said(each.get("roleName")), where, wide)


def _pod_identity(told: Told) -> Iterator[Grant]:
    account = f"{told.text('namespace')}/{told.text('serviceAccount')} in {told.text('clusterName')}"
    yield Grant("IAM", account, "take it on (pod identity)", f"role {told.text('roleArn')}")


def _bucket(document: str, *on: str) -> Callable[[Told], Iterator[Grant]]:
    return partial(_of_resource, "IAM", document, on)


IDENTITIES: Final[dict[str, Teller]] = {
    "aws:iam/role:Role": _role,
    "aws:iam/policy:Policy": partial(_policy, "IAM", ("policy",), ()),
    "aws:iam/rolePolicy:RolePolicy": partial(_policy, "IAM", ("policy",), ("role",)),
    "aws:iam/userPolicy:UserPolicy": partial(_policy, "IAM", ("policy",), ("user",)),
    "aws:iam/groupPolicy:GroupPolicy": partial(_policy, "IAM", ("policy",), ("group",)),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": partial(_attachment, "IAM", "policyArn", ("role",)),
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": partial(_attachment, "IAM", "policyArn", ("user",)),
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": partial(_attachment, "IAM", "policyArn", ("group",)),
    "aws:s3/bucketPolicy:BucketPolicy": _bucket("policy", "bucket"),
    "aws:sqs/queuePolicy:QueuePolicy": _bucket("policy", "queueUrl"),
    "aws:sns/topicPolicy:TopicPolicy": _bucket("policy", "arn"),
    "aws:kms/key:Key": _bucket("policy"),
    "aws:kms/keyPolicy:KeyPolicy": _bucket("policy", "keyId"),
    "aws:secretsmanager/secretPolicy:SecretPolicy": _bucket("policy", "secretArn"),
    "aws:ecr/repositoryPolicy:RepositoryPolicy": _bucket("policy", "repository"),
    "aws:eks/accessEntry:AccessEntry": _entry,
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": _association,
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": _pod_identity,
    "alicloud:ram/role:Role": partial(_trust, "RAM", ("assumeRolePolicyDocument", "document")),
    "alicloud:ram/policy:Policy": partial(_policy, "RAM", ("policyDocument", "document"), ()),
    "alicloud:ram/rolePolicyAttachment:RolePolicyAttachment": partial(_attachment, "RAM", "policyName", ("roleName",)),
    "alicloud:ram/userPolicyAttachment:UserPolicyAttachment": partial(_attachment, "RAM", "policyName", ("userName",)),
    "alicloud:ram/groupPolicyAttachment:GroupPolicyAttachment": partial(_attachment, "RAM", "policyName", ("groupName",)),
    "alicloud:oss/bucketPolicy:BucketPolicy": partial(_of_resource, "RAM", "policy", ("bucket",)),
    "alicloud:cs/kubernetesPermission:KubernetesPermission": _permission,
}
"""By type, what its objects grant."""
