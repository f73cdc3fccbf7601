"""The table of instance types on AWS, from what others have collected of AWS' price lists and of EC2's own answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from components.instance_types import architecture
from components.instance_types.aws import REGIONS, read_regions

_MIB = 1024


def table(regions: Mapping[str, Collection[str]], described: Mapping[str, Mapping[str, Any]]) -> str:
    """The rows: a family with what is said of it, the regions, and the sizes that they have, as size:vCPUs:GiB.

    A region of which nothing is known is left out.

    Args:
        regions: the names of the types that each region has.
        described: what EC2's DescribeInstanceTypes answers for a type, by its name.

    Raises:
        ValueError: where the name of a type tells another architecture than EC2 does.
    """
    if wrong := [name for name, answer in described.items() if architecture(name) not in _architectures(answer)]:
        raise ValueError(f"the names tell another architecture: {', '.join(sorted(wrong))}")
    regions = {region: names for region, names in regions.items() if names}
    having: defaultdict[str, set[str]] = defaultdict(set)
    for region, names in regions.items():
        for name in names:
            having[name].add(region)
    rows: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for name in having:
        family = name.partition(".")[0]
        rows[family, _kinds(described.get(name)), words(having[name], regions)].append(name)
    return "".join(
        (
            f"{REGIONS}\t\t{' '.join(sorted(regions))}\t\n",
            *("\t".join((*key, " ".join(_sizes(names, described)))) + "\n" for key, names in sorted(rows.items())),
        )
    )


def _kinds(answer: Mapping[str, Any] | None) -> str:
    if answer is None:
        return "previous"
    told = {"burstable": answer["BurstablePerformanceSupported"], "previous": not answer["CurrentGeneration"]}
    return " ".join(kind for kind, holds in told.items() if holds)


def _architectures(answer: Mapping[str, Any]) -> set[str]:
    return {each.removesuffix("_mac") for each in answer["ProcessorInfo"]["SupportedArchitectures"]}


def words(having: Collection[str], regions: Iterable[str]) -> str:
    """The shorter of the names, and of all with those that are missing."""
    known = frozenset(regions)
    named, without = " ".join(sorted(having)), " ".join(("all", *(f"-{each}" for each in sorted(known.difference(having)))))
    words = min(named, without, key=len)
    assert read_regions(words, known) == frozenset(having), "what is written reads back"
    return words


def _sizes(names: Iterable[str], described: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The sizes, smallest first."""
    sizes: list[tuple[int, float, str]] = []
    for name in names:
        answer, size = described.get(name), name.partition(".")[2]
        if answer is None:
            sizes.append((0, 0, f"{size}::"))
            continue
        vcpus, gib = answer["VCpuInfo"]["DefaultVCpus"], answer["MemoryInfo"]["SizeInMiB"] / _MIB
        sizes.append((vcpus, gib, f"{size}:{vcpus}:{gib:g}"))
    return [each for *_, each in sorted(sizes)]
