"""Everything that can be said of the objects of a plan without their clusters."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ..finding import Severity
from .clusters import Cluster
from .neighbours import Neighbours
from .objects import Manifest, Manifests
from .problem import Problem
from .removed import removed
from .rules import RULES
from .schemas import Schemas, schemas, versions


@dataclass(frozen=True, slots=True)
class Unjudged:
    """What of a cluster was not looked at, or not by every rule.

    Args:
        cluster: the cluster.
        reason: what, and why, as a sentence without its full stop.
        fix: what to do about it.
    """

    cluster: Cluster
    reason: str
    fix: str


def problems(found: Manifests) -> Iterator[tuple[Manifest, Problem]]:
    """What is wrong with each object: by the schema of its cluster's version, and by the rules that schemas miss."""
    opened = frozenset(found.releases.values())
    for cluster in found.clusters:
        objects = found.only([cluster]).objects
        near = Neighbours(objects, open=cluster in opened)
        known = schemas(cluster.version) if cluster.version else None
        for each in objects:
            yield from ((each, problem) for problem in _of(each, near, known))


def _of(manifest: Manifest, near: Neighbours, known: Schemas | None) -> Iterator[Problem]:
    if known is not None and manifest.builtin:
        yield from known.problems(manifest) if known.knows(manifest) else _unknown(manifest, known)
    for rule in RULES:
        yield from (_veiled(manifest, problem) for problem in rule(manifest, near))


def _veiled(manifest: Manifest, problem: Problem) -> Problem:
    """A problem without its words where it is about what is secret."""
    if not any(problem.path.startswith(hidden) for hidden in manifest.hidden):
        return problem
    return dataclasses.replace(problem, reason="what stands here is secret, and not what belongs here")


def _unknown(manifest: Manifest, known: Schemas) -> Iterator[Problem]:
    gone = list(removed(manifest))
    yield from gone
    if not gone:
        there = known.versions(manifest.kind)
        near = ", ".join(there) if there else ""
        yield Problem(
            path="apiVersion",
            reason=f"Kubernetes {known.version} has no {manifest.api_version} {manifest.kind}",
            fix=f"write {near}" if near else "see `kubectl api-resources`",
            severity=Severity.ERROR if known.version == manifest.cluster.version else Severity.WARNING,
        )


def unversioned(found: Manifests) -> Iterator[Unjudged]:
    """What could not be held to the schemas of its cluster's own version, once a cluster."""
    for cluster in found.clusters:
        own = sum(each.builtin for each in found.only([cluster]).objects)
        if own and not cluster.version:
            reason = f"{_left(own, 'object')} to schemas: which version this cluster has is not known"
            yield Unjudged(cluster, reason, "give the cluster a version, and its provider the kubeconfig of that cluster")
        elif own:
            yield from _of_another(cluster, own)


def unknowable(found: Manifests) -> Iterator[Unjudged]:
    """What has no schema here by its nature, once a cluster and reason: custom kinds, and what releases and patches stand for."""
    for cluster in found.clusters:
        objects = found.only([cluster]).objects
        custom = Counter(f"{each.api_version} {each.kind}" for each in objects if not each.builtin)
        if custom:
            told = ", ".join(f"{kind} ({count})" if count > 1 else kind for kind, count in sorted(custom.items()))
            yield Unjudged(
                cluster,
                f"{_left(custom.total(), 'object', ' of custom kinds')} to schemas: {told}",
                "ask the API server that has their definitions",
            )
    yield from _contents(found)


def _of_another(cluster: Cluster, objects: int) -> Iterator[Unjudged]:
    """That there are no schemas of the cluster's own version."""
    known = schemas(cluster.version)
    first, *_, last = versions()
    if known is None:
        reason = f"{_left(objects, 'object')} to schemas: there are none of Kubernetes {cluster.version}"
        yield Unjudged(cluster, reason, f"there are those of {first} to {last}: bring the cluster to one of these versions")
    elif known.version != cluster.version:
        held = f"{counted(objects, 'object')} {'was' if objects == 1 else 'were'} held to the schemas of Kubernetes {last}"
        reason = f"{held}, the newest that there are, and the cluster has {cluster.version}"
        yield Unjudged(cluster, reason, "ask the API server; a newer kubernetes-validate may have the schemas")


def _contents(found: Manifests) -> Iterator[Unjudged]:
    for what, urns, fix in (
        ("Helm release", found.releases, "render it with `helm template`, or ask the API server"),
        ("patch", found.patches, "ask the API server, which has the objects that it changes"),
    ):
        counts: dict[Cluster, int] = defaultdict(int)
        for cluster in urns.values():
            counts[cluster] += 1
        for cluster, count in sorted(counts.items(), key=lambda item: item[0].name):
            yield Unjudged(cluster, f"what {counted(count, what)} {'holds' if count == 1 else 'hold'} was not looked at", fix)


def _left(number: int, what: str, which: str = "") -> str:
    return f"{counted(number, what)}{which} {'was' if number == 1 else 'were'} not held"


def counted(number: int, what: str) -> str:
    """A number of things in words."""
    plural = f"{what}es" if what.endswith("ch") else f"{what}s"
    return f"{number} {what if number == 1 else plural}"
