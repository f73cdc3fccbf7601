"""What all transit routers of an environment on Alibaba Cloud belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol

import pulumi
import pulumi_alicloud as alicloud

from ..errors import Faults
from ..inputs import inputs, outputs
from ..naming import tag_faults


@dataclass(frozen=True, kw_only=True)
class EnterpriseNetworkArgs:
    """What a CEN instance is made from.

    Args:
        description: what it is for.
        resource_group: the id of the resource group that it is made in; the account's default group by default.
        tags: tags of it.

    Raises:
        ArgumentsError: with every fault.
    """

    description: str
    resource_group: str | None = None
    tags: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        faults = Faults(self)
        faults.add(tag_faults(self.tags))
        faults.raise_any()


class Identified(Protocol):
    """A CEN instance as transit routers know it."""

    id: pulumi.Output[str]


class EnterpriseNetwork(pulumi.ComponentResource):
    """A CEN instance: it lies in no region, and each region has one transit router of it.

    Source: registry.terraform.io/providers/aliyun/alicloud/latest/docs/resources/cen_instance.

    Args:
        name: the stable name that every child's name begins with.
        args: what it is made from.
        opts: options, which reach every child.

    Attributes:
        id: the instance's id.
    """

    TYPE: ClassVar[str] = "nusantara:multicloud:EnterpriseNetwork"

    def __init__(self, name: str, args: EnterpriseNetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(self.TYPE, name, inputs(args), opts)
        self.id = alicloud.cen.Instance(
            f"{name}-cen",
            cen_instance_name=name,
            description=args.description,
            protection_level="REDUCED",  # the blocks of its networks may touch, and must not overlap
            resource_group_id=args.resource_group,
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self),
        ).id
        self.register_outputs(outputs(self, Identified))
