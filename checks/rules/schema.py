"""Inputs that the SDK's own types have no place for.

A program that Python runs can still ask for what no provider takes: a dictionary with a key that is misspelled, a list where a
value belongs. The API schema of a cluster knows more of Kubernetes objects than the SDK: what `manifest` holds to it is left to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..finding import Finding, Severity
from ..rule import Rule
from ..subject import Subject

NAME: Final = "schema"


def _found(subject: Subject) -> Iterator[Finding]:
    plan = subject.plan
    if not plan.asked or not plan.libraries:
        return
    from ..schema.checking import faults, unjudged

    elsewhere = _held_to_schemas(subject)
    asked = [each for each in plan.asked if each.urn not in elsewhere]
    for fault in faults(asked, plan.libraries):
        yield Finding(
            rule=NAME,
            severity=fault.severity,
            resource=fault.urn,
            reason=f"{fault.path}: {fault.reason}",
            fix=fault.fix,
            position=fault.position,
        )
    for missed in unjudged(asked, plan.libraries):
        yield Finding(rule=NAME, severity=Severity.WARNING, resource=missed.package, reason=missed.reason, fix=missed.fix)


def _held_to_schemas(subject: Subject) -> frozenset[str]:
    """The URNs of the objects that the rule `manifest` holds to the schemas of their cluster's own version."""
    from ..manifests.objects import manifests
    from ..manifests.schemas import schemas

    found = manifests(subject.plan.asked, subject.plan.names)
    known = {version for version in {cluster.version for cluster in found.clusters} if version and schemas(version)}
    return frozenset(each.urn for each in found.objects if each.builtin and each.cluster.version in known)


RULE = Rule(
    name=NAME,
    tells="an input is unknown to the SDK of its resource, missing, of another type, or nothing that its cloud takes",
    finds=_found,
    always=True,
    early=True,
)
