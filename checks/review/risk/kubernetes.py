"""What objects of Kubernetes hold, and how it survives them.

Sources: kubernetes.io/docs/concepts/storage/persistent-volumes (reclaim policies), workloads/controllers/statefulset (retention of
claims), overview/working-with-objects/namespaces, tasks/extend-kubernetes/custom-resources/custom-resource-definitions.
"""

from __future__ import annotations

from typing import Any, Final

from ..model import Tier
from .holding import Holding, Properties, Verdict, says


def _spec(properties: Properties) -> dict[str, Any]:
    found = properties.get("spec")
    return found if isinstance(found, dict) else {}


def _volume(properties: Properties) -> Verdict:
    if _spec(properties).get("persistentVolumeReclaimPolicy") == "Retain":
        return Verdict(Tier.EFFORT, "its disk is kept (persistentVolumeReclaimPolicy: Retain)")
    return Verdict(Tier.LOST, "its disk is deleted with it")


def _stateful(properties: Properties) -> Verdict:
    spec = _spec(properties)
    if not spec.get("volumeClaimTemplates"):
        return Verdict(Tier.REVERSIBLE, "its pods have no disks of their own")
    policy = spec.get("persistentVolumeClaimRetentionPolicy")
    if isinstance(policy, dict) and policy.get("whenDeleted") == "Delete":
        return Verdict(Tier.LOST, "its claims are deleted with it (whenDeleted: Delete), and their disks by their class")
    return Verdict(Tier.EFFORT, "its claims stay, and one of the same name finds them again")


def _service(properties: Properties) -> Verdict:
    if _spec(properties).get("type") == "LoadBalancer":
        return Verdict(Tier.EFFORT, "its load balancer goes, and another has another address")
    return Verdict(Tier.REVERSIBLE, "another of the same name has another address inside the cluster")


KUBERNETES: Final[dict[str, Holding]] = {
    "PersistentVolumeClaim": says(Tier.LOST, "its disk is deleted with it, unless its class retains disks"),
    "PersistentVolume": Holding(judge=_volume),
    "StatefulSet": Holding(judge=_stateful),
    "Namespace": says(Tier.LOST, "whatever is inside goes with it, also claims and what no program declares"),
    "CustomResourceDefinition": says(Tier.LOST, "every object of its kind goes with it, whoever made it"),
    "Secret": says(Tier.EFFORT, "what it holds must come from somewhere again"),
    "Service": Holding(judge=_service),
    "Ingress": says(Tier.EFFORT, "its load balancer may go, and another has another address"),
    "Gateway": says(Tier.EFFORT, "its load balancer goes, and another has another address"),
    "Release": says(Tier.EFFORT, "what its chart made goes with it, and that is not known here"),
}
"""By kind; all others hold nothing but what the program says of them."""
