"""How each child of a network on AWS is named, tagged, parented, aliased and, where it exists already, taken over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from ..contracts.adoption import adopting
from ..naming import named
from .network_args import NetworkArgs


@dataclass(frozen=True, kw_only=True)
class Part:
    """One child-to-be.

    Args:
        name: its name.
        tags: its tags.
        parent: the network.
        earlier: names that it had before.
        existing: what it is imported by, where it exists already.
    """

    name: str
    tags: dict[str, str]
    parent: pulumi.Resource
    earlier: tuple[str, ...] = ()
    existing: str | None = None

    def opts(
        self,
        *,
        depends_on: Sequence[pulumi.Resource] = (),
        delete_before_replace: bool | None = None,
        ignore_changes: Sequence[str] = (),
        keep: bool = False,
    ) -> pulumi.ResourceOptions:
        """The options of the child; with `keep` it stays in the cloud when it leaves the stack."""
        return pulumi.ResourceOptions(
            parent=self.parent,
            aliases=[pulumi.Alias(name=name) for name in self.earlier],
            import_=self.existing,
            depends_on=list(depends_on),
            delete_before_replace=delete_before_replace,
            ignore_changes=list(ignore_changes),
            retain_on_delete=keep or None,  # None: as the network itself is told
        )


@dataclass(frozen=True)
class Parts:
    """The children of one network by key, which never is a place in a list.

    Args:
        network: the component's name.
        args: what it is made from.
        parent: the component.
    """

    network: str
    args: NetworkArgs
    parent: pulumi.Resource

    def part(self, key: str, *, adopt: str = "") -> Part:
        """A child that belongs to no tier; `adopt` is its key among adopted parts."""
        return self._part(key, adopt=adopt)

    def tiered(self, tier: str, *, before: str = "", after: str = "", adopt: str = "") -> Part:
        """A child of one tier, whose name has the tier's between `before` and `after`; earlier names of the tier are aliases."""
        was = self.args.tiers[tier].was if tier in self.args.tiers else ()
        return self._part(f"{before}{tier}{after}", adopt=adopt, earlier=[f"{before}{name}{after}" for name in was])

    def placed(self, tier: str, zone: str, *, before: str = "", after: str = "", adopt: str = "") -> Part:
        """A child of one tier in one zone."""
        return self.tiered(tier, before=before, after=f"-{zone}{after}", adopt=adopt)

    def _part(self, key: str, *, adopt: str, earlier: Sequence[str] = ()) -> Part:
        name = f"{self.network}-{key}"
        return Part(
            name=name,
            tags=named(self.args.tags, name),
            parent=self.parent,
            earlier=tuple(f"{self.network}-{each}" for each in earlier),
            existing=adopting(self.args, adopt),
        )
