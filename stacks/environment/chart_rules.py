"""What must hold between the charts of a cluster and the rest of its environment, read from raw data that may be wrong anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from components.kubernetes.charts import CERTIFICATES, DNS, KINDS, LOAD_BALANCERS, SYSTEM, Kind
from components.naming import Cloud
from faults import nearest

from ..regions import CLOUDS, NAMES
from .placement import placed
from .problems import Cursor, Problem, listed
from .values import NONE

_NEEDED: Mapping[str, tuple[str, str]] = {
    "version": ("its version, since it is not a known chart", "write one to the patch, say 1.2.3"),
    "namespace": ("the namespace it runs in, since it is not a known chart", "write one of its own"),
}
_SCALERS = ("karpenter", "karpenter-crd")
"""What comes with a cluster's scaler, and is told there."""
_LEVELS = ("restricted", "baseline", "privileged")
_OWN = ("chart", "namespace", "security")
"""What a known chart has of its own: the role that it acts under trusts an account in that very namespace."""


def problems(environment: Cursor, key: str, cluster: Cursor) -> Iterator[Problem]:
    """Every rule that the charts of a cluster break.

    Args:
        environment: the environment.
        key: the cluster's name.
        cluster: the cluster.
    """
    clouds = list(dict.fromkeys(cloud for _, cloud, _ in placed(environment, cluster["sites"])))
    taken: dict[str, str] = {}
    for name, told in cluster["charts"].items():
        kind = KINDS.get(name)
        if name in _SCALERS and (told["repository"].value is None or cluster["aws"]["scaler"].text == _SCALERS[0]):
            fix = "remove it; write aws: {scaler: karpenter}, beside it karpenter_version and karpenter_values"
            yield told.problem(f"the chart {name}", "none, since it comes with the scaler of that name", fix)
        elif kind is None:
            yield from _unknown(name, told)
        else:
            yield from _known(name, kind, told, clouds)
        addon = cluster["addons"]["aws"][name].value
        if "aws" in clouds and NONE not in (told.value, addon) and addon is not None:
            yield told.problem(f"the chart {name}", f"none beside the add-on {name} of EKS", "remove one of the two")
        for cloud in (each for each in CLOUDS if clouds and each not in clouds and told[each].value is not None):
            expected = f"none, since no site of the cluster is on {NAMES[cloud]}"
            yield told[cloud].problem(f"what is for {NAMES[cloud]} alone", expected, "remove it")
        if told.value != NONE and (namespace := kind.namespace if kind else told["namespace"].text) is not None:
            taken.setdefault(namespace, name)
    yield from _rooms(cluster, taken)
    yield from _unbound(environment, key, cluster, clouds)
    yield from _lodgers(environment, key, taken)


def namespaces(cluster: Cursor) -> list[str]:
    """The namespaces that the charts run in which a cluster's file names, and what they need."""
    found: set[str | None] = set()
    for name, told in cluster["charts"].items():
        kinds = [KINDS[each] for each in (name, *KINDS[name].after)] if name in KINDS else []
        if told.value != NONE:
            found |= {kind.namespace for kind in kinds} if kinds else {told["namespace"].text}
    return sorted(namespace for namespace in found if namespace not in (None, SYSTEM))


def _unknown(name: str, told: Cursor) -> Iterator[Problem]:
    """A chart of one's own is said in full; what is not may be a known one misspelled."""
    if told["repository"].value is None:
        near = nearest(name, KINDS)
        otherwise = "remove it" if told.value == NONE else "write its repository, version and namespace"
        fix = f"write {near}" if near else otherwise
        yield told.problem(f"the chart {name}", f"one with its repository, or a known one: {listed(list(KINDS))}", fix)
        return
    for field, (expected, fix) in _NEEDED.items():
        if told[field].value is None:
            yield told[field].problem("missing", expected, fix)
    yield from _zones(name, told)


def _known(name: str, kind: Kind, told: Cursor, clouds: list[Cloud]) -> Iterator[Problem]:
    if told.value != NONE and clouds and not set(clouds) & set(kind.clouds):
        where = " and ".join(NAMES[cloud] for cloud in clouds)
        yield told.problem(f"the chart {name}", f"none on {where}", f"remove it; {kind.otherwise}")
    for field in _OWN:
        if told[field].value is not None:
            fix = "remove it, or write the chart in full under a name of yours"
            yield told[field].problem(f"a {field} for {name}", f"none, since {name} is known and runs in {kind.namespace}", fix)
    yield from _zones(name, told)


def _rooms(cluster: Cursor, taken: Mapping[str, str]) -> Iterator[Problem]:
    """A chart's namespace that the file declares in a way in which the chart could not run."""
    for namespace, name in taken.items():
        declared, told = cluster["namespaces"][namespace], cluster["charts"][name]
        level = KINDS[name].security if name in KINDS else told["security"].text or _LEVELS[0]
        given = declared["security"].text or _LEVELS[0]
        if not isinstance(declared.value, dict):
            continue
        if {given, level} <= set(_LEVELS) and _LEVELS.index(given) < _LEVELS.index(level):
            fix = f"write security: {level}"
            yield declared.problem(f"a namespace at the level {given}", f"{level}, which the pods of {name} need", fix)
        if declared["closed"].value is not False:
            yield declared.problem("a closed namespace", f"an open one, since {name} names no peers", "write closed: false")


def _zones(name: str, told: Cursor) -> Iterator[Problem]:
    zones = told["aws"]["zones"]
    if zones.value is not None and name not in (DNS, CERTIFICATES):
        yield zones.problem("hosted zones", f"none, since {name} changes no records", "remove them")


def _unbound(environment: Cursor, key: str, cluster: Cursor, clouds: list[Cloud]) -> Iterator[Problem]:
    """What acts in AWS in a cluster without an issuer, which IRSA needs."""
    if cluster["issuer"].value is not False or cluster["aws"]["identity"].text == "pod-identity" or "aws" not in clouds:
        return
    acting = [(name, told) for name, told in cluster["charts"].items() if told.value != NONE]
    if cluster["charts"][LOAD_BALANCERS].value is None:
        exposed = (each["expose"] for each in environment["workloads"].values() if each["cluster"].text == key)
        acting += [(LOAD_BALANCERS, told) for told in exposed if told.value is not None]
    for name, told in acting:
        kind = KINDS.get(name)
        if kind is not None and kind.account and kind.called and "aws" in kind.clouds:
            expected = f"a cluster with an OIDC issuer, by which {name} has its role"
            yield told.problem(name, expected, f"write issuer: true for {key}, or aws: {{identity: pod-identity}}")


def _lodgers(environment: Cursor, key: str, taken: Mapping[str, str]) -> Iterator[Problem]:
    """Workloads and jobs in a chart's namespace, which is open and may let more in than they should be able to do."""
    for kind in ("workloads", "jobs"):
        for owner in environment[kind].values():
            chart = taken.get(owner["namespace"].text or "")
            if owner["cluster"].text == key and chart is not None:
                yield owner["namespace"].refused(f"a namespace of its own; the chart {chart} has this one", "choose another")
