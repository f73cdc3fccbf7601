"""One provider for each site (its cloud, its region, its account, and no other), and one for what joins the sites of an account."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi

from components.naming import Cloud, physical_name

from .environment.model import Account, Site

_SESSION_LIMIT = 32
"""What AWS takes is longer; Alibaba Cloud's limit holds for both.

Source: www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole (`RoleSessionName`).
"""

_HOMES: Mapping[Cloud, str] = {"aws": "us-east-1", "alicloud": "ap-southeast-1"}
"""Where global services are asked: never in a site's region, or another site would be another provider.

Route 53 is run from us-east-1 (docs.aws.amazon.com/general/latest/gr/r53.html); PrivateZone has one endpoint for all regions
(api.aliyun.com/product/pvtz), and the region only says where its provider's other calls would go.
"""


def provider(
    name: str, site: Site, *, environment: str, tags: Mapping[str, str], opts: pulumi.ResourceOptions
) -> pulumi.ProviderResource:
    """The provider of a site.

    On AWS every resource that can carry tags gets them from the provider; Alibaba's has nothing of the kind (see `tags`).

    Args:
        name: the site's name, which is the provider's.
        site: the site; without an account its resources are made in that of the credentials at hand.
        environment: the environment's name, which audit logs show as the session.
        tags: the site's tags.
        opts: the provider's options.
    """
    return _made(name, site.cloud, site.region, account=site.account, environment=environment, tags=tags, opts=opts)


def account_name(account: Account | None) -> str:
    """What the plan calls an account: by its id, unless it is that of the credentials at hand."""
    return account.id if account else "credentials"


def account_provider(
    name: str, cloud: Cloud, account: Account | None, *, environment: str, tags: Mapping[str, str], opts: pulumi.ResourceOptions
) -> pulumi.ProviderResource:
    """The provider of what joins the sites of an account: of global services, in a region that follows from no site.

    Args:
        name: the provider's name.
        cloud: the cloud.
        account: the account; None for that of the credentials at hand.
        environment: the environment's name, which audit logs show as the session.
        tags: tags of the environment.
        opts: the provider's options.
    """
    return _made(name, cloud, _HOMES[cloud], account=account, environment=environment, tags=tags, opts=opts)


def _made(
    name: str,
    cloud: Cloud,
    region: str,
    *,
    account: Account | None,
    environment: str,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> pulumi.ProviderResource:
    session = physical_name(f"nusantara-{environment}", _SESSION_LIMIT)
    role = role_arn(cloud, account) if account else None
    # A provider sends what is nested as JSON, where the SDK renames the fields of argument classes and leaves those of dicts.
    if cloud == "aws":
        import pulumi_aws as aws

        return aws.Provider(
            name,
            region=region,
            allowed_account_ids=[account.id] if account else None,
            assume_roles=[aws.ProviderAssumeRoleArgs(role_arn=role, session_name=session)] if role else None,
            default_tags=aws.ProviderDefaultTagsArgs(tags=dict(tags)),
            opts=opts,
        )
    import pulumi_alicloud as alicloud

    return alicloud.Provider(
        name,
        region=region,
        account_id=account.id if account else None,
        assume_role=alicloud.ProviderAssumeRoleArgs(role_arn=role, session_name=session) if role else None,
        opts=opts,
    )


def role_arn(cloud: Cloud, account: Account) -> str:
    """The ARN of the role that deployments assume in an account."""
    return {"aws": f"arn:aws:iam::{account.id}:role/{account.role}", "alicloud": f"acs:ram::{account.id}:role/{account.role}"}[
        cloud
    ]
