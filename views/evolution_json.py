"""From one environment to another as a program reads it: one JSON document, secrets masked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from checks.evolution import Evolution
from checks.plan import Change, Plan
from checks.review.model import Risk
from checks.review.risk import risks
from engine.encoding import to_json
from engine.values import Value

from .blinded import blinded
from .evolution import counts
from .findings import document as document_of
from .veil import Veil


def document(evolution: Evolution, veil: Veil, *, stack: str, adopting: Iterable[str] = ()) -> str:
    """The document.

    Args:
        evolution: what was planned and judged.
        veil: hides what is secret.
        stack: the stack's name.
        adopting: the sites whose adopted parts were taken as made.
    """
    plan = evolution.plan
    at_risk = {risk.urn: risk for risk in risks(plan)}
    whole = {
        "stack": stack,
        "refused": bool(evolution.refused),
        "adopting": list(adopting),
        "sites": {site: {kind.value: count for kind, count in row.items()} for site, row in counts(plan).items()},
        "edits": [{"path": str(edit), "old": _value(edit.old, veil), "new": _value(edit.new, veil)} for edit in plan.edits],
        "changes": [_change(plan, change, at_risk.get(change.urn), veil) for change in plan.changes],
        "findings": [document_of(finding, veil) for finding in evolution.findings],
        "allowed": [document_of(finding, veil) for finding in evolution.allowed],
    }
    return json.dumps(whole, indent=4, ensure_ascii=False)


def _change(plan: Plan, change: Change, risk: Risk | None, veil: Veil) -> dict[str, Any]:
    return {
        "kind": change.kind.value,
        "urn": change.urn,
        "site": plan.site(change),
        "protected": change.protected,
        "inputs": list(change.inputs),
        "causes": [
            {"input": cause.input, "old": _value(cause.old, veil), "new": _value(cause.new, veil), "upstream": list(cause.upstream)}
            for cause in change.causes
        ],
        "edits": [str(edit) for edit in plan.edits_for(change)],
        "risk": None
        if risk is None
        else {"tier": risk.tier.value, "because": veil.over(risk.because), "downtime": veil.over(risk.downtime)},
    }


def _value(value: Value, veil: Veil) -> Any:
    return veil.inside(to_json(blinded(value, contents=False), None))
