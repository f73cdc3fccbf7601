"""From what an environment says of exposed workloads to what they and their load balancers are made from; nothing is made here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, TypeAlias

from components import contracts
from components.naming import Cloud

from . import clouds
from .environment import exposure as written
from .environment.model import Environment
from .environment.problems import Steps
from .environment.workload import Workload

Tier: TypeAlias = Literal["public", "private"]
"""Where a shared load balancer stands."""

TIERS: tuple[Tier, ...] = ("public", "private")
_SPECIAL: Mapping[Cloud, tuple[str, ...]] = {
    "aws": ("ssl_policy", "web_acl"),
    "alicloud": ("tls_policy", "edition", "request_timeout"),
}
_BY_SITE = {"certificates": "certificates", "access_logs": "access_logs", "web_acl": "web_acls"}


def tier(told: Workload) -> Tier | None:
    """Which load balancer a workload is exposed by; None where it is not."""
    if told.expose is None:
        return None
    return "public" if told.expose.public else "private"


def exposed(told: Workload, through: contracts.Entrance) -> contracts.Expose | None:
    """How a workload is exposed; None where it is not."""
    if told.expose is None:
        return None
    return contracts.Expose(host=told.expose.host, aliases=told.expose.aliases, path=told.expose.path, through=through)


def front_args(environment: Environment, cluster: str, which: Tier, site: str) -> contracts.Front:
    """What a shared load balancer is told in a site: it shows its own certificates first, then those that workloads name.

    Args:
        environment: the environment.
        cluster: the cluster's name.
        which: which of its load balancers.
        site: the site's name.
    """
    told: written.Front = getattr(environment.clusters[cluster].load_balancers, which)
    beside = [each for each in environment.workloads.values() if each.cluster == cluster and tier(each) == which]
    more = (told.more_certificates[key] for key in sorted(told.more_certificates))
    shown = (told.certificates, *more, *(each.expose.certificates for each in beside if each.expose is not None))
    return clouds.delivery(environment.sites[site].cloud).front(
        public=which == "public",
        allowed=told.allowed,
        plain=told.plain_http,
        idle_timeout=told.idle_timeout,
        certificates=tuple(dict.fromkeys(each[site] for each in shown if site in each)),
        access_logs=told.access_logs.get(site),
        **_special(told, environment.sites[site].cloud, site),
    )


def front_parts(environment: Environment, cluster: str, site: str) -> Iterator[tuple[Steps, Callable[[], object]]]:
    """What the load balancers of a cluster are told, each as a call that makes it, with its place below the cluster."""
    for which in TIERS:
        yield ("load_balancers", which), lambda which=which: front_args(environment, cluster, which, site)


def front_place(path: Steps, field: Steps, cloud: Cloud, site: str) -> Steps:
    """Where the environment says what a load balancer of a cluster refuses.

    Args:
        path: where it stands.
        field: the field that the fault names.
        cloud: the cloud of the site.
        site: the site's name.
    """
    match field:
        case ("plain",):
            return (*path, "plain_http")
        case (str() as name, *_) if name in _SPECIAL[cloud]:
            return (*path, cloud, *((_BY_SITE[name], site) if name in _BY_SITE else field))
        case (str() as name, *_) if name in _BY_SITE:
            return (*path, _BY_SITE[name], site)
        case _:
            return (*path, *field)


def _special(told: written.Front, cloud: Cloud, site: str) -> dict[str, Any]:
    if cloud == "aws":
        return {"ssl_policy": told.aws.ssl_policy, "web_acl": told.aws.web_acls.get(site)}
    return {name: getattr(told.alicloud, name) for name in _SPECIAL[cloud]}
