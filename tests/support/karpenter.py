"""A cluster on EKS whose nodes Karpenter makes, as tests make it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from components.aws.cluster import Pool
from components.capacity import autoscaled, fixed
from tests.support.clusters import EKS
from tests.support.mocks import Recording, record

CLUSTER = "arn:aws:eks:ap-southeast-3:111122223333:cluster/nusantara-test-main"
RELEASE = "1.35.2-20260801"


def made_pool(**changes: Any) -> Pool:
    """A pool of nine nodes of Karpenter's at most, unless told otherwise."""
    usual: dict[str, Any] = {
        "types": EKS.instances,
        "capacity": autoscaled(min=0, max=9),
        "provisioner": "karpenter",
        "release": RELEASE,
    }
    return Pool(**{**usual, **changes})


def told(**changes: Any) -> dict[str, Any]:
    """What a cluster with Karpenter is told: a group of two nodes that it runs on, and one pool that it makes."""
    return {"scaler": "karpenter", "pools": {"system": EKS.pool(capacity=fixed(2)), "general": made_pool()}, **changes}


def recorded(*, preview: bool = False, **changes: Any) -> Recording:
    """What such a cluster registers."""
    return record(lambda: EKS.make(**told(**changes)), preview=preview, outputs=_outputs)


def _outputs(type_: str, _name: str, _inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """The cluster's ARN as EKS has it, since policies are made from what it says."""
    return {"arn": CLUSTER} if type_ == EKS.types["control plane"] else {}
