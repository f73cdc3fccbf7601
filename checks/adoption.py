"""What an environment knows by the ids of a real cloud, and how it is tried on simulated clouds, which know none of them.

What it adopts is taken as made: from its adoption on, a part is as the environment has it, so what a change comes to is the same.
Public addresses that NAT gateways leave by are put into the simulated clouds under their ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

_ADDRESSES: Final[Mapping[str, tuple[str, Mapping[str, Any]]]] = {
    "aws": ("aws:ec2/eip:Eip", {"domain": "vpc"}),
    "alicloud": ("alicloud:ecs/eipAddress:EipAddress", {"bandwidth": "200", "internetChargeType": "PayByTraffic"}),
}
"""What a public address is in each cloud, and what it is declared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A public address that was made elsewhere.

    Args:
        cloud: `aws` or `alicloud`.
        account: the number of its site's account; empty for that of the credentials at hand.
        region: by the cloud's own name.
        type: its token.
        id: its id.
        inputs: what it would be declared with.
    """

    cloud: str
    account: str
    region: str
    type: str
    id: str
    inputs: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Known:
    """What an environment knows by id.

    Args:
        text: its file without what it adopts, every line where it was.
        adopting: the sites that adopt something.
        addresses: the public addresses that were made elsewhere.
    """

    text: str
    adopting: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()


def known(text: str) -> Known:
    """What an environment's file knows by id; nothing of one that is no YAML, which its reader tells."""
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return Known(text)
    sites = list(_sites(root))
    adopted = [(name, node) for name, site in sites if (node := _inside(site, "network", "adopt")) is not None]
    for _, node in sorted(adopted, key=lambda each: each[1].start_mark.index, reverse=True):
        start = node.start_mark.index
        body = text[start : node.end_mark.index].rstrip()  # a block ends where the next key begins
        lines = "\n" * body.count("\n")
        text = f"{text[:start]}null{lines}{text[start + len(body) :]}"
    return Known(text, tuple(name for name, _ in adopted), tuple(address for _, site in sites for address in _addresses(site)))


def _addresses(site: yaml.Node) -> Iterator[Address]:
    cloud = _text(_inside(site, "cloud"))
    if cloud not in _ADDRESSES:
        return
    type_, inputs = _ADDRESSES[cloud]
    account, region = _text(_inside(site, "account", "id")), _text(_inside(site, "region"))
    for _, node in _entries(_inside(site, "network", "nat_addresses")):
        yield Address(cloud=cloud, account=account, region=region, type=type_, id=_text(node), inputs=inputs)


def _sites(root: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    for key, environment in _entries(_inside(root, "config")):
        if key in ("environment", "nusantara:environment"):
            yield from _entries(_inside(environment, "sites"))


def _entries(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, value) for key, value in node.value if isinstance(key, yaml.ScalarNode))


def _inside(node: yaml.Node | None, *path: str) -> yaml.Node | None:
    """What stands at a path; None for nothing."""
    for key in path:
        node = dict(_entries(node)).get(key)
    return node


def _text(node: yaml.Node | None) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else ""
