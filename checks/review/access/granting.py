"""What a grant is, and how one object tells its own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any, NamedTuple, TypeAlias

from engine import urn
from engine.values import UNKNOWN

EVERYONE = "everyone"
"""Why a grant is wide that no principal and no address is kept out of."""
EVERYTHING = "everything"
DENIED = "deny "
"""How actions begin that a statement forbids."""
UNREAD = "[unknown]"
"""What stands for whom, or what, a document is about that only an update can tell."""
ANYONE = "anyone"
"""Every peer that there is, as network policies have it."""
ALL_BUT = "all but "
"""How a text begins that names what is left out."""


class Grant(NamedTuple):
    """One thing that somebody may do or reach.

    Args:
        control: what grants it: IAM, RAM, security group, network policy, RBAC, access entry.
        who: a principal, or where connections come from.
        may: an action, or a port.
        on: a resource, or where connections go to.
        wide: why it is more than most would grant; empty where it is not.
        condition: what must be the case besides; empty for nothing.
        denies: whether it is the reverse: whatever else allows it, this does not.
    """

    control: str
    who: str
    may: str
    on: str
    wide: str = ""
    condition: str = ""
    denies: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What one object was told, before or after.

    Args:
        of: its URN.
        inputs: what it was told, secrets in clear: it is compared, and masked when it is shown.
        sources: by input, the URNs of what its value comes from.
        names: by what an object is known by that is made anew (its id, its ARN), what it is called: such a value is unknown after.
    """

    of: str
    inputs: Mapping[str, Any]
    sources: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return urn.name_of(self.of)

    def text(self, name: str) -> str:
        """An input as text: one that only an update can tell by the names of what it comes from."""
        value = self.inputs.get(name)
        if value is UNKNOWN:
            return ", ".join(sorted(urn.name_of(each) for each in self.sources.get(name, ()))) or UNREAD
        return "" if value is None else self.names.get(said(value), said(value))

    def first(self, *names: str) -> str:
        """The first input of several that says something."""
        return next((text for name in names if (text := self.text(name))), "")

    def document(self, name: str) -> Mapping[str, Any] | None:
        """An input that is a JSON document; None where it is none that can be read, or is not known yet."""
        value = self.inputs.get(name)
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                return None
        return value if isinstance(value, Mapping) else None


Teller: TypeAlias = Callable[[Told], Iterable[Grant]]
"""Tells what an object of a type grants."""


def listed(value: Any) -> list[Any]:
    """A value that may be one or several, as several."""
    return list(value) if isinstance(value, list | tuple) else [] if value is None else [value]


def said(value: Any) -> str:
    if value is UNKNOWN:
        return UNREAD
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, default=repr)


def open_to(address: str) -> str:
    """Why a source of connections is wide; empty where it is not."""
    found = network(address)
    return EVERYONE if found is not None and not found.prefixlen else ""


def network(text: str) -> IPv4Network | IPv6Network | None:
    """The addresses that a text names; None where it names none."""
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def ports(first: Any, last: Any, protocol: str) -> str:
    """Ports in words: `tcp 443`, `udp 1-1024`, `any`."""
    if protocol in ("-1", "all", "ALL"):
        return "any"
    if first is None or first in (-1, "-1"):
        return protocol
    start, end = said(first), said(last if last is not None else first)
    return f"{protocol} {start}" if start == end else f"{protocol} {start}-{end}"


def mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    """The mappings of a list."""
    yield from (each for each in listed(value) if isinstance(each, Mapping))
