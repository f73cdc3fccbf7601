"""Rule `network-moved`: what a network stands on stays where it is, unless the environment names what goes.

A VPC, a subnet, an address block, a NAT gateway or a public address that is lost takes with it what no update brings back: the
addresses that others let in, the machines in the subnet. So a replacement of one is refused, and a deletion too, unless the
environment says just that: a site, a zone or a tier is gone and none comes in its place, or NAT leaves by fewer zones. A `cidr`, a
region or a pinned block that was edited says it as well, and is refused all the same: nothing does more harm by accident.
Why an update is not held to it says ADR 7.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from engine import urn
from engine.properties import unwrap
from engine.values import Properties, Value

from ..finding import Finding, Severity
from ..plan import SITE, Change, Component, Kind, Plan
from ..rule import Rule

NAME: Final = "network-moved"
NETWORKS: Final = frozenset({"nusantara:aws:Network", "nusantara:alicloud:Network"})
_GATEWAY, _ADDRESS = "NAT gateway", "public address"
KINDS: Final = {
    "aws:ec2/vpc:Vpc": "VPC",
    "aws:ec2/subnet:Subnet": "subnet",
    "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation": "address block",
    "aws:ec2/eip:Eip": _ADDRESS,
    "aws:ec2/natGateway:NatGateway": _GATEWAY,
    "alicloud:vpc/network:Network": "VPC",
    "alicloud:vpc/switch:Switch": "subnet",
    "alicloud:vpc/ipv4CidrBlock:Ipv4CidrBlock": "address block",
    "alicloud:ecs/eipAddress:EipAddress": _ADDRESS,
    "alicloud:vpc/natGateway:NatGateway": _GATEWAY,
}
"""What a network stands on, and what people call it."""


def moved(plan: Plan) -> Iterator[Finding]:
    """Everything that a network stands on and would lose without being told to."""
    for change in plan.lost:
        kind = KINDS.get(change.type)
        if kind is None:
            continue
        site, network = _around(plan, change)
        if site is not None and site.new is None:
            # The environment names the site no more, and with it all that is in it, unless another has come to the same addresses.
            if network is not None and (heir := _heir(plan, network)) is not None:
                yield _finding(change, *_renamed(change, kind, site, heir))
            continue
        told = _Told(network) if network is not None and network.old is not None and network.new is not None else None
        if told is not None and told.names(change, kind):
            continue
        yield _finding(change, *(_replaced(plan, change, kind) if change.kind is Kind.REPLACED else _deleted(change, kind, told)))


def _finding(change: Change, reason: str, fix: str) -> Finding:
    return Finding(rule=NAME, severity=Severity.ERROR, resource=change.urn, reason=reason, fix=fix)


def _around(plan: Plan, change: Change) -> tuple[Component | None, Component | None]:
    """The site and the network that an object belongs to."""
    above = list(plan.above(change))
    site = next((component for component in above if component.type == SITE), None)
    return site, next((component for component in above if component.type in NETWORKS), None)


def _heir(plan: Plan, network: Component) -> Component | None:
    """The new network that has the block of one that is gone."""
    networks = (component for component in plan.components.values() if component.type in NETWORKS)
    return next((each for each in networks if each.old is None and _block(each.new) == _block(network.old) is not None), None)


def _block(network: Properties | None) -> Value:
    return unwrap(network or {}).get("cidr")


def _renamed(change: Change, kind: str, site: Component, heir: Component) -> tuple[str, str]:
    """Why a site's new name is refused: it is part of the name of all that stands in it."""
    reason = f"this {kind} would be deleted, and the new site {heir.name} takes the addresses of {site.name}: a rename"
    return reason, f"keep the name {site.name}, by which all that stands there is known, or {_allow(change)}"


def _replaced(plan: Plan, change: Change, kind: str) -> tuple[str, str]:
    """Why a replacement is refused, and what to do instead: to keep what it comes from, or to take the edit back."""
    inputs = ", ".join(cause.input for cause in change.causes) or "an input"
    sources = sorted({urn.name_of(source) for cause in change.causes for source in cause.upstream})
    edits = ", ".join(map(str, plan.edits_for(change)))
    keep = f"keep {', '.join(sources)}" if sources else f"take {edits or inputs} back"
    came = f" from {', '.join(sources)}" if sources else ""
    return f"this {kind} would be replaced, by {inputs}{came}", f"{keep}, or {_allow(change)}"


