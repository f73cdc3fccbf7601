"""Whether a policy's statement is one that IAM takes.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html, the pages of its elements, and cfn-lint's
schemas of policies (MIT-0), `data/schemas/other/iam/` of 1.58.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ....finding import Severity
from ...conformity import joined, nearest
from ...fault import SchemaFault
from ...words import kind_of, listed, quoted, shown
from . import actions, arns, principals
from .places import Kind, Place
from .plain import is_open, texts

_ELEMENTS: Final = (
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
)  # fmt: skip
_OPERATORS: Final = re.compile(
    r"(?:ForAnyValue:|ForAllValues:)?(?:"
    r"String(?:Not)?(?:Equals(?:IgnoreCase)?|Like)|Numeric(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)|"
    r"Date(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?)|Bool|BinaryEquals|(?:Not)?IpAddress|Arn(?:Not)?(?:Equals|Like)|Null"
    r")(?:IfExists)?",
    re.IGNORECASE,
)
_SAID: Final = (
    "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
    "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan",
    "NumericGreaterThanEquals", "DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan",
    "DateGreaterThanEquals", "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals",
    "ArnNotLike", "Null",
)  # fmt: skip
_NEEDS_RESOURCE: Final = ("s3", "sns", "sqs")
"""Services whose policies of resources name the resource; those of others may leave it out."""


def faults(statement: Any, place: Place, path: str) -> Iterator[SchemaFault]:
    """What is wrong with a statement.

    Args:
        statement: it.
        place: where its policy stands.
        path: where it stands.
    """
    if is_open(statement):
        return
    if not isinstance(statement, dict):
        yield SchemaFault(
            path=path, reason=f"{kind_of(statement)} is given, expected a statement", fix="give an object with Effect"
        )
        return
    yield from _keys(statement, path)
    yield from _effect(statement, path)
    yield from _present(statement, place, path)
    sid = statement.get("Sid")
    if place.kind is Kind.IDENTITY and isinstance(sid, str) and not re.fullmatch(r"[A-Za-z0-9]*", sid):
        fix = f"write {quoted(re.sub(r'[^A-Za-z0-9]', '', sid))}"
        yield SchemaFault(path=joined(path, "Sid"), reason=f"{shown(sid)} has more than letters and digits", fix=fix)
    for key in ("Principal", "NotPrincipal"):
        yield from principals.faults(statement.get(key), joined(path, key))
    for key in ("Action", "NotAction"):
        for where, action in texts(statement.get(key), joined(path, key)):
            yield from _action(action, place, where)
    for key in ("Resource", "NotResource"):
        for where, arn in texts(statement.get(key), joined(path, key)):
            yield from arns.faults(arn, where)
    yield from arns.strangers(statement, path)
    yield from _conditions(statement.get("Condition"), joined(path, "Condition"))


def _keys(statement: Mapping[str, Any], path: str) -> Iterator[SchemaFault]:
    known = {each.lower() for each in _ELEMENTS}
    for key in statement:
        if key.lower() not in known:
            near = nearest(key, list(_ELEMENTS))
            fix = f"write {near}" if near else f"leave it out; there {listed(list(_ELEMENTS))}"
            yield SchemaFault(path=joined(path, key), reason="a statement has no such key", fix=fix)


def _effect(statement: Mapping[str, Any], path: str) -> Iterator[SchemaFault]:
    effect = statement.get("Effect")
    if is_open(effect) or effect in ("Allow", "Deny"):
        return
    where = joined(path, "Effect")
    if effect is None:
        if not any(key.lower() == "effect" for key in statement):
            yield SchemaFault(path=where, reason="is required, and missing", fix='give "Allow" or "Deny"')
        return
    near = nearest(str(effect), ["Allow", "Deny"])
    fix = f"write {quoted(near)}" if near else 'write "Allow" or "Deny"'
    yield SchemaFault(path=where, reason=f'{shown(effect)} is neither "Allow" nor "Deny"', fix=fix)


def _present(statement: Mapping[str, Any], place: Place, path: str) -> Iterator[SchemaFault]:
    given = {key.lower() for key in statement}
    for one, other in (("Action", "NotAction"), ("Resource", "NotResource"), ("Principal", "NotPrincipal")):
        if one.lower() in given and other.lower() in given:
            yield SchemaFault(path=joined(path, other), reason=f"stands beside {one}", fix="give one of the two")
    if not given & {"action", "notaction"} and not _misspelled("Action", statement):
        yield SchemaFault(path=joined(path, "Action"), reason="is required, and missing", fix='give actions, say "s3:GetObject"')
    wanted = place.kind is Kind.IDENTITY or (
        place.kind is Kind.RESOURCE and place.services[:1] and place.services[0] in _NEEDS_RESOURCE
    )
    if wanted and not given & {"resource", "notresource"} and not _misspelled("Resource", statement):
        yield SchemaFault(path=joined(path, "Resource"), reason="is required, and missing", fix='give ARNs, or "*"')
    if place.kind is Kind.TRUST and given & {"resource", "notresource"}:
        yield SchemaFault(
            path=joined(path, "Resource"), reason="is not for the trust of a role", fix="leave it out: it is the role"
        )
    if place.kind is Kind.IDENTITY and given & {"principal", "notprincipal"}:
        reason = "is not for the policy of an identity, which says who by whom it is attached to"
        yield SchemaFault(path=joined(path, "Principal"), reason=reason, fix="leave it out")
    elif (
        place.kind in (Kind.TRUST, Kind.RESOURCE)
        and not given & {"principal", "notprincipal"}
        and not _misspelled("Principal", statement)
    ):
        yield SchemaFault(path=joined(path, "Principal"), reason="is required, and missing", fix='say who, or "*"')


def _misspelled(name: str, statement: Mapping[str, Any]) -> bool:
    """Whether some key of a statement may have been meant for an element; of that is told already."""
    return any(nearest(key, list(_ELEMENTS)) == name for key in statement if key not in _ELEMENTS)


def _action(action: str, place: Place, path: str) -> Iterator[SchemaFault]:
    if action == "*" or "${" in action:
        return
    if ":" not in action:
        yield SchemaFault(path=path, reason=f"{shown(action)} names no service", fix='write "service:Action"')
        return
    service = action.partition(":")[0].lower()
    if place.services and service not in place.services and not re.search(r"[*?]", service):
        owner = " or ".join(place.services)
        reason = f"{shown(action)} is no action of {owner}, and no other may stand there"
        yield SchemaFault(path=path, reason=reason, fix="leave it out")
    elif not re.search(r"[*?]", service) and (found := actions.wrong(action)):
        yield SchemaFault(path=path, reason=found[0], fix=found[1], severity=Severity.WARNING)


def _conditions(value: Any, path: str) -> Iterator[SchemaFault]:
    if value is None or is_open(value):
        return
    if not isinstance(value, dict):
        yield SchemaFault(path=path, reason=f"{kind_of(value)} is given, expected conditions", fix="give a map of operators")
        return
    for operator, keys in value.items():
        if not _OPERATORS.fullmatch(operator):
            near = nearest(operator, list(_SAID))
            fix = f"write {near}" if near else f"there {listed(list(_SAID))}"
            yield SchemaFault(path=joined(path, operator), reason="is no operator of conditions", fix=fix)
        elif not is_open(keys) and not isinstance(keys, dict):
            reason = f"{kind_of(keys)} is given, expected keys with their values"
            yield SchemaFault(
                path=joined(path, operator), reason=reason, fix='give a map, say {"aws:SourceAccount": "123456789012"}'
            )
