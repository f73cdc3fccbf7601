"""What does not work while a step goes on: where the old one goes before the new one comes, or where there is only one.

Sources: docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html (an instance in one zone is down while
its class or its engine changes), kubernetes.io/docs/concepts/workloads/controllers/deployment (strategies),
www.pulumi.com/docs/iac/concepts/resources/options/deletebeforereplace.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from engine.properties import unwrap

from ...plan import Change, Kind

_RESTARTS: Final = {
    "aws:rds/instance:Instance": (("instanceClass", "engineVersion", "storageType", "parameterGroupName"), "multiAz"),
    "aws:elasticache/replicationGroup:ReplicationGroup": (("nodeType", "engineVersion"), "multiAzEnabled"),
    "alicloud:rds/instance:Instance": (("instanceType", "engineVersion"), "zoneIdSlaveA"),
}
"""By type, the inputs that have an object restart, and the property that says that another one takes over meanwhile."""
_SERVING: Final = (
    *("LoadBalancer", "Listener", "NatGateway", "Instance", "Cluster", "Service", "Ingress", "Gateway", "Deployment"),
    *("StatefulSet", "ManagedKubernetes"),
)
_REQUESTS: Final = frozenset({"Deployment", "StatefulSet"})


def stops(change: Change) -> str:
    """What stops, as a sentence without its full stop; empty where nothing is expected to."""
    kind = change.type.rpartition(":")[2]
    match change.kind:
        case Kind.DELETED:
            return "" if change.retained else "whatever uses it, from then on" if _serves(change) else ""
        case Kind.REPLACED if change.deleted_first:
            return "it is gone until the new one stands"
        case Kind.UPDATED if change.type in _RESTARTS:
            return _restart(change)
        case Kind.UPDATED if kind in _REQUESTS and change.type.startswith("kubernetes:"):
            return _rollout(unwrap(dict(change.old)), unwrap(dict(change.new)))
    return ""


def _serves(change: Change) -> bool:
    """Whether requests or connections go through what is deleted."""
    words = (
        "LoadBalancer",
        "Listener",
        "NatGateway",
        "Instance",
        "Cluster",
        "Service",
        "Ingress",
        "Gateway",
        "Deployment",
        "StatefulSet",
    )
    return change.type.endswith(words)


def _restart(change: Change) -> str:
    inputs, another = _RESTARTS[change.type]
    restarting = [name for name in inputs if name in change.inputs]
    if not restarting:
        return ""
    now: Mapping[str, Any] = unwrap(dict(change.new))
    if now.get(another):
        return ""
    return f"it restarts for {', '.join(restarting)}, and no other one takes over ({another})"


def _rollout(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    before, after = _spec(old), _spec(new)
    if before.get("template") == after.get("template"):
        return ""
    strategy = after.get("strategy")
    if isinstance(strategy, dict) and strategy.get("type") == "Recreate":
        return "every pod ends before a new one starts (strategy: Recreate)"
    return ""


def _spec(of: Mapping[str, Any]) -> Mapping[str, Any]:
    found = of.get("spec")
    return found if isinstance(found, dict) else {}
