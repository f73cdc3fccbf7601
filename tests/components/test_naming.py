"""Zone ids in each cloud's spelling, names that fit, tags that both clouds take."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.naming import block_key, named, physical_name, tag_faults, zone_id


@pytest.mark.parametrize(
    ("cloud", "region", "letter", "zone"),
    [
        ("aws", "ap-southeast-3", "a", "ap-southeast-3a"),
        ("alicloud", "ap-southeast-5", "a", "ap-southeast-5a"),
        ("alicloud", "cn-hangzhou", "b", "cn-hangzhou-b"),
        ("alicloud", "cn-hongkong", "d", "cn-hongkong-d"),
    ],
)
def test_a_zone_id_is_spelt_as_its_cloud_does(cloud, region, letter, zone):
    assert zone_id(cloud, region, letter) == zone


def test_a_name_within_the_limit_stays_as_it_is():
    assert physical_name("nusantara-production-transcoder", 64) == "nusantara-production-transcoder"


@given(st.text(alphabet="abc-", min_size=1, max_size=200), st.integers(10, 128))
def test_a_name_never_exceeds_its_limit_and_never_varies(name: str, limit: int):
    short = physical_name(name, limit)
    assert len(short) <= limit
    assert short == physical_name(name, limit)


def test_names_that_differ_only_beyond_the_limit_stay_different():
    long = "nusantara-production-jakarta-alicloud-transcoder-of-very-many-films"
    names = {physical_name(f"{long}-{end}", 32) for end in ("one", "two")}
    assert len(names) == 2
    assert all(name.startswith("nusantara-production-ja") for name in names)


def test_a_limit_without_room_for_a_beginning_is_refused():
    with pytest.raises(ValueError, match="a limit of 9 characters leaves no room"):
        physical_name("a" * 20, 9)


def test_a_resources_own_name_wins_over_a_tag_for_all():
    assert named({"Name": "all alike", "owner": "platform"}, "net") == {"Name": "net", "owner": "platform"}


def test_usual_tags_have_no_fault():
    assert tag_faults({"owner": "platform", "cost-centre": "id-1042", "kubernetes.io/role/elb": "1", "note": ""}) == ()


@pytest.mark.parametrize(
    ("tags", "faults"),
    [
        ({"": "x"}, ["tags.: a key of 0 characters, expected 1 to 64; fix: shorten the key"]),
        ({"k" * 65: "x"}, [f"tags.{'k' * 65}: a key of 65 characters, expected 1 to 64; fix: shorten the key"]),
        ({"note": "v" * 129}, ["tags.note: a value of 129 characters, expected at most 128; fix: shorten the value"]),
        (
            {"AWS:owner": "x"},
            [
                (
                    'tags.AWS:owner: "AWS:owner", expected a key that begins with none of aws:, acs:, aliyun; '
                    "fix: choose another key; the clouds keep these for themselves"
                )
            ],
        ),
        (
            {"docs": "https://wiki.example"},
            [
                (
                    'tags.docs: "https://wiki.example", expected letters, digits, spaces and _ . : / = + - @, and no http:// or https://; '
                    "fix: remove the other characters"
                )
            ],
        ),
        (
            {"owner": "a&b"},
            [
                (
                    'tags.owner: "a&b", expected letters, digits, spaces and _ . : / = + - @, and no http:// or https://; '
                    "fix: remove the other characters"
                )
            ],
        ),
    ],
)
def test_a_tag_that_a_cloud_would_refuse_is_a_fault(tags, faults):
    assert [str(fault) for fault in tag_faults(tags)] == faults


@pytest.mark.parametrize(("block", "key"), [("10.36.0.0/16", "10-36-0-0-16"), ("2001:db8::/56", "2001-db8-56")])
def test_a_block_names_what_admits_it(block, key):
    assert block_key(block) == key
