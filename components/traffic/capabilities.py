"""What the two providers of public DNS can do of a name that several sites serve; pure.

Sources: docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy.html and health-checks-creating-values.html;
www.alibabacloud.com/help/en/dns/gtm3-restrictions-on-use, probe-template-configuration and address-pool-configuration;
registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/alidns_cloud_gtm_monitor_template.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..naming import Cloud

CHECKERS = (
    "ap-northeast-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "eu-west-1",
    "sa-east-1",
    "us-east-1",
    "us-west-1",
    "us-west-2",
)
"""The regions that Route 53 asks from (docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html)."""
LEAST_CHECKERS = 3
INTERVALS: Mapping[Cloud, tuple[int, ...]] = {"aws": (10, 30), "alicloud": (15, 60, 300)}
"""Seconds between two checks of one checker."""
FAILING = (20, 50, 80, 100)
"""Shares of Alibaba Cloud's checkers that must see a failure, in percent."""
ALICLOUD_TIMEOUT = 5
"""Seconds that Alibaba Cloud's checks are told to wait, of 2, 3, 5 and 10."""

CAPABILITIES: Mapping[Cloud, frozenset[str]] = {
    "aws": frozenset({"weighted", "failover", "geo", "latency", "answered-text", "calculated-checks"}),
    "alicloud": frozenset({"weighted", "failover", "geo", "flattened-apex"}),
}
"""By provider:

weighted: answers by shares, and a site that is answered only once the others are lost.
failover: one site, and another once it is lost.
geo: answers by where who asks is.
latency: answers by the least latency between who asks and a region.
answered-text: a check that looks for a text in the answer.
calculated-checks: a check of checks, as many of which as are told must pass; GTM judges the addresses of a pool instead.
flattened-apex: names that lead to names at the domain itself, to load balancers of any cloud.
"""
