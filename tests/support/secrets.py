"""Workloads and jobs that read secrets of their cloud's store, as tests make them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi

from components.contracts import JobArgs, Secret
from components.kubernetes.job import Job
from components.kubernetes.on_ack import OnAck
from components.kubernetes.on_eks import OnEks
from components.kubernetes.workload import Workload
from tests.support.clusters import EKS, IMAGE, Clusters, located, workload_args
from tests.support.mocks import Recording, record

SECRETS = {
    "db-password": Secret(key="orders-db", property="password"),
    "tls.key": Secret(key="shop/tls", stage="previous"),
    "api-key": Secret(key="api-key", version="0a1b2c3d"),
    "DATABASE_URL": Secret(key="orders-db", property="url", variable=True),
}
"""A member, a whole secret by a label, one by its version, and an environment variable."""


def reading(
    clusters: Clusters,
    secrets: Mapping[str, Secret] = SECRETS,
    *,
    job: bool = False,
    told: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Recording:
    """A workload, or a job, that reads secrets in a cluster of the cloud given.

    Args:
        clusters: on which cloud.
        secrets: what it reads.
        job: a job in place of a workload.
        told: what the cluster is told.
        changes: what else the workload or the job is told.
    """

    def program() -> None:
        cluster = clusters.make(**(told or {}))
        usual: dict[str, Any] = {
            "namespace": "shop",
            "secrets": secrets,
            "delivery": OnEks() if clusters is EKS else OnAck(),
            "reader": cluster.reader(
                "storefront",
                namespace="shop",
                service_account="storefront-reader",
                secrets={each.key for each in secrets.values()},
            ),
            **changes,
        }
        inside = pulumi.ResourceOptions(provider=cluster.kubernetes)
        if job:
            Job("main-storefront", JobArgs(image=IMAGE, app="storefront", **usual), inside)
        else:
            Workload("main-storefront", workload_args(**usual), inside)

    return record(program, outputs=located)
