"""What a network can be told more, on each simulated cloud: turned on and off it replaces nothing, and it stays as it is."""

from __future__ import annotations

from typing import Any

import pytest

from components.addressing import ExtraTier
from components.contracts import Acl, AclRule, FlowLogs
from tests.support.clouds import ALICLOUD, AWS, CLOUDS, Cloud
from tests.support.deployed import Deployed, changed

SERVICE = "com.amazonaws.vpce.ap-southeast-3.vpce-svc-0a1b2c3d4e5f67890"
POOL = "ipam-pool-0a1b2c3d4e5f67890"
GROUP = "arn:aws:logs:ap-southeast-3:111122223333:log-group:/network/flows"
STREAM = "arn:aws:firehose:ap-southeast-3:111122223333:deliverystream/flows"
READ_ONLY = '{"Version": "1", "Statement": [{"Effect": "Allow", "Action": "oss:Get*", "Resource": "*", "Principal": "*"}]}'
WORLD = ("0.0.0.0/0", "::/0")
USUAL: dict[str, Any] = {"zones": ("a", "b"), "flow_logs": None, "ipv6": True, "tiers": {"cache": ExtraTier(like="data", slot=1)}}
TOLD: dict[str, dict[str, Any]] = {
    "ACLs": {
        "acls": {
            "public": Acl(
                inward=(AclRule(blocks=WORLD, protocol="tcp", ports=(80, "443-444")), AclRule(blocks=WORLD, protocol="icmp")),
                outward=(AclRule(blocks=WORLD, protocol="udp", ports=(53,)),),
                deny=("192.0.2.0/24", "2001:db8::/32"),
            ),
            "cache": Acl(inside=False, inward=(AclRule(blocks=("private", "pods"), protocol="tcp", ports=(6379,)),)),
        }
    },
    "tags of tiers": {"tier_tags": {"private": {"karpenter.sh/discovery": "main"}, "cache": {"team": "data"}}},
    "endpoints from data too": {"endpoint_tiers": ("private", "pods", "data")},
}
OF_ONE_CLOUD: dict[str, tuple[Cloud, dict[str, Any]]] = {
    "a service of another company": (
        AWS,
        {"endpoints": ("s3", SERVICE), "endpoint_zones": {SERVICE: ("b",)}, "endpoint_ports": (443, 5432)},
    ),
    "names, DNS64 and groups of subnets": (
        AWS,
        {"dns64": True, "resource_names": True, "address_metrics": True, "subnet_groups": ("data", "cache"), "ipam_pool": POOL},
    ),
    "records as partitions": (
        AWS,
        {
            "flow_logs": FlowLogs(to="storage"),
            "flow_log_fields": ("version", "srcaddr", "pkt-srcaddr"),
            "flow_log_parquet": True,
            "flow_log_hive_partitions": True,
            "flow_log_hourly": True,
        },
    ),
    "records to a log group that exists": (AWS, {"flow_logs": FlowLogs(), "flow_log_group": GROUP}),
    "records to a stream": (AWS, {"flow_logs": FlowLogs(to="stream"), "flow_log_stream": STREAM}),
    "a policy of what OSS is reached for": (ALICLOUD, {"endpoint_policies": {"oss": READ_ONLY}}),
}
CASES = [
    *(pytest.param(cloud, more, id=f"{name} on {cloud}") for name, more in TOLD.items() for cloud in CLOUDS),
    *(pytest.param(cloud, more, id=name) for name, (cloud, more) in OF_ONE_CLOUD.items()),
]
SERVICES = {AWS.name: ("s3",), ALICLOUD.name: ("oss",)}
IN_PLACE = {"create", "update", "delete"}
KEPT = {AWS.name: ("Vpc ", "Subnet ", "Eip ", "NatGateway "), ALICLOUD.name: ("Network ", "Switch ", "EipAddress ", "NatGateway ")}


@pytest.mark.parametrize(("cloud", "more"), CASES)
def test_it_is_turned_on_and_off_and_nothing_moves(cloud: Cloud, more: dict[str, Any], tmp_path):
    network = Deployed(cloud, tmp_path / "one", tmp_path / "clouds.sqlite")
    usual = {**USUAL, "endpoints": SERVICES[cloud.name]}
    assert network.up(**usual).exit_code == 0
    before = {name: kept for name, kept in network.ids().items() if name.startswith(KEPT[cloud.name])}
    for given in ({**usual, **more}, usual):
        result = network.up(**given)
        assert result.exit_code == 0, network.errors(result)
        assert changed(result)
        assert changed(result).keys() <= IN_PLACE | {"replace", "create-replacement", "delete-replaced"}
        assert network.ids().items() >= before.items()
        assert changed(network.preview(**given)) == {}
    assert network.destroy().exit_code == 0


@pytest.mark.parametrize("cloud", CLOUDS, ids=str)
def test_the_way_to_the_internet_comes_and_goes(cloud: Cloud, tmp_path):
    network = Deployed(cloud, tmp_path / "one", tmp_path / "clouds.sqlite")
    shut = {**USUAL, "internet": False, "nat": "none", "endpoints": SERVICES[cloud.name]}
    assert network.up(**shut).exit_code == 0
    before = network.ids()
    opened = network.up(**{**shut, "internet": True, "nat": "single"})
    assert opened.exit_code == 0, network.errors(opened)
    assert network.ids().items() >= before.items()
    closed = network.up(**shut)
    assert closed.exit_code == 0, network.errors(closed)
    assert network.ids() == before
