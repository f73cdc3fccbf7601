"""What a workload is told in more than one word: its probes and its volume."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi

from .. import arguments
from ..errors import Faults

_SLOWEST = 300
_LONGEST_START = 3600


@dataclass(frozen=True, kw_only=True)
class Probe:
    """One question that the kubelet asks a container again and again.

    Args:
        path: the HTTP path asked; by default the workload's `health_path`.
        period: seconds from one question to the next, 1 to 300.
        timeout: seconds in which it must be answered, 1 or more and no more than the period.
        failures: how many failures in a row count, 1 to 60.

    Raises:
        ArgumentsError: with every fault.
    """

    path: str | None = None
    period: int = 10
    timeout: int = 5
    failures: int = 3

    def __post_init__(self) -> None:
        faults = Faults(self)
        if self.path is not None:
            arguments.check_path(faults, "path", self.path)
        arguments.check_range(faults, "period", self.period, 1, _SLOWEST)
        arguments.check_range(faults, "timeout", self.timeout, 1, max(1, self.period))
        arguments.check_range(faults, "failures", self.failures, 1, 60)
        faults.raise_any()


READINESS = Probe(period=5, timeout=2, failures=2)
LIVENESS = Probe(period=10, timeout=5, failures=6)
"""Slower to give up than readiness: a pod under load leaves the Service first and is restarted last."""


@dataclass(frozen=True, kw_only=True)
class Probes:
    """How the kubelet finds out what a container is able to do.

    Args:
        startup: seconds that the start may take, 2 to 3600; only then do the other two begin.
        readiness: whether it is sent requests.
        liveness: whether it goes on; it must give up later than readiness does, or a pod under load is restarted and not relieved
            (kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes).

    Raises:
        ArgumentsError: with every fault.
    """

    startup: int = 120
    readiness: Probe = READINESS
    liveness: Probe = LIVENESS

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_range(faults, "startup", self.startup, 2, _LONGEST_START)
        ready, alive = (probe.period * probe.failures for probe in (self.readiness, self.liveness))
        expected = f"patience of more than {ready} s, that of readiness (period times failures)"
        fix = "raise period or failures of liveness; a pod under load should leave the Service before it is restarted"
        faults.check(alive > ready, "liveness", f"{alive} s", expected, fix)
        faults.raise_any()


@dataclass(frozen=True, kw_only=True)
class Volume:
    """A disk of its own for each pod of a StatefulSet, kept when the pod or the workload goes.

    Args:
        size: how large, in Kubernetes' spelling. A StatefulSet's claims cannot be changed, so another size is another StatefulSet.
        path: where the container finds it.
        storage_class: the cluster's StorageClass; by default the one that the cluster marks as its default, where there is one.

    Raises:
        ArgumentsError: with every fault.
    """

    size: str = "10Gi"
    path: str = "/data"
    storage_class: pulumi.Input[str] | None = None

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_bytes(faults, "size", self.size)
        if arguments.check_path(faults, "path", self.path):
            taken = self.path.rstrip("/") not in {"", "/tmp"}  # noqa: S108 - the container's own
            faults.check(taken, "path", self.path, "a directory of its own", "write /data, say; /tmp is scratch space")
        if isinstance(self.storage_class, str):
            arguments.check_label(faults, "storage_class", self.storage_class)
        faults.raise_any()