def _deleted(change: Change, kind: str, told: _Told | None) -> tuple[str, str]:
    """Why a deletion is refused, and what to do instead."""
    if told is None:
        return f"this {kind} would be deleted, and the environment does not say so", f"bring it back, or {_allow(change)}"
    if other := told.renamed(change):
        fix = f"write was: [{told.tier(change)}] under tiers.{other}, or {_allow(change)}"
        return f"this {kind} would be deleted, and the new tier {other} takes its place: a rename", fix
    if told.handed_over(change):
        fix = "have the stack forget it first (nusa state remove), or leave nat_addresses out"
        return f"this {kind} would be given back, and nat_addresses asks for the very same one", fix
    if kind in (_GATEWAY, _ADDRESS) and told.zone(change) in told.old_gateways:
        fix = f"write nat_zone: {told.zone(change)}, or {_allow(change)}"
        return f"this {kind} would be deleted, since the only gateway moves to another zone", fix
    return f"this {kind} would be deleted, and the environment does not say so", f"bring it back, or {_allow(change)}"


def _allow(change: Change) -> str:
    return f"allow it with --allow '{change.name}'"


class _Told:
    """What a network was told before and is told now.

    Args:
        network: the component, with inputs before and after.
    """

    def __init__(self, network: Component) -> None:
        self._name = network.name
        self._old: dict[str, Any] = unwrap(network.old)
        self._new: dict[str, Any] = unwrap(network.new)
        self.old_gateways, self._new_gateways = _gateways(self._old), _gateways(self._new)

    def key(self, change: Change) -> str:
        """What the name of a part says beyond the network's: `private-a`, `nat-b`, `pods`."""
        return change.name.removeprefix(f"{self._name}-")

    def zone(self, change: Change) -> str:
        return self.key(change).rpartition("-")[2]

    def tier(self, change: Change) -> str:
        """The tier of a subnet, or of a block of a tier's own."""
        key = self.key(change)
        return key if key in self._old.get("tiers", {}) else key.rpartition("-")[0]

    def names(self, change: Change, kind: str) -> bool:
        """Whether the environment says that a part goes."""
        if kind in (_GATEWAY, _ADDRESS) and self._address_given(change) and not self.handed_over(change):
            return True  # another address is another gateway
        if change.kind is not Kind.DELETED:
            return False
        zone = self.zone(change)
        if zone in self._old.get("zones", ()) and zone not in self._new.get("zones", ()):
            return True
        if kind in (_GATEWAY, _ADDRESS):
            asked = any(self._old.get(key) != self._new.get(key) for key in ("nat", "nat_zone"))
            return asked and zone in self.old_gateways and zone not in self._new_gateways
        return self._tier_gone(change) and not self.renamed(change)

    def _tier_gone(self, change: Change) -> bool:
        tier = self.tier(change)
        return tier in self._old.get("tiers", {}) and tier not in self._new.get("tiers", {})

    def renamed(self, change: Change) -> str:
        """The new tier that takes the place of a part's; empty where there is none."""
        if not self._tier_gone(change):
            return ""
        old_tiers, new_tiers = self._old["tiers"], self._new.get("tiers", {})
        place = _place(old_tiers[self.tier(change)])
        return next((name for name, tier in new_tiers.items() if name not in old_tiers and _place(tier) == place), "")

    def handed_over(self, change: Change) -> bool:
        """Whether the network is to leave by the very address that it would give back."""
        return bool(change.id) and self._new.get("nat_addresses", {}).get(self.zone(change)) == change.id

    def _address_given(self, change: Change) -> bool:
        zone = self.zone(change)
        return self._old.get("nat_addresses", {}).get(zone) != self._new.get("nat_addresses", {}).get(zone)


def _place(tier: dict[str, Any]) -> tuple[Any, Any]:
    """Where a tier's blocks lie."""
    return tier.get("slot"), tier.get("cidr")


def _gateways(network: dict[str, Any]) -> frozenset[str]:
    """The zones that have a NAT gateway."""
    zones = network.get("zones", ())
    match network.get("nat"):
        case "per_zone":
            return frozenset(zones)
        case "single":
            return frozenset({network.get("nat_zone") or min(zones)})
    return frozenset()


RULE = Rule(
    name=NAME,
    tells="a VPC, a subnet, an address block, a NAT gateway or a public address is lost, and the environment does not say so",
    finds=lambda subject: moved(subject.plan),
    updates=False,
)
