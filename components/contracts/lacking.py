"""What a fleet asks for that its cloud lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from ..errors import ArgumentFault
from .metrics import Formula, Metric, Series
from .scaling import PredictiveScaling, ScalingPolicy, StepScaling

if TYPE_CHECKING:
    from .fleet import FleetArgs


def lacking(args: FleetArgs, capabilities: Collection[str]) -> Iterator[ArgumentFault]:
    """A fault for each thing that is asked for.

    Args:
        args: what the fleet is made from.
        capabilities: what its cloud can do of what clouds differ in.
    """
    ahead = {name: policy for name, policy in args.scaling.items() if isinstance(policy, PredictiveScaling)}
    beside = [name for name, policy in ahead.items() if policy.act and args.schedule is not None]
    held = "hold new instances with a hook on launch until they can serve"
    for field_, wanted, capability, fix in (
        ("attributes", args.attributes is not None, "instance-attributes", "name types instead"),
        ("spot_allocation", args.spot > 0 and args.allocation == "price_capacity", "spot-price-capacity", "choose another"),
        ("scale_in_protection", args.scale_in_protection, "scale-in-protection", "leave it out"),
        ("refresh.alarms", bool(args.refresh.alarms), "refresh-alarms", "leave them out, and look at its checkpoints"),
        ("placement", args.placement == "partition", "placement-partition", "spread them instead"),
        ("grace", args.grace is not None, "health-grace", held),
        *((f"scaling.{name}.act", True, "forecasts-beside-events", "only look at it, or leave its events out") for name in beside),
        *((f"scaling.{name}.metric", *needed) for name, policy in args.scaling.items() for needed in _of_policy(policy)),
    ):
        if wanted and capability not in capabilities:
            yield ArgumentFault(field_, "asked for", f"nothing of it, since this cloud has no {capability}", fix)


def _of_policy(policy: ScalingPolicy) -> Iterator[tuple[bool, str, str]]:
    """What a policy may want: whether it does, the capability, the fix."""
    ahead = isinstance(policy, PredictiveScaling)
    if policy.metric == "requests":
        yield ahead, "predictive-requests", "forecast by cpu instead"
        yield isinstance(policy, StepScaling), "step-requests", "track requests, or take steps by cpu"
    if ahead:
        yield isinstance(policy.metric, (Metric, Formula)), "predictive-custom", "forecast by cpu instead"
    yield _sums(policy.metric), "metric-sums", "write average, or publish the sum as a metric"


def _sums(series: str | Series) -> bool:
    return isinstance(series, Metric) and series.statistic == "sum"
