"""From an environment's CDNs to what stands in front of its names: CDNs of each cloud that asks the same, and who answers.

With CDNs a name is answered with them, by their shares, for as long as connections to them are taken; what answers for sites stands
one label below, at `origin.NAME`, and is what the CDNs ask. So shares, drained sites and migrations of traffic change no CDN, and
the loss of one CDN is survived as the loss of a site is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

import pulumi

from components import contracts, dns
from components.inputs import Elsewhere
from components.naming import Cloud
from components.traffic.stand_in import page

from . import clouds
from .edge_keys import HEADER, secret
from .environment import Loaded, model
from .environment.edge import ORIGIN, PAGE, REQUESTED, Edge
from .environment.problems import Steps
from .providers import account_name, account_provider
from .tags import environment_tags, protected, tagged
from .traffic import Names, PublicZones

_DAY = 86_400
_HOME = "us-east-1"
"""Where CloudFront's certificates are."""

Edges: TypeAlias = Mapping[str, Mapping[Cloud, contracts.Edge]]


def edges(
    loaded: Loaded,
    public: PublicZones,
    names: Names,
    issued: Mapping[str, Mapping[tuple[str, str], pulumi.Output[str]]],
    parent: pulumi.Resource,
) -> Edges:
    """Make the CDNs of an environment, and what names are answered with.

    Args:
        loaded: the environment.
        public: its public zones.
        names: what answers the names of sites, which leaves them to CDNs.
        issued: the certificates that are asked for, by name, then by account and region.
        parent: the environment's component.

    Returns: by name without the domain, then by cloud.
    """
    made = {name: _cdns(loaded, name, issued.get(name, {}), parent) for name in loaded.environment.edge}
    for name, by_cloud in made.items():
        _answer(loaded, name, by_cloud, public, names.get(name, {}))
    return made


def _cdns(
    loaded: Loaded, name: str, issued: Mapping[tuple[str, str], pulumi.Output[str]], parent: pulumi.Resource
) -> dict[Cloud, contracts.Edge]:
    environment, told = loaded.environment, loaded.environment.edge[name]
    tags = environment_tags(environment, loaded.name)
    known_by = secret(told.key) if told.key else None
    found: dict[Cloud, contracts.Edge] = {}
    for cloud in sorted(told.clouds):
        account, called = account_of(environment, cloud), f"edge-{name}-{cloud}"
        below = pulumi.ResourceOptions(parent=parent)
        provider = account_provider(called, cloud, account, environment=loaded.name, tags=tags, opts=below)
        inherited = [tagged(tags), *([protected] if environment.deletion_protection else [])]
        options = pulumi.ResourceOptions(parent=parent, provider=provider, transformations=inherited)
        args = edge_args(loaded, name, cloud, known_by, issued.get((account_name(account), _HOME)))
        found[cloud] = clouds.edge(cloud).component(called, args, options)
    return found


def edge_args(
    loaded: Loaded,
    name: str,
    cloud: Cloud,
    known_by: pulumi.Input[str] | None = None,
    issued: pulumi.Input[str] | None = None,
) -> contracts.EdgeArgs:
    """The arguments of a name's CDN on a cloud.

    Args:
        loaded: the environment.
        name: the name, without the domain.
        cloud: the cloud.
        known_by: what origins know it by.
        issued: the certificate that is asked for, on AWS, where its ARN is not written.
    """
    environment, told = loaded.environment, loaded.environment.edge[name]
    host = dns.full_name(name, environment.domain)
    second = second_site(environment, name)
    return clouds.edge(cloud).args(
        host=host,
        origin=f"{ORIGIN}.{host}",
        second=f"{second}.{host}" if second else None,
        writes=told.writes,
        cached=told.cached,
        certificate=_asked(told.certificates[cloud], issued),
        page=_page(loaded, host, told),
        header=(HEADER, known_by) if known_by is not None else None,
        tls=told.tls,
        hsts=told.hsts_days * _DAY,
        guard=told.guard,
        rates={key: contracts.RateLimit(**rate.model_dump()) for key, rate in told.rate_limits.items()},
        only=tuple(country.upper() for country in told.only),
        never=tuple(country.upper() for country in told.never),
        ipv6=told.ipv6,
        http3=told.http3,
        alarms=getattr(environment.public_dns, cloud).alarms if environment.public_dns else (),
        tags=environment_tags(environment, loaded.name),
        **_special(environment, name, cloud),
    )


def second_site(environment: model.Environment, name: str) -> str | None:
    """The site that is asked at once where the first answer fails; None where nothing is.

    Of sites by weight the one that is answered least: whichever is lost, most requests were not its own.
    """
    told, traffic = environment.edge[name], environment.traffic[name]
    if told.second == "none" or told.writes == ("/*",):
        return None
    if told.second is not None:
        return told.second
    if traffic.fallback is not None:
        return traffic.fallback
    shares = [(share, site) for site, share in traffic.weights.items() if share and site not in traffic.drained]
    return min(shares)[1] if len(shares) > 1 else None


