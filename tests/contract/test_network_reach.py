"""Who reaches what: ACLs, the internet, endpoints and IPv6, on every cloud alike."""

from __future__ import annotations

import pytest

from components import contracts
from components.errors import ArgumentsError
from tests.support.clouds import CIDR, CLOUDS, PODS, Cloud
from tests.support.mocks import ID_PREFIX, Recording, changes, record
from tests.support.recorded_networks import leading_out, network, root, tables

pytestmark = pytest.mark.parametrize("cloud", CLOUDS, ids=str)


def test_only_some_clouds_let_what_is_not_public_leave_by_ipv6(cloud: Cloud):
    found = network(cloud, ipv6=True, nat="none")
    private = tables((root(cloud, found).outputs or {})["route_tables"], "private", "pods")
    leaves = bool(leading_out(cloud, found) & private)
    assert leaves is ("egress-only-ipv6" in cloud.network.Network.capabilities)
    assert not leading_out(cloud, found) & tables((root(cloud, found).outputs or {})["route_tables"], "data")


def test_the_data_tier_is_guarded_unless_left_open(cloud: Cloud):
    guards = [each for each in network(cloud).values() if "networkAcl" in each.type]
    assert guards
    assert not [each for each in network(cloud, data_acl=False).values() if "networkAcl" in each.type]


WEB = contracts.Acl(
    inward=(contracts.AclRule(blocks=("0.0.0.0/0", "::/0"), protocol="tcp", ports=(80, "443-444")),),
    outward=(contracts.AclRule(blocks=("0.0.0.0/0",), protocol="icmp"),),
    deny=("192.0.2.0/24",),
)


def packets(found: Recording) -> set[tuple]:
    """What the ACL of public says, whichever way the cloud writes it."""
    told = set()
    for rule in found.of("aws:ec2/networkAclRule:NetworkAclRule"):
        if rule.inputs["networkAclId"] == f"{ID_PREFIX}net-public":
            ports = (rule.inputs.get("fromPort"), rule.inputs.get("toPort"))
            block = rule.inputs.get("cidrBlock") or rule.inputs["ipv6CidrBlock"]
            protocol = {"-1": "all"}.get(rule.inputs["protocol"], rule.inputs["protocol"])
            told.add((not rule.inputs["egress"], rule.inputs["ruleAction"] == "allow", protocol, ports, block))
    for acl in found.of("alicloud:vpc/networkAcl:NetworkAcl"):
        for way, peer in (("ingress", "sourceCidrIp"), ("egress", "destinationCidrIp")) if acl.name == "net-public" else ():
            for entry in acl.inputs[f"{way}AclEntries"]:
                first, _, last = entry["port"].partition("/")
                ports = (None, None) if entry["port"] == "-1/-1" else (int(first), int(last))
                told.add((way == "ingress", entry["policy"] == "accept", entry["protocol"], ports, entry[peer]))
    return told


def test_an_acl_says_the_same_on_every_cloud(cloud: Cloud):
    found = record(lambda: cloud.make_network(acls={"public": WEB}, ipv6=True), outputs=cloud.answer)
    world = {block for *_, block in packets(found)} - {CIDR, PODS, "192.0.2.0/24"}
    assert world >= {"0.0.0.0/0", "::/0"}
    expected: set[tuple] = {
        (True, True, "tcp", ports, block) for ports in ((80, 80), (443, 444)) for block in ("0.0.0.0/0", "::/0")
    }
    expected |= {(False, True, "tcp", (1024, 65535), block) for block in ("0.0.0.0/0", "::/0")}
    expected |= {(inward, True, "icmp", (None, None), "0.0.0.0/0") for inward in (True, False)}
    expected |= {(inward, False, "all", (None, None), "192.0.2.0/24") for inward in (True, False)}
    expected |= {(inward, True, "all", (None, None), block) for inward in (True, False) for block in (CIDR, PODS)}
    assert packets(found) >= expected
    assert not [said for said in packets(found) - expected if said[2] != "all"]


def test_an_acl_more_touches_nothing_else(cloud: Cloud):
    acl = contracts.Acl(inward=(contracts.AclRule(blocks=("0.0.0.0/0",), protocol="tcp", ports=(443,)),))
    after = record(lambda: cloud.make_network(acls={"public": acl}), outputs=cloud.answer)
    added, removed, changed = changes(network(cloud), after)
    assert (removed, changed) == (set(), set())
    assert {name.split()[0] for name in added} <= {
        "NetworkAcl",
        "NetworkAclRule",
        "NetworkAclAssociation",
        "VpcNetworkAclAttachment",
    }
    behind = [name.split()[1] for name in added if name.startswith(("NetworkAclAssociation", "VpcNetworkAclAttachment"))]
    assert sorted(behind) == [f"net-public-{zone}" for zone in "abc"]


def test_without_the_internet_no_table_leads_anywhere(cloud: Cloud):
    found = record(lambda: cloud.make_network(internet=False, nat="none", ipv6=True), outputs=cloud.answer)
    told = root(cloud, found).outputs or {}
    assert leading_out(cloud, found) == set()
    assert told["egress"] == {}
    assert [len(by_zone) for by_zone in told["subnets"].values()] == [3, 3, 3, 3]
    shut = {each.type: each.inputs for each in found.values() if "ateway:" in each.type}
    # Without a gateway, an elastic address opens any vSwitch; on AWS nothing is open without one.
    assert list(shut) == ([] if cloud.name == "aws" else ["alicloud:vpc/ipv4Gateway:Ipv4Gateway"])
    assert all(gateway["enabled"] for gateway in shut.values())
    assert not [each for each in found.values() if "kubernetes.io/role/elb" in each.inputs.get("tags", {})]


def test_nat_needs_the_internet(cloud: Cloud):
    with pytest.raises(ArgumentsError, match="internet: false, expected true beside NAT gateways; fix: write nat: none"):
        cloud.network_args(internet=False)


def in_tables(cloud: Cloud, **options) -> set[str]:
    """The route tables that gateway endpoints are in."""
    service = {"aws": "s3", "alicloud": "oss"}[cloud.name]
    found = record(lambda: cloud.make_network(endpoints=(service,), **options), outputs=cloud.answer)
    told = (root(cloud, found).outputs or {})["route_tables"]
    named = {table: f"{tier}-{zone}" for tier, by_zone in told.items() for zone, table in by_zone.items()}
    attached = [each for each in found.values() if "RouteTableA" in each.type and each.name.startswith("net-endpoint")]
    return {named[each.inputs["routeTableId"]].split("-")[0] for each in attached}


def test_services_are_reached_from_private_and_pods_and_never_from_data_unless_told(cloud: Cloud):
    by_default, told = in_tables(cloud), in_tables(cloud, endpoint_tiers=("data", "public"))
    assert by_default <= {"private", "pods"}
    assert by_default
    assert told == {"data", "public"}
    assert in_tables(cloud, endpoint_tiers=()) == set()
