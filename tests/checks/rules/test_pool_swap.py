"""Rule `pool-swap`: what it tells, in which words, and when it keeps still."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checks.finding import Finding, Severity
from checks.plan import Change, Kind

from ..shop import ALICLOUD, AWS, PREFIX, change, found, plan

MAIN = f"{AWS}:Cluster::java-main"
GROUP, POOL, KARPENTER = "aws:eks/nodeGroup:NodeGroup", "alicloud:cs/nodePool:NodePool", "kubernetes:karpenter.sh/v1:NodePool"
GPU = [{"key": "nvidia.com/gpu", "value": "present", "effect": "NO_SCHEDULE"}]


def pool(name: str, kind: Kind, type_: str = GROUP, inside: str = MAIN, **inputs: Any) -> Change:
    made = change(type_, name, kind, inside)
    return replace(made, old=inputs) if kind is Kind.DELETED else replace(made, new=inputs)


def swapped(*changes: Change) -> list[Finding]:
    return found("pool-swap", plan(*changes), None)


def test_a_pool_and_its_successor_in_one_update():
    gone = pool("java-main-pool-general", Kind.DELETED)
    come = [pool(f"java-main-pool-{name}", Kind.CREATED) for name in ("workers-spot", "workers")]
    (finding,) = swapped(gone, *come)
    assert (finding.severity, finding.resource) == (Severity.WARNING, gone.urn)
    assert finding.reason == (
        "it would be deleted in the update that makes workers and workers-spot: what runs on it has to move at once"
    )
    assert finding.fix == "keep it for this update; once its pods run on other nodes, take it out in another"


@pytest.mark.parametrize("kinds", [(Kind.DELETED,), (Kind.CREATED,), (Kind.REPLACED, Kind.CREATED), (Kind.UPDATED, Kind.CREATED)])
def test_one_without_the_other(kinds: tuple[Kind, ...]):
    assert swapped(*(pool(f"java-main-pool-{index}", kind) for index, kind in enumerate(kinds))) == []


def test_each_cluster_for_itself_on_both_clouds():
    gone = pool("java-main-pool-general", Kind.DELETED)
    come = pool("bali-main-pool-workers", Kind.CREATED, POOL, f"{ALICLOUD}:Cluster::bali-main")
    assert swapped(gone, come) == []
    here = pool("bali-main-pool-general", Kind.DELETED, POOL, f"{ALICLOUD}:Cluster::bali-main")
    assert [finding.resource for finding in swapped(gone, here, come)] == [here.urn]


def test_nodes_that_keep_pods_away_are_no_successor():
    gone, gpu = pool("java-main-pool-general", Kind.DELETED), pool("java-main-pool-gpu", Kind.CREATED, taints=GPU)
    assert swapped(gone, gpu) == []
    assert len(swapped(pool("java-main-pool-old", Kind.DELETED, taints=GPU), gpu)) == 1
    mild = [{**GPU[0], "effect": "PREFER_NO_SCHEDULE"}]
    assert len(swapped(gone, pool("java-main-pool-mild", Kind.CREATED, taints=mild))) == 1


def test_nodes_that_karpenter_makes():
    gone = pool("java-main-pool-general", Kind.DELETED)
    come = pool("java-main-pool-general", Kind.CREATED, KARPENTER, spec={"template": {"spec": {}}})
    assert len(swapped(gone, come)) == 1
    tainted = {"template": {"spec": {"taints": [{"key": "a", "effect": "NoSchedule"}]}}}
    assert swapped(gone, pool("java-main-pool-a", Kind.CREATED, KARPENTER, spec=tainted)) == []


def test_pools_of_no_component_by_the_cluster_that_they_name():
    stack = "pulumi:pulumi:Stack::shop-dev"
    gone = pool("old", Kind.DELETED, inside=stack, clusterName="one")
    assert swapped(gone, pool("new", Kind.CREATED, inside=stack, clusterName="other")) == []
    (finding,) = swapped(gone, pool("new", Kind.CREATED, inside=stack, clusterName="one"))
    assert finding.reason.startswith("it would be deleted in the update that makes new:")
    assert finding.resource == f"{PREFIX}{GROUP}::old"
