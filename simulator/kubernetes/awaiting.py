"""What the provider waits for, and says where it waits in vain: pods that are not let in.

Sources: `errorMessages` in https://github.com/pulumi/pulumi-kubernetes/blob/v4.34.2/provider/pkg/await/deployment.go,
statefulset.go and errors.go beside it; the conditions are the controllers' own. A simulated cluster waits no time. What it adds is
the reason, which in a cluster stands in the condition `ReplicaFailure` and in events.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from ..values import plain
from .admission import Room, claims_of, template_of
from .defaults import body
from .kinds import Kind, kind_of
from .scaling import SCALED, replicas

if TYPE_CHECKING:
    from ..call import Call

AWAITED: Final = frozenset({"DaemonSet", "Deployment", "Job", "StatefulSet"})
"""Kinds whose pods the provider waits for."""
SKIP: Final = "pulumi.com/skipAwait"
_LIVE: Final = {
    "Deployment": (
        "[MinimumReplicasUnavailable] Deployment does not have minimum availability.",
        "Minimum number of live Pods was not attained",
    ),
    "StatefulSet": ("Failed to observe the expected number of ready replicas",),
}


def rolled_out(call: Call) -> tuple[int, int, str]:
    """How many pods an object asks for, how many are let in, and why the next one is not."""
    kind = kind_of(call.type)
    scaled = kind is not None and kind.name in SCALED
    wanted = replicas(call) if scaled else int(call.get("spec.parallelism" if call.get("kind") == "Job" else "spec.replicas", 1))
    spec = template_of(kind, plain(dict(call.raw))) if kind is not None else None
    if spec is None or kind is None:
        return wanted, wanted, ""
    room = Room(call)
    if kind.name == "Deployment" and call.old and _rolls(call) and _keeps_all(call):
        # One pod more has to come before the first of the old ones may go.
        ready, why = room.admitted(spec, wanted + 1 if wanted else 0)
        return wanted, min(ready, wanted), why
    return wanted, *room.admitted(spec, wanted, claims_of(kind, plain(dict(call.raw))))


def unready(kind: Kind, call: Call) -> Iterator[str]:
    """What the provider says of an object whose pods are not all let in."""
    wanted, ready, why = rolled_out(call)
    if not why or call.get(f'metadata.annotations["{SKIP}"]') == "true":
        return
    name, namespace = call.get("metadata.name"), call.get("metadata.namespace") or "default"
    yield (
        f'the Kubernetes API server reported that "{namespace}/{name}" failed to fully initialize or become live: '
        f"'{name}' timed out waiting to be Ready"
    )
    yield from _LIVE.get(kind.name, ())
    yield f'[FailedCreate] pods "{name}-" is forbidden: {why}'
    if 0 < ready < wanted:
        yield f"{ready} of {wanted} pods are ready"


def conditions(call: Call, why: str) -> list[dict[str, Any]]:
    """The conditions of an object whose pods are not all let in."""
    message = f'pods "{call.get("metadata.name")}-" is forbidden: {why}'
    return [
        {"type": "Available", "status": "False", "reason": "MinimumReplicasUnavailable"},
        {"type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded"},
        {"type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": message},
    ]


def _rolls(call: Call) -> bool:
    before: Mapping[str, Any] = (call.old.get("spec") or {}).get("template") or {}
    asked = plain(dict(call.raw))
    if (kind := kind_of(call.type)) is not None:
        body(kind, asked)
    return before != asked["spec"]["template"]


def _keeps_all(call: Call) -> bool:
    """Whether a rollout may take no pod away before another has come."""
    if call.get("spec.strategy.type") == "Recreate":
        return False
    most = call.get("spec.strategy.rollingUpdate.maxUnavailable", "25%")
    wanted = replicas(call)
    return int(most.rstrip("%")) * wanted // 100 == 0 if isinstance(most, str) and most.endswith("%") else int(most) == 0
