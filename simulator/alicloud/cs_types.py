"""Container Service for Kubernetes (ACK): what its types are called, and what their rows have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..rules import refer
from .regions import REGIONS
from .shapes import ELSEWHERE, kin

if TYPE_CHECKING:
    from ..call import Call

CLUSTER: Final = "alicloud:cs/managedKubernetes:ManagedKubernetes"
NODE_POOL: Final = "alicloud:cs/nodePool:NodePool"
ADDON: Final = "alicloud:cs/kubernetesAddon:KubernetesAddon"
AUTOSCALING: Final = "alicloud:cs/autoscalingConfig:AutoscalingConfig"
PERMISSION: Final = "alicloud:cs/kubernetesPermission:KubernetesPermission"

IN_CLUSTER: Final = {"clusterId": refer(CLUSTER, holds=False)}


def kin_of(call: Call, prefix: str) -> str:
    """The id of what the object brought with it; ids of ACK have no region in them."""
    region = REGIONS.get(call.region)
    return kin(f"-{region.code if region else ELSEWHERE}{call.id}", prefix)
