"""What must hold between the fields of an environment.

Each rule reads raw data and passes over what is missing or of another kind, since the model tells of that: so all problems of
a file are found at once, whatever else is wrong with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from components.arguments import RETENTION_DAYS
from components.capacity import capacity_faults
from components.naming import Cloud, tag_faults
from faults import nearest

from ..regions import CLOUDS, ZONES
from . import (
    addresses,
    baseline_rules,
    bucket_rules,
    chart_rules,
    cluster_rules,
    dependency_rules,
    expose_rules,
    fitting,
    fleet_rules,
    link_rules,
    network_rules,
    parts,
    private_dns,
    public_dns,
    secret_rules,
    traffic_rules,
    type_rules,
    workload_rules,
)
from .placement import placed
from .problems import Cursor, Problem, listed, shown, translated
from .shape import ENVIRONMENT

_ACCOUNT = {"aws": r"\d{12}", "alicloud": r"\d{16}"}
_IMAGE = {"aws": (r"ami-[0-9a-f]{8,17}", "ami-0a1b2c3d4e5f67890"), "alicloud": (r"m-[0-9a-z]+|[\w.]+\.vhd", "m-k1a0example")}


def problems(environment: Cursor, neighbours: Mapping[str, str]) -> Iterator[Problem]:
    """Every rule that the environment breaks.

    Args:
        environment: the environment.
        neighbours: the address space of each environment beside it, by the file that says it.
    """
    for rule in (_nothing, _regions, _accounts, _service_roles, _tags, _retention, _clusters, _fleets, _workloads):
        yield from rule(environment)
    yield from addresses.problems(environment, neighbours)
    yield from network_rules.problems(environment)
    yield from fleet_rules.problems(environment)
    yield from type_rules.problems(environment)
    yield from workload_rules.problems(environment)
    yield from secret_rules.problems(environment)
    yield from expose_rules.problems(environment)
    yield from baseline_rules.problems(environment)
    yield from fitting.problems(environment)
    yield from private_dns.problems(environment)
    yield from link_rules.problems(environment)
    yield from public_dns.problems(environment)
    yield from traffic_rules.problems(environment)
    yield from dependency_rules.problems(environment)
    yield from bucket_rules.problems(environment)
    yield from parts.problems(environment)
    if environment["events"].value:
        from . import event_rules  # with the time zones, which an environment without events need not wait for

        yield from event_rules.problems(environment)
    if environment["migrations"].value:
        from . import migration_rules  # likewise

        yield from migration_rules.problems(environment)


def _nothing(environment: Cursor) -> Iterator[Problem]:
    """A key that nothing is written below: nobody knows whether nothing is meant, or somebody was interrupted."""
    for key, entry in environment.items():
        if entry.value is None:
            yield entry.refused(ENVIRONMENT.description((key,)), "write what belongs below it, or remove it")


def _regions(environment: Cursor) -> Iterator[Problem]:
    for site in environment["sites"].values():
        cloud, region = site["cloud"].text, site["region"]
        if cloud not in CLOUDS or region.text is None:
            continue
        if region.text not in ZONES[cloud]:
            near = nearest(region.text, ZONES[cloud])
            elsewhere = [other for other in CLOUDS if region.text in ZONES[other]]
            fix = f"write {near}" if near else f"write cloud: {elsewhere[0]}" if elsewhere else "see stacks/regions.py"
            yield region.refused(f"a region of {cloud}", fix)
            continue
        letters = ZONES[cloud][region.text]
        wanted = dict.fromkeys(zone.text for zone in site["zones"].each() if zone.text)
        if len(wanted) > len(letters):
            expected = f"{len(letters)} at most, all that {region.text} has: {', '.join(letters)}"
            surplus = ", ".join(zone for zone in wanted if zone not in letters)
            yield site["zones"].problem(f"{len(wanted)} zones", expected, f"remove {surplus}")
            continue
        for zone in site["zones"].each():
            if zone.text and re.fullmatch(r"[a-z]", zone.text) and zone.text not in letters:
                yield zone.refused(f"a zone of {region.text}: {listed(list(letters))}", "choose one of them")


def _accounts(environment: Cursor) -> Iterator[Problem]:
    tier = environment["tier"].text
    for site in environment["sites"].values():
        cloud, account = site["cloud"].text, site["account"]
        if account.value is None and tier in {"staging", "production"} and isinstance(site.value, dict):
            yield account.problem(
                "missing", f"the account that the site's resources are made in, in {tier}", "write its id and role"
            )
        identity = account["id"]
        if cloud in _ACCOUNT and identity.text is not None and not re.fullmatch(_ACCOUNT[cloud], identity.text):
            digits = _ACCOUNT[cloud].strip("\\d{}")
            yield identity.refused(f"the {digits} digits of an account on {cloud}", "copy the id from the account's console")
        if cloud == "aws" and account["resource_group"].value is not None:
            yield account["resource_group"].problem("a resource group", "none, since AWS has no such groups", "remove it")
        if cloud == "alicloud" and account["boundary"].value is not None:
            yield account["boundary"].problem("a boundary", "none, since RAM has no such policies", "remove it")


def _service_roles(environment: Cursor) -> Iterator[Problem]:
    """An account has each role once, so one of its sites makes them."""
    makers: dict[str, str] = {}
    for name, site in environment["sites"].items():
        account = site["account"]
        asked, identity = account["service_roles"], account["id"].text
        if asked.value is not True:
            continue
        if site["cloud"].text == "aws":
            yield asked.problem("true", "false, since EKS needs no such roles", "remove it")
        elif identity is not None and (first := makers.setdefault(identity, name)) != name:
            yield asked.problem("true", f"false, since {first} makes the roles of account {identity}", "remove it")


def _tags(environment: Cursor) -> Iterator[Problem]:
    tags = {key: tag.text for key, tag in environment["tags"].items() if tag.text is not None}
    yield from translated(tag_faults(tags), lambda field: ("tags", field.removeprefix("tags.")))


def _retention(environment: Cursor) -> Iterator[Problem]:
    days = environment["log_retention_days"]
    if days.number is not None and days.number not in RETENTION_DAYS:
        near = min(RETENTION_DAYS, key=lambda allowed: abs(allowed - (days.number or 0)))
        yield days.refused(
            f"a time that both clouds keep logs for: {listed([str(each) for each in RETENTION_DAYS])}", f"write {near}"
        )


def _clusters(environment: Cursor) -> Iterator[Problem]:
    for key, cluster in environment["clusters"].items():
        yield from _chosen(cluster["sites"], environment["sites"])
        clouds = dict.fromkeys(cloud for _, cloud, _ in placed(environment, cluster["sites"]))
        for cloud in clouds:
            version = cluster["versions"][cloud]
            if version.value is None and isinstance(cluster["versions"].value, dict):
                expected = f"the Kubernetes version on {cloud}, where the cluster has a site"
                yield version.problem("missing", expected, f"write {cloud}: {cluster_rules.EXAMPLES[cloud]}")
            yield from cluster_rules.spelled(version, cloud)
        yield from _endpoint(cluster)
        yield from cluster_rules.of_sites(environment, cluster)
        for pool in cluster["pools"].values():
            yield from _size(pool["capacity"])
            yield from _per_cloud(pool, clouds)
        yield from cluster_rules.problems(environment, cluster)
        yield from chart_rules.problems(environment, key, cluster)


def _endpoint(cluster: Cursor) -> Iterator[Problem]:
    endpoint, blocks = cluster["endpoint"], cluster["public_cidrs"]
    if endpoint.text == "public" and not blocks.value:
        yield blocks.problem("missing", "the blocks that may reach a public endpoint", "list them, or write endpoint: private")
    if endpoint.text != "public" and blocks.value:
        yield blocks.problem("blocks beside a private endpoint", "none", "remove them, or write endpoint: public")


def _fleets(environment: Cursor) -> Iterator[Problem]:
    clusters = dict(environment["clusters"].items())
    for name, fleet in environment["fleets"].items():
        if name in clusters:
            yield fleet.problem(f"the name {shown(name)}", "a name of its own, and a cluster has this one", "rename the fleet")
        yield from _chosen(fleet["sites"], environment["sites"])
        yield from _size(fleet["capacity"])
        places = list(placed(environment, fleet["sites"]))
        yield from _per_cloud(fleet, dict.fromkeys(cloud for _, cloud, _ in places))
        for _, cloud, region in places:
            images = fleet[cloud]["images"]
            if isinstance(images.value, dict) and region is not None and region in ZONES[cloud] and region not in images.value:
                example = f"write {region}: {_IMAGE[cloud][1]}, say"
                yield images[region].problem("missing", f"the machine image in {region}, where the fleet has a site", example)
        for cloud in CLOUDS:
            for region, image in fleet[cloud]["images"].items():
                if image.text is not None and not re.fullmatch(_IMAGE[cloud][0], image.text):
                    yield image.refused(f"the id of an image on {cloud}, say {_IMAGE[cloud][1]}", "write its id, not its name")
                if region not in ZONES[cloud]:
                    near = nearest(region, ZONES[cloud])
                    yield image.problem(f"an image in {region}", f"a region of {cloud}", f"write {near}" if near else "")


def _workloads(environment: Cursor) -> Iterator[Problem]:
    for workload in environment["workloads"].values():
        yield from _size(workload["replicas"], autoscaled=True)
    for workload in (*environment["workloads"].values(), *environment["jobs"].values()):
        cluster = workload["cluster"]
        yield from _chosen(workload["sites"], environment["sites"])
        if cluster.text is None:
            continue
        known = [name for name, _ in environment["clusters"].items()]
        if cluster.text not in known:
            near = nearest(cluster.text, known)
            yield cluster.refused(listed(known) if known else "a cluster of this environment", f"write {near}" if near else "")
            continue
        sites = [name for name, _, _ in placed(environment, environment["clusters"][cluster.text]["sites"])]
        for site in workload["sites"].each():
            if site.text in dict(environment["sites"].items()) and site.text not in sites:
                yield site.refused(
                    f"a site of the cluster {cluster.text}: {listed(sites)}", f"add it to the cluster {cluster.text}"
                )


def _chosen(selection: Cursor, sites: Cursor) -> Iterator[Problem]:
    """What is wrong with a list of sites: one that does not exist, one named twice."""
    known = [name for name, _ in sites.items()]
    seen: set[str] = set()
    for choice in selection.each():
        if choice.text is None:
            continue
        if choice.text in seen:
            yield choice.problem(f"{shown(choice.text)} a second time", "each site once", "remove one")
        elif choice.text not in known and known:
            near = nearest(choice.text, known)
            yield choice.refused(listed(known), f"write {near}" if near else "choose one of them")
        seen.add(choice.text)


def _per_cloud(owner: Cursor, clouds: Iterable[Cloud]) -> Iterator[Problem]:
    for cloud in clouds:
        if owner[cloud].value is None and isinstance(owner.value, dict):
            yield owner[cloud].problem(
                "missing", f"what differs on {cloud}, where there is a site", f"write {cloud}: with its types"
            )


def _size(size: Cursor, *, autoscaled: bool = False) -> Iterator[Problem]:
    bounds = size if autoscaled else size["autoscaled"]
    if not autoscaled and isinstance(size.value, dict) and len(size.value.keys() & {"autoscaled", "fixed"}) != 1:
        given = "both autoscaled and fixed" if size.value.keys() >= {"autoscaled", "fixed"} else "neither autoscaled nor fixed"
        yield size.problem(given, "one of them", "write autoscaled: {min: 2, max: 6}, or fixed: 2")
    least, most, initial = bounds["min"].number, bounds["max"].number, bounds["initial"].number
    if least is not None and most is not None and least >= 0 and most >= 1 and (initial is None or initial >= 0):
        yield from translated(capacity_faults(least, most, initial), lambda field: (*bounds.path, field))
