"""From a fleet in the environment to the arguments of its component."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from components import contracts
from components.naming import Cloud, block_key

from . import clouds
from .environment import fleet as written
from .environment import scaling
from .environment.fleet import AlicloudMachines, AwsMachines, Fleet
from .environment.link import linked_ranges
from .environment.model import Environment
from .environment.problems import Steps

if TYPE_CHECKING:
    from components.aws.fleet_args import Maintenance, WarmPool

_AS_WRITTEN = ("spot", "on_demand_base", "spot_allocation", "capacity_rebalance", "health", "termination_policies")
_AS_WRITTEN += ("max_lifetime_days", "placement", "user_data", "values", "disk_gib", "ports")
"""What the component calls as the file does."""

_ON_AWS = ("root_device", "weights", "policies", "detailed_monitoring", "shell", "metrics", "grace")
_ON_AWS += ("scale_in_protection", "zone_balance", "suspended", "protected_instances", "standby_instances", "partitions")
_ON_AWS += ("counted_in", "disk_iops", "disk_throughput", "keep_abandoned", "wait")

_ON_ALICLOUD = ("types", "weights", "policies", "compensate", "return_to_spot", "spot_price_limits", "price_by")
_ON_ALICLOUD += ("zone_balance", "zone_rebalance", "reclaim", "stop_timeout", "cooldown", "scale_out_after", "scale_in_after")
_ON_ALICLOUD += ("suspended", "told", "disk_category", "disk_level", "security_agent")


def fleet_args(fleet: Fleet, cloud: Cloud, region: str, site: str, **placed: Any) -> contracts.FleetArgs:
    """What a fleet of a site is made from.

    Args:
        fleet: the fleet.
        cloud: the site's cloud.
        region: the site's region.
        site: the site's name.
        placed: what follows from the site and its account.

    Raises:
        ArgumentsError: with every fault that the component finds; those of a part alone are found first.
    """
    return clouds.fleet(cloud).args(
        **{name: getattr(fleet, name) for name in _AS_WRITTEN},
        scaling=contracts.by_cpu(fleet.target.cpu) | {name: policy(each) for name, each in fleet.scaling.items()},
        drain=fleet.drain or 0,
        hooks={name: _hook(hook, site) for name, hook in fleet.hooks.items()},
        refresh=_refresh(fleet, cloud),
        **_machines(fleet, cloud, region, site),
        **placed,
    )


def ports_from(environment: Environment, site: str, name: str) -> dict[str, str]:
    """The ranges of other sites that a fleet's ports are open to, by key: those that reach the tier which fleets stand in."""
    linked = linked_ranges(environment, site).get("private", ()) if environment.fleets[name].open_to_links else ()
    return {block_key(block): block for block in linked}


def fleet_parts(fleet: Fleet, cloud: Cloud, site: str) -> Iterator[tuple[Steps, Callable[[], object]]]:
    """The arguments that a fleet's own hold, as calls that make them, with their paths below the fleet."""
    yield ("refresh",), lambda: _refresh(fleet, cloud)
    for name, each in fleet.scaling.items():
        kind = next(iter(each.model_fields_set), "track")
        yield ("scaling", name, kind), lambda each=each: policy(each)
    for name, hook in fleet.hooks.items():
        yield ("hooks", name), lambda hook=hook: _hook(hook, site)
    if cloud == "aws" and fleet.aws:
        told = fleet.aws
        yield ("aws", "attributes"), lambda: _attributes(told)
        yield ("aws", "warm_pool"), lambda: _warm_pool(told)
        yield ("aws", "maintenance"), lambda: _maintenance(told)


def fleet_place(path: Steps, field: Steps, cloud: Cloud) -> Steps:
    """Where the environment says what a fleet, or a part of it, refuses.

    Args:
        path: where what was made stands: `fleets.<name>`, or a part below it.
        field: the field that the fault names.
        cloud: the cloud of the site.
    """
    special = AwsMachines if cloud == "aws" else AlicloudMachines
    match field:
        case ("image" | "earlier_image" | "cancelled_image" as name, *_):
            return (*path, cloud, f"{name}s")
        case ("kms_key" | "termination_function" as name, *_):
            return (*path, cloud, f"{name}s")
        case ("refresh", "alarms", *rest) | ("alarms", *rest) if len(path) in {2, 3}:
            return (*path[:2], "aws", "alarms", *rest)
        case ("scaling", "cpu", *_):
            return (*path, "target", "cpu")
        case ("scaling", name, *_):
            return (*path, "scaling", name)
        case ("capacity", "initial" | "enforce" | "min" | "max" as bound):
            return (*path, "capacity", "autoscaled", bound)
        case ("max_healthy", *_):
            return (*path, "surge")
        case (str() as name, *_) if len(path) == 2 and name in special.model_fields:
            return (*path, cloud, *field)
        case _:
            return (*path, *field)


