"""Shapes that rows of several services share: ids, timestamps, mirrored names, address checks."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from ..rules import Function
from .regions import REGIONS

if TYPE_CHECKING:
    from ..call import Call

PROVIDER: Final = "https://github.com/aliyun/terraform-provider-alicloud/blob/v1.289.0/alicloud/"
"""Where `ForceNew`, defaults and the form of ids were read; pulumi-alicloud 4.0 is a bridge over this provider."""

CREATED: Final = "2026-01-01T00:00:00Z"
"""Every object's creation time: a simulated cloud has no clock, since the same program must give the same state."""

ELSEWHERE: Final = "zzz"
"""The code of ids in a region that the table lacks."""

Network = ipaddress.IPv4Network
Network6 = ipaddress.IPv6Network


def identified(prefix: str, length: int = 18) -> Function:
    """An id as most services make them: a prefix, the region's code, and random letters and digits (`vpc-k1a…`)."""

    def made(call: Call) -> str:
        region = REGIONS.get(call.region)
        return f"{prefix}-{region.code if region else ELSEWHERE}{call.letters(length)}"

    return made


def kin(owner: str, prefix: str) -> str:
    """The id of what comes with an object, as a VPC's system route table: always the same for the same object.

    Args:
        owner: the object's id; for ids without a region's code, the code and the id, as `k1a-c0123…`.
        prefix: what ids of the kind begin with.
    """
    digest = hashlib.sha256(f"{prefix} {owner}".encode()).digest()
    return f"{prefix}-{owner.partition('-')[2][:3]}{_base36(digest)[:18]}"


def _base36(digest: bytes) -> str:
    number, text = int.from_bytes(digest, "big"), ""
    while number:
        number, digit = divmod(number, 36)
        text += "0123456789abcdefghijklmnopqrstuvwxyz"[digit]
    return text


def own_id(call: Call) -> str:
    """The object's own id, for outputs that repeat it."""
    return call.id


def default_group(call: Call) -> str:
    """The id of the account's default resource group, where everything is that names none."""
    return f"rg-acfm{_base36(hashlib.sha256(call.account.encode()).digest())[:11]}"


def same_as(*names: str) -> Function:
    """The value of the first of these inputs that is given: a property renamed by the provider is an output under both names."""
    return lambda call: next((value for value in map(call.get, names) if value is not None), None)


def renamed(**pairs: str) -> Mapping[str, Function]:
    """Derived outputs for properties with two names, as `renamed(name="vpcName")`: each has the other's value."""
    return {**{old: same_as(new) for old, new in pairs.items()}, **{new: same_as(old) for old, new in pairs.items()}}


def network(text: object) -> Network | None:
    """The IPv4 network a text stands for, or None where it is none; host bits are not allowed."""
    try:
        return Network(str(text))
    except ValueError:
        return None


def network6(text: object) -> Network6 | None:
    """The IPv6 network a text stands for, or None where it is none."""
    try:
        return Network6(str(text)) if ":" in str(text) else None
    except ValueError:
        return None


def cidr_faults(call: Call, path: str, shortest: int, longest: int) -> Iterator[tuple[str, str]]:
    """Faults of the CIDR block at `path`: not one, or a prefix outside shortest…longest."""
    value = call.get(path)
    if value is None:
        return
    block = network(value)
    if block is None:
        yield path, f"InvalidCidrBlock: {value} is not an IPv4 CIDR block"
    elif not shortest <= block.prefixlen <= longest:
        yield path, f"InvalidCidrBlock: the mask of {value} must be from /{shortest} to /{longest}"


def one_of(path: str, *allowed: str) -> Callable[[Call], Iterable[tuple[str, str]]]:
    """Faults of an input that must be one of a few words."""

    def faults(call: Call) -> Iterator[tuple[str, str]]:
        value = call.get(path)
        if value is not None and value not in allowed:
            yield path, f'expected {path} to be one of {", ".join(allowed)}, got "{value}"'

    return faults


def between(path: str, lowest: float, highest: float) -> Callable[[Call], Iterable[tuple[str, str]]]:
    """Faults of a number outside a range."""

    def faults(call: Call) -> Iterator[tuple[str, str]]:
        value = call.get(path)
        if isinstance(value, int | float) and not lowest <= value <= highest:
            yield path, f"expected {path} to be in the range ({lowest:g} - {highest:g}), got {value:g}"

    return faults


def checks(*parts: Callable[[Call], Iterable[tuple[str, str]]]) -> Callable[[Call], Iterable[tuple[str, str]]]:
    """All of several checks, in their order."""
    return lambda call: [fault for part in parts for fault in part(call)]


def required_one(*names: str) -> Callable[[Call], Iterable[tuple[str, str]]]:
    """A fault where none, or more than one, of these inputs is given."""

    def faults(call: Call) -> Iterator[tuple[str, str]]:
        given = [name for name in names if call.given(name)]
        if len(given) != 1:
            found = f"both of {' and '.join(given)}" if given else "none"
            yield given[-1] if given else names[0], f"exactly one of {', '.join(names)} must be specified, got {found}"

    return faults


def protected(property_: str, on: Any, message: str) -> Callable[[Call], Iterable[str]]:
    """Refuses a deletion while an output has a value, as `deletionProtection` does."""
    return lambda call: [message.format(id=call.id)] if call.old.get(property_) == on else []
