"""What a load balancer is made from, and what every cloud gives for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol, get_args, runtime_checkable

import pulumi

from .. import arguments
from ..addressing import Tier
from ..choices import Balancing, Listening
from ..errors import Faults
from ..naming import block_key, tag_faults
from .network import Network
from .targets import Target, TargetGroup

LISTENS: Mapping[Balancing, tuple[Listening, ...]] = {"application": ("http", "https"), "network": ("tcp", "tls", "udp")}
"""What each kind listens to."""
SECURE: tuple[Listening, ...] = ("https", "tls")
"""What needs a certificate."""


@dataclass(frozen=True, kw_only=True)
class Listener:
    """A port that a load balancer listens on, and where what comes in goes.

    Args:
        port: the port.
        protocol: "http" or "https" for an application load balancer; "tcp", "tls" or "udp" for a network one.
        to: the target group that it all goes to.
        redirect: instead of `to`, the port of an https listener that clients are sent to, for good (301).
        certificate: with https and tls, the cloud's id (ARN) of the certificate to show.
        more_certificates: further ones by a stable key, chosen by the name that the client asks for.

    Raises:
        ArgumentsError: with every fault.
    """

    port: int
    protocol: Listening
    to: str | None = None
    redirect: int | None = None
    certificate: pulumi.Input[str] | None = None
    more_certificates: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_range(faults, "port", self.port, 1, 65535)
        arguments.check_choice(faults, "protocol", self.protocol, get_args(Listening))
        one = (self.to is None) != (self.redirect is None)
        given = "both to and redirect" if self.to is not None else "neither to nor redirect"
        faults.check(one, "to", given, "one of them", "name a target group, or the port to send clients to")
        if self.redirect is not None:
            arguments.check_range(faults, "redirect", self.redirect, 1, 65535)
            fix = "let an http listener redirect to an https one"
            faults.check(self.protocol == "http", "redirect", self.redirect, "protocol http beside it", fix)
        secure, named = self.protocol in SECURE, self.certificate is not None
        faults.check(named or not secure, "certificate", None, "a certificate", "name the one to show")
        fix = f"remove it, or listen to {' or '.join(SECURE)}"
        faults.check(secure or not named, "certificate", "one", f"none with {self.protocol}", fix)
        faults.check(named or not self.more_certificates, "certificate", None, "one beside more_certificates", "name the usual one")
        faults.raise_any()


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
        idle_timeout: seconds that a connection may be silent, 1 to 600; an application load balancer's.
        cross_zone: let each zone's part send to machines of all zones. Without it, a zone's traffic stays in the zone. What a
            target group says of itself holds for it.
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
    idle_timeout: int = 60
    cross_zone: bool = True
    deletion_protection: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        self._check(faults)
        faults.raise_any()

    def _check(self, faults: Faults) -> None:
        arguments.check_choice(faults, "kind", self.kind, get_args(Balancing))
        faults.check(bool(self.listeners), "listeners", None, "one listener at least", "add one, say https")
        faults.check(bool(self.targets), "targets", None, "one target group at least", "add one, say web")
        for name in (*self.listeners, *self.targets):
            arguments.check_label(faults, "listeners" if name in self.listeners else "targets", name)
        self._check_listeners(faults)
        for name, group in self.targets.items():
            faults.add(group.faults_behind(self.kind, f"targets.{name}"))
        for place, block in enumerate(self.allowed):
            arguments.check_block(faults, f"allowed.{place}", block)
        arguments.check_range(faults, "idle_timeout", self.idle_timeout, 1, 600)
        faults.add(tag_faults(self.tags))

    def _check_listeners(self, faults: Faults) -> None:
        ports: dict[tuple[int, bool], str] = {}
        for name, listener in self.listeners.items():
            where, known = f"listeners.{name}", LISTENS.get(self.kind, ())
            expected = f"one of {', '.join(known)}, which {self.kind} load balancers know"
            faults.check(listener.protocol in known, f"{where}.protocol", listener.protocol, expected, "choose one of them")
            if listener.to is not None:
                expected = f"one of targets, {', '.join(self.targets)}"
                faults.check(listener.to in self.targets, f"{where}.to", listener.to, expected, "name a target group of this one")
            if listener.redirect is not None:
                heard = [other.port for other in self.listeners.values() if other.protocol == "https"]
                expected = "the port of an https listener of this one"
                faults.check(listener.redirect in heard, f"{where}.redirect", listener.redirect, expected, "add that listener")
            place = (listener.port, listener.protocol == "udp")
            fix = "choose another port"
            faults.check(place not in ports, f"{where}.port", listener.port, f"another port than that of {ports.get(place)}", fix)
            ports.setdefault(place, name)

    @property
    def clients(self) -> dict[str, str]:
        """The blocks that may reach its ports, each by a key that stays."""
        if self.allowed:
            return {block_key(block): block for block in self.allowed}
        return {"everyone": "0.0.0.0/0"} if self.public else dict(self.network.ranges)

    @property
    def tier(self) -> Tier:
        """The tier of the subnets that it stands in."""
        return "public" if self.public else "private"


@runtime_checkable
class LoadBalancer(Protocol):
    """A load balancer as every cloud gives it.

    Capabilities, where the clouds differ:
        zonal-shift: traffic can be sent away from a zone by hand.
    """

    capabilities: ClassVar[frozenset[str]]
    id: pulumi.Output[str]
    dns_name: pulumi.Output[str]
    """The name that clients reach it by."""
    targets: Mapping[str, Target]
    """Its target groups, by name, for fleets to join."""
