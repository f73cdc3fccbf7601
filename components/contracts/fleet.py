"""What a fleet is made from, and what every cloud gives for it."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol, get_args, runtime_checkable

import pulumi

from .. import arguments
from ..addressing import TIERS, Tier
from ..capacity import Capacity
from ..choices import HealthSource, InstancePlacement, SpotAllocation
from ..errors import Faults
from ..fit import refreshed
from ..naming import tag_faults
from ..schedule import Timeline
from ..script import fill, script_faults
from .instances import Attributes
from .lacking import lacking
from .lifecycle import HOOK_SECONDS, LifecycleHook, Refresh
from .network import Network
from .scaling import PredictiveScaling, ScalingPolicy, by_cpu, scaling_faults
from .targets import Target

TERMINATION_POLICIES = ("oldest_template", "oldest_instance", "newest_instance")
"""What every cloud knows to end first."""
DRAIN_HOOK = "drain"
"""The name of the hook that `FleetArgs.drain` makes."""


@dataclass(frozen=True, kw_only=True)
class FleetArgs:
    """What a fleet is made from.

    Args:
        network: where the instances run.
        image: the machine image's id, never "latest".
        capacity: how many instances run, and who moves that number (`components.capacity`).
        types: instance types in order of preference; or else `attributes`.
        attributes: what an instance must have, where `capabilities` hold "instance-attributes".
        weights: how much of the capacity an instance of each type counts as, 1 to 500, where types differ in size; every type's or
            none. The capacity is then counted in these units.
        spot: percentage of instances above `on_demand_base` that are bought on the spot market, 0 to 100.
        on_demand_base: how many instances are bought on demand before any share is bought on the spot market.
        spot_allocation: how spot instances are chosen among the types: "priority" (their order, as far as there is room),
            "lowest_price", or "price_capacity" (cheap ones that are the least likely to be taken back; where `capabilities` hold
            "spot-price-capacity"). By default "priority", and with attributes, which have no order, "price_capacity".
        capacity_rebalance: start the replacement of a spot instance when the cloud warns that it may be taken back.
        scaling: what moves the size, by name; CPU at 55 percent by default.
        schedule: the floors of the events that raise the lower bound; `capacity` is then `scheduled`, between the same bounds.
        hooks: what holds instances that come or go, by name.
        drain: seconds that an instance which goes is kept running for what it has begun, 30 to 7200; 0 for none. Behind a load
            balancer, no less than its target group's `drain`.
        refresh: how instances are replaced.
        targets: the target groups that the instances join, by name; their ports are opened to the load balancer.
        health: whose word on an instance's health counts: "instance", or "load_balancer" (too), by default where there are targets.
        grace: seconds after its start in which an instance's health is not asked for, where `capabilities` hold "health-grace"; the
            refresh's `warm_up` by default.
        scale_in_protection: keep new instances from being ended by scaling in until whoever uses them lets them go, where
            `capabilities` hold "scale-in-protection".
        termination_policies: which instances go first when the group shrinks, in order: "oldest_template", "oldest_instance",
            "newest_instance", and what a cloud adds.
        max_lifetime_days: days after which an instance is replaced, 1 to 365; None for never.
        placement: where instances stand beside each other: "spread" (each on hardware of its own; the cloud allows so many a zone),
            "cluster" (near one another, in one zone), or "partition" (in groups that share no hardware, where `capabilities` hold
            "placement-partition"). By default wherever there is room.
        tier: the tier of the subnets that the instances stand in.
        disk_gib: size of the encrypted root disk in GiB.
        user_data: the start script, plain text.
        values: values of the script, which has `@{name}` where they belong (`components.script`); without any it is left as it is.
        ports, ports_from: TCP ports open to the site's own network, and further blocks, by key, that they are open to.
        policies: ARNs (AWS) or names (Alibaba Cloud) of what the instances' role may do, each by a stable key; nothing by default.
        imdsv2: answer instance metadata to session tokens alone, so that a forged request cannot read the role's credentials.
        metadata_hops: how many hops such an answer may travel; 1 keeps it from containers behind a bridge.
        encrypt_disk: encrypt the root disk.
        deletion_protection: refuse deletion of the group and its instances.
        tags: tags of every resource that carries tags. Another tag starts no refresh.

    Raises:
        ArgumentsError: with every fault.
    """

    network: Network
    image: str
    capacity: Capacity
    types: tuple[str, ...] = ()
    attributes: Attributes | None = None
    weights: Mapping[str, int] = field(default_factory=dict)
    spot: int = 0
    on_demand_base: int = 0
    spot_allocation: SpotAllocation | None = None
    capacity_rebalance: bool = True
    scaling: Mapping[str, ScalingPolicy] = field(default_factory=by_cpu)
    schedule: Timeline | None = None
    hooks: Mapping[str, LifecycleHook] = field(default_factory=dict)
    drain: int = 0
    refresh: Refresh = field(default_factory=Refresh)
    targets: Mapping[str, Target] = field(default_factory=dict)
    health: HealthSource | None = None
    grace: int | None = None
    scale_in_protection: bool = False
    termination_policies: tuple[str, ...] = ("oldest_template", "oldest_instance")
    max_lifetime_days: int | None = None
    placement: InstancePlacement | None = None
    tier: Tier = "private"
    disk_gib: int = 40
    user_data: pulumi.Input[str] | None = None
    values: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    ports: tuple[int, ...] = ()
    ports_from: Mapping[str, str] = field(default_factory=dict)
    policies: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    imdsv2: bool = True
    metadata_hops: int = 1
    encrypt_disk: bool = True
    deletion_protection: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)

    capabilities: ClassVar[frozenset[str]] = frozenset()
    """What the cloud can do of what clouds differ in; `Fleet` lists it."""
    further_termination_policies: ClassVar[tuple[str, ...]] = ()
    """What a cloud knows to end first beside `TERMINATION_POLICIES`."""
    most_spread: ClassVar[int]
    """How many instances of a fleet a cloud spreads over the hardware of one zone."""

    def __post_init__(self) -> None:
        faults = Faults(self)
        self._check(faults)
        faults.raise_any()

    def _check(self, faults: Faults) -> None:
        arguments.check_pinned(faults, "image", self.image, "write the image's id")
        self._check_instances(faults)
        requests = tuple(name for name, target in self.targets.items() if target.kind == "application")
        faults.add(scaling_faults(self.scaling, requests))
        self._check_schedule(faults)
        self._check_lifecycle(faults)
        self._check_placement(faults)
        arguments.check_choice(faults, "tier", self.tier, tuple(tier for tier in TIERS if tier != "pods"))
        arguments.check_range(faults, "disk_gib", self.disk_gib, 20, 2048)
        self._check_script(faults)
        arguments.check_ports(faults, "ports", self.ports)
        arguments.check_blocks(faults, "ports_from", self.ports_from)
        arguments.check_range(faults, "metadata_hops", self.metadata_hops, 1, 64)
        faults.add(tag_faults(self.tags))
        faults.add(lacking(self, self.capabilities))

    def _check_instances(self, faults: Faults) -> None:
        if self.attributes is None:
            arguments.check_types(faults, "types", self.types)
        else:
            faults.check(not self.types, "types", self.types, "none beside attributes", "keep one of the two")
        arguments.check_range(faults, "spot", self.spot, 0, 100)
        if arguments.check_range(faults, "on_demand_base", self.on_demand_base, 0, 1000):
            expected, fix = f"{self.capacity.max} at most, which is max", "lower it, or no share of the fleet is ever spot"
            faults.check(self.on_demand_base <= self.capacity.max, "on_demand_base", self.on_demand_base, expected, fix)
        if self.spot_allocation is not None:
            arguments.check_choice(faults, "spot_allocation", self.spot_allocation, get_args(SpotAllocation))
            ordered = self.spot_allocation != "priority" or self.attributes is None
            fix = "choose another, or name types in order of preference"
            faults.check(ordered, "spot_allocation", "priority", "one that needs no order of types", fix)
        for name, weight in self.weights.items():
            if arguments.check_range(faults, f"weights.{name}", weight, 1, 500):
                expected, fix = (
                    f"{self.capacity.max} at most, which is max",
                    "count capacity in units of weights too, or weigh less",
                )
                faults.check(weight <= self.capacity.max, f"weights.{name}", weight, expected, fix)
            faults.check(name in self.types, f"weights.{name}", name, "one of types", "add the type, or remove its weight")
        missing = [name for name in self.types if name not in self.weights] if self.weights else []
        faults.check(not missing, "weights", missing, "a weight for every type, or none", f"add {', '.join(missing)}")

    def _check_schedule(self, faults: Faults) -> None:
        if self.schedule is None:
            return
        owner, fix = self.capacity.owner, "write scheduled(…), or an update would lower what an event raised"
        faults.check(self.capacity.scheduled, "capacity.owner", owner, "the schedule", fix)
        for name, bound in (("min", self.schedule.base), ("max", self.schedule.ceiling)):
            given, fix = getattr(self.capacity, name), "make both from the same numbers"
            faults.check(given == bound, f"capacity.{name}", given, f"{bound}, as the schedule has it", fix)

    def _check_lifecycle(self, faults: Faults) -> None:
        if self.drain:
            arguments.check_range(faults, "drain", self.drain, *HOOK_SECONDS)
            longest = max((target.drain for target in self.targets.values()), default=0)
            expected = f"{longest} or more, for as long as its load balancer lets it end requests"
            faults.check(self.drain >= longest, "drain", self.drain, expected, f"write {longest}, or shorten the load balancer's")
        for name in self.hooks:
            arguments.check_label(faults, "hooks", name)
            taken = name == DRAIN_HOOK and self.drain > 0
            faults.check(not taken, f"hooks.{name}", name, "another name beside drain", "rename the hook, or leave drain out")
        fix = "put the fleet behind one, or leave health out"
        behind = self.health != "load_balancer" or bool(self.targets)
        faults.check(behind, "health", self.health, "a load balancer in front of it", fix)
        if self.health is not None:
            arguments.check_choice(faults, "health", self.health, get_args(HealthSource))
        if self.grace is not None:
            arguments.check_range(faults, "grace", self.grace, 0, 7200)
        known = (*TERMINATION_POLICIES, *self.further_termination_policies)
        arguments.check_each_once(faults, "termination_policies", self.termination_policies)
        for place, policy in enumerate(self.termination_policies):
            arguments.check_choice(faults, f"termination_policies.{place}", policy, known)
        if self.max_lifetime_days is not None:
            arguments.check_range(faults, "max_lifetime_days", self.max_lifetime_days, 1, 365)

    def _check_placement(self, faults: Faults) -> None:
        if self.placement is None or not arguments.check_choice(faults, "placement", self.placement, get_args(InstancePlacement)):
            return
        zones = len(self.network.zones)
        fix = "give it a network of one zone, or leave it out"
        near = self.placement != "cluster" or zones == 1
        faults.check(near, "placement", self.placement, f"a fleet of one zone, and the network has {zones}", fix)
        if self.placement == "spread":
            machines = refreshed(-(-self.capacity.max // max(1, min(self.weights.values(), default=1))), self.refresh.surge)
            given, room = f"{machines.most} instances, and {machines.surge} more while they are replaced", self.most_spread * zones
            expected = f"{room} at most, {self.most_spread} in each of {zones} zones"
            faults.check(machines.all <= room, "placement", given, expected, "lower max or refresh.surge, or place them otherwise")

    def _check_script(self, faults: Faults) -> None:
        if not self.values:
            return
        if self.user_data is None:
            faults.check(ok=False, field="values", given=list(self.values), expected="a script beside them", fix="write user_data")
        elif isinstance(self.user_data, str):
            faults.add(script_faults(self.user_data, self.values))

    @property
    def health_source(self) -> HealthSource:
        """Whose word on an instance's health counts."""
        return self.health or ("load_balancer" if self.targets else "instance")

    @property
    def grace_seconds(self) -> int:
        """Seconds after its start in which an instance's health is not asked for."""
        return self.refresh.warm_up if self.grace is None else self.grace

    @property
    def allocation(self) -> SpotAllocation:
        """How spot instances are chosen among the types."""
        return self.spot_allocation or ("priority" if self.attributes is None else "price_capacity")

    @property
    def forecasts(self) -> tuple[PredictiveScaling, ...]:
        """The forecasts that act, and so may move bounds of the group."""
        return tuple(policy for policy in self.scaling.values() if isinstance(policy, PredictiveScaling) and policy.act)

    @property
    def all_hooks(self) -> dict[str, LifecycleHook]:
        """Every hook by name, the one for draining among them."""
        drain = {DRAIN_HOOK: LifecycleHook(on="terminate", timeout=self.drain)} if self.drain else {}
        return {**self.hooks, **drain}

    @property
    def encoded_user_data(self) -> pulumi.Output[str] | None:
        """The start script with its values in Base64, as both clouds' launch templates take it; still secret where it was."""
        if self.user_data is None:
            return None
        return pulumi.Output.all(script=self.user_data, values=dict(self.values)).apply(_encoded)


