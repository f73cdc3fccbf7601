"""An account of AWS: state and its key, pipelines, what there is but once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pulumi
import pulumi_aws as aws

from components.aws.account_baseline import AccountBaseline, AccountBaselineArgs
from components.aws.pipeline_identity import PipelineIdentity, PipelineIdentityArgs
from components.aws.state_store import StateStore, StateStoreArgs
from components.github import Deployed
from stacks.environment.problems import Steps

from .model import AwsAccount
from .rules import opted
from .variables import environments


def provider(account: AwsAccount, opts: pulumi.ResourceOptions) -> pulumi.ProviderResource:
    """With the credentials at hand, which must be of this account and no other."""
    tags = aws.ProviderDefaultTagsArgs(tags=dict(account.tags))
    return aws.Provider("account", region=account.region, allowed_account_ids=[account.id], default_tags=tags, opts=opts)


def rehearsed(account: AwsAccount) -> Iterator[tuple[Steps, Callable[[], object]]]:
    """The arguments of every component, as calls that make them, with where the file says them."""
    yield ("state",), lambda: state_args(account)
    yield (), lambda: identity_args(account)
    yield ("baseline",), lambda: baseline_args(account)


def declare(account: AwsAccount, opts: pulumi.ResourceOptions) -> dict[str, dict[str, pulumi.Output[str]]]:
    """Make it; the variables by environment of GitHub."""
    AccountBaseline("account", baseline_args(account), opts)
    state = StateStore("state", state_args(account), opts)
    identity = PipelineIdentity("ci", identity_args(account), opts)
    return {
        theirs: {
            "AWS_ROLE": identity.roles[ours][purpose],
            "AWS_REGION": pulumi.Output.from_input(account.region),
            "PULUMI_BACKEND_URL": state.backend,
            "PULUMI_SECRETS_PROVIDER": pulumi.Output.from_input(state.secrets_provider(ours)),
        }
        for theirs, ours, purpose in environments(account.environments)
    }


def state_args(account: AwsAccount) -> StateStoreArgs:
    """What the state is made from."""
    return StateStoreArgs(
        account=account.id,
        region=account.region,
        administrators=account.administrators,
        protect=account.deletion_protection,
        tags=account.tags,
        **account.state.model_dump(),
    )


def identity_args(account: AwsAccount) -> PipelineIdentityArgs:
    """What pipelines are made from."""
    return PipelineIdentityArgs(
        account=account.id,
        region=account.region,
        repository=account.github.repository,
        environments={name: Deployed(**each.model_dump()) for name, each in account.environments.items()},
        regions=account.regions,
        bucket=account.state.bucket,
        alias=account.state.alias,
        make_issuer=account.github.issuer == "make",
        deploy_hours=account.github.deploy_hours,
        preview_hours=account.github.preview_hours,
        boundary=account.boundary,
        protect=account.deletion_protection,
        tags=account.tags,
    )


def baseline_args(account: AwsAccount) -> AccountBaselineArgs:
    """What the account itself is told."""
    regions = tuple(sorted({account.region, *account.regions}))
    return AccountBaselineArgs(
        account=account.id, regions=regions, opt_in=opted(regions), tags=account.tags, **account.baseline.model_dump()
    )
