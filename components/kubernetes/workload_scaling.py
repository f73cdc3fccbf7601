"""How the number of a workload's pods follows its load, and how few may be away at a time."""

from __future__ import annotations

import pulumi
from pulumi_kubernetes import autoscaling, policy

from ..contracts import WorkloadArgs

REQUESTS = "http_requests_per_second"
"""The metric of pods that requests per second are scaled by."""

_BEHAVIOR: autoscaling.v2.HorizontalPodAutoscalerBehaviorArgsDict = {
    "scale_up": {
        "stabilization_window_seconds": 0,
        "select_policy": "Max",
        "policies": [
            {"type": "Percent", "value": 100, "period_seconds": 30},
            {"type": "Pods", "value": 4, "period_seconds": 30},
        ],
    },
    "scale_down": {
        "stabilization_window_seconds": 300,
        "policies": [{"type": "Percent", "value": 10, "period_seconds": 60}],
    },
}


def autoscaler(args: WorkloadArgs, name: pulumi.Input[str]) -> autoscaling.v2.HorizontalPodAutoscalerSpecArgsDict:
    """The specification of the HorizontalPodAutoscaler; of several metrics, the one that asks for most pods counts.

    Args:
        args: what the workload is made from.
        name: the name of what it scales, known once that exists.
    """
    return {
        "scale_target_ref": {"api_version": "apps/v1", "kind": args.kind, "name": name},
        "min_replicas": args.replicas.min,
        "max_replicas": args.replicas.max,
        "metrics": [
            _utilization("cpu", args.target_cpu),
            *([_utilization("memory", args.target_memory)] if args.target_memory is not None else []),
            *([_requests(args.target_rps)] if args.target_rps is not None else []),
        ],
        "behavior": _BEHAVIOR,
    }


def budget(args: WorkloadArgs, selector: dict[str, str]) -> policy.v1.PodDisruptionBudgetSpecArgsDict:
    """The specification of the PodDisruptionBudget.

    A share is rounded up to whole pods, so even a single pod can be moved away. Pods that are not ready can always be: else a
    workload that is down would hold the drain of its node, which is often what would mend it
    (kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy).
    """
    return {
        "max_unavailable": args.disruptions,
        "selector": {"match_labels": selector},
        "unhealthy_pod_eviction_policy": "AlwaysAllow",
    }


def _utilization(resource: str, percent: int) -> autoscaling.v2.MetricSpecArgsDict:
    return {
        "type": "Resource",
        "resource": {"name": resource, "target": {"type": "Utilization", "average_utilization": percent}},
    }


def _requests(each: int) -> autoscaling.v2.MetricSpecArgsDict:
    return {"type": "Pods", "pods": {"metric": {"name": REQUESTS}, "target": {"type": "AverageValue", "average_value": str(each)}}}
