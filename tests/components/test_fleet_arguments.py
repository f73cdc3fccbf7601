"""What is wrong with the parts of a fleet: every fault, with what was given, expected and the fix."""

from __future__ import annotations

from typing import Any

import pytest

from components.aws.fleet import Maintenance, WarmPool
from components.contracts import (
    Attributes,
    Formula,
    HealthCheck,
    LifecycleHook,
    Listener,
    Metric,
    PredictiveScaling,
    Refresh,
    Step,
    StepScaling,
    TargetGroup,
    TargetTracking,
)
from components.errors import ArgumentsError
from tests.support import behind
from tests.support.clouds import AWS, CLOUDS
from tests.support.faults import faults_of, fields_of, fleet_faults
from tests.support.mocks import record

OWN = Metric(namespace="Shop", name="Backlog")
SMALL: dict[str, Any] = {"vcpus": (2, 4), "memory_gib": (4, 8)}


def told(kind: Any, **fields: Any) -> Any:
    """What a program without types would make, with words that there are not."""
    return kind(**fields)


def fleet_fields(cloud, **changes) -> list[str]:
    return fields_of(fleet_faults(cloud, **changes))


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: told(Metric, namespace="", name=" ", statistic="mean"), ["namespace", "name", "statistic"]),
        (lambda: told(TargetTracking, metric="memory", value=1), ["metric"]),
        (lambda: TargetTracking(metric="cpu", value=101, warm_up=-1), ["value", "warm_up"]),
        (lambda: TargetTracking(metric="requests", value=0), ["value"]),
        (lambda: StepScaling(metric="cpu", steps=()), ["steps"]),
        (lambda: StepScaling(metric="cpu", steps=(Step(at=70, change=0),)), ["steps.0.change"]),
        (lambda: StepScaling(metric="cpu", steps=(Step(at=70, change=1), Step(at=30, change=-1))), ["steps.1.change", "steps"]),
        (lambda: StepScaling(metric="cpu", steps=(Step(at=70, change=1), Step(at=70, change=2))), ["steps"]),
        (lambda: StepScaling(metric="cpu", steps=(Step(at=15, change=-2), Step(at=30, change=-1))), ["steps"]),
        (
            lambda: told(
                StepScaling, metric="cpu", steps=(Step(at=70, change=1),), unit="nodes", least=2, period=90, evaluations=0
            ),
            ["unit", "least", "period", "evaluations"],
        ),
        (lambda: StepScaling(metric="cpu", steps=(Step(at=70, change=1),), least=2), ["least"]),
        (lambda: PredictiveScaling(metric="cpu", value=50, lead=90, beyond_max=101), ["lead", "beyond_max"]),
        (lambda: told(LifecycleHook, on="reboot", timeout=29, default="stay"), ["on", "timeout", "default"]),
        (lambda: Refresh(alarms=tuple("abcdefghijk")), ["alarms"]),
        (lambda: PredictiveScaling(metric=OWN, value=5), ["load"]),
        (lambda: PredictiveScaling(metric="cpu", load=OWN, capacity=OWN, value=5), ["load", "capacity"]),
        (lambda: Formula(expression=" "), ["expression"]),
        (
            lambda: Formula(expression="A + b + result", metrics={"A": OWN, "b": OWN, "result": OWN, "c": OWN}),
            ["metrics.A", "metrics.result", "metrics.c"],
        ),
        (lambda: Formula(expression=" + ".join("abcdefghij"), metrics=dict.fromkeys("abcdefghij", OWN)), ["metrics"]),
        (lambda: Attributes(vcpus=(0, 2), memory_gib=(8, 4)), ["vcpus", "memory_gib"]),
        (lambda: Attributes(**SMALL, allowed=("m*",), excluded=("m5*",)), ["allowed"]),
        (
            lambda: told(Attributes, **SMALL, network_gbps=(10, 5), ebs_mbps=(-1, None), accelerator_types=("tpu", "gpu", "gpu")),
            ["network_gbps", "ebs_mbps", "accelerator_types.2", "accelerator_types.0"],
        ),
        (
            lambda: Attributes(**SMALL, accelerators=(0, 0), accelerator_names=("t4",), accelerator_memory_gib=(1, 2)),
            ["accelerator_names", "accelerator_memory_gib"],
        ),
        (
            lambda: Attributes(**SMALL, local_storage="excluded", local_storage_gb=(1, None), local_storage_types=("ssd",)),
            ["local_storage_gb", "local_storage_types"],
        ),
        (lambda: told(Attributes, **SMALL, local_storage="maybe", spot_price=0), ["local_storage", "spot_price"]),
        (lambda: Attributes(**SMALL, spot_price=60, spot_premium=20), ["spot_premium"]),
        (lambda: told(WarmPool, min=-1, prepared=-2, state="asleep"), ["min", "prepared", "state"]),
        (lambda: Maintenance(min_healthy=50, max_healthy=151), ["max_healthy"]),
        (lambda: HealthCheck(path="healthz", interval=5, timeout=5, codes=("2xx", "200")), ["path", "codes.1", "timeout"]),
        (lambda: TargetGroup(port=0, drain=901, slow_start=20, sticky=-1), ["port", "drain", "slow_start", "sticky"]),
        (lambda: TargetGroup(port=80, slow_start=60, distribution="least_requests"), ["slow_start"]),
        (lambda: Listener(port=80, protocol="http"), ["to"]),
        (lambda: Listener(port=80, protocol="http", to="web", redirect=443), ["to"]),
        (lambda: Listener(port=443, protocol="https", to="web"), ["certificate"]),
        (lambda: Listener(port=80, protocol="http", to="web", certificate="c"), ["certificate"]),
        (lambda: Listener(port=443, protocol="https", redirect=443, certificate="c"), ["redirect"]),
    ],
)
def test_a_part_names_every_field_that_is_wrong(make, expected):
    assert fields_of(faults_of(make)) == expected


