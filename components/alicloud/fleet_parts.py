"""What every part of a fleet on Alibaba Cloud is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pulumi

from ..naming import physical_name
from .fleet_args import FleetArgs


@dataclass(frozen=True, kw_only=True)
class Parts:
    """A fleet while its parts are made.

    Args:
        fleet: the component's name, which each child's name begins with.
        unique: a name of the fleet that is unique in the account, for what the cloud tells apart by name.
        args: what it is made from.
        parent: the component.
    """

    fleet: str
    unique: str
    args: FleetArgs
    parent: pulumi.ComponentResource

    def name(self, key: str) -> str:
        """The name of the child with this key."""
        return f"{self.fleet}-{key}"

    def named(self, key: str, limit: int) -> str:
        """What the cloud calls the child with this key: unique in the account, and no longer than `limit`."""
        return physical_name(f"{self.unique}-{key}", limit)

    def options(self, **further: Any) -> pulumi.ResourceOptions:
        """The options of a child; `further` as `pulumi.ResourceOptions` has them."""
        return pulumi.ResourceOptions(parent=self.parent, **further)

    def counted(self, of: str | None) -> pulumi.Output[str]:
        """The id of the server group whose requests are meant: that of the target named, or of the only one that counts them."""
        targets = self.args.targets
        meant = targets[of] if of is not None else next(each for each in targets.values() if each.kind == "application")
        return meant.label if meant.label is not None else meant.id
