"""Where every subnet of a site lies: a fixed slot for each zone letter and tier, so that growing moves nothing; pure.

A site writes two blocks: `cidr` for nodes, data and load balancers, `pods` for pods.

    cidr, say a /16            8 zone slots, /19 each: zone a is slot 0, b slot 1, … h slot 7, i slot 0 again
      a zone's block, /19      first half: private, /20
                               second half, four quarters of /22: public, data, reserved-1, reserved-2
    pods, say a /16            8 zone slots, /19 each: the whole slot holds that zone's pods

- The slot follows from the zone's letter alone, never from its place in a list: a zone that is added, removed or listed in
  another order moves no other zone. Two zones of one site whose letters share a slot (a and i) cannot be used together.
- Eight slots are twice what a site of three or four zones needs, and halving them again would leave a /20 site with subnets too
  small to be of use. Regions with more than eight zones (Beijing, Hangzhou) fit as long as a site uses no two of one slot.
- Private takes half of a zone because nodes and load balancers grow there; public and data hold few addresses. Two quarters
  are kept for tiers that are yet to come, so that a later tier needs no address from a tier in use.
- Pods have a block of their own because the VPC plug-ins of EKS and ACK give each pod an address of the network: pods are two
  orders of magnitude more than nodes and would starve them.
- The cut of a block never changes: a subnet whose addresses change is replaced with all that stands in it.

The clouds' own rules, which the sizes keep to:
- AWS: a subnet is a /16 to a /28 and loses 5 addresses (docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html).
- Alibaba Cloud: a vSwitch is a /16 to a /29 and loses 4 addresses
  (www.alibabacloud.com/help/en/vpc/vpc-and-vswitch).
- AWS: a secondary block must lie in the same RFC 1918 range as the first one; beside a primary block in 10.0.0.0/15 none of
  10.0.0.0/16 can be added (docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#add-cidr-block-restrictions).
- Alibaba Cloud: 100.64.0.0/10 belongs to the platform (www.alibabacloud.com/help/en/vpc/vpc-and-vswitch).
"""

from __future__ import annotations

import ipaddress
import string
from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network
from itertools import combinations
from typing import Literal, TypeAlias, get_args

from .errors import ArgumentFault

Tier: TypeAlias = Literal["public", "private", "data", "pods"]
TIERS: tuple[Tier, ...] = get_args(Tier)

ZONE_BITS = 3
CIDR_SIZES = range(16, 21)
PODS_SIZES = range(16, 20)

