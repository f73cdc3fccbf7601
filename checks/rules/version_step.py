"""Rule `version-step`: a control plane goes up by one minor version at a time, and never back; its nodes go back neither.

Both clouds refuse anything else, after what comes before it in the update is done. Nodes may skip minors on their way up, behind
their control plane.
Sources: docs.aws.amazon.com/eks/latest/userguide/update-cluster.html and update-managed-node-group.html ("You can't roll back a
node group to an earlier Kubernetes version or AMI version"),
www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/upgrade-clusters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from components.versions import minor, step_fault
from engine.properties import unwrap
from engine.values import Value

from ..finding import Finding, Severity
from ..plan import CONTROL_PLANES, Change, Kind
from ..rule import Rule
from ..subject import Subject

NAME: Final = "version-step"
_NODES: Final = frozenset({"aws:eks/nodeGroup:NodeGroup", "alicloud:cs/nodePool:NodePool"})


def _skipped(subject: Subject) -> Iterator[Finding]:
    for change in subject.plan.changes:
        if change.kind is not Kind.UPDATED or change.type not in CONTROL_PLANES | _NODES:
            continue
        before, after = _version(change.old), _version(change.new)
        if not isinstance(before, str) or not isinstance(after, str):
            continue
        if change.type in CONTROL_PLANES:
            if (fault := step_fault(before, after)) is not None:
                yield _finding(change, before, after, fault.expected, fault.fix)
        elif (own := minor(before)) is not None and (number := minor(after)) is not None and number < own:
            expected = f"1.{own} or newer, since no node goes back"
            yield _finding(change, before, after, expected, f"write 1.{own}, or make a pool of 1.{number} beside it")


def _version(inputs: Mapping[str, Value]) -> Any:
    """What a control plane or its nodes are told; ACK's nodes by their upgrade policy."""
    told: Any = unwrap(dict(inputs))
    policy = told.get("upgradePolicy")
    return policy.get("kubernetesVersion") if isinstance(policy, Mapping) and "version" not in told else told.get("version")


def _finding(change: Change, before: str, after: str, expected: str, fix: str) -> Finding:
    reason = f"it is {before} and would be {after}; expected {expected}"
    return Finding(rule=NAME, severity=Severity.ERROR, resource=change.urn, reason=reason, fix=fix)


RULE = Rule(
    name=NAME,
    tells="a control plane would skip a minor version, or go back to an earlier one, or its nodes would",
    finds=_skipped,
    always=True,
)
