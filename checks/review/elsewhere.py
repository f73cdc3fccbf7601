"""What `nusa preview --json --review` said of a plan beside its steps: what it was compared with, and what checks found.

Whoever made the plan may have written anything there: every field is held to its type, and is text and nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..accepted import Accepted
from ..finding import Finding, Severity
from ..judgement import Judgement
from .model import Against

UNSAID = Against(what="the state of its stack")


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """What was said of a plan.

    Args:
        against: what it was compared with.
        judgement: what checks found; None where none looked at it.
    """

    against: Against = UNSAID
    judgement: Judgement | None = None


def elsewhere(document: Any) -> Elsewhere:
    """Read what was said.

    Args:
        document: a digest as an engine prints it, which need not have anything of the kind.

    Raises:
        KeyError, TypeError, ValueError: it is malformed.
    """
    told = document.get("review") if isinstance(document, Mapping) else None
    if told is None:
        return Elsewhere()
    against, found = told["against"], told["findings"]
    return Elsewhere(
        against=Against(what=_text(against["what"]), notes=tuple(map(_text, against["notes"]))),
        judgement=None if found is None else _judgement(found),
    )


def _judgement(found: list[Any]) -> Judgement:
    return Judgement(
        findings=tuple(_finding(each) for each in found if each["accepted"] is None),
        accepted=tuple((_finding(each), _accepted(each)) for each in found if each["accepted"] is not None),
    )


def _finding(entry: Mapping[str, Any]) -> Finding:
    texts = {name: _text(entry[name]) for name in ("rule", "resource", "reason", "fix", "position")}
    return Finding(**texts, severity=Severity(entry["severity"]))


def _accepted(entry: Mapping[str, Any]) -> Accepted:
    why = entry["accepted"]
    until = date.fromisoformat(_text(why["until"]))
    return Accepted(rule=_text(entry["rule"]), resource=_text(entry["resource"]), because=_text(why["because"]), until=until)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value
