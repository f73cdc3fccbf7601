"""What the stack of a site tells of it for what joins sites: by its program, and of a state that has it already.

Both give the same. A site that is taken out of a single stack tells what it has before its own stack was ever brought up, so that
what joins the sites can be previewed, and moved away from a site that is down, at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .arguments import SiteArguments
from .buckets import buckets
from .environment import Loaded

if TYPE_CHECKING:
    from .site import Site

TOLD: Final = "joining"
"""The output by which a site's stack tells it."""
NETWORK: Final = ("id", "subnets", "route_tables", "egress")
CLUSTER: Final = ("id", "name", "endpoint", "issuer")
FLEET: Final = ("id", "security_group_id", "role_name")
WORKLOAD: Final = ("address",)
EXPOSED: Final = (*WORKLOAD, "front")
"""Of a workload that an Ingress exposes."""
FRONT: Final = ("id", "dns_name", "zone_id")
BUCKET: Final = ("id",)


def telling(site: Site) -> dict[str, Any]:
    """What a site's stack exports for what joins sites."""
    return {
        "network": _named(site.network, NETWORK),
        "clusters": {key: _named(cluster, CLUSTER) for key, cluster in site.clusters.items()},
        "fleets": {key: _named(fleet, FLEET) for key, fleet in site.fleets.items()},
        "workloads": {
            cluster: {key: _named(each, WORKLOAD if each.front is None else EXPOSED) for key, each in workloads.items()}
            for cluster, workloads in site.workloads.items()
        },
        "load_balancers": {key: _named(front, FRONT) for key, front in site.load_balancers.items()},
        "buckets": {key: _named(bucket, BUCKET) for key, bucket in site.buckets.items()},
    }


def _named(found: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(found, name) for name in names}


class Registered(NamedTuple):
    """A component of a state: its kind (`Network`), its name, and the outputs that it has registered."""

    kind: str
    name: str
    outputs: Mapping[str, Any]


def told_of(loaded: Loaded, site: str, components: Iterable[Registered]) -> dict[str, Any]:
    """What `telling` gives of a site that a state has.

    Args:
        loaded: the environment.
        site: the site's name.
        components: what the state has of the site.
    """
    known = {(each.kind, each.name): each.outputs for each in components}

    def of(kind: str, keys: Iterable[str], prefix: str, names: tuple[str, ...]) -> dict[str, Any]:
        found = {key: known.get((kind, f"{prefix}-{key}")) for key in keys}
        return {key: _chosen(outputs, names) for key, outputs in found.items() if outputs is not None}

    arguments = SiteArguments(loaded, site)
    fleets = [key for key, _ in arguments.fleets()]
    clusters = of("Cluster", (key for key, _ in arguments.clusters()), site, CLUSTER)
    return {
        "network": _chosen(known.get(("Network", site), {}), NETWORK),
        "clusters": clusters,
        "fleets": of("Fleet", fleets, site, FLEET),
        "workloads": {key: of("Workload", arguments.workloads(key), f"{site}-{key}", EXPOSED) for key in clusters},
        "load_balancers": of("LoadBalancer", fleets, site, FRONT),
        "buckets": of("Bucket", buckets(loaded, site), site, BUCKET),
    }


def _chosen(outputs: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: outputs[name] for name in names if name in outputs}
