"""From what an environment says of workloads to the arguments of their components; nothing is made here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from components import contracts
from components.contracts.workload_parts import LIVENESS, READINESS
from components.naming import Cloud

from .environment import workload as written
from .environment.job import Job
from .environment.problems import Steps
from .exposures import exposed

ANY = contracts.Entrance(name="any")
"""Stands for what a workload is exposed through, before it is there."""

_PARTS = {"probes", "volume", "expose"}
_NOT_ARGUMENTS = {"cluster", "sites", "replicas", "namespace", "pod_rps", "callers", "calls", "identity", "priority", "secrets"}
_NOT_ARGUMENTS |= {"needs", "buckets"}
"""What says where it runs, what follows from elsewhere, and what events alone ask for."""


def workload_parts(told: written.Workload) -> Iterator[tuple[Steps, Callable[[], object]]]:
    """What a workload is told in mappings of their own, each as a call that makes it, with its place below the workload's."""
    for name in ("readiness", "liveness"):
        yield ("probes", name), lambda name=name: _probe(told, name)
    yield ("probes",), lambda: _probes(told)
    yield ("expose",), lambda: exposed(told, ANY)
    yield ("volume",), lambda: _volume(told)


def workload_args(told: written.Workload, **options: Any) -> contracts.WorkloadArgs:
    """The arguments of a workload.

    Args:
        told: what the environment says.
        options: what follows from elsewhere: the image, the namespace that is there, replicas and their floors.
    """
    return contracts.WorkloadArgs(**_plain(told), probes=_probes(told), volume=_volume(told), **options)


def job_args(told: Job, **options: Any) -> contracts.JobArgs:
    """The arguments of a job; `options` as of a workload."""
    return contracts.JobArgs(**_plain(told), **options)


def policies(told: written.Pods, cloud: Cloud) -> dict[str, str]:
    """The policies of a workload or job on a cloud, each by a stable key: ARNs on AWS, names on Alibaba Cloud."""
    named = getattr(told.identity, cloud)
    whole = [name if cloud != "aws" or name.startswith("arn:") else f"arn:aws:iam::aws:policy/{name}" for name in named]
    return {name.rsplit("/", 1)[-1].rsplit(":", 1)[-1]: name for name in whole}


def _plain(told: written.Pods) -> dict[str, Any]:
    """What components call as the environment does."""
    return {name: getattr(told, name) for name in type(told).model_fields if name not in _PARTS | _NOT_ARGUMENTS}


def _probes(told: written.Workload) -> contracts.Probes:
    return contracts.Probes(startup=told.probes.startup, readiness=_probe(told, "readiness"), liveness=_probe(told, "liveness"))


def _probe(told: written.Workload, name: str) -> contracts.Probe:
    said = getattr(told.probes, name).model_dump(exclude_none=True)
    return replace({"readiness": READINESS, "liveness": LIVENESS}[name], **said)


def _volume(told: written.Workload) -> contracts.Volume | None:
    return contracts.Volume(**told.volume.model_dump()) if told.volume else None
