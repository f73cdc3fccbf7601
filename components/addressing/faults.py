"""What is wrong with the addresses of a site, and of all sites of an environment."""

from __future__ import annotations

import ipaddress
import string
from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network

from ..errors import ArgumentFault
from .blocks import CIDR_SIZES, PODS_SIZES, PRIVATE_RANGES, overlapping, parse, read
from .cut import zone_slot

_AWS_FIRST = ipaddress.IPv4Network("10.0.0.0/16")
_AWS_FIRST_TWO = ipaddress.IPv4Network("10.0.0.0/15")


def site_faults(cidr: str, pods: str, zones: Iterable[str]) -> tuple[ArgumentFault, ...]:
    """Every fault of one site's addresses, in fields called cidr, pods and zones."""
    first, of_cidr = read("cidr", cidr, CIDR_SIZES)
    second, of_pods = read("pods", pods, PODS_SIZES)
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
    whole, of_space = read(field, space, range(8, 17))
    faults = [*of_space]
    known = {where: block for where, text in blocks.items() if (block := parse(text))}
    if whole:
        fix = f"choose a block inside {field}, or widen it"
        faults += [
            ArgumentFault(where, f'"{block}"', f"a block inside {field} {whole}", fix)
            for where, block in known.items()
            if not block.subnet_of(whole)
        ]
    return (*faults, *overlapping(known))


def overlap_faults(blocks: Mapping[str, str]) -> tuple[ArgumentFault, ...]:
    """A fault for each block that lies over an earlier one, in the later block's field; unreadable blocks are left out."""
    return overlapping({where: block for where, text in blocks.items() if (block := parse(text))})


def _pair_faults(cidr: IPv4Network, pods: IPv4Network) -> list[ArgumentFault]:
    given = f'"{pods}"'
    if cidr.overlaps(pods):
        return [ArgumentFault("pods", given, f"a block apart from cidr {cidr}", "choose blocks that do not overlap")]
    within = next(block for block in PRIVATE_RANGES if cidr.subnet_of(block))
    if not pods.subnet_of(within):
        expected = f"a block of {within}, where cidr lies"
        return [ArgumentFault("pods", given, expected, "AWS joins blocks of one private range only; choose both from the same")]
    if cidr.subnet_of(_AWS_FIRST_TWO) and pods.subnet_of(_AWS_FIRST):
        expected = f"a block outside {_AWS_FIRST}, since cidr lies in {_AWS_FIRST_TWO}"
        return [ArgumentFault("pods", given, expected, "AWS adds none of it to such a network; choose pods from 10.2.0.0 on")]
    return []
