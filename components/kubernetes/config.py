"""Files of an application that are no secrets."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes import core, meta

from ..contracts import PodArgs
from .workload_pod import Files, selector


def config_files(name: str, args: PodArgs, app: str, opts: pulumi.ResourceOptions) -> tuple[Files, ...]:
    """A ConfigMap of the files that `args.config` says, as a directory of the container; none where it says none.

    It is called by its content: other files are another object, which pods are rolled to while those of the old release can still
    read theirs. An immutable one also costs the kubelets no watch
    (kubernetes.io/docs/concepts/configuration/configmap/#configmap-immutable).
    """
    if not args.config:
        return ()
    called = f"{app}-{_digest(args.config)}"
    made = kubernetes.core.v1.ConfigMap(
        f"{name}-config",
        metadata=meta.v1.ObjectMetaArgs(name=called, namespace=args.namespace, labels=selector(app)),
        immutable=True,
        data=dict(args.config),
        opts=opts,
    )
    source = core.v1.ConfigMapVolumeSourceArgs(name=made.metadata.apply(lambda metadata: metadata.name or called))
    return (Files("config", f"/etc/{app}", core.v1.VolumeArgs(name="config", config_map=source), read_only=True),)


def _digest(files: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()[:10]
