"""What the route tables of one network lead to: gateways and endpoints, each kind drawn once with all its members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from engine import urn
from engine.resource import Resource

from ..names import short_type
from .joins import Joins, text
from .model import Exit, Tier, Way
from .types import DESTINATION, EXITS, PUBLIC_ADDRESS, ROLES, TARGET, Role

if TYPE_CHECKING:
    from .tiers import Place

INTERNET: Final = "internet"
"""What an exit leads to that leads to the internet itself."""
_KNOWN: Final = frozenset(EXITS)
_TO_THE_INTERNET: Final = (Role.INTERNET, Role.EGRESS_ONLY, Role.IPV6)
_ENDPOINTS: Final = (Role.GATEWAY_ENDPOINT, Role.INTERFACE_ENDPOINT)


class Target(NamedTuple):
    """What one route leads to.

    Args:
        key: the exit that it belongs to.
        member: its name there.
        resource: what it is; None where only its id is known.
    """

    key: str
    member: str
    resource: Resource | None


class Exits:
    """The ways out of one network, and which of its tiers take them."""

    def __init__(self, joins: Joins, place: Place) -> None:
        self._joins, self._place = joins, place
        self._targets: dict[str, dict[str, Resource | None]] = {}

    def ways(self, zones: Mapping[str, str]) -> tuple[Way, ...]:
        """Where the routes of a tier lead.

        Args:
            zones: the tier's subnets by URN, each with its zone.
        """
        found: dict[str, dict[str, dict[str, None]]] = {}
        destinations: dict[str, set[str]] = {}
        for subnet, zone in sorted(zones.items(), key=lambda each: each[1]):
            for (key, member, resource), destination in self._leading(self._joins.by_urn[subnet]):
                self._targets.setdefault(key, {})[member] = resource
                found.setdefault(key, {}).setdefault(zone, {})[member] = None
                destinations.setdefault(key, set()).update({destination} - {""})
        return tuple(
            Way(
                to=key,
                destinations=tuple(sorted(destinations[key])),
                by_zone={zone: tuple(sorted(members)) for zone, members in found[key].items()},
            )
            for key in sorted(found, key=_order)
        )

    def drawn(self, tiers: Sequence[Tier]) -> tuple[Exit, ...]:
        """The exits that some tier has a way to."""
        return tuple(self._exit(key, self._targets[key], tiers) for key in sorted(self._targets, key=_order))

    def _leading(self, subnet: Resource) -> Iterator[tuple[Target, str]]:
        """What a subnet's routes lead to, each with the destination that takes the way."""
        for endpoint in self._joins.joined(subnet, Role.INTERFACE_ENDPOINT):
            yield self._target(endpoint), ""
        for table in self._joins.joined(subnet, Role.TABLE):
            for endpoint in self._joins.joined(table, Role.GATEWAY_ENDPOINT):
                yield self._target(endpoint), ""
            for route in self._joins.joined(table, Role.ROUTE):
                yield from ((target, text(route, *DESTINATION)) for target in self._of(route))

    def _of(self, route: Resource) -> list[Target]:
        """What a route leads to: a gateway, else whatever it depends on that no picture knows, else what it names by id."""
        if known := [each for each in self._joins.needs(route) if self._joins.roles[each.urn] in EXITS]:
            return [self._target(each) for each in known]
        needed = dict.fromkeys(each for urns in route.property_dependencies.values() for each in urns)
        others = [each for each in needed if each in self._joins.by_urn and self._joins.by_urn[each].type not in ROLES]
        identity = text(route, *TARGET)
        by_id = [Target(identity, identity, None)] if identity else []
        return [self._target(self._joins.by_urn[each]) for each in others] or by_id

    def _target(self, resource: Resource) -> Target:
        return Target(self._joins.roles.get(resource.urn) or resource.urn, self._member(resource), resource)

    def _member(self, target: Resource) -> str:
        """What a member of an exit is called: a gateway by its zone, an endpoint by its service."""
        role = self._joins.roles.get(target.urn)
        if role in _ENDPOINTS:
            service = text(target, "serviceName")
            return service.partition(f".{self._place.region}.")[2] or service or self._place.part(target)
        if role is Role.NAT:
            return next((self._place.zone(subnet) for subnet in self._joins.joined(target, Role.SUBNET)), self._place.part(target))
        return self._place.part(target)

    def _exit(self, key: str, targets: Mapping[str, Resource | None], tiers: Sequence[Tier]) -> Exit:
        if key not in _KNOWN:
            (resource,) = targets.values()
            return Exit(key=key, title=f"{short_type(resource.type)} {urn.name_of(resource.urn)}" if resource else key)
        role, members = Role(key), {member: resource for member, resource in targets.items() if resource}
        many = "s" * (len(members) > 1)
        title = self._place.cloud.internet if role is Role.INTERNET else f"{role}{many}"
        return Exit(
            key=key,
            kind=role,
            title=title,
            members=tuple(sorted(members)),
            details={member: address for member, target in sorted(members.items()) if (address := self._address(target))},
            leads_to=self._onward(role, members.values(), tiers),
        )

    def _address(self, gateway: Resource) -> str:
        """The public address of a gateway, or the id of one that is kept elsewhere."""
        if self._joins.roles[gateway.urn] is not Role.NAT:
            return ""
        near = (*self._joins.joined(gateway, Role.ADDRESS), gateway, *self._joins.joined(gateway, Role.JOIN))
        return next((found for key in PUBLIC_ADDRESS for each in near if (found := text(each, key))), "")

    def _onward(self, role: Role, members: Iterable[Resource], tiers: Sequence[Tier]) -> str:
        """What an exit leads on to: a NAT gateway leaves by the routes of the tier that it stands in."""
        if role in _TO_THE_INTERNET:
            return INTERNET
        if role is not Role.NAT:
            return ""
        stands = {
            self._place.part(subnet).removesuffix(f"-{self._place.zone(subnet)}")
            for member in members
            for subnet in self._joins.joined(member, Role.SUBNET)
        }
        open_ = [tier for tier in tiers if tier.name in stands and any(way.to == Role.INTERNET for way in tier.ways)]
        return Role.INTERNET.value if open_ else ""


def _order(key: str) -> tuple[int, str]:
    return (EXITS.index(Role(key)), "") if key in _KNOWN else (len(EXITS), key)
