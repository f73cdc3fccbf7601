"""From an environment's public names to certificates at the sites on AWS that serve them.

They are made after the sites, and no site waits for them: its load balancer looks for certificates of its hosts by itself. So a
site stands alone still, and a name is served by HTTPS some minutes after the registrar has delegated its domain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

import pulumi

from components import dns
from components.naming import Cloud

from .edge import account_of
from .environment import Loaded, model
from .environment.edge import REQUESTED
from .providers import account_name, provider
from .tags import environment_tags
from .traffic import PublicZones, serving_sites

Issued: TypeAlias = Mapping[tuple[str, str], pulumi.Output[str]]
"""The ARNs of a name's certificates, by the account as the plan names it, and the region."""

CLOUDFRONT = "us-east-1"
"""Where CloudFront looks for certificates, wherever sites are."""


def certificates(loaded: Loaded, public: PublicZones, parent: pulumi.Resource) -> dict[str, Issued]:
    """Ask for certificates of the names that want them.

    Args:
        loaded: the environment.
        public: its public zones.
        parent: the environment's component.

    Returns: by name without the domain.
    """
    environment, found = loaded.environment, dict[str, Issued]()
    wanted = [name for name, told in environment.traffic.items() if told.certificate == "requested"]
    if not wanted or not public.zones:
        return found
    from components.multicloud.certificate import Certificate, CertificateArgs, Proof

    below = pulumi.ResourceOptions(parent=parent)
    tags = environment_tags(environment, loaded.name)
    homes: dict[tuple[str, str], pulumi.ProviderResource] = {}
    proofs: dict[Cloud, Proof] = {cloud: Proof(zone=zone, provider=public.providers[cloud]) for cloud, zone in public.zones.items()}
    for name in wanted:
        for account, regions in _places(environment, name).items():
            for region, site in regions.items():
                if (account, region) not in homes:
                    called = f"certificates-{account}-{region}"
                    there = site.model_copy(update={"region": region})
                    homes[account, region] = provider(called, there, environment=loaded.name, tags=tags, opts=below)
            args = CertificateArgs(
                name=dns.full_name(name, environment.domain),
                account=account,
                homes={region: homes[account, region] for region in regions},
                proofs=proofs,
                tags=tags,
            )
            made = Certificate(f"certificate-{name}-{account}", args, below)
            found[name] = {**found.get(name, {}), **{(account, region): arn for region, arn in made.arns.items()}}
    return found


def _places(environment: model.Environment, name: str) -> dict[str, dict[str, model.Site]]:
    """Where a name needs certificates: by account, then region, a site there."""
    places: dict[str, dict[str, model.Site]] = {}
    for site in _on_aws(environment, name):
        places.setdefault(account_name(site.account), {}).setdefault(site.region, site)
    edge, account = environment.edge.get(name), account_of(environment, "aws")
    if edge is not None and edge.certificates.get("aws") == REQUESTED:
        first = next(site for _, site in sorted(environment.sites.items()) if site.cloud == "aws")
        places.setdefault(account_name(account), {}).setdefault(CLOUDFRONT, first)
    return places


def _on_aws(environment: model.Environment, name: str) -> Iterator[model.Site]:
    sites = (environment.sites[site] for site in serving_sites(environment, name))
    return (site for site in sites if site.cloud == "aws")
