"""What may reach the data tier on Alibaba Cloud, and what machines and flow logs are told."""

from __future__ import annotations

import pytest

from components.alicloud.network_args import PLATFORM
from components.contracts import Acl, AclRule, Dhcp
from tests.support.clouds import ALICLOUD
from tests.support.mocks import ID_PREFIX, Recording, changes, record

ACL = "alicloud:vpc/networkAcl:NetworkAcl"


def network(**options) -> Recording:
    return record(lambda: ALICLOUD.make_network(**options))


def blocks(found: Recording, direction: str, peer: str) -> list[str]:
    entries = found.one(ACL).inputs[direction]
    assert all((entry["policy"], entry["protocol"], entry["port"]) == ("accept", "all", "-1/-1") for entry in entries)
    return [entry[peer] for entry in entries]


def test_answers_may_go_wherever_questions_may_come_from():
    found = network(data_from=("192.168.10.0/24",))
    inward = blocks(found, "ingressAclEntries", "sourceCidrIp")
    assert inward == blocks(found, "egressAclEntries", "destinationCidrIp")
    assert inward == ["10.32.0.0/16", "10.33.0.0/16", PLATFORM, "192.168.10.0/24"]


def test_it_stands_before_every_data_vswitch():
    attached = network().of("alicloud:vpc/vpcNetworkAclAttachment:VpcNetworkAclAttachment")
    assert {each.inputs["resourceId"] for each in attached} == {f"{ID_PREFIX}net-data-{zone}" for zone in "abc"}
    assert all(each.inputs["resourceType"] == "VSwitch" and each.delete_before_replace for each in attached)


def test_it_can_be_left_out():
    assert not [each for each in network(data_acl=False).values() if "Acl" in each.type]


def test_the_order_of_blocks_says_nothing():
    some = ("192.168.10.0/24", "10.40.0.0/16", "10.5.0.0/16")
    assert changes(network(data_from=some), network(data_from=some[::-1])) == (set(), set(), set())


def test_entries_are_named_by_their_block():
    found = network(data_from=("192.168.10.0/24", "10.32.0.0/16")).one(ACL).inputs
    names = [entry["networkAclEntryName"] for entry in found["ingressAclEntries"]]
    assert names == ["from-cidr", "from-pods", "from-platform", "from-192-168-10-0-24"]


def test_what_is_denied_is_judged_before_anything_else():
    acl = Acl(inward=(AclRule(blocks=("0.0.0.0/0",), protocol="tcp", ports=(443,)),), deny=("192.0.2.0/24",))
    found = network(acls={"private": acl}).one(ACL, "net-private").inputs
    policies = [(entry["policy"], entry["port"]) for entry in found["ingressAclEntries"]]
    assert policies == [("drop", "-1/-1"), *[("accept", "-1/-1")] * 3, ("accept", "443/443")]
    assert found["egressAclEntries"][-1]["port"] == "1024/65535"


@pytest.mark.parametrize(("server", "told"), [("10.32.0.2", False), ("192.168.1.1", True), ("100.100.2.136", False)])
def test_name_servers_of_ones_own_are_let_through(server: str, told: bool):
    found = network(dhcp=Dhcp(name_servers=(server,)))
    assert (f"{server}/32" in blocks(found, "egressAclEntries", "destinationCidrIp")) is told


def test_machines_are_told_what_is_written_down():
    found = network(dhcp=Dhcp(domain="corp.example", name_servers=("10.32.0.3", "10.32.0.2")))
    options = found.one("alicloud:vpc/dhcpOptionsSet:DhcpOptionsSet").inputs
    assert (options["domainName"], options["domainNameServers"]) == ("corp.example", "10.32.0.3,10.32.0.2")
    attached = found.one("alicloud:vpc/dhcpOptionsSetAttachment:DhcpOptionsSetAttachment").inputs
    assert attached == {"dhcpOptionsSetId": f"{ID_PREFIX}net-dhcp", "vpcId": f"{ID_PREFIX}net-vpc"}
    assert (
        "domainNameServers"
        not in network(dhcp=Dhcp(domain="corp.example")).one("alicloud:vpc/dhcpOptionsSet:DhcpOptionsSet").inputs
    )


def test_flow_logs_can_be_searched_by_every_field():
    index = network().one("alicloud:log/storeIndex:StoreIndex").inputs
    kinds = {field["name"]: field["type"] for field in index["fieldSearches"]}
    assert (kinds["srcaddr"], kinds["dstport"], kinds["action"], kinds["bytes"]) == ("text", "long", "text", "long")
    assert index["fullText"]["token"]
    log = network(flow_log_interval=60).one("alicloud:vpc/flowLog:FlowLog").inputs
    assert log["aggregationInterval"] == "1"
