"""Changes of what runs in clusters, and of what it is told: everything is updated where it stands, and its pods are rolled.

A file in `config` is another ConfigMap, called by its content.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from checks.expectation import Expectation

from .case import Case, edit
from .environment import CONFIG, IDENTITY, STOREFRONT

_JOB: Final = """\
    jobs:
      reindex: {cluster: main, sites: all, namespace: shop, schedule: "30 2 * * *", time_zone: Asia/Jakarta}
"""
_LEDGER: Final = """\
      ledger: {cluster: main, sites: all, namespace: shop, kind: StatefulSet, volume: {size: 20Gi}, replicas: {min: 2, max: 2}}
"""
_ROLE: Final = ("Role *-main-bind-storefront", "RolePolicyAttachment *-main-bind-storefront-*ReadOnlyAccess")
_BOUND: Final = (
    "ServiceAccount *-main-storefront-account",
    "NetworkPolicy *-main-storefront-policy",
    "Deployment *-main-storefront-deployment",
)
"""What of a workload is told of its role: it asks its cloud for it, which its policy lets it."""


def _added(more: str) -> Callable[[str], str]:
    return lambda text: f"{text}{more}"


INSIDE_CASES: Final = (
    Case(
        name="an identity for a workload",
        change=edit({STOREFRONT: f"{STOREFRONT} {IDENTITY},"}),
        expected=Expectation(created=_ROLE, updated=_BOUND),
    ),
    Case(
        name="a workload's identity taken away",
        start="kept",
        change=edit({f" {IDENTITY},": ""}),
        expected=Expectation(updated=_BOUND, deleted=_ROLE),
    ),
    Case(
        name="from IRSA to Pod Identity",
        start="kept",
        change=edit({"        pools:\n": "        aws: {identity: pod-identity}\n        pools:\n"}),
        expected=Expectation(
            created=("PodIdentityAssociation jakarta-main-bind-*-identity",),
            updated=(
                "Role jakarta-main-bind-*",
                "ServiceAccount jakarta-main-*-account",
                "Deployment jakarta-main-autoscaler-deployment",
                "Deployment jakarta-main-storefront-deployment",
            ),
        ),
    ),
    Case(
        name="a job on a schedule",
        change=_added(_JOB),
        workloads=("reindex",),
        expected=Expectation(created=("* *-main-reindex-*",)),
    ),
    Case(
        name="a workload with disks of its own",
        change=_added(_LEDGER),
        workloads=("ledger",),
        expected=Expectation(created=("* *-main-ledger-*", "StorageClass *-main-storage-encrypted-class")),
    ),
    Case(
        name="a file for a workload",
        change=edit({STOREFRONT: f"{STOREFRONT} {CONFIG},"}),
        expected=Expectation(created=("ConfigMap *-main-storefront-config",), updated=("Deployment *-main-storefront-deployment",)),
    ),
    Case(
        name="another content of a workload's file",
        start="kept",
        change=edit({"app.yaml: idr": "app.yaml: sgd"}),
        expected=Expectation(
            updated=("Deployment *-main-storefront-deployment",), replaced=("ConfigMap *-main-storefront-config",)
        ),
    ),
    Case(
        name="let all pods of a workload go at once",
        change=edit({"replicas: {min: 2, max: 20}": "replicas: {min: 2, max: 20}, disruptions: 100%"}),
        expected=Expectation(updated=("PodDisruptionBudget *-main-storefront-budget",)),
        refused=("*-main-storefront-budget",),
    ),
    Case(
        name="open a namespace",
        start="bounded",
        change=edit({"{quota": "{closed: false, quota"}),
        expected=Expectation(deleted=("NetworkPolicy *-main-shop-closed",)),
        refused=("*-main-shop-closed",),
    ),
    Case(
        name="a lower security level of a namespace",
        start="bounded",
        change=edit({"{quota": "{security: baseline, quota"}),
        expected=Expectation(updated=("Namespace *-main-shop-namespace",)),
        refused=("*-main-shop-namespace",),
    ),
)
