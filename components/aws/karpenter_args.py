"""What EKS and Karpenter refuse where Karpenter makes a cluster's nodes; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ..capacity import Capacity
from ..errors import Faults
from ..versions import minor
from .pool_args import Pool

SINCE: Final[Mapping[int, tuple[int, int]]] = {30: (0, 37), 31: (1, 0), 32: (1, 2), 33: (1, 5), 34: (1, 6), 35: (1, 9), 36: (1, 13)}
"""By Kubernetes' minor version, the first of Karpenter that runs on it.

Source: karpenter.sh/v1.14/upgrading/compatibility.
"""
API: Final = (1, 13)
"""The first version with everything that is written here."""

VERSION: Final = "1.14.1"
"""The version of Karpenter's charts unless told otherwise."""

_REPLICAS = 2
_RELEASE = re.compile(r"(\d+)\.(\d+)\.\d+")


def check_pools(faults: Faults, pools: Mapping[str, Pool], *, zones: int, karpenter: bool) -> None:
    """Who moves the nodes of each pool, and where Karpenter itself runs.

    Args:
        faults: takes what is wrong.
        pools: the cluster's pools by name.
        zones: how many zones its nodes stand in.
        karpenter: whether Karpenter runs in it.
    """
    for name, pool in pools.items():
        made = pool.provisioner == "karpenter"
        expected, fix = "node-group, since the cluster has no Karpenter", "write scaler: karpenter for the cluster, or leave it out"
        faults.check(karpenter or not made, f"pools.{name}.provisioner", pool.provisioner, expected, fix)
        expected = "a fixed number, or nodes that Karpenter makes, since nobody else moves them in this cluster"
        fix = "write fixed, or provisioner: karpenter"
        moved = pool.capacity.moved and not made
        faults.check(not karpenter or not moved, f"pools.{name}.capacity", _shown(pool.capacity), expected, fix)
    if karpenter:
        kept = [pool for pool in pools.values() if pool.provisioner == "node-group" and pool.open]
        nodes = sum(pool.capacity.min * (zones if pool.per_zone else 1) for pool in kept)
        expected = f"{_REPLICAS} nodes at least that it does not make, for its own pods to run on one each"
        fix = f"write a pool of fixed: {_REPLICAS} without a taint or a provisioner"
        faults.check(nodes >= _REPLICAS, "pools", f"Karpenter and {nodes} nodes beside its own", expected, fix)


def check_release(faults: Faults, version: str, release: str) -> None:
    """Whether a version of Karpenter runs on the cluster's version.

    Args:
        faults: takes what is wrong.
        version: the cluster's version.
        release: the charts' version.
    """
    found, number, field = _RELEASE.fullmatch(release), minor(version), "karpenter_version"
    fix = f"write one like {VERSION}"
    if not faults.check(found is not None, field, release, "the version of Karpenter's charts", fix) or not found or number is None:
        return
    given = int(found[1]), int(found[2])
    if number in SINCE:
        first = max(API, SINCE[number])
        expected = f"{first[0]}.{first[1]} or newer, as Kubernetes {version} and what is written here need"
        faults.check(given >= first, field, release, expected, fix)
    else:
        newest = f"1.{max(SINCE)}"
        expected = f"a newer one, since {VERSION} runs on Kubernetes 1.{min(SINCE)} to {newest}"
        faults.check(release != VERSION, field, release, expected, f"write a version that runs on {version}, or stay at {newest}")


def _shown(capacity: Capacity) -> str:
    return f"{capacity.min} to {capacity.max} nodes"
