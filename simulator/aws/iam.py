"""IAM: roles, policies, instance profiles, identity providers. The service is global; ids are names or ARNs.

Lengths: docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, the highest that each quota can be raised to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..rules import Function, Rule, as_json, as_set, refer, table
from .shapes import CREATED, NAMED, ROLE, arn, document_faults, lists, name_faults, row

if TYPE_CHECKING:
    from ..call import Call

POLICY = "aws:iam/policy:Policy"
PROFILE = "aws:iam/instanceProfile:InstanceProfile"
_MANAGED = r"arn:aws[\w-]*:iam::aws:policy/.+"
_BOUNDARY = r"arn:aws[\w-]*:iam::(aws|\d{12}):policy/.+"
"""A boundary is of the account, as is the role that a provider assumes: who sets accounts up may have clouds of their own."""
_ROLE_NAME = refer(ROLE, by="name")


def _unique_id(prefix: str) -> Function:
    return lambda call: prefix + call.letters(17, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def _by_path(kind: str) -> Function:
    """The ARN of an IAM entity: its path and name."""
    return lambda call: arn(call, "iam", f"{kind}{call.get('path')}{call['name']}", everywhere=True)


def _issuer(call: Call) -> str:
    return arn(call, "iam", f"oidc-provider/{call['url'].removeprefix('https://')}", everywhere=True)


def _role_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from name_faults(call, "name", 64)
    yield from document_faults(call, "assumeRolePolicy", 4096)
    longest = call.get("maxSessionDuration")
    if longest is not None and not 3600 <= longest <= 43200:
        yield "maxSessionDuration", f"expected maxSessionDuration to be in the range (3600 - 43200), got {longest}"


def _policy_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from name_faults(call, "name", 128)
    yield from document_faults(call, "policy", 6144)


def _inline_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from name_faults(call, "name", 128)
    yield from document_faults(call, "policy", 10240)


def _profile_faults(call: Call) -> Iterator[tuple[str, str]]:
    yield from name_faults(call, "name", 128)


def _issuer_faults(call: Call) -> Iterator[tuple[str, str]]:
    url = call.get("url")
    if url is not None and not url.startswith("https://"):
        yield "url", f'expected "url" to have a url with schema of: "https", got {url}'


def _entity(token: str, source: str, **fields: Any) -> Rule:
    return row(token, f"iam/{source}", regional=False, **fields)


RULES = table(
    _entity(
        ROLE,
        "role.go",
        id=lambda call: call["name"],
        replaces=frozenset({"name", "namePrefix", "path"}),
        canonical={"assumeRolePolicy": as_json, "managedPolicyArns": as_set},
        defaults={"forceDetachPolicies": False, "maxSessionDuration": 3600, "path": "/"},
        computed={
            "arn": _by_path("role"),
            "createDate": lambda _: CREATED,
            "uniqueId": _unique_id("AROA"),
            **lists("inlinePolicies", "managedPolicyArns"),
        },
        references={
            "managedPolicyArns[*]": refer(POLICY, by="arn", outside=_MANAGED),
            "permissionsBoundary": refer(POLICY, by="arn", outside=_BOUNDARY),
        },
        name=NAMED,
        check=_role_faults,
        not_found="NoSuchEntity: The role with name {id} cannot be found.",
        exists="EntityAlreadyExists: Role with name {id} already exists.",
        in_use="DeleteConflict: Cannot delete entity {id}, must detach all policies and leave all instance profiles first.",
    ),
    _entity(
        "aws:iam/rolePolicy:RolePolicy",
        "role_policy.go",
        tagged=False,
        id=lambda call: f"{call['role']}:{call['name']}",
        replaces=frozenset({"name", "namePrefix", "role"}),
        canonical={"policy": as_json},
        references={"role": _ROLE_NAME},
        name=NAMED,
        check=_inline_faults,
        not_found="NoSuchEntity: The role policy {id} cannot be found.",
        exists="EntityAlreadyExists: The role {role} already has a policy named {name}.",
    ),
    _entity(
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "role_policy_attachment.go",
        tagged=False,
        id=lambda call: f"{call['role']}/{call['policyArn']}",
        replaces=frozenset({"policyArn", "role"}),
        references={"role": _ROLE_NAME, "policyArn": refer(POLICY, by="arn", outside=_MANAGED)},
        not_found="NoSuchEntity: The policy attachment {id} cannot be found.",
        exists="EntityAlreadyExists: The policy {policyArn} is attached to the role {role} already.",
    ),
    _entity(
        POLICY,
        "policy.go",
        id=_by_path("policy"),
        replaces=frozenset({"description", "name", "namePrefix", "path"}),
        canonical={"policy": as_json},
        defaults={"path": "/"},
        computed={
            "arn": lambda call: call.id,
            "attachmentCount": lambda _: 0,
            "policyId": _unique_id("ANPA"),
        },
        name=NAMED,
        check=_policy_faults,
        not_found="NoSuchEntity: Policy {id} does not exist or is not attachable.",
        exists="EntityAlreadyExists: A policy called {name} already exists. Duplicate names are not allowed.",
        in_use="DeleteConflict: Cannot delete a policy attached to entities.",
    ),
    _entity(
        PROFILE,
        "instance_profile.go",
        id=lambda call: call["name"],
        replaces=frozenset({"name", "namePrefix", "path"}),
        defaults={"path": "/"},
        computed={
            "arn": _by_path("instance-profile"),
            "createDate": lambda _: CREATED,
            "uniqueId": _unique_id("AIPA"),
        },
        references={"role": _ROLE_NAME},
        name=NAMED,
        check=_profile_faults,
        not_found="NoSuchEntity: Instance Profile {id} cannot be found.",
        exists="EntityAlreadyExists: Instance Profile {id} already exists.",
    ),
    _entity(
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
        "openid_connect_provider.go",
        id=_issuer,
        replaces=frozenset({"url"}),
        canonical={"clientIdLists": as_set},
        computed={"arn": lambda call: call.id, "thumbprintLists": lambda call: [call.hex(40)]},
        check=_issuer_faults,
        not_found="NoSuchEntity: OpenIDConnect Provider {id} not found.",
        exists="EntityAlreadyExists: Provider with url {url} already exists.",
    ),
)
