"""How many addresses a site's machines and pods take at most, and how many its subnets lack for that; pure.

Counted is what may stand in one zone when everything runs at its maximum, is being replaced at that moment, and, where a site has
two zones or more, one of them is lost, so that the others carry its share: `ceil(n / (zones - 1))` of n.

private, in each zone
    nodes               1 each: their own interface. A node group has `max` nodes and those that an update adds. On EKS the larger
                        of twice the zones and the share that an update takes at a time (`unavailable` of a pool), 100 at most
                        (docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html), or the initial nodes of
                        a successor, which starts beside its group; without `surge` the latter alone. Karpenter starts as many as
                        it may take at a time. On ACK none: what it takes out comes back. A pool that is per zone has all that in
                        each zone, also when one is lost.
    machines of fleets  1 each: `max`, and the share that a refresh starts on top
    control plane       16 a cluster (docs.aws.amazon.com/eks/latest/userguide/network-reqs.html; ACK's takes no more)
    load balancer       8 a cluster: what either cloud wants free to grow into
                        (docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html,
                        www.alibabacloud.com/help/en/slb/application-load-balancer/
                        specify-the-private-ip-address-when-creating-an-alb-instance-through-the-openapi-explorer)
    endpoints           1 each, gateway endpoints, which take none, counted too
public, in each zone
    load balancer       8 a cluster
    NAT gateway         1
pods, in each zone
    pods                1 each: `max` replicas of every workload and the quarter that a rollout adds, 3 on each node and 30 in the
                        cluster for what the add-ons run
    EKS                 pods have addresses by the /28, so a node holds 16 that it does not use and 16 more in reserve
                        (`WARM_PREFIX_TARGET` in github.com/aws/amazon-vpc-cni-k8s/blob/master/docs/prefix-and-ip-target.md), and
                        1 for the interface that they hang on
    ACK                 5 on each node in reserve (`max_pool_size` in www.alibabacloud.com/help/en/ack/
                        ack-managed-and-ack-dedicated/user-guide/terway-configuration-parameters)
    The subnets of extra tiers like pods count too: ACK uses them all, and on EKS the nodes whose annotation names them.
data
    nothing that is declared stands there
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network

from .addressing import CIDR_SIZES, LIMITS, PODS_SIZES, ZONE_BITS, Tier
from .addressing.plan import Site
from .capacity import Capacity
from .errors import ArgumentFault
from .naming import Cloud
from .spot import parts

MOST_UPDATED = 100
ROLLOUT = 25
"""The share of a workload's pods that a rollout adds, in percent."""
CONTROL_PLANE = 16
LOAD_BALANCER = 8
PODS_A_NODE = 3
PODS_A_CLUSTER = 30
PREFIX = 16
"""The addresses of a /28."""
RESERVED_BY_TERWAY = 5


@dataclass(frozen=True, kw_only=True)
class Machines:
    """Equal machines that are spread over the zones, or stand in each.

    Args:
        most: how many may run.
        surge: how many more while they are replaced.
        zones: how many zones have as many each; None where so many are spread over all.
    """

    most: int
    surge: int = 0
    zones: int | None = None

    @property
    def all(self) -> int:
        """How many there may be."""
        return (self.most + self.surge) * (self.zones or 1)


@dataclass(frozen=True, kw_only=True)
class ClusterDemand:
    """What a cluster runs at most.

    Args:
        groups: its node groups.
        pods: the pods of its workloads, those that a rollout adds among them.
    """

    groups: tuple[Machines, ...] = ()
    pods: int = 0

    @property
    def nodes(self) -> int:
        """How many nodes there may be."""
        return sum(group.all for group in self.groups)

    @property
    def all_pods(self) -> int:
        """The pods of its workloads and of what runs beside them."""
        return self.pods + PODS_A_NODE * self.nodes + PODS_A_CLUSTER

    def pod_addresses(self, cloud: Cloud) -> int:
        """How many addresses its pods take, those in reserve among them."""
        if cloud == "aws":
            return PREFIX * _ceil(self.all_pods, PREFIX) + (2 * PREFIX + 1) * self.nodes
        return self.all_pods + RESERVED_BY_TERWAY * self.nodes


@dataclass(frozen=True, kw_only=True)
class Need:
    """How many addresses a tier's subnet must have in each zone, and what for."""

    addresses: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Demand:
    """What stands in a site at most.

    Args:
        cloud: the site's cloud.
        zones: how many zones it has.
        clusters: its clusters.
        fleets: the machines of its fleets.
        endpoints: how many services it reaches by endpoints of its own.
        nat: whether its zones have NAT gateways.
    """

    cloud: Cloud
    zones: int
    clusters: tuple[ClusterDemand, ...] = ()
    fleets: tuple[Machines, ...] = ()
    endpoints: int = 0
    nat: bool = True

    @property
    def needs(self) -> Mapping[Tier, Need]:
        """What each tier must have in each zone."""
        groups = [group for cluster in self.clusters for group in cluster.groups]
        nodes, pods = sum(group.all for group in groups), sum(cluster.all_pods for cluster in self.clusters)
        machines = sum(fleet.all for fleet in self.fleets)
        standing = sum(self._standing(each) for each in (*groups, *self.fleets))
        fixed = len(self.clusters) * (CONTROL_PLANE + LOAD_BALANCER) + self.endpoints
        pod_addresses = sum(self._share(cluster.pod_addresses(self.cloud)) for cluster in self.clusters)
        lost = f", one of {self.zones} zones lost" if self.zones > 1 else ""
        of_fleets = f" and {machines:,} machines of fleets" if machines else ""
        return {
            "public": Need(addresses=len(self.clusters) * LOAD_BALANCER + self.nat, reason="load balancers and a NAT gateway"),
            "private": Need(addresses=standing + fixed, reason=f"{nodes:,} nodes{of_fleets} at most{lost}"),
            "data": Need(addresses=0, reason="nothing that is declared"),
            "pods": Need(addresses=pod_addresses, reason=f"{pods:,} pods on {nodes:,} nodes at most{lost}"),
        }

    def _standing(self, machines: Machines) -> int:
        """How many of them one zone has once another is lost."""
        return self._share(machines.all) if machines.zones is None else machines.most + machines.surge

    def _share(self, number: int) -> int:
        """What one zone carries of a number once another is lost."""
        return _ceil(number, max(1, self.zones - 1))


