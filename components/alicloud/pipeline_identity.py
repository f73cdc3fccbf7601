"""As whom pipelines come to an account: by GitHub's tokens, one role an environment and purpose, and what each may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

import pulumi
import pulumi_alicloud as alicloud

from .. import arguments, github
from ..choices import ROTATED
from ..errors import Faults
from ..github import Deployed, check_deployed
from ..inputs import inputs
from ..naming import tag_faults
from . import deploy_policies as policies
from .ram import document

AUDIENCE: Final = "sts.aliyuncs.com"
_PREFIX: Final = "nusantara"


@dataclass(frozen=True, kw_only=True)
class PipelineIdentityArgs:
    """What the identities of pipelines are made from.

    Args:
        account: the account's id.
        repository: whose workflows come, as their tokens say: OWNER/NAME, or OWNER@ID/NAME@ID.
        environments: what is deployed to the account, by environment.
        bucket: the bucket of the state's copies.
        key_arn: its key, where it has one of its own.
        make_issuer: whether the account gets to know GitHub here; an account knows an issuer once.
        issuer: what GitHub is called as an issuer.
        fingerprints: of the certificates that GitHub's is signed by; RAM finds them itself where none are told.
        deploy_hours, preview_hours: how long a pipeline's session lasts at most, 1 to 12.
        protect: whether an update refuses to delete the issuer.
        tags: tags of every role.

    Raises:
        ArgumentsError: with every fault.
    """

    account: str
    repository: str
    environments: Mapping[str, Deployed]
    bucket: str
    key_arn: pulumi.Input[str] | None = None
    make_issuer: bool = True
    issuer: str = "github"
    fingerprints: tuple[str, ...] = ()
    deploy_hours: int = 4
    preview_hours: int = 2
    protect: bool = True
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        github.check_repository(faults, "repository", self.repository)
        check_deployed(faults, "environments", self.environments)
        for name, deployed in self.environments.items():
            for position, arn in enumerate(deployed.people):
                place = f"environments.{name}.people.{position}"
                fix = "write acs:ram::<account>:role/<name>"
                faults.check(arn.startswith("acs:ram::"), place, arn, "an ARN of RAM", fix)
        arguments.check_each_once(faults, "fingerprints", self.fingerprints)
        arguments.check_range(faults, "deploy_hours", self.deploy_hours, 1, 12)
        arguments.check_range(faults, "preview_hours", self.preview_hours, 1, 12)
        faults.add(tag_faults(self.tags))
        faults.raise_any()


class PipelineIdentity(pulumi.ComponentResource):
    """GitHub as an issuer, and for each environment and purpose the role that its jobs take on.

    That role leaves copies of the state (deploying), and becomes the role that the environment's file names, which does what the
    project's components need and touches nothing of this. Roles trust one issuer, one audience and one subject, never a pattern.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.

    Attributes:
        issuer_arn: GitHub's, as `oidc-provider-arn` is told.
        roles: by environment and purpose, ARN of the role that a job takes on.
    """

    TYPE: ClassVar[str] = "nusantara:alicloud:PipelineIdentity"

    def __init__(self, name: str, args: PipelineIdentityArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._name, self._args, self._child = name, args, pulumi.ResourceOptions(parent=self)
        self._issuer = self._make_issuer()
        self.issuer_arn = f"acs:ram::{args.account}:oidc-provider/{args.issuer}"
        guarded = self._guarded()
        granted = {
            "preview": {"reads": self._policy("reads", policies.reads_policy())},
            "deploy": {
                "services": self._policy("services", policies.services_policy()),
                "identities": self._policy("identities", policies.identities_policy(guarded)),
            },
        }
        self.roles: dict[str, dict[github.Purpose, pulumi.Output[str]]] = {
            environment: {purpose: self._pipeline(environment, purpose, deployed, granted[purpose]) for purpose in github.PURPOSES}
            for environment, deployed in args.environments.items()
        }
        self.register_outputs({"issuer_arn": self.issuer_arn, "roles": self.roles})

    def _make_issuer(self) -> list[pulumi.Resource]:
        args = self._args
        if not args.make_issuer:
            return []
        return [
            alicloud.ims.OidcProvider(
                f"{self._name}-github",
                oidc_provider_name=args.issuer,
                issuer_url=github.ISSUER,
                client_ids=[AUDIENCE],
                fingerprints=list(args.fingerprints) or None,
                description=f"Workflows of {args.repository}",
                opts=pulumi.ResourceOptions(parent=self, protect=args.protect or None),
            )
        ]

    def _pipeline(
        self, environment: str, purpose: github.Purpose, deployed: Deployed, granted: Mapping[str, alicloud.ram.Policy]
    ) -> pulumi.Output[str]:
        """The role that a job takes on, and the one that it becomes; ARN of the first."""
        args, key, deploys = self._args, f"{self._name}-{environment}-{purpose}", purpose == "deploy"
        called, becoming = github.pipeline_role(environment, purpose), github.site_role(deployed.role, purpose)
        trust = pipeline_trust(self.issuer_arn, args.repository, environment, purpose)
        hours = args.deploy_hours if deploys else args.preview_hours
        pipeline = self._role(key, called, trust, f"Workflows: {purpose} {environment}", hours, after=self._issuer)
        becomes = self._role(
            f"{key}-becomes",
            becoming,
            people_trust([self._arn(called), *(deployed.people if deploys else ())]),
            f"What a pipeline is in this account: {purpose} {environment}",
            hours,
            after=[pipeline],  # RAM trusts none that is not there
        )
        for policy, made in granted.items():
            self._grant(f"{key}-{policy}", becomes, made)
        own = [policies.assume([self._arn(becoming)]), *([policies.copy(args.bucket, environment)] if deploys else [])]
        needs: pulumi.Input[str] = document(*own)
        if deploys and args.key_arn is not None:
            needs = pulumi.Output.from_input(args.key_arn).apply(lambda arn: document(*own, policies.key_use(arn)))
        self._grant(f"{key}-own", pipeline, self._policy(f"{environment}-{purpose}", needs))
        return pipeline.arn

    def _arn(self, role: str) -> str:
        return f"acs:ram::{self._args.account}:role/{role}"

    def _role(
        self, key: str, called: str, trust: str, description: str, hours: int, *, after: list[pulumi.Resource]
    ) -> alicloud.ram.Role:
        return alicloud.ram.Role(
            key,
            role_name=called,
            description=description,
            assume_role_policy_document=trust,
            max_session_duration=hours * 3600,
            tags=dict(self._args.tags),
            opts=pulumi.ResourceOptions(parent=self, depends_on=after),
        )

    def _grant(self, key: str, role: alicloud.ram.Role, policy: alicloud.ram.Policy) -> None:
        alicloud.ram.RolePolicyAttachment(
            key, role_name=role.role_name, policy_name=policy.policy_name, policy_type="Custom", opts=self._child
        )

    def _policy(self, key: str, text: pulumi.Input[str]) -> alicloud.ram.Policy:
        """A policy."""
        return alicloud.ram.Policy(
            f"{self._name}-{key}",
            policy_name=f"{_PREFIX}-{key}",
            policy_document=text,
            rotate_strategy=ROTATED,
            opts=self._child,
        )

    def _guarded(self) -> policies.Guarded:
        args = self._args
        own = [f"{environment}-{purpose}" for environment in args.environments for purpose in github.PURPOSES]
        return policies.Guarded(
            account=args.account,
            roles=github.role_names(args.environments),
            policies=tuple(f"{_PREFIX}-{key}" for key in ("reads", "services", "identities", *own)),
            issuer=args.issuer,
            bucket=args.bucket,
        )


def pipeline_trust(issuer: str, repository: str, environment: str, purpose: github.Purpose) -> str:
    """Trust in the jobs of one environment of one repository.

    Source: www.alibabacloud.com/help/en/ram/user-guide/create-a-ram-role-for-a-trusted-idp (`oidc:iss`, `oidc:aud`, `oidc:sub`).
    """
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Federated": [issuer]},
            "Action": "sts:AssumeRoleWithOIDC",
            "Condition": {
                "StringEquals": {
                    "oidc:iss": [github.ISSUER],
                    "oidc:aud": [AUDIENCE],
                    "oidc:sub": [github.subject(repository, environment, purpose)],
                }
            },
        }
    )


def people_trust(arns: list[str]) -> str:
    """Trust in roles and users, each by its ARN."""
    return document({"Effect": "Allow", "Principal": {"RAM": arns}, "Action": "sts:AssumeRole"})
