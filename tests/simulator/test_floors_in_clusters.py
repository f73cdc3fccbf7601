"""A workload and its events in a simulated cluster, where the keeper's program runs by a clock of the test's."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import simulator
from components.kubernetes.keep_floors import UnknownError, keep
from engine.result import Result
from tests.support.preloaded import ComponentStack
from tests.support.programs import errors, ops
from tests.support.simulated import Provider

ROOT = Path(__file__).parents[2]
PROGRAM = """
import sys
sys.path.insert(0, {root!r})
from datetime import timedelta
import pulumi
import pulumi_kubernetes
from components import capacity, contracts, schedule
from components.kubernetes.floor_keeper import FloorKeeper
from components.kubernetes.namespace import Namespace, NamespaceArgs
from components.kubernetes.workload import Workload

config = pulumi.Config()
inside = pulumi.ResourceOptions(provider=pulumi_kubernetes.Provider("inside", cluster_identifier="main"))
low, peak = config.require_int("min"), config.require_int("peak")
floors = None
if peak:
    namespace = Namespace("event-floors", NamespaceArgs(namespace=contracts.KEEPER_NAMESPACE), inside)
    keeper = FloorKeeper("keeper", contracts.FloorKeeperArgs(namespace=namespace.name), inside)
    sale = schedule.Event(name="sale", time_zone="Asia/Jakarta", start="2026-12-12 00:00", end="2026-12-12 06:00")
    timeline = schedule.Timeline(low, 60, [(sale, peak)])
    room = schedule.room_schedule(timeline, timedelta(seconds=900))
    floors = contracts.Floors(schedule=schedule.floor_schedule(timeline), keeping=keeper.keeping, room=room)
moved = capacity.scheduled if floors else capacity.autoscaled
Workload("storefront", contracts.WorkloadArgs(
    image="shop@sha256:" + "5" * 64, replicas=moved(min=low, max=60), floors=floors, target_cpu=config.require_int("cpu")), inside)
"""
AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
BEFORE, NEAR, DURING, AFTER = (datetime(2026, 12, 11, *clock, tzinfo=UTC) for clock in ((12, 0), (16, 50), (18, 0), (23, 30)))


class Cluster:
    """The simulated cluster as the keeper's program sees it."""

    def __init__(self, store: Path) -> None:
        self._store, self._provider = store, Provider("kubernetes", store, clusterIdentifier="main")
        self.now = BEFORE

    def found(self, kind: str, name: str) -> dict[str, Any]:
        return self._provider.found(kind, f"default/{name}")[1]

    def get(self, path: str) -> Any:
        if path.endswith("/scale"):
            return {"spec": {"replicas": self.found(DEPLOYMENT, path.split("/")[-2])["spec"]["replicas"]}}
        if "keda" in path:
            raise UnknownError(path)
        autoscaler = self.found(AUTOSCALER, "storefront")
        return {"items": [{**autoscaler, "status": {"currentReplicas": autoscaler["spec"]["minReplicas"]}}]}

    def patch(self, path: str, change: Any) -> None:
        kind, name = (DEPLOYMENT, path.split("/")[-2]) if path.endswith("/scale") else (AUTOSCALER, path.rpartition("/")[2])
        ((field, value),) = change["spec"].items()
        urn = next(each.urn for each in simulator.Clouds(self._store).list() if (each.type, each.id) == (kind, f"default/{name}"))
        simulator.Clouds(self._store).change(urn, {f"spec.{field}": value})


