"""Rule `single-writer`: what is left after a loss waits until somebody promotes what they need.

A database has one writer. Where its replica is promoted by hand, no number of pods elsewhere serves before that is done: who
promises to survive should know it, and have drilled it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from components.data import long, stops, unwritten

from ..finding import Finding, Severity
from ..rule import Rule
from ..subject import Subject

NAME: Final = "single-writer"


def _waiting(subject: Subject) -> Iterator[Finding]:
    yield from _promoted(subject)
    told: set[str] = set()
    for loss in unwritten(subject.said):
        if loss.bucket in told:
            continue
        told.add(loss.bucket)
        where = (
            f"moves its writer to {' or '.join(loss.left)}"
            if loss.left
            else "has it written elsewhere, where no copy of all of it is"
        )
        reason = (
            f"{loss.without} nobody can write {' and '.join(loss.prefixes)} until somebody {where}, and {loss.who} writes there"
        )
        fix = "let each site write a prefix of its own, or drill the move and accept this in the environment"
        yield Finding(rule=NAME, severity=Severity.WARNING, resource=f"buckets.{loss.bucket}", reason=reason, fix=fix)


def _promoted(subject: Subject) -> Iterator[Finding]:
    told: set[str] = set()
    for stop in stops(subject.said):
        recovery = stop.recovery
        if recovery.site is None or not recovery.by_hand or stop.on.name in told:
            continue
        told.add(stop.on.name)  # the loss of a site and of its cloud ask for the same promotion
        reason = (
            f"{stop.without} nobody can write to it until somebody promotes {recovery.site} ({long(recovery.seconds)}; the last "
            f"{long(recovery.lost)} may be lost), and {stop.who} cannot do without it"
        )
        fix = "have the replica promoted automatically, or drill it and accept this in the environment"
        yield Finding(rule=NAME, severity=Severity.WARNING, resource=f"dependencies.{stop.on.name}", reason=reason, fix=fix)


RULE = Rule(
    name=NAME, tells="what is left after a loss depends on a promotion, or on the move of a writer, by hand", finds=_waiting
)
