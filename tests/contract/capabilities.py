"""The page of what one cloud can and the other cannot: `python -m tests.contract.capabilities` writes it.

What each class says of itself stands beside what the contract says it means, so neither can be added without the other.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from components import contracts
from components.naming import Cloud
from stacks import clouds
from stacks.regions import CLOUDS, NAMES

DOCUMENT = Path(__file__).parents[2] / "docs" / "capabilities.md"
CONTRACTS = {
    "Networks": (contracts.Network, clouds.network),
    "Fleets": (contracts.Fleet, clouds.fleet),
    "Load balancers": (contracts.LoadBalancer, clouds.load_balancer),
    "Clusters": (contracts.Cluster, clouds.cluster),
    "Buckets": (contracts.Bucket, clouds.bucket),
    "Workloads": (contracts.Delivery, lambda cloud: clouds.Kind(type(clouds.delivery(cloud)), type(None))),
    "CDNs": (contracts.Edge, clouds.edge),
}
_SECTION = re.compile(r"^Capabilities, where the clouds differ:\n(?P<rows>(?: {4}.*\n?)+)", re.MULTILINE)
_ROW = re.compile(r"^ {4}(?P<name>[a-z0-9-]+): (?P<meaning>.*(?:\n {8}.*)*)", re.MULTILINE)
_HEAD = """\
# Capabilities

One contract holds on both clouds; where they differ, a component's class names what it can in `capabilities`, and what it cannot is
refused, in an environment at its line, before anything is made. `make capabilities` writes this page from the classes and their contracts
([network](../components/contracts/network.py), [fleet](../components/contracts/fleet.py),
[load balancer](../components/contracts/load_balancer.py), [cluster](../components/contracts/cluster.py),
[bucket](../components/contracts/bucket.py), [delivery](../components/contracts/delivery.py),
[edge](../components/contracts/edge.py)), and a test holds it to them.
"""


class Capability(NamedTuple):
    """What some clouds' component can: its meaning, and which clouds' component has it."""

    name: str
    meaning: str
    clouds: frozenset[Cloud]


def capabilities(contract: type[Any], kind: Any) -> Iterator[Capability]:
    """What the contract says, then what a class has without the contract's word, by name."""
    has = {cloud: kind(cloud).component.capabilities for cloud in CLOUDS}
    meanings = documented(contract)
    for name in (*meanings, *sorted(frozenset().union(*has.values()) - meanings.keys())):
        yield Capability(name, meanings.get(name, ""), frozenset(cloud for cloud in CLOUDS if name in has[cloud]))


def documented(contract: type[Any]) -> dict[str, str]:
    """The meaning of each capability by the contract's docstring."""
    section = _SECTION.search(inspect.getdoc(contract) or "")
    return {row["name"]: " ".join(row["meaning"].split()) for row in _ROW.finditer(section["rows"])} if section else {}


def page() -> str:
    """The page as it should be."""
    parts = [_HEAD]
    for title, (contract, kind) in CONTRACTS.items():
        rows = [
            f"| `{each.name}` | {' | '.join('yes' if cloud in each.clouds else '' for cloud in CLOUDS)} | {each.meaning} |"
            for each in capabilities(contract, kind)
        ]
        parts.append(
            "\n".join(
                (
                    f"## {title}",
                    "",
                    f"| | {' | '.join(NAMES[cloud] for cloud in CLOUDS)} | what it means |",
                    "| --- | --- | --- | --- |",
                    *rows,
                    "",
                )
            )
        )
    return "\n".join(parts)


if __name__ == "__main__":
    DOCUMENT.write_text(page())
