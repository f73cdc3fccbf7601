"""A fleet on Alibaba Cloud: a launch template and an ESS scaling group over the zones of a network."""

from __future__ import annotations

from typing import ClassVar

import pulumi

from .. import contracts
from ..inputs import inputs, outputs
from ..naming import physical_name
from .fleet_access import make_role, make_security_group
from .fleet_args import FleetArgs
from .fleet_group import attach, make_group
from .fleet_hooks import make_hooks
from .fleet_parts import Parts
from .fleet_placement import make_placement
from .fleet_refresh import refresh
from .fleet_scaling import make_rules
from .fleet_schedule import make_tasks
from .fleet_template import make_template

__all__ = ["Fleet", "FleetArgs"]

NAME_LIMIT = 64
"""RAM roles and scaling groups take 64 characters, launch templates 128."""


class Fleet(pulumi.ComponentResource):
    """Instances in the vSwitches of one tier in every zone, kept between two bounds by scaling rules and events.

    What differs from AWS, by the cloud's own rules:
    - A changed template is rolled out by a task of its own, for the image alone (`fleet_refresh`).
    - Zones, on-demand base and share of spot instances are kept together by the policy COMPOSABLE alone (`fleet_group`).
    - Instances cannot be described by attributes, since only a launch template asks for metadata session tokens and only a scaling
      configuration takes attributes.
    - The load balancer's word on health counts from an instance's first moment; a hook that holds new instances until they can
      serve takes the place of a grace period.
    - Shells without an open port are Cloud Assistant's Session Manager, which an account turns on for all of its instances.
    - Scheduled tasks know UTC alone, and set the floor to the minute (`fleet_schedule`).

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.
    """

    TYPE: ClassVar[str] = "nusantara:alicloud:Fleet"
    capabilities: ClassVar[frozenset[str]] = FleetArgs.capabilities

    def __init__(self, name: str, args: FleetArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        # Unique in an account, where several environments may live; the cloud makes up no names of its own.
        unique = physical_name(f"{contracts.scope()}-{name}", NAME_LIMIT)
        parts = Parts(fleet=name, unique=unique, args=args, parent=self)
        self.capacity = args.capacity
        self.security_group_id = make_security_group(parts)
        self.role_name = make_role(parts)
        template = make_template(parts, self.security_group_id, self.role_name, make_placement(parts))
        self.id = make_group(parts, template).id
        attach(parts, self.id)
        make_rules(parts, self.id)
        make_hooks(parts, self.id)
        make_tasks(parts, self.id)
        refresh(parts, self.id)
        self.register_outputs(outputs(self, contracts.Fleet))