def _special(environment: model.Environment, name: str, cloud: Cloud) -> dict[str, Any]:
    told, account = environment.edge[name], account_of(environment, cloud)
    if cloud == "aws":
        days = environment.log_retention_days if told.aws.log_days is None else told.aws.log_days
        return {
            "account": account.id if account else "",
            "awaited": told.certificates["aws"] == REQUESTED,
            "price_class": told.aws.price_class,
            "rule_groups": told.aws.rule_groups,
            "log_days": days,
        }
    group = {"resource_group": account.resource_group} if account and account.resource_group else {}
    return {"page_host": page_host(environment, name), "scope": told.alicloud.scope, **group}


def _asked(written: str, issued: pulumi.Input[str] | None) -> pulumi.Input[str]:
    """The certificate that is written, or the one that is asked for; before there is any, one of the form of an ARN."""
    if written != REQUESTED:
        return written
    return issued if issued is not None else f"arn:aws:acm:{_HOME}:000000000000:certificate/{REQUESTED}"


def page_host(environment: model.Environment, name: str) -> str:
    """The name that the stand-in page has of its own, beside the name that it stands in for: one certificate can be for both."""
    label, _, rest = name.partition(".")
    return dns.full_name(f"{label}-{PAGE}{f'.{rest}' if rest else ''}", environment.domain)


def account_of(environment: model.Environment, cloud: Cloud) -> model.Account | None:
    """The account of a cloud's CDNs: that of its first site by name; None for that of the credentials at hand."""
    return next((site.account for _, site in sorted(environment.sites.items()) if site.cloud == cloud), None)


def _page(loaded: Loaded, host: str, told: Edge) -> str:
    if told.stand_in.page is None:
        return page(host, told.stand_in.retry)
    assert loaded.source.directory is not None
    return (loaded.source.directory / told.stand_in.page).read_text(encoding="utf-8")


@dataclass(kw_only=True)
class _Left(Elsewhere):
    """A zone, known once what stood at a name in it stands at another: options reach no child of a component, and inputs do."""

    capabilities: ClassVar[frozenset[str]] = frozenset()

    id: pulumi.Output[str]
    domain: str
    name_servers: pulumi.Output[list[str]] | None

    @classmethod
    def by(cls, served: contracts.ServedName, zone: contracts.PublicZone) -> contracts.PublicZone:
        standing = served.standing()
        if not standing:
            return zone
        known = pulumi.Output.all(zone.id, *(each.urn for each in standing)).apply(lambda found: str(found[0]))
        return cls(id=known, domain=zone.domain, name_servers=zone.name_servers)


def _answer(
    loaded: Loaded,
    name: str,
    by_cloud: Mapping[Cloud, contracts.Edge],
    public: PublicZones,
    served: Mapping[Cloud, contracts.ServedName],
) -> None:
    """Have the name answered with its CDNs in every zone alike, once its sites have left it, and what they need beside it."""
    environment, told = loaded.environment, loaded.environment.edge[name]
    tags = environment_tags(environment, loaded.name)
    serving: dict[str, contracts.Serving] = {
        cloud: contracts.Serving(host=edge.address, cloud=cloud, region="us-east-1" if cloud == "aws" else "ap-southeast-1")
        for cloud, edge in by_cloud.items()
    }
    extra = {host: address for _, edge in sorted(by_cloud.items()) for host, address in edge.extra.items()}
    for cloud, zone in public.zones.items():
        args = contracts.TrafficArgs(
            name=dns.full_name(name, environment.domain),
            zone=_Left.by(served[cloud], zone) if cloud in served else zone,
            sites=serving,
            weights={each: share for each, share in told.clouds.items() if each in by_cloud},
            ttl=told.ttl,
            check=contracts.SiteCheck(protocol="tcp") if len(by_cloud) > 1 else None,
            alarms=getattr(environment.public_dns, cloud).alarms,
            tags=tags,
        )
        clouds.traffic(cloud).component(f"edge-{name}", args, public.options[cloud])
        if extra:
            kind = clouds.names(cloud)
            kind.component(f"edge-{name}-names", kind.args(zone=zone, names=extra, ttl=told.ttl), public.options[cloud])


def rehearsed(loaded: Loaded) -> Iterator[tuple[Steps, Callable[[], object]]]:
    """The arguments of every CDN as a call that makes them, with the path in the environment that they come from."""
    for name, told in loaded.environment.edge.items():
        for key, rate in told.rate_limits.items():
            yield ("edge", name, "rate_limits", key), lambda rate=rate: contracts.RateLimit(**rate.model_dump())
        for cloud in sorted(told.clouds):
            yield ("edge", name), lambda name=name, cloud=cloud: edge_args(loaded, name, cloud)
