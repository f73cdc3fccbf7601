"""Rule `slow-recovery`: a dependency comes back later than objectives promise that those who need it serve."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from components.data import long, stops

from ..finding import Finding, Severity
from ..rule import Rule
from ..subject import Subject

NAME: Final = "slow-recovery"


def _late(subject: Subject) -> Iterator[Finding]:
    for stop in stops(subject.said):
        if stop.recovery.site is None or stop.recovery.seconds <= stop.within:
            continue
        reason = (
            f"its rto is {long(stop.recovery.seconds)}, and objectives.{stop.of} promises what is left {stop.without} within "
            f"{long(stop.within)}: {stop.who} cannot do without it"
        )
        fix = f"bring its rto to {long(stop.within)}, promise {long(stop.recovery.seconds)}, or accept it in the environment"
        yield Finding(rule=NAME, severity=Severity.WARNING, resource=f"dependencies.{stop.on.name}", reason=reason, fix=fix)


RULE = Rule(name=NAME, tells="a dependency is back later than objectives promise that those who need it serve", finds=_late)
