"""From an environment's public names to the zones of its domain, and to what answers the names that several sites serve.

Each service of DNS has a provider of its own here, and what one of them has depends on nothing of the other: while a cloud is
down, the other's answers can be changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, TypeAlias, cast

import pulumi

from components import contracts, dns
from components.naming import Cloud

from . import clouds
from .environment import Loaded, model
from .environment.dns_records import every
from .environment.edge import ORIGIN
from .environment.problems import Steps
from .environment.public_dns import ZoneAccount
from .environment.traffic import Check, Traffic
from .environment.values import stands
from .migrations import sent
from .providers import account_name, account_provider
from .referred import Joined
from .regions import CLOUDS
from .tags import environment_tags, protected, tagged

Names: TypeAlias = Mapping[str, Mapping[Cloud, contracts.ServedName]]


@dataclass(frozen=True)
class PublicZones:
    """The public zones of an environment, by whose DNS they are, and what makes what is in them.

    Args:
        zones: the zones.
        options: the options of whatever belongs to each: its provider, its tags, its protection.
        providers: that provider alone.
    """

    zones: Mapping[Cloud, contracts.PublicZone]
    options: Mapping[Cloud, pulumi.ResourceOptions]
    providers: Mapping[Cloud, pulumi.ProviderResource]

    @property
    def outputs(self) -> dict[str, Any]:
        """What the registrar must be told: the name servers of every provider together; none of a zone that was made elsewhere."""
        return {cloud: {"id": zone.id, "name_servers": zone.name_servers} for cloud, zone in self.zones.items()}


def public_zones(loaded: Loaded, parent: pulumi.Resource) -> PublicZones:
    """Make the public zones of an environment; none where it has no public names.

    Args:
        loaded: the environment.
        parent: the environment's component.
    """
    zones: dict[Cloud, contracts.PublicZone] = {}
    options: dict[Cloud, pulumi.ResourceOptions] = {}
    made: dict[Cloud, pulumi.ProviderResource] = {}
    environment = loaded.environment
    for cloud in providers(environment):
        account = account_of(environment, cloud)
        name, tags = f"public-dns-{cloud}-{account_name(account)}", environment_tags(environment, loaded.name)
        below = pulumi.ResourceOptions(parent=parent)
        made[cloud] = account_provider(name, cloud, account, environment=loaded.name, tags=tags, opts=below)
        inherited = [tagged(tags), *([protected] if environment.deletion_protection else [])]
        options[cloud] = pulumi.ResourceOptions(parent=parent, provider=made[cloud], transformations=inherited)
        kind = clouds.public_zone(cloud)
        zones[cloud] = kind.component(name, kind.args(**_zone(environment, cloud, account, tags)), options[cloud])
    return PublicZones(zones, options, made)


def providers(environment: model.Environment) -> list[Cloud]:
    """Whose DNS serves the environment's domain."""
    told = environment.public_dns
    if told is None:
        return []
    with_site = {site.cloud for site in environment.sites.values()}
    return [cloud for cloud in CLOUDS if cloud in (told.providers or with_site)]


def account_of(environment: model.Environment, cloud: Cloud) -> model.Account | None:
    """The account of a zone: its own, else that of the sites on its cloud; None for that of the credentials at hand."""
    assert environment.public_dns is not None
    told: ZoneAccount | None = getattr(environment.public_dns, cloud).account
    if told is not None:
        return model.Account(id=told.id, role=told.role, resource_group=told.resource_group)
    return next((site.account for _, site in sorted(environment.sites.items()) if site.cloud == cloud), None)


def _zone(environment: model.Environment, cloud: Cloud, account: model.Account | None, tags: Mapping[str, str]) -> dict[str, Any]:
    told = environment.public_dns
    assert told is not None
    domain = told.zone or environment.domain
    elsewhere = told.aws.zone_id if cloud == "aws" else domain if told.alicloud.made_elsewhere else None
    records = {name: tuple(contracts.Record(**each.model_dump()) for each in every(found)) for name, found in told.records.items()}
    group = account.resource_group if account and cloud == "alicloud" else None
    return {"domain": domain, "id": elsewhere, "records": records, "tags": tags, **({"resource_group": group} if group else {})}


