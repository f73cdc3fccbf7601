"""What must hold between a workload and the rest of its environment, read from raw data that may be wrong anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from faults import nearest

from .problems import Cursor, Problem, listed


def problems(environment: Cursor) -> Iterator[Problem]:
    """Every such rule that a workload breaks."""
    for workload in environment["workloads"].values():
        yield from _pool(environment, workload)


def _pool(environment: Cursor, owner: Cursor) -> Iterator[Problem]:
    """A pool that the cluster does not have; pods kept to it would wait forever."""
    cluster = environment["clusters"][owner["cluster"].text or ""]
    pools = [name for name, _ in cluster["pools"].items()]
    if owner["pool"].text is not None and pools and owner["pool"].text not in pools:
        near = nearest(owner["pool"].text, pools)
        yield owner["pool"].refused(f"a pool of its cluster: {listed(pools)}", f"write {near}" if near else "remove it")
