"""One cloud's trust in the identities of a cluster on the other: its OIDC issuer, by name, in one account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

import pulumi

from .. import arguments
from ..errors import Faults
from ..inputs import inputs
from ..naming import Cloud, tag_faults

AUDIENCES: Final[Mapping[Cloud, str]] = {"aws": "sts.amazonaws.com", "alicloud": "sts.aliyuncs.com"}
"""Whom a token is for, which each cloud's STS asks of it: one that is for the one cloud is of no use with the other."""

_NAME_LIMIT: Final = 128


@dataclass(frozen=True, kw_only=True)
class IssuerTrustArgs:
    """What trust in a cluster is made from.

    Args:
        cloud: the cloud that trusts.
        called: what the provider is called in RAM; IAM calls it by its issuer.
        issuer: the URL of the cluster's OIDC issuer, which answers on the internet on both clouds.
        tags: tags of the provider; RAM's has none.

    Raises:
        ArgumentsError: with every fault.
    """

    cloud: Cloud
    called: str
    issuer: pulumi.Input[str]
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_choice(faults, "cloud", self.cloud, tuple(AUDIENCES))
        faults.check(1 <= len(self.called) <= _NAME_LIMIT, "called", self.called, f"1 to {_NAME_LIMIT} characters", "shorten it")
        faults.add(tag_faults(self.tags))
        faults.raise_any()


class IssuerTrust(pulumi.ComponentResource):
    """An OIDC identity provider of IAM or of RAM, so that service accounts of a cluster take on roles with no key of any kind.

    An account trusts an issuer once, whatever its roles let that issuer's accounts do.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child; the provider of the account that trusts among them.

    Attributes:
        arn: the ARN by which roles name it.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:IssuerTrust"

    def __init__(self, name: str, args: IssuerTrustArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        child, audience = pulumi.ResourceOptions(parent=self), AUDIENCES[args.cloud]
        if args.cloud == "aws":
            import pulumi_aws as aws

            provider = aws.iam.OpenIdConnectProvider(
                f"{name}-issuer", url=args.issuer, client_id_lists=[audience], tags=dict(args.tags), opts=child
            )
            self.arn: pulumi.Output[str] = provider.arn
        else:
            import pulumi_alicloud as alicloud

            self.arn = alicloud.ims.OidcProvider(
                f"{name}-issuer",
                oidc_provider_name=args.called,
                issuer_url=args.issuer,
                client_ids=[audience],
                description="A cluster on the other cloud",
                opts=child,
            ).arn
        self.register_outputs({"arn": self.arn})
