"""What deployments and previews may do in an account, and what nobody here may do: policies as documents; pure.

Sources: docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html (delegation within a boundary),
id_roles_use_passrole.html, reference_policies_condition-keys.html (aws:RequestedRegion) there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..github import HOST
from ..traffic.edge import PATH_OF_OURS
from . import deploy_actions
from .iam import document
from .state_policies import called

LONGEST: Final = 6144
"""Characters, white space apart, that a managed policy may have."""

PASSED_TO: Final = (
    *("autoscaling.amazonaws.com", "ec2.amazonaws.com", "eks.amazonaws.com", "events.amazonaws.com", "pods.eks.amazonaws.com"),
    *("s3.amazonaws.com", "vpc-flow-logs.amazonaws.com"),
)
"""The services that components hand roles to."""

LINKED: Final = (
    *("autoscaling.amazonaws.com", "eks.amazonaws.com", "eks-nodegroup.amazonaws.com", "elasticloadbalancing.amazonaws.com"),
    "spot.amazonaws.com",
)
"""The services that make a role of their own in an account when they are first used."""

_MADE: Final = ("iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRolePolicy", "iam:DetachRolePolicy", "iam:PutRolePolicy")
_KEPT: Final = (
    *("iam:AddRoleToInstanceProfile", "iam:CreatePolicyVersion", "iam:DeleteInstanceProfile", "iam:DeleteOpenIDConnectProvider"),
    *("iam:DeletePolicy", "iam:DeletePolicyVersion", "iam:DeleteRole", "iam:RemoveRoleFromInstanceProfile"),
    *("iam:SetDefaultPolicyVersion", "iam:Untag*", "iam:UpdateAssumeRolePolicy", "iam:Update*Role*"),
    *("iam:UpdateOpenIDConnectProviderThumbprint", "iam:AddClientIDToOpenIDConnectProvider"),
)
_NEW: Final = ("iam:CreateInstanceProfile", "iam:CreateOpenIDConnectProvider", "iam:CreatePolicy", "iam:Tag*")
_NEVER: Final = ("account:*", "aws-portal:*", "billing:*", "iam:*", "organizations:*")
_PROFILES: Final = ("iam:*InstanceProfile", "iam:CreateServiceLinkedRole", "iam:Get*", "iam:List*", "iam:PassRole")


@dataclass(frozen=True, kw_only=True)
class Guarded:
    """What is of the account itself, and no deployment touches.

    Args:
        account: its id.
        roles: the names of the roles that pipelines and deployments are.
        policies: the names of the policies that they have.
        boundary: the name of the policy that bounds every role that a deployment makes.
        bucket: the state's bucket, by name.
        alias: what its key is called, without `alias/`.
    """

    account: str
    roles: tuple[str, ...]
    policies: tuple[str, ...]
    boundary: str
    bucket: str
    alias: str

    @property
    def boundary_arn(self) -> str:
        return f"arn:aws:iam::{self.account}:policy/{self.boundary}"

    @property
    def identities(self) -> list[str]:
        """ARNs of all that says who may deploy."""
        iam = f"arn:aws:iam::{self.account}"
        return [
            *(f"{iam}:role/{name}" for name in self.roles),
            *(f"{iam}:policy/{name}" for name in (*self.policies, self.boundary)),
            f"{iam}:oidc-provider/{HOST}",
        ]

    @property
    def state(self) -> list[dict[str, Any]]:
        """The statements by which the state stays out of reach."""
        bucket = f"arn:aws:s3:::{self.bucket}"
        return [
            _deny("State", ["s3:*"], [bucket, f"{bucket}/*"]),
            {**_deny("StateKey", ["kms:*"], ["*"]), "Condition": called(self.alias)},
        ]


def services_policy(group: str, regions: Sequence[str]) -> str:
    """What a deployment does with a group of services: in the environments' regions alone, where a service has regions.

    Args:
        group: one of `deploy_actions.GROUPS`.
        regions: the regions.
    """
    names = deploy_actions.GROUPS[group]
    regional = [name for name in names if name not in deploy_actions.GLOBAL]
    everywhere = [name for name in names if name in deploy_actions.GLOBAL]
    here = {"StringEquals": {"aws:RequestedRegion": sorted(regions)}}
    statements = [_allow("Regional", deploy_actions.writes(regional), Condition=here)]
    if everywhere:
        statements.append(_allow("Global", deploy_actions.writes(everywhere)))
    if group == "edge":
        home = {"StringEquals": {"aws:RequestedRegion": [deploy_actions.HOME]}}
        statements.append(_allow("Home", deploy_actions.writes(deploy_actions.AT_HOME), Condition=home))
        statements.append(_allow("StandIn", ["s3:GetObject*", "s3:PutObject*"], f"arn:aws:s3:::*{PATH_OF_OURS}*"))
    return document(*statements)


def reads_policy() -> str:
    """What previews look at: how things are set up, never what is in them."""
    return document(_allow("Look", deploy_actions.reads(deploy_actions.READS)))


def identities_policy(guarded: Guarded, environment: str) -> str:
    """How a deployment makes roles: within the boundary, tagged as its environment's, and passed to the services in use alone.

    Args:
        guarded: what it stays away from.
        environment: whose identities it changes; others, which bear no such tag, it does not.
    """
    everything = f"arn:aws:iam::{guarded.account}:*"
    theirs = {"aws:ResourceTag/environment": environment}
    bounded = {"StringEquals": {"iam:PermissionsBoundary": guarded.boundary_arn}}
    return document(
        _allow("WithinTheBoundary", [*_MADE, "iam:PutRolePermissionsBoundary"], everything, Condition=bounded),
        _allow("New", list(_NEW), everything, Condition={"StringEquals": {"aws:RequestTag/environment": environment}}),
        _allow("Own", [*_KEPT, "iam:Tag*"], everything, Condition={"StringEquals": theirs}),
        _allow("Pass", ["iam:PassRole"], everything, Condition={"StringEquals": {"iam:PassedToService": list(PASSED_TO)}}),
        _allow(
            "Linked",
            ["iam:CreateServiceLinkedRole"],
            f"arn:aws:iam::{guarded.account}:role/aws-service-role/*",
            Condition={"StringEquals": {"iam:AWSServiceName": list(LINKED)}},
        ),
    )


def guard_policy(guarded: Guarded) -> str:
    """What no deployment does, whatever else it may: change who deploys, leave the boundary, read or end the state."""
    return document(
        _deny(
            "WhoDeploys",
            ["iam:Add*", "iam:Attach*", "iam:Create*", "iam:Delete*", "iam:Detach*", "iam:PassRole"],
            guarded.identities,
        ),
        _deny(
            "WhoDeploysToo", ["iam:Put*", "iam:Remove*", "iam:Set*", "iam:Tag*", "iam:Untag*", "iam:Update*"], guarded.identities
        ),
        _deny("Boundary", ["iam:DeleteRolePermissionsBoundary"], ["*"]),
        *guarded.state,
    )


def boundary_policy(guarded: Guarded) -> str:
    """The most that a role of an environment can do, whatever it is given: no identities, nothing of the account, no state.

    Karpenter makes instance profiles and passes the role of its nodes to EC2, so those remain.
    """
    return document(
        {"Sid": "Most", "Effect": "Allow", "NotAction": list(_NEVER), "Resource": "*"},
        _allow("Profiles", list(_PROFILES)),
        _deny("NoDeployments", ["iam:PassRole", "sts:AssumeRole"], [each for each in guarded.identities if ":role/" in each]),
        *guarded.state,
    )


def assume(roles: Sequence[str]) -> dict[str, Any]:
    """The statement by which a pipeline becomes what an environment's file names."""
    return _allow("Become", ["sts:AssumeRole"], list(roles))


def _allow(sid: str, actions: list[str], resource: str | list[str] = "*", **condition: Mapping[str, Any]) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resource, **condition}


def _deny(sid: str, actions: list[str], resources: list[str]) -> dict[str, Any]:
    return {"Sid": sid, "Effect": "Deny", "Action": actions, "Resource": resources}
