"""What a network on AWS refuses to be made from, and what it takes."""

from __future__ import annotations

from typing import Any

import pytest

from components.addressing import ExtraTier
from components.contracts import Adoption, FlowLogs
from components.errors import ArgumentsError
from tests.support.clouds import AWS

GROUP = "arn:aws:logs:ap-southeast-3:111122223333:log-group:/network/flows"
STREAM = "arn:aws:firehose:ap-southeast-3:111122223333:deliverystream/flows"
BUCKET, KEY = "arn:aws:s3:::flow-logs/jakarta", "arn:aws:kms:ap-southeast-3:111122223333:key/1234"


def refused(**changes: Any) -> dict[str, str]:
    """By field, what is said of it."""
    with pytest.raises(ArgumentsError) as caught:
        AWS.network_args(**changes)
    return {fault.field: f"{fault.given}, expected {fault.expected}; fix: {fault.fix}" for fault in caught.value.faults}


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"endpoints": ("s3", "s3")}, "endpoints", '"s3", expected each service once'),
        ({"endpoints": ("ECR API",)}, "endpoints", "fix: write ecr-api, say"),
        ({"endpoints": ("com.amazonaws.ap-southeast-3.ecr.api",)}, "endpoints", "fix: write ecr.api; the network knows its region"),
        ({"endpoints": ("",)}, "endpoints", "fix: write s3, ecr.api or sts, say"),
        ({"endpoint_policies": {"sts": '{"Statement": []}'}}, "endpoint_policies.sts", '"sts", expected one of endpoints: s3'),
        ({"endpoint_policies": {"s3": "allow"}}, "endpoint_policies.s3", '"allow", expected a policy document in JSON'),
        ({"endpoint_policies": {"s3": "[]"}}, "endpoint_policies.s3", "expected a policy document in JSON"),
        ({"endpoints": ("sts",), "dns_hostnames": False}, "dns_hostnames", "sts is found by a private name"),
        ({"dns_support": False}, "dns_support", "false, expected true beside dns_hostnames"),
        (
            {"endpoints": ("com.amazonaws.vpce.us-east-1.vpce-svc-0a1b2c3d4e5f67890",)},
            "endpoints",
            "expected an endpoint service of ap-southeast-3; fix: write com.amazonaws.vpce.ap-southeast-3.vpce-svc-…",
        ),
        ({"endpoint_zones": {"s3": ("a",)}}, "endpoint_zones.s3", '"s3", expected a service with an interface endpoint'),
        ({"endpoints": ("sts",), "endpoint_zones": {"sts": ("d",)}}, "endpoint_zones.sts", '"d", expected some of zones, a, b, c'),
        ({"endpoints": ("sts",), "endpoint_zones": {"sts": ()}}, "endpoint_zones.sts", "expected a zone at least"),
        ({"endpoints": ("sts",), "endpoint_private_names": ("sts",)}, "endpoint_private_names.0", "a service by its whole name"),
        ({"endpoint_ports": ()}, "endpoint_ports", "nothing, expected a port at least"),
        ({"endpoint_ports": (0,)}, "endpoint_ports", "0, expected a whole number, 1 to 65535"),
        ({"internet": False, "nat": "none", "public_ip_on_launch": True}, "public_ip_on_launch", "nothing leads to the internet"),
        ({"dns64": True}, "dns64", "expected false without ipv6 and NAT gateways"),
        ({"tenancy": "host"}, "tenancy", '"host", expected one of default, dedicated'),
        ({"ipam_pool": "pool-1"}, "ipam_pool", '"pool-1", expected the id of a pool'),
        ({"subnet_groups": ("db",)}, "subnet_groups.0", '"db", expected a tier of this network: public'),
        ({"subnet_groups": ("data", "data")}, "subnet_groups.1", "expected each tier once"),
        ({"subnet_groups": ("data",), "zones": ("a",)}, "subnet_groups", "expected none in a network of one zone"),
        ({"flow_logs": FlowLogs(to="stream")}, "flow_log_stream", "nothing, expected a stream to hand records to"),
        ({"flow_log_stream": STREAM}, "flow_log_stream", 'expected flow_logs.to "stream"'),
        ({"flow_log_group": "flows"}, "flow_log_group", '"flows", expected the ARN of a log group'),
        ({"flow_log_group": GROUP, "flow_log_key": KEY}, "flow_log_key", "expected none beside flow_log_group"),
        ({"flow_log_parquet": True}, "flow_log_parquet", 'expected flow_logs.to "storage"'),
        ({"flow_log_fields": ("srcadr",)}, "flow_log_fields.0", '"srcadr", expected a field of a record'),
        ({"flow_log_fields": ("start", "start")}, "flow_log_fields.1", "expected each field once"),
        ({"acl_rules": 41}, "acl_rules", "41, expected a whole number, 20 to 40"),
        ({"ntp_servers": ("time.example",)}, "ntp_servers", '"time.example", expected an IPv4 address'),
        ({"ntp_servers": tuple(f"10.0.0.{n}" for n in range(5))}, "ntp_servers", "5, expected four at most"),
        ({"flow_log_interval": 300}, "flow_log_interval", "300, expected 60 or 600"),
        ({"flow_log_bucket": BUCKET}, "flow_log_bucket", 'expected flow_logs.to "storage"'),
        ({"flow_log_bucket": "flow-logs", "flow_logs": FlowLogs(to="storage")}, "flow_log_bucket", "the ARN of an S3 bucket"),
        ({"flow_log_key": "alias/logs"}, "flow_log_key", "the ARN of a KMS key"),
        ({"ipv6_on_launch": True}, "ipv6_on_launch", "expected ipv6"),
        ({"tiers": {"nat": ExtraTier(like="data", slot=1)}}, "tiers.nat", "parts of the network are called so"),
        (
            {"data_from": tuple(f"10.{n}.0.0/16" for n in range(40, 58))},
            "data_from",
            "21, expected 20 rules at most, the network's own and the one that denies the rest among them",
        ),
    ],
)
def test_what_cannot_be(changes, field, said):
    found = refused(**changes)
    assert found.keys() == {field}
    assert said in found[field]


