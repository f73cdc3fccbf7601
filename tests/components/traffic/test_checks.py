"""Which health checks fail when endpoints do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from components.traffic.checks import Check, failing


def test_a_check_turns_after_its_threshold_and_what_it_waits() -> None:
    assert Check(id="a", endpoint="192.0.2.1", interval=10, threshold=3, timeout=6).detection == 36


def test_a_calculated_check_passes_while_enough_of_its_children_do() -> None:
    children = [Check(id=each, endpoint=each) for each in "abc"]
    two = Check(id="two", children=("a", "b", "c"), least=2)
    assert "two" not in failing([*children, two], {"a"})
    assert "two" in failing([*children, two], {"a", "b"})


def test_a_calculated_check_passes_with_0_and_fails_with_more_than_there_are() -> None:
    child = Check(id="a", endpoint="a")
    checks = [child, Check(id="always", children=("a",), least=0), Check(id="never", children=("a",), least=2)]
    assert failing(checks, {"a"}) == {"a", "never"}
    assert failing(checks, set()) == {"never"}


def test_calculated_checks_count_calculated_ones() -> None:
    checks = [
        Check(id="a", endpoint="a"),
        Check(id="site", children=("a",), least=1),
        Check(id="all", children=("site",), least=1),
    ]
    assert failing(checks, {"a"}) == {"a", "site", "all"}


def test_an_inverted_check_fails_where_it_would_pass_and_a_disabled_one_never() -> None:
    checks = [Check(id="inverted", endpoint="a", inverted=True), Check(id="disabled", endpoint="a", disabled=True)]
    assert failing(checks, set()) == {"inverted"}
    assert failing(checks, {"inverted", "disabled"}) == frozenset()


def test_a_check_that_counts_itself_ends() -> None:
    assert failing([Check(id="a", children=("a",), least=1)], set()) == frozenset()


@given(st.sets(st.sampled_from("abcd")), st.sets(st.sampled_from("abcd")), st.integers(0, 5))
def test_the_more_is_lost_the_more_fails(some: set[str], more: set[str], least: int) -> None:
    checks = [*(Check(id=each, endpoint=each) for each in "abcd"), Check(id="all", children=tuple("abcd"), least=least)]
    assert failing(checks, some) <= failing(checks, some | more)
