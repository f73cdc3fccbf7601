"""Rule `no-replica`: objectives promise to live through a loss that takes every copy of what is needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from components.data import long, stops

from ..finding import Finding, Severity
from ..rule import Rule
from ..subject import Subject

NAME: Final = "no-replica"


def _gone(subject: Subject) -> Iterator[Finding]:
    for stop in stops(subject.said):
        if stop.recovery.site is not None:
            continue
        reason = (
            f"{stop.without} it has no copy left that could be promoted, and {stop.who} cannot do without it, though "
            f"objectives.{stop.of} promises that it serves within {long(stop.within)}; a restored backup takes {long(stop.on.rto)}"
        )
        outside = "in another site" if stop.of == "site" else f"outside of {stop.lost}"
        fix = f"give it a replica {outside}, or accept it in the environment"
        yield Finding(rule=NAME, severity=Severity.WARNING, resource=f"dependencies.{stop.on.name}", reason=reason, fix=fix)


RULE = Rule(name=NAME, tells="objectives promise to live through a loss that takes every copy of a dependency", finds=_gone)
