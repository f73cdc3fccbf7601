"""Versions: the calendar is read by whoever says what day it is, and a control plane goes up by one minor."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.versions import CALENDAR, MOST_BEHIND, minor, pool_fault, state, step_fault

MINORS = st.integers(min_value=0, max_value=99)


@pytest.mark.parametrize(
    ("version", "number"),
    [("1.35", 35), ("1.35.7-aliyun.1", 35), ("v1.36.2-eksbuild.3", 36), ("2.1", None), ("1", None), ("latest", None)],
)
def test_both_spellings_are_read(version: str, number: int | None):
    assert minor(version) == number


@pytest.mark.parametrize("cloud", ["aws", "alicloud"])
def test_support_ends_in_order_and_with_the_day(cloud):
    for number, support in CALENDAR[cloud].items():
        assert support.until <= support.extended
        assert state(cloud, f"1.{number}", support.until - timedelta(days=1)) == "supported"
        assert state(cloud, f"1.{number}", support.until) == ("extended" if support.until < support.extended else "ended")
        assert state(cloud, f"1.{number}", support.extended) == "ended"


def test_what_the_calendar_does_not_know_is_not_judged():
    assert state("aws", "1.99", date(2030, 1, 1)) == "unknown"
    assert state("alicloud", "newest", date(2030, 1, 1)) == "unknown"


@given(MINORS, MINORS)
def test_a_control_plane_goes_up_by_one_minor_and_never_back(old: int, new: int):
    assert (step_fault(f"1.{old}", f"1.{new}") is None) == (new - old in (0, 1))


@given(MINORS, MINORS)
def test_nodes_are_three_minors_behind_at_most_and_never_ahead(cluster: int, pool: int):
    assert (pool_fault(f"1.{cluster}", f"1.{pool}.2-aliyun.1") is None) == (0 <= cluster - pool <= MOST_BEHIND)


def test_a_skipped_minor_says_which_comes_first():
    fault = step_fault("1.34", "1.36")
    assert (
        str(fault) == 'version: "1.36", expected 1.34 or 1.35; fix: bring 1.35 up first; a control plane takes one minor at a time'
    )
