"""The policies of RAM: whether a document is one, and not one of AWS by habit.

Sources: https://www.alibabacloud.com/help/doc-detail/28664.htm (structure: Version "1", Statement),
https://www.alibabacloud.com/help/doc-detail/93738.htm (Effect, Action or NotAction as `<ram-code>:<action-name>`, Resource as
`acs:<ram-code>:<region>:<account-id>:<relative-id>`), and
https://registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/ram_policy (6,144 bytes at most).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ...finding import Severity
from ..fault import SchemaFault
from ..words import quoted, shown

_POLICIES: Final = {
    "alicloud:ram/policy:Policy": ("policyDocument", "document"),
    "alicloud:resourcemanager/policy:Policy": ("policyDocument",),
}
_TRUST: Final = {
    "alicloud:ram/role:Role": ("assumeRolePolicyDocument", "document"),
    "alicloud:resourcemanager/role:Role": ("assumeRolePolicyDocument",),
}
_LONGEST: Final = 6144
_ACTION: Final = re.compile(r"\*|[A-Za-z0-9_-]+:[A-Za-z0-9_*?-]+(?:[:/.][A-Za-z0-9_*?/.:-]+)?")
_RESOURCE: Final = re.compile(r"\*|acs:[^:]*:[^:]*:[^:]*:.*", re.DOTALL)
_CODES: Final = {
    "ack": "cs",
    "acr": "cr",
    "cloudwatch": "cms",
    "dynamodb": "ots",
    "ec2": "ecs",
    "ecr": "cr",
    "eks": "cs",
    "elasticloadbalancing": "slb",
    "iam": "ram",
    "lambda": "fc",
    "logs": "log",
    "route53": "alidns",
    "s3": "oss",
    "secretsmanager": "kms",
    "sls": "log",
    "sns": "mns",
    "sqs": "mns",
    "tablestore": "ots",
}
"""What services are called elsewhere, to their codes in RAM: https://www.alibabacloud.com/help/en/ram/product-overview/services-that-work-with-ram"""


def faults(token: str, inputs: Mapping[str, Any]) -> Iterator[SchemaFault]:
    """What is wrong with the policies among the inputs of a resource."""
    for name in (*_POLICIES.get(token, ()), *_TRUST.get(token, ())):
        text = inputs.get(name)
        if isinstance(text, str) and text:
            yield from _document(text, name, trust=token in _TRUST)


def _document(text: str, name: str, *, trust: bool) -> Iterator[SchemaFault]:
    try:
        found = json.loads(text)
    except ValueError as error:
        yield SchemaFault(path=name, reason=f"it is no JSON: {error}", fix="write it with json.dumps")
        return
    if not isinstance(found, dict):
        yield SchemaFault(path=name, reason="it is no object", fix="write Version and Statement")
        return
    if not trust and len(text.encode()) > _LONGEST:
        fix = "split it into several policies"
        yield SchemaFault(path=name, reason=f"it has {len(text.encode()):,} bytes, expected {_LONGEST:,} at most", fix=fix)
    if found.get("Version") != "1":
        given = shown(found["Version"]) if isinstance(found.get("Version"), (str, int, float)) else "nothing"
        yield SchemaFault(path=f"{name}.Version", reason=f'{given} is given, expected "1"', fix='write "1"')
    statements = found.get("Statement")
    if not isinstance(statements, list) or not statements:
        yield SchemaFault(path=f"{name}.Statement", reason="no list of statements is given", fix="give at least one, in a list")
        return
    for index, statement in enumerate(statements):
        at = f"{name}.Statement[{index}]"
        if isinstance(statement, dict):
            yield from _statement(statement, at, trust=trust)
        else:
            yield SchemaFault(path=at, reason="it is no object", fix="write Effect, Action and Resource")


def _statement(statement: Mapping[str, Any], at: str, *, trust: bool) -> Iterator[SchemaFault]:
    effect = statement.get("Effect")
    if effect not in ("Allow", "Deny"):
        given = shown(effect) if isinstance(effect, str) else "nothing"
        yield SchemaFault(
            path=f"{at}.Effect", reason=f'{given} is given, expected "Allow" or "Deny"', fix='write "Allow" or "Deny"'
        )
    if "Action" not in statement and "NotAction" not in statement:
        yield SchemaFault(path=f"{at}.Action", reason="is required, and missing", fix="name actions, as in ecs:Describe*")
    for key in ("Action", "NotAction"):
        for path, action in _each(statement, key, at):
            yield from _action(action, path)
    wanted = "Principal" if trust else "Resource"
    if wanted not in statement and (trust or "NotResource" not in statement):
        fix = "say who assumes the role" if trust else 'name resources, or "*"'
        yield SchemaFault(path=f"{at}.{wanted}", reason="is required, and missing", fix=fix)
    for key in ("Resource", "NotResource"):
        for path, resource in _each(statement, key, at):
            if not _RESOURCE.fullmatch(resource):
                reason = f"{shown(resource)} is given, expected acs:<service>:<region>:<account>:<resource>"
                yield SchemaFault(path=path, reason=reason, fix='write one as in acs:oss:*:*:my-bucket/*, or "*"')
    principal = statement.get("Principal")
    if isinstance(principal, dict):
        for path, service in _each(principal, "Service", f"{at}.Principal"):
            if service.endswith(".amazonaws.com"):
                reason = f"{shown(service)} is a service of AWS, expected one of Alibaba Cloud"
                yield SchemaFault(path=path, reason=reason, fix='write one as in "ecs.aliyuncs.com"')


def _each(of: Mapping[str, Any], key: str, at: str) -> Iterator[tuple[str, str]]:
    """The texts of an element, which is one of them or a list."""
    given = of.get(key)
    if isinstance(given, str):
        yield f"{at}.{key}", given
    elif isinstance(given, list):
        yield from ((f"{at}.{key}[{index}]", each) for index, each in enumerate(given) if isinstance(each, str))


def _action(action: str, path: str) -> Iterator[SchemaFault]:
    if not _ACTION.fullmatch(action):
        reason = f"{shown(action)} is given, expected <service>:<action>"
        yield SchemaFault(path=path, reason=reason, fix='write one as in ecs:Describe*, or "*"')
        return
    service, _, rest = action.partition(":")
    if code := _CODES.get(service.lower()):
        reason = f"{shown(action)} is given, and RAM knows no service {quoted(service)}"
        yield SchemaFault(path=path, reason=reason, fix=f"write {code}:… for {service}:{rest}", severity=Severity.WARNING)
