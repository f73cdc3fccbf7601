"""Rule `shrunk`: what is to be smaller, and never is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from checks.plan import Kind
from engine.values import UNKNOWN

from ..shop import ALICLOUD, change, found, plan

CLAIM = "kubernetes:core/v1:PersistentVolumeClaim"


def _claim(size: Any) -> dict[str, Any]:
    return {"spec": {"resources": {"requests": {"storage": size}}}}


@pytest.mark.parametrize(
    ("type_", "old", "new", "told"),
    [
        (CLAIM, _claim("50Gi"), _claim("20Gi"), "spec.resources.requests.storage would go from 50Gi to 20Gi"),
        (CLAIM, _claim("1Gi"), _claim("1024Mi"), ""),
        (CLAIM, _claim("20Gi"), _claim("50Gi"), ""),
        (CLAIM, _claim("20Gi"), _claim(UNKNOWN), ""),
        (
            "aws:rds/instance:Instance",
            {"allocatedStorage": 100.0},
            {"allocatedStorage": 50.0},
            "allocatedStorage would go from 100 to 50",
        ),
        ("aws:ebs/volume:Volume", {"size": 100.0}, {"size": 200.0}, ""),
        ("alicloud:ecs/ecsDisk:EcsDisk", {"size": 100}, {"size": 40}, "size would go from 100 to 40"),
        ("kubernetes:storage.example/v1:PersistentVolumeClaim", _claim("50Gi"), _claim("20Gi"), ""),
    ],
)
def test_what_never_shrinks(type_: str, old: Any, new: Any, told: str):
    made = replace(change(type_, "it", Kind.UPDATED, f"{ALICLOUD}:Cluster::bali-main"), old=old, new=new)
    assert [finding.reason.startswith(told) for finding in found("shrunk", plan(made), None)] == ([True] if told else [])
    assert found("shrunk", plan(replace(made, kind=Kind.REPLACED)), None) == []
