"""Reads address blocks as an environment writes them, and divides them."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Network

from ..errors import ArgumentFault

SPACE_SIZES = range(12, 19)
"""Prefix lengths of an environment's address space: a /12 is a sixteenth of 10.0.0.0/8, a /18 the least that holds a site."""
CIDR_SIZES = range(16, 21)
PODS_SIZES = range(16, 20)
"""Prefix lengths of a site's two blocks; those of extra tiers with blocks of their own are the pods'."""
PRIVATE_RANGES = tuple(IPv4Network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
SHARED_RANGE = IPv4Network("100.64.0.0/10")


def parse(text: str) -> IPv4Network | None:
    """The block that a text stands for; None where it is none, an address without a size or one with host bits among them."""
    try:
        return IPv4Network(text) if "/" in text else None
    except ValueError:
        return None


def read(field: str, text: str, sizes: range) -> tuple[IPv4Network | None, list[ArgumentFault]]:
    """A private block of an allowed size, or None with the faults that keep the text from being one.

    Args:
        field: where the text stands, for the faults.
        text: what stands there.
        sizes: the prefix lengths allowed.
    """
    allowed = f"a private IPv4 block, /{sizes[0]} to /{sizes[-1]}"
    block = parse(text)
    if block is None:
        return None, [ArgumentFault(field, f'"{text}"', allowed, mended(text, sizes))]
    faults: list[ArgumentFault] = []
    if block.prefixlen not in sizes:
        size = sizes[0] if block.prefixlen < sizes[0] else sizes[-1]
        sized = IPv4Network((block.network_address, size), strict=False)
        faults.append(ArgumentFault(field, f'"{text}"', allowed, f"write {sized}, say"))
    if block.overlaps(SHARED_RANGE):
        expected = f"a block outside {SHARED_RANGE}"
        fix = "Alibaba Cloud keeps that range for itself; choose from 10.0.0.0/8"
        faults.append(ArgumentFault(field, f'"{text}"', expected, fix))
    elif not any(block.subnet_of(private) for private in PRIVATE_RANGES):
        expected = f"a block of {', '.join(str(private) for private in PRIVATE_RANGES)}"
        faults.append(ArgumentFault(field, f'"{text}"', expected, "choose private addresses (RFC 1918)"))
    return (None if faults else block), faults


def mended(text: str, sizes: range, usual: int | None = None) -> str:
    """What to write instead of a text that is no block: the block around its address, of a size that is allowed.

    Args:
        text: what was written.
        sizes: the prefix lengths allowed.
        usual: the prefix length to propose where none was written; the first allowed one by default.
    """
    fallback = sizes[0] if usual is None else usual
    address, _, size = text.partition("/")
    try:
        given = IPv4Network((address, size or fallback), strict=False)
    except ValueError:
        return f"write an address and a size, say 10.32.0.0/{fallback}"
    block = IPv4Network((address, min(max(given.prefixlen, sizes[0]), sizes[-1])), strict=False)
    return f"write {block}" if not size else f"write {block}; the given address lies inside it"


def part(block: IPv4Network, bits: int, index: int) -> IPv4Network:
    """One of the 2**bits equal parts of a block, counted from its first address."""
    size = 1 << (block.max_prefixlen - block.prefixlen - bits)
    return IPv4Network((int(block.network_address) + index * size, block.prefixlen + bits))


def remainder(block: IPv4Network, taken: Iterable[IPv4Network]) -> list[IPv4Network]:
    """What is left of a block, in the fewest blocks and in order, once others are taken out of it; these may overlap."""
    left = [block]
    for gone in taken:
        left = [piece for whole in left for piece in _without(whole, gone)]
    return sorted(left)


def _without(whole: IPv4Network, gone: IPv4Network) -> Iterable[IPv4Network]:
    if not whole.overlaps(gone):
        return (whole,)
    return () if whole.subnet_of(gone) else whole.address_exclude(gone)
