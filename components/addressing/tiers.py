"""What is wrong with tiers of an environment's own, and with blocks that are pinned."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Network

from ..errors import ArgumentFault
from .blocks import PODS_SIZES, parse, read
from .cut import TIERS, ExtraTier, subnets
from .faults import site_faults
from .limits import STRICTEST
from .space import overlapping

TIER_SLOTS = range(1, 29)
"""As many as five bits of an IPv6 index leave beside the four tiers."""
QUARTER_SLOTS = TIER_SLOTS[:2]
"""The slots that have a quarter of each zone's part of `cidr`."""


def subnet_faults(
    zones: Iterable[str],
    *,
    cidr: str,
    pods: str,
    tiers: Mapping[str, ExtraTier],
    pinned: Mapping[str, Mapping[str, str]],
) -> tuple[ArgumentFault, ...]:
    """Every fault of a network's extra tiers and pinned blocks, in fields called tiers and pinned.

    Where a pinned block lies is looked at once all else is well: until then it is not known what it should not lie over.
    """
    letters = tuple(zones)
    faults = [*_tier_faults(cidr, pods, tiers), *_name_faults(tiers), *_pin_faults(letters, tiers, pinned)]
    if not faults and pinned and not site_faults(cidr, pods, letters):
        own = [cidr, pods, *(tier.cidr for tier in tiers.values() if tier.cidr is not None)]
        planned = subnets(letters, cidr=cidr, pods=pods, tiers=tiers, pinned=pinned)
        faults += _place_faults(planned, pinned, [IPv4Network(block) for block in own])
    return tuple(faults)


def _tier_faults(cidr: str, pods: str, tiers: Mapping[str, ExtraTier]) -> list[ArgumentFault]:
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
        elif tier.cidr is None and tier.slot not in QUARTER_SLOTS:
            expected = f"a block of its own, since {', '.join(map(str, QUARTER_SLOTS))} alone lie inside cidr"
            faults.append(ArgumentFault(f"{where}.cidr", "nothing", expected, "write one, or choose a slot in reserve"))
        if (other := slots.setdefault(tier.slot, name)) != name:
            expected = f"a slot of its own, and {other} has it"
            faults.append(ArgumentFault(f"{where}.slot", f"{tier.slot}", expected, "choose a free one"))
        if tier.cidr is not None:
            block, of_block = read(f"{where}.cidr", tier.cidr, PODS_SIZES)
            faults += of_block
            if block:
                own[f"{where}.cidr"] = tier.cidr
    overlaps = overlapping({where: block for where, text in own.items() if (block := parse(text))})
    faults += (fault for fault in overlaps if fault.field.startswith("tiers."))  # cidr against pods is for `site_faults` to tell
    return faults


def _name_faults(tiers: Mapping[str, ExtraTier]) -> list[ArgumentFault]:
    """Earlier names that are a tier's still, or that two tiers had: what has such a name would belong to both."""
    faults: list[ArgumentFault] = []
    known = dict.fromkeys((*TIERS, *tiers), "a tier has it")
    for name, tier in tiers.items():
        for place, earlier in enumerate(tier.was):
            if earlier in known:
                expected = f"a name that no other tier has or had, and {known[earlier]}"
                faults.append(ArgumentFault(f"tiers.{name}.was.{place}", f'"{earlier}"', expected, "remove it"))
            known[earlier] = f"{name} had it"
    return faults


def _pin_faults(
    letters: tuple[str, ...], tiers: Mapping[str, ExtraTier], pinned: Mapping[str, Mapping[str, str]]
) -> list[ArgumentFault]:
    """Pinned blocks of what does not exist, and such as no subnet can have."""
    faults: list[ArgumentFault] = []
    for name, by_zone in pinned.items():
        if name not in TIERS and name not in tiers:
            known = ", ".join((*TIERS, *tiers))
            faults.append(ArgumentFault(f"pinned.{name}", f'"{name}"', f"a tier: {known}", "choose one of them"))
            continue
        for letter, text in by_zone.items():
            where, block = f"pinned.{name}.{letter}", parse(text)
            if letter not in letters:
                faults.append(ArgumentFault(where, f'"{letter}"', f"a zone of the network: {', '.join(letters)}", "remove it"))
            elif block is None:
                faults.append(ArgumentFault(where, f'"{text}"', "an IPv4 block", "write its first address and size"))
            elif not STRICTEST.fits(block):
                expected = f"a /{STRICTEST.widest} to /{STRICTEST.narrowest}, as both clouds allow of a subnet"
                faults.append(ArgumentFault(where, f'"{text}"', expected, "choose another size"))
    return faults


def _place_faults(
    blocks: Mapping[str, Mapping[str, str]], pinned: Mapping[str, Mapping[str, str]], own: list[IPv4Network]
) -> list[ArgumentFault]:
    """Pinned blocks that lie outside the network's, or over another subnet."""
    faults: list[ArgumentFault] = []
    planned = {(tier, letter): IPv4Network(text) for tier, by_zone in blocks.items() for letter, text in by_zone.items()}
    for (tier, letter), block in planned.items():
        if letter not in pinned.get(tier, {}):
            continue
        where = f"pinned.{tier}.{letter}"
        if not any(block.subnet_of(outer) for outer in own):
            expected = f"a block inside the network's: {', '.join(map(str, own))}"
            faults.append(ArgumentFault(where, f'"{block}"', expected, "choose a block inside one of them"))
        for (other, zone), taken in planned.items():
            if (other, zone) != (tier, letter) and block.overlaps(taken):
                expected = f"addresses of its own, and {other} in zone {zone} has {taken}"
                fix = f"pin {other} in zone {zone} elsewhere, or choose another"
                faults.append(ArgumentFault(where, f'"{block}"', expected, fix))
    return faults
