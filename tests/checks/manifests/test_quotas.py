"""Quotas that hold less than what is to run at the fewest."""

from __future__ import annotations

from typing import Any

import pytest

from engine.values import UNKNOWN

from .made import every, found, plan


def told(hard: Any, *, namespace: Any = "shop", scopes: Any = None, replicas: Any = 3) -> list[tuple[str, str]]:
    """What is found of a quota beside a workload whose pods ask for half a processor and 256Mi each."""
    spec = {"hard": hard} | ({"scopes": scopes} if scopes else {})
    quota = {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "all", "namespace": "shop"}, "spec": spec}
    container = {"name": "web", "image": "web", "resources": {"requests": {"cpu": "500m", "memory": "256Mi"}}}
    first = {"name": "first", "image": "web", "resources": {"requests": {"memory": "300Mi"}}}
    workload = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "heavy", "namespace": namespace},
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": "heavy"}},
            "template": {"metadata": {"labels": {"app": "heavy"}}, "spec": {"containers": [container], "initContainers": [first]}},
        },
    }
    others = {called: each for called, each in every().items() if each["kind"] not in ("Deployment", "StatefulSet")}
    objects = others | {"quota": quota, "heavy": workload}
    return [(path, reason) for called, path, reason in found(plan(objects)) if called == "quota"]


@pytest.mark.parametrize(
    ("hard", "path", "asked"),
    [
        ({"requests.cpu": "1"}, 'spec.hard["requests.cpu"]', "is 1.5"),
        ({"cpu": "1400m"}, 'spec.hard["cpu"]', "is 1.5"),
        ({"requests.memory": "512Mi"}, 'spec.hard["requests.memory"]', "is 900Mi"),
        ({"pods": 2}, 'spec.hard["pods"]', "is 3"),
    ],
)
def test_what_is_too_small(hard: Any, path: str, asked: str):
    ((where, reason),) = told(hard)
    assert where == path
    assert reason.endswith(asked)


@pytest.mark.parametrize(
    "options",
    [
        {"hard": {"requests.cpu": "1500m", "pods": "3", "services": "0"}},
        {"hard": {"requests.cpu": UNKNOWN}},
        {"hard": {"requests.cpu": "1"}, "namespace": "pay"},
        {"hard": {"requests.cpu": "1"}, "namespace": UNKNOWN},
        {"hard": {"requests.cpu": "1"}, "scopes": ["BestEffort"]},
        {"hard": {"requests.cpu": "1"}, "replicas": UNKNOWN},
    ],
    ids=str,
)
def test_what_may_have_room_is_silent(options: dict[str, Any]):
    assert [each for each in told(**options) if each[0].startswith("spec.hard")] == []