@pytest.mark.parametrize("spot", [-1, 101, 50.5, True])
def test_a_share_of_spot_instances_is_a_percentage(spot):
    assert fleet_faults(AWS, spot=spot) == [
        f"FleetArgs.spot: {str(spot).lower()}, expected a whole number, 0 to 100; fix: choose a number between them"
    ]


def test_types_and_attributes_are_one_or_the_other():
    wanted = Attributes(vcpus=(2, 4), memory_gib=(4, 8))
    assert fleet_fields(AWS, types=()) == ["types"]
    assert fleet_fields(AWS, attributes=wanted) == ["types"]
    assert fleet_fields(AWS, types=(), attributes=wanted, spot_allocation="priority") == ["spot_allocation"]


def test_weights_are_for_every_type_or_none():
    assert fleet_faults(AWS, placement="spread", weights={"c7i.2xlarge": 0, "m7i.large": 1}) == [
        "FleetArgs.weights.c7i.2xlarge: 0, expected a whole number, 1 to 500; fix: choose a number between them",
        'FleetArgs.weights.m7i.large: "m7i.large", expected one of types; fix: add the type, or remove its weight',
        "FleetArgs.weights: ['c5.2xlarge'], expected a weight for every type, or none; fix: add c5.2xlarge",
    ]


def test_a_metric_is_tracked_once():
    cpu = TargetTracking(metric="cpu", value=50)
    assert fleet_faults(AWS, scaling={"cpu": cpu, "again": cpu}) == [
        (
            "FleetArgs.scaling.again.metric: the same metric as scaling.cpu, expected each metric to be tracked once; "
            "fix: keep one of the two"
        )
    ]


def test_requests_are_counted_by_a_load_balancer():
    requests = TargetTracking(metric="requests", value=80)
    assert fleet_fields(AWS, scaling={"requests": requests}) == ["scaling.requests.metric"]
    named = TargetTracking(metric="cpu", value=50, of="web")
    assert fleet_fields(AWS, scaling={"cpu": named}) == ["scaling.cpu.of"]


def test_a_policy_by_requests_names_one_of_several_targets():
    found: list[str] = []

    def program() -> None:
        network = AWS.make_network()
        fronts = [behind.LoadBalancer(name, behind.args(network)) for name in ("one", "two")]
        targets = {front.id: front.targets["web"] for front in fronts}
        targets = dict(zip(("one", "two"), targets.values(), strict=True))
        scaling = {
            "unsaid": TargetTracking(metric="requests", value=80),
            "wrong": TargetTracking(metric="requests", value=80, of="three"),
        }
        found.extend(faults_of(lambda: AWS.fleet_args(network, targets=targets, scaling=scaling)))

    record(program)
    assert found == [
        "FleetArgs.scaling.unsaid.of: nothing, expected one of one, two; fix: say whose requests are meant",
        'FleetArgs.scaling.wrong.of: "three", expected one of one, two; fix: choose one of them',
    ]


def test_a_fleets_life_has_its_bounds():
    wrong = {
        "drain": 10,
        "hooks": {"Drain": LifecycleHook(on="launch")},
        "health": "load_balancer",
        "grace": 7201,
        "termination_policies": ("oldest_instance", "oldest_instance", "first"),
        "max_lifetime_days": 0,
    }
    assert fleet_fields(AWS, **wrong) == [
        "drain",
        "hooks",
        "health",
        "grace",
        "termination_policies.1",
        "termination_policies.2",
        "max_lifetime_days",
    ]


def test_the_hook_that_drains_has_its_name_to_itself():
    assert fleet_fields(AWS, drain=60, hooks={"drain": LifecycleHook(on="terminate")}) == ["hooks.drain"]


def test_a_warm_pool_is_bought_on_demand_and_hibernates_on_encrypted_disks():
    assert fleet_fields(AWS, warm_pool=WarmPool(), spot=10) == ["warm_pool"]
    assert fleet_fields(AWS, warm_pool=WarmPool(state="hibernated"), encrypt_disk=False) == ["warm_pool.state"]


def test_awss_own_words_are_checked():
    wrong = {"metrics": ("CPU",), "zone_balance": "none", "suspended": ("Sleep",), "protected_instances": "kill"}
    assert fleet_fields(AWS, **wrong, standby_instances="kill") == [
        "metrics.0",
        "zone_balance",
        "suspended.0",
        "protected_instances",
        "standby_instances",
    ]


@pytest.mark.parametrize(
    ("capability", "changes", "field"),
    [
        ("instance-attributes", {"types": (), "attributes": Attributes(vcpus=(2, 4), memory_gib=(4, 8))}, "attributes"),
        ("spot-price-capacity", {"spot": 50, "spot_allocation": "price_capacity"}, "spot_allocation"),
        ("scale-in-protection", {"scale_in_protection": True}, "scale_in_protection"),
        ("refresh-alarms", {"refresh": Refresh(alarms=("errors",))}, "refresh.alarms"),
    ],
)
@pytest.mark.parametrize("cloud", CLOUDS, ids=str)
def test_what_a_cloud_lacks_is_refused(cloud, capability, changes, field):
    refused: list[str] = []

    def program() -> None:
        try:
            cloud.fleet_args(cloud.make_network(), **changes)
        except ArgumentsError as error:
            refused.extend(fault.field for fault in error.faults)

    record(program)
    assert refused == ([] if capability in cloud.fleet.Fleet.capabilities else [field])
