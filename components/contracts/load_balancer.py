"""What a load balancer is made from, and what every cloud gives for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple, Protocol, get_args, runtime_checkable

import pulumi

from .. import arguments
from ..addressing import Tier
from ..choices import Balancing
from ..errors import ArgumentFault, Faults
from ..naming import block_key, tag_faults
from .edge_key import EdgeKey
from .listeners import LISTENS, Listener
from .network import Network
from .targets import Target, TargetGroup


class Silence(NamedTuple):
    """How many seconds a connection may be silent: the bounds of both clouds, and what holds where nothing is said."""

    least: int
    most: int
    usual: int


SILENCE: Mapping[Balancing, Silence] = {"application": Silence(1, 600, 60), "network": Silence(60, 900, 350)}
"""By the kind of load balancer.

Sources: docs.aws.amazon.com/elasticloadbalancing/latest, application/edit-load-balancer-attributes.html and
network/update-idle-timeout.html; registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources, alb_listener and
nlb_listener.
"""


@dataclass(frozen=True, kw_only=True)
class LoadBalancerArgs:
    """What a load balancer is made from.

    Args:
        network: where it stands, in every zone.
        listeners: the ports it listens on, by name.
        targets: what it sends requests to, by name; a fleet joins one by `Fleet`'s `targets`.
        kind: "application" (HTTP; chooses by request) or "network" (TCP, UDP; passes connections through).
        public: reachable from the internet; otherwise from the networks alone that can reach this one.
        allowed: IPv4 blocks that may reach its ports; by default the network's own ranges, and everyone where it is public.
        idle_timeout: seconds that a connection may be silent: 1 to 600 of an application load balancer, 60 by default; 60 to 900 of
            a network one's TCP and TLS listeners, 350 by default. UDP has no connections, so theirs is the cloud's own.
        cross_zone: let each zone's part send to machines of all zones. Without it, a zone's traffic stays in the zone, and nothing
            is sticky.
        access_logs: where requests are recorded, made elsewhere: a bucket's name on AWS, "project/store" of Simple Log Service on
            Alibaba Cloud; nothing is recorded by default. Of a network one where `capabilities` hold "network-access-logs".
        asks: what requests must carry that are not health checks', where CDNs stand in front of it; whoever comes without it is
            refused (403). Of an application one.
        deletion_protection: refuse deletion.
        tags: tags of every resource that carries tags.

    Raises:
        ArgumentsError: with every fault.
    """

    network: Network
    listeners: Mapping[str, Listener]
    targets: Mapping[str, TargetGroup]
    kind: Balancing = "application"
    public: bool = False
    allowed: tuple[str, ...] = ()
    idle_timeout: int | None = None
    cross_zone: bool = True
    access_logs: pulumi.Input[str] | None = None
    asks: EdgeKey | None = None
    deletion_protection: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)

    capabilities: ClassVar[frozenset[str]] = frozenset()
    """What the cloud can do of what clouds differ in; `LoadBalancer` lists it."""
    least_zones: ClassVar[Mapping[Balancing, int]] = {"application": 2, "network": 1}
    """How many zones the cloud asks for."""

    def __post_init__(self) -> None:
        faults = Faults(self)
        self._check(faults)
        faults.raise_any()

    def _check(self, faults: Faults) -> None:
        known = arguments.check_choice(faults, "kind", self.kind, get_args(Balancing))
        faults.check(bool(self.listeners), "listeners", None, "one listener at least", "add one, say https")
        faults.check(bool(self.targets), "targets", None, "one target group at least", "add one, say web")
        for name in (*self.listeners, *self.targets):
            arguments.check_label(faults, "listeners" if name in self.listeners else "targets", name)
        self._check_listeners(faults)
        self._check_targets(faults)
        for place, block in enumerate(self.allowed):
            arguments.check_block(faults, f"allowed.{place}", block)
        if known:
            self._check_kind(faults)
        reads = self.asks is None or self.kind == "application"
        fix = "choose kind application"
        faults.check(reads, "asks", "a header", f"nothing of a load balancer of kind {self.kind}, which reads no headers", fix)
        faults.add(tag_faults(self.tags))
        faults.add(_lacking(self))

    def _check_kind(self, faults: Faults) -> None:
        zones, least = self.network.zones, self.least_zones[self.kind]
        expected = f"{least} zones at least, for a load balancer of kind {self.kind}"
        faults.check(len(zones) >= least, "network.zones", zones, expected, "add a zone to the network")
        if self.idle_timeout is not None:
            silence, heard = SILENCE[self.kind], {listener.protocol for listener in self.listeners.values()}
            arguments.check_range(faults, "idle_timeout", self.idle_timeout, silence.least, silence.most)
            fix = "leave it out; UDP has no connections"
            faults.check(heard != {"udp"}, "idle_timeout", self.idle_timeout, "a listener of tcp or tls beside it", fix)

    def _check_listeners(self, faults: Faults) -> None:
        ports: dict[tuple[int, bool], str] = {}
        for name, listener in self.listeners.items():
            where, known = f"listeners.{name}", LISTENS.get(self.kind, ())
            expected = f"one of {', '.join(known)}, which {self.kind} load balancers know"
            faults.check(listener.protocol in known, f"{where}.protocol", listener.protocol, expected, "choose one of them")
            self._check_way(faults, where, listener)
            apart = "same-port" in self.capabilities and listener.protocol == "udp"
            fix = "choose another port"
            place = (listener.port, apart)
            faults.check(place not in ports, f"{where}.port", listener.port, f"another port than that of {ports.get(place)}", fix)
            ports.setdefault(place, name)

    def _check_way(self, faults: Faults, where: str, listener: Listener) -> None:
        """Where what comes in goes: to a target group that is spoken to alike, or to an https listener."""
        if listener.redirect is not None:
            heard = [other.port for other in self.listeners.values() if other.protocol == "https"]
            expected = "the port of an https listener of this one"
            faults.check(listener.redirect in heard, f"{where}.redirect", listener.redirect, expected, "add that listener")
        if listener.to is None:
            return
        group, expected = self.targets.get(listener.to), f"one of targets, {', '.join(self.targets)}"
        faults.check(group is not None, f"{where}.to", listener.to, expected, "name a target group of this one")
        if group is not None and self.kind == "network" and group.protocol in {"tcp", "udp"}:
            alike = (listener.protocol == "udp") == (group.protocol == "udp")
            expected = f"{'udp' if group.protocol == 'udp' else 'tcp or tls'}, since its machines are spoken to in {group.protocol}"
            faults.check(alike, f"{where}.protocol", listener.protocol, expected, "let it lead to machines that speak the same")

    def _check_targets(self, faults: Faults) -> None:
        reached = {listener.to for listener in self.listeners.values()} - {None}
        astray = bool(reached - self.targets.keys())  # told of already: it may be meant for a group that nothing leads to
        for name, group in self.targets.items():
            where = f"targets.{name}"
            faults.add(group.faults_behind(self.kind, where))
            faults.check(name in reached or astray, where, name, "a listener that leads there", "name it in one, or remove it")
            kept = self.cross_zone or not group.sticky
            fix = "leave one of the two out"
            faults.check(kept, f"{where}.sticky", group.sticky, "0 without cross_zone, as both clouds have it", fix)

    @property
    def clients(self) -> dict[str, str]:
        """The blocks that may reach its ports, each by a key that stays."""
        if self.allowed:
            return {block_key(block): block for block in self.allowed}
        return {"everyone": "0.0.0.0/0"} if self.public else dict(self.network.ranges)

    @property
    def idle_seconds(self) -> int:
        """Seconds that a connection may be silent."""
        return SILENCE[self.kind].usual if self.idle_timeout is None else self.idle_timeout

    @property
    def tier(self) -> Tier:
        """The tier of the subnets that it stands in."""
        return "public" if self.public else "private"


def _lacking(args: LoadBalancerArgs) -> Iterator[ArgumentFault]:
    """What a load balancer asks for that its cloud lacks."""
    network = args.kind == "network"
    tls = network and any(listener.protocol == "tls" for listener in args.listeners.values())
    for field_, wanted, capability, fix in (
        ("access_logs", network and args.access_logs is not None, "network-access-logs", "record connections by flow logs"),
        ("idle_timeout", tls and args.idle_timeout is not None, "tls-idle-timeout", "leave it out, or listen to tcp"),
    ):
        if wanted and capability not in args.capabilities:
            yield ArgumentFault(field_, "asked for", f"nothing of it, since this cloud has no {capability}", fix)


@runtime_checkable
class LoadBalancer(Protocol):
    """A load balancer as every cloud gives it.

    Capabilities, where the clouds differ:
        alias-records: its name has a hosted zone, which records at a zone's apex point to.
        network-access-logs: what passes a network load balancer's TLS listeners can be recorded, not only requests.
        own-source: machines open their ports to its own security group alone; without it, to the network's ranges.
        reserved-capacity: capacity can be held ready, say for an event.
        same-port: a network load balancer may listen to TCP and UDP on one port.
        shifted-zones: traffic is sent away from a zone by the program.
        tls-idle-timeout: how long connections to a TLS listener may be silent can be chosen.
        zonal-shift: traffic is sent away from a zone by hand, without an update.
    """

    capabilities: ClassVar[frozenset[str]]
    id: pulumi.Output[str]
    dns_name: pulumi.Output[str]
    """The name that clients reach it by."""
    zone_id: pulumi.Output[str] | None
    """The hosted zone of that name, where `capabilities` hold "alias-records"; elsewhere a CNAME points there."""
    targets: Mapping[str, Target]
    """Its target groups, by name, for fleets to join."""
