"""Whatever an environment says of a fleet reaches the fleet, and whatever a fleet can be told an environment can say."""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import cast

import pytest

from components import contracts
from components.aws.fleet import Maintenance, WarmPool
from components.contracts import (
    Attributes,
    Formula,
    LifecycleHook,
    Metric,
    PredictiveScaling,
    Refresh,
    Step,
    StepScaling,
    TargetTracking,
)
from stacks.arguments import Place, SiteArguments

FIXED = "        capacity: {fixed: 2}\n"
TYPES = "types: [c7i.large]}"
MORE = """        capacity: {autoscaled: {min: 2, max: 20}}
        target: {cpu: 60}
        scaling:
          backlog: {track: {custom: {namespace: Shop, name: Backlog, dimensions: {Queue: jobs}, statistic: maximum}, value: 2.5}}
          rush: {step: {metric: cpu, steps: [{at: 75, change: 20}, {at: 90, change: 50}], unit: percent, least: 2, period: 2m}}
          ahead: {predict: {value: 50, act: true, lead: 10m, beyond_max: 10%}}
        spot_allocation: lowest_price
        capacity_rebalance: false
        refresh: {healthy: 80%, surge: 40%, checkpoints: [20%], rollback: false}
        drain: 2m
        hooks: {warm: {when: launch, timeout: 10m, default: abandon, notify: {jakarta: "arn:aws:sqs:x:1:q"}, metadata: now}}
        health: instance
        termination_policies: [newest_instance]
        max_lifetime_days: 30
        user_data: run @{queue}
        values: {queue: jobs}
        disk_gib: 80
        ports: [9000]
"""
BOUGHT = "        spot: 40%\n        on_demand_base: 1\n"
TOLD = """types: [c7i.large], weights: {c7i.large: 2}, policies: {queue: "arn:aws:iam::1:policy/q"},
              root_device: /dev/sda1, kms_keys: {ap-southeast-3: "arn:aws:kms:x:1:key/1"}, detailed_monitoring: false, shell: false,
              metrics: [GroupMinSize], grace: 45s, scale_in_protection: true, alarms: [errors],
              maintenance: {min_healthy: 95%, surge: 20%}, zone_balance: only, suspended: [AZRebalance],
              protected_instances: wait, standby_instances: refresh, reservations: {ap-southeast-3: [cr-0a1b]},
              disk_iops: 6000, disk_throughput: 500, keep_abandoned: true, wait: 5m, partitions: 3,
              termination_functions: {ap-southeast-3: "arn:aws:lambda:x:1:function:idle"}}"""
WAYS = [
    {FIXED: MORE + BOUGHT + "        placement: partition\n", TYPES: TOLD},
    {FIXED: MORE, TYPES: "types: [c7i.large], warm_pool: {min: 1, prepared: 8, state: running, reuse: true}}"},
    {
        FIXED: MORE,
        TYPES: "attributes: {vcpus: [4, 8], memory_gib: [7.5, 32], excluded: ['t*.*'], burstable: true}, counted_in: vcpus}",
    },
]
ON_AWS, AT_HOME = "aws: {images: {ap-southeast-3: ami-0a1b2c3d4e5f67890}, ", "        sites: [jakarta]\n"
OVER_THERE = """alicloud: {images: {ap-southeast-5: m-2}, earlier_images: {ap-southeast-5: m-1}, cancelled_images: {ap-southeast-5: m-2},
              types: [ecs.c7.large], weights: {ecs.c7.large: 2}, policies: {logs: AliyunLogFullAccess}, compensate: false,
              return_to_spot: false, spot_price_limits: {ecs.c7.large: 0.25}, price_by: vcpu, zone_balance: only, zone_rebalance: true,
              stop_timeout: 2m, cooldown: 1m, scale_out_after: 2, scale_in_after: 15, suspended: [scale_in],
              databases: {batam: {orders: rm-1}}, notify: {batam: {oncall: "acs:ess:x:1:topic/oncall"}}, told: [rejected],
              disk_category: cloud_ssd, disk_level: PL1, kms_keys: {ap-southeast-5: key-1}, security_agent: false}"""
ON_ALICLOUD = {
    FIXED: MORE.replace('notify: {jakarta: "arn:aws:sqs:x:1:q"', 'notify: {batam: "acs:ess:x:1:queue/q"')
    + BOUGHT
    + "        placement: spread\n",
    AT_HOME: "        sites: [batam]\n",
    ON_AWS + TYPES: OVER_THERE,
}
AT_ONCE = {**ON_ALICLOUD, ON_AWS + TYPES: OVER_THERE.replace("stop_timeout: 2m", "reclaim: force_release")}
BY_OTHERS = {
    "ports_from",
    "network",
    "schedule",
    "targets",
    "imdsv2",
    "metadata_hops",
    "encrypt_disk",
    "deletion_protection",
    "tags",
    "tier",
}
"""What a fleet is told by its site, by events and by what stands in front of it; and what no environment may loosen."""
ON_AWS_ALONE = {"attributes", "grace", "scale_in_protection"}
BY_CODE = {"protected", "resource_group"}
"""Instances come and go while a file stays; the group of resources is the account's."""


def fleet(loaded, edits, site="jakarta"):
    place = Place("ap-southeast-3", ("a", "b"), "10.32.0.0/16", "10.33.0.0/16")
    return SiteArguments(loaded(edits), site).fleet("transcoder", cast("contracts.Network", place))


def default(field):
    return field.default if field.default_factory is MISSING else field.default_factory()


def test_every_field_of_a_fleet_can_be_said_and_is_passed_on(loaded):
    made = [fleet(loaded, way) for way in WAYS]
    unmoved = [
        field.name
        for field in fields(made[0])
        if field.name not in BY_OTHERS and all(getattr(args, field.name) == default(field) for args in made)
    ]
    assert unmoved == []


