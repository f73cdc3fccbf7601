"""From the load balancer of a fleet in the environment to the arguments of its component."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from components import contracts
from components.choices import Listening, Serving
from components.naming import Cloud

from . import clouds
from .environment.load_balancer import PORTS, AlicloudLoadBalancer, AwsLoadBalancer, Listener, LoadBalancer
from .environment.problems import Steps

FRONT = "front"
"""The target group that a fleet joins."""

_AS_WRITTEN = ("kind", "public", "allowed", "idle_timeout", "cross_zone")
_SPECIAL: Mapping[Cloud, type[AwsLoadBalancer | AlicloudLoadBalancer]] = {"aws": AwsLoadBalancer, "alicloud": AlicloudLoadBalancer}


def load_balancer_args(told: LoadBalancer, cloud: Cloud, site: str, **placed: Any) -> contracts.LoadBalancerArgs:
    """What a load balancer in front of a site's fleet is made from.

    Args:
        told: the load balancer.
        cloud: the site's cloud.
        site: the site's name.
        placed: what follows from the site and its account.

    Raises:
        ArgumentsError: with every fault that the component finds; those of a part alone are found first.
    """
    return clouds.load_balancer(cloud).args(
        **{name: getattr(told, name) for name in _AS_WRITTEN},
        listeners={name: _listener(told, name, site) for name in told.listen},
        targets={FRONT: _target_group(told)},
        access_logs=told.access_logs.get(site),
        **_special(told, cloud, site),
        **placed,
    )


def load_balancer_parts(told: LoadBalancer, site: str) -> Iterator[tuple[Steps, Callable[[], object]]]:
    """The arguments that a load balancer's own hold, as calls that make them, with their paths below the load balancer."""
    yield ("health",), lambda: _health(told)
    yield (), lambda: _target_group(told)
    for name in told.listen:
        yield ("listen", name), lambda name=name: _listener(told, name, site)


def load_balancer_place(path: Steps, field: Steps, site: str, cloud: Cloud) -> Steps:
    """Where the environment says what a load balancer, or a part of it, refuses.

    Args:
        path: where what was made stands: `fleets.<name>.load_balancer`, or a part below it.
        field: the field that the fault names.
        site: the name of the site.
        cloud: the site's cloud.
    """
    match field:
        case ("network", "zones", *_):
            return ("sites", site, "zones")
        case ("tags", *_):
            return field
        case ("targets", _, *rest):
            return (*path, *rest)
        case ("listeners", *rest):
            return (*path, "listen", *rest)
        case ("certificate",):
            return (*path, "certificates", site)
        case ("access_logs",):
            return (*path, "access_logs", site)
        case ("shifted_zones", *rest):
            return (*path, cloud, "shifted_zones", site, *rest)
        case (str() as name, *_) if len(path) == 3 and name in _SPECIAL[cloud].model_fields:
            return (*path, cloud, *field)
        case _:
            return (*path, *field)


def stand_in(told: LoadBalancer) -> dict[str, contracts.Target]:
    """The target group that a fleet joins, known before there is one."""
    unknown = cast("Any", None)
    return {
        FRONT: contracts.Target(
            id=unknown,
            port=told.port,
            health_port=told.health.port or told.port,
            protocol=_serving(told),
            kind=told.kind,
            drain=told.drain,
        )
    }


def heard(name: str, listener: Listener) -> Listening:
    """What a listener listens to; rules have seen to it that its name says so where nothing else does."""
    return listener.protocol or cast("Listening", name)


def _port(name: str, listener: Listener) -> int:
    """The port of a listener; rules have seen to it that there is one."""
    return listener.port or PORTS[heard(name, listener)]


def _listener(told: LoadBalancer, name: str, site: str) -> contracts.Listener:
    listener = told.listen[name]
    sends = listener.redirect
    return contracts.Listener(
        port=_port(name, listener),
        protocol=heard(name, listener),
        certificate=listener.certificates.get(site),
        more_certificates={key: shown[site] for key, shown in listener.more_certificates.items() if site in shown},
        to=FRONT if sends is None else None,
        redirect=None if sends is None else _port(sends, told.listen[sends]),
    )


def _serving(told: LoadBalancer) -> Serving:
    if told.protocol is not None:
        return told.protocol
    if told.kind == "application":
        return "http"
    return "udp" if {heard(name, listener) for name, listener in told.listen.items()} == {"udp"} else "tcp"


def _health(told: LoadBalancer) -> contracts.HealthCheck:
    usual = "/healthz" if told.kind == "application" else None
    return contracts.HealthCheck(path=told.health.path or usual, **told.health.model_dump(exclude={"path"}))


def _target_group(told: LoadBalancer) -> contracts.TargetGroup:
    return contracts.TargetGroup(
        port=told.port,
        protocol=_serving(told),
        health=_health(told),
        drain=told.drain,
        slow_start=told.slow_start or 0,
        sticky=told.sticky or 0,
        distribution=told.distribution,
    )


def _special(told: LoadBalancer, cloud: Cloud, site: str) -> dict[str, Any]:
    """What the load balancer is told on its cloud alone."""
    special = getattr(told, cloud) or _SPECIAL[cloud]()
    given = {name: getattr(special, name) for name in _SPECIAL[cloud].model_fields}
    return {**given, "shifted_zones": given["shifted_zones"].get(site, ())} if "shifted_zones" in given else given