def _encoded(given: Mapping[str, object]) -> str:
    script, values = str(given["script"]), given["values"]
    assert isinstance(values, Mapping)
    text = fill(script, values) if values else script
    return base64.b64encode(text.encode()).decode()


@runtime_checkable
class Fleet(Protocol):
    """A fleet as every cloud gives it.

    Capabilities, where the clouds differ:
        forecasts-beside-events: a forecast may act on a fleet whose floor events raise; without it both would move the same bound,
            and the forecast would take back what the event needs.
        group-deletion-protection: the cloud itself refuses to delete a protected group.
        health-grace: the health of a new instance may be asked for only after a while.
        instance-attributes: instances may be described by `attributes` instead of types.
        ordered-types: types are taken in the order in which they are named; without it, in one of the provider's own.
        metric-sums: values of a metric of one's own may be summed up.
        placement-partition: instances in groups that share no hardware.
        predictive-custom: forecasts of metrics of one's own.
        predictive-requests: forecasts of requests, not only of CPU and network.
        refresh-alarms: `Refresh.alarms` make a refresh fail.
        refresh-on-change: a changed image or template is rolled out by the group itself.
        refresh-rollback: a refresh that fails puts back what was.
        scale-in-protection: new instances can be kept from being ended by scaling in.
        session-shell: a shell on an instance without an open port.
        spot-price-capacity: spot instances can be chosen by price and by how likely they are to stay.
        step-requests: steps by requests, not only by CPU, traffic and metrics of one's own.
    """

    capabilities: ClassVar[frozenset[str]]
    id: pulumi.Output[str]
    """The autoscaling (scaling) group's id."""
    capacity: Capacity
    security_group_id: pulumi.Output[str]
    role_name: pulumi.Output[str]
    """The instances' role, to which policies may be attached."""
