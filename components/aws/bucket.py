"""A bucket on AWS: S3, with versions and, if wanted, a lock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import pulumi
import pulumi_aws as aws

from .. import arguments, contracts
from ..contracts.bucket import BucketUse
from ..errors import Faults
from ..inputs import inputs, outputs
from .bucket_policies import bucket_policy, pushing, reading, writing
from .closed_bucket import close, encrypt


@dataclass(frozen=True, kw_only=True)
class BucketArgs(contracts.BucketArgs):
    """What a bucket on AWS is made from.

    Args:
        lock_mode: GOVERNANCE, which who may bypass it can lift, or COMPLIANCE, which nobody can, the account's root neither.
    """

    lock_mode: Literal["GOVERNANCE", "COMPLIANCE"] = "COMPLIANCE"

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        arguments.check_choice(faults, "lock_mode", self.lock_mode, ("GOVERNANCE", "COMPLIANCE"))


class Bucket(pulumi.ComponentResource):
    """A bucket that keeps versions, encrypted with S3's own keys, and closed; what is replicated here has one writer.

    A lock can be put on a bucket that is there: S3 takes it for what is written from then on, and a batch operation locks the rest
    (docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-configure.html). Taken out of the arguments, it holds on for every
    version that it was put on.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:aws:Bucket"
    capabilities: ClassVar[frozenset[str]] = frozenset({"closed-replicas"})

    id: pulumi.Output[str]
    policies: Mapping[BucketUse, pulumi.Output[str]]

    def __init__(self, name: str, args: BucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        kept = pulumi.ResourceOptions(parent=self, protect=args.protect or None)
        bucket = aws.s3.Bucket(
            f"{name}-bucket",
            bucket=args.bucket,
            force_destroy=args.force_destroy,
            tags=dict(args.tags),
            opts=kept,
        )
        keeping = self._tell(f"{name}-bucket", bucket)
        self.id = pulumi.Output.all(bucket.bucket, *(each.urn for each in keeping)).apply(lambda known: known[0])
        self.policies = {"read": self._policy("read", bucket.arn.apply(reading))}
        if args.writes:
            self.policies["write"] = self._policy("write", bucket.arn.apply(lambda arn: writing(arn, args.writes)))
        if args.pushes:
            self.policies["push"] = self._policy("push", bucket.arn.apply(lambda arn: pushing(arn, args.writes)))
        self.register_outputs(outputs(self, contracts.Bucket))

    def _policy(self, use: BucketUse, policy: pulumi.Output[str]) -> pulumi.Output[str]:
        described = f"{use.capitalize()} {self._args.bucket}"
        key = f"{self._name}-{use}"
        return aws.iam.Policy(key, description=described, policy=policy, tags=dict(self._args.tags), opts=self._child).arn

    def _tell(self, name: str, bucket: aws.s3.Bucket) -> list[pulumi.Resource]:
        """Everything that is said of a bucket beside it; gives what keeps its objects, which replicas must have alike."""
        args, child = self._args, self._child
        versions = aws.s3.BucketVersioning(name, bucket=bucket.id, versioning_configuration={"status": "Enabled"}, opts=child)
        after, keeping = pulumi.ResourceOptions(parent=self, depends_on=[versions]), list[pulumi.Resource]([versions])
        closed = close(name, bucket.id, child)
        encrypt(name, bucket.id, None, child)
        aws.s3.BucketOwnershipControls(name, bucket=bucket.id, rule={"object_ownership": "BucketOwnerEnforced"}, opts=child)
        aws.s3.BucketLifecycleConfiguration(name, bucket=bucket.id, rules=self._rules(), opts=after)
        if args.lock_days is not None:
            retention = aws.s3.BucketObjectLockConfigurationRuleDefaultRetentionArgs(mode=args.lock_mode, days=args.lock_days)
            rule = aws.s3.BucketObjectLockConfigurationRuleArgs(default_retention=retention)
            keeping.append(aws.s3.BucketObjectLockConfiguration(name, bucket=bucket.id, rule=rule, opts=after))
        aws.s3.BucketPolicy(
            name,
            bucket=bucket.id,
            policy=bucket.arn.apply(lambda arn: bucket_policy(arn, args.replicas)),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[closed]),  # S3 refuses changes of the two at once
        )
        return keeping

    def _rules(self) -> list[aws.s3.BucketLifecycleConfigurationRuleArgs]:
        rule = aws.s3.BucketLifecycleConfigurationRuleArgs
        old = rule(
            id="old-versions",
            status="Enabled",
            filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
            noncurrent_version_expiration=aws.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                noncurrent_days=self._args.kept_days
            ),
            abort_incomplete_multipart_upload=aws.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                days_after_initiation=7
            ),
        )
        if self._args.expire_days is None:
            return [old]
        expired = aws.s3.BucketLifecycleConfigurationRuleExpirationArgs(days=self._args.expire_days)
        everything = aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix="")
        return [old, rule(id="expire", status="Enabled", filter=everything, expiration=expired)]