def policy(written_policy: scaling.Policy) -> contracts.ScalingPolicy:
    """One scaling policy; rules have seen to it that the file says exactly one kind."""
    if (step := written_policy.step) is not None:
        steps = tuple(contracts.Step(**each.model_dump()) for each in step.steps)
        told = step.model_dump(exclude={"metric", "custom", "steps"})
        return contracts.StepScaling(metric=_metric(step), steps=steps, **told)
    if (predict := written_policy.predict) is not None:
        told = predict.model_dump(exclude={"metric", "custom", "load", "capacity"})
        return contracts.PredictiveScaling(
            metric=_series(predict.custom) or predict.metric, load=_series(predict.load), capacity=_series(predict.capacity), **told
        )
    track = written_policy.track
    assert track is not None
    return contracts.TargetTracking(metric=_metric(track), **track.model_dump(exclude={"metric", "custom"}))


def _series(said: scaling.Series | None) -> contracts.Series | None:
    if said is None:
        return None
    if said.expression is not None:
        metrics = {name: contracts.Metric(**metric.model_dump()) for name, metric in said.metrics.items()}
        return contracts.Formula(expression=said.expression, metrics=metrics)
    return contracts.Metric(**said.model_dump(exclude={"expression", "metrics"}))


def _metric(measured: scaling.Measured) -> Any:
    return contracts.Metric(**measured.custom.model_dump()) if measured.custom else measured.metric


def _refresh(fleet: Fleet, cloud: Cloud) -> contracts.Refresh:
    alarms = fleet.aws.alarms if cloud == "aws" and fleet.aws else ()
    return contracts.Refresh(**fleet.refresh.model_dump(), alarms=alarms)


def _hook(hook: written.Hook, site: str) -> contracts.LifecycleHook:
    return contracts.LifecycleHook(on=hook.when, **hook.model_dump(exclude={"when", "notify"}), notify=hook.notify.get(site))


def _machines(fleet: Fleet, cloud: Cloud, region: str, site: str) -> dict[str, Any]:
    """What the fleet is told on its cloud alone."""
    if cloud == "aws":
        told = fleet.aws
        assert told is not None
        return {
            **{name: getattr(told, name) for name in _ON_AWS},
            "image": told.images[region],
            "types": told.types or (),
            "kms_key": told.kms_keys.get(region),
            "reservations": told.reservations.get(region, ()),
            "termination_function": told.termination_functions.get(region),
            "attributes": _attributes(told),
            "warm_pool": _warm_pool(told),
            "maintenance": _maintenance(told),
        }
    machines = fleet.alicloud
    assert machines is not None
    return {
        **{name: getattr(machines, name) for name in _ON_ALICLOUD},
        "image": machines.images[region],
        "earlier_image": machines.earlier_images.get(region),
        "cancelled_image": machines.cancelled_images.get(region),
        "kms_key": machines.kms_keys.get(region),
        "databases": machines.databases.get(site, {}),
        "notify": machines.notify.get(site, {}),
    }


def _attributes(told: AwsMachines) -> contracts.Attributes | None:
    return contracts.Attributes(**told.attributes.model_dump()) if told.attributes else None


def _warm_pool(told: AwsMachines) -> WarmPool | None:
    from components.aws.fleet_args import WarmPool

    return WarmPool(**told.warm_pool.model_dump()) if told.warm_pool else None


def _maintenance(told: AwsMachines) -> Maintenance | None:
    from components.aws.fleet_args import Maintenance

    kept = told.maintenance
    return Maintenance(min_healthy=kept.min_healthy, max_healthy=100 + kept.surge) if kept else None
