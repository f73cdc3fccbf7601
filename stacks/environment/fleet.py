"""A fleet as its file says it: a size and machines are all it needs; what else stands here is there to be chosen.

The words are those of `components.contracts.FleetArgs`, whose documentation says what each comes to. What one cloud alone
understands stands below that cloud's name.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from components.choices import (
    AcceleratorMaker,
    AcceleratorType,
    CpuMaker,
    HealthSource,
    HookPoint,
    HookResult,
    InstancePlacement,
    LocalStorage,
    LocalStorageType,
    SpotAllocation,
)

from .base import Model
from .load_balancer import LoadBalancer
from .scaling import Policy, Target
from .sizes import Port, Size, Types
from .values import Key, Percent, Seconds, Selection, Text

Bounds: TypeAlias = tuple[float, float | None]
Whole: TypeAlias = tuple[int, int | None]
Weight: TypeAlias = Annotated[int, Field(ge=1, le=500)]


class Machines(Model):
    """Machines on one cloud."""

    images: dict[Text, Text] = Field(min_length=1, description="the machine image's id by region: an image belongs to one region")
    weights: dict[Text, Weight] = Field(
        default_factory=dict, description="how much of the capacity a machine of each type counts as, where types differ in size"
    )
    policies: dict[Key, Text] = Field(
        default_factory=dict, description="what the machines may do: ARNs on AWS, names on Alibaba Cloud, each by a name of yours"
    )


class Attributes(Model):
    """What a machine must have; every type that has it will do."""

    vcpus: Whole = Field(description="the fewest and the most vCPUs, say [4, 8]; null as the most, here and below, for any number")
    memory_gib: Bounds = Field(description="the least and the most memory in GiB, say [8, 32]")
    excluded: tuple[Text, ...] = Field((), description='types that are not taken, with * for any text, say ["t*.*"]')
    allowed: tuple[Text, ...] = Field((), description='the only types that are taken, instead, say ["c7i*", "m7i*"]')
    burstable: bool = Field(default=False, description="take types too whose CPU is only sometimes theirs")
    previous_generations: bool = Field(default=False, description="take types too that AWS no longer recommends")
    bare_metal: bool = Field(default=False, description="take types too that are whole machines")
    cpu_makers: tuple[CpuMaker, ...] = Field((), description="who made the processor: intel, amd, amazon-web-services")
    memory_per_vcpu_gib: Bounds | None = Field(None, description="the memory for each vCPU in GiB, say [4, 8]")
    accelerators: Whole | None = Field(None, description="how many accelerators there are, say [1, 4]; [0, 0] for none")
    accelerator_types: tuple[AcceleratorType, ...] = Field((), description="what they are: gpu, fpga, inference")
    accelerator_makers: tuple[AcceleratorMaker, ...] = Field(
        (), description="who made them: nvidia, amd, amazon-web-services, xilinx"
    )
    accelerator_names: tuple[Text, ...] = Field((), description="what they are called, say [t4, a100]")
    accelerator_memory_gib: Bounds | None = Field(None, description="the memory of all of them in GiB")
    network_gbps: Bounds | None = Field(None, description="the network's bandwidth in gigabits a second, say [10, null]")
    network_interfaces: Whole | None = Field(None, description="how many network interfaces there may be")
    ebs_mbps: Whole | None = Field(None, description="the bandwidth to disks in megabits a second, as it is at any time")
    local_storage: LocalStorage = Field("included", description="types with disks of their own: included, required or excluded")
    local_storage_gb: Bounds | None = Field(None, description="the room on such disks in GB")
    local_storage_types: tuple[LocalStorageType, ...] = Field((), description="what they are: ssd, hdd")
    spot_price: Percent | None = Field(
        None, description="the most that a spot machine costs, of the on-demand price of the type that fits best, say 60%"
    )
    spot_premium: int | None = Field(
        None, ge=1, description="or else by how many percent it may cost more than the cheapest type that fits; AWS' 100 by default"
    )
    on_demand_premium: int | None = Field(
        None, ge=1, description="the same for machines that are bought on demand; AWS' 20 by default"
    )


class WarmPool(Model):
    """Machines that have started once and stand by."""

    min: int = Field(0, ge=0, description="how many stand by at least")
    prepared: int | None = Field(None, ge=0, description="how many there are at most with those in service; max by default")
    state: Literal["stopped", "running", "hibernated"] = Field(
        "stopped", description="what they are: stopped, running or hibernated"
    )
    reuse: bool = Field(default=False, description="bring machines back into the pool when the fleet shrinks")


class Maintenance(Model):
    """How far a group may go beside its size while it replaces machines of its own accord."""

    min_healthy: Percent = Field(100, json_schema_extra={"default": "100%"}, description="the share kept in service")
    surge: Percent = Field(10, json_schema_extra={"default": "10%"}, description="the share that may be in service on top")


class AwsMachines(Machines):
    """Machines on AWS."""

    types: tuple[Text, ...] | None = Field(
        None, min_length=1, description="instance types in order of preference; or else attributes"
    )
    attributes: Attributes | None = Field(None, description="what a machine must have, instead of types")
    root_device: Text = Field("/dev/xvda", description="the root device's name in the image: /dev/xvda, on Ubuntu /dev/sda1")
    kms_keys: dict[Text, Text] = Field(
        default_factory=dict, description="by region, the key of the root disk; EBS's own by default"
    )
    detailed_monitoring: bool = Field(default=True, description="CPU figures each minute instead of each five")
    shell: bool = Field(default=True, description="let Session Manager give a shell, without an open port")
    metrics: tuple[Text, ...] | None = Field(None, description="the group's own metrics; those that tell its size by default")
    grace: Seconds | None = Field(
        None, description="how long after its start a machine's health is not asked for; warm_up by default"
    )
    scale_in_protection: bool = Field(default=False, description="keep new machines until whoever uses them lets them go")
    alarms: tuple[Text, ...] = Field((), description="names of alarms, any of which rolls a refresh back")
    warm_pool: WarmPool | None = Field(None, description="machines that have started once and stand by")
    maintenance: Maintenance | None = Field(None, description="how far the group may go beside its size while it replaces machines")
    zone_balance: Literal["best_effort", "only"] | None = Field(
        None, description="best_effort, or only: rather wait than leave zones uneven"
    )
    suspended: tuple[Text, ...] = Field((), description="processes of the group that stand still, say [AZRebalance]")
    protected_instances: Literal["ignore", "refresh", "wait"] = Field(
        "ignore", description="what a refresh does with machines protected from scaling in: ignore, refresh or wait"
    )
    standby_instances: Literal["ignore", "refresh", "wait"] = Field(
        "ignore", description="what a refresh does with machines in standby: ignore, refresh or wait"
    )
    partitions: int = Field(7, ge=1, le=7, description="how many groups share no hardware in each zone, with placement partition")
    reservations: dict[Text, tuple[Text, ...]] = Field(
        default_factory=dict, description="by region, ids of capacity reservations that are used before anything else is bought"
    )
    counted_in: Literal["instances", "vcpus", "memory_mib"] = Field(
        "instances", description="what capacity counts of machines by attributes: instances, vcpus or memory_mib"
    )
    disk_iops: int | None = Field(None, ge=3000, description="operations a second of the system disk; 3000 by default")
    disk_throughput: int | None = Field(None, ge=125, description="its throughput in MiB a second; 125 by default")
    keep_abandoned: bool = Field(
        default=False, description="keep machines whose hook on terminate was abandoned, until somebody ends them"
    )
    termination_functions: dict[Text, Text] = Field(
        default_factory=dict, description="by region, the Lambda function that says which machines may go"
    )
    wait: Seconds | None = Field(
        None, description="how long an update waits for as many machines as it has told the group; 0s for not at all"
    )


class AlicloudMachines(Machines, Types):
    """Machines on Alibaba Cloud."""

    earlier_images: dict[Text, Text] = Field(
        default_factory=dict,
        description="by region, an image that machines may still be of once another stands in images, which is then rolled out",
    )
    cancelled_images: dict[Text, Text] = Field(
        default_factory=dict, description="by region, the image that is to be rolled out no further"
    )
    compensate: bool = Field(default=True, description="buy on demand what the spot market does not have")
    return_to_spot: bool = Field(default=True, description="give that back once the spot market has it again")
    spot_price_limits: dict[Text, float] = Field(
        default_factory=dict, description="the most that an hour costs on the spot market, by type; the on-demand price by default"
    )
    price_by: Literal["unit", "vcpu"] | None = Field(None, description="whose price lowest_price compares: unit or vcpu")
    zone_balance: Literal["best_effort", "only"] = Field(
        "best_effort", description="best_effort, or only: rather have too few than leave zones uneven"
    )
    zone_rebalance: bool = Field(default=False, description="move machines where zones are uneven; needs zone_balance only")
    reclaim: Literal["release", "recycle", "force_release", "force_recycle"] = Field(
        "release",
        description="what becomes of a machine that goes: deleted (release) or stopped and kept (recycle); force_ at once",
    )
    stop_timeout: Seconds | None = Field(
        None, description="how long a shutdown may take before a machine is deleted all the same, 30s to 4m; with reclaim release"
    )
    cooldown: Seconds | None = Field(None, description="the pause between two activities of simple scaling; 5m by default")
    scale_out_after: int | None = Field(None, ge=1, description="minutes in a row above a tracked target before machines come")
    scale_in_after: int | None = Field(None, ge=1, description="minutes in a row below it before machines go")
    suspended: tuple[Literal["scale_in", "scale_out", "health_check", "alarms", "schedule"], ...] = Field(
        (), description="what the group is kept from for now, say [scale_in]"
    )
    databases: dict[Key, dict[Key, Text]] = Field(
        default_factory=dict, description="by site, ids of RDS instances that let the machines in, each by a name of yours"
    )
    notify: dict[Key, dict[Key, Text]] = Field(
        default_factory=dict, description="by site, ARNs of queues or topics that are told, each by a name of yours"
    )
    told: tuple[Literal["scale_out", "scale_in", "scale_out_failed", "scale_in_failed", "rejected", "task_expiring"], ...] = Field(
        ("scale_out_failed", "scale_in_failed", "rejected", "task_expiring"),
        description="what they are told: what goes wrong or ends",
    )
    disk_category: Literal["cloud_essd", "cloud_ssd", "cloud_efficiency"] = Field(
        "cloud_essd", description="the root disk's category: cloud_essd, cloud_ssd or cloud_efficiency"
    )
    disk_level: Literal["PL0", "PL1", "PL2", "PL3"] = Field("PL0", description="the performance level of an ESSD disk")
    kms_keys: dict[Text, Text] = Field(
        default_factory=dict, description="by region, the key of the root disk; the service's own by default"
    )
    security_agent: bool = Field(default=True, description="install Security Center's agent")


class Refresh(Model):
    """How machines are replaced when their image or template changes."""

    healthy: Percent = Field(description="the share of instances kept in service meanwhile, say 90%")
    surge: Percent = Field(
        20,
        json_schema_extra={"default": "20%"},
        description="the share of instances started on top meanwhile, no more than healthy",
    )
    warm_up: Seconds = Field(
        300, json_schema_extra={"default": "5m"}, description="how long until a new instance counts as healthy, say 5m"
    )
    checkpoints: tuple[Percent, ...] = Field((), description="shares of new instances at which it waits, rising, say [20%, 50%]")
    pause: Seconds = Field(
        600, json_schema_extra={"default": "10m"}, description="how long it waits there, in whole minutes, say 10m"
    )
    rollback: bool = Field(default=True, description="put back what was when it fails, where the cloud can")


class Hook(Model):
    """What holds a machine that comes or goes, until somebody says that it may, or the time is up."""

    when: HookPoint = Field(description="launch (before it serves) or terminate (before it ends)")
    timeout: Seconds = Field(300, json_schema_extra={"default": "5m"}, description="how long it is held at most, 30s to 2h")
    default: HookResult = Field("continue", description="what then becomes of it: continue or abandon")
    notify: dict[Key, Text] = Field(default_factory=dict, description="by site, the ARN of the queue or topic that is told")
    metadata: Text | None = Field(None, description="a text that is told along")


class Fleet(Model):
    """A group of equal machines in each of its sites."""

    sites: Selection = Field(description="all, or a list of sites")
    capacity: Size = Field(description="how many machines in each site")
    target: Target = Field(default_factory=Target, description="what scaling aims at")
    scaling: dict[Key, Policy] = Field(default_factory=dict, description="further scaling policies, by name")
    spot: Percent = Field(0, json_schema_extra={"default": "0%"}, description="the share bought on the spot market, say 40%")
    on_demand_base: int = Field(0, ge=0, description="how many machines are bought on demand before any share is bought otherwise")
    spot_allocation: SpotAllocation | None = Field(
        None, description="how spot machines are chosen: priority (the order of types), lowest_price or, on AWS, price_capacity"
    )
    capacity_rebalance: bool = Field(
        default=True, description="replace a spot machine when the cloud warns that it may be taken back"
    )
    load_balancer: LoadBalancer | None = Field(None, description="what stands in front of the machines; nothing by default")
    refresh: Refresh = Field(description="how machines are replaced")
    drain: Seconds | None = Field(None, description="how long a machine that goes is kept for what it has begun, 30s to 2h")
    hooks: dict[Key, Hook] = Field(default_factory=dict, description="what else holds machines that come or go, by name")
    health: HealthSource | None = Field(None, description="whose word on a machine's health counts: instance or load_balancer")
    termination_policies: tuple[Text, ...] = Field(
        ("oldest_template", "oldest_instance"),
        description="which machines go first: oldest_template, oldest_instance, newest_instance, and what a cloud adds",
    )
    max_lifetime_days: int | None = Field(
        None, ge=1, le=365, description="days after which a machine is replaced; never by default"
    )
    placement: InstancePlacement | None = Field(
        None,
        description="where machines stand beside each other: spread (apart), cluster (near); on AWS partition (groups apart)",
    )
    user_data: str | None = Field(None, min_length=1, description="the start script, with @{name} where a value belongs")
    values: dict[str, str] = Field(default_factory=dict, description="values of the start script, by name; no secrets")
    disk_gib: int = Field(40, ge=20, le=2048, description="the encrypted system disk in GiB")
    ports: tuple[Port, ...] = Field((), description="TCP ports open to the site's own network")
    open_to_links: bool = Field(default=False, description="open them to the sites too that are linked with its private tier")
    needs: tuple[Key, ...] = Field((), description="the dependencies that it cannot do without, by name")
    instance_rps: int | None = Field(None, ge=1, description="how many requests per second one machine serves, as measured")
    aws: AwsMachines | None = Field(None, description="machines on AWS; needed where a site is there")
    alicloud: AlicloudMachines | None = Field(None, description="machines on Alibaba Cloud; needed where a site is there")
