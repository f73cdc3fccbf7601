"""From what an environment says of exposed workloads to what they and their load balancers are made from; nothing is made here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Literal, TypeAlias

from components import contracts
from components.choices import Via
from components.naming import Cloud

from . import clouds
from .environment import exposure as written
from .environment.model import Environment
from .environment.problems import Problem, Steps, listed
from .environment.workload import Workload
from .regions import NAMES

Tier: TypeAlias = Literal["public", "private"]
"""Where a shared load balancer stands."""

TIERS: tuple[Tier, ...] = ("public", "private")
_SPECIAL: Mapping[Cloud, tuple[str, ...]] = {
    "aws": ("ssl_policy", "web_acl"),
    "alicloud": ("tls_policy", "edition", "request_timeout"),
}
_OF_LISTENERS = ("allowed", "idle_timeout", "certificates", "more_certificates", "tls_policy", "request_timeout")
_BY_SITE = {"certificates": "certificates", "access_logs": "access_logs", "web_acl": "web_acls"}


LISTENERS = "gateway-listeners"
GATEWAYS = "gateways"
"""The namespace of Gateways, and of the Secrets that they show."""


def tier(told: Workload) -> Tier | None:
    """Which load balancer a workload is exposed by; None where it is not."""
    if told.expose is None:
        return None
    return "public" if told.expose.public else "private"


def exposed(
    told: Workload, through: contracts.Entrance, fronted: Mapping[str, contracts.Fronted] | None = None
) -> contracts.Expose | None:
    """How a workload is exposed; None where it is not.

    Args:
        told: what the environment says of the workload.
        through: what it is exposed by.
        fronted: of its names those that CDNs stand in front of.
    """
    if told.expose is None:
        return None
    expose = told.expose
    return contracts.Expose(host=expose.host, aliases=expose.aliases, path=expose.path, through=through, fronted=fronted or {})


def through(environment: Environment, cluster: str, which: Tier, via: Via, site: str) -> dict[str, Workload]:
    """The workloads of a cluster that are exposed in a site alike, by name."""
    return {
        name: each
        for name, each in environment.workloads.items()
        if each.cluster == cluster
        and tier(each) == which
        and each.expose is not None
        and each.expose.via == via
        and (each.sites == "all" or site in each.sites)
    }


def hosts(workloads: Mapping[str, Workload], site: str) -> dict[str, str | None]:
    """The names of workloads, each with the certificate that is named for it in a site."""
    told = [each.expose for each in workloads.values() if each.expose is not None]
    return {host: each.certificates.get(site) for each in told for host in (each.host, *each.aliases)}


def front_args(environment: Environment, cluster: str, which: Tier, site: str, via: Via = "ingress") -> contracts.Front:
    """What a shared load balancer is told in a site: it shows its own certificates first, then those that workloads name.

    Args:
        environment: the environment.
        cluster: the cluster's name.
        which: which of its load balancers.
        site: the site's name.
        via: by which interface of Kubernetes it is shared.
    """
    told: written.Front = getattr(environment.clusters[cluster].load_balancers, which)
    named = hosts(through(environment, cluster, which, via, site), site).values()
    more = (told.more_certificates[key] for key in sorted(told.more_certificates))
    shown = (*(each[site] for each in (told.certificates, *more) if site in each), *(each for each in named if each is not None))
    return clouds.delivery(environment.sites[site].cloud).front(
        public=which == "public",
        allowed=told.allowed,
        plain=told.plain_http,
        idle_timeout=told.idle_timeout,
        certificates=tuple(dict.fromkeys(shown)),
        access_logs=told.access_logs.get(site),
        **_special(told, environment.sites[site].cloud, site),
    )


def lacking_gateways(environment: Environment, name: str) -> Iterator[Problem]:
    """What Gateways in a site are asked for and its cloud lacks, by the capabilities of its delivery."""
    site = environment.sites[name]
    if LISTENERS in clouds.delivery(site.cloud).capabilities:
        return
    since = f"since {NAMES[site.cloud]} has no {LISTENERS}"
    for key in environment.clusters:
        for which in TIERS:
            together = through(environment, key, which, "gateway", name)
            for workload, each in together.items():
                if each.expose is not None and name not in each.expose.certificates:
                    expected = f"the TLS Secret in the namespace {GATEWAYS} that is shown in {name}, {since}"
                    path = ("workloads", workload, "expose", "certificates", name)
                    yield Problem(path, "missing", expected, f"write {name}: with the Secret's name, or via: ingress")
            for field in _unheard(environment, key, which, site.cloud) if together else ():
                expected = f"none beside a gateway in {name}, {since}"
                fix = f"remove it, or expose {listed(list(together))} via: ingress"
                yield Problem(("clusters", key, "load_balancers", which, *field), "what listeners are told", expected, fix)


def _unheard(environment: Environment, cluster: str, which: Tier, cloud: Cloud) -> Iterator[Steps]:
    """What a load balancer's listeners are told by the file, by its place below the load balancer."""
    told: written.Front = getattr(environment.clusters[cluster].load_balancers, which)
    special = getattr(told, cloud)
    yield from ((field,) for field in _OF_LISTENERS if field in told.model_fields_set)
    yield from ((cloud, field) for field in _OF_LISTENERS if field in special.model_fields_set)


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
