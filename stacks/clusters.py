"""From a cluster in the environment to the arguments of its component."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from components import contracts
from components.aws.node_repair import RepairRule, Repairs
from components.naming import Cloud
from components.traffic.steps import WHOLE

from . import clouds
from .environment.cluster import AlicloudCluster, AwsCluster, Cluster
from .environment.model import Account
from .environment.pool import AlicloudNodes, AwsNodes, Pool
from .environment.problems import Steps
from .environment.values import NONE
from .migrations import nodes_kept
from .providers import role_arn

_AS_WRITTEN = ("endpoint", "public_cidrs", "service_cidr", "issuer")
_POOL_AS_WRITTEN = ("spot", "disk_gib", "labels", "unavailable", "repair", "gpu", "per_zone")
"""What the components call as the file does."""
_DAY = "2026-01-06"
"""A Tuesday: ACK wants a first maintenance window, and keeps to its time of day alone."""


def cluster_args(
    cluster: Cluster,
    cloud: Cloud,
    site: str,
    account: Account | None,
    needed: Collection[str] = (),
    *,
    kept: int = WHOLE,
    enforced: bool = True,
    **placed: Any,
) -> contracts.ClusterArgs:
    """What a cluster of a site is made from.

    Args:
        cluster: the cluster.
        cloud: the site's cloud.
        site: the site's name.
        account: the site's account, in which roles on AWS are looked for.
        needed: add-ons that something in the cluster needs, which are there unless they are turned off.
        kept: what it keeps of its nodes while it is drained there, in percent.
        enforced: whether an update that must set the numbers of its pools sets them here.
        placed: what follows from the site and the environment.

    Raises:
        ArgumentsError: with every fault that the component finds; those of a part alone are found first.
    """
    return clouds.cluster(cloud).args(
        **{name: getattr(cluster, name) for name in _AS_WRITTEN},
        version=getattr(cluster.versions, cloud),
        pools={
            key: pool_args(pool, cloud, placed["network"].region, kept=kept, enforced=enforced)
            for key, pool in cluster.pools.items()
        },
        access=_access(cluster, cloud, account),
        addons=_addons(cluster, cloud, needed),
        deploy_role=role_arn(cloud, account) if account else None,
        **_special(cluster, cloud, site, account),
        **placed,
    )


def pool_args(pool: Pool, cloud: Cloud, region: str | None = None, *, kept: int = WHOLE, enforced: bool = True) -> contracts.Pool:
    """What one of its pools is made from.

    An update that must set the numbers of a pool (`enforce`) sets them where the cloud takes any: a pool that stands on both clouds
    is said to on both, and ACK alone moves its own.

    Args:
        pool: the pool.
        cloud: the cloud that it is made for.
        region: the region that it is made in; None where it is looked at alone.
        kept: what its cluster keeps of its nodes while it is drained, in percent.
        enforced: whether numbers are set in this place.
    """
    capacity = nodes_kept(pool.capacity.value, kept, pool.spot)
    if not enforced or (cloud == "alicloud" and pool.aws is not None):
        capacity = replace(capacity, enforce=False)
    special = pool.aws if cloud == "aws" else pool.alicloud
    assert special is not None
    return clouds.pool(cloud)(
        **{name: getattr(pool, name) for name in _POOL_AS_WRITTEN},
        capacity=capacity,
        taints=tuple(_taint(key, written) for key, written in pool.taints.items()),
        version=getattr(pool.versions, cloud) if pool.versions else None,
        kms_key=special.kms_keys.get(region or ""),
        **(_aws_nodes(special, region) if isinstance(special, AwsNodes) else special.model_dump(exclude={"kms_keys"})),
    )


def _aws_nodes(told: AwsNodes, region: str | None) -> dict[str, Any]:
    repairs = told.repairs and Repairs(
        stop_above=told.repairs.stop_above,
        at_a_time=told.repairs.at_a_time,
        rules=tuple(
            RepairRule(condition=rule.condition, reason=rule.reason, action=rule.action, after_minutes=rule.after)
            for rule in told.repairs.rules
        ),
    )
    plain = told.model_dump(exclude={"kms_keys", "repairs", "reservations"})
    return {**plain, "repairs": repairs, "reservation": told.reservations.get(region or "")}


def cluster_parts(cluster: Cluster, cloud: Cloud) -> Iterator[tuple[Steps, Callable[[], object]]]:
    """The arguments that a cluster's own hold, as calls that make them, with their paths below the cluster."""
    for name, pool in cluster.pools.items():
        yield ("pools", name), lambda pool=pool: pool_args(pool, cloud)
    for name, addon in getattr(cluster.addons, cloud).items():
        yield ("addons", cloud, name), lambda addon=addon: _addon(addon, cloud)


