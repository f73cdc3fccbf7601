"""What a fleet is told on AWS, beside what every cloud is told of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeAlias, get_args

import pulumi

from .. import arguments, contracts
from ..errors import Faults
from ..schedule import MOST_ACTIONS, scheduled_actions
from .arns import check_arn
from .fleet_metrics import GROUP_METRICS, METRICS, WARM_POOL_METRICS
from .fleet_warm_pool import WarmPool, check_warm_pool

ZoneBalance: TypeAlias = Literal["best_effort", "only"]
Treatment: TypeAlias = Literal["ignore", "refresh", "wait"]
Unit: TypeAlias = Literal["instances", "vcpus", "memory_mib"]

_WAIT_SECONDS = 600
_DISK_IOPS = (3000, 80_000)
_RESERVATION = re.compile(r"cr-[0-9a-f]+")
_SCRIPT_BYTES = 16_384
"""docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html."""

TERMINATION_POLICIES = {
    "oldest_template": "OldestLaunchTemplate",
    "oldest_instance": "OldestInstance",
    "newest_instance": "NewestInstance",
    "allocation_strategy": "AllocationStrategy",
    "closest_to_next_hour": "ClosestToNextInstanceHour",
    "default": "Default",
}
"""What goes first, in AWS's words: docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-termination-policies.html."""

MOST_PARTITIONS = 7
"""Of a placement group in a zone: docs.aws.amazon.com/AWSEC2/latest/UserGuide/limitations-placement-groups.html."""

PROCESSES = (
    *("AddToLoadBalancer", "AlarmNotification", "AZRebalance", "HealthCheck", "InstanceRefresh", "Launch"),
    *("ReplaceUnhealthy", "ScheduledActions", "Terminate"),
)
"""docs.aws.amazon.com/autoscaling/ec2/userguide/as-suspend-resume-processes.html."""


@dataclass(frozen=True, kw_only=True)
class Maintenance:
    """How far a group may go below and above its size while it replaces instances of its own accord: unhealthy ones, those that
    are too old, those of a zone that has more than its share.

    Args:
        min_healthy: percentage kept in service, 0 to 100.
        max_healthy: percentage in service at most, 100 to 200; no more than 100 above `min_healthy`.

    Raises:
        ArgumentsError: with every fault.
    """

    min_healthy: int = 100
    max_healthy: int = 110

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_range(faults, "min_healthy", self.min_healthy, 0, 100)
        highest = min(200, self.min_healthy + 100)
        arguments.check_range(faults, "max_healthy", self.max_healthy, 100, highest)
        faults.raise_any()


