"""What must hold of a network beside its addresses: what its cloud offers, and where."""

from __future__ import annotations

from collections.abc import Iterator

from components.aws.network_services import is_whole
from faults import nearest

from ..endpoints import endpoint_regions
from ..regions import CLOUDS, NAMES, ZONES
from .problems import Cursor, Problem, listed, shown

_OSS = "oss"
_FEW = 6
"""More regions than these are counted, not named."""


def problems(environment: Cursor) -> Iterator[Problem]:
    """Every rule of networks that the environment breaks."""
    for site in environment["sites"].values():
        cloud, region = site["cloud"].text, site["region"].text
        if cloud not in CLOUDS:
            continue
        for other in CLOUDS:
            if other != cloud and site["network"][other].value is not None:
                expected = f"none, since the site is on {NAMES[cloud]}"
                yield site["network"][other].problem(f"what {NAMES[other]} alone understands", expected, "remove it")
        if cloud == "aws" and region is not None and region in ZONES[cloud]:
            yield from _endpoints(site["network"][cloud]["endpoints"], region)


def _endpoints(services: Cursor, region: str) -> Iterator[Problem]:
    """What is wrong with services of AWS; of Alibaba Cloud's, which are few or written in full, the component tells."""
    known = endpoint_regions()
    seen: set[str] = set()
    for service in services.each():
        name = service.text
        if name is None:
            continue
        if name in seen:
            yield service.problem(f"{shown(name)} a second time", "each service once", "remove one")
        elif is_whole(name):
            pass  # which region it is of, the component tells
        elif name not in known:
            yield service.refused(f"an endpoint service of {NAMES['aws']}", _mended(name, region))
        elif region not in known[name]:
            there = sorted(known[name])
            where = f"in {listed(there)}" if len(there) <= _FEW else f"in {len(there)} other regions"
            fix = "remove it; what leaves by a NAT gateway reaches it elsewhere"
            yield service.refused(f"a service that {region} has, and {name} is {where}", fix)
        seen.add(name)


def _mended(name: str, region: str) -> str:
    known = endpoint_regions()
    short = name.rpartition(f".{region}.")[2]
    if short in known:
        return f"write {short}; the network knows its region"
    if name == _OSS:
        return f"remove it, or write s3; {NAMES['alicloud']} alone has {_OSS}"
    near = nearest(name, sorted(service for service, regions in known.items() if region in regions))
    return f"write {near}" if near else "see stacks/endpoints.py"
