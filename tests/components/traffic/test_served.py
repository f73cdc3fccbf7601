"""Which sites a name is answered with, and what is called to join them in GTM."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from components.traffic.gtm_calls import digest, member, template
from components.traffic.places import CONTINENTS, COUNTRIES, line
from components.traffic.served import shares

SITES = ("ambon", "batam", "jakarta", "medan")


@st.composite
def told(draw):
    """Shares that sum to 100, a fallback that has none, and sites that are drained."""
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=2, max_size=2)))
    weights = dict(zip(SITES[:3], (cuts[0], cuts[1] - cuts[0], 100 - cuts[1]), strict=True))
    return weights, draw(st.sampled_from([None, "medan"])), draw(st.sets(st.sampled_from(SITES)))


def weighted(weights, fallback=None, drained=(), sites=SITES):
    return shares("weighted", sites, weights=weights, places={}, primary=None, fallback=fallback, drained=drained)


@settings(max_examples=200)
@given(told())
def test_whoever_has_a_share_is_answered_once_and_first(case):
    weights, fallback, drained = case
    found = weighted(weights, fallback, drained)
    first = {share.site: share.weight for share in found if share.turn == "first"}
    assert first == {site: weight for site, weight in weights.items() if weight and site not in drained}
    assert [share.site for share in found if share.turn == "fallback"] == (
        [fallback] if fallback and fallback not in drained else []
    )
    assert found == weighted(dict(reversed(weights.items())), fallback, drained, SITES[::-1]), "whatever the order in the file"


def test_a_site_that_is_added_moves_no_share():
    before = weighted({"batam": 60, "jakarta": 40})
    assert set(before) <= set(weighted({"batam": 60, "jakarta": 40}, "medan"))


def test_what_is_called_fills_each_pool_then_answers_then_tells():
    whole = json.loads(template(["first", "fallback"], alerts=True))
    called = [task["Properties"]["API"] for task in whole["Tasks"]]
    assert called == [
        "ReplaceCloudGtmAddressPoolAddress",
        "ReplaceCloudGtmAddressPoolAddress",
        "ReplaceCloudGtmInstanceConfigAddressPool",
        "UpdateCloudGtmInstanceConfigAlert",
    ]
    used = set(json.dumps(whole["Tasks"]).replace("{{ ", "\n{{").split("\n")[1:])
    assert {each[2:].partition(" ")[0] for each in used} == whole["Parameters"].keys()
    assert "Groups" not in json.loads(template(["first"], alerts=False))["Parameters"]


def test_a_member_is_written_as_the_service_takes_it():
    assert member("AddressId", "addr-1", 2, weight=40) == {
        "AddressId": "addr-1",
        "SerialNumber": 2,
        "WeightValue": 40,
        "RequestSource": ["default"],
    }
    assert member("AddressPoolId", "pool-1", 1, sources=["os_asia"])["WeightValue"] == 1
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1}) != digest({"a": 2, "b": 2})


def test_every_place_has_a_line():
    assert line("default") == "default"
    assert {line(place) for place in (*CONTINENTS, *COUNTRIES)} >= {"os_asia", "os_asia_id", "os_oceanica_au"}


def test_places_of_sites_are_told_in_one_order_whatever_the_order_in_the_file():
    places = {"medan": ["SG", "ID"], "batam": ["default", "AS"], "ambon": []}
    found = shares("geo", SITES, weights={}, places=places, primary=None, fallback=None)
    assert [(share.site, share.places) for share in found] == [("batam", ("AS", "default")), ("medan", ("ID", "SG"))]


def test_a_primary_is_answered_before_the_fallback():
    found = shares("failover", SITES, weights={}, places={}, primary="medan", fallback="ambon")
    assert [(share.site, share.turn) for share in found] == [("medan", "first"), ("ambon", "fallback")]
