"""Kubernetes versions as the clouds keep them: how long each is supported, and which step from one to another there is; pure.

Nothing here reads a clock: whoever asks says what day it is. What the calendar does not know is not judged.

Sources: docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html,
www.alibabacloud.com/help/en/ack/product-overview/support-for-kubernetes-versions, and for skew
kubernetes.io/releases/version-skew-policy.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from .errors import ArgumentFault, shown
from .naming import Cloud

State: TypeAlias = Literal["supported", "extended", "ended", "unknown"]

MOST_BEHIND = 3
"""How many minors a kubelet, or kube-proxy, may be older than the API server; it may never be newer."""

_VERSION = re.compile(r"v?1\.(?P<minor>\d{1,3})(?:[.-].*)?")


class Support(NamedTuple):
    """How long a cloud keeps a minor version.

    Args:
        until: the day on which standard support ends.
        extended: the day on which what is paid apart ends too; `until` where a cloud sells nothing of the kind.
    """

    until: date
    extended: date


def _once(until: date) -> Support:
    return Support(until, until)


CALENDAR: Mapping[Cloud, Mapping[int, Support]] = {
    "aws": {
        30: Support(date(2025, 7, 23), date(2026, 7, 23)),
        31: Support(date(2025, 11, 26), date(2026, 11, 26)),
        32: Support(date(2026, 3, 23), date(2027, 3, 23)),
        33: Support(date(2026, 7, 29), date(2027, 7, 29)),
        34: Support(date(2026, 12, 2), date(2027, 12, 2)),
        35: Support(date(2027, 3, 27), date(2028, 3, 27)),
        36: Support(date(2027, 8, 2), date(2028, 8, 2)),
    },
    "alicloud": {
        30: _once(date(2026, 6, 30)),
        31: _once(date(2025, 9, 30)),
        32: _once(date(2026, 1, 31)),
        33: _once(date(2026, 5, 31)),
        34: _once(date(2026, 9, 30)),
        35: _once(date(2027, 2, 28)),
        36: _once(date(2027, 5, 30)),
    },
}
"""By cloud and minor version."""


def minor(version: str) -> int | None:
    """The minor number of a version in either cloud's spelling, "1.35" or "1.35.7-aliyun.1"; None for what is none."""
    found = _VERSION.fullmatch(version)
    return int(found["minor"]) if found else None


def state(cloud: Cloud, version: str, on: date) -> State:
    """How a cloud supports a version on a day, which begins at midnight UTC."""
    known = CALENDAR[cloud].get(-1 if (number := minor(version)) is None else number)
    if known is None:
        return "unknown"
    return "supported" if on < known.until else "extended" if on < known.extended else "ended"


def step_fault(old: str, new: str) -> ArgumentFault | None:
    """What is wrong with the way of a control plane from one version to another: it goes up by one minor, and never back."""
    before, after = minor(old), minor(new)
    if before is None or after is None or before <= after <= before + 1:
        return None
    back = after < before
    expected = f"1.{before} or newer, since no cloud takes a version back" if back else f"1.{before} or 1.{before + 1}"
    fix = f"write 1.{before}" if back else f"bring 1.{before + 1} up first; a control plane takes one minor at a time"
    return ArgumentFault("version", shown(new), expected, fix)


def pool_fault(cluster: str, pool: str) -> ArgumentFault | None:
    """What is wrong with nodes of a version beside their control plane's."""
    above, own = minor(cluster), minor(pool)
    if above is None or own is None or above - MOST_BEHIND <= own <= above:
        return None
    expected = f"1.{above - MOST_BEHIND} to 1.{above}, since the cluster is {cluster}"
    fix = "raise the cluster's version first" if own > above else "let the pool follow the cluster, or move it up before"
    return ArgumentFault("version", shown(pool), expected, fix)