def test_every_field_on_alibaba_cloud_can_be_said_and_is_passed_on(loaded):
    args, at_once = fleet(loaded, ON_ALICLOUD, "batam"), fleet(loaded, AT_ONCE, "batam")
    left = BY_OTHERS | ON_AWS_ALONE | BY_CODE
    unmoved = {field.name for field in fields(args) if field.name not in left and getattr(args, field.name) == default(field)}
    assert unmoved == {"reclaim"}
    assert (args.reclaim, at_once.reclaim) == ("release", "force_release")
    assert (args.databases, args.notify) == ({"orders": "rm-1"}, {"oncall": "acs:ess:x:1:topic/oncall"})
    assert (args.stop_timeout, args.cooldown, args.kms_key) == (120, 60, "key-1")


def test_what_is_said_is_what_the_component_is_told(loaded):
    bought, waiting, described = (fleet(loaded, way) for way in WAYS)
    assert bought.scaling == {
        "cpu": TargetTracking(metric="cpu", value=60),
        "backlog": TargetTracking(
            metric=Metric(namespace="Shop", name="Backlog", dimensions={"Queue": "jobs"}, statistic="maximum"), value=2.5
        ),
        "rush": StepScaling(
            metric="cpu", steps=(Step(at=75, change=20), Step(at=90, change=50)), unit="percent", least=2, period=120
        ),
        "ahead": PredictiveScaling(metric="cpu", value=50, act=True, lead=600, beyond_max=10),
    }
    assert bought.refresh == Refresh(healthy=80, surge=40, checkpoints=(20,), rollback=False, alarms=("errors",))
    hook = LifecycleHook(on="launch", timeout=600, default="abandon", notify="arn:aws:sqs:x:1:q", metadata="now")
    assert (bought.hooks, bought.drain) == ({"warm": hook}, 120)
    assert bought.maintenance == Maintenance(min_healthy=95, max_healthy=120)
    assert (bought.spot, bought.on_demand_base, bought.reservations) == (40, 1, ("cr-0a1b",))
    assert waiting.warm_pool == WarmPool(min=1, prepared=8, state="running", reuse=True)
    assert described.attributes == Attributes(vcpus=(4, 8), memory_gib=(7.5, 32), excluded=("t*.*",), burstable=True)


OF_ONES_OWN = """ahead:
            predict:
              custom: {namespace: Shop, name: PerMachine}
              load: {namespace: Shop, name: Backlog, statistic: sum}
              capacity: {expression: blue + green, metrics: {blue: {namespace: Shop, name: Blue}, green: {namespace: Shop, name: Green}}}
              value: 12.5
"""


def test_a_forecast_of_ones_own_is_what_the_component_is_told(loaded):
    own = {FIXED: MORE.replace("ahead: {predict: {value: 50, act: true, lead: 10m, beyond_max: 10%}}\n", OF_ONES_OWN)}
    metrics = {colour: Metric(namespace="Shop", name=colour.capitalize()) for colour in ("blue", "green")}
    assert fleet(loaded, own).scaling["ahead"] == PredictiveScaling(
        metric=Metric(namespace="Shop", name="PerMachine"),
        load=Metric(namespace="Shop", name="Backlog", statistic="sum"),
        capacity=Formula(expression="blue + green", metrics=metrics),
        value=12.5,
    )


def test_every_attribute_reaches_the_component(loaded):
    said = """attributes: {vcpus: [2, null], memory_gib: [4, 64], allowed: ["c*", "g*"], previous_generations: true, bare_metal: true,
              cpu_makers: [intel], memory_per_vcpu_gib: [2, 8], accelerators: [0, 4], accelerator_types: [gpu],
              accelerator_makers: [nvidia], accelerator_names: [t4], accelerator_memory_gib: [16, null], network_gbps: [10, null],
              network_interfaces: [2, 8], ebs_mbps: [1000, null], local_storage: required, local_storage_gb: [100, 900],
              local_storage_types: [ssd], spot_price: 60%, on_demand_premium: 50}}"""
    assert fleet(loaded, {TYPES: said}).attributes == Attributes(
        vcpus=(2, None),
        memory_gib=(4, 64),
        allowed=("c*", "g*"),
        previous_generations=True,
        bare_metal=True,
        cpu_makers=("intel",),
        memory_per_vcpu_gib=(2, 8),
        accelerators=(0, 4),
        accelerator_types=("gpu",),
        accelerator_makers=("nvidia",),
        accelerator_names=("t4",),
        accelerator_memory_gib=(16, None),
        network_gbps=(10, None),
        network_interfaces=(2, 8),
        ebs_mbps=(1000, None),
        local_storage="required",
        local_storage_gb=(100, 900),
        local_storage_types=("ssd",),
        spot_price=60,
        on_demand_premium=50,
    )


def test_a_fleet_of_which_little_is_said_has_the_components_own_defaults(loaded):
    args = fleet(loaded, {})
    told = {"image", "types", "capacity", "network", "tags"}
    moved = [field.name for field in fields(args) if field.name not in told and getattr(args, field.name) != default(field)]
    assert moved == []


@pytest.mark.parametrize("part", [contracts.Refresh, contracts.Metric, contracts.LifecycleHook, contracts.Attributes])
def test_an_environment_has_every_field_of_a_part(part):
    from stacks.environment import fleet as written
    from stacks.environment import scaling

    models = {**vars(written), **vars(scaling), "LifecycleHook": written.Hook}
    said = {"on" if name == "when" else name for name in models[part.__name__].model_fields}  # YAML takes `on` for true
    assert {field.name for field in fields(part)} - {"alarms"} == said