def test_every_fault_is_told_at_once():
    found = refused(endpoints=("S3",), flow_log_interval=1, ntp_servers=("x",), zones=())
    assert {"endpoints", "flow_log_interval", "ntp_servers", "zones"} <= found.keys()


def test_a_bucket_of_ones_own_has_its_own_encryption():
    storage = FlowLogs(to="storage")
    assert "flow_log_key" in refused(flow_logs=storage, flow_log_bucket=BUCKET, flow_log_key=KEY)
    assert AWS.network_args(flow_logs=storage, flow_log_key=KEY).flow_log_key == KEY


@pytest.mark.parametrize(("without_acl", "blocks"), [(False, 17), (True, 30)])
def test_only_an_acl_has_a_most_of_blocks(without_acl, blocks):
    given = tuple(f"10.{number}.0.0/16" for number in range(40, 40 + blocks))
    assert AWS.network_args(data_from=given, data_acl=not without_acl).data_from == given


def test_a_block_named_twice_counts_once():
    given = tuple(f"10.{number}.0.0/16" for number in range(40, 57))
    assert len(AWS.network_args(data_from=(*given, *given, "10.32.0.0/16")).data_from) == 35


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("table-pods-c", {}),
        ("association-data-a", {}),
        ("route-private-a", {}),
        ("endpoint-s3", {}),
        ("endpoint-s3-pods-b", {}),
        ("endpoint-ecr.api", {"endpoints": ("ecr.api",)}),
        ("egress-only", {"ipv6": True}),
        ("table-cache-b", {"tiers": {"cache": ExtraTier(like="data", slot=1)}}),
    ],
)
def test_parts_of_aws_can_be_adopted_too(key, changes):
    adopt = Adoption(ids={"vpc": "vpc-1", key: "x-1"})
    assert AWS.network_args(adopt=adopt, **changes).adopt == adopt


@pytest.mark.parametrize(
    "key",
    [
        "route-data-a",
        "endpoint-sts",
        "egress-only",
        "table-private",
        "association-private-d",
        "endpoint-s3-data-a",
        "endpoint-s3-a",
    ],
)
def test_what_the_network_does_not_have_cannot(key):
    said = refused(adopt=Adoption(ids={"vpc": "vpc-1", key: "x-1"}))[f"adopt.ids.{key}"]
    assert "internet, nat-a, eip-a, table-…, association-…, route-…, endpoint-…" in said


def test_only_tables_are_of_use_to_a_network_that_is_only_read():
    ids = {f"{tier}-{zone}": f"subnet-{tier}-{zone}" for tier in ("public", "private", "data", "pods") for zone in "abc"}
    ids |= {"vpc": "vpc-1", "eip-a": "eipalloc-1"}
    assert AWS.network_args(adopt=Adoption(ids={**ids, "table-data-a": "rtb-1"}, manage=False)).adopt is not None
    assert "adopt.ids.route-private-a" in refused(adopt=Adoption(ids={**ids, "route-private-a": "r-1"}, manage=False))
