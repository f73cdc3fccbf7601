"""What environments are refused for, and what a drill finds, is one arithmetic: whatever is accepted leaves a lost site out in time."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from checks.drill.drill import Drill
from checks.drill.loss import loss_of
from checks.drill.verdict import promises
from components.traffic.timing import TIMEOUTS, Failover, failover_faults
from tests.support.drilled import SITES, check, stack, weighted


@st.composite
def weights(draw: st.DrawFn) -> dict[str, int]:
    """Shares of 100 over the three sites, one of which may have none."""
    first = draw(st.integers(0, 100))
    second = draw(st.integers(0, 100 - first))
    return dict(zip(SITES, (first, second, 100 - first - second), strict=True))


@given(
    weights(),
    st.sampled_from(sorted(SITES)),
    st.sampled_from((10, 30)),
    st.integers(1, 10),
    st.integers(0, 300),
    st.sampled_from(sorted(TIMEOUTS)),
    st.integers(1, 600),
)
def test_what_is_not_refused_is_in_time(
    shares: dict[str, int], lost: str, interval: int, threshold: int, ttl: int, kind: str, within: int
) -> None:
    said: dict[str, Any] = {"objectives": {"site": {"capacity": 100, "within": within}}}
    checks = {"requestInterval": interval, "failureThreshold": threshold, "type": kind}
    declared = stack(
        *(check(name, **checks) for name in SITES), *(weighted(name, weight, ttl=ttl) for name, weight in shares.items()), **said
    )
    drill = Drill(declared, loss_of(SITES, [(SITES[lost]["cloud"], SITES[lost]["region"])]))
    (course,) = drill.courses
    failover = Failover(interval=interval, threshold=threshold, ttl=ttl, timeout=TIMEOUTS[kind])
    refused = bool(list(failover_faults({"Route 53": failover}, within)))
    missed = any(promise.missed and promise.missed.rule == "failover-late" for promise in promises(drill))
    assert lost not in course.after
    assert sum(course.after.values()) == 1
    assert course.clear == (failover.seconds if shares[lost] else 0)
    assert missed == (refused and shares[lost] > 0)
