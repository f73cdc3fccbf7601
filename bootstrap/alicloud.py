"""An account of Alibaba Cloud: copies of the state, pipelines, what there is but once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pulumi
import pulumi_alicloud as alicloud

from components.alicloud.account_baseline import AccountBaseline, AccountBaselineArgs
from components.alicloud.pipeline_identity import PipelineIdentity, PipelineIdentityArgs
from components.alicloud.state_copies import StateCopies, StateCopiesArgs
from components.github import Deployed
from stacks.environment.problems import Steps

from .model import AlicloudAccount
from .variables import environments


def provider(account: AlicloudAccount, opts: pulumi.ResourceOptions) -> pulumi.ProviderResource:
    """With the credentials at hand."""
    return alicloud.Provider("account", region=account.region, account_id=account.id, opts=opts)


def rehearsed(account: AlicloudAccount) -> Iterator[tuple[Steps, Callable[[], object]]]:
    """The arguments of every component, as calls that make them, with where the file says them."""
    yield ("copies",), lambda: copies_args(account)
    yield (), lambda: identity_args(account, None)
    yield ("baseline",), lambda: baseline_args(account)


def declare(account: AlicloudAccount, opts: pulumi.ResourceOptions) -> dict[str, dict[str, pulumi.Output[str]]]:
    """Make it; the variables by environment of GitHub."""
    AccountBaseline("account", baseline_args(account), opts)
    copies = StateCopies("copies", copies_args(account), opts)
    identity = PipelineIdentity("ci", identity_args(account, copies.key_arn), opts)
    return {
        theirs: {
            "ALICLOUD_OIDC_PROVIDER": pulumi.Output.from_input(identity.issuer_arn),
            "ALICLOUD_ROLE": identity.roles[ours][purpose],
            "ALICLOUD_REGION": pulumi.Output.from_input(account.region),
            "STATE_COPIES": copies.bucket.apply(lambda bucket, ours=ours: f"oss://{bucket}/{ours}"),
        }
        for theirs, ours, purpose in environments(account.environments)
    }


def copies_args(account: AlicloudAccount) -> StateCopiesArgs:
    """What copies of the state are kept in."""
    return StateCopiesArgs(protect=account.deletion_protection, tags=account.tags, **account.copies.model_dump())


def identity_args(account: AlicloudAccount, key: pulumi.Input[str] | None) -> PipelineIdentityArgs:
    """What pipelines are made from."""
    return PipelineIdentityArgs(
        account=account.id,
        repository=account.github.repository,
        environments={name: Deployed(**each.model_dump()) for name, each in account.environments.items()},
        bucket=account.copies.bucket,
        key_arn=key,
        make_issuer=account.github.issuer == "make",
        deploy_hours=account.github.deploy_hours,
        preview_hours=account.github.preview_hours,
        issuer=account.issuer_name,
        fingerprints=account.fingerprints,
        protect=account.deletion_protection,
        tags=account.tags,
    )


def baseline_args(account: AlicloudAccount) -> AccountBaselineArgs:
    """What the account itself is told."""
    return AccountBaselineArgs(tags=account.tags, **account.baseline.model_dump())
