"""Rule `pool-swap`: a pool of nodes goes in the very update that adds another, so that what runs on it has to move at once.

New nodes come first and old ones are drained after, yet a pool that scales begins with few: what is evicted waits for nodes, and a
drain that cannot go on fails the update half done. Two updates, with a look at the pods between them, do not. A pool that is
replaced as a whole is its provider's matter, and a new one whose taints keep others away is no successor.

Sources: docs.aws.amazon.com/eks/latest/userguide/delete-managed-node-group.html,
www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/delete-a-node-pool.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine import urn
from engine.properties import unwrap

from ..finding import Finding, Severity
from ..plan import Change, Kind
from ..rule import Rule
from ..subject import Subject

NAME: Final = "pool-swap"
POOLS: Final[Mapping[str, str]] = {
    "aws:eks/nodeGroup:NodeGroup": "clusterName",
    "alicloud:cs/nodePool:NodePool": "clusterId",
    "kubernetes:karpenter.sh/v1:NodePool": "",
}
"""What pools of nodes are, each with the input that names the cluster."""
_KEEPS_AWAY: Final = frozenset({"NO_SCHEDULE", "NO_EXECUTE", "NoSchedule", "NoExecute"})


def _swapped(subject: Subject) -> Iterator[Finding]:
    going, coming = defaultdict(list), defaultdict(list)
    for change in subject.plan.changes:
        if change.type in POOLS and change.kind in (Kind.DELETED, Kind.CREATED):
            (going if change.kind is Kind.DELETED else coming)[_cluster(subject, change)].append(change)
    for cluster, old in going.items():
        for pool in old:
            if next_ones := [each for each in coming[cluster] if _takes_over(each, pool)]:
                yield _finding(subject, pool, next_ones)


def _cluster(subject: Subject, change: Change) -> object:
    """What is the same for all pools of a cluster: the component, or else what they name."""
    component = next((each for each in subject.plan.above(change) if each.type.rpartition(":")[2] == "Cluster"), None)
    if component is not None:
        return component.urn
    told = unwrap(dict(change.old or change.new))
    return change.provider, str(told.get(POOLS[change.type]))


def _takes_over(new: Change, old: Change) -> bool:
    return _taints(new) <= _taints(old)


def _taints(change: Change) -> set[tuple[Any, Any]]:
    """What keeps pods away from the nodes of a pool that do not ask for them."""
    told: Any = unwrap(dict(change.old or change.new))
    if change.type.startswith("kubernetes:"):
        told = ((told.get("spec") or {}).get("template") or {}).get("spec") or {}
    found = told.get("taints")
    each = [taint for taint in found if isinstance(taint, Mapping)] if isinstance(found, list) else []
    return {(taint.get("key"), taint.get("value")) for taint in each if taint.get("effect") in _KEEPS_AWAY}


def _finding(subject: Subject, pool: Change, coming: list[Change]) -> Finding:
    called = [_called(subject, each) for each in coming]
    return Finding(
        rule=NAME,
        severity=Severity.WARNING,
        resource=pool.urn,
        reason=f"it would be deleted in the update that makes {' and '.join(sorted(called))}: what runs on it has to move at once",
        fix="keep it for this update; once its pods run on other nodes, take it out in another",
    )


def _called(subject: Subject, change: Change) -> str:
    """The pool's name in its cluster."""
    above = next((each for each in subject.plan.above(change) if each.type.rpartition(":")[2] == "Cluster"), None)
    return urn.name_of(change.urn).removeprefix(f"{above.name}-pool-" if above else "")


RULE = Rule(name=NAME, tells="a pool of nodes is deleted in the update that makes its successor", finds=_swapped)
