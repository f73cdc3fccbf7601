"""`aws.iam.getPolicyDocument`: statements to the JSON of a policy, a pure function in the provider too.

Source: github.com/hashicorp/terraform-provider-aws/internal/service/iam/policy_document_data_source.go and policy_model.go.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from ..call import RefusedError

if TYPE_CHECKING:
    from ..call import Call

_ORDER: Final = ("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition")


def policy_document(call: Call) -> dict[str, Any]:
    """The document of the arguments: sources first, then the statements, then what overrides them by `Sid`."""
    version, identity = call.get("version") or "2012-10-17", call.get("policyId")
    statements: list[dict[str, Any]] = []
    for source in [call.get("sourceJson"), *call.get("sourcePolicyDocuments", [])]:
        if source:
            document = json.loads(source)
            identity = identity or document.get("Id")
            statements += _list(document.get("Statement"))
    written = [_statement(statement) for statement in call.get("statements", [])]
    seen: set[str] = set()
    for statement in [*statements, *written]:
        sid = statement.get("Sid")
        if sid and sid in seen:
            raise RefusedError(f"duplicate Sid ({sid})")
        seen.add(sid or "")
    statements += written
    for source in [call.get("overrideJson"), *call.get("overridePolicyDocuments", [])]:
        if source:
            statements = _overridden(statements, _list(json.loads(source).get("Statement")))
    document = {"Version": version, **({"Id": identity} if identity else {}), "Statement": statements}
    text, minified = json.dumps(document, indent=2), json.dumps(document, separators=(",", ":"))
    return {**call.raw, "id": call.hex(10), "json": text, "minifiedJson": minified, "version": version}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _overridden(base: list[dict[str, Any]], over: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_sid = {statement["Sid"]: statement for statement in over if statement.get("Sid")}
    kept = [by_sid.pop(statement.get("Sid", ""), statement) for statement in base]
    return kept + [statement for statement in over if not statement.get("Sid") or statement["Sid"] in by_sid]


def _statement(given: dict[str, Any]) -> dict[str, Any]:
    made = {
        "Sid": given.get("sid"),
        "Effect": given.get("effect") or "Allow",
        "Action": _strings(given.get("actions")),
        "NotAction": _strings(given.get("notActions")),
        "Resource": _strings(given.get("resources")),
        "NotResource": _strings(given.get("notResources")),
        "Principal": _principals(given.get("principals")),
        "NotPrincipal": _principals(given.get("notPrincipals")),
        "Condition": _conditions(given.get("conditions")),
    }
    return {key: made[key] for key in _ORDER if made[key]}


def _strings(values: list[str] | None) -> str | list[str] | None:
    """One value as a string, several in the provider's order: descending."""
    unique = sorted(set(values or ()), reverse=True)
    return unique[0] if len(unique) == 1 else unique or None


def _principals(given: list[dict[str, Any]] | None) -> Any:
    merged: dict[str, list[str]] = {}
    for principal in given or ():
        merged.setdefault(principal["type"], []).extend(principal["identifiers"])
    if merged == {"*": ["*"]}:
        return "*"
    return {kind: _strings(identifiers) for kind, identifiers in sorted(merged.items())}


def _conditions(given: list[dict[str, Any]] | None) -> dict[str, Any]:
    merged: dict[str, dict[str, list[str]]] = {}
    for condition in given or ():
        merged.setdefault(condition["test"], {}).setdefault(condition["variable"], []).extend(condition["values"])
    return {
        test: {variable: values[0] if len(values) == 1 else values for variable, values in sorted(variables.items())}
        for test, variables in sorted(merged.items())
    }
