"""What runs in a cluster under a role keeps that role's permissions as long as it runs, on every cloud alike."""

from __future__ import annotations

from typing import Any

import pulumi
import pytest

from components.kubernetes.chart import Chart, ChartArgs
from tests.support.clusters import ALL, Clusters
from tests.support.mocks import UNKNOWN, Recording, record

pytestmark = pytest.mark.parametrize("clusters", ALL, ids=str)

RELEASE = "kubernetes:helm.sh/v3:Release"
ATTACHMENTS = ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "alicloud:ram/rolePolicyAttachment:RolePolicyAttachment")


def bound(clusters: Clusters, **options: Any) -> Recording:
    """A chart whose service account is bound to two policies."""

    def program() -> None:
        cluster = clusters.make()
        policies = {"read": "AliyunOSSReadOnlyAccess", "write": "AliyunLogFullAccess"}
        annotations = cluster.bind("mover", namespace="moving", service_account="mover", policies=policies)
        args = ChartArgs(
            chart="mover",
            repository="https://charts.example.org",
            version="1.2.3",
            namespace="moving",
            values={"serviceAccount": {"annotations": annotations}},
        )
        Chart("main-chart-mover", args, pulumi.ResourceOptions(provider=cluster.kubernetes))

    return record(program, **options)


def test_a_chart_comes_after_all_that_its_role_was_granted(clusters: Clusters):
    found = bound(clusters)
    grants = {each.urn for type_ in ATTACHMENTS for each in found.of(type_) if each.name.startswith("main-bind-mover-")}
    release = found.one(RELEASE)
    assert len(grants) == 2
    assert grants <= release.dependencies
    assert len(release.inputs["values"]["serviceAccount"]["annotations"]) == 2


def test_what_a_role_is_called_is_as_little_known_as_the_role(clusters: Clusters):
    """In a first preview; another grant of a role that is there leaves its name as it is, since it asks for URNs alone."""
    (told,) = set(bound(clusters, preview=True).one(RELEASE).inputs["values"]["serviceAccount"]["annotations"].values())
    assert told in (UNKNOWN, "nusantara-test-main-bind-mover")
