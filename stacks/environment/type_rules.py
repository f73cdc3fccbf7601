"""Whether there are such instance types, and where an environment wants them, read from raw data that may be wrong anywhere.

The table of `components.instance_types` knows every region of AWS; of Alibaba Cloud it knows families and no region. In which
zones a type is to be had, neither cloud publishes: zones have other letters in every account. What came after the table was
written stands in `unlisted_types` until there is a newer one (docs/adr/0012-instance-types-are-known-by-a-table.md).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from components.instance_types import Needs, alternatives, fulfilling, instance_types
from components.instance_types.alicloud import FAMILIES, PREFIX, family
from faults import nearest

from ..regions import NAMES
from .placement import placed
from .problems import Cursor, Problem, listed

_FEW = 4
"""More regions than these are counted, not named."""
_LISTED = "add it to unlisted_types"


def problems(environment: Cursor) -> Iterator[Problem]:
    """Every instance type that an environment names in vain, and every description that none has."""
    unlisted, named = {each.text for each in environment["unlisted_types"].each()}, set[str | None]()
    for owner, selection in _groups(environment):
        regions = {region for _, cloud, region in placed(environment, selection) if cloud == "aws" and region is not None}
        regions &= _known_regions()
        for cloud, problem in (("aws", lambda type_, here=regions: _on_aws(type_, here)), ("alicloud", _on_alicloud)):
            for type_ in owner[cloud]["types"].each():
                named.add(type_.text)
                if type_.text is not None and type_.text not in unlisted and (found := problem(type_)) is not None:
                    yield found
        yield from _attributes(owner["aws"]["attributes"], regions)
    for entry in environment["unlisted_types"].each():
        if entry.text is not None and entry.text not in named:
            near = nearest(entry.text, [each for each in named if each is not None])
            yield entry.refused("a type that a fleet or a pool names", f"write {near}" if near else "remove it")


def _groups(environment: Cursor) -> Iterator[tuple[Cursor, Cursor]]:
    """Whatever has instance types, with the sites that it has."""
    for fleet in environment["fleets"].values():
        yield fleet, fleet["sites"]
    for cluster in environment["clusters"].values():
        for pool in cluster["pools"].values():
            yield pool, cluster["sites"]


def _on_aws(type_: Cursor, regions: Collection[str]) -> Problem | None:
    name, known = type_.text, instance_types()
    assert name is not None
    lacking = sorted(region for region in regions if name in known and region not in known[name].regions)
    if name in known and not lacking:
        return None
    here = [each.name for each in known.values() if each.vcpus is not None and each.regions.issuperset(regions)]
    if name in known:
        where = sorted(known[name].regions)
        elsewhere = listed(where) if len(where) <= _FEW else f"{len(where)} other regions"
        expected = f"a type that {_have(lacking)}, and it is in {elsewhere}"
        return type_.refused(expected, _mended(alternatives(name, here), f"once {_have(lacking)} it"))
    if name.startswith(PREFIX):
        return type_.refused(f"an instance type of {NAMES['aws']}", f"name one; {name} is {NAMES['alicloud']}'s")
    near = nearest(name, here) if "." in name else None
    return type_.refused(
        f"an instance type of {NAMES['aws']}",
        _mended(alternatives(name, here) or ((near,) if near else ()), "if it is a newer one"),
    )


def _on_alicloud(type_: Cursor) -> Problem | None:
    name = type_.text
    assert name is not None
    if family(name) is not None:
        return None
    if name in instance_types() and family(PREFIX + name) is None:
        return type_.refused(f"an instance type of {NAMES['alicloud']}", f"name one; {name} is {NAMES['aws']}'s")
    whole = name if name.startswith(PREFIX) else PREFIX + name
    meant, _, size = whole.removeprefix(PREFIX).rpartition(".")
    near = meant if meant in FAMILIES else nearest(meant, FAMILIES)
    better = f"{PREFIX}{near}.{size}"
    known = near is not None and family(better) is not None
    expected = f"an instance type of {NAMES['alicloud']}, {PREFIX}<family>.<size>"
    return type_.refused(expected, _mended((better,) if known else (), "if it is a newer one"))


def _attributes(attributes: Cursor, regions: Collection[str]) -> Iterator[Problem]:
    vcpus, memory = _bounds(attributes["vcpus"]), _bounds(attributes["memory_gib"])
    if vcpus is None or memory is None:
        return
    needs = Needs(
        vcpus=vcpus,
        memory_gib=memory,
        excluded=_texts(attributes["excluded"]),
        allowed=_texts(attributes["allowed"]),
        burstable=attributes["burstable"].value is True,
        previous_generations=attributes["previous_generations"].value is True,
        bare_metal=attributes["bare_metal"].value is True,
    )
    for region in sorted(regions):
        there = [each for each in instance_types().values() if region in each.regions]
        if any(fulfilling(needs, there)):
            continue
        sizes = [each.memory_gib for each in fulfilling(needs._replace(memory_gib=(0, None)), there) if each.memory_gib is not None]
        offered = f"those with so many vCPUs have {min(sizes):g} to {max(sizes):g} GiB" if sizes else "none has so many vCPUs"
        yield attributes.problem(
            f"{_range(vcpus)} vCPUs with {_range(memory)} GiB",
            f"what a type in {region} has; {offered} there",
            "widen the bounds, or allow more",
        )


def _bounds(written: Cursor) -> tuple[float, float | None] | None:
    """Two numbers in order, or one and none above it; of anything else the model tells."""
    match written.value:
        case [int() | float() as least, int() | float() as most] if least <= most:
            return least, most
        case [int() | float() as least, None]:
            return least, None
        case _:
            return None


def _range(bounds: tuple[float, float | None]) -> str:
    least, most = bounds
    return f"{least:g} or more" if most is None else f"{least:g} to {most:g}"


def _texts(written: Cursor) -> tuple[str, ...]:
    return tuple(each.text for each in written.each() if each.text is not None)


def _known_regions() -> frozenset[str]:
    return frozenset[str]().union(*(each.regions for each in instance_types().values()))


def _have(regions: Collection[str]) -> str:
    return f"{' and '.join(regions)} {'has' if len(regions) == 1 else 'have'}"


def _mended(near: Collection[str], newer: str) -> str:
    return f"write {listed(tuple(near))}; {newer}, {_LISTED}" if near else f"{_LISTED} {newer}"
