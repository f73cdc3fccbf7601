"""What must hold between the fields of a load balancer in front of a fleet, read from raw data that may be wrong anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from components.choices import Listening
from faults import nearest

from ..regions import CLOUDS, NAMES
from .certificates import Place, places
from .certificates import problems as certificate_problems
from .load_balancer import PORTS
from .placement import known
from .problems import Cursor, Problem, listed

_PROTOCOLS: tuple[str, ...] = get_args(Listening)
_SECURE = ("https", "tls")


def problems(environment: Cursor, fleet: Cursor) -> Iterator[Problem]:
    """Every rule that the load balancer of a fleet breaks.

    Args:
        environment: the environment.
        fleet: the fleet.
    """
    told = fleet["load_balancer"]
    if not isinstance(told.value, dict):
        return
    sites = places(environment, fleet["sites"])
    for name, listener in told["listen"].items():
        if isinstance(listener.value, dict):
            yield from _listener(told, name, listener, sites)
    by_cloud = {cloud: [site.name for site in sites if site.cloud == cloud] for cloud in CLOUDS}
    yield from known(told["access_logs"], "site", [site.name for site in sites])
    yield from known(told["alicloud"]["shifted_zones"], "site", by_cloud["alicloud"])
    for cloud, there in by_cloud.items():
        if sites and not there and told[cloud].value is not None:
            expected = f"none, since no site of the fleet is on {NAMES[cloud]}"
            yield told[cloud].problem(f"what {NAMES[cloud]} alone understands", expected, "remove it")


def _listener(told: Cursor, name: str, listener: Cursor, sites: list[Place]) -> Iterator[Problem]:
    protocol = listener["protocol"].text or name
    if protocol not in _PROTOCOLS:
        if listener["protocol"].value is None:
            near = nearest(name, _PROTOCOLS)
            fix = f"write {near}, or protocol below it" if near else "write protocol below it"
            yield listener.problem(f"the name {name}", f"{listed(_PROTOCOLS)}, or a protocol beside another name", fix)
        return
    if listener["port"].value is None and protocol not in PORTS:
        yield listener["port"].problem("missing", f"the port that is listened on, since {protocol} has no usual one", "write port")
    redirect = listener["redirect"]
    if redirect.text is not None:
        names = [other for other, each in told["listen"].items() if (each["protocol"].text or other) == "https"]
        if redirect.text not in names:
            expected = f"an https listener of this one{f': {listed(names)}' if names else ''}"
            yield redirect.refused(expected, f"write {names[0]}" if names else "add the listener https")
    yield from _certificates(listener, sites, protocol)


def _certificates(listener: Cursor, sites: list[Place], protocol: str) -> Iterator[Problem]:
    if protocol not in _SECURE:
        for field in ("certificates", "more_certificates"):
            if listener[field].value:
                expected = f"none with {protocol}, which shows none"
                yield listener[field].problem("certificates", expected, f"remove them, or listen to {listed(_SECURE)}")
        return
    for certificates in (listener["certificates"], *listener["more_certificates"].values()):
        if certificates.value is not None and not isinstance(certificates.value, dict):
            continue
        yield from known(certificates, "site", [site.name for site in sites])
        for site in sites:
            certificate = certificates[site.name]
            if certificate.value is None:
                expected = f"the certificate that is shown in {site.name}, a site of the fleet"
                yield certificate.problem("missing", expected, f'write {site.name}: "{site.example}"')
        yield from certificate_problems(certificates, sites)
