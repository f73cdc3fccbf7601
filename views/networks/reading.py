"""From the resources of a plan or a state to the picture of their networks."""

from __future__ import annotations

import ipaddress
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from engine import urn
from engine.events import Op, Step
from engine.resource import Resource

from .exits import Exits
from .joins import Joins, text, values
from .model import Link, Picture, Site
from .tiers import Place, tiers
from .types import BLOCKS, CLOUDS, LINK, Role

_GOING = frozenset({Op.DELETE, Op.DELETE_REPLACED, Op.READ_DISCARD, Op.DISCARD_REPLACED, Op.REMOVE_PENDING_REPLACE})


def planned(steps: Iterable[Step]) -> list[Resource]:
    """The resources that a plan leaves behind: each as its last step left it, without those that go.

    Args:
        steps: as they were when they were done (`StepDone`): only then is it known what each resource is.
    """
    kept = {step.urn: step.new for step in steps if step.new is not None and step.op not in _GOING}
    return list(kept.values())


def read(stack: str, resources: Iterable[Resource]) -> Picture:
    """The networks among some resources.

    Args:
        stack: the stack's name.
        resources: those of a plan (see `planned`) or of a state.
    """
    kept = [each for each in resources if not each.delete]
    joins = Joins(kept)
    found = sorted(joins.of(Role.NETWORK), key=lambda each: (_first_address(text(each, *BLOCKS)), each.urn))
    inside: dict[str, list[Resource]] = {}
    for each in sorted(joins.roles):  # by name: the order in which a program registers siblings varies
        inside.setdefault(joins.network_of(joins.by_urn[each]), []).append(joins.by_urn[each])
    sites = tuple(_site(joins, network, inside[network.urn]) for network in found)
    return Picture(stack=stack, sites=sites, links=tuple(_links(kept, {site.name for site in sites})))


def _links(resources: Iterable[Resource], sites: Container[str]) -> Iterator[Link]:
    """What joins two networks of the picture, by the components that do."""
    for each in sorted(resources, key=lambda each: each.urn):
        ends = [end for name in ("one", "other") if isinstance(end := each.inputs.get(name), Mapping)]
        if each.type != LINK or len(ends) != 2 or not all(end.get("site") in sites for end in ends):
            continue
        one, other = (str(end["site"]) for end in ends)
        tiers = {str(end["site"]): tuple(map(str, end.get("tiers", ()))) for end in ends}
        yield Link(sites=(one, other), via=text(each, "via"), tiers=tiers)


def _site(joins: Joins, network: Resource, inside: Sequence[Resource]) -> Site:
    cloud = CLOUDS[urn.package_of(network.type)]
    name = _name(joins, network)
    subnets = [each for each in inside if joins.roles[each.urn] is Role.SUBNET]
    region = _region(joins, network)
    place = Place(name, region, cloud)
    exits = Exits(joins, place)
    drawn = tiers(joins, place, subnets, exits)
    return Site(
        name=name,
        cloud=cloud.title,
        region=region,
        blocks=_blocks(network, [each for each in inside if joins.roles[each.urn] is Role.BLOCK]),
        zones=tuple(sorted({subnet.zone for tier in drawn for subnet in tier.subnets})),
        tiers=drawn,
        exits=exits.drawn(drawn),
        flow_logs=next((_logs(log, place) for log in joins.joined(network, Role.FLOW_LOG)), ""),
    )


def _name(joins: Joins, network: Resource) -> str:
    """A network is called as the component that it is part of; alone, as itself."""
    parent = joins.by_urn.get(network.parent)
    return urn.name_of((network if parent is None or parent.type == urn.ROOT_STACK_TYPE else parent).urn)


def _region(joins: Joins, network: Resource) -> str:
    """The region that a network's provider works in."""
    if not network.provider:
        return ""
    provider = joins.by_urn.get(urn.split_reference(network.provider)[0])
    return "" if provider is None else text(provider, "region")


def _blocks(network: Resource, more: Sequence[Resource]) -> tuple[str, ...]:
    """A network's own block, then the others in the order of their addresses, IPv6 last."""
    found = [block for each in (network, *more) for key in BLOCKS if isinstance(block := values(each).get(key), str) and block]
    first, *others = found or [""]
    return tuple(dict.fromkeys(block for block in (first, *sorted(others, key=_first_address)) if block))


def _logs(log: Resource, place: Place) -> str:
    kind = text(log, "logDestinationType")
    return place.cloud.logs.get(kind, kind)


def _first_address(block: str) -> int:
    try:
        return int(ipaddress.ip_network(block, strict=False).network_address)
    except ValueError:
        return -1
