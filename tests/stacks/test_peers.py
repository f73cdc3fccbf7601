"""Connections inside a cluster: named at one end, let through at both."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.contracts import Peer
from stacks.peers import callers, calls
from tests.stacks.conftest import RELEASES, edited, source

LINE = "      storefront: {cluster: main, sites: all, replicas: {min: 2, max: 4}}\n"
IMAGE = f"shop/any@sha256:{'1' * 64}"
NAMES = ("storefront", "checkout", "search")


def loaded(said: dict[str, str], jobs: dict[str, str] | None = None):
    """An environment with these workloads, each with what is said of it."""
    text = "".join(
        f"      {name}: {{cluster: main, sites: all, replicas: {{min: 2, max: 4}}{more}}}\n" for name, more in said.items()
    )
    if jobs:
        text += "    jobs:\n" + "".join(f"      {name}: {{cluster: main, sites: all{more}}}\n" for name, more in jobs.items())
    releases = "".join(f"{name}: {IMAGE}\n" for name in {**said, **(jobs or {})})
    return source(edited({LINE: text}), releases).loaded().environment


@pytest.mark.parametrize(
    "said",
    [
        {"storefront": ", calls: [checkout]", "checkout": ", port: 9000"},
        {"storefront": "", "checkout": ", port: 9000, callers: [storefront]"},
        {"storefront": ", calls: [checkout]", "checkout": ", port: 9000, callers: [storefront]"},
    ],
    ids=["by the caller", "by the called", "by both"],
)
def test_one_end_is_enough(said):
    environment = loaded(said)
    assert calls(environment, "storefront") == (Peer(app="checkout", ports=(80, 9000)),)
    assert callers(environment, "checkout") == (Peer(app="storefront"),)
    assert callers(environment, "storefront") == calls(environment, "checkout") == ()


def test_a_peer_elsewhere_is_named_with_its_namespace():
    environment = loaded({"storefront": ", namespace: web, calls: [checkout]", "checkout": ", namespace: shop"})
    assert calls(environment, "storefront") == (Peer(app="checkout", namespace="shop", ports=(80, 8080)),)
    assert callers(environment, "checkout") == (Peer(app="storefront", namespace="web"),)


def test_a_job_calls_and_is_a_caller():
    environment = loaded({"search": ", callers: [reindex]", "checkout": ""}, {"reindex": ", calls: [checkout]"})
    assert calls(environment, "reindex") == (Peer(app="checkout", ports=(80, 8080)), Peer(app="search", ports=(80, 8080)))
    assert callers(environment, "checkout") == callers(environment, "search") == (Peer(app="reindex"),)


def test_others_than_workloads_are_said_in_full():
    environment = loaded({"storefront": ", calls: [{cidr: 10.32.0.0/12, ports: [5432]}], callers: [{namespace: monitoring}]"})
    assert calls(environment, "storefront") == (Peer(cidr="10.32.0.0/12", ports=(5432,)),)
    assert callers(environment, "storefront") == (Peer(namespace="monitoring"),)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.tuples(st.sampled_from(NAMES), st.sampled_from(("calls", "callers")), st.sampled_from(NAMES))))
def test_every_connection_has_two_ends(edges):
    def said(name: str, field: str) -> str:
        return ", ".join(sorted(other for owner, each, other in edges if (owner, each) == (name, field)))

    environment = loaded({name: f", calls: [{said(name, 'calls')}], callers: [{said(name, 'callers')}]" for name in NAMES})
    out = {(name, peer.app) for name in NAMES for peer in calls(environment, name)}
    come = {(peer.app, name) for name in NAMES for peer in callers(environment, name)}
    meant = {(owner, other) if field == "calls" else (other, owner) for owner, field, other in edges}
    assert out == come == meant
    assert all(peer.ports == (80, 8080) for peer in chain.from_iterable(calls(environment, name) for name in NAMES))


FAULTS = {
    "a peer that there is not": (
        "calls: [chekout]",
        (
            '37:83 workloads.storefront.calls[0]: "chekout", expected a workload of its cluster: storefront or checkout; '
            "fix: write checkout"
        ),
    ),
    "a peer that is neither": (
        "callers: [[checkout]]",
        "37:85 workloads.storefront.callers[0]: a list, expected a mapping; fix: write key: value, a line each, or {key: value}",
    ),
    "an unknown key": (
        "calls: [{port: 1}]",
        "37:84 workloads.storefront.calls[0].port: an unknown key, expected app, cidr, namespace or ports; fix: write ports",
    ),
}


@pytest.mark.parametrize(("more", "fault"), FAULTS.values(), ids=FAULTS)
def test_what_the_file_refuses(faults, more, fault):
    line = LINE.replace("max: 4}}", f"max: 4}}, {more}}}")
    both = f"{line}      checkout: {{cluster: main, sites: all, replicas: {{min: 2, max: 4}}}}\n"
    assert faults({LINE: both}, releases=f"{RELEASES}checkout: {IMAGE}\n") == [fault]
