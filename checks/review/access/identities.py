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
from .granting import ALL_BUT, EVERYONE, EVERYTHING, UNREAD, Grant, Teller, Told, listed, mappings, said

_ALL: Final = ("AdministratorAccess", "PowerUserAccess", "IAMFullAccess", "AliyunRAMFullAccess")
_ANY_ROLE: Final = ("iam:passrole", "sts:assumerole", "ram:passrole")
"""Actions that, on every resource, lend the rights of every role."""


def _statements(document: Mapping[str, Any] | None, control: str, who: str, on: str) -> Iterator[Grant]:
    """What a policy document says, one action at a time.

    Args:
        document: the policy.
        control: IAM or RAM.
        who: whom it is attached to; empty where it names principals itself.
        on: what it belongs to, where it names no resources.
    """
    for statement in mappings(nested(document, "Statement")):
        denied = statement.get("Effect") == "Deny"
        resources = _named(statement, "Resource") or [on]
        condition = said(statement["Condition"]) if statement.get("Condition") else ""
        for principal in [who] if who else _principals(statement):
            for action in _named(statement, "Action"):
                for resource in resources:
                    wide = "" if denied or condition else _wide(principal, action, resource, named=bool(who))
                    yield Grant(control, principal, action, resource, wide, condition, denied)


def _named(statement: Mapping[str, Any], element: str) -> list[str]:
    """What an element names, or its reverse leaves out: all together, since a statement is about what is none of it."""
    left_out = [said(each) for each in listed(statement.get(f"Not{element}"))]
    return [said(each) for each in listed(statement.get(element))] or ([f"{ALL_BUT}{', '.join(left_out)}"] if left_out else [])


def _principals(statement: Mapping[str, Any]) -> list[str]:
    left_out = _members(statement.get("NotPrincipal"))
    return _members(statement.get("Principal")) or ([f"{ALL_BUT}{', '.join(left_out)}"] if left_out else [])


