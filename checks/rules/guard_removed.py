"""Rule `guard-removed`: a guard goes, and what it guards stays.

Guards, and what each of them guards, are in `checks.guards`. One that another stands in for is no loss, nor is one that goes
with what it guards, its namespace or its cluster. One that is kept and told to guard less counts like one that goes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.properties import unwrap

from ..finding import Finding, Severity
from ..guards import GUARDS
from ..plan import LOST, Change, Kind
from ..rule import Rule
from ..subject import Subject

NAME: Final = "guard-removed"
_FIX: Final = "keep it, or declare what takes its place; who wants it so accepts it in the environment"


def _removed(subject: Subject) -> Iterator[Finding]:
    plan = subject.plan
    going = [change for change in plan.changes if change.kind in (*LOST, Kind.UPDATED) and change.type in GUARDS]
    if not going or not plan.asked:
        return
    from ..manifests.clusters import cluster_of
    from ..manifests.neighbours import Neighbours
    from ..manifests.objects import manifests

    every, objects = {each.urn: each for each in plan.asked}, manifests(plan.asked, plan.names)
    for change in going:
        if change.provider not in every:
            continue  # the cluster is gone, or was another
        cluster = cluster_of(change.provider, every)
        left = Neighbours(each for each in objects.objects if each.cluster == cluster)
        for bare in GUARDS[change.type](unwrap(dict(change.old)), unwrap(dict(change.new)), left):
            yield Finding(rule=NAME, severity=Severity.ERROR, resource=change.urn, reason=_reason(change, bare), fix=_FIX)


def _reason(change: Change, bare: str) -> str:
    how = "guard less" if change.kind is Kind.UPDATED else f"be {change.kind}"
    return f"it would {how}, and {bare}"


RULE = Rule(
    name=NAME,
    tells="a network policy, disruption budget, quota, limit range or security level goes or guards less, and its pods stay",
    finds=_removed,
    always=True,
)
