"""What deployments and previews may do in an account of Alibaba Cloud: policies of RAM as documents; pure.

RAM knows no permissions boundary, so a deployment that makes roles can make one that may more than itself; what it cannot is touch
those here, hand out the cloud's widest policies, or make users. A control policy of the resource directory is what would bound it.

Sources: www.alibabacloud.com/help/en/ram/user-guide/policy-structure-and-syntax,
www.alibabacloud.com/help/en/ram/developer-reference/api-ram-2015-05-01-attachpolicytorole (its resources).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from ..traffic.edge import PATH_OF_OURS
from . import deploy_actions
from .ram import document

LINKED: Final = (
    *(
        "alb.aliyuncs.com",
        "ess.aliyuncs.com",
        "nat.aliyuncs.com",
        "nlb.aliyuncs.com",
        "privatelink.aliyuncs.com",
        "vpn.aliyuncs.com",
    ),
)
"""The services that components use and that act in an account under a role of their own."""

_WIDEST: Final = ("AdministratorAccess", "AliyunRAMFullAccess", "AliyunSTSAssumeRoleAccess", "PowerUserAccess")
_MAKE: Final = (
    *("ram:AttachPolicyToRole", "ram:CreatePolicy*", "ram:CreateRole", "ram:DeletePolicy*", "ram:DeleteRole"),
    *("ram:DetachPolicyFromRole", "ram:PassRole", "ram:SetDefaultPolicyVersion", "ram:TagResources", "ram:UntagResources"),
    *("ram:UpdatePolicyDescription", "ram:UpdateRole"),
    *("ram:CreateOIDCProvider", "ram:DeleteOIDCProvider", "ram:*FromOIDCProvider", "ram:*ToOIDCProvider", "ram:UpdateOIDCProvider"),
)


@dataclass(frozen=True, kw_only=True)
class Guarded:
    """What is of the account itself, and no deployment touches.

    Args:
        account: its id.
        roles: the names of the roles that pipelines and deployments are.
        policies: the names of the policies that they have.
        issuer: what GitHub is called as an issuer.
        bucket: the bucket of copies.
    """

    account: str
    roles: tuple[str, ...]
    policies: tuple[str, ...]
    issuer: str
    bucket: str

    @property
    def identities(self) -> list[str]:
        """ARNs of all that says who may deploy."""
        ram = f"acs:ram:*:{self.account}"
        names = [*(f"role/{name}" for name in self.roles), *(f"policy/{name}" for name in self.policies)]
        return [*(f"{ram}:{name}" for name in names), f"{ram}:oidc-provider/{self.issuer}"]


def services_policy() -> str:
    """What a deployment does with services, and looks at."""
    stand_in = _allow(["oss:GetObject", "oss:PutObject", "oss:PutObjectAcl"], [f"acs:oss:*:*:*{PATH_OF_OURS}*"])
    return document(_allow(deploy_actions.writes(deploy_actions.READS)), _allow(deploy_actions.reads()), stand_in)


def reads_policy() -> str:
    """What previews look at; what gives a way in is left out."""
    return document(_allow(deploy_actions.reads()), _deny(list(deploy_actions.CREDENTIALS), ["*"]))


def identities_policy(guarded: Guarded) -> str:
    """How a deployment makes roles and policies, and what it never does."""
    return document(
        _allow(list(_MAKE)),
        {
            **_allow(["ram:CreateServiceLinkedRole"]),
            "Condition": {"StringEquals": {"ram:ServiceName": list(LINKED)}},
        },
        _deny(["ram:*"], guarded.identities),
        _deny(["ram:AttachPolicyToRole"], [f"acs:ram:*:system:policy/{name}" for name in _WIDEST]),
        _deny(["oss:*"], [f"acs:oss:*:*:{guarded.bucket}", f"acs:oss:*:*:{guarded.bucket}/*"]),
    )


def copy(bucket: str, environment: str) -> dict[str, Any]:
    """The statement by which a pipeline leaves a copy of its environment's state: it writes, and reads nothing back."""
    return _allow(["oss:AbortMultipartUpload", "oss:PutObject"], [f"acs:oss:*:*:{bucket}/{environment}/*"])


def key_use(key: str) -> dict[str, Any]:
    """The statement by which objects are encrypted with a key that is not the cloud's own."""
    return _allow(["kms:Decrypt", "kms:GenerateDataKey"], [key])


def assume(roles: Sequence[str]) -> dict[str, Any]:
    """The statement by which a pipeline becomes what an environment's file names."""
    return _allow(["sts:AssumeRole"], list(roles))


def _allow(actions: list[str], resources: list[str] | None = None) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": actions, "Resource": resources or ["*"]}


def _deny(actions: list[str], resources: list[str]) -> dict[str, Any]:
    return {"Effect": "Deny", "Action": actions, "Resource": resources}
