"""The pods of workloads and jobs: one container at the restricted Pod Security Standard, and the files that it finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pulumi
from pulumi_kubernetes import core, meta

from ..contracts import PodArgs, WorkloadArgs, rolling
from ..contracts.pods import RRSA_ANNOTATION
from ..contracts.workload_parts import Probe
from .pod import container_security, kept_to, pod_security, tolerated

RRSA_INJECTION = {"pod-identity.alibabacloud.com/injection": "on"}
NAME_LABEL = "app.kubernetes.io/name"

_SCRATCH = "256Mi"
_TOKEN = 3600
"""Seconds that a token is good for; the kubelet brings another when four fifths of them are over."""
_STARTUP_PERIOD = 2


class Files(NamedTuple):
    """A directory that the container finds.

    Args:
        name: the volume's name.
        path: where the container finds it.
        source: what the volume is; None where a StatefulSet's claim brings it.
        read_only: whether nothing can be written there.
    """

    name: str
    path: str
    source: core.v1.VolumeArgs | None
    read_only: bool = False


def scratch() -> Files:
    """Room for files that may be lost, since nothing else in the container can be written."""
    source = core.v1.VolumeArgs(name="scratch", empty_dir=core.v1.EmptyDirVolumeSourceArgs(size_limit=_SCRATCH))
    return Files("scratch", "/tmp", source)  # noqa: S108 - the container's own, not the host's


def tokens(args: PodArgs, app: str) -> tuple[Files, ...]:
    """Tokens of the service account, each for one audience, as a directory of the container; none where none are asked for.

    Source: kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#serviceaccount-token-volume-projection.
    """
    if not args.tokens:
        return ()
    v1 = core.v1
    sources = [
        v1.VolumeProjectionArgs(
            service_account_token=v1.ServiceAccountTokenProjectionArgs(audience=audience, expiration_seconds=_TOKEN, path=name)
        )
        for name, audience in sorted(args.tokens.items())
    ]
    volume = v1.VolumeArgs(name="tokens", projected=v1.ProjectedVolumeSourceArgs(sources=sources))
    return (Files("tokens", f"/run/tokens/{app}", volume, read_only=True),)


def selector(app: str) -> dict[str, str]:
    """The label by which everything finds the pods of an application."""
    return {NAME_LABEL: app}


def template(
    args: PodArgs,
    app: str,
    account: pulumi.Input[str],
    files: Sequence[Files],
    *,
    variables: Sequence[core.v1.EnvVarArgs] = (),
    container: Mapping[str, Any] | None = None,
    pod: Mapping[str, Any] | None = None,
) -> core.v1.PodTemplateSpecArgs:
    """What a pod is made from.

    Args:
        args: what the pods of workloads and jobs have in common.
        app: the application's name inside the cluster.
        account: the service account's name, known once it exists.
        files: the directories that the container finds.
        variables: environment variables beside those of `args`.
        container: what this container has beside.
        pod: what these pods have beside.
    """
    bound = RRSA_INJECTION if RRSA_ANNOTATION in args.annotations else {}
    return core.v1.PodTemplateSpecArgs(
        metadata=meta.v1.ObjectMetaArgs(labels={**selector(app), **bound}, annotations=rolling(args.annotations) or None),
        spec=core.v1.PodSpecArgs(
            service_account_name=account,
            automount_service_account_token=False,
            security_context=pod_security(args.user),
            termination_grace_period_seconds=args.grace,
            priority_class_name=args.priority,
            node_selector=kept_to(args.pool),
            tolerations=tolerated(args.tolerations),
            containers=[_container(args, app, files, variables, container or {})],
            volumes=[each.source for each in files if each.source is not None],
            **(pod or {}),
        ),
    )


def serving(args: WorkloadArgs) -> dict[str, Any]:
    """What a container has that answers requests: its port, probes, and the time to let the last ones end."""
    v1, probes = core.v1, args.probes

    def asks(path: str | None) -> core.v1.HTTPGetActionArgs:
        return v1.HTTPGetActionArgs(path=path or args.health_path, port="http")

    def probe(said: Probe) -> core.v1.ProbeArgs:
        return v1.ProbeArgs(
            http_get=asks(said.path), period_seconds=said.period, timeout_seconds=said.timeout, failure_threshold=said.failures
        )

    starts = -(-probes.startup // _STARTUP_PERIOD)
    leaves = v1.LifecycleArgs(pre_stop=v1.LifecycleHandlerArgs(sleep=v1.SleepActionArgs(seconds=args.drain)))
    return {
        "ports": [v1.ContainerPortArgs(name="http", container_port=args.port)],
        "startup_probe": v1.ProbeArgs(http_get=asks(None), period_seconds=_STARTUP_PERIOD, failure_threshold=starts),
        "readiness_probe": probe(probes.readiness),
        "liveness_probe": probe(probes.liveness),
        "lifecycle": leaves if args.drain else None,
    }


def _container(
    args: PodArgs, app: str, files: Sequence[Files], variables: Sequence[core.v1.EnvVarArgs], more: Mapping[str, Any]
) -> core.v1.ContainerArgs:
    v1 = core.v1
    cpu_limit = {} if args.cpu_limit is None else {"cpu": args.cpu_limit}
    return v1.ContainerArgs(
        name=app,
        image=args.image,
        command=list(args.command) or None,
        args=list(args.arguments) or None,
        env=[*(v1.EnvVarArgs(name=key, value=value) for key, value in sorted(args.environment.items())), *variables],
        resources=v1.ResourceRequirementsArgs(
            requests={"cpu": args.cpu, "memory": args.memory}, limits={"memory": args.memory, **cpu_limit}
        ),
        security_context=container_security(),
        volume_mounts=[
            v1.VolumeMountArgs(name=each.name, mount_path=each.path, read_only=each.read_only or None) for each in files
        ],
        **more,
    )
