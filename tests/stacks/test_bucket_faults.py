"""Faults of buckets, of what pushes them to the other cloud, and of who uses them, each at its line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pytest

from stacks.environment import EnvironmentFaults
from tests.stacks.conftest import another_site, edited, source

SITES: Final = "    sites:\n"
IMAGE: Final = f'"rclone/rclone@sha256:{"1" * 64}"'
PUSHING: Final = f"replication: {{cluster: main, image: {IMAGE}}}"
GOODS: Final = "prefixes: {goods: {writer: jakarta, replicas: [batam]}}"
STOREFRONT: Final = "replicas: {min: 2, max: 4}"


def faults(said: str = GOODS, pushing: str = PUSHING, edits: Mapping[str, str] | None = None) -> list[str]:
    """What is wrong with an environment that says replication in line 7 and the bucket in line 9."""
    changes = {SITES: f"    {pushing}\n    buckets:\n      media: {{{said}}}\n{SITES}", **(edits or {})}
    try:
        source(edited(changes)).loaded()
    except EnvironmentFaults as error:
        return [str(fault).partition(":")[2] for fault in error.faults]
    return []


CASES: Final[dict[str, tuple[dict[str, str], list[str]]]] = {
    "all is well": ({}, []),
    "an unknown writer": (
        {"said": GOODS.replace("writer: jakarta", "writer: jakata")},
        [('9:34 buckets.media.prefixes.goods.writer: "jakata", expected a site: jakarta or batam; fix: write jakarta')],
    ),
    "its own replica": (
        {"said": GOODS.replace("[batam]", "[jakarta]")},
        [
            (
                "9:62 buckets.media.prefixes.goods.replicas[0]: the writer's own site jakarta, expected another site, "
                "since an object has one writer; fix: name another site, or remove it"
            )
        ],
    ),
    "a replica twice": (
        {"said": GOODS.replace("[batam]", "[batam, batam]")},
        [('9:69 buckets.media.prefixes.goods.replicas[1]: "batam" a second time, expected each site once; fix: remove one')],
    ),
    "two writers of an object": (
        {"said": "prefixes: {goods: {writer: jakarta}, goods/large: {writer: batam}, goods-old: {writer: batam}}"},
        [
            (
                "9:52 buckets.media.prefixes.goods/large: goods/large/, which lies in goods/, expected prefixes beside one another, so that each object has one writer; fix: move it out of it"
            )
        ],
    ),
    "a prefix as clouds have it": (
        {"said": "prefixes: {/goods/: {writer: jakarta}}"},
        [
            (
                '9:26 buckets.media.prefixes./goods/: the name "/goods/", expected small letters, digits, dots, hyphens and underscores, with slashes between; fix: write it like goods or goods/large, without a slash at the end'
            )
        ],
    ),
    "nothing that pushes": (
        {"pushing": "log_retention_days: 30"},
        [
            (
                "2:3 replication: missing, expected what pushes objects of jakarta to the other cloud; fix: write replication: {cluster: main, image: rclone/rclone@sha256:…}"
            )
        ],
    ),
    "a cluster that is none": (
        {"pushing": PUSHING.replace("main", "mian")},
        ['7:19 replication.cluster: "mian", expected a cluster: main; fix: write main'],
    ),
    "an image by its tag": (
        {"pushing": "replication: {cluster: main, image: rclone/rclone:1.71}"},
        [
            (
                '7:34 replication.image: "rclone/rclone:1.71", expected an image by digest, repository@sha256:<64 hexadecimal digits>; fix: write its digest; a tag can name another image tomorrow'
            )
        ],
    ),
    "sooner than a job can": (
        {"said": f"within: 4m, {GOODS}"},
        ['9:15 buckets.media.within: "4m", expected 5m or more; fix: write 5m'],
    ),
    "not locked for so long": (
        {"said": f"lock_days: 35, expire_days: 30, deletions: true, {GOODS}"},
        [
            ("9:30 buckets.media.expire_days: 30, expected 35 or more, for which nothing can be deleted; fix: write 35"),
            ("9:47 buckets.media.deletions: true, expected false, since nothing can be deleted while it is locked; fix: remove it"),
        ],
    ),
    "consent for data of nobody": (
        {"said": f"abroad: [sg], {GOODS}"},
        [
            (
                "9:15 buckets.media.abroad: consent for data of nobody, expected personal_data: true beside it; fix: write that, or remove abroad"
            )
        ],
    ),
}


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES)
def test_a_fault_stands_at_its_line(given, expected):
    assert faults(**given) == expected


def test_a_cluster_pushes_from_where_it_is_and_with_an_issuer():
    alone = {
        "        sites: all\n        versions": "        sites: [batam]\n        issuer: false\n        versions",
        "sites: all, replicas": "sites: [batam], replicas",
    }
    assert faults(edits=alone) == [
        (
            "7:19 replication.cluster: main, which is not at jakarta, expected a cluster at each site that writes; fix: add jakarta to it"
        ),
        (
            "7:19 replication.cluster: main, which has no issuer, expected a cluster with an issuer, which the other cloud trusts; fix: write issuer: true there"
        ),
    ]


def test_replicas_on_one_cloud_are_within_an_account_and_promise_no_less_than_the_cloud_does():
    apart = {"    clusters:\n": another_site("solo", account="222233334444") + "    clusters:\n"}
    assert faults("within: 10m, prefixes: {goods: {writer: jakarta, replicas: [solo]}}", edits=apart) == [
        (
            '9:15 buckets.media.within: "10m", expected 15m or more, since replicas of one cloud (aws) promise no less; fix: write 15m'
        ),
        (
            "9:75 buckets.media.prefixes.goods.replicas[0]: solo, in account 222233334444, expected a site of the "
            "writer's account 111122223333, since clouds replicate within an account here; fix: choose another site, "
            "or remove it"
        ),
    ]


def test_personal_data_is_not_replicated_abroad_unasked():
    abroad = {"    clusters:\n": another_site("solo") + "    clusters:\n"}
    personal = "personal_data: true, prefixes: {goods: {writer: jakarta, replicas: [solo]}}"
    assert faults(personal, edits=abroad) == [
        (
            "9:83 buckets.media.prefixes.goods.replicas[0]: personal data of id in solo, which is in sg, expected a site in id; fix: choose a site in id, or write abroad: [sg] once that is allowed"
        )
    ]
    assert faults(f"abroad: [sg], {personal}", edits=abroad) == []


def test_who_uses_a_bucket_stands_where_it_is_and_writes_where_it_is_written():
    def using(said: str, more: str = GOODS) -> list[str]:
        return faults(more, edits={STOREFRONT: f"{STOREFRONT}, buckets: {{{said}}}"})

    assert using("media: read") == using("media: write") == []
    assert using("meida: read, media: own") == [
        ("40:85 workloads.storefront.buckets.meida: the bucket meida, expected a bucket: media; fix: write media"),
        '40:98 workloads.storefront.buckets.media: "own", expected read or write; fix: choose one of them',
    ]
    assert using("media: read", "prefixes: {goods: {writer: jakarta}}") == [
        (
            "40:85 workloads.storefront.buckets.media: media at jakarta and batam, expected a bucket at each of its sites; media is not at batam; fix: add batam to replicas of a prefix"
        )
    ]
    elsewhere = {STOREFRONT: f"{STOREFRONT}, buckets: {{media: write}}", "sites: all, replicas": "sites: [batam], replicas"}
    assert faults(edits=elsewhere) == [
        (
            '40:89 workloads.storefront.buckets.media: "write", expected read, since none of its sites writes media; fix: write read, or let a prefix be written where it runs'
        )
    ]


def test_in_production_somebody_is_told_where_a_replica_is_measured():
    (found,) = faults(edits={"    tier: staging": "    tier: production"})
    assert found == (
        "11:7 sites.jakarta.alarms: missing, expected where alarms of replicas go that are measured at jakarta, in production; "
        "fix: write alarms: [an SNS topic of the region]"
    )
