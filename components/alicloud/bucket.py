"""A bucket on Alibaba Cloud: OSS, with versions and, if wanted, a retention lock (WORM)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import pulumi
import pulumi_alicloud as alicloud

from .. import arguments, contracts
from ..choices import ROTATED
from ..contracts.bucket import BucketUse
from ..errors import Faults
from ..inputs import inputs, outputs
from ..naming import physical_name
from .bucket_policies import pushing, reading, writing
from .state_copies import TOLD_BESIDE, tls_only

_POLICY_LIMIT = 128
_ABANDONED_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class BucketArgs(contracts.BucketArgs):
    """What a bucket on Alibaba Cloud is made from.

    Args:
        redundancy: whether objects lie in three zones (ZRS) or in one (LRS); another value replaces the bucket.
        resource_group: the resource group that it belongs to; the account's default by default.
    """

    redundancy: Literal["LRS", "ZRS"] = "ZRS"
    resource_group: str | None = None

    def _check(self, faults: Faults) -> None:
        super()._check(faults)
        arguments.check_choice(faults, "redundancy", self.redundancy, ("LRS", "ZRS"))


class Bucket(pulumi.ComponentResource):
    """A bucket that keeps versions or, if wanted, is locked; encrypted with keys of OSS, and closed.

    A retention policy is locked at once, since one that is not locked within a day is void; from then on it can be extended, and
    never shortened, nor deleted but with the bucket (www.alibabacloud.com/help/en/oss/user-guide/oss-retention-policies). OSS takes
    none of a bucket that keeps versions, nor keeps versions in a locked one, where nothing is written over or deleted
    (www.alibabacloud.com/help/en/oss/developer-reference/initiatebucketworm): so a lock is for the bucket's first day.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:alicloud:Bucket"
    capabilities: ClassVar[frozenset[str]] = frozenset()

    id: pulumi.Output[str]
    policies: Mapping[BucketUse, pulumi.Output[str]]

    def __init__(self, name: str, args: BucketArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._name, self._args = name, args
        self._child = pulumi.ResourceOptions(parent=self)
        kept = pulumi.ResourceOptions(parent=self, protect=args.protect or None)
        bucket = alicloud.oss.Bucket(
            f"{name}-bucket",
            bucket=args.bucket,
            redundancy_type=args.redundancy,
            storage_class="Standard",
            resource_group_id=args.resource_group,
            force_destroy=args.force_destroy,
            lifecycle_rules=self._rules(),
            tags=dict(args.tags),
            opts=pulumi.ResourceOptions.merge(kept, pulumi.ResourceOptions(ignore_changes=TOLD_BESIDE)),
        )
        keeping = self._tell(f"{name}-bucket", bucket)
        self.id = pulumi.Output.all(bucket.bucket, keeping.urn).apply(lambda known: str(known[0]))
        self.policies = {"read": self._policy("read", reading(args.bucket))}
        if args.writes:
            self.policies["write"] = self._policy("write", writing(args.bucket, args.writes))
        if args.pushes:
            self.policies["push"] = self._policy("push", pushing(args.bucket, args.writes))
        self.register_outputs(outputs(self, contracts.Bucket))

    def _policy(self, use: BucketUse, policy: str) -> pulumi.Output[str]:
        return alicloud.ram.Policy(
            f"{self._name}-{use}",
            policy_name=physical_name(f"{self._args.bucket}-{use}", _POLICY_LIMIT),
            description=f"{use.capitalize()} {self._args.bucket}",
            policy_document=policy,
            rotate_strategy=ROTATED,
            tags=dict(self._args.tags),
            opts=self._child,
        ).policy_name

    def _tell(self, name: str, bucket: alicloud.oss.Bucket) -> pulumi.Resource:
        """Everything that is said of a bucket beside it; gives what keeps its objects, which replicas must have alike."""
        child = self._child
        keeping = self._keep(name, bucket)
        closed = alicloud.oss.BucketPublicAccessBlock(name, bucket=bucket.id, block_public_access=True, opts=child)
        alicloud.oss.BucketServerSideEncryption(name, bucket=bucket.id, sse_algorithm="AES256", opts=child)
        alicloud.oss.BucketPolicy(
            name,
            bucket=bucket.id,
            policy=tls_only(self._args.bucket),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[closed]),
        )
        return keeping

    def _keep(self, name: str, bucket: alicloud.oss.Bucket) -> pulumi.Resource:
        days = self._args.lock_days
        if days is None:
            return alicloud.oss.BucketVersioning(name, bucket=bucket.id, status="Enabled", opts=self._child)
        opts = pulumi.ResourceOptions(parent=self, retain_on_delete=True)  # OSS deletes no locked one
        return alicloud.oss.BucketWorm(name, bucket=bucket.id, retention_period_in_days=days, status="Locked", opts=opts)

    def _rules(self) -> list[alicloud.oss.BucketLifecycleRuleArgs]:
        """One rule for the whole bucket, since OSS takes no two of one prefix; also uploads that nobody ended go."""
        args, told = self._args, dict[str, Any]()
        if args.lock_days is None:
            kept = alicloud.oss.BucketLifecycleRuleNoncurrentVersionExpirationArgs(days=args.kept_days)
            told["noncurrent_version_expirations"] = [kept]
        if args.expire_days is not None:
            told["expirations"] = [alicloud.oss.BucketLifecycleRuleExpirationArgs(days=args.expire_days)]
        ended = alicloud.oss.BucketLifecycleRuleAbortMultipartUploadArgs(days=_ABANDONED_DAYS)
        return [
            alicloud.oss.BucketLifecycleRuleArgs(
                id="old-versions", enabled=True, prefix="", abort_multipart_uploads=[ended], **told
            )
        ]
