"""Rule `answers-mixed`: a name would be answered by another policy, or get or lose a host that stands in, or lose its CDNs.

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
_IN_GTM: Final = "nusantara:multicloud:GtmTraffic"
_TAKEN_AWAY: Final = (
    "leave the name out of edge and of traffic in one update, unanswered, and write it in traffic again in the next"
)
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
    yield from _taken_away(subject)


def _taken_away(subject: Subject) -> Iterator[Finding]:
    """Of CDNs that are taken away: what is deleted goes last, so the name's own answers would come beside theirs."""
    before, after = subject.said_before, subject.said
    in_gtm = {each.name for each in subject.plan.components.values() if each.type == _IN_GTM and each.old and each.new}
    for name in sorted({*(before.get("edge") or {})} - {*(after.get("edge") or {})}):
        told = (after.get("traffic") or {}).get(name)
        if told is None or name not in (before.get("traffic") or {}):
            continue
        other_ttl = before["edge"][name].get("ttl") != told.get("ttl")
        if other_ttl or f"traffic-{name}" in in_gtm:
            who = "Route 53 takes no weighted records of two TTLs at one name" if other_ttl else "GTM has no name twice"
            reason = f"its sites would be answered before its CDNs' answers go, and {who}"
            yield Finding(rule=NAME, severity=Severity.ERROR, resource=f"edge.{name}", reason=reason, fix=_TAKEN_AWAY)


def _kind(told: dict[str, Any]) -> str:
    """What decides between the records of the name itself: with a host that stands in, it fails over to all the rest."""
    return "failover" if told.get("stand_in") is not None else str(told.get("policy"))


RULE = Rule(
    name=NAME,
    tells="a name would be answered by another policy, or get or lose a host that stands in, or lose its CDNs, which DNS refuses",
    finds=_mixed,
    always=True,
)
