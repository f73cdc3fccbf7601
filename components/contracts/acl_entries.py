"""What the ACLs of a network come to: entries that allow or deny one block in one direction, under keys that stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from ipaddress import IPv4Address, IPv4Network
from typing import TYPE_CHECKING, NamedTuple

from ..addressing import ipv6_index
from ..choices import AclProtocol
from ..naming import block_key
from .acl import Acl, AclRule, Ports

if TYPE_CHECKING:
    from .network import NetworkArgs

EPHEMERAL: Ports = (1024, 65535)
"""The ports that answers go to: NAT gateways and load balancers ask from any of these; see `Acl`."""


class Peer(NamedTuple):
    """A block, under a key that stays.

    Args:
        key: its part of a resource's name.
        block: the block; None where it is of the network's own IPv6 block, which is known once there is a network.
        index: then, which /64 of it; None for all of it.
    """

    key: str
    block: str | None
    index: int | None = None

    @property
    def ipv6(self) -> bool:
        return self.block is None or ":" in self.block


class Entry(NamedTuple):
    """What an ACL says of one block in one direction.

    Args:
        key: what tells it from the others of its ACL, whatever else they say.
        inward: whether it is of what comes in.
        allow: whether it may pass; what may not is judged first.
        protocol: of which protocol.
        ports: to which ports; None where the protocol has none.
        peer: from where, or where to.
    """

    key: str
    inward: bool
    allow: bool
    protocol: AclProtocol
    ports: Ports | None
    peer: Peer


def acl_entries(args: NetworkArgs, acl: Acl, *, always: Mapping[str, str]) -> tuple[Entry, ...]:
    """The entries of an ACL, each once, denials first; the same for the same rules in any order.

    Name servers that machines are told of are among what passes, since no cloud lets any but its own pass by itself.

    Args:
        args: the network that it belongs to.
        acl: what it lets pass.
        always: further blocks that pass both ways, by key.
    """
    found: dict[str, Entry] = {}
    for entry in _entries(args, acl, [Peer(key, block) for key, block in always.items()]):
        found.setdefault(entry.key, entry)
    whole = [entry.peer for entry in found.values() if entry.allow and entry.protocol == "all"]
    passing = [IPv4Network(peer.block) for peer in whole if peer.block is not None and not peer.ipv6]
    for server in sorted(args.dhcp.name_servers) if args.dhcp else ():
        if not any(IPv4Address(server) in block for block in passing):
            block = f"{server}/32"
            found.update((entry.key, entry) for entry in _both_ways(Peer(f"dns-{block_key(block)}", block), "all"))
    return tuple(found.values())


def most_entries(entries: Iterable[Entry]) -> int:
    """How many entries there are in the direction and of the IP version that has most: clouds count each by itself."""
    counts: dict[tuple[bool, bool], int] = {}
    for entry in entries:
        kind = (entry.inward, entry.peer.ipv6)
        counts[kind] = counts.get(kind, 0) + 1
    return max(counts.values(), default=0)


def _entries(args: NetworkArgs, acl: Acl, always: Iterable[Peer]) -> Iterator[Entry]:
    for peer in _peers(args, acl.deny):
        yield from _both_ways(peer, "all", allow=False)
    for peer in (*(_own(args) if acl.inside else ()), *always):
        yield from _both_ways(peer, "all")
    for rules, inward in ((acl.inward, True), (acl.outward, False)):
        for rule in rules:
            for peer in _peers(args, rule.blocks):
                yield from _opened(rule, peer, inward=inward)


def _opened(rule: AclRule, peer: Peer, *, inward: bool) -> Iterator[Entry]:
    if rule.protocol in ("all", "icmp"):
        yield from _both_ways(peer, rule.protocol)
        return
    for first, last in sorted(rule.port_ranges):
        yield _entry(peer, f"{first}" if first == last else f"{first}-{last}", rule.protocol, (first, last), inward=inward)
    yield _entry(peer, "answers", rule.protocol, EPHEMERAL, inward=not inward)


def _both_ways(peer: Peer, protocol: AclProtocol, *, allow: bool = True) -> Iterator[Entry]:
    for inward in (True, False):
        key = "-".join((*(() if allow else ("not",)), _way(inward), peer.key, *(() if protocol == "all" else (protocol,))))
        yield Entry(key, inward, allow, protocol, None, peer)


def _entry(peer: Peer, what: str, protocol: AclProtocol, ports: Ports, *, inward: bool) -> Entry:
    return Entry(f"{_way(inward)}-{peer.key}-{protocol}-{what}", inward, allow=True, protocol=protocol, ports=ports, peer=peer)


def _way(inward: bool) -> str:
    return "from" if inward else "to"


def _own(args: NetworkArgs) -> Iterator[Peer]:
    yield from (Peer(key, block) for key, block in args.ranges.items())
    if args.ipv6:
        yield Peer("ipv6", None)


def _peers(args: NetworkArgs, blocks: Iterable[str]) -> Iterator[Peer]:
    """Blocks as they are, and tiers as the blocks of their subnets: a subnet's stays when its tier is renamed."""
    own = {block: key for key, block in args.ranges.items()}
    for named in sorted(set(blocks)):
        if "/" in named:
            yield Peer(own.get(named) or _key(named), named)
            continue
        for zone, block in sorted(args.blocks[named].items()):
            yield Peer(block_key(block), block)
            if args.ipv6:
                index = ipv6_index(named, zone, args.tiers)
                yield Peer(f"ipv6-subnet-{index}", None, index)


def _key(block: str) -> str:
    return f"ipv6-{block_key(block.lower()).strip('-')}" if ":" in block else block_key(block)
