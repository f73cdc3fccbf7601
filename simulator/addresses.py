"""The public addresses that simulated clouds give away: of a block that nobody on the internet has, and no two alike.

The ranges for documentation (RFC 5737) are 762 addresses, too few for two objects of an environment never to get the same one;
240.0.0.0/4, reserved by RFC 1112, section 4, is 268 million.
"""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .call import Call

PUBLIC: Final = IPv4Network("240.0.0.0/4")

_PLACES: Final = 8
"""How many addresses one object may have: each has its own place in a run of these, so that no two of an object are equal."""


def public_address(call: Call, stream: str, place: int = 0) -> str:
    """A public address, the same for every output that asks for the same stream and place.

    Args:
        call: What asks for it.
        stream: What the address is for; several addresses of one object name the same.
        place: Which of the object's addresses it is, 0 to 7.
    """
    return address_of(int(call.hex(8, stream=stream), 16), place)


def address_of(number: int, place: int = 0) -> str:
    """A public address that is always the same for the same number, as one made of an object's id."""
    return str(PUBLIC[number * _PLACES % PUBLIC.num_addresses + place])
