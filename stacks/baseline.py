"""From what an environment says of a cluster's baseline to the arguments of its components; nothing is made here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from components import contracts
from components.kubernetes.addons import AddonsArgs
from components.kubernetes.namespace import NamespaceArgs
from components.kubernetes.priorities import PriorityArgs
from components.kubernetes.storage_class import StorageClassArgs
from components.naming import Cloud
from components.versions import minor

from . import clouds
from .environment import baseline as written
from .environment.cluster import Cluster
from .environment.problems import Steps
from .environment.values import NONE

BASELINE = ("namespaces", "priorities", "storage_classes")
"""Where a cluster's file says it."""

_SECURITY_BY_CLUSTER = "cluster"
_NAMESPACE_AS_WRITTEN = ("closed",)
_PRIORITY_AS_WRITTEN = ("value", "preempts", "default", "description")
_CLASS_AS_WRITTEN = ("default", "reclaim", "binding", "expandable")
_DISKS_AS_WRITTEN = ("encrypted", "filesystem")
"""What the components call as the file does."""


def addons_args(cluster: Cluster, cloud: Cloud, site: str, exposing: set[str]) -> AddonsArgs:
    """What a cluster's baseline is made from.

    Args:
        cluster: the cluster.
        cloud: the site's cloud.
        site: the site's name.
        exposing: the namespaces in which a workload is exposed there.
    """
    namespaces, priorities, classes = (_made(each) for each in (cluster.namespaces, cluster.priorities, cluster.storage_classes))
    return AddonsArgs(
        namespaces={name: _namespace(name, each, cluster, cloud, exposing) for name, each in namespaces.items()},
        priorities={name: _priority(name, each) for name, each in priorities.items()},
        storage_classes={name: _storage_class(name, each, cloud, site) for name, each in classes.items()},
    )


def baseline_parts(cluster: Cluster, cloud: Cloud, site: str) -> Iterator[tuple[Steps, Callable[[], object]]]:
    """The arguments that a cluster's baseline holds, as calls that make them, with their paths below the cluster."""
    for name, namespace in _made(cluster.namespaces).items():
        yield ("namespaces", name, "quota"), lambda namespace=namespace: _quota(namespace)
        yield ("namespaces", name, "limits"), lambda namespace=namespace: limits(namespace)
        yield ("namespaces", name), lambda name=name, each=namespace: _namespace(name, each, cluster, cloud, set())
    for name, priority in _made(cluster.priorities).items():
        yield ("priorities", name), lambda name=name, each=priority: _priority(name, each)
    for name, told in _made(cluster.storage_classes).items():
        yield ("storage_classes", name, cloud), lambda each=told: _disks(each, cloud, site)
    yield (), lambda: addons_args(cluster, cloud, site, set())


def baseline_place(path: Steps, field: str, site: str) -> Steps:
    """Where the environment says what a part of a cluster's baseline refuses.

    Args:
        path: where what was made stands, with its part: `clusters.<name>.namespaces.shop.quota`.
        field: the field that the fault names, which may have dots in what it counts.
        site: the site's name.
    """
    name, _, rest = field.partition(".")
    match (*path[4:], name):
        case ("quota", "hard"):
            return (*path, rest) if rest else path
        case ("quota", "by_priority"):
            priority, _, counted = rest.partition(".")
            return (*path[:4], "priority_quotas", priority, *([counted] if counted else []))
        case ("limits", str() as bound) if bound.startswith("volume_"):
            return (*path, "volume", bound.removeprefix("volume_"))
        case ("limits", _):
            return (*path, name, *([rest] if rest else []))
        case ("aws" | "alicloud", "key"):
            return (*path, "keys", site)
        case ("aws" | "alicloud", "encrypted" | "filesystem"):
            return (*path[:4], name)
        case (_, _):
            return (*path, name)
        case ("namespace" | "called",):
            return path
        case _:
            return (*path, *field.split("."))


def limits(told: written.Namespace) -> contracts.Limits | None:
    """What containers of a namespace get by default, and may ask for; None where nothing is said."""
    said = told.limits.model_dump(exclude_defaults=True)
    if not said:
        return None
    volume = said.pop("volume", {})
    return contracts.Limits(**said, volume_min=volume.get("min"), volume_max=volume.get("max"))


def _made(told: Mapping[str, Any]) -> dict[str, Any]:
    """Those that are made, and not by others."""
    return {name: each for name, each in told.items() if each != NONE}


def _namespace(name: str, told: written.Namespace, cluster: Cluster, cloud: Cloud, exposing: set[str]) -> NamespaceArgs:
    labels = clouds.delivery(cloud).namespace_labels if name in exposing else {}
    return NamespaceArgs(
        **{field: getattr(told, field) for field in _NAMESPACE_AS_WRITTEN},
        namespace=name,
        pod_security=told.security,
        pod_security_version=_security_version(told.security_version, getattr(cluster.versions, cloud)),
        labels={**told.labels, **labels},
        quota=_quota(told),
        limits=limits(told),
    )


def _security_version(told: str, cluster: str | None) -> str | None:
    """The version by the labels' own spelling; none where it is the newest."""
    if told == "latest":
        return None
    return f"v1.{minor(cluster or '')}" if told == _SECURITY_BY_CLUSTER else f"v{told}"


def _quota(told: written.Namespace) -> contracts.Quota | None:
    return contracts.Quota(hard=told.quota, by_priority=told.priority_quotas) if told.quota or told.priority_quotas else None


def _priority(name: str, told: written.PriorityClass) -> PriorityArgs:
    return PriorityArgs(called=name, **{field: getattr(told, field) for field in _PRIORITY_AS_WRITTEN})


def _storage_class(name: str, told: written.StorageClass, cloud: Cloud, site: str) -> StorageClassArgs:
    said = {field: getattr(told, field) for field in _CLASS_AS_WRITTEN}
    return StorageClassArgs(called=name, delivery=clouds.delivery(cloud), disks=_disks(told, cloud, site), **said)


def _disks(told: written.StorageClass, cloud: Cloud, site: str) -> contracts.Disks:
    special = getattr(told, cloud)
    said = {field: getattr(told, field) for field in _DISKS_AS_WRITTEN}
    return clouds.disks(cloud)(**said, **special.model_dump(exclude={"keys"}), key=special.keys.get(site)).disks
