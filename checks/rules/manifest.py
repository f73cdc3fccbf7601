"""Kubernetes objects that their API server would refuse, or that do nothing.

Each object is held to the schemas of its cluster's own version, and to the rules that schemas miss, with the inputs that the
program gave it: also one that stays as it is, since its cluster may have got another version. What has no schema here by
its nature, custom kinds and what releases hold, `nusa manifests` counts; a plan that has some is no worse for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ..finding import Finding, Severity
from ..positions import told as position_told
from ..rule import Rule
from ..subject import Subject

if TYPE_CHECKING:
    from ..manifests.checking import Unjudged

NAME: Final = "manifest"


def _found(subject: Subject) -> Iterator[Finding]:
    if not subject.plan.asked:
        return
    from ..manifests.checking import problems, unversioned
    from ..manifests.objects import manifests

    objects = manifests(subject.plan.asked, subject.plan.names)
    positions = {each.urn: position_told(each.source_position) for each in subject.plan.asked}
    for manifest, problem in problems(objects):
        yield Finding(
            rule=NAME,
            severity=problem.severity,
            resource=manifest.urn,
            reason=f"{problem.path}: {problem.reason}" if problem.path else problem.reason,
            fix=problem.fix,
            position=positions.get(manifest.urn, ""),
        )
    yield from map(told, unversioned(objects))


def told(missed: Unjudged) -> Finding:
    """A finding of what was not looked at."""
    return Finding(rule=NAME, severity=Severity.WARNING, resource=missed.cluster.urn, reason=missed.reason, fix=missed.fix)


RULE = Rule(
    name=NAME,
    tells="a Kubernetes object would be refused by its API server, keeps others from their work, or does nothing",
    finds=_found,
    always=True,
)
