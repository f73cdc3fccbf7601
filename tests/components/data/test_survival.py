"""Who needs a dependency and where, and what of a bucket nobody can write once a site is lost."""

from __future__ import annotations

from typing import Any

import pytest

from components.data.dependency import needs
from components.data.survival import unwritten

SITES = {
    "java": {"cloud": "aws"},
    "bali": {"cloud": "alicloud"},
    "ambon": {"cloud": "alicloud"},
    "temasek": {"cloud": "aws"},
}
ORDERS = {"primary": "java", "rpo": 60, "rto": 900}


@pytest.mark.parametrize(
    ("kind", "said", "sites"),
    [
        ("workloads", {"cluster": "main", "sites": "all"}, ("java", "bali")),
        ("workloads", {"cluster": "everywhere", "sites": "all"}, tuple(SITES)),
        ("workloads", {"cluster": "main", "sites": ["bali"]}, ("bali",)),
        ("jobs", {"cluster": "main", "sites": "all"}, ("java", "bali")),
        ("fleets", {"sites": "all"}, tuple(SITES)),
        ("fleets", {"sites": ["temasek", "java"]}, ("java", "temasek")),
    ],
)
def test_what_needs_a_dependency_stands_where_it_says_or_where_its_cluster_does(kind: str, said: dict[str, Any], sites: tuple[str]):
    clusters = {"main": {"sites": ["bali", "java"]}, "everywhere": {"sites": "all"}}
    environment = {
        "sites": SITES,
        "clusters": clusters,
        "dependencies": {"orders": ORDERS},
        kind: {"it": {**said, "needs": ["orders"]}},
    }
    (need,) = needs(environment)
    assert (need.kind, need.name, need.sites, need.on.name) == (kind, "it", sites, "orders")
    assert not need.on.personal_data


def test_prefixes_and_replicas_are_told_in_the_order_of_their_names():
    media = {
        "within": 900,
        "prefixes": {
            "orders": {"writer": "java", "replicas": ["temasek", "bali", "ambon"]},
            "faces": {"writer": "java", "replicas": ["bali", "ambon", "temasek"]},
        },
    }
    shop = {"cluster": "main", "sites": ["java", "bali"], "buckets": {"media": "write"}}
    (loss,) = unwritten(
        {
            "sites": SITES,
            "buckets": {"media": media},
            "workloads": {"shop": shop},
            "objectives": {"site": {"capacity": 100, "within": 300}},
        }
    )
    assert (loss.lost, loss.prefixes, loss.left) == ("java", ("faces/", "orders/"), ("ambon", "bali", "temasek"))
    assert (loss.without, loss.who) == ("without java", "shop at bali")
