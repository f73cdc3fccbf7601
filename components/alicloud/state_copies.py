"""Where copies of Pulumi's state lie, in another cloud than the state itself.

Pulumi keeps no state in OSS (github.com/pulumi/pulumi/issues/23615), nor does it encrypt secrets with KMS of Alibaba Cloud: what is
here is for the day on which the other cloud is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

import pulumi
import pulumi_alicloud as alicloud

from .. import arguments
from ..errors import Faults
from ..inputs import inputs
from ..naming import tag_faults
from .ram import document

_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")


@dataclass(frozen=True, kw_only=True)
class StateCopiesArgs:
    """What a bucket for copies is made from.

    Args:
        bucket: its name, one of its own in all of OSS.
        kms_instance: the instance of KMS that its key is made in; without one objects are encrypted with the key that OSS keeps for
            the account.
        kept_days: how long a version is kept once another has followed it.
        retention: how many days no copy can be deleted or written over, by anybody, which can be extended
            and never shortened; None for as long as nobody deletes it.
        redundancy: whether copies lie in three zones (ZRS) or in one (LRS); another value replaces the bucket.
        pending_days: how long the key can be taken back once its deletion has been asked for, 7 to 366.
        protect: whether an update refuses to delete the bucket and the key.
        force_destroy: whether the bucket may be deleted with all that is in it.
        tags: tags of the bucket and the key.

    Raises:
        ArgumentsError: with every fault.
    """

    bucket: str
    kms_instance: str | None = None
    kept_days: int = 365
    retention: int | None = None
    redundancy: Literal["LRS", "ZRS"] = "ZRS"
    pending_days: int = 30
    protect: bool = True
    force_destroy: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        named, fix = "3 to 63 small letters, digits and inner hyphens", "choose such a name"
        faults.check(bool(_BUCKET.fullmatch(self.bucket)), "bucket", self.bucket, named, fix)
        arguments.check_range(faults, "kept_days", self.kept_days, 1, 3650)
        if self.retention is not None:
            arguments.check_range(faults, "retention", self.retention, 1, 25_550)
        arguments.check_choice(faults, "redundancy", self.redundancy, ("LRS", "ZRS"))
        arguments.check_range(faults, "pending_days", self.pending_days, 7, 366)
        faults.add(tag_faults(self.tags))
        faults.raise_any()


class StateCopies(pulumi.ComponentResource):
    """A bucket that keeps versions, encrypted, closed to the public and to whoever comes without TLS.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.

    Attributes:
        bucket: the bucket's name.
        key_arn: its key, where it has one of its own.
    """

    TYPE: ClassVar[str] = "nusantara:alicloud:StateCopies"

    def __init__(self, name: str, args: StateCopiesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._name, self._args = name, args
        kept = pulumi.ResourceOptions(parent=self, protect=args.protect or None)
        key = self._key(kept)
        bucket = alicloud.oss.Bucket(
            f"{name}-bucket",
            bucket=args.bucket,
            redundancy_type=args.redundancy,
            storage_class="Standard",
            force_destroy=args.force_destroy,
            lifecycle_rules=[
                {
                    "id": "old-versions",
                    "enabled": True,
                    "prefix": "",
                    "noncurrent_version_expirations": [{"days": args.kept_days}],
                }
            ],
            tags=dict(args.tags),
            opts=pulumi.ResourceOptions.merge(kept, pulumi.ResourceOptions(ignore_changes=TOLD_BESIDE)),
        )
        self._tell(f"{name}-bucket", bucket, key)
        self.bucket: pulumi.Output[str] = pulumi.Output.from_input(bucket.bucket).apply(str)
        self.key_arn: pulumi.Output[str] | None = key.arn if key else None
        self.register_outputs({"bucket": self.bucket, "key_arn": self.key_arn})

    def _key(self, kept: pulumi.ResourceOptions) -> alicloud.kms.Key | None:
        """A key of its own: it takes an instance of KMS."""
        args = self._args
        if args.kms_instance is None:
            return None
        return alicloud.kms.Key(
            f"{self._name}-key",
            description="Copies of Pulumi's state",
            dkms_instance_id=args.kms_instance,
            automatic_rotation="Enabled",
            rotation_interval="365d",
            pending_window_in_days=args.pending_days,
            deletion_protection="Enabled" if args.protect else "Disabled",
            tags=dict(args.tags),
            opts=kept,
        )

    def _tell(self, name: str, bucket: alicloud.oss.Bucket, key: alicloud.kms.Key | None) -> None:
        """Everything that is said of a bucket beside it."""
        args, child = self._args, pulumi.ResourceOptions(parent=self)
        versions = alicloud.oss.BucketVersioning(name, bucket=bucket.id, status="Enabled", opts=child)
        closed = alicloud.oss.BucketPublicAccessBlock(name, bucket=bucket.id, block_public_access=True, opts=child)
        alicloud.oss.BucketServerSideEncryption(
            name, bucket=bucket.id, sse_algorithm="KMS", kms_master_key_id=key.id if key else None, opts=child
        )
        if args.retention is not None:  # a policy that is not locked within a day is void
            after = pulumi.ResourceOptions(parent=self, depends_on=[versions])
            alicloud.oss.BucketWorm(name, bucket=bucket.id, retention_period_in_days=args.retention, status="Locked", opts=after)
        alicloud.oss.BucketPolicy(
            name,
            bucket=bucket.id,
            policy=tls_only(args.bucket),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[closed]),
        )


TOLD_BESIDE = ["policy", "serverSideEncryptionRule", "versioning"]
"""What a bucket itself shows too, once it is told beside it."""


def tls_only(bucket: str) -> str:
    """Nobody comes without TLS, the owner neither.

    Source: www.alibabacloud.com/help/en/oss/tutorial-example-using-the-bucket-policy-to-access-oss-resources.
    """
    arn = f"acs:oss:*:*:{bucket}"
    return document(
        {
            "Effect": "Deny",
            "Principal": ["*"],
            "Action": ["oss:*"],
            "Resource": [arn, f"{arn}/*"],
            "Condition": {"Bool": {"acs:SecureTransport": ["false"]}},
        }
    )
