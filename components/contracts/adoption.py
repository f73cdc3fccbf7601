"""Parts of a network that exist already: what may be named, what must be, and that it fits the plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pulumi

from ..errors import ArgumentFault, Faults

if TYPE_CHECKING:
    from .network import NetworkArgs


@dataclass(frozen=True, kw_only=True)
class Adoption:
    """Parts of a network that exist already and are taken over by id.

    Args:
        ids: the cloud's ids by the part's key: "vpc"; "private-a" and the like for subnets; "pods", or the name of a tier with a
            `cidr`, for secondary blocks; "internet"; "nat-a" for a zone's gateway and "eip-a" for its address; and what the cloud
            adds (`NetworkArgs.further_parts`). What is not named is made.
        manage: import the parts, which from then on are as the arguments say; otherwise they are only read, nothing about them is
            changed, and nothing is made beside them: every subnet and, with NAT, every address must then be named, and flow logs,
            network ACLs and endpoints are their owner's.

    Raises:
        ArgumentsError: with every fault.
    """

    ids: Mapping[str, str]
    manage: bool = True

    def __post_init__(self) -> None:
        faults = Faults(self)
        faults.check("vpc" in self.ids, "ids", None, "the VPC's id under vpc", "write vpc: with its id")
        for key, text in self.ids.items():
            others = [other for other, known in self.ids.items() if known == text and other != key]
            fix = "name each part by an id of its own"
            faults.check(not others, f"ids.{key}", text, f"another id than that of {', '.join(others)}", fix)
        faults.raise_any()


class AdoptionError(pulumi.RunError):
    """Raised in a preview already, with every part that the cloud shows otherwise than the plan has it.

    Args:
        network: the network's name.
        faults: what does not fit.
    """

    def __init__(self, network: str, faults: Iterable[ArgumentFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{network}: {fault}" for fault in self.faults))


def adoption_faults(args: NetworkArgs) -> Iterator[ArgumentFault]:
    """What is wrong with the ids of parts, as far as the arguments alone can tell."""
    adopt = args.adopt
    if adopt is None:
        return
    parts = _parts(args)
    known = [key for keys in parts.values() for key in keys]
    further = dict.fromkeys(f"{key.partition('-')[0]}-…" for key in args.further_parts)  # by kind: they are many
    for key in adopt.ids:
        if key not in (*known, *args.further_parts):
            expected = f"a part of this network: {', '.join((*known, *further))}"
            yield ArgumentFault(f"adopt.ids.{key}", f'"{key}"', expected, "choose one of them")
    for zone in args.nat_addresses:
        if f"eip-{zone}" in adopt.ids:
            given, fix = f"eip-{zone} beside nat_addresses.{zone}", "leave one of the two out"
            yield ArgumentFault("adopt.ids", given, "an address to be named once", fix)
    if adopt.manage:
        yield from _missing_blocks(args, adopt)
    else:
        yield from _read_faults(args, adopt, (*parts["subnets"], *parts["addresses"]))


def _parts(args: NetworkArgs) -> dict[str, list[str]]:
    return {
        "vpc": ["vpc"],
        "subnets": [f"{tier}-{zone}" for tier, by_zone in args.blocks.items() for zone in by_zone],
        "blocks": list(args.own_blocks),
        "internet": ["internet"] if args.internet else [],
        "gateways": [f"nat-{zone}" for zone in args.gateway_zones],
        "addresses": [f"eip-{zone}" for zone in args.gateway_zones],
    }


def _missing_blocks(args: NetworkArgs, adopt: Adoption) -> Iterator[ArgumentFault]:
    """Secondary blocks that are there, since a subnet in them is, and would be added a second time."""
    named = [(tier, zone) for tier, by_zone in args.blocks.items() for zone in by_zone if f"{tier}-{zone}" in adopt.ids]
    for key in args.own_blocks:
        within = [f"{tier}-{zone}" for tier, zone in named if args.block_of(tier, zone) == key]
        if within and key not in adopt.ids:
            expected = f"the id of the block that {within[0]} lies in"
            yield ArgumentFault(f"adopt.ids.{key}", "nothing", expected, f"write {key}: with it; the block is there already")


def _read_faults(args: NetworkArgs, adopt: Adoption, needed: Iterable[str]) -> Iterator[ArgumentFault]:
    missing = [key for key in needed if key not in adopt.ids]
    if missing:
        fix = "name them, or write manage: true"
        expected = "every subnet and NAT address, since nothing is made beside what is only read"
        yield ArgumentFault("adopt.ids", f"nothing for {', '.join(missing)}", expected, fix)
    for field, asked in _asked(args).items():
        if asked:
            fix = "leave it out, or write adopt.manage: true"
            yield ArgumentFault(field, "asked for", "nothing to be made or changed in a network that is only read", fix)


def _asked(args: NetworkArgs) -> dict[str, bool]:
    """By field, whether something is to be made or changed."""
    return {
        "ipv6": args.ipv6,
        "dhcp": args.dhcp is not None,
        "nat_addresses": bool(args.nat_addresses),
        "acls": bool(args.acls),
        "tier_tags": bool(args.tier_tags),
    }


def adopting(args: NetworkArgs, key: str) -> str | None:
    """The id by which a part is imported; None for one that is made."""
    adopt = args.adopt
    return adopt.ids.get(key) if adopt is not None and adopt.manage else None


def mismatch(key: str, identity: str, has: object, planned: object, fix: str) -> ArgumentFault:
    """That the cloud shows something of a part otherwise than the plan has it."""
    return ArgumentFault(f"adopt.ids.{key}", f'"{identity}", which has {has}', f"{planned}, as the plan has it", fix)


def fitting(
    network: str,
    found: Mapping[str, Mapping[str, pulumi.Input[Any]]],
    judge: Callable[[Mapping[str, Mapping[str, Any]]], Iterable[ArgumentFault]],
) -> pulumi.Output[bool]:
    """True, once the cloud has told of every part and nothing speaks against them; what must wait for that goes through it.

    Args:
        network: the network's name, for the message.
        found: what is known of each part, by its key, then by a name.
        judge: the faults of what was found, when all of it is known.

    Raises:
        AdoptionError: when the output is awaited, with every fault.
    """

    def verdict(known: Mapping[str, Mapping[str, Any]]) -> bool:
        if faults := list(judge(known)):
            raise AdoptionError(network, faults)
        return True

    return pulumi.Output.from_input({key: dict(of_part) for key, of_part in found.items()}).apply(verdict)
