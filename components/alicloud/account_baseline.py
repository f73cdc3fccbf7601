"""What an account of Alibaba Cloud has once: roles of the cloud's own services, and no public buckets."""

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
from .deploy_policies import LINKED
from .service_roles import SERVICES, ServiceRoles, ServiceRolesArgs


@dataclass(frozen=True, kw_only=True)
class AccountBaselineArgs:
    """What an account is set up with.

    Args:
        linked_roles: the services whose roles are made, of `deploy_policies.LINKED`. RAM refuses to make one that is there: leave
            out those that the account has.
        service_roles: the roles that ACK acts under, of `service_roles.SERVICES`; those that the account has are left out.
        block_public_buckets: whether no bucket of the account can be public.
        tags: tags of what carries tags.

    Raises:
        ArgumentsError: with every fault.
    """

    linked_roles: tuple[str, ...] = LINKED
    service_roles: tuple[str, ...] = tuple(SERVICES)
    block_public_buckets: bool = True
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        arguments.check_each_once(faults, "linked_roles", self.linked_roles)
        for position, service in enumerate(self.linked_roles):
            arguments.check_choice(faults, f"linked_roles.{position}", service, LINKED)
        arguments.check_each_once(faults, "service_roles", self.service_roles)
        for position, role in enumerate(self.service_roles):
            arguments.check_choice(faults, f"service_roles.{position}", role, tuple(SERVICES))
        faults.add(tag_faults(self.tags))
        faults.raise_any()


class AccountBaseline(pulumi.ComponentResource):
    """Settings of an account: what is never made twice, and what nobody should have to think of.

    The roles of services stay when this goes: what works by them is not of this program.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:alicloud:AccountBaseline"

    def __init__(self, name: str, args: AccountBaselineArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        for service in args.linked_roles:
            alicloud.resourcemanager.ServiceLinkedRole(
                f"{name}-{service.partition('.')[0]}",
                service_name=service,
                opts=pulumi.ResourceOptions(parent=self, retain_on_delete=True),
            )
        if args.service_roles:
            roles = ServiceRolesArgs(roles=args.service_roles, tags=args.tags)
            ServiceRoles(f"{name}-ack", roles, pulumi.ResourceOptions(parent=self))
        if args.block_public_buckets:
            alicloud.oss.AccountPublicAccessBlock(
                f"{name}-buckets", block_public_access=True, opts=pulumi.ResourceOptions(parent=self)
            )
        self.register_outputs({})
