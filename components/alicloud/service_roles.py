"""The roles under which ACK acts in an account: made once, before its first cluster, and for good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import pulumi
import pulumi_alicloud as alicloud

from .. import arguments
from ..errors import Faults
from ..inputs import inputs
from ..naming import tag_faults
from .ram import service_trust

SERVICES: Mapping[str, str] = {
    "AliyunCISDefaultRole": "cs",
    "AliyunCSDefaultRole": "cs",
    "AliyunCSKubernetesAuditRole": "cs",
    "AliyunCSManagedAcrRole": "cs",
    "AliyunCSManagedArmsRole": "cs",
    "AliyunCSManagedAutoScalerRole": "cs",
    "AliyunCSManagedCmsRole": "cs",
    "AliyunCSManagedCsiPluginRole": "cs",
    "AliyunCSManagedCsiProvisionerRole": "cs",
    "AliyunCSManagedCsiRole": "cs",
    "AliyunCSManagedKubernetesRole": "cs",
    "AliyunCSManagedLogRole": "cs",
    "AliyunCSManagedNetworkRole": "cs",
    "AliyunCSManagedNlcRole": "cs",
    "AliyunCSManagedSecurityRole": "cs",
    "AliyunCSServerlessKubernetesRole": "cs",
    "AliyunOOSLifecycleHook4CSRole": "oos",
}
"""Each role with the service that takes it on: those that the console's quick authorisation makes, and those that node pools which
mend and scale themselves, encrypted Secrets and pulling from Container Registry ask for besides.

Sources: www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/ack-default-roles and
www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/developer-reference/
use-terraform-to-assign-default-roles-to-ack-when-you-use-ack-for-the-first-time.
"""


@dataclass(frozen=True, kw_only=True)
class ServiceRolesArgs:
    """What the service roles of an account are made from.

    Args:
        roles: which of `SERVICES` are made; all by default. Those that the account has already are left out, since a role is made
            once.
        tags: tags of every role.

    Raises:
        ArgumentsError: with every fault.
    """

    roles: tuple[str, ...] = tuple(SERVICES)
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        faults.check(bool(self.roles), "roles", None, "one role at least", "leave it out for all of them")
        arguments.check_each_once(faults, "roles", self.roles)
        for position, role in enumerate(self.roles):
            arguments.check_choice(faults, f"roles.{position}", role, tuple(SERVICES))
        faults.add(tag_faults(self.tags))
        faults.raise_any()


class ServiceRoles(pulumi.ComponentResource):
    """The service roles of an account, each with the cloud's own policy of its name.

    They are of the account and not of any cluster: whatever else runs there on ACK needs them too. So they stay in the cloud when
    this component goes; an account that has them refuses a second making, and they are imported then.

    Args:
        name: the stable name that every child's name begins with.
        args: what they are made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:alicloud:ServiceRoles"

    def __init__(self, name: str, args: ServiceRolesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        kept = pulumi.ResourceOptions(parent=self, retain_on_delete=True)
        for role in sorted(args.roles):
            made = alicloud.ram.Role(
                f"{name}-{role}",
                role_name=role,
                description="Container Service for Kubernetes acts in this account under it",
                assume_role_policy_document=service_trust(f"{SERVICES[role]}.aliyuncs.com"),
                tags=dict(args.tags),
                opts=kept,
            )
            alicloud.ram.RolePolicyAttachment(
                f"{name}-{role}", role_name=made.role_name, policy_name=f"{role}Policy", policy_type="System", opts=kept
            )
        self.register_outputs({})