def node_groups(
    cloud: Cloud,
    zones: int,
    capacity: Capacity,
    spot: int,
    *,
    unavailable: int = 25,
    surge: bool = True,
    per_zone: bool = False,
    karpenter: bool = False,
) -> tuple[Machines, ...]:
    """The node groups of a pool, with what their updates add.

    Args:
        cloud: the cloud that the pool is on.
        zones: how many zones it spans.
        capacity: its bounds; with `per_zone`, those of each zone.
        spot: the share bought on the spot market, percent.
        unavailable: the share that an update takes at a time, percent.
        surge: whether an update starts nodes before it ends others, where the cloud can.
        per_zone: whether each zone has groups of its own.
        karpenter: whether Karpenter makes its nodes.
    """
    spanned = 1 if per_zone else zones

    def added(part: Capacity) -> int:
        if cloud != "aws":
            return 0
        share = _ceil(part.max * unavailable, 100)
        if karpenter:
            return share
        updated = min(MOST_UPDATED, share)
        return max(2 * spanned, updated, part.start) if surge else part.start

    return tuple(
        Machines(most=part.capacity.max, surge=added(part.capacity), zones=zones if per_zone else None)
        for part in parts("pool", capacity, spot)
    )


def rolled_out(replicas: int) -> int:
    """How many pods a workload has at most while a rollout goes on."""
    return replicas + _ceil(replicas * ROLLOUT, 100)


def refreshed(machines: int, surge: int) -> Machines:
    """A fleet of so many machines, with the share that a refresh starts on top, percent."""
    return Machines(most=machines, surge=_ceil(machines * surge, 100))


def fit_faults(site: Site, demand: Demand) -> Iterator[ArgumentFault]:
    """A fault for each block of a site that has too few addresses for what may stand there.

    The field is cidr or pods; of a subnet that is pinned, `pinned.<tier>.<zone>`.

    Args:
        site: the site's addresses, which are sound.
        demand: what stands there at most.
    """
    limits, subnets = LIMITS[site.cloud], site.subnets
    told: set[tuple[str, str]] = set()
    for tier, need in demand.needs.items():
        for (name, zone), block in subnets.items():
            if name != tier:
                continue
            there = limits.usable(block) + sum(limits.usable(more) for more in _further(site, subnets, tier, zone))
            missing = need.addresses - there
            if missing <= 0:
                continue
            pinned = zone in site.pinned.get(tier, {})
            field = f"pinned.{tier}.{zone}" if pinned else "pods" if tier == "pods" else "cidr"
            if (tier, field) in told:
                continue
            told.add((tier, field))
            given = str(block) if pinned else site.pods if tier == "pods" else site.cidr
            expected = (
                f"{need.addresses:,} addresses in each zone's {tier} subnet ({need.reason}), and that of zone {zone} has"
                f" {there:,}: {missing:,} missing"
            )
            yield ArgumentFault(field, f'"{given}"', expected, _fix(tier, need.addresses + limits.reserved, pinned=pinned))


def _further(site: Site, subnets: Mapping[tuple[str, str], IPv4Network], tier: Tier, zone: str) -> list[IPv4Network]:
    """The subnets of a zone that pods may stand in beside their own: those of extra tiers like it."""
    like = [name for name, extra in site.tiers.items() if extra.like == tier] if tier == "pods" else []
    return [subnets[name, zone] for name in like]


def _fix(tier: Tier, addresses: int, *, pinned: bool) -> str:
    """What to write instead: the smallest block whose part for a zone's tier is large enough, where there is one."""
    bits = (addresses - 1).bit_length()
    beside = 0 if pinned else ZONE_BITS if tier == "pods" else ZONE_BITS + 1 if tier == "private" else ZONE_BITS + 3
    sizes = range(16, 29) if pinned else PODS_SIZES if tier == "pods" else CIDR_SIZES
    size = min(32 - bits - beside, sizes[-1])
    if size < sizes[0]:
        more = "add a tier like pods, " if tier == "pods" and not pinned else ""
        return f"{more}lower what may run at most, or spread it over more zones or sites; no block of a site is large enough"
    return f"write a /{size} while the network is new; later that replaces it with all that stands in it, so lower the maxima then"


def _ceil(number: int, divisor: int) -> int:
    return -(-number // divisor)