class Shop:
    """A stack with one workload, and the cluster that it stands in."""

    def __init__(self, root: Path) -> None:
        store = root / "clouds.sqlite"
        self._stack = ComponentStack(
            root, PROGRAM.format(root=str(ROOT)), providers=lambda package: simulator.servicer(package, store=store)
        )
        self.cluster = Cluster(store)

    def up(self, *, peak: int, low: int = 3, cpu: int = 60, refresh: bool = False) -> Result:
        self._stack.configure(min=low, peak=peak, cpu=cpu)
        result = self._stack.update(refresh=refresh)
        assert not errors(result)
        return result

    def round(self, moment: datetime) -> tuple[int, int]:
        """What a round of the keeper leaves: the floor, and how many placeholders."""
        self.cluster.now = moment
        assert keep(self.cluster) == []
        return self.floor, self.cluster.found(DEPLOYMENT, "storefront-placeholders")["spec"]["replicas"]

    @property
    def floor(self) -> int:
        return self.cluster.found(AUTOSCALER, "storefront")["spec"]["minReplicas"]


def touched(result: Result) -> list[str]:
    """What an update did; a component whose arguments are others is none of it."""
    single = [step for step in result.steps if not step.type.startswith("nusantara:")]
    return [each for each in ops(single) if not each.startswith(("same ", "refresh "))]


@pytest.fixture
def shop(tmp_path) -> Shop:
    return Shop(tmp_path)


def test_nodes_come_first_then_the_floor_and_both_go_back(shop):
    shop.up(peak=40)
    assert [shop.round(moment) for moment in (BEFORE, NEAR, DURING, AFTER)] == [(3, 0), (3, 37), (40, 0), (3, 0)]


@pytest.mark.parametrize("refresh", [False, True], ids=["up", "up --refresh"])
def test_no_update_inside_a_window_touches_the_floor(shop, refresh):
    shop.up(peak=40)
    shop.round(NEAR)
    assert touched(shop.up(peak=40, refresh=refresh)) == []
    assert shop.round(NEAR) == (3, 37), "placeholders are left alone too"
    shop.round(DURING)
    assert touched(shop.up(peak=40, refresh=refresh)) == []
    assert shop.floor == 40
    assert touched(shop.up(peak=40, cpu=70, refresh=refresh)) == ["update storefront-autoscaler"]
    assert shop.floor == 40, "another change of the autoscaler leaves it alone"


@pytest.mark.parametrize("refresh", [False, True], ids=["up", "up --refresh"])
def test_an_update_of_placeholders_leaves_as_many_as_there_are(shop, refresh):
    shop.up(peak=40)
    shop.round(NEAR)
    assert "update storefront-floors-placeholders" in touched(shop.up(peak=50, refresh=refresh))
    assert shop.cluster.found(DEPLOYMENT, "storefront-placeholders")["spec"]["replicas"] == 37
    assert shop.round(NEAR) == (3, 47)


@pytest.mark.parametrize("refresh", [False, True], ids=["up", "up --refresh"])
def test_another_peak_or_base_comes_with_the_next_round(shop, refresh):
    shop.up(peak=40)
    shop.round(DURING)
    both = ["update storefront-autoscaler", "update storefront-floors-placeholders"]
    assert sorted(touched(shop.up(peak=50, low=5, refresh=refresh))) == both
    assert shop.floor == 40
    assert [shop.round(moment) for moment in (DURING, AFTER)] == [(50, 0), (5, 0)]


@pytest.mark.parametrize("refresh", [False, True], ids=["up", "up --refresh"])
def test_an_event_that_is_removed_inside_its_window_takes_its_floor_along_in_that_update(shop, refresh):
    shop.up(peak=40)
    shop.round(DURING)
    gone = touched(shop.up(peak=0, refresh=refresh))
    assert [each for each in gone if not each.startswith("delete ")] == ["update storefront-autoscaler"]
    assert shop.floor == 3
    assert shop.cluster.found(AUTOSCALER, "storefront")["metadata"]["annotations"] == {"pulumi.com/patchForce": "true"}
    assert touched(shop.up(peak=0)) == []


def test_an_event_that_is_added_replaces_nothing(shop):
    shop.up(peak=0)
    came = touched(shop.up(peak=40))
    assert [each for each in came if not each.startswith("create ")] == ["update storefront-autoscaler"]
    assert shop.floor == 3
    assert shop.round(DURING) == (40, 0)
