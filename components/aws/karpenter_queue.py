"""The queue that tells Karpenter of nodes that EC2 is about to take away, and what fills it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

import pulumi
import pulumi_aws as aws

from ..naming import physical_name
from .iam import document

RETENTION: Final = 300
"""Seconds that a warning is kept: a spot instance has two minutes left, so an older one is of no use."""

EVENTS: Final[Mapping[str, tuple[str, str]]] = {
    "health": ("aws.health", "AWS Health Event"),
    "spot": ("aws.ec2", "EC2 Spot Instance Interruption Warning"),
    "rebalance": ("aws.ec2", "EC2 Instance Rebalance Recommendation"),
    "state": ("aws.ec2", "EC2 Instance State-change Notification"),
    "reservation": ("aws.ec2", "EC2 Capacity Reservation Instance Interruption Warning"),
}
"""What it is told, by a stable key: the source and the detail type of each event.

Source: karpenter.sh/v1.14/concepts/disruption/#interruption and the template that it names.
"""

_PREFIX_LIMIT = 37


class InterruptionQueue:
    """A queue that EventBridge alone may send to, over TLS alone, and the rules that do.

    The events are those of the whole account in the region: Karpenter deletes what is of no node of its own.

    Args:
        name: what the name of each of its resources begins with.
        tags: tags of every resource that carries tags.
        parent: the component that it belongs to.

    Attributes:
        queue: the queue.
        filled: what must be there for warnings to come.
    """

    def __init__(self, name: str, *, tags: Mapping[str, str], parent: pulumi.Resource) -> None:
        child = pulumi.ResourceOptions(parent=parent)
        self.queue = aws.sqs.Queue(
            f"{name}-queue",
            message_retention_seconds=RETENTION,
            sqs_managed_sse_enabled=True,
            tags=dict(tags),
            opts=child,
        )
        opened = aws.sqs.QueuePolicy(
            f"{name}-queue", queue_url=self.queue.url, policy=self.queue.arn.apply(queue_policy), opts=child
        )
        self.filled: list[pulumi.Resource] = [opened]
        for key, (source, kind) in EVENTS.items():
            rule = aws.cloudwatch.EventRule(
                f"{name}-{key}",
                name_prefix=f"{physical_name(f'{name}-{key}', _PREFIX_LIMIT)}-",
                description=f"Tell Karpenter: {kind}",
                event_pattern=json.dumps({"source": [source], "detail-type": [kind]}),
                tags=dict(tags),
                opts=child,
            )
            target = aws.cloudwatch.EventTarget(
                f"{name}-{key}", rule=rule.name, target_id="karpenter", arn=self.queue.arn, opts=child
            )
            self.filled.append(target)


def queue_policy(queue: str) -> str:
    """Who may send to the queue, and that nothing reaches it in the clear.

    Args:
        queue: its ARN.
    """
    return document(
        {
            "Sid": "TakeEvents",
            "Effect": "Allow",
            "Principal": {"Service": ["events.amazonaws.com", "sqs.amazonaws.com"]},
            "Action": "sqs:SendMessage",
            "Resource": queue,
        },
        {
            "Sid": "RefusePlainText",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sqs:*",
            "Resource": queue,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    )
