"""Whether what an environment declares fits into its sites' subnets, told at the line of the block that is too small."""

from __future__ import annotations

import pytest

from stacks.environment import fitting, place
from stacks.environment.defaults import filled
from stacks.environment.problems import Cursor
from tests.stacks.conftest import edited, source

POOL = "capacity: {autoscaled: {min: 2, max: 6}}"
NEW = "while the network is new; later that replaces it with all that stands in it, so lower the maxima then"
NO_BLOCK = (
    "add a tier like pods, lower what may run at most, or spread it over more zones or sites; no block of a site is large enough"
)

CASES = {
    "pods": (
        {"pods: 10.33.0.0/16": "pods: 10.33.0.0/19", "replicas: {min: 2, max: 4}": "replicas: {min: 2, max: 800}"},
        [
            (
                '14:39 sites.jakarta.network.pods: "10.33.0.0/19", expected 1,534 addresses in each zone\'s pods subnet'
                " (1,072 pods on 14 nodes at most, one of 2 zones lost), and that of zone a has 1,019: 515 missing;"
                f" fix: write a /18 {NEW}"
            )
        ],
    ),
    "nodes, and the pods that run on every node": (
        {POOL: "capacity: {autoscaled: {min: 2, max: 3500}}"},
        [
            (
                '14:39 sites.jakarta.network.pods: "10.33.0.0/16", expected 133,236 addresses in each zone\'s pods subnet'
                " (11,135 pods on 3,700 nodes at most, one of 2 zones lost), and that of zone a has 8,187: 125,049 missing;"
                f" fix: {NO_BLOCK}"
            ),
            (
                '21:39 sites.batam.network.pods: "10.37.0.0/16", expected 28,035 addresses in each zone\'s pods subnet'
                " (10,535 pods on 3,500 nodes at most, one of 2 zones lost), and that of zone a has 8,188: 19,847 missing;"
                f" fix: {NO_BLOCK}"
            ),
        ],
    ),
    "nodes that Karpenter makes, and a share of them that it replaces": (
        {
            "cidr: 10.32.0.0/16": "cidr: 10.32.0.0/20",
            POOL: "capacity: {autoscaled: {min: 0, max: 150}}\n            unavailable: 50%",
            "types: [m7i.large]": "types: [m7i.large], provisioner: karpenter",
        },
        [
            (
                '14:19 sites.jakarta.network.cidr: "10.32.0.0/20", expected 253 addresses in each zone\'s private subnet'
                " (226 nodes and 3 machines of fleets at most, one of 2 zones lost), and that of zone a has 251: 2 missing;"
                f" fix: write a /19 {NEW}"
            )
        ],
    ),
    "machines of a fleet, and those that a refresh adds": (
        {"cidr: 10.32.0.0/16": "cidr: 10.32.0.0/20", "capacity: {fixed: 2}": "capacity: {fixed: 250}"},
        [
            (
                '14:19 sites.jakarta.network.cidr: "10.32.0.0/20", expected 338 addresses in each zone\'s private subnet'
                " (14 nodes and 300 machines of fleets at most, one of 2 zones lost), and that of zone a has 251: 87 missing;"
                f" fix: write a /19 {NEW}"
            )
        ],
    ),
    "a pinned subnet": (
        {"pods: 10.33.0.0/16": "pods: 10.33.0.0/16, pinned: {private: {b: 10.32.128.0/28}}"},
        [
            (
                '14:78 sites.jakarta.network.pinned.private.b: "10.32.128.0/28", expected 41 addresses in each zone\'s private subnet'
                " (14 nodes and 3 machines of fleets at most, one of 2 zones lost), and that of zone b has 11: 30 missing;"
                f" fix: write a /26 {NEW}"
            )
        ],
    ),
}


@pytest.mark.parametrize(("edits", "told"), CASES.values(), ids=CASES)
def test_a_block_too_small_for_what_is_declared(faults, edits, told):
    assert faults(edits) == told


def needed(edits: dict[str, str] | None = None, site: str = "jakarta") -> dict[str, int]:
    text = edited(edits or {})
    environment = Cursor((), filled(place.value(source(text).document), "staging"))
    return {tier: need.addresses for tier, need in fitting.demand(environment, site).needs.items()}


def test_what_stands_in_a_site_is_what_names_it():
    # Half of a pool of 6 is bought on the spot market in staging: two groups, and each update adds twice the zones.
    assert needed()["private"] == (3 + 4) * 2 + 2 + 1 + 16 + 8
    assert needed(site="batam")["private"] == 6 + 16 + 8
    assert needed({"sites: [jakarta]": "sites: [batam]"})["private"] == 14 + 16 + 8
    told = f"{POOL}\n            per_zone: true\n            unavailable: 100%"
    assert needed({POOL: told})["private"] == (3 + 3) * 2 + 2 + 1 + 16 + 8, "both groups whole in each zone, and as many again"
    ended_first = {POOL: told, "aws: {types: [m7i.large]}": "aws: {types: [m7i.large], surge: false}"}
    assert needed(ended_first)["private"] == (3 + 1) * 2 + 2 + 1 + 16 + 8
    many = {"replicas: {min: 2, max: 4}": "replicas: {min: 2, max: 400}"}
    assert needed(many)["pods"] == needed()["pods"] + 16 * 31  # 500 pods in place of 5
    assert needed({**many, "cluster: main, sites: all": "cluster: main, sites: [batam]"})["pods"] == needed()["pods"]


def test_endpoints_and_gateways_take_addresses_too():
    assert (
        needed({"pods: 10.33.0.0/16": "pods: 10.33.0.0/16, aws: {endpoints: [s3, sts, logs]}"})["private"]
        == needed()["private"] + 3
    )
    assert needed({"pods: 10.33.0.0/16": "pods: 10.33.0.0/16, nat: none"})["public"] == needed()["public"] - 1


@pytest.mark.parametrize(
    "edits",
    [
        {POOL: "capacity: plenty"},
        {POOL: "capacity: {autoscaled: {min: 9, max: 6}}"},
        {"replicas: {min: 2, max: 4}": "replicas: {min: 2, max: many}"},
        {"capacity: {fixed: 2}": "capacity: {fixed: none}"},
        {"cidr: 10.32.0.0/16": "cidr: 10.32.0.1/16"},
        {"pods: 10.33.0.0/16": "pods: 10.33.0.0/16, tiers: {cache: {like: data}}, pinned: [a]"},
        {"cloud: aws": "cloud: azure"},
    ],
)
def test_what_is_wrong_elsewhere_is_told_there_alone(faults, edits):
    assert not [fault for fault in faults(edits) if "missing; fix" in fault]