def cluster_place(path: Steps, field: Steps, cloud: Cloud, site: str) -> Steps:
    """Where the environment says what a cluster, or a part of it, refuses.

    Args:
        path: where what was made stands: `clusters.<name>`, or a part below it.
        field: the field that the fault names.
        cloud: the cloud of the site.
        site: the site's name.
    """
    if "pools" in path or (field[0] == "pools" and len(field) > 2):
        pool, inner = (path, field) if "pools" in path else ((*path, *field[:2]), field[2:])
        return (*pool, *_pool_place(inner, cloud))
    match field:
        case ("network", "zones"):
            return ("sites", site, "zones")
        case ("version",) if len(path) == 2:
            return (*path, "versions", cloud)
        case ("access", str() as name, "principal"):
            return (*path, "access", name, cloud)
        case ("addons", str() as name, *rest) if rest != ["enabled"]:
            return (*path, "addons", cloud, name, *rest)
        case ("addons", str() as name, *_):
            return (*path, "addons", cloud, name)
        case ("certificate_authority",):
            return (*path, cloud, "certificate_authorities", site)
        case ("secrets_key",):
            return (*path, cloud, "secrets_keys", site)
        case ("control_plane_zones",):
            return (*path, cloud, "control_plane_zones", site)
        case ("deploy_role",):
            return ("sites", site, "account", "role")
        case ("maintenance_days" | "maintenance_start" | "maintenance_hours" as name, *rest):
            return (*path, cloud, "maintenance", name.removeprefix("maintenance_"), *rest)
        case (str() as name, *_) if len(path) == 2 and name in (AwsCluster if cloud == "aws" else AlicloudCluster).model_fields:
            return (*path, cloud, *field)
        case _:
            return (*path, *field)


def _pool_place(field: Steps, cloud: Cloud) -> Steps:
    """Where a pool says what its arguments refuse."""
    match field:
        case ("version",):
            return ("versions", cloud)
        case ("reservation" | "kms_key" as name,):
            return (cloud, f"{name}s")
        case ("capacity", "min" | "initial" | "enforce" as bound):
            return ("capacity", "autoscaled", bound)
        case (str() as name, *_) if name in (AwsNodes if cloud == "aws" else AlicloudNodes).model_fields:
            return (cloud, *field)
        case _:
            return field


def _taint(key: str, written: str) -> contracts.Taint:
    """A taint from `value:Effect`, or from its effect alone; what the file may say of it has been seen to."""
    value, _, effect = written.rpartition(":")
    return contracts.Taint(key=key, value=value, effect=effect)  # ty: ignore[invalid-argument-type]  the pattern allows no other effect


def _access(cluster: Cluster, cloud: Cloud, account: Account | None) -> dict[str, contracts.Access]:
    """Who gets in on a cloud: a role of the site's account by its ARN on AWS, by its id on Alibaba Cloud."""
    found: dict[str, contracts.Access] = {}
    for name, access in cluster.access.items():
        principal = access.aws if cloud == "aws" else access.alicloud
        if principal is None:
            continue
        if cloud == "aws":
            principal = _role(principal, account)
        found[name] = contracts.Access(principal=principal, role=access.role, namespaces=access.namespaces)
    return found


def _role(name: str, account: Account | None) -> str:
    """The ARN of a role of the site's account, which there is where one is named."""
    assert account is not None
    return f"arn:aws:iam::{account.id}:role/{name}"


def _addons(cluster: Cluster, cloud: Cloud, needed: Collection[str]) -> dict[str, contracts.Addon]:
    told = getattr(cluster.addons, cloud)
    brought = {name: clouds.addon(cloud)() for name in needed if name not in told}
    return {
        **brought,
        **{name: _addon(addon, cloud) for name, addon in told.items() if addon != NONE or name not in needed},
    }


def _addon(addon: Any, cloud: Cloud) -> contracts.Addon:
    if addon == NONE:
        return contracts.Addon(enabled=False)
    return clouds.addon(cloud)(**addon.model_dump())


def _special(cluster: Cluster, cloud: Cloud, site: str, account: Account | None) -> Mapping[str, Any]:
    """What the cluster is told on its cloud alone."""
    if cloud == "aws":
        aws = cluster.aws
        return {
            **aws.model_dump(exclude={"secrets_keys"}),
            "support": aws.support.upper(),
            "creator": None if aws.creator is None else _role(aws.creator, account),
            "control_plane_zones": aws.control_plane_zones.get(site),
            "secrets_key": aws.secrets_keys.get(site),
        }
    told = cluster.alicloud
    return {
        "certificate_authority": told.certificate_authorities.get(site),
        "secrets_key": told.secrets_keys.get(site),
        "kms_instance": told.kms_instances.get(site),
        "spec": told.spec,
        "encrypt_secrets": told.encrypt_secrets,
        "logs": told.logs,
        "proxy_mode": told.proxy_mode,
        "scaler": told.scaler,
        "nodes_follow": told.nodes_follow,
        "maintenance_days": tuple(day.capitalize() for day in told.maintenance.days),
        "maintenance_start": _moment(told.maintenance.start),
        "maintenance_hours": told.maintenance.hours,
        "unlisted_addons": told.unlisted_addons,
    }


def _moment(time: str) -> str:
    """The first window of a time of day with its offset, "02:00+07:00"."""
    return f"{_DAY}T{time[:5]}:00.000{time[5:]}"
