"""Networks on the simulated AWS, changed by the engine: what moves is what was named."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from components.addressing import ExtraTier
from components.contracts import Dhcp, FlowLogs
from tests.support.aws_networks import TIERS
from tests.support.deployed import kinds, whole

EIP = "aws:ec2/eip:Eip"
TWO: dict[str, Any] = {"zones": ("a", "b"), "flow_logs": None}
EVERYTHING: dict[str, Any] = {
    "nat": "per_zone",
    "ipv6": True,
    "ipv6_on_launch": True,
    "tiers": TIERS,
    "endpoints": ("s3", "dynamodb", "ecr.api", "sts"),
    "flow_logs": FlowLogs(to="storage", days=365),
    "data_from": ("10.36.0.0/16",),
    "dhcp": Dhcp(domain="corp.example", name_servers=("10.32.0.2",)),
    "ntp_servers": ("169.254.169.123",),
}


class TestEvolution:
    def test_all_of_it_comes_up_stays_and_goes(self, network):
        assert set(whole(network.up(**EVERYTHING))) == {"create"}
        assert whole(network.preview(**EVERYTHING)) == {}
        assert set(whole(network.destroy())) == {"delete"}
        assert network.ids() == {}

    def test_ipv6_is_given_to_what_stands(self, network):
        network.up(**TWO)
        before = network.ids()
        foreseen, done = whole(network.preview(**TWO, ipv6=True)), whole(network.up(**TWO, ipv6=True))
        assert foreseen == done
        subnets = {f"Subnet {tier}-{zone}" for tier in ("public", "private", "data", "pods") for zone in "ab"}
        assert done["update"] == {"Vpc vpc", *subnets}
        assert set(done) == {"create", "update"}
        assert kinds(done["create"]) == {"Route", "EgressOnlyInternetGateway", "NetworkAclRule"}
        assert network.ids().items() >= before.items()

    def test_addresses_on_launch_are_turned_on_and_off_in_place(self, network):
        network.up(**TWO, ipv6=True)
        for given in (True, False):
            done = whole(network.up(**TWO, ipv6=True, ipv6_on_launch=given))
            assert done == {"update": {f"Subnet {tier}-{zone}" for tier in ("private", "pods") for zone in "ab"}}

    def test_a_gateway_for_each_zone_leaves_the_first_and_its_address_alone(self, network):
        network.up(**TWO)
        before = network.ids()
        done = whole(network.up(**TWO, nat="per_zone"))
        assert done == {
            "create": {"Eip nat-b", "NatGateway nat-b"},
            "update": {"Route private-b-out", "Route pods-b-out"},
        }
        assert network.ids().items() >= before.items()

    def test_a_zone_comes_and_goes_alone(self, network):
        network.up(**TWO)
        before = network.ids()
        come = whole(network.up(**{**TWO, "zones": ("c", "a", "b")}))
        assert set(come) == {"create"}
        assert network.ids().items() >= before.items()
        gone = whole(network.up(**TWO))
        assert gone == {"delete": come["create"]}
        assert network.ids() == before

    def test_a_renamed_tier_replaces_nothing(self, network):
        network.up(**TWO, tiers=TIERS)
        before = network.ids()
        renamed = {
            "queue": ExtraTier(like="data", slot=1, was=("cache",)),
            "bulk": ExtraTier(like="pods", slot=3, cidr="10.34.0.0/17", was=("batch",)),
        }
        done = whole(network.up(**TWO, tiers=renamed))
        assert set(done) == {"update"}
        assert kinds(done["update"]) == {"Subnet", "RouteTable"}, "what is tagged with its name"
        assert sorted(network.ids().values()) == sorted(before.values())
        forgotten = {name: dataclasses.replace(tier, was=()) for name, tier in renamed.items()}
        assert whole(network.up(**TWO, tiers=forgotten)) == {}

    def test_a_tier_renamed_without_its_earlier_name_is_another(self, network):
        network.up(**TWO, tiers={"cache": ExtraTier(like="data", slot=1)})
        done = whole(network.preview(**TWO, tiers={"sessions": ExtraTier(like="data", slot=1)}))
        assert {"Subnet cache-a", "Subnet cache-b"} <= done["delete"]

    def test_tags_change_nothing_but_tags(self, network):
        network.up(**EVERYTHING)
        before = network.ids()
        assert set(whole(network.up(**EVERYTHING, tags={"owner": "network"}))) == {"update"}
        assert network.ids() == before

    def test_another_block_that_may_reach_data_is_two_rules_more(self, network):
        network.up(**TWO)
        done = whole(network.up(**TWO, data_from=("10.36.0.0/16",)))
        assert done == {"create": {f"NetworkAclRule data-{way}-10-36-0-0-16" for way in ("from", "to")}}

    def test_flow_logs_move_and_nothing_else_does(self, network):
        network.up(**{**TWO, "flow_logs": FlowLogs()})
        done = whole(network.up(**{**TWO, "flow_logs": FlowLogs(to="storage")}))
        assert {name.split()[1] for names in done.values() for name in names} == {"flow-logs"}

    @pytest.mark.parametrize("keep", [True, False])
    def test_records_stay_where_they_are_when_flow_logs_move(self, network, aws, keep):
        held = {
            "LogGroup": "aws:cloudwatch/logGroup:LogGroup",
            "Bucket": "aws:s3/bucket:Bucket",
            "BucketLifecycleConfiguration": "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        }
        network.up(**{**TWO, "flow_logs": FlowLogs(keep=keep)})
        first = network.ids()
        whole(network.up(**{**TWO, "flow_logs": FlowLogs(to="storage", keep=keep)}))
        second = network.ids()
        whole(network.up(**{**TWO, "flow_logs": FlowLogs(keep=keep)}))
        assert network.ids()["LogGroup flow-logs"] != first["LogGroup flow-logs"]
        left = {kind: {**first, **second}[f"{kind} flow-logs"] for kind in held}
        assert {kind: aws.exists(held[kind], identity) for kind, identity in left.items()} == dict.fromkeys(held, keep)


class TestKeptAddresses:
    def test_an_address_outlives_a_gateway_that_is_replaced(self, network):
        network.up(**TWO)
        before = network.ids()
        moved = {**TWO, "pinned": {"public": {"a": "10.32.24.0/22"}}}
        done = whole(network.up(**moved))
        after = network.ids()
        assert "NatGateway nat-a" in done["delete-replaced"] & done["create-replacement"]
        assert after["NatGateway nat-a"] != before["NatGateway nat-a"]
        assert after["Eip nat-a"] == before["Eip nat-a"]
        assert not {name for names in done.values() for name in names if name.startswith("Eip")}

    def test_an_address_made_elsewhere_is_left_by_and_left_there(self, network, aws):
        identity, outputs = aws.create(EIP, domain="vpc")
        result = network.up(**TWO, nat_addresses={"a": identity})
        assert result.outputs["egress"] == {"a": outputs["publicIp"], "b": outputs["publicIp"]}
        assert "Eip nat-a" not in whole(result)["create"]
        whole(network.destroy())
        assert aws.exists(EIP, identity)

    def test_it_is_known_before_anything_is_made(self, network, aws):
        identity, outputs = aws.create(EIP, domain="vpc")
        assert network.preview(**TWO, nat_addresses={"a": identity}).outputs["egress"]["a"] == outputs["publicIp"]
        missing = network.preview(**TWO, nat_addresses={"a": "eipalloc-0abc"})
        assert "resource 'eipalloc-0abc' does not exist" in network.errors(missing)

    def test_naming_the_networks_own_address_lets_it_go(self, network, aws):
        network.up(**TWO)
        own = network.ids()["Eip nat-a"]
        assert whole(network.up(**TWO, nat_addresses={"a": own})) == {}
        assert aws.exists(EIP, own)
        whole(network.destroy())
        assert aws.exists(EIP, own)
