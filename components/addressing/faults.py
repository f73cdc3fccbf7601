"""What is wrong with the addresses of one site: its two blocks and its zones."""

from __future__ import annotations

import string
from collections.abc import Iterable
from ipaddress import IPv4Network

from ..errors import ArgumentFault
from .blocks import CIDR_SIZES, PODS_SIZES, PRIVATE_RANGES, read
from .cut import zone_slot

_AWS_FIRST = IPv4Network("10.0.0.0/16")
_AWS_FIRST_TWO = IPv4Network("10.0.0.0/15")


def site_faults(cidr: str, pods: str, zones: Iterable[str]) -> tuple[ArgumentFault, ...]:
    """Every fault of one site's addresses, in fields called cidr, pods and zones."""
    first, of_cidr = read("cidr", cidr, CIDR_SIZES)
    second, of_pods = read("pods", pods, PODS_SIZES)
    faults = [*of_cidr, *of_pods]
    if first and second:
        faults += pair_faults(first, second)
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


def pair_faults(cidr: IPv4Network, pods: IPv4Network) -> list[ArgumentFault]:
    """What keeps two blocks from being those of one network, in a field called pods.

    What AWS adds to a network: docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html#add-cidr-block-restrictions.
    """
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
