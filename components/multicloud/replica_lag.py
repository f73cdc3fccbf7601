"""Alarms on how far a replica is behind: on AWS, where each flow that is measured has one of its ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

import pulumi
import pulumi_aws as aws

from ..errors import Faults
from ..inputs import inputs
from ..naming import physical_name, tag_faults

_NAME_LIMIT: Final = 64
_DAY: Final = 86_400


@dataclass(frozen=True, kw_only=True)
class ReplicaLagArgs:
    """What the alarms of one flow are made from: by the rules of S3, or by the object that a job writes once all has arrived.

    Args:
        bucket: of rules, the replica's bucket; of a marker, the bucket that it lies in.
        source: of rules, the bucket that is written.
        rules: the ids of the rules.
        marker: the object.
        within: how far behind the replica may be, in seconds, 1 minute to a day.
        alarms: ARNs of the SNS topics that are told, in the region of the bucket.
        tags: tags of the alarms.

    Raises:
        ArgumentsError: with every fault.
    """

    bucket: pulumi.Input[str]
    source: pulumi.Input[str] | None = None
    rules: tuple[str, ...] = ()
    marker: str | None = None
    within: int
    alarms: tuple[str, ...] = ()
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        one = bool(self.rules) != (self.marker is not None)
        faults.check(one, "marker", self.marker, "rules, or a marker", "name how the flow is measured")
        faults.check(not self.rules or self.source is not None, "source", self.source, "the bucket that is written", "name it")
        faults.check(60 <= self.within <= _DAY, "within", self.within, "60 to 86400", "promise a minute to a day")
        faults.add(tag_faults(self.tags))
        faults.raise_any()


class ReplicaLag(pulumi.ComponentResource):
    """One alarm for each rule of S3, or for a marker.

    - S3 tells a rule's lag in the region of the replica; no data means that nothing waits.
    - Of what a job pushes, S3 counts the writes of the marker: none for as long as a replica may be behind is an alarm, and so is
      no data, since a job that does not run writes nothing.

    Sources: docs.aws.amazon.com/AmazonS3/latest/userguide/repl-metrics.html, metrics-configurations.html there.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the provider of the bucket's region among them.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:ReplicaLag"

    def __init__(self, name: str, args: ReplicaLagArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._args, self._child = args, pulumi.ResourceOptions(parent=self)
        for rule in args.rules:
            assert args.source is not None
            dimensions = {"SourceBucket": args.source, "DestinationBucket": args.bucket, "RuleId": rule}
            self._alarm(f"{name}-{rule}", "ReplicationLatency", dimensions, statistic="Maximum", above=True)
        if args.marker is not None:
            counted = aws.s3.BucketMetric(
                f"{name}-marker",
                bucket=args.bucket,
                name=physical_name(name, _NAME_LIMIT),
                filter=aws.s3.BucketMetricFilterArgs(prefix=args.marker),
                opts=self._child,
            )
            self._alarm(f"{name}-marker", "PutRequests", {"BucketName": args.bucket, "FilterId": counted.name}, statistic="Sum")
        self.register_outputs({})

    def _alarm(
        self, name: str, metric: str, dimensions: Mapping[str, pulumi.Input[str]], *, statistic: str, above: bool = False
    ) -> None:
        """An alarm on lag above what is promised, or on no sign of life for that long."""
        within, topics = self._args.within, list(self._args.alarms)
        aws.cloudwatch.MetricAlarm(
            name,
            namespace="AWS/S3",
            metric_name=metric,
            dimensions=dict(dimensions),
            statistic=statistic,
            period=60 if above else within // 60 * 60,
            evaluation_periods=5 if above else 1,
            threshold=within if above else 1,
            comparison_operator="GreaterThanThreshold" if above else "LessThanThreshold",
            treat_missing_data="notBreaching" if above else "breaching",
            alarm_description=f"A replica is more than {within} s behind",
            alarm_actions=topics,
            ok_actions=topics,
            tags=dict(self._args.tags),
            opts=self._child,
        )
