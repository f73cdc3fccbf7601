"""What is recorded of a distribution and of its firewall, in a bucket of their own for a time, and what alarms."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pulumi_aws as aws

from .edge_firewall import LOG_PREFIX
from .edge_storage import bucket, tls_only

_FAILING = 5
"""Percent of answers that are errors."""
_PREFIX_LIMIT = 37
"""S3 allows 63 characters, of which the provider adds 26."""


def record(
    name: str,
    distribution: aws.cloudfront.Distribution,
    acl: aws.wafv2.WebAcl | None,
    *,
    account: pulumi.Input[str],
    days: int,
    tags: dict[str, str],
    opts: pulumi.ResourceOptions,
) -> None:
    """Record requests, and those that the firewall stopped or counted, without what tells who somebody is.

    Args:
        name: what the names of all parts begin with.
        distribution: whose requests.
        acl: the firewall, where there is one.
        account: the account, the only one whose deliveries the bucket takes.
        days: how long they are kept.
        tags: tags of whatever carries tags.
        opts: options of every part, of a provider in us-east-1.
    """
    made = bucket(f"{name}-logs", tags, opts, prefix=f"{LOG_PREFIX}{name}"[:_PREFIX_LIMIT])
    aws.s3.BucketLifecycleConfiguration(
        f"{name}-logs",
        bucket=made.id,
        rules=[{"id": "over", "status": "Enabled", "filter": {"prefix": ""}, "expiration": {"days": days}}],
        opts=opts,
    )
    allowed = aws.s3.BucketPolicy(
        f"{name}-logs", bucket=made.id, policy=pulumi.Output.all(made.arn, account).apply(lambda both: _policy(*both)), opts=opts
    )
    source = aws.cloudwatch.LogDeliverySource(
        f"{name}-requests", log_type="ACCESS_LOGS", resource_arn=distribution.arn, tags=tags, opts=opts
    )
    destination = aws.cloudwatch.LogDeliveryDestination(
        f"{name}-requests",
        output_format="json",
        delivery_destination_configuration={"destination_resource_arn": made.arn},
        tags=tags,
        opts=opts,
    )
    after = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[allowed]))
    aws.cloudwatch.LogDelivery(
        f"{name}-requests", delivery_source_name=source.name, delivery_destination_arn=destination.arn, tags=tags, opts=after
    )
    if acl is not None:
        aws.wafv2.WebAclLoggingConfiguration(
            f"{name}-stopped",
            resource_arn=acl.arn,
            log_destination_configs=[made.arn],
            redacted_fields=[{"single_header": {"name": each}} for each in ("authorization", "cookie")],
            logging_filter=_STOPPED,
            opts=after,
        )


def alarm(
    name: str,
    host: str,
    distribution: aws.cloudfront.Distribution,
    *,
    topics: tuple[str, ...],
    tags: dict[str, str],
    opts: pulumi.ResourceOptions,
) -> None:
    """Alarm while more than one answer in twenty is an error of an origin, for five minutes.

    Source: docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/viewing-cloudfront-metrics.html.

    Args:
        name: the alarm's.
        host: the name that users come by.
        distribution: whose answers.
        topics: who is told, by ARNs of SNS topics.
        tags: its tags.
        opts: its options.
    """
    aws.cloudwatch.MetricAlarm(
        name,
        alarm_description=f"Users of {host} are answered with errors: its origins fail, and the stand-in page is shown",
        namespace="AWS/CloudFront",
        metric_name="5xxErrorRate",
        dimensions={"DistributionId": distribution.id, "Region": "Global"},
        statistic="Average",
        period=60,
        evaluation_periods=5,
        threshold=_FAILING,
        comparison_operator="GreaterThanThreshold",
        treat_missing_data="notBreaching",
        alarm_actions=list(topics),
        ok_actions=list(topics),
        tags=tags,
        opts=opts,
    )


_STOPPED: Any = {
    "default_behavior": "DROP",
    "filters": [
        {
            "behavior": "KEEP",
            "requirement": "MEETS_ANY",
            "conditions": [{"action_condition": {"action": action}} for action in ("BLOCK", "COUNT")],
        }
    ],
}
"""What let requests through is in the distribution's own records."""


def _policy(arn: str, account: str) -> str:
    """Lets AWS's deliveries of this account in, and nobody without TLS.

    Source: docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html.
    """
    own: dict[str, Any] = {"StringEquals": {"aws:SourceAccount": account, "s3:x-amz-acl": "bucket-owner-full-control"}}
    statement = {
        "Sid": "Deliveries",
        "Effect": "Allow",
        "Principal": {"Service": "delivery.logs.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": f"{arn}/*",
        "Condition": own,
    }
    asked = {
        "Sid": "DeliveriesAsk",
        "Effect": "Allow",
        "Principal": {"Service": "delivery.logs.amazonaws.com"},
        "Action": "s3:GetBucketAcl",
        "Resource": arn,
        "Condition": {"StringEquals": {"aws:SourceAccount": account}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement, asked, tls_only(arn)]})
