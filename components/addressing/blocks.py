"""Reads address blocks as an environment writes them, and says what keeps one from being used."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from ipaddress import IPv4Network
from itertools import combinations

from ..errors import ArgumentFault

CIDR_SIZES = range(16, 21)
PODS_SIZES = range(16, 20)
PRIVATE_RANGES = tuple(ipaddress.IPv4Network(text) for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
SHARED_RANGE = ipaddress.IPv4Network("100.64.0.0/10")


def overlapping(blocks: Mapping[str, IPv4Network]) -> tuple[ArgumentFault, ...]:
    return tuple(
        ArgumentFault(later, f'"{second}"', f"addresses of its own, and {earlier} is {first}", "choose blocks that do not overlap")
        for (earlier, first), (later, second) in combinations(blocks.items(), 2)
        if first.overlaps(second)
    )


def read(field: str, text: str, sizes: range) -> tuple[IPv4Network | None, list[ArgumentFault]]:
    """The block, or None with the faults that keep it from being one."""
    allowed = f"a private IPv4 block, /{sizes[0]} to /{sizes[-1]}"
    block = parse(text)
    if block is None:
        return None, [ArgumentFault(field, f'"{text}"', allowed, _mended(text, sizes))]
    faults: list[ArgumentFault] = []
    if block.prefixlen not in sizes:
        size = sizes[0] if block.prefixlen < sizes[0] else sizes[-1]
        mended = IPv4Network((block.network_address, size), strict=False)
        faults.append(ArgumentFault(field, f'"{text}"', allowed, f"write {mended}, say"))
    if block.overlaps(SHARED_RANGE):
        expected = f"a block outside {SHARED_RANGE}"
        faults.append(
            ArgumentFault(field, f'"{text}"', expected, "Alibaba Cloud keeps that range for itself; choose from 10.0.0.0/8")
        )
    elif not any(block.subnet_of(private) for private in PRIVATE_RANGES):
        expected = f"a block of {', '.join(str(private) for private in PRIVATE_RANGES)}"
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


def parse(text: str) -> IPv4Network | None:
    try:
        return IPv4Network(text) if "/" in text else None
    except ValueError:
        return None