@dataclass(frozen=True, kw_only=True)
class FleetArgs(contracts.FleetArgs):
    """What a fleet on AWS is made from.

    Args:
        root_device: the root device's name in the image: "/dev/xvda" for Amazon Linux, "/dev/sda1" for Ubuntu. Another name
            would add a second disk and leave the root as the image has it.
        kms_key: the ARN of the key that encrypts the root disk; the account's own key for EBS by default. A key of the customer's
            must let the service-linked role of Auto Scaling use it, or no instance starts
            (docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html).
        detailed_monitoring: CPU figures each minute instead of each five, so that scaling out is not five minutes late.
        shell: attach AmazonSSMManagedInstanceCore to the instances' role, by which Session Manager gives a logged, authorised
            shell without an open port or a key
            (docs.aws.amazon.com/systems-manager/latest/userguide/setup-instance-permissions.html).
        metrics: the group's own metrics that CloudWatch is given; all that tell its size by default, and the warm pool's with one.
        warm_pool: instances that stand by; None for none. They are bought on demand, so not with `spot`
            (docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-warm-pools.html).
        maintenance: how far the group may go beside its size while it replaces instances of its own accord; by default it ends
            an unhealthy one before it starts another, and starts before it ends where zones are balanced.
        zone_balance: "best_effort" starts instances in another zone where one has none left; "only" rather waits than leaves zones
            uneven; None leaves it to AWS, which does its best
            (docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-availability-zone-balanced.html).
        suspended: processes of the group that stand still: "AZRebalance" keeps instances in the zone they are in. Scheduled
            actions move nothing while "ScheduledActions" is among them.
        protected_instances: what a refresh does with instances protected from scaling in: "ignore", "refresh" or "wait" (an hour).
        standby_instances: what it does with instances in standby: "ignore", "refresh" (end them) or "wait".
        reservations: ids of capacity reservations that are used before anything else is bought.
        partitions: how many groups share no hardware in each zone, 1 to 7; of placement "partition" alone.
        counted_in: what the capacity counts of instances that are described by `attributes`, and so differ in size: "instances",
            "vcpus" or "memory_mib" (docs.aws.amazon.com/autoscaling/ec2/APIReference/API_CreateAutoScalingGroup.html,
            `DesiredCapacityType`).
        disk_iops: operations a second of the root disk, 3000 to 80000 and 500 a GiB at most; 3000 by default.
        disk_throughput: its throughput in MiB a second, 125 to 2000 and a quarter of the operations at most; 125 by default
            (docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html).
        keep_abandoned: keep an instance whose hook on "terminate" was abandoned, out of service, until somebody ends it; it costs
            meanwhile (docs.aws.amazon.com/autoscaling/ec2/userguide/instance-lifecycle-policy.html).
        termination_function: the ARN of a Lambda function that says which instances may go, before `termination_policies` do
            (docs.aws.amazon.com/autoscaling/ec2/userguide/lambda-custom-termination-policy.html).
        wait: seconds that an update waits until as many instances serve as it has told the group; 0 for not at all. By default ten
            minutes beyond what hooks on "launch" may hold, where the number is the program's. A number that an autoscaler moves is
            not waited for: the provider would wait for exactly what the state remembers, and fail while another one runs
            (`resourceGroupUpdate` in terraform-provider-aws).

    Raises:
        ArgumentsError: with every fault.
    """

    root_device: str = "/dev/xvda"
    kms_key: pulumi.Input[str] | None = None
    detailed_monitoring: bool = True
    shell: bool = True
    metrics: tuple[str, ...] | None = None
    warm_pool: WarmPool | None = None
    maintenance: Maintenance | None = None
    zone_balance: ZoneBalance | None = None
    suspended: tuple[str, ...] = ()
    protected_instances: Treatment = "ignore"
    standby_instances: Treatment = "ignore"
    reservations: tuple[pulumi.Input[str], ...] = ()
    partitions: int = MOST_PARTITIONS
    counted_in: Unit = "instances"
    disk_iops: int | None = None
    disk_throughput: int | None = None
    keep_abandoned: bool = False
    termination_function: pulumi.Input[str] | None = None
    wait: int | None = None

    capabilities: ClassVar[frozenset[str]] = frozenset(
        {
            "forecasts-beside-events",
            "health-grace",
            "instance-attributes",
            "ordered-types",
            "metric-sums",
            "placement-partition",
            "predictive-custom",
            "predictive-requests",
            "refresh-alarms",
            "refresh-on-change",
            "refresh-rollback",
            "scale-in-protection",
            "session-shell",
            "spot-price-capacity",
            "step-requests",
        }
    )
    most_spread: ClassVar[int] = 7
    """docs.aws.amazon.com/AWSEC2/latest/UserGuide/limitations-placement-groups.html."""
    further_termination_policies: ClassVar[tuple[str, ...]] = ("allocation_strategy", "closest_to_next_hour", "default")

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        for place, metric in enumerate(self.metrics or ()):
            arguments.check_choice(faults, f"metrics.{place}", metric, METRICS)
        self._check_schedule_runs(faults)
        if self.warm_pool is not None:
            check_warm_pool(faults, self, self.warm_pool)
        if self.zone_balance is not None:
            arguments.check_choice(faults, "zone_balance", self.zone_balance, get_args(ZoneBalance))
        arguments.check_range(faults, "partitions", self.partitions, 1, MOST_PARTITIONS)
        apart = self.placement == "partition" or self.partitions == MOST_PARTITIONS
        fix = "leave it out, or write placement partition"
        faults.check(apart, "partitions", self.partitions, 'placement "partition" beside it', fix)
        arguments.check_each_once(faults, "suspended", self.suspended)
        for place, process in enumerate(self.suspended):
            arguments.check_choice(faults, f"suspended.{place}", process, PROCESSES)
        for name in ("protected_instances", "standby_instances"):
            arguments.check_choice(faults, name, getattr(self, name), get_args(Treatment))
        self._check_names(faults)
        self._check_unit(faults)
        self._check_disk(faults)
        if self.keep_abandoned:
            held, fix = any(hook.on == "terminate" for hook in self.all_hooks.values()), "add one, or leave it out"
            faults.check(held, "keep_abandoned", self.keep_abandoned, "a hook on terminate, or drain, beside it", fix)
        if self.wait is not None:
            arguments.check_range(faults, "wait", self.wait, 0, 7200)

    def _check_schedule_runs(self, faults: Faults) -> None:
        if self.schedule is None:
            return
        number, fix = len(scheduled_actions(self.schedule)), "shorten an event, or let it recur"
        faults.check(number <= MOST_ACTIONS, "schedule", number, f"at most {MOST_ACTIONS} actions of a group", fix)
        suspended, fix = "ScheduledActions" in self.suspended, "let them run"
        faults.check(not suspended, "suspended", "ScheduledActions", "another process beside a schedule", fix)

    def _check_names(self, faults: Faults) -> None:
        for name, hook in self.hooks.items():
            check_arn(faults, f"hooks.{name}.notify", hook.notify, "sqs", "sns")
        for name, policy in self.policies.items():
            check_arn(faults, f"policies.{name}", policy, "iam")
        check_arn(faults, "kms_key", self.kms_key, "kms")
        check_arn(faults, "termination_function", self.termination_function, "lambda")
        for place, reservation in enumerate(self.reservations):
            known_later, fix = not isinstance(reservation, str), "write the reservation's id"
            faults.check(
                known_later or _RESERVATION.fullmatch(str(reservation)) is not None,
                f"reservations.{place}",
                reservation,
                "an id such as cr-0a1b2c3d4e5f67890",
                fix,
            )

    def _check_script(self, faults: Faults) -> None:
        super()._check_script(faults)
        if isinstance(self.user_data, str):
            size, fix = len(self.user_data.encode()), "let a short script fetch the rest"
            faults.check(size <= _SCRIPT_BYTES, "user_data", f"{size} bytes", f"{_SCRIPT_BYTES} bytes at most", fix)

    def _check_unit(self, faults: Faults) -> None:
        arguments.check_choice(faults, "counted_in", self.counted_in, get_args(Unit))
        described, fix = self.counted_in == "instances" or self.attributes is not None, "give types weights instead"
        faults.check(described, "counted_in", self.counted_in, "attributes beside it", fix)

    def _check_disk(self, faults: Faults) -> None:
        iops = _DISK_IOPS[0] if self.disk_iops is None else self.disk_iops
        if self.disk_iops is not None:
            arguments.check_range(faults, "disk_iops", iops, _DISK_IOPS[0], min(_DISK_IOPS[1], 500 * self.disk_gib))
        if self.disk_throughput is not None:
            arguments.check_range(faults, "disk_throughput", self.disk_throughput, 125, min(2000, iops // 4))

    @property
    def wait_seconds(self) -> int:
        """Seconds that an update waits for the number of instances that it has told the group."""
        if self.wait is not None:
            return self.wait
        held = max((hook.timeout for hook in self.all_hooks.values() if hook.on == "launch"), default=0)
        return 0 if self.capacity.moved else _WAIT_SECONDS + held

    @property
    def forecast_bounds(self) -> tuple[str, ...]:
        """The bounds of the group that forecasts move: one that may go beyond max raises it, and nothing lowers it again.

        Source: docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PredictiveScalingConfiguration.html.
        """
        return ("maxSize",) if any(forecast.beyond_max is not None for forecast in self.forecasts) else ()

    @property
    def enabled_metrics(self) -> tuple[str, ...]:
        """The group's own metrics that CloudWatch is given."""
        usual = (*GROUP_METRICS, *(WARM_POOL_METRICS if self.warm_pool else ()))
        return usual if self.metrics is None else self.metrics

    @property
    def hibernates(self) -> bool:
        """Whether instances stand by in hibernation."""
        return self.warm_pool is not None and self.warm_pool.state == "hibernated"

    @property
    def mixed(self) -> bool:
        """Whether the group chooses among types, or how it buys them; one type bought on demand needs no such policy."""
        return len(self.types) != 1 or self.spot > 0 or bool(self.weights)
