"""What is wrong between the blocks of an environment, and between these and what lies elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network
from itertools import combinations

from ..errors import ArgumentFault
from .blocks import PRIVATE_RANGES, SPACE_SIZES, mended, parse, read

_PEER_SIZES = range(8, 33)
_USUAL_PEER = 24


def space_faults(space: str, blocks: Mapping[str, str], field: str = "address_space") -> tuple[ArgumentFault, ...]:
    """Every fault of the blocks of all sites of an environment: outside its address space, or over one another.

    A block that cannot be read is left to `site_faults`.

    Args:
        space: the environment's address space, say "10.32.0.0/12".
        blocks: every block by the field that holds it, say "sites.jakarta-aws.network.cidr"; a fault is in that field.
        field: the field that holds `space`.
    """
    whole, of_space = read(field, space, SPACE_SIZES)
    faults = [*of_space]
    known = _known(blocks)
    if whole:
        fix = f"choose a block inside {field}, or widen it"
        faults += [
            ArgumentFault(where, f'"{block}"', f"a block inside {field} {whole}", fix)
            for where, block in known.items()
            if not block.subnet_of(whole)
        ]
    return (*faults, *overlapping(known))


def neighbour_faults(space: str, neighbours: Mapping[str, str], field: str = "address_space") -> tuple[ArgumentFault, ...]:
    """A fault for each other environment whose address space shares addresses with this one's: they could never be joined.

    Args:
        space: the environment's address space.
        neighbours: those of the other environments, by the name to tell of each; one that cannot be read is left out.
        field: the field that holds `space`.
    """
    whole = parse(space)
    known = _known(neighbours)
    if whole is None:
        return ()
    free = next_space(whole.prefixlen, known.values())
    fix = f"choose a block apart from it{f', say {free}' if free else ''}"
    return tuple(
        ArgumentFault(field, f'"{space}"', f"addresses of its own, and {name} has {other}", fix)
        for name, other in known.items()
        if other.overlaps(whole)
    )


def next_space(size: int, taken: Iterable[IPv4Network]) -> IPv4Network | None:
    """The first private block of a size that shares no address with those taken; None where there is none.

    Args:
        size: its prefix length.
        taken: the spaces of the environments there are.
    """
    others = tuple(taken)
    for private in PRIVATE_RANGES:
        if private.prefixlen <= size:
            for block in private.subnets(new_prefix=size):
                if not any(block.overlaps(other) for other in others):
                    return block
    return None


def peer_faults(peers: Mapping[str, str], blocks: Mapping[str, str], field: str = "peers") -> tuple[ArgumentFault, ...]:
    """Every fault of ranges elsewhere: one that is no block, or shares addresses with a block of the environment.

    Args:
        peers: the ranges by name, of any size; they need not be private. A fault is in the field `<field>.<name>`.
        blocks: every block of the environment by the field that holds it; one that cannot be read is left out.
        field: the field that holds `peers`.
    """
    known = _known(blocks)
    faults: list[ArgumentFault] = []
    for name, text in peers.items():
        where, peer = f"{field}.{name}", parse(text)
        if peer is None:
            faults.append(
                ArgumentFault(where, f'"{text}"', "an IPv4 block, say 192.168.10.0/24", mended(text, _PEER_SIZES, _USUAL_PEER))
            )
            continue
        fix = "give the site a block elsewhere while it is new; what overlaps can never be joined"
        faults += [
            ArgumentFault(where, f'"{peer}"', f"addresses apart from the sites', and {place} is {block}", fix)
            for place, block in known.items()
            if block.overlaps(peer)
        ]
    return tuple(faults)


def overlap_faults(blocks: Mapping[str, str]) -> tuple[ArgumentFault, ...]:
    """A fault for each block that lies over an earlier one, in the later block's field; unreadable blocks are left out."""
    return overlapping(_known(blocks))


def overlapping(blocks: Mapping[str, IPv4Network]) -> tuple[ArgumentFault, ...]:
    """As `overlap_faults`, of blocks that were read."""
    return tuple(
        ArgumentFault(later, f'"{second}"', f"addresses of its own, and {earlier} is {first}", "choose blocks that do not overlap")
        for (earlier, first), (later, second) in combinations(blocks.items(), 2)
        if first.overlaps(second)
    )


def _known(blocks: Mapping[str, str]) -> dict[str, IPv4Network]:
    return {where: block for where, text in blocks.items() if (block := parse(text))}
