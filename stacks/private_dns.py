"""From an environment's private names to one zone in each account of each cloud.

Every zone has the same records and is for the networks of its own account alone: a name is the same at every site, no account
needs another's consent, and a cloud that is down leaves the names of the other as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pulumi

from components import contracts
from components.naming import Cloud

from . import clouds
from .environment import Loaded
from .environment.model import Account
from .providers import account_provider
from .referred import Joined
from .tags import environment_tags, protected, tagged


@dataclass(frozen=True)
class _Home:
    """An account of a cloud with its sites; of accounts with one id, the first site's names the role."""

    cloud: Cloud
    account: Account | None
    sites: tuple[str, ...]

    @property
    def name(self) -> str:
        """Longer than a site's may be, so that no site has it; it follows from the account and from no site."""
        return f"private-dns-{self.cloud}-{self.account.id if self.account else 'credentials'}"


def private_zones(loaded: Loaded, sites: Mapping[str, Joined], parent: pulumi.Resource) -> dict[str, contracts.PrivateZone]:
    """Make the zones of an environment, each by a provider of its own account.

    Args:
        loaded: the environment.
        sites: its sites, by name.
        parent: the environment's component.

    Returns: the zones by their names; none where the environment has no private names.
    """
    return {home.name: _zone(loaded, home, sites, parent) for home in _homes(loaded)} if loaded.environment.private_dns else {}


def _zone(loaded: Loaded, home: _Home, sites: Mapping[str, Joined], parent: pulumi.Resource) -> contracts.PrivateZone:
    environment, names = loaded.environment, loaded.environment.private_dns
    assert names is not None
    kind, tags = clouds.private_zone(home.cloud), environment_tags(environment, loaded.name)
    group = home.account.resource_group if home.account else None
    args = kind.args(
        domain=names.zone,
        networks={site: sites[site].network for site in home.sites},
        records={name: tuple(contracts.Record(**each.model_dump()) for each in names.of(name)) for name in names.records},
        tags=tags,
        **({"resource_group": group} if group else {}),
    )
    below = pulumi.ResourceOptions(parent=parent)
    made = account_provider(home.name, home.cloud, home.account, environment=loaded.name, tags=tags, opts=below)
    inherited = [tagged(tags), *([protected] if environment.deletion_protection else [])]
    return kind.component(home.name, args, pulumi.ResourceOptions(parent=parent, provider=made, transformations=inherited))


def _homes(loaded: Loaded) -> Iterator[_Home]:
    """Every account of every cloud that has a site, in an order that follows from no site."""
    found: dict[tuple[Cloud, str], list[str]] = {}
    environment = loaded.environment
    for name, site in sorted(environment.sites.items()):
        found.setdefault((site.cloud, site.account.id if site.account else ""), []).append(name)
    for (cloud, _), names in sorted(found.items()):
        yield _Home(cloud, environment.sites[names[0]].account, tuple(names))