def _members(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [said(each) for members in value.values() for each in listed(members)]
    return [said(each) for each in listed(value)]


def _wide(who: str, action: str, on: str, *, named: bool) -> str:
    if not named and (who == "*" or who.startswith(ALL_BUT)):
        return EVERYONE
    everywhere = on == "*" or on.startswith(ALL_BUT)
    if action == "*" or (everywhere and (action.endswith(":*") or action.startswith(ALL_BUT))):
        return EVERYTHING
    return "every role" if everywhere and action.lower() in _ANY_ROLE else ""


def _unread(told: Told, name: str, control: str, who: str, on: str) -> Iterator[Grant]:
    """What stands for a document that only an update can tell."""
    if told.inputs.get(name) is UNKNOWN:
        text = told.text(name)
        yield Grant(control, who, f"what only the update can tell{'' if text == UNREAD else f', from {text}'}", on)


def _policy(control: str, document: tuple[str, ...], whom: tuple[str, ...], told: Told) -> Iterator[Grant]:
    """A policy by itself, or of one principal."""
    who = told.first(*whom) if whom else ""
    for name in document:
        whom_it_is_of = who or f"whom {told.name} is attached to"
        yield from _statements(told.document(name), control, whom_it_is_of, "*")
        yield from _unread(told, name, control, whom_it_is_of, UNREAD)


def _of_resource(control: str, document: str, on: tuple[str, ...], told: Told) -> Iterator[Grant]:
    """A policy of a resource, which names principals."""
    owner = told.first(*on) or told.name
    yield from _statements(told.document(document), control, "", owner)
    yield from _unread(told, document, control, UNREAD, owner)


def _trust(control: str, documents: tuple[str, ...], told: Told) -> Iterator[Grant]:
    """Who may take on a role."""
    role = f"role {told.name}"
    for name in documents:
        for grant in _statements(told.document(name), control, "", role):
            yield grant._replace(on=role)
        yield from _unread(told, name, control, UNREAD, role)


def _role(told: Told) -> Iterator[Grant]:
    yield from _trust("IAM", ("assumeRolePolicy",), told)
    for arn in listed(told.inputs.get("managedPolicyArns")):
        yield _attached("IAM", told.name, said(arn))
    for policy in mappings(told.inputs.get("inlinePolicies")):
        yield from _statements(Told(told.of, policy, {}).document("policy"), "IAM", told.name, "*")
    if boundary := told.text("permissionsBoundary"):
        yield Grant("IAM", told.name, f"what {boundary} does not allow (permissionsBoundary)", "*", denies=True)


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


def _members_of(control: str, group: str, users: str, told: Told) -> Iterator[Grant]:
    """Users in groups, which may what their groups may."""
    groups = [said(each) for each in listed(told.inputs.get(group))]
    for user in listed(told.inputs.get(users)):
        for each in groups:
            yield Grant(control, said(user), f"what group {each} may", "*", EVERYTHING if "admin" in each.lower() else "")


def _attached_to_several(told: Told) -> Iterator[Grant]:
    for whom in ("users", "roles", "groups"):
        for each in listed(told.inputs.get(whom)):
            yield _attached("IAM", said(each), told.text("policyArn"))


def _key(control: str, told: Told) -> Iterator[Grant]:
    """A key with which somebody who has it is a user, from anywhere."""
    yield Grant(control, told.first("user", "userName") or "the account itself", "sign requests with an access key", "the account")


def _invoke(told: Told) -> Iterator[Grant]:
    who, source = told.text("principal"), told.first("sourceArn", "sourceAccount", "principalOrgId")
    wide = EVERYONE if who == "*" and not source else ""
    yield Grant("IAM", who, told.text("action"), told.text("function"), wide, f"it comes from {source}" if source else "")


def _several_keys(told: Told) -> Iterator[Grant]:
    """A grant of KMS, which no policy shows."""
    for operation in listed(told.inputs.get("operations")):
        yield Grant("IAM", told.text("granteePrincipal"), f"kms:{said(operation)}", told.text("keyId"))


IDENTITIES: Final[dict[str, Teller]] = {
    "aws:iam/role:Role": _role,
    "aws:iam/policy:Policy": partial(_policy, "IAM", ("policy",), ()),
    "aws:iam/rolePolicy:RolePolicy": partial(_policy, "IAM", ("policy",), ("role",)),
    "aws:iam/userPolicy:UserPolicy": partial(_policy, "IAM", ("policy",), ("user",)),
    "aws:iam/groupPolicy:GroupPolicy": partial(_policy, "IAM", ("policy",), ("group",)),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": partial(_attachment, "IAM", "policyArn", ("role",)),
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": partial(_attachment, "IAM", "policyArn", ("user",)),
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": partial(_attachment, "IAM", "policyArn", ("group",)),
    "aws:iam/policyAttachment:PolicyAttachment": _attached_to_several,
    "aws:iam/groupMembership:GroupMembership": partial(_members_of, "IAM", "group", "users"),
    "aws:iam/userGroupMembership:UserGroupMembership": partial(_members_of, "IAM", "groups", "user"),
    "aws:iam/accessKey:AccessKey": partial(_key, "IAM"),
    "aws:lambda/permission:Permission": _invoke,
    "aws:kms/grant:Grant": _several_keys,
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
    "alicloud:ram/groupMembership:GroupMembership": partial(_members_of, "RAM", "groupName", "userNames"),
    "alicloud:ram/userGroupAttachment:UserGroupAttachment": partial(_members_of, "RAM", "groupName", "userName"),
    "alicloud:ram/accessKey:AccessKey": partial(_key, "RAM"),
    "alicloud:resourcemanager/policyAttachment:PolicyAttachment": partial(_attachment, "RAM", "policyName", ("principalName",)),
    "alicloud:oss/bucketPolicy:BucketPolicy": partial(_of_resource, "RAM", "policy", ("bucket",)),
    "alicloud:cs/kubernetesPermission:KubernetesPermission": _permission,
}
"""By type, what its objects grant."""
