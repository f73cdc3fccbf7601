"""How the children of a network are named, and by which earlier names and ids they are found again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pulumi

from ..contracts.adoption import adopting
from .network_args import NetworkArgs


@dataclass(frozen=True, eq=False, kw_only=True)
class Children:
    """What every child of a network is made with.

    Args:
        network: the network's name, with which every child's begins.
        args: what the network is made from.
        parent: the network.
        fits: true once adopted parts are known to fit the plan; None where none is adopted.
    """

    network: str
    args: NetworkArgs
    parent: pulumi.Resource
    fits: pulumi.Output[bool] | None = None

    def name(self, key: str) -> str:
        """A child's name, from its key: a tier, a zone, a service."""
        return f"{self.network}-{key}"

    def options(self, *, part: str | None = None, was: Iterable[str] = (), **more: Any) -> pulumi.ResourceOptions:
        """The options of a child.

        Args:
            part: its key among what may be adopted.
            was: keys that it had before.
            more: further options.
        """
        identity = adopting(self.args, part) if part else None
        aliases = [pulumi.Alias(name=self.name(key)) for key in was]
        return pulumi.ResourceOptions(parent=self.parent, import_=identity, aliases=aliases or None, **more)

    def was(self, tier: str, rest: str = "") -> list[str]:
        """The keys that a child of a tier had while the tier had its earlier names.

        Args:
            tier: the tier's name today.
            rest: what follows it in the key.
        """
        return [f"{earlier}{rest}" for earlier in self.args.tiers[tier].was] if tier in self.args.tiers else []

    def checked(self, value: str) -> pulumi.Input[str]:
        """A value of the plan, held back until adopted parts are known to fit it."""
        return value if self.fits is None else self.fits.apply(lambda _: value)
