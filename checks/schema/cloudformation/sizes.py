"""Whether a region has the instance types, and the classes of databases and caches, that are asked of it.

Types of EC2 are read from the table that fleets are held to; the others from one beside this file. Which classes an engine runs on
is not told apart: what no engine has in a region is. Both tables are of a day, and regions get more: this is never more than a
warning.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from components.instance_types.alternatives import alternatives
from components.instance_types.aws import instance_types, read_regions
from engine.values import Output, ResourceReference, Secret, Unknown

from ...finding import Severity
from ..conformity import joined
from ..fault import SchemaFault
from ..words import quoted, shown
from .table import day

_TABLE: Final = Path(__file__).with_name("classes.tsv")
REGIONS: Final = "regions"
"""The row of a kind that names every region it knows."""
_MACHINES: Final = "ec2"
_SERVERLESS: Final = ".serverless"
_SEARCH: Final = ".search"
_PLACES: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "aws:autoscaling/group:Group": ((_MACHINES, "mixedInstancesPolicy.launchTemplate.overrides.instanceType"),),
    "aws:dax/cluster:Cluster": (("dax", "nodeType"),),
    "aws:docdb/clusterInstance:ClusterInstance": (("docdb", "instanceClass"),),
    "aws:ec2/instance:Instance": ((_MACHINES, "instanceType"),),
    "aws:ec2/launchConfiguration:LaunchConfiguration": ((_MACHINES, "instanceType"),),
    "aws:ec2/launchTemplate:LaunchTemplate": ((_MACHINES, "instanceType"),),
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ((_MACHINES, "instanceType"),),
    "aws:eks/nodeGroup:NodeGroup": ((_MACHINES, "instanceTypes"),),
    "aws:elasticache/cluster:Cluster": (("cache", "nodeType"),),
    "aws:elasticache/replicationGroup:ReplicationGroup": (("cache", "nodeType"),),
    "aws:neptune/clusterInstance:ClusterInstance": (("neptune", "instanceClass"),),
    "aws:opensearch/domain:Domain": (("search", "clusterConfig.instanceType"), ("search", "clusterConfig.dedicatedMasterType")),
    "aws:rds/clusterInstance:ClusterInstance": (("rds", "instanceClass"),),
    "aws:rds/instance:Instance": (("rds", "instanceClass"),),
    "aws:redshift/cluster:Cluster": (("redshift", "nodeType"),),
}


class Sizes(NamedTuple):
    """What is known of a kind of machine.

    Args:
        regions: the regions of which something is known.
        having: those that have a class, by its name.
    """

    regions: frozenset[str]
    having: Mapping[str, frozenset[str]]


@functools.cache
def sizes(kind: str) -> Sizes:
    """The classes of a kind by the regions that have them."""
    if kind == _MACHINES:
        machines = {name: each.regions for name, each in instance_types().items()}
        return Sizes(frozenset[str]().union(*machines.values()), machines)
    known: frozenset[str] = frozenset()
    having: dict[str, frozenset[str]] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith(f"{kind}\t"):
            continue
        _, family, where, names = line.split("\t")
        if family == REGIONS:
            known = frozenset(where.split())
            continue
        regions = read_regions(where, known)
        for name in names.split():
            whole = f"{family}.{name}"
            having[whole] = having.get(whole, frozenset()) | regions
    return Sizes(known, having)


def faults(token: str, inputs: Mapping[str, Any], region: str) -> Iterator[SchemaFault]:
    """The types and classes that a region does not have.

    Args:
        token: the type of a resource.
        inputs: its inputs.
        region: where it is; empty where that is not known.
    """
    for kind, place in _PLACES.get(token, ()):
        for path, name in _at(inputs, place.split("."), ""):
            known = sizes(kind)
            spelled = name.removesuffix(_SEARCH)
            if region not in known.regions or name.endswith(_SERVERLESS) or region in known.having.get(spelled, ()):
                continue
            reason = f"{region} had no {name} on {day()}" if spelled in known.having else f"AWS had no {shown(name)} on {day()}"
            near = _near(spelled, [each for each, regions in known.having.items() if region in regions])
            ending = _SEARCH if name.endswith(_SEARCH) else ""
            fix = f"write {' or '.join(quoted(each + ending) for each in near)}" if near else "take one that the region has"
            yield SchemaFault(path=path, reason=reason, fix=fix, severity=Severity.WARNING)


def judged(token: str, inputs: Mapping[str, Any], region: str) -> frozenset[str]:
    """The paths at which the table has the last word, as it is newer than the enums of an SDK."""
    places = [place for kind, place in _PLACES.get(token, ()) if region in sizes(kind).regions]
    return frozenset(path for place in places for path, _ in _at(inputs, place.split("."), ""))


def _near(name: str, there: list[str]) -> list[str]:
    """What comes nearest of what a region has, by what is in front of a machine's type: `db.`, `cache.`."""
    start = name.partition(".")[0] + "." if name.count(".") > 1 else ""
    return [f"{start}{each}" for each in alternatives(name.removeprefix(start), (each.removeprefix(start) for each in there))]


def _at(value: Any, names: list[str], path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, (Unknown, Secret, Output, ResourceReference)):
        return
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from _at(each, names, f"{path}[{index}]")
    elif not names:
        if isinstance(value, str) and value:
            yield path, value
    elif isinstance(value, dict):
        yield from _at(value.get(names[0]), names[1:], joined(path, names[0]))
