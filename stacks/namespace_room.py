"""Whether namespaces let in what is to run in them: the pods of workloads at their maximum, and of jobs.

A quota that is smaller, or a limit range that refuses a pod, is found here and not by a rollout that waits in vain. A Deployment's
quarter that a rollout adds counts, since it begins with new pods. What events raise stays below `max`, and so do pods and their
placeholders together, which hold room for no more than what is still to come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from components import contracts
from components.errors import ArgumentsError
from components.fit import rolled_out
from components.limit_range import breaches, defaulted
from components.quantities import quantity
from components.resource_quota import of_claims, of_pod, shown, summed, times, unspecified

from .baseline import limits
from .environment import Environment
from .environment import baseline as written
from .environment import workload as run
from .environment.baseline_rules import ENCRYPTED, USUAL
from .environment.problems import Problem, Steps
from .environment.values import NONE, stands

_WORDS: Final[Mapping[str, tuple[str, str, str]]] = {
    "max": ("max", "highest limit", "raise it"),
    "min": ("min", "least request", "lower it"),
    "maxLimitRequestRatio": ("ratio", "ratio of limit and request", "raise it"),
}
"""A bound of a LimitRange: what the file calls it, what it is, and what to do about it."""


@dataclass(frozen=True)
class Asking:
    """The pods of a workload or a job, and what else of it a quota counts.

    Args:
        name: the workload's or job's.
        number: how many pods there are at most.
        requests: what each asks for, in Kubernetes' spelling.
        limits: what each has at most.
        priority: the priority of its pods.
        volume: the disk that each pod claims, how large and of which class; none by default.
    """

    name: str
    number: int
    requests: Mapping[str, str]
    limits: Mapping[str, str]
    priority: str = USUAL
    volume: tuple[str, str] | None = None

    @property
    def claims(self) -> dict[str, Decimal]:
        """What its claims of disks count for, all of them."""
        if self.volume is None:
            return {}
        size, storage_class = self.volume
        claim = {"spec": {"storageClassName": storage_class, "resources": {"requests": {"storage": size}}}}
        return times(of_claims([claim]), self.number)

    @property
    def pod(self) -> dict[str, Any]:
        """The specification of one of its pods, as far as quotas and limit ranges look at it."""
        resources = {"requests": dict(self.requests), "limits": dict(self.limits)}
        return {"containers": [{"name": self.name, "resources": resources}]}


def crowded(environment: Environment) -> Iterator[Problem]:
    """A problem for each bound of a namespace that keeps out what is to run there."""
    bounded = {
        (name, key): told
        for name, cluster in environment.clusters.items()
        for key, told in cluster.namespaces.items()
        if told != NONE and (told.quota or told.priority_quotas or told.limits != written.Limits())
    }
    for (name, namespace), told in bounded.items():
        at: Steps = ("clusters", name, "namespaces", namespace)
        found: dict[Steps, tuple[Decimal, Problem]] = {}
        for site in environment.sites:
            for excess, problem in refused(told, _asking(environment, name, namespace, site), site):
                path = (*at, *problem.path)
                if path not in found or excess > found[path][0]:  # of several sites the one that lacks the most
                    found[path] = excess, Problem(path, problem.given, problem.expected, problem.fix)
        yield from (problem for _, problem in found.values())


def refused(told: written.Namespace, asking: list[Asking], site: str) -> Iterator[tuple[Decimal, Problem]]:
    """How much is lacking, and the problem with its path below the namespace, for each bound that keeps something out.

    Args:
        told: what the file says of the namespace.
        asking: what runs in it.
        site: where, as messages name it.
    """
    try:
        bounds = limits(told)
    except ArgumentsError:
        bounds = None  # whoever makes the namespace's arguments tells of it
    ranges = [] if bounds is None else [{"limits": [{"type": "Container", **_api(bounds)}]}]
    pods = {each.name: defaulted(each.pod, ranges) for each in asking}
    for each in asking:
        yield from _out_of_bounds(pods[each.name], each.name, ranges)
        if bounds is not None and each.volume is not None:
            yield from _disks_out_of_bounds(bounds, each.volume[0], each.name)
    yield from _over(("quota",), told.quota, asking, pods, site)
    for priority, hard in told.priority_quotas.items():
        of_it = [each for each in asking if each.priority == priority]
        yield from _over(("priority_quotas", priority), hard, of_it, pods, site)


def _out_of_bounds(pod: Mapping[str, Any], name: str, ranges: list[dict[str, Any]]) -> Iterator[tuple[Decimal, Problem]]:
    (container,) = pod["containers"]
    resources = container["resources"]
    for item in (item for each in ranges for item in each["limits"]):
        for breach in breaches(item, resources):
            word, what, fix = _WORDS[breach.bound]
            has = f"{float(breach.given):g}" if word == "ratio" else breach.given
            expected = f"a {what} that lets in {name}, which has {has}"
            excess = abs((quantity(breach.given) or Decimal(0)) - (quantity(breach.allowed) or Decimal(0)))
            yield excess, Problem(("limits", word, breach.resource), f'"{breach.allowed}"', expected, f"{fix}, or change {name}")
        for resource, limit in resources["limits"].items():
            asked = resources["requests"].get(resource)
            word = "default" if resource in item.get("default", {}) else "max"
            excess = (quantity(asked) or Decimal(0)) - (quantity(limit) or Decimal(0))
            if excess > 0 and item.get(word, {}).get(resource) == limit:
                expected = f"a limit of {asked} or more, what {name} asks for without a limit of its own"
                yield excess, Problem(("limits", word, resource), f'"{limit}"', expected, f"raise it, or give {name} a limit")


def _disks_out_of_bounds(bounds: contracts.Limits, size: str, name: str) -> Iterator[tuple[Decimal, Problem]]:
    asked = quantity(size) or Decimal(0)
    for word, bound, sign in (("max", bounds.volume_max, 1), ("min", bounds.volume_min, -1)):
        excess = sign * (asked - (quantity(bound) or asked))
        if excess > 0:
            expected, fix = f"one that lets in the disks of {name}, {size} each", f"change it, or the volume of {name}"
            yield excess, Problem(("limits", "volume", word), f'"{bound}"', expected, fix)


def _over(
    path: Steps, hard: Mapping[str, str], asking: list[Asking], pods: Mapping[str, Mapping[str, Any]], site: str
) -> Iterator[tuple[Decimal, Problem]]:
    """What a quota refuses: pods that do not say what it counts, and more than it has."""
    silent = {each.name: [entry.partition(" for:")[0] for entry in unspecified(hard, pods[each.name])] for each in asking}
    counted = {each.name: summed((times(of_pod(pods[each.name]), each.number), each.claims)) for each in asking}
    for key, bound in hard.items():
        if bare := [name for name, keys in silent.items() if key in keys]:
            resource = key.rpartition(".")[2]
            given = f"a quota of {key} while {' and '.join(bare)} {'says' if len(bare) == 1 else 'say'} no limit"
            fix = f"write limits: {{default: {{{resource}: …}}}} of the namespace, or {resource}_limit of each"
            yield Decimal(1), Problem((*path, key), given, "a limit of every pod, since one without is refused then", fix)
            continue
        total = sum((amounts.get(key, Decimal(0)) for amounts in counted.values()), Decimal(0))
        there = quantity(bound) or Decimal(0)
        if total > there:
            takers = [each for each in asking if counted[each.name].get(key)]
            asked = " and ".join(f"{each.number:,} pods of {each.name}" for each in takers)
            expected = f"{shown(key, total)} or more, what {asked} take at most in {site}"
            yield total - there, Problem((*path, key), f'"{bound}"', expected, f"write {shown(key, total)}, or lower what may run")


def _asking(environment: Environment, cluster: str, namespace: str, site: str) -> list[Asking]:
    """What runs in a namespace of a cluster at a site."""
    place = environment.clusters[cluster]
    if not stands(place.sites, site):
        return []
    unsaid = next((name for name, each in place.priorities.items() if each != NONE and each.default), USUAL)

    def here(each: run.Pods) -> bool:
        return (each.cluster, each.namespace) == (cluster, namespace) and stands(each.sites, site)

    found = []
    for key, each in environment.workloads.items():
        if here(each):
            most = each.replicas.max if each.kind == "StatefulSet" else rolled_out(each.replicas.max)
            found.append(_pods(key, each, most, unsaid, each.volume))
    return [*found, *(_pods(key, each, each.parallelism, unsaid) for key, each in environment.jobs.items() if here(each))]


def _pods(name: str, told: run.Pods, number: int, unsaid: str, volume: run.Volume | None = None) -> Asking:
    """The pods of a workload or a job; `unsaid` is the priority of those that say none."""
    capped = {"cpu": told.cpu_limit} if told.cpu_limit is not None else {}
    requests = {"cpu": told.cpu, "memory": told.memory}
    priority = unsaid if told.priority == USUAL else told.priority
    disk = None if volume is None else (volume.size, volume.storage_class or ENCRYPTED)
    return Asking(name, number, requests, {**capped, "memory": told.memory}, priority, disk)


def _api(bounds: contracts.Limits) -> dict[str, dict[str, str]]:
    """The bounds of containers as the API has them."""
    names = {"default_request": "defaultRequest", "max_limit_request_ratio": "maxLimitRequestRatio"}
    return {names.get(name, name): amounts for name, amounts in bounds.of_containers.items()}
