"""What must hold between a cluster's namespaces, priorities and storage classes and what names them, read from raw data.

A cluster whose file says no namespaces has those that its workloads and jobs name. Once it says some, it has these alone: what is
named elsewhere must be among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, get_args

from components.choices import Priority
from components.naming import Cloud
from faults import nearest

from ..regions import NAMES
from . import chart_rules
from .placement import known, placed, selection
from .problems import Cursor, Problem, listed, shown

USUAL: Final = "usual"
"""The priority of pods that name none, which is no object of its own."""
ENCRYPTED: Final = "encrypted"
"""The storage class that is made where a volume needs one."""
DEFAULT: Final = "default"
SYSTEM: Final = ("kube-system", "kube-public", "kube-node-lease")
KEEPER: Final = "event-floors"
"""The namespace, and what the priorities begin with, of what keeps floors while events last."""

_KEEPERS: Final = "another one, since what keeps floors of events has this"

CLASSES: Final[dict[Cloud, tuple[str, ...]]] = {
    "aws": ("gp2",),
    "alicloud": (
        "alicloud-disk-essd",
        "alicloud-disk-ssd",
        "alicloud-disk-efficiency",
        "alicloud-disk-available",
        "alicloud-disk-topology",
        "alicloud-disk-topology-alltype",
    ),
}
"""Storage classes that a cluster has by itself, none of which encrypts.

Sources: docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions-standard.html (gp2, which is no default since 1.30),
www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/disk-volume-overview-3.
"""


def problems(environment: Cursor) -> Iterator[Problem]:
    """Every such rule that is broken."""
    for name, cluster in environment["clusters"].items():
        yield from _declared(environment, cluster)
        yield from _access(environment, name, cluster)
    for owner in (*environment["workloads"].values(), *environment["jobs"].values()):
        cluster = environment["clusters"][owner["cluster"].text or ""]
        if cluster.value is not None:
            yield from _namespace(cluster, owner)
            yield from _priority(cluster, owner)
            yield from _storage_class(environment, cluster, owner)


def namespaces(cluster: Cursor) -> list[str]:
    """The namespaces that a cluster's file declares; none where those that workloads name are made."""
    return [name for name, _ in cluster["namespaces"].items()]


def _declared(environment: Cursor, cluster: Cursor) -> Iterator[Problem]:
    """What has a name that is taken, and what is said for a site or a priority that the cluster does not have."""
    for name, each in cluster["namespaces"].items():
        if name == KEEPER:
            yield each.problem(f"the name {name}", _KEEPERS, "rename it")
        for priority, bounds in each["priority_quotas"].items():
            if priority not in (there := _priorities(cluster)):
                yield from _unknown(bounds, f"the priority {priority}", f"a priority of its pods: {listed(there)}", priority, there)
    for name, each in cluster["priorities"].items():
        if name in get_args(Priority) and each.text is None:
            yield each.problem(f"the name {name}", "another one, since this has its value already", "rename it")
        if name.startswith(KEEPER):
            yield each.problem(f"the name {name}", _KEEPERS, "rename it")
    sites = {cloud: [site for site, on, _ in placed(environment, cluster["sites"]) if on == cloud] for cloud in CLASSES}
    for name, each in cluster["storage_classes"].items():
        for cloud, own in CLASSES.items():
            if name in own and sites[cloud] and each.text is None:
                yield each.problem(f"the name {name}", f"another one, since {NAMES[cloud]} has this class itself", "rename it")
            yield from known(each[cloud]["keys"], "site", sites[cloud], "cluster")


def _namespace(cluster: Cursor, owner: Cursor) -> Iterator[Problem]:
    """A namespace that nobody makes, of a workload or a job, and of those whom it reaches or is reached by."""
    own, declared = owner["namespace"], namespaces(cluster)
    if own.text in SYSTEM:
        yield own.refused("a namespace of your own", "choose another; this one is not for workloads")
    elif declared and own.text is not None and own.text not in (*declared, DEFAULT, KEEPER):
        yield _undeclared(own, owner["cluster"].text, declared)
    for peer in (*owner["calls"].each(), *owner["callers"].each()):
        other = peer["namespace"]
        there = (*declared, DEFAULT, *SYSTEM, KEEPER, *chart_rules.namespaces(cluster))
        if declared and other.text is not None and other.text not in there:
            yield _undeclared(other, owner["cluster"].text, declared, there)


def _undeclared(named: Cursor, cluster: str | None, declared: list[str], there: Sequence[str] = ()) -> Problem:
    """A namespace that is none of those declared, nor of those that are there besides."""
    near = nearest(named.text or "", there or declared)
    declare = f"declare {named.text} under namespaces of {cluster}"
    return named.refused(f"a namespace of {cluster}: {listed(declared)}", f"write {near}, or {declare}" if near else declare)


def _access(environment: Cursor, name: str, cluster: Cursor) -> Iterator[Problem]:
    """Access to a namespace that nobody makes; where the cluster runs nothing of this file, others make them."""
    declared = namespaces(cluster)
    running = (*environment["workloads"].values(), *environment["jobs"].values())
    named = [each["namespace"].text or DEFAULT for each in running if each["cluster"].text == name]
    if not declared and not named:
        return
    made = declared or sorted({*named, DEFAULT})
    there = (*made, DEFAULT, *SYSTEM, KEEPER, *chart_rules.namespaces(cluster))
    for access in cluster["access"].values():
        for namespace in access["namespaces"].each():
            if namespace.text is not None and namespace.text not in there:
                yield _undeclared(namespace, name, made, there)


def _priority(cluster: Cursor, owner: Cursor) -> Iterator[Problem]:
    named, there = owner["priority"], [USUAL, *_priorities(cluster)]
    if named.text is not None and named.text not in there:
        yield from _unknown(named, shown(named.text), listed(there), named.text, there)


def _priorities(cluster: Cursor) -> list[str]:
    """The priorities that are objects of a cluster, or can be."""
    made = [each for each in get_args(Priority) if each != USUAL]
    return [*made, *(name for name, _ in cluster["priorities"].items() if name not in made)]


def _storage_class(environment: Cursor, cluster: Cursor, owner: Cursor) -> Iterator[Problem]:
    """A storage class that a volume names and some site of it does not have; its claims would wait forever."""
    named = owner["volume"]["storage_class"]
    if named.text is None:
        return
    declared = [ENCRYPTED, *(name for name, _ in cluster["storage_classes"].items() if name != ENCRYPTED)]
    clouds = dict.fromkeys(cloud for _, cloud, _ in placed(environment, selection(environment, owner)))
    for cloud in clouds:
        there = [*declared, *CLASSES[cloud]]
        if named.text not in there:
            near = nearest(named.text, there)
            declare = f"declare {named.text} under storage_classes of {owner['cluster'].text}"
            expected = f"a storage class on {NAMES[cloud]}: {listed(there)}"
            yield named.refused(expected, f"write {near}, or {declare}" if near else declare)
            return


def _unknown(at: Cursor, given: str, expected: str, named: str, there: list[str]) -> Iterator[Problem]:
    near = nearest(named, there)
    yield at.problem(given, expected, f"write {near}" if near else "remove it")
