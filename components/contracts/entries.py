"""The rules that a shared load balancer has of one workload: for which names and paths, in what order, and what they ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from .edge_key import EdgeKey, Fronted

BAND: Final = 500
LAST: Final = 2 * BAND
ANY: Final = "any"
"""What is said of wildcards is called so: one Ingress has a single place in the order, and wildcards come after names."""
REFUSED: Final = "refused"


class Entry(NamedTuple):
    """Rules that are alike for several names.

    Args:
        key: what tells them from the workload's others: empty for those of its first name.
        hosts: the names.
        order: where they stand among those of others, 1 to 1000; the first that fits is taken.
        paths: what paths of requests begin with, or are where `exact`.
        exact: whether a path is meant exactly as it is.
        asks: what requests must carry.
        refuses: whether requests are refused (403).
    """

    key: str
    hosts: tuple[str, ...]
    order: int
    paths: tuple[str, ...]
    exact: bool = False
    asks: EdgeKey | None = None
    refuses: bool = False


def entries(hosts: tuple[str, ...], path: str, fronted: Mapping[str, Fronted]) -> tuple[Entry, ...]:
    """The rules of a workload; a load balancer takes the first that fits.

    So longer paths come before shorter ones, and names before wildcards; left to the controllers, it would be the order of
    namespaces and names on EKS, and of names on ACK. A name behind CDNs is answered to them alone, the names of its sites to health
    checks alone, and what else comes under either is refused at the very end, by the workload's own path: no two have one rule.

    Args:
        hosts: its names.
        path: what paths of requests begin with.
        fronted: names that CDNs stand in front of, by what such a name is called.
    """
    length = len(path.rstrip("/"))
    behind = {each.host: name for name, each in fronted.items() if each.host in hosts}
    checked = {host: name for name, each in fronted.items() for host in each.checked if host in hosts}
    plain = [host for host in hosts if host not in checked and not host.startswith("*.")]
    found: list[Entry] = []
    for name in dict.fromkeys(behind.get(host) for host in plain):
        alike = tuple(host for host in plain if behind.get(host) == name)
        key = "" if not found else "others" if name is None else f"fronted-{name}"
        found.append(Entry(key, alike, BAND - length, (path,), asks=fronted[name].key if name is not None else None))
    if wild := tuple(host for host in hosts if host.startswith("*.") and host not in checked):
        found.append(Entry(ANY, wild, LAST - length, (path,)))
    for name in dict.fromkeys(checked.values()):
        if paths := fronted[name].key.open:
            alike = tuple(host for host, each in checked.items() if each == name)
            found.append(Entry(f"checks-{name}", alike, _before_all(paths), paths, exact=True))
    if refused := (*behind, *checked):
        found.append(Entry(REFUSED, refused, LAST, (path,), refuses=True))
    return tuple(found)


def _before_all(paths: tuple[str, ...]) -> int:
    """Where what health checks ask stands: before whatever wildcards answer alike, and before what is refused."""
    return min(LAST - 1, LAST - max(len(path.rstrip("/")) for path in paths))
