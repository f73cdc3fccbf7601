"""The table of the classes of databases, caches and search domains, by the regions that have them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from checks.schema.cloudformation.sizes import REGIONS
from tests.instance_types.table import words


def rows(kinds: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The lines: for each kind one with its regions, then one for each family and the regions that have some of its sizes.

    Args:
        kinds: what cfn-lint says of each kind, region by region, as a schema that lists values wherever they depend on the engine.
    """
    for kind, said in sorted(kinds.items()):
        having: defaultdict[str, set[str]] = defaultdict(set)
        regions = {region: schema for region, schema in said.items() if isinstance(schema, dict)}
        for region, schema in regions.items():
            for name in _listed(schema):
                having[name].add(region)
        families: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for name, places in having.items():
            family, _, size = name.rpartition(".")
            families[family, words(places, regions)].append(size)
        yield "\t".join((kind, REGIONS, " ".join(sorted(regions)), ""))
        for (family, where), sizes in sorted(families.items()):
            yield "\t".join((kind, family, where, " ".join(sorted(sizes))))


def _listed(schema: Any) -> Iterator[str]:
    """Every value that a schema lists, without what all of a kind end in."""
    if isinstance(schema, dict):
        for key, each in schema.items():
            if key == "enum":
                yield from (value.removesuffix(".search") for value in each if isinstance(value, str) and "." in value)
            else:
                yield from _listed(each)
    elif isinstance(schema, list):
        for each in schema:
            yield from _listed(each)
