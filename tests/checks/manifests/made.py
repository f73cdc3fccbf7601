"""A cluster with one object of each kind, as a program registers them, and the same with something of it otherwise."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from checks.manifests.checking import problems
from checks.manifests.objects import Manifests, manifests
from checks.plan import SITE
from engine.events import Asked
from engine.values import UNKNOWN

OBJECTS: Final = Path(__file__).with_name("objects.yaml")
PREFIX: Final = "urn:pulumi:dev::shop::"
ROOT: Final = f"{PREFIX}{SITE}::java"
COMPONENT: Final = f"{PREFIX}nusantara:aws:Cluster::java-main"
PLANE: Final = f"{PREFIX}nusantara:aws:Cluster$aws:eks/cluster:Cluster::java-main-control-plane"
PROVIDER: Final = f"{PREFIX}nusantara:aws:Cluster$pulumi:providers:kubernetes::java-main-kubernetes"
OUT: Final = object()
"""In place of a value: take the field out."""


def cluster(version: Any = "1.35") -> list[Asked]:
    """A cluster of a site, with the provider that reaches it."""
    return [
        Asked(urn=ROOT, type=SITE),
        Asked(urn=COMPONENT, type="nusantara:aws:Cluster", parent=ROOT),
        Asked(
            urn=PLANE,
            type="aws:eks/cluster:Cluster",
            provider=f"{PREFIX}pulumi:providers:aws::java::1",
            parent=COMPONENT,
            inputs={"version": version},
        ),
        Asked(
            urn=PROVIDER,
            type="pulumi:providers:kubernetes",
            parent=COMPONENT,
            inputs={"kubeconfig": UNKNOWN},
            sources={"kubeconfig": (PLANE,)},
        ),
    ]


def every() -> dict[str, dict[str, Any]]:
    """The inputs of the objects, by what they are called here; no two share a part."""
    return copy.deepcopy(_written())


@cache
def _written() -> dict[str, dict[str, Any]]:
    return yaml.safe_load(OBJECTS.read_text())


def asked(called: str, inputs: dict[str, Any]) -> Asked:
    """An object as the SDK registers it."""
    group, _, version = inputs["apiVersion"].rpartition("/")
    token = f"kubernetes:{group or 'core'}/{version}:{inputs['kind']}"
    return Asked(urn=f"{PREFIX}{token}::{called}", type=token, provider=f"{PROVIDER}::7", parent=ROOT, inputs=inputs)


def set_at(value: Any, path: str, new: Any) -> None:
    """Put a value at a path like `spec.ports[0].port`."""
    *way, last = [int(index) if index else name for name, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path)]
    for step in way:
        value = value.setdefault(step, {}) if isinstance(value, dict) else value[step]
    if new is OUT:
        del value[last]
    elif isinstance(value, list) and last == len(value):
        value.append(new)
    else:
        value[last] = new


def plan(objects: dict[str, dict[str, Any]], *, version: Any = "1.35", more: Iterable[Asked] = ()) -> Manifests:
    """The Kubernetes objects of a program."""
    return manifests([*cluster(version), *(asked(called, inputs) for called, inputs in objects.items()), *more])


def found(made: Manifests) -> Iterator[tuple[str, str, str]]:
    """What is wrong with which object, where, and why."""
    return ((manifest.urn.rpartition("::")[2], problem.path, problem.reason) for manifest, problem in problems(made))


def broken(called: str, path: str, value: Any, *, version: str = "1.35") -> list[tuple[str, str, str]]:
    """What is found where one thing is otherwise."""
    objects = every()
    set_at(objects[called], path, value)
    return list(found(plan(objects, version=version)))
