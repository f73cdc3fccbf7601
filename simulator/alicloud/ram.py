"""Identities: RAM roles and policies, and the OIDC providers of workload identity. All are global to the account.

Names and limits: https://www.alibabacloud.com/help/en/ram/product-overview/limits-1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from ..rules import Quota, Rule, Unique, as_json, as_set, refer, table
from .ecs import ROLE
from .shapes import CREATED, PROVIDER, between, checks, one_of, renamed, same_as

if TYPE_CHECKING:
    from ..call import Call

POLICY: Final = "alicloud:ram/policy:Policy"
OIDC_PROVIDER: Final = "alicloud:ims/oidcProvider:OidcProvider"
_ROLE_NAME = re.compile(r"[A-Za-z0-9.-]{1,64}")
_POLICY_NAME = re.compile(r"[A-Za-z0-9-]{1,128}")
_LONGEST_POLICY: Final = 6144
_SYSTEM_POLICIES: Final = "Aliyun.*|AdministratorAccess|ReadOnlyAccess|PowerUserAccess"


def _name_faults(pattern: re.Pattern[str], *names: str) -> Callable[[Call], Iterator[tuple[str, str]]]:
    def faults(call: Call) -> Iterator[tuple[str, str]]:
        given = same_as(*names)(call)
        if given is None and not any(map(call.given, names)):
            yield names[0], f"one of {', '.join(names)} must be specified"
        elif given is not None and not pattern.fullmatch(given):
            yield names[0], f'InvalidParameter: "{given}" does not match {pattern.pattern}'

    return faults


def _document_faults(*paths: str) -> Callable[[Call], Iterator[tuple[str, str]]]:
    """A policy document must be JSON with a version and statements: RAM answers MalformedPolicyDocument otherwise."""

    def faults(call: Call) -> Iterator[tuple[str, str]]:
        for path in paths:
            text = call.get(path)
            if text is None:
                continue
            try:
                document: Any = json.loads(text)
            except ValueError as error:
                yield path, f'"{path}" contains an invalid JSON: {error}'
                continue
            if not isinstance(document, dict) or document.get("Version") != "1" or not document.get("Statement"):
                yield path, 'MalformedPolicyDocument: expected an object with "Version": "1" and a "Statement"'
            elif len(text) > _LONGEST_POLICY:
                yield path, f"InvalidParameter.PolicyDocument.Length: {len(text)} characters, {_LONGEST_POLICY} at most"

    return faults


def _issuer_faults(call: Call) -> Iterator[tuple[str, str]]:
    url = call.get("issuerUrl")
    if url is not None and not str(url).startswith("https://"):
        yield "issuerUrl", f'InvalidParameter.IssuerUrl: expected a URL that begins with https://, got "{url}"'


def _version(call: Call) -> str:
    """Each new document is a new version of the policy, which becomes the default."""
    number = int(str(call.old.get("defaultVersion", "v0"))[1:]) if call.old else 0
    return f"v{number + 1}"


def _versions_full(call: Call) -> Iterator[str]:
    """RAM keeps five versions of a policy; a sixth must say that the oldest goes (api-ram-2015-05-01-createpolicyversion)."""
    if not call.old or call.get("rotateStrategy") == "DeleteOldestNonDefaultVersionWhenLimitExceeded":
        return
    changed = any(as_json(call.get(name)) != as_json(call.old.get(name)) for name in ("policyDocument", "document"))
    if changed and int(str(call.old.get("defaultVersion", "v0"))[1:]) >= 5:
        yield f"LimitExceeded.Policy.Version: the policy '{call.id}' has five versions already"


RULES = table(
    Rule(
        type=ROLE,
        source=f"{PROVIDER}resource_alicloud_ram_role.go",
        id=same_as("roleName", "name"),
        replaces=frozenset({"name", "roleName"}),
        canonical={"assumeRolePolicyDocument": as_json, "document": as_json, "ramUsers": as_set, "services": as_set},
        defaults={"maxSessionDuration": 3600, "createTime": CREATED},
        derived=renamed(name="roleName", document="assumeRolePolicyDocument"),
        computed={
            "arn": lambda call: f"acs:ram::{call.account}:role/{call.id.lower()}",
            "roleId": lambda call: call.digits(18),
        },
        quotas=(Quota(1000, "LimitExceeded.Role: the number of roles exceeds the quota"),),
        check=checks(
            _name_faults(_ROLE_NAME, "roleName", "name"),
            _document_faults("assumeRolePolicyDocument", "document"),
            between("maxSessionDuration", 3600, 43200),
        ),
        everywhere=True,
        not_found="EntityNotExist.Role: the role '{id}' does not exist",
        in_use="DeleteConflict.Role.Policy: the role '{id}' still has policies attached",
        exists="EntityAlreadyExists.Role: the role '{id}' exists already",
    ),
    Rule(
        type=POLICY,
        source=f"{PROVIDER}resource_alicloud_ram_policy.go",
        id=same_as("policyName", "name"),
        replaces=frozenset({"name", "policyName"}),
        canonical={"policyDocument": as_json, "document": as_json},
        defaults={"type": "Custom", "createTime": CREATED, "attachmentCount": 0},
        derived=renamed(name="policyName", document="policyDocument"),
        computed={"defaultVersion": _version, "versionId": _version},
        volatile={
            "defaultVersion": frozenset({"policyDocument", "document", "statements"}),
            "versionId": frozenset({"policyDocument", "document", "statements"}),
        },
        quotas=(Quota(1500, "LimitExceeded.Policy: the number of policies exceeds the quota"),),
        check=checks(
            _name_faults(_POLICY_NAME, "policyName", "name"),
            _document_faults("policyDocument", "document"),
            one_of("rotateStrategy", "None", "DeleteOldestNonDefaultVersionWhenLimitExceeded"),
        ),
        refuses=_versions_full,
        everywhere=True,
        not_found="EntityNotExist.Policy: the policy '{id}' does not exist",
        in_use="DeleteConflict.Role.Policy: the policy '{id}' is attached",
        exists="EntityAlreadyExists.Policy: the policy '{id}' exists already",
    ),
    Rule(
        type="alicloud:ram/rolePolicyAttachment:RolePolicyAttachment",
        source=f"{PROVIDER}resource_alicloud_ram_role_policy_attachment.go",
        id=lambda call: f"role:{call['policyName']}:{call['policyType']}:{call['roleName']}",
        replaces=frozenset({"policyName", "policyType", "roleName"}),
        references={"roleName": refer(ROLE), "policyName": refer(POLICY, outside=_SYSTEM_POLICIES)},
        quotas=(Quota(20, "LimitExceeded.Role.Policy: a role holds 20 policies at most", per=("roleName",)),),
        check=one_of("policyType", "System", "Custom"),
        everywhere=True,
        exists="EntityAlreadyExists.Role.Policy: '{id}' exists already",
    ),
    Rule(
        type=OIDC_PROVIDER,
        source=f"{PROVIDER}resource_alicloud_ims_oidc_provider.go",
        id=lambda call: call["oidcProviderName"],
        replaces=frozenset({"issuerUrl", "oidcProviderName"}),
        canonical={"clientIds": as_set, "fingerprints": as_set},
        defaults={"issuanceLimitTime": 12, "createTime": CREATED},
        computed={"arn": lambda call: f"acs:ram::{call.account}:oidc-provider/{call.id}"},
        # www.alibabacloud.com/help/en/ram/developer-reference/api-ims-2019-08-15-createoidcprovider (`IssuerUrl`)
        unique=(Unique(("issuerUrl",), "EntityAlreadyExists.OIDCProvider.IssuerUrl: a provider of {issuerUrl} exists already"),),
        quotas=(Quota(100, "LimitExceeded.OIDCProvider: the number of OIDC providers exceeds the quota"),),
        check=checks(between("issuanceLimitTime", 0, 168), _issuer_faults),
        everywhere=True,
        not_found="EntityNotExist.OIDCProvider: the OIDC provider '{id}' does not exist",
        exists="EntityAlreadyExists.OIDCProvider: the OIDC provider '{id}' exists already",
    ),
)
