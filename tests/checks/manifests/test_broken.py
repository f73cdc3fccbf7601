"""One thing wrong at a time, in each way that schemas and rules know: the object, the place and the reason, and nothing else."""

from __future__ import annotations

import pytest

from .cases import BY_RULES, BY_SCHEMA, CONTAINER
from .made import OUT, broken, every, found, plan


def test_what_is_sound_is_silent():
    assert list(found(plan(every()))) == []


@pytest.mark.parametrize(("called", "path", "value", "where", "reason"), [*BY_SCHEMA, *BY_RULES])
def test_one_fault_is_told_at_its_object_and_place(called, path, value, where, reason):
    assert any(each[:2] == (called, where) and reason in each[2] for each in broken(called, path, value))


def test_a_number_of_pods_beside_an_autoscaler_is_told_at_that():
    (told,) = broken("web", "spec.replicas", 3)
    assert told == ("autoscaler", "spec.scaleTargetRef", "Deployment web says replicas itself, which every update sets back")


@pytest.mark.parametrize(
    ("called", "path", "value", "also"),
    [
        ("namespace", "metadata.name", "Shop", "metadata.namespace"),  # what is in it is nowhere then
        ("config", "metadata.name", OUT, "spec.template.spec"),  # what mounts it finds nothing
        ("web", f"{CONTAINER}.ports[1].name", "Metrics_", None),
        ("autoscaler", "spec.minReplicas", 31, None),
        ("web", f"{CONTAINER}.ports[0].containerPort", 99999, None),
    ],
)
def test_nothing_else_is_told(called, path, value, also):
    first, *rest = broken(called, path, value)
    assert all(also is not None and place.startswith(also) for object_, place, _ in rest), (first, rest)


def test_every_fault_of_an_object_is_told_at_once():
    objects = every()
    container = objects["web"]["spec"]["template"]["spec"]["containers"][0]
    container["image"], container["port"], container["ports"][0]["containerPort"] = 5, [], 0
    told = {place.removeprefix(f"{CONTAINER}.") for called, place, _ in found(plan(objects)) if called == "web"}
    assert {"image", "port", "ports[0].containerPort"} <= told


def test_two_of_one_name_are_told_at_both():
    objects = every() | {"twin": every()["config"]}
    told = [(called, reason) for called, place, reason in found(plan(objects)) if place == "metadata.name"]
    assert [called for called, _ in told] == ["config", "twin"]
    assert "::twin is the same ConfigMap web in the same place" in told[0][1]
