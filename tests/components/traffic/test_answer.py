"""What Route 53 answers, by records, weights and health."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.traffic.answer import Zone
from components.traffic.zone import Alias, Client, Place, Record

WWW = "www.shop.example"


def told(zone: Zone, client: Client | None = None, type_: str = "A") -> dict[str, Fraction]:
    return {answer.values[0]: answer.share for answer in zone.ask(WWW, type_, client)}


def weighted(**weights: int) -> list[Record]:
    return [Record(name=WWW, id=site, values=(site,), ttl=30, weight=weight, check=site) for site, weight in weights.items()]


def test_weighted_records_are_answered_by_their_weights() -> None:
    assert told(Zone(weighted(a=60, b=40))) == {"a": Fraction(3, 5), "b": Fraction(2, 5)}


def test_an_unhealthy_record_is_left_out_and_the_others_get_its_share() -> None:
    assert told(Zone(weighted(a=60, b=30, c=10), failing={"a"})) == {"b": Fraction(3, 4), "c": Fraction(1, 4)}


def test_a_weight_of_0_is_answered_only_when_all_others_are_unhealthy() -> None:
    records = weighted(a=60, b=40, c=0)
    assert "c" not in told(Zone(records, failing={"a"}))
    assert told(Zone(records, failing={"a", "b"})) == {"c": Fraction(1)}


def test_when_all_are_unhealthy_all_are_answered_as_before() -> None:
    records = weighted(a=60, b=40, c=0)
    assert told(Zone(records, failing={"a", "b", "c"})) == told(Zone(records))


def test_records_of_0_alone_are_answered_evenly() -> None:
    assert told(Zone(weighted(a=0, b=0))) == {"a": Fraction(1, 2), "b": Fraction(1, 2)}


def test_a_record_without_a_check_counts_as_healthy() -> None:
    records = [*weighted(a=100), Record(name=WWW, id="b", values=("b",), ttl=30, weight=0)]
    assert told(Zone(records, failing={"a"})) == {"b": Fraction(1)}


@pytest.mark.parametrize(("failing", "answered"), [(set(), "first"), ({"1"}, "second"), ({"2"}, "first"), ({"1", "2"}, "first")])
def test_failover_answers_the_primary_while_it_can(failing: set[str], answered: str) -> None:
    records = [
        Record(name=WWW, id="second", values=("second",), ttl=30, failover="SECONDARY", check="2"),
        Record(name=WWW, id="first", values=("first",), ttl=30, failover="PRIMARY", check="1"),
    ]
    assert told(Zone(records, failing=failing)) == {answered: Fraction(1)}


def chained(*, evaluate: bool = True) -> list[Record]:
    """Weighted sites, behind them a site that stands in, behind that a page."""
    sites, stand_in = f"sites.{WWW}", f"else.{WWW}"
    return [
        *(Record(name=sites, id=site, values=(site,), ttl=30, weight=50, check=site) for site in ("a", "b")),
        Record(name=WWW, id="1", alias=Alias(sites, evaluate=evaluate), failover="PRIMARY"),
        Record(name=WWW, id="2", alias=Alias(stand_in), failover="SECONDARY"),
        Record(name=stand_in, id="1", values=("c",), ttl=60, failover="PRIMARY", check="c"),
        Record(name=stand_in, id="2", alias=Alias("page.cdn.example"), failover="SECONDARY"),
    ]


@pytest.mark.parametrize(
    ("failing", "answered"),
    [
        (set(), {"a", "b"}),
        ({"a"}, {"b"}),
        ({"a", "b"}, {"c"}),
        ({"a", "b", "c"}, {"page.cdn.example"}),
        ({"c"}, {"a", "b"}),
    ],
)
def test_chains_of_failover_are_gone_through(failing: set[str], answered: set[str]) -> None:
    assert set(told(Zone(chained(), failing=failing))) == answered


def test_an_alias_that_evaluates_nothing_counts_as_healthy() -> None:
    assert set(told(Zone(chained(evaluate=False), failing={"a", "b"}))) == {"a", "b"}


def test_an_alias_of_a_load_balancer_is_as_healthy_as_that() -> None:
    records = [Record(name=WWW, id=site, alias=Alias(f"{site}.elb.example", evaluate=True), weight=50) for site in ("a", "b")]
    assert set(told(Zone(records, down={"a.elb.example"}))) == {"b.elb.example"}


def test_shares_on_a_way_are_multiplied_and_those_of_several_ways_added() -> None:
    below = {name: [("a", 60), (name, 40)] for name in ("one", "other")}
    records = [
        *(Record(name=WWW, type="CNAME", id=name, values=(f"{name}.{WWW}",), ttl=30, weight=50) for name in below),
        *(
            Record(name=f"{name}.{WWW}", type="CNAME", id=leaf, values=(f"{leaf}.sites.{WWW}",), ttl=30, weight=weight)
            for name, leaves in below.items()
            for leaf, weight in leaves
        ),
        *(Record(name=f"{leaf}.sites.{WWW}", values=(leaf,), ttl=30) for leaf in ("a", "one", "other")),
    ]
    assert told(Zone(records)) == {"a": Fraction(3, 5), "one": Fraction(1, 5), "other": Fraction(1, 5)}


def test_the_least_ttl_on_the_way_counts() -> None:
    records = [
        Record(name=WWW, type="CNAME", id="a", values=(f"a.{WWW}",), ttl=20, weight=1),
        Record(name=f"a.{WWW}", values=("192.0.2.1",), ttl=300),
    ]
    (answer,) = Zone(records).ask(WWW)
    assert (answer.values, answer.ttl) == (("192.0.2.1",), 20)


def test_latency_answers_the_nearest_that_is_healthy() -> None:
    records = [
        Record(name=WWW, id=region, values=(region,), ttl=30, region=region, check=region)
        for region in ("ap-southeast-1", "ap-southeast-3", "eu-west-1")
    ]
    client = Client(regions=("ap-southeast-3", "ap-southeast-1", "eu-west-1"))
    assert told(Zone(records), client) == {"ap-southeast-3": Fraction(1)}
    assert told(Zone(records, failing={"ap-southeast-3"}), client) == {"ap-southeast-1": Fraction(1)}
    assert len(told(Zone(records))) == 3


def geographic(*, default: bool) -> list[Record]:
    places = {"jakarta": Place(country="ID"), "asia": Place(continent="AS"), **({"world": Place()} if default else {})}
    return [Record(name=WWW, id=name, values=(name,), ttl=30, place=place, check=name) for name, place in places.items()]


@pytest.mark.parametrize(
    ("place", "failing", "answered"),
    [
        (Place(continent="AS", country="ID"), set(), "jakarta"),
        (Place(continent="AS", country="ID"), {"jakarta"}, "asia"),
        (Place(continent="AS", country="ID"), {"jakarta", "asia"}, "world"),
        (Place(continent="AS", country="ID"), {"jakarta", "asia", "world"}, "jakarta"),
        (Place(continent="AS", country="SG"), set(), "asia"),
        (Place(continent="EU", country="DE"), set(), "world"),
    ],
)
def test_geolocation_goes_on_to_the_next_wider_place(place: Place, failing: set[str], answered: str) -> None:
    assert told(Zone(geographic(default=True), failing=failing), Client(place=place)) == {answered: Fraction(1)}


def test_geolocation_without_a_default_answers_nothing_to_others() -> None:
    assert told(Zone(geographic(default=False)), Client(place=Place(continent="EU", country="DE"))) == {}


def test_multivalue_answers_eight_healthy_ones_at_most() -> None:
    records = [Record(name=WWW, id=f"{n:02}", values=(f"{n}",), ttl=30, multivalue=True, check=f"{n}") for n in range(10)]
    assert len(told(Zone(records))) == 8
    assert set(told(Zone(records, failing={f"{n}" for n in range(7)}))) == {"7", "8", "9"}
    assert len(told(Zone(records, failing={f"{n}" for n in range(10)}))) == 8


def test_aliases_in_a_circle_answer_nothing() -> None:
    records = [
        Record(name=WWW, id="1", alias=Alias(f"b.{WWW}", evaluate=True)),
        Record(name=f"b.{WWW}", alias=Alias(WWW, evaluate=True)),
    ]
    assert Zone(records).ask(WWW) == ()


NAMES = st.sampled_from("abcdef")
WEIGHTED = st.dictionaries(NAMES, st.integers(0, 255), min_size=1)


@given(WEIGHTED, st.sets(NAMES))
def test_what_is_unhealthy_is_answered_only_when_all_is(weights: dict[str, int], failing: set[str]) -> None:
    found = told(Zone(weighted(**weights), failing=failing))
    assert sum(found.values()) == 1
    healthy = weights.keys() - failing
    assert found.keys() <= (healthy or weights.keys())


@given(WEIGHTED, st.sets(NAMES))
def test_those_that_stay_keep_their_proportions(weights: dict[str, int], failing: set[str]) -> None:
    before, after = told(Zone(weighted(**weights))), told(Zone(weighted(**weights), failing=failing))
    kept = before.keys() & after.keys()
    assert len({after[each] / before[each] for each in kept}) <= 1
    assert all(after[each] >= before[each] for each in kept)
