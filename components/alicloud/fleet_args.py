"""What a fleet on Alibaba Cloud is made from, and what Auto Scaling (ESS) refuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias, get_args

import pulumi

from .. import arguments, contracts
from ..errors import Faults
from ..schedule import LONGEST_RECURRENCE, MOST_TASKS, ScheduledTask, scheduled_tasks

Reclaim: TypeAlias = Literal["release", "recycle", "force_release", "force_recycle"]
ZoneBalance: TypeAlias = Literal["best_effort", "only"]
PriceBy: TypeAlias = Literal["unit", "vcpu"]
Process: TypeAlias = Literal["scale_in", "scale_out", "health_check", "alarms", "schedule"]
Told: TypeAlias = Literal["scale_out", "scale_in", "scale_out_failed", "scale_in_failed", "rejected", "task_expiring"]

DiskCategory: TypeAlias = Literal["cloud_essd", "cloud_ssd", "cloud_efficiency"]
"""Of the root disk, as `system_disk` of ecs_launch_template takes it; what came before them is no longer sold."""

MOST_HOOKS = 6
"""Lifecycle hooks of a group (www.alibabacloud.com/help/en/auto-scaling/product-overview/limits)."""
MOST_REMOVAL_POLICIES = 2
"""registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/ess_scaling_group (`removal_policies`)."""


@dataclass(frozen=True, kw_only=True)
class FleetArgs(contracts.FleetArgs):
    """What a fleet on Alibaba Cloud is made from.

    Args:
        earlier_image: an image that instances may still be of, once `image` is another: the present one is then rolled out to them
            by an instance refresh, and each later one too. Without it, or while both are the same, new instances alone follow.
        cancelled_image: the image whose refresh is ended before its time; instances stay as they then are. To bring an earlier
            image back, make it `image` again in the update after that.
        compensate: buy on demand what the spot market does not have.
        return_to_spot: give back what was bought so, once the spot market has it again.
        spot_price_limits: the most that an hour of a type may cost on the spot market, in the account's currency, by type; by
            default the on-demand price is the most.
        price_by: what "lowest_price" compares: the price of a "unit" of capacity or of a "vcpu"; the cloud's default is the unit.
        zone_balance: "best_effort" takes from another zone what one has not; "only" would rather have too few.
        zone_rebalance: move instances where zones have become unequal; needs zone_balance "only".
        reclaim: what becomes of an instance that scaling in takes: it is deleted ("release"), or stopped and kept for the next
            scaling out ("recycle"), which is quicker, costs its disk, and leaves nothing that a refresh could replace; "force_"
            without shutting it down.
        stop_timeout: seconds that a shutdown may take before the instance is deleted all the same, 30 to 240, with reclaim
            "release"; without it one that does not shut down stays.
        cooldown: seconds between two activities of simple scaling, which alarms of other makers may start, 0 to 86400.
        scale_out_after: values in a row, a minute each, that must be above a tracked target before instances come.
        scale_in_after: likewise below it, before instances go.
        protected: ids of instances in use that scaling in must not take. By default none is named here, and protection that
            others give an instance while they use it stays as it is.
        suspended: what the group is kept from for now: "scale_in", "scale_out", "health_check", "alarms", "schedule".
        databases: ids of RDS instances, each by a stable key, whose whitelists let the instances in.
        notify: who is told what happens in the group, each by a stable key: ARNs of queues and topics, or of CloudMonitor itself
            (`acs:ess:<region>:<account>:cloudmonitor`).
        told: what they are told: "scale_out", "scale_in", "scale_out_failed", "scale_in_failed", "rejected" (an activity that could
            not begin), "task_expiring" (a scheduled task that is about to end); by default what goes wrong or ends.
        disk_category: the root disk's category: "cloud_essd", "cloud_ssd" or "cloud_efficiency".
        disk_level: the performance level of an ESSD disk, "PL0" to "PL3".
        kms_key: the id of the key that encrypts the root disk; the service's own key by default.
        security_agent: install Security Center's agent.
        resource_group: the id of the resource group of all that is made; the account's default group by default.

    Sources: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/ess_scaling_group, ess_instance_refresh,
    ess_suspend and ess_notification.
    """

    earlier_image: str | None = None
    cancelled_image: str | None = None
    compensate: bool = True
    return_to_spot: bool = True
    spot_price_limits: Mapping[str, float] = field(default_factory=dict)
    price_by: PriceBy | None = None
    zone_balance: ZoneBalance = "best_effort"
    zone_rebalance: bool = False
    reclaim: Reclaim = "release"
    stop_timeout: int | None = None
    cooldown: int | None = None
    scale_out_after: int | None = None
    scale_in_after: int | None = None
    protected: tuple[str, ...] | None = None
    suspended: tuple[Process, ...] = ()
    databases: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    notify: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    told: tuple[Told, ...] = ("scale_out_failed", "scale_in_failed", "rejected", "task_expiring")
    disk_category: DiskCategory = "cloud_essd"
    disk_level: str = "PL0"
    kms_key: str | None = None
    security_agent: bool = True
    resource_group: str | None = None

    capabilities: ClassVar[frozenset[str]] = frozenset({"group-deletion-protection"})
    """What of the contract's capabilities ESS has.

    Instances by attributes are left out with reason: ESS takes them in a scaling configuration alone (`instance_pattern_info` of
    ess_scaling_configuration), which cannot ask for metadata session tokens.
    """
    most_spread: ClassVar[int] = 20
    """www.alibabacloud.com/help/en/ecs/user-guide/overview-43 (high availability strategy)."""

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        self._check_refresh(faults)
        arguments.check_choice(faults, "disk_category", self.disk_category, get_args(DiskCategory))
        arguments.check_choice(faults, "disk_level", self.disk_level, ("PL0", "PL1", "PL2", "PL3"))
        self._check_group(faults)
        self._check_scaling(faults)
        self._check_tasks(faults)

    def _check_refresh(self, faults: Faults) -> None:
        for name in ("earlier_image", "cancelled_image"):
            if (image := getattr(self, name)) is not None:
                arguments.check_pinned(faults, name, image, "write the image's id")
        none = self.cancelled_image == self.image and not self.refreshes
        expected, fix = "an image that is being rolled out", "leave it out, or name an earlier image"
        faults.check(not none, "cancelled_image", self.cancelled_image, expected, fix)
        kept = self.refreshes and self.reclaim.endswith("recycle")
        fix = "write release, or name no earlier image; a group that keeps instances cannot be refreshed"
        faults.check(not kept, "reclaim", self.reclaim, "release beside an earlier image", fix)

    def _check_group(self, faults: Faults) -> None:
        policies, fix = len(self.termination_policies), "keep the first two"
        fits = 1 <= policies <= MOST_REMOVAL_POLICIES
        faults.check(fits, "termination_policies", policies, f"one to {MOST_REMOVAL_POLICIES}", fix)
        hooks = len(self.all_hooks)
        faults.check(hooks <= MOST_HOOKS, "hooks", hooks, f"{MOST_HOOKS} at most, drain among them", "join some of them")
        for name, hook in self.hooks.items():
            told, fix = hook.metadata is None or hook.notify is not None, "say who is told, or leave metadata out"
            faults.check(told, f"hooks.{name}.metadata", hook.metadata, "notify beside it", fix)
        heard = {f"hooks.{name}.notify": hook.notify for name, hook in self.hooks.items()}
        for where, name in (heard | {f"notify.{key}": arn for key, arn in self.notify.items()}).items():
            own = not isinstance(name, str) or name.startswith("acs:")
            faults.check(own, where, name, "an ARN of Alibaba Cloud, which begins with acs:", "name a queue or topic that is there")
        for name, limit in self.spot_price_limits.items():
            where = f"spot_price_limits.{name}"
            faults.check(name in self.types, where, name, "one of types", "add the type, or remove its limit")
            priced, fix = limit > 0 and round(limit, 2) == limit, "write what an hour may cost, or remove it"
            faults.check(priced, where, limit, "a price above 0, with two decimals at most", fix)
        arguments.check_choice(faults, "zone_balance", self.zone_balance, get_args(ZoneBalance))
        fix = "leave it out, or write zone_balance only"
        moves = not self.zone_rebalance or self.zone_balance == "only"
        faults.check(moves, "zone_rebalance", self.zone_rebalance, 'zone_balance "only" beside it', fix)
        arguments.check_choice(faults, "reclaim", self.reclaim, get_args(Reclaim))
        if self.price_by is not None:
            arguments.check_choice(faults, "price_by", self.price_by, get_args(PriceBy))
        if self.stop_timeout is not None:
            arguments.check_range(faults, "stop_timeout", self.stop_timeout, 30, 240)
            waits, fix = self.reclaim == "release", "leave one of the two out"
            faults.check(waits, "stop_timeout", self.stop_timeout, 'reclaim "release" beside it', fix)
        arguments.check_each_once(faults, "suspended", self.suspended)
        for place, process in enumerate(self.suspended):
            arguments.check_choice(faults, f"suspended.{place}", process, get_args(Process))
        arguments.check_each_once(faults, "told", self.told)
        for place, event in enumerate(self.told):
            arguments.check_choice(faults, f"told.{place}", event, get_args(Told))
        faults.check(bool(self.told), "told", None, "one event at least", "leave it out for failures")

    def _check_scaling(self, faults: Faults) -> None:
        if self.cooldown is not None:
            arguments.check_range(faults, "cooldown", self.cooldown, 0, 86_400)
        for name in ("scale_out_after", "scale_in_after"):
            if getattr(self, name) is not None:
                arguments.check_range(faults, name, getattr(self, name), 1, 60)
        for name, policy in self.scaling.items():
            if isinstance(policy, contracts.StepScaling) and isinstance(policy.metric, contracts.Metric):
                given, fix = policy.metric.namespace, "write the group's number; alarms of ESS know no metric repository"
                expected = "the id of the application group that the metric is reported to"
                faults.check(given.isdigit(), f"scaling.{name}.metric.namespace", given, expected, fix)

    def _check_tasks(self, faults: Faults) -> None:
        tasks, fix = len(self.tasks), "shorten an event, or let it recur"
        faults.check(tasks <= MOST_TASKS, "schedule", tasks, f"at most {MOST_TASKS} tasks of an account", fix)
        for task in self.tasks:
            within = task.type is None or task.span <= LONGEST_RECURRENCE
            expected = f"a recurrence of {LONGEST_RECURRENCE.days} days at most"
            faults.check(within, f"schedule.{task.key}", f"{task.span.days} days", expected, f"let {task.event} end earlier")
        stands = bool(self.tasks) and "schedule" in self.suspended
        faults.check(not stands, "suspended", "schedule", "another process beside a schedule", "let its tasks run")

    @property
    def tasks(self) -> tuple[ScheduledTask, ...]:
        """What the schedule comes to on ESS."""
        return () if self.schedule is None else scheduled_tasks(self.schedule)

    @property
    def forecast_bounds(self) -> tuple[str, ...]:
        """The bounds of the group that forecasts move: a predictive rule that acts makes tasks that set them.

        Source: www.alibabacloud.com/help/en/auto-scaling/developer-reference/api-createscalingrule (`ScalingRuleType`).
        """
        beyond = any(forecast.beyond_max is not None for forecast in self.forecasts)
        return (*(("minSize",) if self.forecasts else ()), *(("maxSize",) if beyond else ()))

    @property
    def refreshes(self) -> bool:
        """Whether the image is one to be rolled out."""
        return self.earlier_image not in (None, self.image)
