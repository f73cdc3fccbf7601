"""What Alibaba Cloud's GTM answers, by pools, weights and health."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.traffic.gtm import Address, Instance, Judgement, Pool, Strategy


def pool(name: str, *values: str, **said: Any) -> Pool:
    return Pool(name=name, addresses=tuple(Address(value=value) for value in values), **said)


def instance(*pools: Pool, strategy: Strategy = "weight", preemptive: bool = True) -> Instance:
    return Instance(name="www.shop.example", ttl=30, pools=pools, strategy=strategy, preemptive=preemptive)


def test_pools_are_answered_by_their_weights() -> None:
    gtm = instance(pool("a", "1", weight=60), pool("b", "2", weight=40))
    assert gtm.ask() == {"1": Fraction(3, 5), "2": Fraction(2, 5)}
    assert gtm.ask({"1"}) == {"2": Fraction(1)}


def test_in_sequence_the_first_that_is_available_is_answered() -> None:
    gtm = instance(pool("a", "1", position=1), pool("b", "2", position=2), strategy="sequence")
    assert gtm.ask() == {"1": Fraction(1)}
    assert gtm.ask({"1"}) == {"2": Fraction(1)}


@pytest.mark.parametrize(("preemptive", "answered"), [(True, "1"), (False, "2")])
def test_an_earlier_pool_is_gone_back_to_where_that_is_wanted(preemptive: bool, answered: str) -> None:
    pools = (pool("a", "1", position=1), pool("b", "2", position=2))
    assert set(instance(*pools, strategy="sequence", preemptive=preemptive).ask(serving="b")) == {answered}


@pytest.mark.parametrize(("judgement", "most"), [("any_ok", 9), ("p30_ok", 7), ("p50_ok", 5), ("p70_ok", 3), ("all_ok", 0)])
def test_a_pool_is_available_while_enough_of_it_is(judgement: Judgement, most: int) -> None:
    values = [f"{n}" for n in range(10)]
    of = pool("a", *values, judgement=judgement)
    assert of.available(set(values[:most]))
    assert not of.available(set(values[: most + 1]))


def test_a_pool_is_answered_while_some_of_it_is_enabled() -> None:
    half = Pool(name="a", addresses=(Address(value="1", enabled=False), Address(value="2")))
    assert set(instance(half, pool("b", "3"), strategy="sequence").ask()) == {"2"}


def test_an_address_that_is_down_is_left_out_of_a_pool_that_is_available() -> None:
    assert set(instance(pool("a", "1", "2"), strategy="round_robin").ask({"1"})) == {"2"}


def test_what_is_disabled_is_never_answered() -> None:
    off = Pool(name="b", addresses=(Address(value="2"),), enabled=False)
    assert set(instance(pool("a", "1"), off).ask({"1"})) == {"1"}
    assert instance(off).ask() == {}


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 100), min_size=1), st.sets(st.sampled_from("abcdef")))
def test_what_is_down_is_answered_only_when_all_is(weights: dict[str, int], down: set[str]) -> None:
    gtm = instance(*(pool(name, name, weight=weight) for name, weight in weights.items()))
    found = gtm.ask(down)
    assert sum(found.values()) == 1
    assert found.keys() <= ((weights.keys() - down) or weights.keys())


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 100), min_size=1), st.sets(st.sampled_from("abcdef")))
def test_both_providers_answer_equal_records_alike(weights: dict[str, int], down: set[str]) -> None:
    from components.traffic.answer import Zone
    from components.traffic.zone import Record

    gtm = instance(*(pool(name, name, weight=weight) for name, weight in weights.items()))
    records = [
        Record(name=gtm.name, id=name, values=(name,), ttl=30, weight=weight, check=name) for name, weight in weights.items()
    ]
    asked = {answer.values[0]: answer.share for answer in Zone(records, failing=down).ask(gtm.name)}
    assert asked == gtm.ask(down)
