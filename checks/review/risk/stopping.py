"""What does not work while a step goes on: where the old one goes before the new one comes, or where there is only one.

Sources: kubernetes.io/docs/concepts/workloads/controllers/deployment (strategies; a share of pods that may be unavailable is
rounded down, one that may surge up), controllers/statefulset (a pod ends before the next of its name starts),
www.pulumi.com/docs/iac/concepts/resources/options/deletebeforereplace.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from engine import urn
from engine.properties import unwrap

from ...plan import Change, Kind, Plan
from ..objects import group_of, objects_of, own
from ..values import nested
from .restarting import Properties, restarts

_SERVING: Final = (
    "LoadBalancer",
    "Listener",
    "Gateway",
    "Instance",
    "Cluster",
    "Service",
    "ManagedKubernetes",
    "Distribution",
    "VpnConnection",
    "PeeringConnection",
    "PeeringAttachment",
    "TransitRouter",
    "TransitRouterPeerAttachment",
)
"""How types of the clouds are called through which requests or connections go."""
_SERVING_INSIDE: Final = ("Service", "Ingress", "Gateway", "Deployment", "StatefulSet", "DaemonSet", "Namespace", "Release")
_KEYS: Final = {"aws:kms/key:Key": ("isEnabled", False), "alicloud:kms/key:Key": ("status", "Disabled")}


def stops(plan: Plan, change: Change) -> str:
    """What stops, as a sentence without its full stop; empty where nothing is expected to."""
    match change.kind:
        case Kind.DELETED:
            used = _serves(change.type) and not change.retained and not _left(plan, change)
            return "whatever uses it, from then on" if used else ""
        case Kind.REPLACED if change.deleted_first:
            return "it is gone until the new one stands"
        case Kind.UPDATED:
            return _updated(plan, change, unwrap(dict(change.old)), unwrap(dict(change.new)))
    return ""


def _left(plan: Plan, change: Change) -> bool:
    """Whether everything that needs it is told of something else before it goes, since deletions come last."""
    needing = [of for of, standing in plan.standing.items() if change.urn in standing.needs]
    kinds = {plan.by_urn[of].kind for of in needing if of in plan.by_urn}
    return bool(needing) and kinds == {Kind.UPDATED} and all(of in plan.by_urn for of in needing)


def _serves(type_: str) -> bool:
    if urn.package_of(type_) == "kubernetes":
        return type_.rpartition(":")[2] in _SERVING_INSIDE
    return type_.endswith(_SERVING)


def _updated(plan: Plan, change: Change, old: Properties, new: Properties) -> str:
    if change.type in _KEYS:
        name, off = _KEYS[change.type]
        disabled = new.get(name) == off and old.get(name) != off
        return f"nothing that it has encrypted can be read ({name})" if disabled else ""
    if urn.package_of(change.type) != "kubernetes" or not own(group_of(change.type)):
        return restarts(change, old, new)
    match change.type.rpartition(":")[2]:
        case "Service" if _balanced(old) and not _balanced(new):
            return "whoever comes by its load balancer, from then on"
        case "Deployment" | "StatefulSet":
            return _pods(plan, change, old, new)
    return ""


def _balanced(service: Properties) -> bool:
    return _spec(service).get("type") == "LoadBalancer"


def _pods(plan: Plan, change: Change, old: Properties, new: Properties) -> str:
    before, after = _spec(old), _spec(new)
    if after.get("replicas") == 0 and before.get("replicas") != 0:
        return "no pod of it is left (replicas: 0)"
    if before.get("template") == after.get("template") or (replicas := _replicas(plan, change, new)) == 0:
        return ""
    if change.type.endswith("StatefulSet"):
        waits = nested(after, "updateStrategy", "type") == "OnDelete"
        return "its only pod ends before the new one starts (replicas: 1)" if replicas == 1 and not waits else ""
    if nested(after, "strategy", "type") == "Recreate":
        return "every pod ends before a new one starts (strategy: Recreate)"
    missing = nested(after, "strategy", "rollingUpdate", "maxUnavailable")
    if missing is None or replicas is None:
        return ""
    surging = nested(after, "strategy", "rollingUpdate", "maxSurge")
    gone = _share(missing, replicas, up=False) or (1 if _share(surging, replicas, up=True) == 0 else 0)
    return f"every pod may end before a new one is ready (maxUnavailable: {missing})" if gone >= replicas else ""


def _replicas(plan: Plan, change: Change, new: Properties) -> int | None:
    """How many pods there are to be; None where something else says so."""
    given = _spec(new).get("replicas")
    if isinstance(given, int | float):
        return int(given)
    name = nested(new, "metadata", "name")
    scalers = objects_of(plan, "HorizontalPodAutoscaler", change.provider, after=True)
    scaled = any(nested(_spec(each), "scaleTargetRef", "name") in (name, None) for _, each in scalers)
    return None if scaled or given is not None else 1


def _share(of: Any, replicas: int, *, up: bool) -> int:
    """A number of pods, or a share of them; a quarter unless it is said."""
    if isinstance(of, int | float):
        return int(of)
    share = str("25%" if of is None else of).removesuffix("%")
    if not share.isdecimal():
        return 0
    return (math.ceil if up else math.floor)(int(share) * replicas / 100)


def _spec(of: Properties) -> Mapping[str, Any]:
    found = of.get("spec")
    return found if isinstance(found, Mapping) else {}
