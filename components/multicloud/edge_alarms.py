"""What alarms of a domain of DCDN.

Sources: cloudmonitor.console.alibabacloud.com/metric-meta/acs_dcdn/dcdn (metrics, each for every minute and of a domain) and
registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/cms_alarm (`composite_expression`).
"""

from __future__ import annotations

import json
from typing import Final

import pulumi
import pulumi_alicloud as alicloud

from ..traffic.edge import FAILED

_USERS: Final = "code_ratio_5"
"""The share of answers to users that are 5xx, in percent."""
_ORIGINS: Final = "ori_code_ratio_{code}"
"""The share of origins' answers with one code, in percent."""
_FAILING = "5"
"""Percent, as on AWS."""
_PERIOD, _TIMES = 60, 5


def alarm(
    name: str,
    domain: pulumi.Input[str],
    *,
    groups: tuple[str, ...],
    tags: dict[str, str],
    opts: pulumi.ResourceOptions,
) -> None:
    """Alarm while more than one answer in twenty is an error, for five minutes; where nobody is told, there is no alarm.

    Of what origins answer as of what users are: where the stand-in page is shown, users are redirected, which is no error.

    Args:
        name: the alarm's.
        domain: the accelerated domain, known once it is there.
        groups: who is told, by names of contact groups.
        tags: its tags.
        opts: its options.
    """
    if not groups:
        return
    metrics = (_USERS, *(_ORIGINS.format(code=code) for code in FAILED))
    compared = [
        alicloud.cms.AlarmCompositeExpressionExpressionListArgs(
            metric_name=metric, statistics="Maximum", comparison_operator=">", threshold=_FAILING, period=str(_PERIOD)
        )
        for metric in metrics
    ]
    alicloud.cms.Alarm(
        name,
        name=name,
        project="acs_dcdn",
        metric=_USERS,
        metric_dimensions=pulumi.Output.from_input(domain).apply(lambda found: json.dumps([{"instanceId": found}])),
        period=_PERIOD,
        silence_time=3_600,
        composite_expression=alicloud.cms.AlarmCompositeExpressionArgs(
            level="CRITICAL", times=_TIMES, expression_list_join="||", expression_lists=compared
        ),
        contact_groups=list(groups),
        tags=tags,
        opts=opts,
    )
