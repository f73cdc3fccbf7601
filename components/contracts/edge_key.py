"""By what load balancers tell requests that came by a CDN from those that pass it by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pulumi

from .. import arguments
from ..errors import Faults

REFUSAL: Final = "This name is answered by its CDN."
"""What whoever comes without it is told, with 403."""
_MOST_VALUES = 2
_MOST_PATHS = 5


@dataclass(frozen=True, kw_only=True)
class EdgeKey:
    """What requests of CDNs carry, so that a load balancer refuses (403) whoever comes without it.

    A rule of an ALB on AWS compares five values at most, of which a name takes one and a path two
    (docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html): two are left for the header. Neither
    cloud's load balancers tell capitals from small letters there, and both take `*` and `?` for any characters
    (docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html).

    Args:
        header: the header's name, 40 characters at most.
        values: what it may say: the secret that CDNs send and, while it is exchanged for another, the other one.
        open: paths that are answered without it, each exactly as written: what health checks ask, 5 at most.

    Raises:
        ArgumentsError: with every fault.
    """

    header: str
    values: tuple[pulumi.Input[str], ...]
    open: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults(self)
        few = 1 <= len(self.values) <= _MOST_VALUES
        faults.check(few, "values", len(self.values), f"1 or {_MOST_VALUES} values", "exchange one secret at a time")
        paths = len(self.open) <= _MOST_PATHS
        faults.check(paths, "open", len(self.open), f"{_MOST_PATHS} paths at most", "let one path tell what several do")
        for place, path in enumerate(self.open):
            arguments.check_path(faults, f"open.{place}", path)
        faults.raise_any()

    @property
    def accepted(self) -> pulumi.Output[list[str]]:
        """The values in an order of their own, so that which of two is sent changes no load balancer."""
        return pulumi.Output.all(*self.values).apply(sorted)


@dataclass(frozen=True, kw_only=True)
class Fronted:
    """A name that CDNs stand in front of.

    Args:
        host: the name, under which CDNs ask for what their users want.
        checked: names under which each site is asked by health checks alone.
        key: what requests of the CDNs carry.
    """

    host: str
    checked: tuple[str, ...]
    key: EdgeKey
