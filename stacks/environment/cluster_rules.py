"""What must hold between the fields of a cluster, read from raw data that may be wrong anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from components.naming import Cloud
from components.versions import pool_fault

from ..regions import CLOUDS, NAMES
from .placement import known, placed
from .problems import Cursor, Problem, translated

EXAMPLES: Final[Mapping[Cloud, str]] = {"aws": '"1.35"', "alicloud": '"1.35.7-aliyun.1"'}
_BY_SITE: Final[Mapping[Cloud, tuple[str, ...]]] = {
    "aws": ("secrets_keys", "control_plane_zones"),
    "alicloud": ("certificate_authorities", "secrets_keys", "kms_instances"),
}
_BY_REGION: Final[Mapping[Cloud, tuple[str, ...]]] = {"aws": ("kms_keys", "reservations"), "alicloud": ("kms_keys",)}
"""What pools are told by region."""
_VERSIONS: Final[Mapping[Cloud, str]] = {"aws": r"1\.\d{2}", "alicloud": r"1\.\d{2}\.\d+-aliyun\.\d+"}


def problems(environment: Cursor, cluster: Cursor) -> Iterator[Problem]:
    """Every rule that a cluster breaks.

    Args:
        environment: the environment.
        cluster: the cluster.
    """
    sites = list(placed(environment, cluster["sites"]))
    if not sites:
        return
    clouds = {cloud for _, cloud, _ in sites}
    for cloud in (each for each in CLOUDS if each not in clouds):
        yield from _elsewhere(cluster, cloud)
    homeless = [name for name, cloud, _ in sites if cloud == "aws" and environment["sites"][name]["account"].value is None]
    for access in cluster["access"].values():
        if isinstance(access.value, dict) and not access.value.keys() & set(CLOUDS):
            yield access.problem(
                "nobody", "an identity on one cloud at least", "write aws: with a role's name, or alicloud: with its id"
            )
    for cloud, fields in _BY_REGION.items():
        regions = list(dict.fromkeys(region for _, each, region in sites if each == cloud and region))
        for written in (pool[cloud][field] for pool in cluster["pools"].values() for field in fields):
            yield from known(written, "region", regions, "cluster")
    for role in (*(access["aws"] for access in cluster["access"].values()), cluster["aws"]["creator"]):
        if homeless and role.text is not None:
            yield role.refused(f"an account of {homeless[0]}, which the role is of", f"write the account of {homeless[0]}")
    shut = [name for name, cloud, _ in sites if cloud == "aws" and environment["sites"][name]["network"]["internet"].value is False]
    if shut and cluster["aws"]["scaler"].text == "karpenter":
        expected = f"cluster-autoscaler in {shut[0]}, which has no way to the internet; Karpenter needs one to IAM and prices"
        yield cluster["aws"]["scaler"].refused(expected, f"give {shut[0]} one, or leave it out")
    for pool in cluster["pools"].values():
        for cloud in CLOUDS:
            yield from _held_back(cluster["versions"][cloud], pool["versions"][cloud], cloud)


def spelled(version: Cursor, cloud: Cloud) -> Iterator[Problem]:
    """What is wrong with how a version is written."""
    if version.text is not None and not re.fullmatch(_VERSIONS[cloud], version.text):
        yield version.refused(f"a Kubernetes version as {cloud} spells it", f"write {EXAMPLES[cloud]}, say")


def of_sites(environment: Cursor, cluster: Cursor) -> Iterator[Problem]:
    """What is written by site below a cloud, and names one that the cluster does not have there."""
    for cloud, fields in _BY_SITE.items():
        sites = [name for name, stands_on, _ in placed(environment, cluster["sites"]) if stands_on == cloud]
        for field in fields:
            yield from known(cluster[cloud][field], "site", sites, f"cluster on {NAMES[cloud]}")


def _held_back(cluster: Cursor, pool: Cursor, cloud: Cloud) -> Iterator[Problem]:
    """What is wrong with the version that a pool stays at."""
    yield from spelled(pool, cloud)
    if cluster.text is not None and pool.text is not None and (fault := pool_fault(cluster.text, pool.text)) is not None:
        yield from translated([fault], lambda _: pool.path)


def _elsewhere(cluster: Cursor, cloud: Cloud) -> Iterator[Problem]:
    """What is said for a cloud that the cluster has no site on, and so would be said in vain."""
    expected = f"none, since no site of the cluster is on {NAMES[cloud]}"
    given = [cluster["addons"][cloud], *(access[cloud] for access in cluster["access"].values())]
    given += [pool["versions"][cloud] for pool in cluster["pools"].values()]
    for each in given:
        if each.value is not None:
            yield each.problem(f"what is for {NAMES[cloud]} alone", expected, "remove it")
