"""Which way objects flow, how often a job pushes, and what a prefix may not lie in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.data.flows import SOONEST, Flow, bucket_name, bucket_sites, flows, overlapping, role_name

SITES = {"java": {"cloud": "aws"}, "bali": {"cloud": "alicloud"}, "temasek": {"cloud": "aws"}, "batam": {"cloud": "alicloud"}}
MEDIA = {
    "within": 900.0,
    "prefixes": {
        "goods": {"writer": "java", "replicas": ["bali", "temasek"]},
        "films": {"writer": "bali", "replicas": ["java", "batam"]},
        "faces": {"writer": "java", "replicas": ["bali"]},
        "own": {"writer": "temasek"},
    },
}


def flow(**changed: Any) -> Flow:
    told = {"bucket": "media", "writer": "java", "replica": "bali", "clouds": ("aws", "alicloud"), "prefixes": ("goods/",)}
    given: dict[str, Any] = {**told, "within": 900, **changed}
    return Flow(**given)


def test_prefixes_of_one_writer_and_one_replica_flow_together_each_by_its_way():
    found = list(flows({"sites": SITES, "buckets": {"media": MEDIA}}))
    assert [(each.writer, each.replica, each.way, each.prefixes) for each in found] == [
        ("bali", "batam", "oss", ("films/",)),
        ("bali", "java", "push", ("films/",)),
        ("java", "bali", "push", ("faces/", "goods/")),
        ("java", "temasek", "s3", ("goods/",)),
    ]
    assert len({each.key for each in found}) == len({each.marker for each in found}) == 4
    assert not any(each.locked or each.deletions for each in found)


def test_what_a_bucket_says_of_deletions_and_locks_holds_for_each_of_its_flows():
    said = {**MEDIA, "deletions": True}
    assert all(each.deletions for each in flows({"sites": SITES, "buckets": {"media": said}}))
    said = {**MEDIA, "lock_days": 30.0}
    assert all(each.locked for each in flows({"sites": SITES, "buckets": {"media": said}}))


def test_a_bucket_is_at_each_site_that_writes_or_holds_a_replica():
    found = bucket_sites(MEDIA)
    assert found == {"bali": ("films/",), "batam": (), "java": ("faces/", "goods/"), "temasek": ("own/",)}
    assert list(found) == sorted(found)


@pytest.mark.parametrize(
    ("within", "schedule"),
    [
        (300, "*/1 * * * *"),
        (900, "*/5 * * * *"),
        (3600, "*/20 * * * *"),
        (7200, "*/30 * * * *"),
        (10_800, "7 */1 * * *"),
        (21_600, "7 */2 * * *"),
        (86_400, "7 */8 * * *"),
    ],
)
def test_a_job_pushes_three_times_while_a_replica_may_be_behind(within, schedule):
    assert flow(within=within).schedule == schedule


@given(st.integers(SOONEST["push"], 86_400))
def test_one_run_may_fail_whatever_is_promised(within):
    """The gap between two runs that succeed, one failed between them, is within what is promised."""
    minutes, hours, *_ = flow(within=within).schedule.split()
    every = int(minutes[2:]) * 60 if hours == "*" else int(hours[2:]) * 3600
    assert 2 * every <= within


@given(st.sets(st.lists(st.sampled_from(["a", "ab", "b"]), min_size=1, max_size=3).map("/".join), min_size=1, max_size=6))
def test_no_object_has_two_writers_where_no_prefix_overlaps(prefixes):
    """Any object lies in one of the prefixes at most, unless a fault is told."""
    clashing = list(overlapping(dict.fromkeys(prefixes, "java")))
    most = max(sum(f"{name}/object".startswith(f"{prefix}/") for prefix in prefixes) for name in prefixes)
    assert (most > 1) == bool(clashing)


def test_names_are_what_the_clouds_take_however_long_they_are():
    long = bucket_name("a-very-long-domain-indeed.shop.example", "production", "jakarta-alicloud-second", "backups")
    assert len(long) <= 63
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]*[a-z0-9]", long)
    assert len(role_name("production", flow(writer="x" * 24, replica="y" * 24, bucket="z" * 24).key)) <= 64
    assert bucket_name("shop.example", "staging", "java", "media") == "shop-example-staging-java-media"
