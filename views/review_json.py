"""What reviewers are told of a plan, as a program reads it: the facts of the comment and of the terminal, secrets masked."""

from __future__ import annotations

from typing import Any, Final

from checks.plan import Change, Kind
from checks.review.model import Access, Review, Risk
from checks.review.renames import Rename
from checks.review.replacements import Link, Replacement
from engine.encoding import to_json
from engine.values import Value

from .blinded import blinded
from .differences import Line, difference, exports
from .findings import documents
from .telling import Teller, kind_of
from .veil import Veil

_NEW: Final = (Kind.CREATED, Kind.IMPORTED)


def document(review: Review, veil: Veil) -> dict[str, Any]:
    """A review as JSON.

    Args:
        review: what is told.
        veil: hides what is secret.
    """
    teller = Teller(review.plan, veil)
    return {
        "stack": review.stack,
        "against": {"what": veil.over(review.against.what), "notes": list(map(veil.over, review.against.notes))},
        "counts": {kind.value: sum(change.kind is kind for change in review.plan.changes) for kind in Kind},
        "risks": [_risk(each, teller) for each in review.risks],
        "replacements": [_replacement(each, teller) for each in review.replacements],
        "renames": [_rename(each, teller) for each in review.renames],
        "access": [_access(each, teller) for each in review.access],
        "changes": [_change(each, teller) for each in review.plan.changes],
        "outputs": [_line(line, teller) for line in exports(review.plan)],
        "findings": None if review.judgement is None else documents(review.judgement, veil),
        "notes": list(map(veil.over, review.notes)),
        "failures": list(map(veil.over, review.failures)),
    }


def _risk(risk: Risk, teller: Teller) -> dict[str, Any]:
    return {
        "urn": teller.text(risk.urn),
        "kind": risk.kind.value,
        "tier": risk.tier.value,
        "because": teller.text(risk.because),
        "downtime": teller.text(risk.downtime),
        "possible": risk.possible,
        "refused": risk.refused,
        "reaches": list(map(teller.text, risk.reaches)),
        "sites": list(risk.sites),
    }


def _replacement(told: Replacement, teller: Teller) -> dict[str, Any]:
    return {
        "urn": teller.text(told.urn),
        "certain": told.certain,
        "planned": "update" if told.because else "replace",
        "because": list(dict.fromkeys(map(teller.text, told.because))),
        "deletedFirst": told.deleted_first,
        "causes": [
            {"input": teller.text(cause.input), "old": _value(cause.old, teller.veil), "new": _value(cause.new, teller.veil)}
            for cause in told.causes
        ],
        "chain": [[_link(link, teller) for link in level] for level in told.chain],
    }


def _link(link: Link, teller: Teller) -> dict[str, Any]:
    return {"urn": teller.text(link.urn), "kind": link.kind.value, "inputs": list(map(teller.text, link.inputs))}


def _rename(told: Rename, teller: Teller) -> dict[str, Any]:
    return {
        "old": teller.text(told.old),
        "new": teller.text(told.new),
        "alias": teller.text(told.alias),
        "objects": told.objects,
    }


def _access(told: Access, teller: Teller) -> dict[str, Any]:
    return {
        "gained": told.gained,
        "control": told.control,
        "who": teller.text(told.who),
        "may": teller.text(told.may),
        "on": teller.text(told.on),
        "wide": teller.text(told.wide),
        "urn": teller.text(told.urn),
        "site": told.site,
    }


def _change(change: Change, teller: Teller) -> dict[str, Any]:
    """A change with what differs in it; nothing is told of the properties of what is deleted."""
    changed = None if change.kind in _NEW else change.inputs
    found = difference(dict(change.old), dict(change.new), changed) if change.kind is not Kind.DELETED else difference({}, {})
    return {
        "kind": change.kind.value,
        "urn": teller.text(change.urn),
        "type": kind_of(change.urn),
        "site": teller.plan.site(change),
        "protected": change.protected,
        "position": teller.text(change.position),
        "differences": [_line(line, teller, change) for line in found.lines],
        "reordered": [{"path": teller.text(str(each)), "moved": each.moved} for each in found.reordered],
    }


def _line(line: Line, teller: Teller, change: Change | None = None) -> dict[str, Any]:
    told = {
        "path": teller.text(str(line)),
        "kind": line.kind,
        "old": _value(line.old, teller.veil),
        "new": _value(line.new, teller.veil),
    }
    sources = change.sources.get(str(line.place[0]), ()) if change is not None and teller.origin(change, line) else ()
    return {**told, "from": list(map(teller.text, sources))} if sources else told


def _value(value: Value, veil: Veil) -> Any:
    return veil.inside(to_json(blinded(value, contents=False), None))
