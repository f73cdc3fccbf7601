"""Which parts of a network may be named, and which must be."""

from __future__ import annotations

from typing import Any

import pytest

from components.addressing import ExtraTier
from components.contracts import Adoption, NetworkArgs
from components.errors import ArgumentsError

SUBNETS = {f"{tier}-{zone}": f"subnet-{tier}-{zone}" for tier in ("public", "private", "data", "pods") for zone in "ab"}


def args(ids, *, manage=True, **changes) -> NetworkArgs:
    usual: dict[str, Any] = {"region": "ap-southeast-3", "zones": ("a", "b"), "cidr": "10.32.0.0/16", "pods": "10.33.0.0/16"}
    return NetworkArgs(**{**usual, **changes}, adopt=Adoption(ids={"vpc": "vpc-1", **ids}, manage=manage))


def refused(*given, **more) -> dict[str, str]:
    with pytest.raises(ArgumentsError) as caught:
        args(*given, **more)
    return {fault.field: f"{fault.given}, expected {fault.expected}; fix: {fault.fix}" for fault in caught.value.faults}


def test_every_part_may_be_named():
    tiers = {"cache": ExtraTier(like="data", slot=1), "more": ExtraTier(like="pods", slot=3, cidr="10.34.0.0/16")}
    parts = {"internet": "igw-1", "nat-b": "nat-1", "eip-b": "eip-1", "pods": "assoc-1", "more": "assoc-2", "cache-a": "subnet-9"}
    assert args({**SUBNETS, **parts}, tiers=tiers, nat_zone="b").adopt is not None


@pytest.mark.parametrize("key", ["private-c", "nat-b", "eip-b", "cache-a", "cache", "private", "data-a-1"])
def test_a_part_that_the_network_does_not_have(key):
    (fault,) = refused({key: "x-1"}).items()
    assert fault[0] == f"adopt.ids.{key}"
    assert fault[1].startswith(f'"{key}", expected a part of this network: vpc, public-a, public-b, private-a')


def test_parts_are_judged_only_where_addresses_are_sound():
    assert "adopt.ids.private-c" not in refused({"private-c": "x-1"}, cidr="10.32.0.1/16")


def test_one_id_for_two_parts():
    with pytest.raises(ArgumentsError, match=r'ids.private-b: "subnet-1", expected another id than that of private-a'):
        Adoption(ids={"vpc": "vpc-1", "private-a": "subnet-1", "private-b": "subnet-1"})


def test_without_a_vpc_nothing_can_be_adopted():
    with pytest.raises(ArgumentsError, match="ids: nothing, expected the VPC's id under vpc"):
        Adoption(ids={"private-a": "subnet-1"})


def test_an_address_is_named_once():
    assert "eip-a beside nat_addresses.a" in refused({"eip-a": "eip-1"}, nat_addresses={"a": "eip-2"})["adopt.ids"]


def test_what_is_only_read_must_be_whole():
    fault = refused({key: SUBNETS[key] for key in SUBNETS if key != "data-b"}, manage=False)["adopt.ids"]
    assert fault.startswith("nothing for data-b, eip-a, expected every subnet and NAT address")
    assert args({**SUBNETS, "eip-a": "eip-1"}, manage=False).adopt is not None
    assert args(SUBNETS, manage=False, nat="none").adopt is not None


@pytest.mark.parametrize("asked", [{"ipv6": True}, {"nat_addresses": {"a": "eip-2"}}])
def test_nothing_is_made_beside_what_is_only_read(asked):
    (field,) = asked
    assert "nothing to be made or changed" in refused({**SUBNETS, "eip-a": "eip-1"}, manage=False, **asked)[field]


def test_a_subnet_comes_with_the_block_it_lies_in():
    tiers = {"more": ExtraTier(like="pods", slot=3, cidr="10.34.0.0/16")}
    found = refused({"pods-a": "subnet-1", "more-b": "subnet-2"}, tiers=tiers)
    assert found["adopt.ids.pods"].startswith("nothing, expected the id of the block that pods-a lies in")
    assert found["adopt.ids.more"].startswith("nothing, expected the id of the block that more-b lies in")
    assert args({"pods-a": "subnet-1"}, pinned={"pods": {"a": "10.32.192.0/24"}}).adopt is not None
    elsewhere = refused({"data-a": "subnet-1"}, pinned={"data": {"a": "10.33.192.0/24"}})
    assert elsewhere["adopt.ids.pods"].startswith("nothing, expected the id of the block that data-a lies in")
