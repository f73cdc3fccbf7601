"""Where Pulumi keeps state: a bucket that forgets nothing, and the key of its secrets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

import pulumi
import pulumi_aws as aws

from .. import arguments
from ..errors import Faults
from ..inputs import inputs
from ..naming import tag_faults
from .arns import check_arn
from .closed_bucket import close, encrypt
from .state_policies import bucket_policy, key_policy

_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")
_ALIAS = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_-]{0,200}")


@dataclass(frozen=True, kw_only=True)
class StateStoreArgs:
    """What the store of an account's state is made from.

    Args:
        account: the account's id.
        region: where it is.
        bucket: the bucket's name, one of its own in all of AWS.
        administrators: ARNs of the IAM roles and users that manage the key, and may end old versions; nobody else may.
        alias: what the key is called, without `alias/`.
        kept_days: how long a version is kept once another has followed it.
        kept_versions: how many versions are kept whatever their age; 100 at most.
        lock: how long, in days, no version can be deleted; None for as long as nobody deletes it.
        lock_mode: whether administrators may lift the lock (GOVERNANCE) or nobody (COMPLIANCE).
        deletion_days: how long the key can be taken back once its deletion has been asked for, 7 to 30.
        multi_region: whether the key can have replicas in other regions, which is decided once and for all.
        protect: whether an update refuses to delete the bucket and the key.
        force_destroy: whether the bucket may be deleted with all that is in it.
        tags: tags of the bucket and the key.

    Raises:
        ArgumentsError: with every fault.
    """

    account: str
    region: str
    bucket: str
    administrators: tuple[str, ...]
    alias: str = "nusantara-state"
    kept_days: int = 365
    kept_versions: int = 100
    lock: int | None = None
    lock_mode: Literal["GOVERNANCE", "COMPLIANCE"] = "GOVERNANCE"
    deletion_days: int = 30
    multi_region: bool = False
    protect: bool = True
    force_destroy: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_region(faults, "region", self.region)
        named, fix = "3 to 63 small letters, digits and inner hyphens", "choose such a name; dots would break its certificate"
        faults.check(bool(_BUCKET.fullmatch(self.bucket)), "bucket", self.bucket, named, fix)
        faults.check(bool(self.administrators), "administrators", None, "one administrator at least", "write the ARN of a role")
        arguments.check_each_once(faults, "administrators", self.administrators)
        for position, arn in enumerate(self.administrators):
            check_arn(faults, f"administrators.{position}", arn, "iam")
        faults.check(
            bool(_ALIAS.fullmatch(self.alias)) and not self.alias.startswith(("alias/", "aws/")),
            "alias",
            self.alias,
            "letters, digits, /, _ and -, without alias/",
            "write the name alone",
        )
        arguments.check_range(faults, "kept_days", self.kept_days, 1, 3650)
        arguments.check_range(faults, "kept_versions", self.kept_versions, 1, 100)
        if self.lock is not None:
            arguments.check_range(faults, "lock", self.lock, 1, 3650)
        arguments.check_choice(faults, "lock_mode", self.lock_mode, ("GOVERNANCE", "COMPLIANCE"))
        arguments.check_range(faults, "deletion_days", self.deletion_days, 7, 30)
        faults.add(tag_faults(self.tags))
        faults.raise_any()


class StateStore(pulumi.ComponentResource):
    """A bucket whose objects keep their versions, encrypted with a key of its own that is also Pulumi's secrets provider.

    Nobody comes without TLS 1.2, names another key, or ends old versions but administrators; the public is kept out; ACLs are none.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.

    Attributes:
        bucket: the bucket's name.
        key_arn: its key.
        backend: what `pulumi login` is told.
    """

    TYPE: ClassVar[str] = "nusantara:aws:StateStore"

    def __init__(self, name: str, args: StateStoreArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._args = args
        child = pulumi.ResourceOptions(parent=self)
        kept = pulumi.ResourceOptions(parent=self, protect=args.protect or None)
        key = aws.kms.Key(
            f"{name}-key",
            description="State of Pulumi, and the secrets in it",
            enable_key_rotation=True,
            deletion_window_in_days=args.deletion_days,
            multi_region=args.multi_region,
            policy=key_policy(args.account, args.administrators),
            tags=dict(args.tags),
            opts=kept,
        )
        aws.kms.Alias(f"{name}-key", name=f"alias/{args.alias}", target_key_id=key.key_id, opts=child)
        bucket = aws.s3.Bucket(
            f"{name}-bucket",
            bucket=args.bucket,
            object_lock_enabled=True if args.lock is not None else None,
            force_destroy=args.force_destroy,
            tags=dict(args.tags),
            opts=kept,
        )
        self._tell(f"{name}-bucket", bucket, key, child)
        self.bucket: pulumi.Output[str] = bucket.bucket
        self.key_arn: pulumi.Output[str] = key.arn
        self.backend = bucket.bucket.apply(lambda given: f"s3://{given}?region={args.region}")
        self.register_outputs({"bucket": self.bucket, "key_arn": self.key_arn, "backend": self.backend})

    def secrets_provider(self, environment: str) -> str:
        """What `--secrets-provider` is told: the key, with the context that an environment's secrets are encrypted in."""
        return f"awskms://alias/{self._args.alias}?region={self._args.region}&context_environment={environment}"

    def _tell(self, name: str, bucket: aws.s3.Bucket, key: aws.kms.Key, child: pulumi.ResourceOptions) -> None:
        """Everything that is said of a bucket beside it."""
        args = self._args
        versions = aws.s3.BucketVersioning(name, bucket=bucket.id, versioning_configuration={"status": "Enabled"}, opts=child)
        after_versions = pulumi.ResourceOptions(parent=self, depends_on=[versions])
        closed = close(name, bucket.id, child)
        encrypt(name, bucket.id, key.arn, child)
        aws.s3.BucketOwnershipControls(name, bucket=bucket.id, rule={"object_ownership": "BucketOwnerEnforced"}, opts=child)
        aws.s3.BucketLifecycleConfiguration(
            name,
            bucket=bucket.id,
            rules=[
                {
                    "id": "old-versions",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "noncurrent_version_expiration": {
                        "noncurrent_days": args.kept_days,
                        "newer_noncurrent_versions": args.kept_versions,
                    },
                    "expiration": {"expired_object_delete_marker": True},  # of locks that were taken and given back
                    "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
                }
            ],
            opts=after_versions,
        )
        if args.lock is not None:
            aws.s3.BucketObjectLockConfiguration(
                name, bucket=bucket.id, rule={"default_retention": {"mode": args.lock_mode, "days": args.lock}}, opts=after_versions
            )
        aws.s3.BucketPolicy(
            name,
            bucket=bucket.id,
            policy=pulumi.Output.all(bucket.arn, key.arn).apply(
                lambda arns: bucket_policy(arns[0], arns[1], args.account, args.administrators)
            ),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[closed]),  # S3 refuses changes of the two at once
        )
