"""Changes of what a cluster has before any workload: each touches what it names, and no namespace is made anew."""

from __future__ import annotations

from typing import Final

from checks.expectation import Expectation

from .case import Case, edit
from .environment import BOUNDED, OWN, SHARED

_BOUNDS: Final = ("ResourceQuota *-main-shop-quota", "LimitRange *-main-shop-limits")

BASELINE_CASES: Final = (
    Case(
        name="declare the namespace that workloads name, with bounds",
        change=edit(BOUNDED),
        expected=Expectation(created=_BOUNDS),
    ),
    Case(
        name="a namespace more, and a higher quota",
        start="bounded",
        change=edit({SHARED: f"{SHARED}          batch: {{}}\n", "pods: 60": "pods: 90"}),
        expected=Expectation(
            created=("Namespace *-main-batch-namespace", "NetworkPolicy *-main-batch-closed"),
            updated=("ResourceQuota *-main-shop-quota",),
        ),
    ),
    Case(
        name="another version of the security level, and lower limits",
        start="bounded",
        change=edit({"memory: 4Gi": "memory: 2Gi", "{quota": "{security_version: cluster, quota"}),
        expected=Expectation(updated=("Namespace *-main-shop-namespace", "LimitRange *-main-shop-limits")),
    ),
    Case(
        name="declare namespaces no more",
        start="bounded",
        change=edit({new: old for old, new in BOUNDED.items()}),
        expected=Expectation(deleted=_BOUNDS),
        refused=("*-main-shop-quota", "*-main-shop-limits"),
    ),
    Case(
        name="a priority and a storage class of a cluster's own",
        change=edit({"        pools:\n": OWN}),
        expected=Expectation(
            created=("PriorityClass *-main-priority-sale-class", "StorageClass *-main-storage-fast-class"),
        ),
    ),
    Case(
        name="another value of a priority, and faster disks of a class, which workloads name",
        start="ranked",
        change=edit({"value: 5000": "value: 6000", "reclaim: Retain": "aws: {iops: 4000}, alicloud: {performance_level: PL2}"}),
        expected=Expectation(
            replaced=("PriorityClass *-main-priority-sale-class", "StorageClass *-main-storage-fast-class"),
        ),
    ),
)