def served_names(loaded: Loaded, sites: Mapping[str, Joined], public: PublicZones) -> Names:
    """Make what answers the names that several sites serve, in every zone alike.

    Args:
        loaded: the environment.
        sites: its sites, by name.
        public: its public zones.

    Returns: by name without the domain, then by provider.
    """
    environment, found = loaded.environment, dict[str, dict[Cloud, contracts.ServedName]]()
    for name, told in environment.traffic.items():
        serving = dict(_serving(environment, name, told, sites))
        for cloud, zone in public.zones.items():
            assert environment.public_dns is not None
            args = traffic_args(
                environment,
                name,
                zone,
                serving,
                alarms=getattr(environment.public_dns, cloud).alarms,
                tags=environment_tags(environment, loaded.name),
            )
            component = clouds.traffic(cloud).component
            found.setdefault(name, {})[cloud] = component(f"traffic-{name}", args, public.options[cloud])
    return found


def traffic_args(
    environment: model.Environment,
    name: str,
    zone: contracts.PublicZone,
    sites: Mapping[str, contracts.Serving],
    *,
    alarms: tuple[str, ...] = (),
    tags: Mapping[str, str] | None = None,
) -> contracts.TrafficArgs:
    """The arguments of a name at one provider.

    Args:
        environment: the environment.
        name: the name, without the domain.
        zone: the zone that serves it.
        sites: the sites that serve it.
        alarms: where alarms go.
        tags: tags of what carries them.
    """
    told = environment.traffic[name]
    return contracts.TrafficArgs(
        name=dns.full_name(name, environment.domain),
        zone=zone,
        sites=sites,
        policy=told.policy,
        weights=sent(environment, name),
        places=told.places,
        primary=told.primary,
        fallback=told.fallback,
        ttl=told.ttl,
        check=None if isinstance(told.check, str) else site_check(told.check),
        failover=told.failover,
        stand_in=told.stand_in,
        drained=told.drained,
        below=ORIGIN if name in environment.edge else None,
        alarms=alarms,
        tags=tags or {},
    )


def rehearsed_names(loaded: Loaded) -> Iterator[tuple[Steps, Callable[[], object]]]:
    """The arguments of zones and names as calls that make them, with the path in the environment that they come from."""
    environment = loaded.environment
    for cloud in providers(environment):
        kind, tags = clouds.public_zone(cloud), environment_tags(environment, loaded.name)
        made = _zone(environment, cloud, account_of(environment, cloud), tags)
        yield ("public_dns",), lambda kind=kind, made=made: kind.args(**made)
        zone = cast("contracts.PublicZone", SimpleNamespace(domain=made["domain"], id=made["domain"]))
        for name in environment.traffic:
            chosen = {site: environment.sites[site] for site in serving_sites(environment, name)}
            serving = {site: contracts.Serving(host=site, cloud=each.cloud, region=each.region) for site, each in chosen.items()}
            yield ("traffic", name), lambda name=name, zone=zone, serving=serving: traffic_args(environment, name, zone, serving)


def site_check(told: Check) -> contracts.SiteCheck:
    """A health check, as every provider is told of it."""
    gtm = contracts.GtmCheck(**told.alicloud.model_dump())
    return contracts.SiteCheck(**told.model_dump(exclude={"alicloud"}), gtm=gtm)


def serving_sites(environment: model.Environment, name: str) -> list[str]:
    """The sites that serve a name: those of the workload, or of the fleet."""
    told = environment.traffic[name]
    workload = environment.workloads.get(told.to)
    chosen = [workload.sites, environment.clusters[workload.cluster].sites] if workload else [environment.fleets[told.to].sites]
    return [site for site in environment.sites if all(stands(each, site) for each in chosen)]


def _serving(
    environment: model.Environment, name: str, told: Traffic, sites: Mapping[str, Joined]
) -> Iterator[tuple[str, contracts.Serving]]:
    """The sites that serve a name, each with the name of its load balancer."""
    workload = environment.workloads.get(told.to)
    for site in serving_sites(environment, name):
        joined, where = sites[site], environment.sites[site]
        front: pulumi.Output[str | None]
        front = joined.workloads[workload.cluster][told.to].front if workload else joined.load_balancers[told.to].dns_name
        yield site, contracts.Serving(host=front.apply(_Known(name, site)), cloud=where.cloud, region=where.region)


@dataclass(frozen=True)
class _Known:
    """Passes on the name of a load balancer, which must be there once its site is."""

    name: str
    site: str

    def __call__(self, host: str | None) -> str:
        if not host:
            why = "the site's load balancer has no name yet"
            raise pulumi.RunError(
                f"traffic.{self.name}: {why} in {self.site}; fix: look at its controller there, then update again"
            )
        return host
