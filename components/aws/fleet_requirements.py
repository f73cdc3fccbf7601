"""What an instance must have, in the words of Auto Scaling's `InstanceRequirements`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws

from ..contracts import Attributes

_MIB = 1024
_BOUNDS: Mapping[str, tuple[str, int | None]] = {
    "vcpus": ("vcpu_count", None),
    "memory_gib": ("memory_mib", _MIB),
    "memory_per_vcpu_gib": ("memory_gib_per_vcpu", None),
    "accelerators": ("accelerator_count", None),
    "accelerator_memory_gib": ("accelerator_total_memory_mib", _MIB),
    "network_gbps": ("network_bandwidth_gbps", None),
    "network_interfaces": ("network_interface_count", None),
    "ebs_mbps": ("baseline_ebs_bandwidth_mbps", None),
    "local_storage_gb": ("total_local_storage_gb", None),
}
"""By an attribute: what AWS calls it, and by what it is multiplied to a whole number there."""
_AS_SAID: Mapping[str, str] = {
    "excluded": "excluded_instance_types",
    "allowed": "allowed_instance_types",
    "cpu_makers": "cpu_manufacturers",
    "accelerator_types": "accelerator_types",
    "accelerator_makers": "accelerator_manufacturers",
    "accelerator_names": "accelerator_names",
    "local_storage_types": "local_storage_types",
    "spot_price": "max_spot_price_as_percentage_of_optimal_on_demand_price",
    "spot_premium": "spot_max_price_percentage_over_lowest_price",
    "on_demand_premium": "on_demand_max_price_percentage_over_lowest_price",
}

Requirements = aws.autoscaling.GroupMixedInstancesPolicyLaunchTemplateOverrideInstanceRequirementsArgsDict


def requirements(attributes: Attributes, *, hibernates: bool) -> Requirements:
    """The requirements of a group; what is AWS' own default is left out, but for the two of which a reader would wonder.

    Args:
        attributes: what an instance must have.
        hibernates: whether instances stand by in hibernation, for which not every type is made.
    """
    told: dict[str, Any] = {
        "burstable_performance": "included" if attributes.burstable else "excluded",
        "instance_generations": ["current", "previous"] if attributes.previous_generations else ["current"],
    }
    for name, (theirs, factor) in _BOUNDS.items():
        if (bounds := getattr(attributes, name)) is not None:
            told[theirs] = _between(bounds, factor)
    for name, theirs in _AS_SAID.items():
        if said := getattr(attributes, name):
            told[theirs] = list(said) if isinstance(said, tuple) else said
    if attributes.bare_metal:
        told["bare_metal"] = "included"
    if attributes.local_storage != "included":
        told["local_storage"] = attributes.local_storage
    if hibernates:
        told["require_hibernate_support"] = True
    return Requirements(**told)


def _between(bounds: tuple[float, float | None], factor: int | None) -> dict[str, float]:
    least, most = (value if factor is None or value is None else int(value * factor) for value in bounds)
    assert least is not None
    return {"min": least} if most is None else {"min": least, "max": most}
