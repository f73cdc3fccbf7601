"""From an environment to the buckets of a site, and to the jobs there that push to the other cloud; nothing is made here."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import pulumi

from components import contracts
from components.data.flows import Flow, bucket_name, bucket_sites, flows, issuer_name, role_name
from components.data.push import PROGRAM, Place, variables
from components.multicloud.issuer_trust import AUDIENCES
from components.naming import Cloud

from . import clouds
from .environment import Environment, Loaded
from .environment.workload import Pods
from .tags import site_tags
from .workloads import policies

NAMESPACE: Final = "replication"
_READ: Final = {"buckets", "sites"}
_ANY_ACCOUNT: Final = "*"
_RUN: Final = 3300
"""Seconds that a run may last: less than the hour for which both clouds' tokens are good; the next run sends the rest."""


def flowing(environment: Environment) -> Iterator[Flow]:
    """The flows of an environment."""
    if environment.buckets:
        yield from flows(environment.model_dump(mode="json", exclude_none=True, include=_READ))


def buckets(loaded: Loaded, site: str) -> dict[str, Callable[[], contracts.BucketArgs]]:
    """The buckets of a site by name, each as a call that makes its arguments.

    Args:
        loaded: the environment.
        site: the site.
    """
    found = loaded.environment.buckets
    return {
        name: functools.partial(_args, loaded, site, name)
        for name, told in found.items()
        if site in bucket_sites(told.model_dump())
    }


def _args(loaded: Loaded, site: str, name: str) -> contracts.BucketArgs:
    environment, told, place = loaded.environment, loaded.environment.buckets[name], loaded.environment.sites[site]
    here = [flow for flow in flowing(environment) if flow.bucket == name]
    group = place.account.resource_group if place.account else None
    return clouds.bucket(place.cloud).args(
        bucket=called(loaded, site, name),
        writes=bucket_sites(told.model_dump())[site],
        replicas={prefix: _writer(loaded, flow) for flow in here if flow.replica == site for prefix in flow.prefixes},
        pushes=any(flow.writer == site and flow.way == "push" for flow in here),
        kept_days=told.kept_days,
        expire_days=told.expire_days,
        lock_days=told.lock_days,
        protect=environment.deletion_protection,
        force_destroy=not environment.deletion_protection and told.lock_days is None,
        tags=site_tags(environment, loaded.name, site),
        **({"resource_group": group} if group else {}),
    )


def called(loaded: Loaded, site: str, bucket: str) -> str:
    """The name of a site's bucket."""
    return bucket_name(loaded.environment.domain, loaded.name, site, bucket)


def writing_role(loaded: Loaded, flow: Flow) -> str:
    """The name of the role that alone writes a replica: of S3, one for all the replicas of a bucket."""
    return role_name(loaded.name, f"{flow.bucket}-{flow.writer}" if flow.way == "s3" else flow.key)


def using(told: Pods, cloud: Cloud, buckets: Mapping[str, contracts.Bucket]) -> dict[str, pulumi.Input[str]]:
    """What a workload or job may do in its cloud, each policy by a stable key: what it names, and its use of buckets.

    What it may write elsewhere alone it reads here: an object has one writer.
    """
    used = {f"{name}-{use}": _policy(buckets[name], use) for name, use in sorted(told.buckets.items())}
    return {**policies(told, cloud), **used}


def _policy(bucket: contracts.Bucket, use: contracts.BucketUse) -> pulumi.Output[str]:
    return bucket.policies.get(use) or bucket.policies["read"]


def pushed_from(loaded: Loaded, site: str, cluster: str) -> Iterator[Flow]:
    """What the cluster of a site pushes to the other cloud."""
    told = loaded.environment.replication
    if told is not None and told.cluster == cluster:
        yield from (flow for flow in flowing(loaded.environment) if flow.way == "push" and flow.writer == site)


def push_args(loaded: Loaded, flow: Flow, **inside: Any) -> contracts.JobArgs:
    """What a job is made from that pushes a flow.

    Args:
        loaded: the environment.
        flow: the flow.
        inside: what follows from the cluster: the namespace, and the annotations by which the job reads what it sends.
    """
    told = loaded.environment.replication
    assert told is not None
    source, replica = _place(loaded, flow.writer, flow.bucket), _place(loaded, flow.replica, flow.bucket)
    app = push_name(flow)
    issuer = issuer_name(loaded.name, flow.writer, told.cluster)
    return contracts.JobArgs(
        image=told.image,
        app=app,
        command=("/bin/sh", f"/etc/{app}/{PROGRAM.name}"),
        config={PROGRAM.name: PROGRAM.read_text("utf-8")},
        environment=variables(flow, source, replica, app=app, role=writing_role(loaded, flow), issuer=issuer),
        tokens={replica.cloud: AUDIENCES[replica.cloud]},
        schedule=flow.schedule,
        deadline=_RUN,
        retries=1,
        cpu="250m",
        memory=told.memory,
        calls=(contracts.Peer(cidr="0.0.0.0/0", ports=(443,)),),
        **inside,
    )


def push_name(flow: Flow) -> str:
    """What a job that pushes, and its service account, are called inside the cluster."""
    return f"{flow.bucket}-to-{flow.replica}"


def _writer(loaded: Loaded, flow: Flow) -> str:
    """ARN of the role that alone writes a replica on AWS; on Alibaba Cloud buckets ask nobody for theirs."""
    account = loaded.environment.sites[flow.replica].account
    number, role = account.id if account else _ANY_ACCOUNT, writing_role(loaded, flow)
    return f"arn:aws:iam::{number}:role/{role}" if flow.clouds[1] == "aws" else f"acs:ram::{number}:role/{role}"


def _place(loaded: Loaded, site: str, bucket: str) -> Place:
    told = loaded.environment.sites[site]
    assert told.account is not None  # which environment.bucket_rules asks for
    return Place(cloud=told.cloud, region=told.region, bucket=called(loaded, site, bucket), account=told.account.id)
