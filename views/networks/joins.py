"""Which resources of a network belong together: by what they depend on, or by id where one is known.

In a preview nothing that is to be created has an id, so a route is known to lead to a gateway because it depends on it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from engine.resource import Resource
from engine.values import UNKNOWN

from .types import REFERS, ROLES, Role


class Joins:
    """The resources that mean something in a network, and what each is joined to.

    Args:
        resources: those of a plan or a state; one each URN. Of several for the same object, one that is not only read counts.
    """

    def __init__(self, resources: Iterable[Resource]) -> None:
        every = sorted(resources, key=lambda each: (each.external, each.urn))
        self.by_urn: Mapping[str, Resource] = {each.urn: each for each in every}
        self._same = self._one_each(every)
        self.roles = {urn: role_of(self.by_urn[urn]) for urn in dict.fromkeys(self._same.values())}
        self._by_id = {identity: urn for urn in self.roles if (identity := _id(self.by_urn[urn]))}
        self._needs = {urn: self._needed(self.by_urn[urn]) for urn in self.roles}
        self._joined = self._both_ways()

    @staticmethod
    def _one_each(resources: Iterable[Resource]) -> dict[str, str]:
        """By URN, the one that stands for an object: what is taken over may have been read before, to see whether it fits."""
        first: dict[tuple[str, str], str] = {}
        known = (each for each in resources if each.type in ROLES)
        return {each.urn: first.setdefault((each.type, _id(each)), each.urn) if _id(each) else each.urn for each in known}

    def of(self, role: Role) -> list[Resource]:
        """The resources of a role."""
        return [self.by_urn[urn] for urn, each in self.roles.items() if each is role]

    def needs(self, resource: Resource) -> list[Resource]:
        """What a resource itself refers to, in the order of its properties."""
        return [self.by_urn[urn] for urn in self._needs[resource.urn]]

    def joined(self, resource: Resource, role: Role) -> list[Resource]:
        """What of a role refers to a resource, is referred to by it, or is joined to it by a third."""
        return [self.by_urn[urn] for urn in self._joined[resource.urn] if self.roles[urn] is role]

    def network_of(self, resource: Resource) -> str:
        """The URN of the network that a resource is in, perhaps by way of others; empty where there is none."""
        waiting, seen = deque([resource.urn]), {resource.urn}
        while waiting:
            urn = waiting.popleft()
            if self.roles.get(urn) is Role.NETWORK:
                return urn
            following = [each for each in self._needs.get(urn, ()) if each not in seen]
            seen.update(following)
            waiting.extend(following)
        return ""

    def _needed(self, resource: Resource) -> list[str]:
        """What a resource refers to: by id where a property is known, else by what that property depends on."""
        known, dependencies = values(resource), resource.property_dependencies
        found: dict[str, None] = {}
        for key in sorted({*known, *dependencies}):
            by_id = [self._by_id[text] for text in _texts(known.get(key)) if text in self._by_id]
            needed = (self._same[urn] for urn in dependencies.get(key, ()) if urn in self._same)
            found |= dict.fromkeys(by_id or [urn for urn in needed if self.roles[urn] in REFERS.get(key, Role)])
        return [urn for urn in found if urn != resource.urn]

    def _both_ways(self) -> dict[str, list[str]]:
        joined: dict[str, dict[str, None]] = {urn: {} for urn in self.roles}
        for urn, needed in self._needs.items():
            together = needed if self.roles[urn] is Role.JOIN else []
            for each in needed:
                joined[urn][each] = joined[each][urn] = None
                joined[each].update((other, None) for other in together if other != each)
        return {urn: sorted(others) for urn, others in joined.items()}


def role_of(resource: Resource) -> Role:
    """What a resource of a known type is; AWS has one type for both kinds of endpoint, and "Gateway" is its default."""
    role = ROLES[resource.type]
    if resource.type == "aws:ec2/vpcEndpoint:VpcEndpoint" and text(resource, "vpcEndpointType") in ("", "Gateway"):
        return Role.GATEWAY_ENDPOINT
    return role


def _id(resource: Resource) -> str:
    """A resource's id, or the one that it is to be imported by."""
    return resource.id or resource.import_id


def values(resource: Resource) -> dict[str, Any]:
    """What is known of a resource: what it was asked to be, and over that what it is, as far as that is known yet."""
    return {**resource.inputs, **{key: value for key, value in resource.outputs.items() if value is not UNKNOWN}}


def text(resource: Resource, *keys: str) -> str:
    """The first of some properties that is a text and known; empty where none is."""
    known = values(resource)
    return next((value for key in keys if isinstance(value := known.get(key), str) and value), "")


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from _texts(inner)
        case list():
            for inner in value:
                yield from _texts(inner)
