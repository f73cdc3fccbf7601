"""Sites that other stacks declare, as what joins sites needs them: what their stacks tell, and what the environment says.

What shapes the graph (zones, blocks, tiers) is plain and comes from the environment's file, which every stack has. The rest are
Outputs: a site's stack exports them under `TOLD`, and the joining stack has them by a stack reference. That reads a state and calls
no cloud, so a site that is down keeps nobody from moving traffic away from it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Protocol, TypeAlias, cast

import pulumi
import pulumi.runtime

from components import contracts
from components.inputs import Elsewhere

from . import clouds
from .arguments import SiteArguments
from .buckets import buckets
from .environment import Loaded, model
from .environment.parts import stack_of
from .owner import qualified
from .told import BUCKET, CLUSTER, EXPOSED, FLEET, FRONT, TOLD, WORKLOAD

Get: TypeAlias = Callable[..., pulumi.Output[Any]]


class Joined(Protocol):
    """A site as what joins sites needs it, wherever it is declared.

    Attributes:
        site: what the environment says of the site.
        tags: the tags of its resources.
        network: its network.
        clusters: by name; of those that another stack declares only `id`, `name`, `endpoint` and `issuer` are there.
        fleets: by name; `id`, `security_group_id` and `role_name`.
        workloads: by cluster, then name; `address`, and `front` of those that an Ingress exposes.
        load_balancers: what stands in front of its fleets, by the fleet's name; `id`, `dns_name` and `zone_id`.
        buckets: its object storage, by name; `id`.
    """

    @property
    def site(self) -> model.Site: ...
    @property
    def tags(self) -> Mapping[str, str]: ...
    @property
    def network(self) -> contracts.Network: ...
    @property
    def clusters(self) -> Mapping[str, Any]: ...
    @property
    def fleets(self) -> Mapping[str, Any]: ...
    @property
    def workloads(self) -> Mapping[str, Mapping[str, Any]]: ...
    @property
    def load_balancers(self) -> Mapping[str, Any]: ...
    @property
    def buckets(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, kw_only=True)
class ReferredNetwork(Elsewhere):
    """A network that another stack declares; see `contracts.Network`."""

    capabilities: frozenset[str]
    region: str
    zones: tuple[str, ...]
    cidr: str
    pods: str
    ranges: Mapping[str, str]
    id: pulumi.Output[str]
    subnets: Mapping[str, Mapping[str, pulumi.Output[str]]]
    blocks: Mapping[str, Mapping[str, str]]
    kinds: Mapping[str, str]
    route_tables: Mapping[str, Mapping[str, pulumi.Output[str]]]
    egress: Mapping[str, pulumi.Output[str]]

    @classmethod
    def of(cls, args: contracts.NetworkArgs, get: Get, capabilities: frozenset[str]) -> contracts.Network:
        """A network by what it was made from and what its stack tells."""

        def each(name: str) -> dict[str, dict[str, pulumi.Output[str]]]:
            return {tier: {zone: get("network", name, tier, zone) for zone in zones} for tier, zones in args.blocks.items()}

        found = cls(
            capabilities=capabilities,
            **{name: getattr(args, name) for name in ("region", "zones", "cidr", "pods", "ranges", "blocks", "kinds")},
            id=get("network", "id"),
            subnets=each("subnets"),
            route_tables=each("route_tables"),
            egress={zone: get("network", "egress", zone) for zone in args.zones if args.gateway_zone(zone)},
        )
        return cast("contracts.Network", found)  # its capabilities are those of the class that it stands for, and not of its own


class ReferredSite:
    """A site that another stack declares; see `Joined`.

    Args:
        arguments: what the site and its components are made from.
        get: gives what its stack tells, by path.
    """

    def __init__(self, arguments: SiteArguments, get: Get) -> None:
        environment = arguments.loaded.environment
        self.site: model.Site = environment.sites[arguments.name]
        self.tags = arguments.tags
        kind = clouds.network(self.site.cloud)
        self.network: contracts.Network = ReferredNetwork.of(arguments.network(), get, kind.component.capabilities)
        self.clusters = {key: _read(get, CLUSTER, "clusters", key) for key, _ in arguments.clusters()}
        self.fleets = {key: _read(get, FLEET, "fleets", key) for key, _ in arguments.fleets()}
        self.workloads = {
            key: {name: _read(get, _told_of(environment, name), "workloads", key, name) for name in arguments.workloads(key)}
            for key, _ in arguments.clusters()
        }
        self.load_balancers = {
            key: _front(get, self.site, key) for key, fleet in arguments.fleets() if fleet.load_balancer is not None
        }
        self.buckets = {key: _read(get, BUCKET, "buckets", key) for key in buckets(arguments.loaded, arguments.name)}


def _told_of(environment: model.Environment, workload: str) -> tuple[str, ...]:
    expose = environment.workloads[workload].expose
    return EXPOSED if expose is not None and expose.via == "ingress" else WORKLOAD


class _Part(SimpleNamespace, Elsewhere):
    """A cluster, a fleet, a workload or a load balancer that another stack declares, with the outputs that are told of it."""


def _read(get: Get, names: tuple[str, ...], *path: str) -> Any:
    return _Part(**{name: get(*path, name) for name in names})


def _front(get: Get, site: model.Site, key: str) -> Any:
    """A load balancer: whether it has a hosted zone is its cloud's to say, and shapes the graph."""
    found = _read(get, FRONT, "load_balancers", key)
    if "alias-records" not in clouds.load_balancer(site.cloud).component.capabilities:
        found.zone_id = None
    return found


def referred(loaded: Loaded, parent: pulumi.Resource) -> dict[str, ReferredSite]:
    """The sites of a split environment, each read from its own stack.

    Args:
        loaded: the environment.
        parent: the environment's component.
    """
    return {name: ReferredSite(SiteArguments(loaded, name), _reader(loaded, name, parent)) for name in loaded.environment.sites}


def _reader(loaded: Loaded, site: str, parent: pulumi.Resource) -> Get:
    stack = stack_of(loaded.name, site)
    reference = pulumi.StackReference(stack, qualified(stack), pulumi.ResourceOptions(parent=parent))

    def get(*path: str) -> pulumi.Output[Any]:
        return reference.outputs.apply(lambda outputs: _found(outputs, site, stack, path))

    return get


def _found(outputs: Mapping[str, Any], site: str, stack: str, path: tuple[str, ...]) -> Any:
    """One output of a site's stack; unknown in a preview where an update of that stack, which comes first, is to give it.

    Raises:
        RunError: in an update, the stack was never brought up, or not since the environment gave it what is asked of it.
    """
    told: Any = (outputs.get(TOLD) or {}).get(site)
    fix = f"fix: bring {stack} up first"
    if told is None:
        if pulumi.runtime.is_dry_run():
            return _unknown()
        raise pulumi.RunError(f"{stack} tells nothing of its site {site}: it was never brought up as a stack of its own; {fix}")
    for step in path:
        if not isinstance(told, Mapping) or step not in told:
            if pulumi.runtime.is_dry_run():
                return _unknown()
            raise pulumi.RunError(f"{stack} does not tell {'.'.join(path)} of its site {site} yet; {fix}")
        told = told[step]
    return told


def _unknown() -> pulumi.Output[Any]:
    async def said(value: Any = None) -> Any:
        return value

    return pulumi.Output(set(), said(), is_known=said(value=False))
