"""What a chart that acts in the cloud has there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

from .. import arguments
from ..errors import Faults
from ..naming import tag_faults


@dataclass(frozen=True, kw_only=True)
class ChartAccessArgs:
    """What is made in the cloud for one chart of one cluster.

    Args:
        chart: the chart's name.
        cluster: the cluster's name in its cloud.
        domain: the name under which DNS records may be changed.
        zones: ids of the hosted zones in which alone they may; any by default.
        log_retention_days: how long collected logs are kept.
        tags: tags of every resource that carries tags.

    Raises:
        ArgumentsError: with every fault.
    """

    chart: str
    cluster: pulumi.Input[str]
    domain: str
    zones: tuple[str, ...] = ()
    log_retention_days: int = 90
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_label(faults, "chart", self.chart)
        arguments.check_each_once(faults, "zones", self.zones)
        arguments.check_retention(faults, "log_retention_days", self.log_retention_days)
        faults.add(tag_faults(self.tags))
        faults.raise_any()
