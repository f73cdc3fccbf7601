"""Network ACLs of tiers: by whom a tier may be reached and whom it may reach, whatever a security group lets in."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from .. import arguments
from ..choices import AclProtocol
from ..errors import ArgumentFault, Faults

Ports = tuple[int, int]
"""The first and the last of some ports."""

EVERY_PORT: Ports = (1, 65535)
_PORTS = re.compile(r"\d{1,5}(-\d{1,5})?")


@dataclass(frozen=True, kw_only=True)
class AclRule:
    """With whom connections may be opened; who opens them, `Acl` says.

    Args:
        blocks: IPv4 or IPv6 blocks, or names of the network's tiers, which stand for the blocks of their subnets; one at least.
        protocol: "all", "tcp", "udp" or "icmp".
        ports: the ports that are opened with "tcp" or "udp", each a number or a range ("30000-32767"); every one by default.
    """

    blocks: tuple[str, ...]
    protocol: AclProtocol = "all"
    ports: tuple[int | str, ...] = ()

    @property
    def port_ranges(self) -> tuple[Ports, ...]:
        """The ports that are opened, as ranges."""
        ends = [str(port).partition("-") for port in self.ports]
        return tuple((int(first), int(last or first)) for first, _, last in ends) or (EVERY_PORT,)


@dataclass(frozen=True, kw_only=True)
class Acl:
    """Who may speak with a tier; what no rule names is refused.

    An ACL keeps no record of connections. That the answer to what was let in goes out again, and the other way round, is seen to:
    with TCP and UDP at the ports that whoever asks may ask from, 1024 to 65535, and otherwise by opening both ways, since
    nothing tells a question from an answer there. Source:
    docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports.

    Args:
        inside: let the network's own ranges pass both ways, on every port; otherwise its tiers need rules like anybody else.
        inward: who may open connections to the tier.
        outward: to whom the tier may open connections.
        deny: blocks with which nothing passes in either direction, whatever else is said.

    Raises:
        ArgumentsError: with every fault.
    """

    inside: bool = True
    inward: tuple[AclRule, ...] = ()
    outward: tuple[AclRule, ...] = ()
    deny: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        faults = Faults(self)
        for where, rule in self.rules().items():
            expected, fix = "a block or a tier at least", "write 0.0.0.0/0 for every IPv4 address, say"
            faults.check(bool(rule.blocks), f"{where}.blocks", None, expected, fix)
            known = arguments.check_choice(faults, f"{where}.protocol", rule.protocol, get_args(AclProtocol))
            fix = "write protocol: tcp, or leave the ports out"
            fits = not known or not rule.ports or rule.protocol in ("tcp", "udp")
            faults.check(fits, f"{where}.ports", ", ".join(map(str, rule.ports)), "none but with tcp or udp", fix)
            for place, port in enumerate(rule.ports):
                _check_ports(faults, f"{where}.ports.{place}", port)
        for where, block in self.blocks().items():
            if "/" in block:
                _check_block(faults, where, block)
            elif where.startswith("deny"):
                faults.check(False, where, block, "a block", "write its first address and size, say 203.0.113.0/24")  # noqa: FBT003 - the verdict itself
        faults.raise_any()

    def rules(self) -> dict[str, AclRule]:
        """Every rule by where it stands."""
        return {f"{way}.{place}": rule for way in ("inward", "outward") for place, rule in enumerate(getattr(self, way))}

    def blocks(self) -> dict[str, str]:
        """Every block, or tier, by where it stands."""
        rules = self.rules().items()
        named = {f"{where}.blocks.{place}": block for where, rule in rules for place, block in enumerate(rule.blocks)}
        return {**named, **{f"deny.{place}": block for place, block in enumerate(self.deny)}}


def acl_faults(acls: Mapping[str, Acl], tiers: Mapping[str, object], *, ipv6: bool) -> Iterator[ArgumentFault]:
    """What is wrong with ACLs in the network that they belong to.

    Args:
        acls: the ACLs by tier.
        tiers: the network's tiers by name.
        ipv6: whether it has IPv6.
    """
    names = ", ".join(tiers)
    for tier, acl in acls.items():
        if tier not in tiers:
            yield ArgumentFault(f"acls.{tier}", f'"{tier}"', f"a tier of this network: {names}", "choose one of them")
        for where, block in acl.blocks().items():
            if "/" not in block and block not in tiers:
                fix = "choose one of them, or write a block's first address and size"
                yield ArgumentFault(f"acls.{tier}.{where}", f'"{block}"', f"a block, or a tier of this network: {names}", fix)
            elif ":" in block and not ipv6:
                yield ArgumentFault(f"acls.{tier}.{where}", f'"{block}"', "IPv4 blocks alone without ipv6", "set ipv6: true")


def _check_ports(faults: Faults, where: str, port: int | str) -> None:
    given = str(port)
    ends = [int(end) for end in given.split("-")] if _PORTS.fullmatch(given) else []
    sound = bool(ends) and ends == sorted(ends) and ends[0] >= 1 and ends[-1] <= EVERY_PORT[1]
    faults.check(sound, where, port, "a port, or a range of ports, 1 to 65535", "write 443 or 30000-32767, say")


def _check_block(faults: Faults, where: str, block: str) -> None:
    if ":" not in block:
        arguments.check_block(faults, where, block)
        return
    try:
        ipaddress.IPv6Network(block)
    except ValueError:
        faults.check(False, where, block, "an IPv6 block", "write its first address and size, say 2001:db8::/32")  # noqa: FBT003 - the verdict itself
