"""What Alibaba Cloud refuses of a network's arguments, each with its fix."""

from __future__ import annotations

from typing import Any

import pytest

from components.addressing import ExtraTier
from components.contracts import Adoption, FlowLogs
from components.errors import ArgumentsError
from tests.support.clouds import ALICLOUD

SPREAD = tuple(f"192.168.{number}.0/24" for number in range(17))
MANY = {f"t{slot}": ExtraTier(like="pods", slot=slot, cidr=f"10.{40 + slot}.0.0/16") for slot in range(3, 8)}
PRIVATELINK = '"oss", or the whole name of a service of PrivateLink'

CASES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "flow logs to storage": (
        {"flow_logs": FlowLogs(to="storage")},
        [
            'flow_logs.to: "storage", expected logs, since flow logs go to Simple Log Service alone; fix: leave it out; a Logstore keeps'
        ],
    ),
    "an interval that flow logs lack": ({"flow_log_interval": 30}, ["flow_log_interval: 30, expected one of 60, 300, 600"]),
    "more blocks of their own than the cloud adds": (
        {"tiers": MANY},
        ["tiers.t7.cidr: the block of tier 5, expected at most 4 tiers with blocks of their own, since alicloud adds no more"],
    ),
    "more entries of the ACL than the quota": (
        {"data_from": (*SPREAD, "192.168.17.0/24")},
        [
            "acl_entries: 20, expected 21 at least: the ACL of data, the platform's block and the network's own among them; fix: raise"
        ],
    ),
    "an endpoint by half a name": (
        {"endpoints": ("oss", "kms")},
        [f'endpoints.1: "kms", expected {PRIVATELINK}; fix: write com.ali'],
    ),
    "a service of another region": (
        {"endpoints": ("com.aliyuncs.privatelink.cn-beijing.kms",)},
        ['endpoints.0: "com.aliyuncs.privatelink.cn-beijing.kms", expected a service of ap-southeast-5'],
    ),
    "a service twice": ({"endpoints": ("oss", "oss")}, ['endpoints.1: "oss" a second time, expected each service once']),
    "a region without gateway endpoints": (
        {"endpoints": ("oss",), "region": "ap-southeast-7"},
        ['endpoints.0: "oss", expected another service, since ap-southeast-7 has no gateway endpoints; fix: write com.aliyuncs'],
    ),
    "an endpoint in no zone of the network": (
        {"endpoint_zones": ("d",)},
        ['endpoint_zones.0: "d", expected one of zones, a, b, c'],
    ),
    "a registry that is none, in no zone": (
        {"registries": {"shop": "d"}},
        [
            'registries.shop: "shop", expected the id of an instance, cri-…; fix: copy its id',
            'registries.shop: "d", expected one of zones, a, b, c; fix: choose a zone of this network',
        ],
    ),
    "a secondary block of another VPC": (
        {"adopt": Adoption(ids={"vpc": "vpc-1", "pods": "vpc-2:10.33.0.0/16"})},
        ['adopt.ids.pods: "vpc-2:10.33.0.0/16", expected vpc-1:10.33.0.0/16'],
    ),
}


@pytest.mark.parametrize(("given", "told"), CASES.values(), ids=CASES)
def test_every_fault_is_told_with_its_fix(given, told):
    with pytest.raises(ArgumentsError) as caught:
        ALICLOUD.network_args(**given)
    assert len(caught.value.faults) == len(told)
    for fault, beginning in zip(caught.value.faults, told, strict=True):
        assert str(fault).startswith(beginning)
        assert fault.fix


@pytest.mark.parametrize(
    "given",
    [
        {"tiers": {name: tier for name, tier in MANY.items() if name != "t7"}},
        {"data_from": (*SPREAD, "192.168.17.0/24"), "acl_entries": 21},
        {"data_from": (*SPREAD, "192.168.17.0/24"), "data_acl": False},
        {"data_from": SPREAD},
        {"endpoints": ("oss", "com.aliyuncs.privatelink.ap-southeast-5.oss")},
    ],
)
def test_a_raised_quota_is_written_down(given):
    assert ALICLOUD.network_args(**given)


def test_nothing_is_made_beside_what_is_only_read():
    subnets = {f"{tier}-{zone}": f"vsw-{tier}{zone}" for tier in ("public", "private", "data", "pods") for zone in "abc"}
    adopt = Adoption(ids={"vpc": "vpc-1", **subnets}, manage=False)
    with pytest.raises(ArgumentsError) as caught:
        ALICLOUD.network_args(adopt=adopt, nat="none", endpoints=("oss",), registries={"cri-1": "a"})
    assert [fault.field for fault in caught.value.faults] == ["endpoints", "registries"]


def test_parts_of_the_clouds_own_can_be_named():
    ids = {"vpc": "vpc-1", "table-public": "vtb-1", "attachment-data-a": "vtb-2:vsw-1", "snat-pods-b": "stb-1:snat-1"}
    assert ALICLOUD.network_args(adopt=Adoption(ids=ids))
    with pytest.raises(ArgumentsError, match=r"adopt\.ids\.snat-data-a"):
        ALICLOUD.network_args(adopt=Adoption(ids={"vpc": "vpc-1", "snat-data-a": "stb-1:snat-1"}))
