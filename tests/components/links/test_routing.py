"""That any two sites reach each other, in a mesh and by a hub, and that each step is over a link that there is."""

from __future__ import annotations

from itertools import pairwise, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from components.links.pairs import hub, mesh, pair
from components.links.routing import beyond, next_hops

SITES = [f"site-{number}" for number in range(7)]

some = st.lists(st.sampled_from(SITES), min_size=2, unique=True)


def steps(hops, origin, destination):
    """The sites passed from one to another; None where nothing leads on."""
    passed = [origin]
    while passed[-1] != destination and len(passed) <= len(SITES):
        following = hops.get(passed[-1], {}).get(destination)
        if following is None:
            return None
        passed.append(following)
    return passed


@given(some)
@settings(max_examples=200, deadline=None)
def test_any_two_sites_of_a_mesh_are_one_step_apart(sites):
    hops = next_hops(mesh(sites))
    assert all(steps(hops, one, other) == [one, other] for one, other in permutations(sites, 2))


@given(some)
@settings(max_examples=1000, deadline=None)
def test_any_two_sites_of_a_hub_reach_each_other_through_it_alone(sites):
    centre, *_ = sites
    joined = hub(centre, sites)
    hops = next_hops(joined, centre, sites)
    for one, other in permutations(sites, 2):
        assert steps(hops, one, other) == ([one, other] if centre in (one, other) else [one, centre, other])
    for spoke in set(sites) - {centre}:
        assert set(beyond(hops, spoke, centre)) == set(sites) - {centre, spoke}
        assert beyond(hops, centre, spoke) == ()


@given(some)
@settings(max_examples=200, deadline=None)
def test_spokes_with_a_link_of_their_own_do_without_the_hub(sites):
    centre, *spokes = sites
    direct = [pair(one, other) for one, other in pairwise(spokes)]
    hops = next_hops([*hub(centre, sites), *direct], centre, sites)
    for one, other in direct:
        assert steps(hops, one, other) == [one, other]
        assert other not in beyond(hops, one, centre)


def test_what_is_beyond_a_hub_is_told_in_the_order_of_names():
    hops = next_hops(hub("d", ("d", "c", "b", "a")), "d", ("c", "b", "a"))
    assert beyond(hops, "a", "d") == ("b", "c")
    assert beyond(hops, "b", "d") == ("a", "c")


def test_without_a_hub_nothing_is_handed_on():
    joined = hub("a", ("a", "b", "c"))
    assert steps(next_hops(joined), "b", "c") is None
    assert steps(next_hops(joined, "a", ("b", "c")), "b", "c") == ["b", "a", "c"]


def test_a_hub_hands_nothing_on_for_sites_that_are_joined_with_it_otherwise():
    joined = (*hub("a", ("a", "b", "c")), pair("a", "d"))
    hops = next_hops(joined, "a", ("b", "c"))
    assert steps(hops, "d", "b") is None
    assert steps(hops, "d", "a") == ["d", "a"]
