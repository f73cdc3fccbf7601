"""Rule `answers-mixed`: a name in Route 53 would be answered by another policy, or get or lose a host that stands in.

Route 53 takes no weighted record beside a failover one of the same name, nor any other two kinds, and each record is changed by
itself: so the first of them is refused, and whoever tries again is refused again.

Source: docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html (SetIdentifier, Failover, Weight).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from engine.properties import unwrap

from ..finding import Finding, Severity
from ..rule import Rule
from ..subject import Subject

NAME: Final = "answers-mixed"
_NAMES: Final = "nusantara:multicloud:Route53Traffic"
_FIX: Final = (
    "declare it under another name, or leave the name out of traffic in one update, unanswered, and write it again in the next"
)


def _mixed(subject: Subject) -> Iterator[Finding]:
    for served in subject.plan.components.values():
        if served.type != _NAMES or served.old is None or served.new is None:
            continue
        before, after = (_kind(unwrap(dict(side))) for side in (served.old, served.new))
        if before != after:
            reason = f"its records would be {after} beside {before} ones, which Route 53 refuses of one name"
            yield Finding(rule=NAME, severity=Severity.ERROR, resource=served.urn, reason=reason, fix=_FIX)


def _kind(told: dict[str, Any]) -> str:
    """What decides between the records of the name itself: with a host that stands in, it fails over to all the rest."""
    return "failover" if told.get("stand_in") is not None else str(told.get("policy"))


RULE = Rule(
    name=NAME,
    tells="a name would be answered by another policy, or get or lose a host that stands in, which Route 53 refuses",
    finds=_mixed,
    always=True,
)
