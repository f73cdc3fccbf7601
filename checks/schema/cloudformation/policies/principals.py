"""Whether a principal is one that IAM takes.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any, Final

from ....finding import Severity
from ...conformity import joined, nearest
from ...fault import SchemaFault
from ...words import kind_of, listed, quoted, shown
from .plain import is_open, texts

_KINDS: Final = ("AWS", "CanonicalUser", "Federated", "Service")
_PERSON: Final = re.compile(
    r"\*|\d{12}|arn:[^:]*:(?:iam|sts)::(?:\d{12}|\*|cloudfront):.+|A[A-Z]{3}[A-Z0-9]{12,}|[0-9a-f]{64}|.*\$\{.*"
)
"""An account, an identity by its ARN or, where that is gone, by its id; some services take a canonical user, too."""
_DOMAINS: Final = (".amazonaws.com", ".amazonaws.com.cn", ".amazon.com", ".aws.internal", ".api.aws", ".amazonaws.eu", ".aws")


def faults(principal: Any, path: str) -> Iterator[SchemaFault]:
    """What is wrong with a principal; nothing with one that is not given."""
    if principal is None or is_open(principal):
        return
    if isinstance(principal, str):
        if principal != "*":
            yield SchemaFault(
                path=path, reason=f'{shown(principal)} is not "*"', fix=f"say of what kind it is: {_meant(principal)}"
            )
        return
    if not isinstance(principal, dict):
        reason = f"{kind_of(principal)} is given, expected an object"
        yield SchemaFault(path=path, reason=reason, fix='give {"AWS": …}, {"Service": …} or "*"')
        return
    for kind, value in principal.items():
        where = joined(path, kind)
        if kind.lower() not in {each.lower() for each in _KINDS}:
            near = nearest(kind, list(_KINDS))
            fix = f"write {near}" if near else f"there {listed(list(_KINDS))}"
            yield SchemaFault(path=where, reason="is no kind of principal", fix=fix)
            continue
        for place, each in texts(value, where):
            yield from _one(kind.lower(), each, place)


def _one(kind: str, name: str, path: str) -> Iterator[SchemaFault]:
    if kind == "aws" and not _PERSON.fullmatch(name):
        yield SchemaFault(
            path=path,
            reason=f"{shown(name)} is no account, and no ARN of an identity",
            fix=f'write {{"Service": {quoted(name)}}}'
            if name.endswith(_DOMAINS)
            else "give twelve digits, or arn:aws:iam::ACCOUNT:role/NAME",
        )
    elif kind == "service" and name != "*" and not name.endswith(_DOMAINS) and "${" not in name:
        prefix, _, domain = name.partition(".")
        near = difflib.get_close_matches(domain, ["amazonaws.com"], 1, 0.6)
        fix = f"write {quoted(f'{prefix}.{near[0]}')}" if near else "write it as in lambda.amazonaws.com"
        yield SchemaFault(path=path, reason=f"{shown(name)} is no service", fix=fix, severity=Severity.WARNING)


def _meant(name: str) -> str:
    return f'{{"Service": {quoted(name)}}}' if name.endswith(_DOMAINS) else f'{{"AWS": {quoted(name)}}}'
