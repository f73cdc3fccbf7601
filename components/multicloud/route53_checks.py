"""Health checks of Route 53, and who is told when they fail."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from .. import contracts, dns
from ..naming import named


class Checks:
    """The checks of one name's sites: one for each path, a calculated one over several, and one over all sites.

    A site's check asks the site's own name, so that the load balancer behind it is the one of that site. A calculated check counts
    those below it (docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-types.html).

    Args:
        name: the stable name that every child's name begins with.
        args: what the name is made from.
        check: what is asked.
        opts: options of each resource.
    """

    def __init__(self, name: str, args: contracts.TrafficArgs, check: contracts.SiteCheck, opts: pulumi.ResourceOptions) -> None:
        self._name, self._args, self._check, self._opts = name, args, check, opts
        self.by_site = {site: self._site(site) for site in sorted(args.sites)}
        self.any = self._calculated("any", list(self.by_site.values()), 1) if len(self.by_site) > 1 else None

    def _site(self, site: str) -> pulumi.Output[str]:
        paths = [self._endpoint(site, path) for path in self._check.asked]
        if len(paths) == 1:
            return paths[0]
        return self._calculated(site, paths, len(paths) if self._check.healthy == "all" else 1)

    def _endpoint(self, site: str, path: str) -> pulumi.Output[str]:
        check, several = self._check, len(self._check.asked) > 1
        key = f"{self._name}-{site}-{dns.value_key(path.strip('/') or 'root')}" if several else f"{self._name}-{site}"
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

    def _calculated(self, key: str, below: list[pulumi.Output[str]], least: int) -> pulumi.Output[str]:
        return aws.route53.HealthCheck(
            f"{self._name}-{key}" if key != "any" else f"{self._name}-any-site",
            type="CALCULATED",
            child_healthchecks=below,
            child_health_threshold=least,
            tags=named(self._args.tags, self._args.name if key == "any" else self._args.host(key)),
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
    lost = {site: (check, f"{site} does not serve {args.name}") for site, check in checks.by_site.items()}
    if checks.any is not None:
        lost["any-site"] = (checks.any, f"no site serves {args.name}")
    for key, (check, told) in lost.items():
        aws.cloudwatch.MetricAlarm(
            f"{name}-{key}",
            alarm_description=told,
            namespace="AWS/Route53",
            metric_name="HealthCheckStatus",
            dimensions={"HealthCheckId": check},
            statistic="Minimum",
            comparison_operator="LessThanThreshold",
            threshold=1,
            period=60,
            evaluation_periods=1,
            treat_missing_data="breaching",
            alarm_actions=list(args.alarms),
            ok_actions=list(args.alarms),
            tags=args.tags,
            opts=opts,
        )
