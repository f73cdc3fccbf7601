"""A site's number and its ASN, which follow from its addresses alone: no other site moves them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network
from typing import Final

from ..errors import ArgumentFault

NUMBERS: Final = 64
"""How many sites an address space tells apart: one in each 64th of it. See `inside.py` for what the numbers are used."""

_BITS: Final = NUMBERS.bit_length() - 1
_FIRST_PRIVATE: Final = 4_200_000_000
LAST_PRIVATE: Final = 4_294_967_294
"""Private ASNs of 32 bits: RFC 6996."""
_SHORT_PRIVATE: Final = range(64_512, 65_535)
"""Private ASNs of 16 bits: RFC 6996."""
_KEPT: Final = 24
"""Bits of an address that an ASN keeps: no network is narrower than a /24."""


def site_number(space: str, cidr: str) -> int:
    """The number of the site whose network has a block: which 64th of the environment's address space the block begins in.

    Args:
        space: the environment's address space, a /12 to a /18, say "10.32.0.0/12".
        cidr: the block of the site's network, inside it.
    """
    whole, block = IPv4Network(space), IPv4Network(cidr)
    begins = int(block.network_address) - int(whole.network_address)
    return begins >> (32 - whole.prefixlen - _BITS)


def site_asn(cidr: str) -> int:
    """The autonomous system number of a site: private, and its network's address in it, so that no two networks share one.

    Sites of other environments, whose address spaces lie elsewhere, have other numbers too, and may be joined one day.

    Both clouds take ASNs of 32 bits: docs.aws.amazon.com/vpn/latest/s2svpn/cgw-options.html,
    www.alibabacloud.com/help/en/vpn/sub-product-ipsec-vpn/user-guide/customer-gateway (1 to 4,294,967,295 but for 45104).

    Args:
        cidr: the block of the site's network.
    """
    return _FIRST_PRIVATE + (int(IPv4Network(cidr).network_address) >> (32 - _KEPT))


def private(asn: int) -> bool:
    """Whether an ASN is one that nobody else announces (RFC 6996)."""
    return asn in _SHORT_PRIVATE or _FIRST_PRIVATE <= asn <= LAST_PRIVATE


def number_faults(numbers: Mapping[str, int]) -> Iterator[ArgumentFault]:
    """A fault for each site that has another's number, in the field `sites.<site>.link_number`.

    Args:
        numbers: of the sites that are joined, by site.
    """
    first: dict[int, str] = {}
    free = (number for number in range(NUMBERS) if number not in numbers.values())
    for site, number in numbers.items():
        other = first.setdefault(number, site)
        if other != site:
            fix = f"write {next(free, 'another')}, which no site has, before the first update"
            yield ArgumentFault(f"sites.{site}.link_number", f"{number}, as {other} has", "a number of its own", fix)


def asn_faults(asns: Mapping[str, int]) -> Iterator[ArgumentFault]:
    """A fault for each ASN that is public or another site's, in the field `sites.<site>.asn`.

    Args:
        asns: of the sites that are joined, by site.
    """
    first: dict[int, str] = {}
    for site, asn in asns.items():
        field = f"sites.{site}.asn"
        if not private(asn):
            expected = f"a private ASN: 64512 to 65534, or {_FIRST_PRIVATE} to {LAST_PRIVATE}"
            yield ArgumentFault(field, f"{asn}", expected, "remove it: the site's own follows from its addresses")
        other = first.setdefault(asn, site)
        if other != site:
            expected = "an ASN of its own: a site drops routes that name its own"
            fix = "remove asn from one of them: its own follows from its addresses"
            yield ArgumentFault(field, f"{asn}, as {other} has", expected, fix)