_QUARTERS = ("public", "data", "reserved-1", "reserved-2")
_PRIVATE_RANGES = tuple(ipaddress.IPv4Network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
_SHARED_RANGE = ipaddress.IPv4Network("100.64.0.0/10")
_AWS_FIRST = ipaddress.IPv4Network("10.0.0.0/16")
_AWS_FIRST_TWO = ipaddress.IPv4Network("10.0.0.0/15")


def zone_slot(letter: str) -> int:
    """The slot of a zone letter among the eight: its place in the alphabet, modulo 8."""
    return string.ascii_lowercase.index(letter) % (1 << ZONE_BITS)


def zone_block(block: str, letter: str) -> str:
    """The part of a site's block that belongs to one zone."""
    return str(_part(IPv4Network(block), ZONE_BITS, zone_slot(letter)))


def subnet(tier: str, letter: str, *, cidr: str, pods: str) -> str:
    """The block of one tier in one zone.

    Args:
        tier: a `Tier`, or "reserved-1" or "reserved-2", which no subnet uses yet.
        letter: the zone's letter.
        cidr: the site's block.
        pods: the site's block for pods.

    Raises:
        ValueError: for a tier that has no place in the cut.
    """
    if tier == "pods":
        return zone_block(pods, letter)
    zone = IPv4Network(zone_block(cidr, letter))
    if tier == "private":
        return str(_part(zone, 1, 0))
    if tier not in _QUARTERS:
        raise ValueError(f"{tier} has no place in a zone's block; {', '.join(('private', *_QUARTERS, 'pods'))} have")
    return str(_part(_part(zone, 1, 1), 2, _QUARTERS.index(tier)))


def subnets(zones: Iterable[str], *, cidr: str, pods: str) -> dict[Tier, dict[str, str]]:
    """The blocks of every tier in every zone: by tier, then by zone letter."""
    letters = tuple(zones)
    return {tier: {letter: subnet(tier, letter, cidr=cidr, pods=pods) for letter in letters} for tier in TIERS}


def site_faults(cidr: str, pods: str, zones: Iterable[str]) -> tuple[ArgumentFault, ...]:
    """Every fault of one site's addresses, in fields called cidr, pods and zones."""
    first, of_cidr = _read("cidr", cidr, CIDR_SIZES)
    second, of_pods = _read("pods", pods, PODS_SIZES)
    faults = [*of_cidr, *of_pods]
    if first and second:
        faults += _pair_faults(first, second)
    return (*faults, *zone_faults(zones))


def zone_faults(zones: Iterable[str]) -> tuple[ArgumentFault, ...]:
    """Every fault of a site's zone letters, in a field called zones."""
    faults: list[ArgumentFault] = []
    letters = tuple(zones)
    if not letters:
        faults.append(ArgumentFault("zones", "nothing", "one zone letter at least", 'write the zones in use, say ["a", "b", "c"]'))
    slots: dict[int, str] = {}
    for letter in letters:
        if len(letter) != 1 or letter not in string.ascii_lowercase:
            faults.append(
                ArgumentFault("zones", f'"{letter}"', "a single letter, a to z", "write the last letter of the zone's id")
            )
            continue
        other = slots.setdefault(zone_slot(letter), letter)
        if letter == other and letters.count(letter) > 1:
            if not any(fault.given == f'"{letter}" twice' for fault in faults):
                faults.append(ArgumentFault("zones", f'"{letter}" twice', "each zone once", "remove the second one"))
        elif letter != other:
            expected = f'zones in different address slots, and "{other}" has the same one'
            faults.append(ArgumentFault("zones", f'"{letter}"', expected, "choose another zone; letters eight apart share a slot"))
    return tuple(faults)


def space_faults(space: str, blocks: Mapping[str, str], field: str = "address_space") -> tuple[ArgumentFault, ...]:
    """Every fault of the blocks of all sites of an environment: outside its address space, or over one another.

    A block that cannot be read is left to `site_faults`.

    Args:
        space: the environment's address space, say "10.32.0.0/12".
        blocks: every block by the field that holds it, say "sites.jakarta-aws.network.cidr"; a fault is in that field.
        field: the field that holds `space`.
    """
    whole, of_space = _read(field, space, range(8, 17))
    faults = [*of_space]
    read = {where: block for where, text in blocks.items() if (block := _parse(text))}
    if whole:
        fix = f"choose a block inside {field}, or widen it"
        faults += [
            ArgumentFault(where, f'"{block}"', f"a block inside {field} {whole}", fix)
            for where, block in read.items()
            if not block.subnet_of(whole)
        ]
    return (*faults, *_overlap_faults(read))


def overlap_faults(blocks: Mapping[str, str]) -> tuple[ArgumentFault, ...]:
    """A fault for each block that lies over an earlier one, in the later block's field; unreadable blocks are left out."""
    return _overlap_faults({where: block for where, text in blocks.items() if (block := _parse(text))})


def _overlap_faults(blocks: Mapping[str, IPv4Network]) -> tuple[ArgumentFault, ...]:
    return tuple(
        ArgumentFault(later, f'"{second}"', f"addresses of its own, and {earlier} is {first}", "choose blocks that do not overlap")
        for (earlier, first), (later, second) in combinations(blocks.items(), 2)
        if first.overlaps(second)
    )


def _pair_faults(cidr: IPv4Network, pods: IPv4Network) -> list[ArgumentFault]:
    given = f'"{pods}"'
    if cidr.overlaps(pods):
        return [ArgumentFault("pods", given, f"a block apart from cidr {cidr}", "choose blocks that do not overlap")]
    within = next(block for block in _PRIVATE_RANGES if cidr.subnet_of(block))
    if not pods.subnet_of(within):
        expected = f"a block of {within}, where cidr lies"
        return [ArgumentFault("pods", given, expected, "AWS joins blocks of one private range only; choose both from the same")]
    if cidr.subnet_of(_AWS_FIRST_TWO) and pods.subnet_of(_AWS_FIRST):
        expected = f"a block outside {_AWS_FIRST}, since cidr lies in {_AWS_FIRST_TWO}"
        return [ArgumentFault("pods", given, expected, "AWS adds none of it to such a network; choose pods from 10.2.0.0 on")]
    return []


def _read(field: str, text: str, sizes: range) -> tuple[IPv4Network | None, list[ArgumentFault]]:
    """The block, or None with the faults that keep it from being one."""
    allowed = f"a private IPv4 block, /{sizes[0]} to /{sizes[-1]}"
    block = _parse(text)
    if block is None:
        return None, [ArgumentFault(field, f'"{text}"', allowed, _mended(text, sizes))]
    faults: list[ArgumentFault] = []
    if block.prefixlen not in sizes:
        size = sizes[0] if block.prefixlen < sizes[0] else sizes[-1]
        mended = IPv4Network((block.network_address, size), strict=False)
        faults.append(ArgumentFault(field, f'"{text}"', allowed, f"write {mended}, say"))
    if block.overlaps(_SHARED_RANGE):
        expected = f"a block outside {_SHARED_RANGE}"
        faults.append(
            ArgumentFault(field, f'"{text}"', expected, "Alibaba Cloud keeps that range for itself; choose from 10.0.0.0/8")
        )
    elif not any(block.subnet_of(private) for private in _PRIVATE_RANGES):
        expected = f"a block of {', '.join(str(private) for private in _PRIVATE_RANGES)}"
        faults.append(ArgumentFault(field, f'"{text}"', expected, "choose private addresses (RFC 1918)"))
    return (None if faults else block), faults


def _mended(text: str, sizes: range) -> str:
    address, _, size = text.partition("/")
    try:
        given = IPv4Network((address, size or sizes[0]), strict=False)
    except ValueError:
        return f"write an address and a size, say 10.32.0.0/{sizes[0]}"
    block = IPv4Network((address, min(max(given.prefixlen, sizes[0]), sizes[-1])), strict=False)
    return f"write {block}" if not size else f"write {block}; the given address lies inside it"


def _parse(text: str) -> IPv4Network | None:
    try:
        return IPv4Network(text) if "/" in text else None
    except ValueError:
        return None


def _part(block: IPv4Network, bits: int, index: int) -> IPv4Network:
    size = 1 << (block.max_prefixlen - block.prefixlen - bits)
    return IPv4Network((int(block.network_address) + index * size, block.prefixlen + bits))
