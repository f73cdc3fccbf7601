"""As whom pipelines come to an account: by GitHub's tokens, one role an environment and purpose, and what each may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Final

import pulumi
import pulumi_aws as aws

from .. import arguments, github
from ..errors import Faults
from ..github import Deployed, check_deployed
from ..inputs import inputs
from ..naming import tag_faults
from . import deploy_policies as policies
from .arns import check_arn
from .deploy_actions import GROUPS
from .iam import document
from .state_policies import state_access

AUDIENCE: Final = "sts.amazonaws.com"
_PREFIX: Final = "nusantara"


@dataclass(frozen=True, kw_only=True)
class PipelineIdentityArgs:
    """What the identities of pipelines are made from.

    Args:
        account: the account's id.
        region: where the state is.
        repository: whose workflows come, as their tokens say: OWNER/NAME, or OWNER@ID/NAME@ID.
        environments: what is deployed to the account, by environment.
        regions: the regions that environments have sites in.
        bucket: the state's bucket, by name.
        alias: what its key is called, without `alias/`.
        project: the project whose state it is.
        make_issuer: whether the account gets to know GitHub here; an account knows an issuer once.
        boundary: what the policy is called that bounds every role which a deployment makes.
        deploy_hours, preview_hours: how long a pipeline's session lasts at most, 1 to 12.
        protect: whether an update refuses to delete the issuer.
        tags: tags of everything.

    Raises:
        ArgumentsError: with every fault.
    """

    account: str
    region: str
    repository: str
    environments: Mapping[str, Deployed]
    regions: tuple[str, ...]
    bucket: str
    alias: str
    project: str = "nusantara"
    make_issuer: bool = True
    boundary: str = f"{_PREFIX}-boundary"
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
                check_arn(faults, f"environments.{name}.people.{position}", arn, "iam")
        faults.check(bool(self.regions), "regions", None, "one region at least", "write the regions of the environments' sites")
        for position, region in enumerate(self.regions):
            arguments.check_region(faults, f"regions.{position}", region)
        arguments.check_range(faults, "deploy_hours", self.deploy_hours, 1, 12)
        arguments.check_range(faults, "preview_hours", self.preview_hours, 1, 12)
        faults.add(tag_faults(self.tags))
        faults.raise_any()


class PipelineIdentity(pulumi.ComponentResource):
    """GitHub as an issuer, and for each environment and purpose the role that its jobs take on, which may do two things.

    It reads (or, deploying, changes) the state of its environment, and it becomes the role that the environment's file names. That
    one does what the project's components need, in the environments' regions, makes roles within a boundary alone, and touches
    neither the state nor anything of this. Roles trust one `aud` and one `sub`, never a pattern.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.

    Attributes:
        roles: by environment and purpose, ARN of the role that a job takes on.
        boundary_arn: the boundary's.
    """

    TYPE: ClassVar[str] = "nusantara:aws:PipelineIdentity"

    def __init__(self, name: str, args: PipelineIdentityArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self._name, self._args, self._child = name, args, pulumi.ResourceOptions(parent=self)
        self._issuer = self._make_issuer()
        guarded = self._guarded()
        boundary = self._policy("boundary", policies.boundary_policy(guarded), args.boundary)
        reads = self._policy("reads", policies.reads_policy())
        shared = {group: self._policy(group, policies.services_policy(group, args.regions)) for group in GROUPS}
        shared |= {"reads": reads, "guard": self._policy("guard", policies.guard_policy(guarded))}
        self.boundary_arn: pulumi.Output[str] = boundary.arn
        self.roles: dict[str, dict[github.Purpose, pulumi.Output[str]]] = {}
        for environment, deployed in args.environments.items():
            identities = self._policy(f"{environment}-identities", policies.identities_policy(guarded, environment))
            granted = {"deploy": {**shared, "identities": identities}, "preview": {"reads": reads}}
            self.roles[environment] = {
                purpose: self._pipeline(environment, purpose, deployed, granted[purpose]) for purpose in github.PURPOSES
            }
        self.register_outputs({"roles": self.roles, "boundary_arn": self.boundary_arn})

    def _make_issuer(self) -> list[pulumi.Resource]:
        """GitHub as an issuer. AWS trusts its certificate by the authorities that it knows, and reads no thumbprint of it.

        Source: docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc_verify-thumbprint.html.
        """
        args = self._args
        if not args.make_issuer:
            return []
        kept = pulumi.ResourceOptions(parent=self, protect=args.protect or None)
        return [
            aws.iam.OpenIdConnectProvider(
                f"{self._name}-github", url=github.ISSUER, client_id_lists=[AUDIENCE], tags=dict(args.tags), opts=kept
            )
        ]

    def _pipeline(
        self, environment: str, purpose: github.Purpose, deployed: Deployed, granted: Mapping[str, aws.iam.Policy]
    ) -> pulumi.Output[str]:
        """The role that a job takes on, and the one that it becomes; ARN of the first."""
        args, key = self._args, f"{self._name}-{environment}-{purpose}"
        hours, people = (args.deploy_hours, deployed.people) if purpose == "deploy" else (args.preview_hours, ())
        called, becoming = github.pipeline_role(environment, purpose), github.site_role(deployed.role, purpose)
        iam = f"arn:aws:iam::{args.account}"
        pipeline = aws.iam.Role(
            key,
            name=called,
            description=f"Workflows of {args.repository}: {purpose} {environment}",
            assume_role_policy=pipeline_trust(args.account, args.repository, environment, purpose),
            max_session_duration=hours * 3600,
            tags=dict(args.tags),
            opts=pulumi.ResourceOptions(parent=self, depends_on=self._issuer),
        )
        becomes = aws.iam.Role(
            f"{key}-becomes",
            name=becoming,
            description=f"What a pipeline is in this account: {purpose} {environment}",
            assume_role_policy=people_trust([f"{iam}:role/{called}", *people]),
            max_session_duration=3600,  # a role that is taken on by a role lasts no longer
            tags=dict(args.tags),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[pipeline]),  # IAM trusts none that is not there
        )
        for policy, made in granted.items():
            aws.iam.RolePolicyAttachment(f"{key}-{policy}", role=becomes.name, policy_arn=made.arn, opts=self._child)
        state = document(
            *state_access(
                environment,
                account=args.account,
                region=args.region,
                bucket=args.bucket,
                alias=args.alias,
                project=args.project,
                writes=purpose == "deploy",
            ),
            policies.assume([f"{iam}:role/{becoming}"]),
        )
        aws.iam.RolePolicy(f"{key}-state", name="state", role=pipeline.name, policy=state, opts=self._child)
        return pipeline.arn

    def _policy(self, key: str, text: str, called: str | None = None) -> aws.iam.Policy:
        return aws.iam.Policy(
            f"{self._name}-{key}", name=called or f"{_PREFIX}-{key}", policy=text, tags=dict(self._args.tags), opts=self._child
        )

    def _guarded(self) -> policies.Guarded:
        args = self._args
        shared = [*GROUPS, "reads", "guard", *(f"{environment}-identities" for environment in args.environments)]
        return policies.Guarded(
            account=args.account,
            roles=github.role_names(args.environments),
            policies=tuple(f"{_PREFIX}-{key}" for key in shared),
            boundary=args.boundary,
            bucket=args.bucket,
            alias=args.alias,
        )


def pipeline_trust(account: str, repository: str, environment: str, purpose: github.Purpose) -> str:
    """Trust in the jobs of one environment of one repository.

    Source: docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html (`aud` and `sub`).
    """
    claims = {f"{github.HOST}:aud": AUDIENCE, f"{github.HOST}:sub": github.subject(repository, environment, purpose)}
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Federated": f"arn:aws:iam::{account}:oidc-provider/{github.HOST}"},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": {"StringEquals": claims},
        }
    )


def people_trust(arns: list[str]) -> str:
    """Trust in roles and users, each by its ARN."""
    return document({"Effect": "Allow", "Principal": {"AWS": arns}, "Action": "sts:AssumeRole"})
