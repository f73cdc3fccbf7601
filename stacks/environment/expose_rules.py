"""What must hold of workloads that are reached from outside of their cluster, read from raw data that may be wrong anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from components.arguments import GATEWAY_HOSTS

from ..regions import CLOUDS, NAMES
from . import certificates
from .certificates import Place, places
from .placement import known, selection
from .problems import Cursor, Problem

_BALANCED = 2
_LABEL = r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?"


def problems(environment: Cursor) -> Iterator[Problem]:
    """Every such rule that a workload, or a load balancer of a cluster, breaks."""
    yield from _names(environment)
    yield from _crowded(environment)
    for cluster in environment["clusters"].values():
        there = places(environment, cluster["sites"])
        for front in cluster["load_balancers"].values():
            yield from _front(front, there)
    for workload in environment["workloads"].values():
        if isinstance(workload["expose"].value, dict):
            yield from _workload(environment, workload)


def _names(environment: Cursor) -> Iterator[Problem]:
    """What two workloads of a cluster are exposed under alike."""
    taken: dict[tuple[str | None, ...], str] = {}
    for name, workload in environment["workloads"].items():
        told = workload["expose"]
        path = told["path"].text or "/"
        for host in (told["host"], *told["aliases"].each()):
            if host.text is None:
                continue
            under = (workload["cluster"].text, host.text, path.rstrip("/"))
            if taken.setdefault(under, name) != name:
                fix = "write another path, or another host"
                yield host.problem(f"{host.text}{path}", f"what {taken[under]} is not exposed under", fix)


def _crowded(environment: Cursor) -> Iterator[Problem]:
    """More names than a Gateway can listen for; told at the first workload that is one too many."""
    behind: dict[tuple[str | None, bool], set[str]] = {}
    for workload in environment["workloads"].values():
        told = workload["expose"]
        if told["via"].text != "gateway":
            continue
        names = behind.setdefault((workload["cluster"].text, told["public"].value is not False), set())
        before = len(names)
        names.update(each.text for each in (told["host"], *told["aliases"].each()) if each.text is not None)
        if before <= GATEWAY_HOSTS < len(names):
            expected = f"{GATEWAY_HOSTS} at most, as many as a Gateway can listen for"
            yield told.problem(f"{len(names)} names behind one Gateway", expected, "expose some via: ingress, or by a wildcard")


def _front(front: Cursor, there: list[Place]) -> Iterator[Problem]:
    """A load balancer that is told something of a site, or of a cloud, which its cluster does not have."""
    names = [site.name for site in there]
    for written in (front["certificates"], *front["more_certificates"].values()):
        yield from known(written, "site", names, "cluster")
        yield from certificates.problems(written, there)
    yield from known(front["access_logs"], "site", names, "cluster")
    yield from known(front["aws"]["web_acls"], "site", [site.name for site in there if site.cloud == "aws"], "cluster")
    for cloud in CLOUDS:
        if there and front[cloud].value is not None and not any(site.cloud == cloud for site in there):
            expected = f"none, since no site of the cluster is on {NAMES[cloud]}"
            yield front[cloud].problem(f"what {NAMES[cloud]} alone understands", expected, "remove it")


def _workload(environment: Cursor, workload: Cursor) -> Iterator[Problem]:
    told, cluster = workload["expose"], environment["clusters"][workload["cluster"].text or ""]
    there = places(environment, selection(environment, workload))
    yield from known(told["certificates"], "site", [site.name for site in there], "workload")
    secret = told["via"].text == "gateway"  # on Alibaba Cloud, whose Gateways show Secrets of the cluster
    yield from certificates.problems(told["certificates"], [site for site in there if not (secret and site.cloud == "alicloud")])
    for site in there:
        zones = sum(1 for _ in environment["sites"][site.name]["zones"].each())
        if zones < _BALANCED:
            expected = f"{_BALANCED} zones at least, which the clouds' load balancers stand in"
            yield told.problem(f"a workload exposed in {site.name}, which has {zones}", expected, "add a zone to the site")
        if secret and site.cloud == "alicloud":
            yield from _secret(told["certificates"][site.name])
        elif told["certificates"][site.name].value is None and (other := _named(environment, workload, cluster, site)) is not None:
            expected = f"one, since {other} names one there, and the load balancer that they share then looks for none by itself"
            fix = f'write certificates: {{{site.name}: "{site.example}"}}, or certificates of the cluster\'s load_balancers'
            yield told.problem(f"no certificate in {site.name}", expected, fix)


def _secret(written: Cursor) -> Iterator[Problem]:
    if written.text is not None and not re.fullmatch(_LABEL, written.text):
        yield written.refused("the name of a TLS Secret in the cluster, which Gateways on Alibaba Cloud show", "write its name")


def _named(environment: Cursor, workload: Cursor, cluster: Cursor, site: Place) -> str | None:
    """Another workload behind the same load balancer that names a certificate, where the load balancer itself is told none."""
    private, via = workload["expose"]["public"].value is False, workload["expose"]["via"].text or "ingress"
    if cluster["load_balancers"]["private" if private else "public"]["certificates"][site.name].value is not None:
        return None
    for name, other in environment["workloads"].items():
        beside = other["cluster"].text == workload["cluster"].text and (other["expose"]["public"].value is False) == private
        alike = beside and (other["expose"]["via"].text or "ingress") == via
        if alike and other["expose"]["certificates"][site.name].value is not None:
            return name
    return None
