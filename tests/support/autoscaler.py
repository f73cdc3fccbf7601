"""An API server in memory with one autoscaler, and the program that keeps floors played against it."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from typing import Any

from components.kubernetes.keep_floors import RefusedError, UnknownError, keep
from components.schedule import Event, Timeline
from tests.support.timelines import BASE, CEILING

MINUTE = timedelta(minutes=1)
LEAD = timedelta(minutes=15)
END = datetime(2035, 1, 1, tzinfo=UTC)
NAMED = "/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/storefront"
SCALED = "/apis/keda.sh/v1alpha1/scaledobjects"
SCALE = "/apis/apps/v1/namespaces/shop/deployments/storefront-placeholders/scale"


def annotated(schedule: dict[str, str]) -> dict[str, str]:
    return {f"nusantara/floor.{key}": value for key, value in schedule.items()}


class Server:
    """An API server with one autoscaler, whose pods follow its lower bound at once, and the scale of its placeholders."""

    def __init__(self, schedule: dict[str, str] | None, *, floor: int = BASE, ceiling: int = CEILING) -> None:
        given = annotated(schedule or {}) | {"nusantara/placeholders": "storefront-placeholders", "nusantara/lead": "900"}
        self.autoscaler: dict[str, Any] = {
            "metadata": {
                "name": "storefront",
                "namespace": "shop",
                "resourceVersion": "1",
                "annotations": given if schedule else {},
            },
            "spec": {"minReplicas": floor, "maxReplicas": ceiling},
            "status": {"currentReplicas": floor},
        }
        self.placeholders = 0
        self.patches: list[str] = []
        self.refused: set[str] = set()
        self.now = END

    @property
    def floor(self) -> int:
        return self.autoscaler["spec"]["minReplicas"]

    def get(self, path: str) -> Any:
        if path in self.refused:
            raise RefusedError(path)
        if path == SCALE:
            return {"spec": {"replicas": self.placeholders} if self.placeholders else {}}
        if path == SCALED:
            raise UnknownError(path)
        assert path == "/apis/autoscaling/v2/horizontalpodautoscalers"
        return {"items": [copy.deepcopy(self.autoscaler)]}

    def patch(self, path: str, change: Any) -> None:
        if path in self.refused:
            raise RefusedError(path)
        self.patches.append(path)
        if path == SCALE:
            self.placeholders = change["spec"]["replicas"]
            return
        assert path == NAMED
        assert set(change) == {"metadata", "spec"}
        if change["metadata"] != {"resourceVersion": self.autoscaler["metadata"]["resourceVersion"]}:
            raise RefusedError("409")
        floor = change["spec"]["minReplicas"]
        assert 1 <= floor <= self.autoscaler["spec"]["maxReplicas"]
        self.autoscaler["spec"]["minReplicas"] = floor
        self.autoscaler["status"]["currentReplicas"] = max(floor, 0)


def kept(server: Server, now: datetime) -> list[str]:
    server.now = now
    return keep(server)


def sale(floor: int = 12) -> Timeline:
    event = Event(name="sale", time_zone="Asia/Jakarta", start="2026-12-12 00:00", end="2026-12-12 03:00", warm_up=3600)
    return Timeline(BASE, CEILING, [(event, floor)])
