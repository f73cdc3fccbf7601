"""Who asks for what CDNs send: the load balancers of workloads and fleets behind names that CDNs stand in front of.

The secret stands in the stack's configuration, beside the environment, and every stack of a split one has it: so a site needs
nothing of what joins sites to know it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pulumi

from components import contracts, dns

from .configured import lacking_secret
from .environment import Loaded
from .environment.edge import Edge
from .environment.model import Environment
from .environment.problems import Problem
from .environment.traffic import Traffic

HEADER: Final = "X-Edge-Key"
"""The header by which an origin knows the CDNs."""
_VALUE: Final = re.compile(r"[A-Za-z0-9._~=-]{16,128}")
"""What the load balancers of both clouds compare as it is: nothing that stands for other characters, and long enough to guess."""


def fronted(environment: Environment, workload: str) -> dict[str, contracts.Fronted]:
    """The names of a workload that CDNs stand in front of, as its load balancer is told of them; none of one that is private.

    Of several that have a name between them, health checks ask the one that the name leads to.

    Args:
        environment: the environment.
        workload: the workload's name.
    """
    expose = environment.workloads[workload].expose
    if expose is None or not expose.public or expose.via != "ingress":
        return {}
    hosts, found = (expose.host, *expose.aliases), dict[str, contracts.Fronted]()
    for name, edge in _closed(environment):
        full = dns.full_name(name, environment.domain)
        below = {f"*.{full}", *(f"{site}.{full}" for site in environment.sites)}
        if full in hosts or below & set(hosts):
            checked = tuple(host for host in hosts if host in below)
            key = _key(environment, name, edge, checked=environment.traffic[name].to == workload)
            found[name.replace(".", "-")] = contracts.Fronted(host=full, checked=checked, key=key)
    return found


def asked(environment: Environment, fleet: str) -> contracts.EdgeKey | None:
    """What the load balancer of a fleet asks requests for; rules have seen to it that all names that lead there ask alike."""
    closed = ((name, edge) for name, edge in _closed(environment) if environment.traffic[name].to == fleet)
    return next((_key(environment, name, edge) for name, edge in closed), None)


def secret(key: str) -> pulumi.Output[str] | None:
    """A secret of the configuration; None where it lacks it, of which `lacking` tells."""
    return pulumi.Config().get_secret(key)


def lacking(loaded: Loaded) -> Iterator[Problem]:
    """Secrets by which origins know CDNs that the stack's configuration lacks, has as plain text, or that no rule can compare."""
    form = "16 to 128 letters, digits and . _ ~ = -, which load balancers compare as they are"
    for name, told in loaded.environment.edge.items():
        for field, key in (("key", told.key), ("accepts", told.accepts)):
            problem = lacking_secret(("edge", name, field), key, _VALUE, form) if key is not None else None
            if problem is not None:
                yield problem


def _closed(environment: Environment) -> Iterator[tuple[str, Edge]]:
    return ((name, edge) for name, edge in environment.edge.items() if edge.key is not None and edge.origins == "closed")


def _key(environment: Environment, name: str, told: Edge, *, checked: bool = True) -> contracts.EdgeKey:
    keys = {key for key in (told.key, told.accepts) if key is not None}
    found = [secret(key) for key in sorted(keys)]  # whichever of the two the CDNs send
    values = tuple("" if value is None else value for value in found)
    return contracts.EdgeKey(header=HEADER, values=values, open=_open(environment.traffic[name]) if checked else ())


def _open(told: Traffic) -> tuple[str, ...]:
    """What health checks ask, without what they ask it with."""
    if isinstance(told.check, str) or told.check.protocol == "tcp":
        return ()
    return tuple(dict.fromkeys(path.partition("?")[0] for path in told.check.paths))
