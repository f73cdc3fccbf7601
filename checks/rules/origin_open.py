"""Rule `origin-open`: whoever finds the name of a load balancer behind CDNs goes past their firewall and their rate limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..finding import Finding, Severity
from ..rule import Rule
from ..subject import Subject

NAME: Final = "origin-open"


def _open(subject: Subject) -> Iterator[Finding]:
    for name, told in (subject.said.get("edge") or {}).items():
        if told.get("key") is not None and told.get("origins") != "open":
            continue
        reason = "load balancers answer whoever finds them, past the firewall and the rate limits of its CDNs"
        fix = (
            "take origins: open out"
            if told.get("key") is not None
            else "write key, and origins: open beside it until the CDNs send it"
        )
        yield Finding(rule=NAME, severity=Severity.WARNING, resource=f"edge.{name}", reason=reason, fix=fix)


RULE = Rule(
    name=NAME, tells="whoever finds a load balancer behind CDNs goes past their firewall and their rate limits", finds=_open
)
