"""What objects of Kubernetes hold, and how it survives them.

Sources: kubernetes.io/docs/concepts/storage/persistent-volumes (reclaim policies: a volume that somebody declares retains its disk
unless it says otherwise, one that a class provisions deletes it), concepts/storage/storage-classes (`reclaimPolicy`),
concepts/storage/volume-snapshots, workloads/controllers/statefulset (retention of claims),
overview/working-with-objects/namespaces, tasks/extend-kubernetes/custom-resources/custom-resource-definitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ...plan import Change, Plan
from ..model import Tier
from ..objects import group_of, objects_of, own
from .holding import Holding, Properties, Verdict, says

_CLASS: Final = "StorageClass"
_QUIET: Final = (
    "autoscaling.k8s.io",
    "cert-manager.io",
    "external-secrets.io",
    "gateway.networking.k8s.io",
    "karpenter.k8s.aws",
    "karpenter.sh",
    "keda.sh",
    "monitoring.coreos.com",
)
"""Groups of well-known operators whose objects only say something, which the program says again."""


def _spec(properties: Properties) -> Mapping[str, Any]:
    found = properties.get("spec")
    return found if isinstance(found, Mapping) else {}


def _volume(properties: Properties) -> Verdict:
    policy = _spec(properties).get("persistentVolumeReclaimPolicy") or "Retain"
    if policy == "Retain":
        return Verdict(Tier.EFFORT, "its disk is kept (persistentVolumeReclaimPolicy: Retain)")
    return Verdict(Tier.LOST, f"its disk is deleted with it (persistentVolumeReclaimPolicy: {policy})")


def _stateful(properties: Properties) -> Verdict:
    spec = _spec(properties)
    if not spec.get("volumeClaimTemplates"):
        return Verdict(Tier.REVERSIBLE, "its pods have no disks of their own")
    policy = spec.get("persistentVolumeClaimRetentionPolicy")
    if isinstance(policy, Mapping) and policy.get("whenDeleted") == "Delete":
        return Verdict(Tier.LOST, "its claims are deleted with it (whenDeleted: Delete), and their disks by their class")
    return Verdict(Tier.EFFORT, "its claims stay as they are, and one of the same name finds them again")


def _service(properties: Properties) -> Verdict:
    if _spec(properties).get("type") == "LoadBalancer":
        return Verdict(Tier.EFFORT, "its load balancer goes, and another has another address")
    return Verdict(Tier.REVERSIBLE, "another of the same name has another address inside the cluster")


def _secret(properties: Properties) -> Verdict:
    if properties.get("data") or properties.get("stringData"):
        return Verdict(Tier.REVERSIBLE, "it holds what the program gives it")
    return Verdict(Tier.EFFORT, "what others have put into it must come from somewhere again")


_KINDS: Final[dict[str, Holding]] = {
    "PersistentVolume": Holding(judge=_volume),
    "StatefulSet": Holding(judge=_stateful),
    "Namespace": says(Tier.LOST, "whatever is inside goes with it, also claims and what no program declares"),
    "CustomResourceDefinition": says(Tier.LOST, "every object of its kind goes with it, whoever made it"),
    "Secret": Holding(judge=_secret),
    "Service": Holding(judge=_service),
    "Ingress": says(Tier.EFFORT, "its load balancer may go, and another has another address"),
}
"""Of Kubernetes' own kinds those that hold something."""
_OTHERS: Final[dict[tuple[str, str], Holding]] = {
    ("gateway.networking.k8s.io", "Gateway"): says(Tier.EFFORT, "its load balancer goes, and another has another address"),
    ("snapshot.storage.k8s.io", "VolumeSnapshot"): says(Tier.LOST, "it is a backup, which goes unless its class retains it"),
    ("helm.sh", "Release"): says(Tier.EFFORT, "what its chart made goes with it, and that is not known here"),
}


def of_kubernetes(plan: Plan, change: Change, before: Properties) -> Verdict:
    """What becomes of what an object of Kubernetes holds.

    Args:
        plan: the plan, and with it the classes that claims are of.
        change: its deletion or replacement.
        before: what it is and was told.
    """
    group, kind = group_of(change.type), change.type.rpartition(":")[2]
    if not own(group):
        if (holding := _OTHERS.get((group, kind))) is not None:
            return holding.verdict(before)
        if group in _QUIET:
            return Verdict(Tier.REVERSIBLE, "it holds nothing but what the program says")
        return Verdict(Tier.EFFORT, "what its controller has made of it may go with it, and that is not known here")
    if kind == "PersistentVolumeClaim":
        return _claim(plan, change, before)
    holding = _KINDS.get(kind)
    return holding.verdict(before) if holding else Verdict(Tier.REVERSIBLE, "it holds nothing but what the program says")


def _claim(plan: Plan, change: Change, before: Properties) -> Verdict:
    """A claim's disk goes or stays by its class, where that is the program's, too."""
    name = _spec(before).get("storageClassName")
    found = next((each for _, each in objects_of(plan, _CLASS, change.provider) if _named(each, name)), None)
    if found is None:
        return Verdict(Tier.LOST, "its disk is deleted with it, unless its class retains disks")
    if found.get("reclaimPolicy") == "Retain":
        return Verdict(Tier.EFFORT, f"its disk is kept (reclaimPolicy of {name}: Retain), and must be bound by hand")
    return Verdict(Tier.LOST, f"its disk is deleted with it (reclaimPolicy of {name}: {found.get('reclaimPolicy') or 'Delete'})")


def _named(of: Mapping[str, Any], name: Any) -> bool:
    metadata = of.get("metadata")
    return name is not None and isinstance(metadata, Mapping) and metadata.get("name") == name
