"""Health checks of Route 53, and who is told when they fail."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from .. import contracts, dns
from ..naming import named

_METRIC: Final[Mapping[str, Any]] = {"namespace": "AWS/Route53", "metric_name": "HealthCheckStatus", "period": 60}
"""What Route 53 tells CloudWatch of a check."""


class Checks:
    """The checks of one name's sites: one for each path, a calculated one over several, and one over all sites.

    A site's check asks the site's own name, so that the load balancer behind it is the one of that site. A calculated check counts
    checks of paths, and can count no other calculated one
    (docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html).

    Args:
        name: the stable name that every child's name begins with.
        args: what the name is made from.
        check: what is asked.
        opts: options of each resource.

    Attributes:
        by_site: what tells whether a site serves, by site.
        any: what tells whether any site does; None of a single site, and where each site is known by a calculated check over all of
            its paths, whose alarm asks for the sites' states instead.
    """

    def __init__(self, name: str, args: contracts.TrafficArgs, check: contracts.SiteCheck, opts: pulumi.ResourceOptions) -> None:
        self._name, self._args, self._check, self._opts = name, args, check, opts
        asked = {site: [self._endpoint(site, path) for path in check.asked] for site in sorted(args.sites)}
        self.by_site = {site: self._site(site, paths) for site, paths in asked.items()}
        self.any: pulumi.Output[str] | None = None
        if len(asked) > 1 and (len(check.asked) == 1 or check.healthy == "any"):
            self.any = self._calculated("any-site", args.name, list(itertools.chain(*asked.values())), 1)

    def _site(self, site: str, paths: list[pulumi.Output[str]]) -> pulumi.Output[str]:
        if len(paths) == 1:
            return paths[0]
        return self._calculated(site, self._args.host(site), paths, len(paths) if self._check.healthy == "all" else 1)

    def _endpoint(self, site: str, path: str) -> pulumi.Output[str]:
        check, several = self._check, len(self._check.asked) > 1
        key = f"{self._name}-{site}-{dns.path_key(path)}" if several else f"{self._name}-{site}"
        match = "_STR_MATCH" if check.contains is not None else ""
        return aws.route53.HealthCheck(
            key,
            type="TCP" if check.protocol == "tcp" else f"{check.protocol.upper()}{match}",
            fqdn=self._args.host(site),
            port=check.on,
            resource_path=path or None,
            search_string=check.contains,
            enable_sni=True if check.protocol == "https" else None,
            request_interval=check.interval,
            failure_threshold=check.threshold,
            regions=sorted(check.regions),
            tags=named(self._args.tags, f"{self._args.host(site)}{path}"),
            opts=self._opts,
        ).id

    def _calculated(self, key: str, told: str, below: list[pulumi.Output[str]], least: int) -> pulumi.Output[str]:
        return aws.route53.HealthCheck(
            f"{self._name}-{key}",
            type="CALCULATED",
            child_healthchecks=below,
            child_health_threshold=least,
            tags=named(self._args.tags, told),
            opts=self._opts,
        ).id


def alarms(name: str, args: contracts.TrafficArgs, checks: Checks, opts: pulumi.ResourceOptions) -> None:
    """An alarm for each site that does not serve, and one for a name that no site serves.

    Route 53 tells CloudWatch of its checks in us-east-1 alone, as the minimum over a minute of 1 (healthy) and 0
    (docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html). No data is no good sign: it alarms too.

    Args:
        name: the stable name that every child's name begins with.
        args: what the name is made from.
        checks: its checks.
        opts: options of each resource; a provider of us-east-1 among them.
    """
    lost: dict[str, tuple[dict[str, Any], str]] = {
        site: (_state(check), f"{site} does not serve {args.name}") for site, check in checks.by_site.items()
    }
    if len(checks.by_site) > 1:
        lost["any-site"] = (_state(checks.any) if checks.any is not None else _best(checks.by_site), f"no site serves {args.name}")
    for key, (metric, told) in lost.items():
        aws.cloudwatch.MetricAlarm(
            f"{name}-{key}",
            alarm_description=told,
            **metric,
            comparison_operator="LessThanThreshold",
            threshold=1,
            evaluation_periods=1,
            treat_missing_data="breaching",
            alarm_actions=list(args.alarms),
            ok_actions=list(args.alarms),
            tags=args.tags,
            opts=opts,
        )


def _state(check: pulumi.Output[str]) -> dict[str, Any]:
    """The state of a check, as an alarm is told of it."""
    return {**_METRIC, "dimensions": {"HealthCheckId": check}, "statistic": "Minimum"}


def _best(checks: Mapping[str, pulumi.Output[str]]) -> dict[str, Any]:
    """The best state of several checks, by what each is of.

    Source: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html.
    """
    states = [
        aws.cloudwatch.MetricAlarmMetricQueryArgs(
            id=f"site_{site.replace('-', '_')}",
            metric=aws.cloudwatch.MetricAlarmMetricQueryMetricArgs(**_METRIC, dimensions={"HealthCheckId": check}, stat="Minimum"),
        )
        for site, check in checks.items()
    ]
    every = ", ".join(state.id for state in states if isinstance(state.id, str))
    best = aws.cloudwatch.MetricAlarmMetricQueryArgs(id="best", expression=f"MAX([{every}])", label="any site", return_data=True)
    return {"metric_queries": [*states, best]}
