"""What is wrong with tiers of an environment's own, and with blocks that are pinned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network

from ..errors import ArgumentFault
from .blocks import PODS_SIZES, overlapping, parse, read
from .cut import TIERS, ExtraTier, subnets
from .faults import site_faults

TIER_SLOTS = range(1, 29)
_RESERVED = 2


def subnet_faults(
    zones: Iterable[str],
    *,
    cidr: str,
    pods: str,
    tiers: Mapping[str, ExtraTier],
    pinned: Mapping[str, Mapping[str, str]],
) -> tuple[ArgumentFault, ...]:
    """Every fault of a network's extra tiers and pinned blocks, in fields called tiers and pinned."""
    letters = tuple(zones)
    faults: list[ArgumentFault] = []
    own: dict[str, str] = {"cidr": cidr, "pods": pods}
    slots: dict[int, str] = {}
    for name, tier in tiers.items():
        where = f"tiers.{name}"
        if name in TIERS:
            faults.append(ArgumentFault(where, f'"{name}"', f"a name beside {', '.join(TIERS)}", "rename the tier"))
        if tier.like not in TIERS:
            faults.append(ArgumentFault(f"{where}.like", f'"{tier.like}"', f"one of {', '.join(TIERS)}", "choose one of them"))
        if tier.slot not in TIER_SLOTS:
            faults.append(ArgumentFault(f"{where}.slot", f"{tier.slot}", f"1 to {TIER_SLOTS[-1]}", "choose a free one"))
        elif tier.cidr is None and tier.slot > _RESERVED:
            expected = f"a block of its own, since {', '.join(map(str, TIER_SLOTS[:_RESERVED]))} alone lie inside cidr"
            faults.append(ArgumentFault(f"{where}.cidr", "nothing", expected, "write one, or choose a slot in reserve"))
        if (other := slots.setdefault(tier.slot, name)) != name:
            faults.append(
                ArgumentFault(f"{where}.slot", f"{tier.slot}", f"a slot of its own, and {other} has it", "choose a free one")
            )
        if tier.cidr is not None:
            block, of_block = read(f"{where}.cidr", tier.cidr, PODS_SIZES)
            faults += of_block
            if block:
                own[f"{where}.cidr"] = tier.cidr
    overlaps = overlapping({where: block for where, text in own.items() if (block := parse(text))})
    faults += (fault for fault in overlaps if fault.field.startswith("tiers."))  # cidr against pods is for `site_faults` to tell
    for name, by_zone in pinned.items():
        if name not in TIERS and name not in tiers:
            known = ", ".join((*TIERS, *tiers))
            faults.append(ArgumentFault(f"pinned.{name}", f'"{name}"', f"a tier: {known}", "choose one of them"))
            continue
        for letter, text in by_zone.items():
            where = f"pinned.{name}.{letter}"
            block = parse(text)
            if letter not in letters:
                faults.append(ArgumentFault(where, f'"{letter}"', f"a zone of the network: {', '.join(letters)}", "remove it"))
            elif block is None:
                faults.append(ArgumentFault(where, f'"{text}"', "an IPv4 block", "write its first address and size"))
    if not faults and pinned and not site_faults(cidr, pods, letters):
        faults += _pinned_faults(subnets(letters, cidr=cidr, pods=pods, tiers=tiers, pinned=pinned), pinned, list(own.values()))
    return tuple(faults)


def _pinned_faults(
    blocks: Mapping[str, Mapping[str, str]], pinned: Mapping[str, Mapping[str, str]], own: list[str]
) -> list[ArgumentFault]:
    """Pinned blocks that lie outside the network's, or over another subnet."""
    faults: list[ArgumentFault] = []
    planned = {(tier, letter): IPv4Network(text) for tier, by_zone in blocks.items() for letter, text in by_zone.items()}
    for (tier, letter), block in planned.items():
        if letter not in pinned.get(tier, {}):
            continue
        where = f"pinned.{tier}.{letter}"
        if not any(block.subnet_of(IPv4Network(outer)) for outer in own):
            expected = f"a block inside the network's: {', '.join(own)}"
            faults.append(ArgumentFault(where, f'"{block}"', expected, "choose a block inside one of them"))
        for (other, zone), taken in planned.items():
            if (other, zone) != (tier, letter) and block.overlaps(taken):
                expected = f"addresses of its own, and {other} in zone {zone} has {taken}"
                faults.append(
                    ArgumentFault(where, f'"{block}"', expected, f"pin {other} in zone {zone} elsewhere, or choose another")
                )
    return faults
