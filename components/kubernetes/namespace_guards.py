"""What holds a namespace to its bounds: its quotas, and what its containers get and may ask for."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes import core, meta

from ..contracts import Limits, Quota

QUOTA = "quota"
LIMITS = "limits"


def quotas(
    name: str, namespace: pulumi.Input[str], quota: Quota, opts: pulumi.ResourceOptions
) -> tuple[kubernetes.core.v1.ResourceQuota, ...]:
    """A ResourceQuota for all that is in a namespace, and one for the pods of each priority that has bounds of its own.

    Args:
        name: the stable name that the resources' begin with.
        namespace: the namespace that is there.
        quota: how much it may take.
        opts: options of the resources.
    """
    v1 = core.v1

    def bounded(called: str, hard: Mapping[str, str], scopes: v1.ScopeSelectorArgs | None = None) -> v1.ResourceQuota:
        return v1.ResourceQuota(
            f"{name}-{called}",
            metadata=meta.v1.ObjectMetaArgs(name=called, namespace=namespace),
            spec=v1.ResourceQuotaSpecArgs(hard=dict(hard), scope_selector=scopes),
            opts=opts,
        )

    def of(priority: str) -> v1.ScopeSelectorArgs:
        wanted = v1.ScopedResourceSelectorRequirementArgs(scope_name="PriorityClass", operator="In", values=[priority])
        return v1.ScopeSelectorArgs(match_expressions=[wanted])

    return (
        *([bounded(QUOTA, quota.hard)] if quota.hard else []),
        *(bounded(f"{QUOTA}-{priority}", hard, of(priority)) for priority, hard in quota.by_priority.items()),
    )


def limits(name: str, namespace: pulumi.Input[str], told: Limits, opts: pulumi.ResourceOptions) -> kubernetes.core.v1.LimitRange:
    """The LimitRange of a namespace; arguments as of `quotas`."""
    v1 = core.v1
    kinds = {"Container": told.of_containers, "PersistentVolumeClaim": told.of_volumes}
    items = [v1.LimitRangeItemArgs(type=kind, **amounts) for kind, amounts in kinds.items() if amounts]
    return v1.LimitRange(
        f"{name}-{LIMITS}",
        metadata=meta.v1.ObjectMetaArgs(name=LIMITS, namespace=namespace),
        spec=v1.LimitRangeSpecArgs(limits=items),
        opts=opts,
    )
