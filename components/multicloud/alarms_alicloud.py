"""Alarms of CloudMonitor for what joins sites.

Which metrics there are, of what, in which unit and by which statistic: of VPN gateways
cloudmonitor.console.alibabacloud.com/metric-meta/acs_vpn/vpn, of CEN by regions
www.alibabacloud.com/help/en/cen/user-guide/monitor-inter-region-connections.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_alicloud as alicloud

from .. import contracts

NEARLY = 0.8
"""The share of a bandwidth from which on somebody is told that it runs out."""


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A metric, and when it is bad.

    Args:
        project: the product's namespace.
        metric: its name there.
        statistics: the statistic by which the product tells it.
        bad: how it compares with the threshold where it is bad.
        threshold: what it is compared with.
        minutes: for how long it must be.
        urgent: whether something is broken; without it something will be.
    """

    project: str
    metric: str
    statistics: str = "Value"
    bad: str = ">"
    threshold: float
    minutes: int = 5
    urgent: bool = False


def watch(
    name: str, end: contracts.End, watched: Watched, dimensions: pulumi.Input[Mapping[str, str]], opts: pulumi.ResourceOptions
) -> None:
    """An alarm that goes to the end's contact groups; there is none where there are none, since one here must go somewhere.

    Args:
        name: the alarm's name.
        end: the site whose people it tells.
        watched: what it is about.
        dimensions: what tells the one metric from others of its kind.
        opts: options of the resource.
    """
    if not end.alarms:
        return
    when = {
        "statistics": watched.statistics,
        "comparison_operator": watched.bad,
        "threshold": f"{watched.threshold:.15g}",
        "times": watched.minutes,
    }
    critical = alicloud.cms.AlarmEscalationsCriticalArgs(**when) if watched.urgent else None
    warn = None if watched.urgent else alicloud.cms.AlarmEscalationsWarnArgs(**when)
    alicloud.cms.Alarm(
        name,
        name=name,
        project=watched.project,
        metric=watched.metric,
        metric_dimensions=pulumi.Output.from_input(dimensions).apply(lambda found: json.dumps([found])),
        period=60,
        silence_time=3_600,
        escalations_critical=critical,
        escalations_warn=warn,
        contact_groups=list(end.alarms),
        tags=end.tags,
        opts=opts,
    )
