"""Replication between buckets of S3, by its own means."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

import pulumi
import pulumi_aws as aws
from pulumi_aws import s3

from ..data.flows import SOONEST
from ..inputs import inputs
from .replication import ReplicationArgs, Target

_PROMISED = SOONEST["s3"] // 60
"""Minutes, the only number that S3's time control takes."""
_SENDS: Final = (
    *("s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"),
    *("s3:GetObjectRetention", "s3:GetObjectLegalHold"),
)
"""What is read to be sent, the last two of what is locked.

Source: docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html (Using Object Lock with S3 Replication).
"""


@dataclass(frozen=True, kw_only=True)
class S3ReplicationArgs(ReplicationArgs):
    """What the replication of a bucket of S3 is made from.

    Args:
        role: the name of the role that S3 takes on for it, which the replicas' buckets know.
        account: the account's id, on whose behalf alone S3 may take it on; None where nobody names it.
    """

    role: str
    account: str | None = None


class S3Replication(pulumi.ComponentResource):
    """Rules of S3, one for each prefix and target, under a role that may write nothing else; measured, so that lag can alarm.

    What may be 15 minutes behind has S3's own time control, which promises that, and costs by the byte; what may be more has not.
    Objects of before are not sent: S3 replicates what is written from then on, and batch replication the rest, once, by hand.
    Sources: docs.aws.amazon.com/AmazonS3/latest/userguide/replication-config-for-kms-objects.html,
    setting-repl-config-perm-overview.html, replication-time-control.html there.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the provider of the bucket that is written among them.

    Attributes:
        rules: the ids of the rules, by target: what their metrics are told apart by.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:S3Replication"

    def __init__(self, name: str, args: S3ReplicationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._args = args
        child, ordered = pulumi.ResourceOptions(parent=self), dict(sorted(args.targets.items()))
        role = aws.iam.Role(
            f"{name}-role", name=args.role, assume_role_policy=_trust(args.account), tags=dict(args.tags), opts=child
        )
        granted = aws.iam.RolePolicy(
            f"{name}-policy",
            role=role.name,
            policy=pulumi.Output.all(args.bucket, {site: target.bucket for site, target in ordered.items()}).apply(
                lambda known: access_policy(known[0], known[1], {site: target.prefixes for site, target in ordered.items()})
            ),
            opts=child,
        )
        self.rules = {site: [rule_id(site, prefix) for prefix in target.prefixes] for site, target in ordered.items()}
        priorities = {rule: place for place, rule in enumerate((rule for rules in self.rules.values() for rule in rules), 1)}
        s3.BucketReplicationConfig(
            f"{name}-rules",
            bucket=args.bucket,
            role=role.arn,
            rules=[
                self._rule(rule, prefix, target, priorities[rule])
                for site, target in ordered.items()
                for rule, prefix in zip(self.rules[site], target.prefixes, strict=True)
            ],
            opts=pulumi.ResourceOptions(parent=self, depends_on=[granted]),
        )
        self.register_outputs({"rules": self.rules})

    def _rule(self, rule: str, prefix: str, target: Target, priority: int) -> s3.BucketReplicationConfigRuleArgs:
        timed = None
        if self._args.within <= SOONEST["s3"]:
            timed = s3.BucketReplicationConfigRuleDestinationReplicationTimeArgs(
                status="Enabled", time=s3.BucketReplicationConfigRuleDestinationReplicationTimeTimeArgs(minutes=_PROMISED)
            )
        measured = s3.BucketReplicationConfigRuleDestinationMetricsArgs(
            status="Enabled",
            event_threshold=s3.BucketReplicationConfigRuleDestinationMetricsEventThresholdArgs(minutes=_PROMISED)
            if timed
            else None,
        )
        return s3.BucketReplicationConfigRuleArgs(
            id=rule,
            status="Enabled",
            priority=priority,
            filter=s3.BucketReplicationConfigRuleFilterArgs(prefix=prefix),
            delete_marker_replication=s3.BucketReplicationConfigRuleDeleteMarkerReplicationArgs(
                status="Enabled" if self._args.deletions else "Disabled"
            ),
            destination=s3.BucketReplicationConfigRuleDestinationArgs(
                bucket=pulumi.Output.concat("arn:aws:s3:::", target.bucket), metrics=measured, replication_time=timed
            ),
        )


def rule_id(site: str, prefix: str) -> str:
    """What a rule is called, which its metrics are told apart by: `a/b` as "a.b", and what has dots of its own with a digest."""
    plain = prefix.rstrip("/")
    own = f"-{hashlib.sha256(plain.encode()).hexdigest()[:8]}" if "." in plain else ""
    return f"{site}-{plain.replace('/', '.')}{own}"


def access_policy(bucket: str, targets: Mapping[str, str], prefixes: Mapping[str, Sequence[str]]) -> str:
    """What S3 may do for it: read the versions of some prefixes, and write them to their targets.

    Args:
        bucket: the bucket that is written.
        targets: the bucket of each site.
        prefixes: what each gets.

    Source: docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html.
    """
    arn, sent = f"arn:aws:s3:::{bucket}", sorted({prefix for each in prefixes.values() for prefix in each})
    return _document(
        {"Effect": "Allow", "Action": ["s3:GetReplicationConfiguration", "s3:ListBucket"], "Resource": arn},
        {
            "Effect": "Allow",
            "Action": list(_SENDS),
            "Resource": [f"{arn}/{prefix}*" for prefix in sent],
        },
        {
            "Effect": "Allow",
            "Action": ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
            "Resource": [f"arn:aws:s3:::{targets[site]}/{prefix}*" for site in sorted(targets) for prefix in prefixes[site]],
        },
    )


def _trust(account: str | None) -> str:
    """S3 takes the role on, on behalf of one account alone (docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html)."""
    condition = {"Condition": {"StringEquals": {"aws:SourceAccount": account}}} if account else {}
    return _document({"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sts:AssumeRole", **condition})


def _document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
