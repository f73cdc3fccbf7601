"""Resources of a state as a drill reads them, and the place, a site or a CDN, that each, or an address, belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from engine import urn
from engine.properties import unwrap
from engine.resource import Resource

from ..plan import ENVIRONMENT, SITE

_ADDRESSES: Final = frozenset(
    {"dnsName", "hostname", "ip", "publicIp", "ipAddress", "eipAddress", "address", "publicDns", "addressIp", "endpoint"}
)
"""What load balancers, addresses and exposed workloads call the names and addresses that they are reached by."""

EDGES: Final[Mapping[str, str]] = {"CloudFront": "aws", "DCDN": "alicloud"}
"""The clouds of CDNs, which answer for names outside of every site."""
_EDGE_TYPES: Final[Mapping[str, tuple[str, str]]] = {
    "aws:cloudfront/distribution:Distribution": ("CloudFront", "domainName"),
    "alicloud:dcdn/domain:Domain": ("DCDN", "cname"),
}
"""By type the CDN, and the output with the name that it is reached by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """One resource.

    Args:
        urn: its URN.
        type: its type.
        parent: the URN of its parent.
        id: its id in the cloud.
        inputs: what it was told, as plain values.
        outputs: what its provider says of it, likewise.
        sources: by input, the URNs of what its value comes from.
    """

    urn: str
    type: str
    parent: str = ""
    id: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict, hash=False)
    outputs: Mapping[str, Any] = field(default_factory=dict, hash=False)
    sources: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, resource: Resource) -> Declared:
        """A resource of a state."""
        return cls(
            urn=resource.urn,
            type=resource.type,
            parent=resource.parent,
            id=resource.id,
            inputs=unwrap(resource.inputs),
            outputs=unwrap(resource.outputs),
            sources=resource.property_dependencies,
        )

    @property
    def name(self) -> str:
        return urn.name_of(self.urn)

    def text(self, key: str) -> str:
        """An output, or else an input, that is a text; empty where it is none."""
        for holder in (self.outputs, self.inputs):
            if isinstance(value := holder.get(key), str):
                return value
        return ""

    def number(self, key: str, default: int = 0) -> int:
        """An output, or else an input, that is a number, or a text that says one."""
        for holder in (self.outputs, self.inputs):
            value = holder.get(key)
            if isinstance(value, int | float) or (isinstance(value, str) and value.isdecimal()):
                return int(value)
        return default

    def each(self, key: str) -> list[Mapping[str, Any]]:
        """The objects of a list, in the outputs or else in the inputs."""
        for holder in (self.outputs, self.inputs):
            if isinstance(value := holder.get(key), list):
                return [item for item in value if isinstance(item, Mapping)]
        return []

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list, likewise."""
        for holder in (self.outputs, self.inputs):
            if isinstance(value := holder.get(key), list):
                return tuple(item for item in value if isinstance(item, str))
        return ()


class Declarations:
    """Every resource of a stack.

    Args:
        resources: in any order; those that wait for their deletion left out.
    """

    def __init__(self, resources: Iterable[Declared]) -> None:
        self.all = tuple(resources)
        self.by_urn = {each.urn: each for each in self.all}

    @classmethod
    def of(cls, resources: Iterable[Resource]) -> Declarations:
        """Those of a state."""
        return cls(Declared.of(each) for each in resources if not each.delete)

    @cached_property
    def said(self) -> Mapping[str, Any]:
        """What the environment says, as plain data; nothing of a stack that has none."""
        return next((each.inputs for each in self.all if each.type == ENVIRONMENT), {})

    @cached_property
    def sites(self) -> Mapping[str, Any]:
        """What the environment says of each site that is on a cloud, in the order of their names: a state keeps no other."""
        return {name: site for name, site in sorted((self.said.get("sites") or {}).items()) if "cloud" in site}

    def of_type(self, *types: str) -> Iterator[Declared]:
        """The resources of some types, in the order of the state."""
        return (each for each in self.all if each.type in types)

    def site_of(self, of: str) -> str:
        """The site that a resource belongs to; empty for what belongs to none."""
        while of:
            if urn.is_urn(of) and urn.type_of(of) == SITE:
                return urn.name_of(of)
            found = self.by_urn.get(of)
            of = found.parent if found else ""
        return ""

    def place_from(self, resource: Declared, *keys: str) -> str:
        """The one site or CDN that the values of some inputs come from, by what the program took them from; empty without one."""
        found = {self._place(source) for key in keys for source in resource.sources.get(key, ())} - {""}
        return found.pop() if len(found) == 1 else ""

    def place_at(self, address: str) -> str:
        """The one site or CDN that a name or an address leads to, by what load balancers and the like are reached by."""
        return self._places.get(address.rstrip(".").lower(), "")

    def _place(self, of: str) -> str:
        return self.site_of(of) or (_EDGE_TYPES.get(urn.type_of(of), ("", ""))[0] if urn.is_urn(of) else "")

    @cached_property
    def _places(self) -> dict[str, str]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for each in self.all:
            if each.id and (site := self.site_of(each.urn)):
                for address in _addresses(each.outputs):
                    found[address.rstrip(".").lower()].add(site)
            elif (edge := _EDGE_TYPES.get(each.type)) is not None and (address := each.text(edge[1])):
                found[address.rstrip(".").lower()].add(edge[0])
        return {address: next(iter(places)) for address, places in found.items() if len(places) == 1}


def _addresses(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _addresses(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _addresses(inner, key)
    elif isinstance(value, str) and key in _ADDRESSES and value:
        yield value
