"""What an account has once, or once a region: regions that are on, roles of services, and defaults that keep things closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import pulumi
import pulumi_aws as aws

from .. import arguments
from ..errors import Faults
from ..inputs import inputs
from ..naming import tag_faults
from .deploy_policies import LINKED


@dataclass(frozen=True, kw_only=True)
class AccountBaselineArgs:
    """What an account is set up with.

    Args:
        account: its id.
        regions: where its defaults are set: all that anything stands in.
        opt_in: those of them that an account must ask for.
        linked_roles: the services whose roles are made, of `deploy_policies.LINKED`. AWS refuses to make one that is there: leave
            out those that the account has.
        encrypt_disks: whether a volume of EBS is encrypted unless it says otherwise.
        block_public_buckets: whether no bucket of the account can be public.
        block_public_snapshots: whether no snapshot of a volume can be public.
        metadata_tokens: whether an instance asks for tokens (IMDSv2) unless it says otherwise.
        metadata_hops: how far such a token travels by default: 1 keeps it from containers, 1 to 64.
        analyzer: whether IAM Access Analyzer tells of what others can reach, in each region.
        tags: tags of what carries tags.

    Raises:
        ArgumentsError: with every fault.
    """

    account: str
    regions: tuple[str, ...]
    opt_in: tuple[str, ...] = ()
    linked_roles: tuple[str, ...] = LINKED
    encrypt_disks: bool = True
    block_public_buckets: bool = True
    block_public_snapshots: bool = True
    metadata_tokens: bool = True
    metadata_hops: int = 1
    analyzer: bool = True
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        faults.check(bool(self.regions), "regions", None, "one region at least", "write the regions that anything stands in")
        arguments.check_each_once(faults, "regions", self.regions)
        for position, region in enumerate(self.regions):
            arguments.check_region(faults, f"regions.{position}", region)
        for position, region in enumerate(self.opt_in):
            faults.check(region in self.regions, f"opt_in.{position}", region, "one of the regions", "add it to regions")
        arguments.check_each_once(faults, "linked_roles", self.linked_roles)
        for position, service in enumerate(self.linked_roles):
            arguments.check_choice(faults, f"linked_roles.{position}", service, LINKED)
        arguments.check_range(faults, "metadata_hops", self.metadata_hops, 1, 64)
        faults.add(tag_faults(self.tags))
        faults.raise_any()


class AccountBaseline(pulumi.ComponentResource):
    """Settings of an account: what is never made twice, and what nobody should have to think of.

    Regions and the roles of services stay when this goes: what stands in a region, or works by a role, is not of this program.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:aws:AccountBaseline"

    def __init__(self, name: str, args: AccountBaselineArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        child = pulumi.ResourceOptions(parent=self)
        kept = pulumi.ResourceOptions(parent=self, retain_on_delete=True)
        opted = {
            region: aws.account.Region(f"{name}-{region}", region_name=region, enabled=True, opts=kept) for region in args.opt_in
        }
        for service in args.linked_roles:
            key = service.partition(".")[0]
            aws.iam.ServiceLinkedRole(f"{name}-{key}", aws_service_name=service, tags=dict(args.tags), opts=kept)
        if args.block_public_buckets:
            aws.s3.AccountPublicAccessBlock(
                f"{name}-buckets",
                account_id=args.account,
                block_public_acls=True,
                block_public_policy=True,
                ignore_public_acls=True,
                restrict_public_buckets=True,
                opts=child,
            )
        for region in args.regions:
            needed = [opted[region]] if region in opted else []
            self._in_region(f"{name}-{region}", region, args, pulumi.ResourceOptions(parent=self, depends_on=needed))
        self.register_outputs({})

    @staticmethod
    def _in_region(name: str, region: str, args: AccountBaselineArgs, opts: pulumi.ResourceOptions) -> None:
        """What is set in each region by itself; where it must be opted into, once it is on."""
        if args.encrypt_disks:
            aws.ebs.EncryptionByDefault(f"{name}-disks", enabled=True, region=region, opts=opts)
        if args.block_public_snapshots:
            aws.ebs.SnapshotBlockPublicAccess(f"{name}-snapshots", state="block-all-sharing", region=region, opts=opts)
        if args.metadata_tokens:
            aws.ec2.InstanceMetadataDefaults(
                f"{name}-metadata",
                http_tokens="required",
                http_put_response_hop_limit=args.metadata_hops,
                region=region,
                opts=opts,
            )
        if args.analyzer:
            aws.accessanalyzer.Analyzer(
                f"{name}-analyzer", analyzer_name="account", type="ACCOUNT", region=region, tags=dict(args.tags), opts=opts
            )
