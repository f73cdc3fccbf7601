"""The program that keeps floors, beside what others write in a cluster, and beside what KEDA scales."""

from __future__ import annotations

import copy
from datetime import UTC, datetime
from typing import Any

import pytest

from components.schedule import floor_schedule
from tests.support.autoscaler import NAMED, SCALED, Server, annotated, kept, sale


class Shared(Server):
    """The same beside autoscalers of others, and beside what KEDA scales where it is installed."""

    def __init__(self, *others: dict[str, Any], scaled: list[dict[str, Any]] | None = None) -> None:
        super().__init__(floor_schedule(sale()))
        self.others, self.scaled = others, scaled

    def get(self, path: str) -> Any:
        if path == SCALED and self.scaled is not None:
            return {"items": copy.deepcopy(self.scaled)}
        answer = super().get(path)
        return {"items": [*self.others, *answer["items"]]} if "items" in answer else answer


def other(annotations: dict[str, str], **spec: Any) -> dict[str, Any]:
    metadata = {"name": "x", "namespace": "elsewhere", "resourceVersion": "1", "annotations": annotations}
    return {"metadata": metadata, "spec": {"minReplicas": 1, "maxReplicas": 9, **spec}}


@pytest.mark.parametrize(
    "annotations",
    [
        {"nusantara/floor.base": "1", "nusantara/placeholders": "x"},
        {"nusantara/floor.base": "1", "nusantara/placeholders": "x", "nusantara/lead": "9" * 30},
        {"nusantara/floor.base": "1", "nusantara/placeholders": "x", "nusantara/lead": "soon"},
        {
            "nusantara/floor.base": "1",
            "nusantara/placeholders": "../../shop/deployments/storefront-placeholders",
            "nusantara/lead": "1",
        },
        {"nusantara/floor.base": "\N{SUPERSCRIPT TWO}"},
    ],
    ids=["no lead", "an endless lead", "a word for a lead", "another's placeholders", "no number"],
)
def test_whatever_others_write_keeps_no_floor_from_rising(annotations):
    server = Shared(other(annotations))
    (fault,) = kept(server, datetime(2026, 12, 11, 17, tzinfo=UTC))
    assert fault.startswith("elsewhere/x: ")
    assert (server.floor, server.patches) == (12, [NAMED])


def scaled_object(**spec: Any) -> dict[str, Any]:
    return {
        "metadata": {
            "name": "feed",
            "namespace": "shop",
            "resourceVersion": "7",
            "annotations": annotated(floor_schedule(sale())) | {"nusantara/placeholders": "feed-room", "nusantara/lead": "900"},
        },
        "spec": {"scaleTargetRef": {"name": "feed"}, "triggers": [], **spec},
        "status": {"hpaName": "keda-hpa-feed"},
    }


def test_what_keda_scales_has_its_floor_set_where_keda_reads_it():
    of_keda = {"metadata": {"name": "keda-hpa-feed", "namespace": "shop"}, "spec": {}, "status": {"currentReplicas": 5}}
    server, asked = Shared(of_keda, scaled=[scaled_object()]), []
    scale, feed = (
        "/apis/apps/v1/namespaces/shop/deployments/feed-room/scale",
        f"{SCALED.replace('/scaled', '/namespaces/shop/scaled')}/feed",
    )
    listed = server.get
    server.get = lambda path: {"spec": {"replicas": 2}} if path == scale else listed(path)
    server.patch = lambda path, change: asked.append((path, change))
    assert kept(server, datetime(2026, 12, 11, 15, 50, tzinfo=UTC)) == []
    floor = {"metadata": {"resourceVersion": "7"}, "spec": {"minReplicaCount": 3}}
    assert asked[-2:] == [(feed, floor), (scale, {"spec": {"replicas": 7}})], "room for 12 beside the 5 that run"
    server.scaled = [scaled_object(minReplicaCount=3, maxReplicaCount=10)]
    asked.clear()
    assert kept(server, datetime(2026, 12, 11, 16, tzinfo=UTC)) == []
    assert (feed, {**floor, "spec": {"minReplicaCount": 10}}) in asked, "no higher than its max"


def test_a_cluster_whose_scaled_objects_cannot_be_read_is_told():
    server = Server(floor_schedule(sale()))
    server.refused = {SCALED}
    (fault,) = kept(server, datetime(2026, 12, 11, 17, tzinfo=UTC))
    assert "cannot be listed" in fault
