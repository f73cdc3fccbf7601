"""How long a lost site is still answered, against what is promised."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from components.traffic.timing import Failover, failover_faults

FAILOVERS = st.builds(
    Failover,
    interval=st.sampled_from((10, 15, 30, 60)),
    threshold=st.integers(1, 10),
    ttl=st.integers(0, 3600),
    timeout=st.sampled_from((0, 5, 6, 8, 10)),
)


def test_a_failover_is_told_with_its_sum() -> None:
    failover = Failover(interval=30, threshold=3, ttl=300, timeout=6)
    (fault,) = failover_faults({"DNS": failover}, 300, field="traffic.www.ttl", objective="objectives.site.within")
    assert str(fault) == (
        "traffic.www.ttl: DNS takes 30s × 3 checks + 6s of waiting + a TTL of 300s = 396s, expected 300s at most, which "
        "objectives.site.within promises; fix: lower the TTL to 204s or less, or promise 396s under objectives.site.within"
    )


def test_where_no_ttl_would_do_the_interval_is_told() -> None:
    (fault,) = failover_faults({"DNS": Failover(interval=30, threshold=3, ttl=30)}, 90)
    assert fault.fix == "check every 20s or more often, or promise 120s under within"


def test_where_neither_alone_would_do_both_are_told() -> None:
    (fault,) = failover_faults({"DNS": Failover(interval=30, threshold=3, ttl=60)}, 60)
    assert fault.fix == "check more often and lower the TTL, or promise 150s under within"


@given(FAILOVERS, st.integers(1, 3600))
def test_a_fault_is_told_exactly_of_what_takes_longer(failover: Failover, within: int) -> None:
    assert bool(list(failover_faults({"DNS": failover}, within))) == (failover.detection + failover.ttl > within)


@given(FAILOVERS, st.integers(1, 3600))
def test_a_lower_ttl_that_is_proposed_fits(failover: Failover, within: int) -> None:
    for fault in failover_faults({"DNS": failover}, within):
        if fault.fix.startswith("lower the TTL to "):
            ttl = int(fault.fix.split("lower the TTL to ")[1].split("s")[0])
            lower = Failover(interval=failover.interval, threshold=failover.threshold, ttl=ttl, timeout=failover.timeout)
            assert not list(failover_faults({"DNS": lower}, within))


@given(FAILOVERS, st.integers(1, 3600))
def test_a_shorter_interval_that_is_proposed_fits_and_a_longer_one_does_not(failover: Failover, within: int) -> None:
    for fault in failover_faults({"DNS": failover}, within):
        if fault.fix.startswith("check every "):
            interval = int(fault.fix.split("check every ")[1].split("s")[0])
            assert interval
            assert not list(failover_faults({"DNS": replace(failover, interval=interval)}, within))
            assert list(failover_faults({"DNS": replace(failover, interval=interval + 1)}, within))


def test_the_least_that_either_can_be_lowered_to_is_proposed() -> None:
    (fault,) = failover_faults({"DNS": Failover(interval=10, threshold=3, ttl=60, timeout=10)}, 41)
    assert fault.fix.startswith("lower the TTL to 1s or less")
    (fault,) = failover_faults({"DNS": Failover(interval=10, threshold=3, ttl=10, timeout=10)}, 23)
    assert fault.fix.startswith("check every 1s or more often")


def test_two_that_are_late_are_told_once_with_what_mends_both() -> None:
    quick, slow = Failover(interval=10, threshold=3, ttl=300, timeout=6), Failover(interval=60, threshold=2, ttl=300, timeout=5)
    (fault,) = failover_faults({"Route 53": quick, "GTM": slow}, 180)
    assert fault.given == f"Route 53 takes {quick}, and GTM takes {slow}"
    assert fault.fix == "lower the TTL to 55s or less, or promise 425s under within"
    (fault,) = failover_faults({"Route 53": quick, "GTM": slow}, 120)
    assert fault.fix == (
        "for Route 53 lower the TTL to 84s or less; for GTM check more often and lower the TTL, or promise 425s under within"
    )


@given(FAILOVERS, FAILOVERS, st.integers(1, 3600))
def test_a_ttl_that_is_proposed_fits_both(one: Failover, other: Failover, within: int) -> None:
    for fault in failover_faults({"a": one, "b": other}, within):
        if fault.fix.startswith("lower the TTL to "):
            ttl = int(fault.fix.split("lower the TTL to ")[1].split("s")[0])
            assert not list(
                failover_faults({"a": replace(one, ttl=min(ttl, one.ttl)), "b": replace(other, ttl=min(ttl, other.ttl))}, within)
            )
