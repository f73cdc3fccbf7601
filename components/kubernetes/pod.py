"""What every pod of this project has: the restricted Pod Security Standard by its own choice, and its spread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pulumi_kubernetes import core, meta

from ..contracts.pool import POOL_LABEL, Taint

NOBODY = 65534


def pod_security(user: int = NOBODY) -> core.v1.PodSecurityContextArgs:
    """The pod's security context: no root, the runtime's own filter of system calls.

    The user is given as a number, since an image may name its user and the kubelet can then not tell whether that is root.
    Source: kubernetes.io/docs/concepts/security/pod-security-standards.
    """
    return core.v1.PodSecurityContextArgs(
        run_as_non_root=True,
        run_as_user=user,
        run_as_group=user,
        fs_group=user,
        seccomp_profile=core.v1.SeccompProfileArgs(type="RuntimeDefault"),
    )


def container_security() -> core.v1.SecurityContextArgs:
    """The container's security context: nothing beyond what an ordinary process needs, and nothing written to its image."""
    return core.v1.SecurityContextArgs(
        allow_privilege_escalation=False,
        read_only_root_filesystem=True,
        capabilities=core.v1.CapabilitiesArgs(drop=["ALL"]),
    )


def spread(selector: Mapping[str, str], release: str = "pod-template-hash") -> list[core.v1.TopologySpreadConstraintArgs]:
    """Evenly over zones, then over nodes; preferred and not demanded.

    Node groups stand in several zones, and an autoscaler cannot ask such a group for a node in a certain zone: a demanded spread
    would leave pods waiting while one zone is short of instances, which is when they are needed. Each release is spread by
    itself: pods of the old one that are about to end do not count.

    Args:
        selector: the labels of the pods.
        release: the label that tells one release's pods from another's; a StatefulSet has `controller-revision-hash`.

    Source: kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints.
    """
    return [
        core.v1.TopologySpreadConstraintArgs(
            max_skew=1,
            topology_key=key,
            when_unsatisfiable="ScheduleAnyway",
            label_selector=meta.v1.LabelSelectorArgs(match_labels=dict(selector)),
            match_label_keys=[release],
        )
        for key in ("topology.kubernetes.io/zone", "kubernetes.io/hostname")
    ]


def kept_to(pool: str | None) -> dict[str, str] | None:
    """The nodes that pods are kept to; all of them where no pool is named."""
    return {POOL_LABEL: pool} if pool else None


def tolerated(taints: Sequence[Taint]) -> list[core.v1.TolerationArgs] | None:
    """What lets pods run on nodes with these taints; a taint without a value is tolerated whatever its value."""
    return [
        core.v1.TolerationArgs(
            key=taint.key, operator="Equal" if taint.value else "Exists", value=taint.value or None, effect=taint.effect
        )
        for taint in taints
    ] or None
