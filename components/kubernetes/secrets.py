"""Secrets of an application: from its cloud's store into the cluster, and into its container."""

from __future__ import annotations

from typing import NamedTuple

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi_kubernetes import core, meta

from ..contracts import PodArgs
from ..contracts.secret import secrets_name
from ..secret_names import reader_name
from .workload_pod import Files, selector

WAIT_FOR = "pulumi.com/waitFor"
"""What Pulumi waits for of an object (pulumi.com/registry/packages/kubernetes/installation-configuration)."""

_PATIENCE = "5m"
_READABLE = 0o440


class Found(NamedTuple):
    """What a container finds of secrets.

    Args:
        files: directories.
        variables: environment variables.
    """

    files: tuple[Files, ...] = ()
    variables: tuple[core.v1.EnvVarArgs, ...] = ()


def secrets(name: str, args: PodArgs, app: str, opts: pulumi.ResourceOptions) -> Found:
    """What an application reads of its cloud's store: files under /run/secrets/<app>, and variables; nothing where it reads none.

    - An account of its own reads it, which no pod runs as; a store in the application's namespace says so to the operator that
      brings secrets into the cluster. The application can read neither the store nor what it does not name.
    - The object of the cluster is called by what is read: another reference is another object, which pods are rolled to. Another
      value under the same reference is written into it; files follow, variables do not (kubernetes.io/docs/concepts/configuration/
      secret/#using-secrets-as-files-from-a-pod).
    - An update waits until every value is there, and fails after five minutes; no pod starts without.
    - Names alone are known here: no value is in a plan or a state.

    Args:
        name: the stable name that each resource's begins with.
        args: what the pods are made from.
        app: the application's name inside the cluster.
        opts: options of the resources.
    """
    reader, delivery = args.reader, args.delivery
    if not args.secrets or reader is None or delivery is None:
        return Found()
    labels = selector(app)
    account = kubernetes.core.v1.ServiceAccount(
        f"{name}-reader",
        metadata=meta.v1.ObjectMetaArgs(
            name=reader_name(app), namespace=args.namespace, labels=labels, annotations=dict(reader.annotations)
        ),
        automount_service_account_token=False,
        opts=opts,
    )
    source = delivery.store(account.metadata.apply(lambda metadata: metadata.name or reader_name(app)), reader)
    store = kubernetes.apiextensions.CustomResource(
        f"{name}-store",
        api_version=source.api_version,
        kind=source.kind,
        metadata={
            # Whoever reads it must be there first, and last: it has a finalizer to take off again.
            "name": pulumi.Output.from_input(reader.operator).apply(lambda _: app),
            "namespace": args.namespace,
            "labels": labels,
        },
        spec=dict(source.spec),
        opts=opts,
    )
    called = secrets_name(app, args.secrets)
    read = delivery.external(_once(store, app), args.secrets, args.secrets_every)
    made = kubernetes.apiextensions.CustomResource(
        f"{name}-secrets",
        api_version=read.api_version,
        kind=read.kind,
        metadata={
            "name": called,
            "namespace": args.namespace,
            "labels": labels,
            "annotations": {WAIT_FOR: delivery.secrets_ready},
        },
        spec=dict(read.spec),
        opts=pulumi.ResourceOptions.merge(
            opts, pulumi.ResourceOptions(custom_timeouts=pulumi.CustomTimeouts(create=_PATIENCE, update=_PATIENCE))
        ),
    )
    return _found(args, app, _once(made, called))


def _once(made: pulumi.Resource, called: str) -> pulumi.Output[str]:
    """The name of a custom object, whose metadata the SDK gives no output for, known once it exists."""
    return made.urn.apply(lambda _: called)


def _found(args: PodArgs, app: str, secret: pulumi.Input[str]) -> Found:
    v1 = core.v1
    files = sorted(name for name, each in args.secrets.items() if not each.variable)
    variables = sorted(name for name, each in args.secrets.items() if each.variable)
    volume = v1.VolumeArgs(
        name="secrets",
        secret=v1.SecretVolumeSourceArgs(
            secret_name=secret, default_mode=_READABLE, items=[v1.KeyToPathArgs(key=each, path=each) for each in files]
        ),
    )
    return Found(
        (Files("secrets", f"/run/secrets/{app}", volume, read_only=True),) if files else (),
        tuple(
            v1.EnvVarArgs(
                name=each,
                value_from=v1.EnvVarSourceArgs(secret_key_ref=v1.SecretKeySelectorArgs(name=secret, key=each)),
            )
            for each in variables
        ),
    )
