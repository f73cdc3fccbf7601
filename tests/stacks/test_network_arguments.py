"""Whatever an environment says of a network reaches the network."""

from __future__ import annotations

import pytest

from components import contracts
from stacks.arguments import SiteArguments
from stacks.environment import EnvironmentFaults
from stacks.rehearsal import check

NETWORKS = {
    "jakarta": "network: {cidr: 10.32.0.0/16, pods: 10.33.0.0/16}",
    "batam": "network: {cidr: 10.36.0.0/16, pods: 10.37.0.0/16}",
}
WRITTEN = """network:
          cidr: 10.{0}.0.0/16
          pods: 10.{1}.0.0/16
          tiers: {{cache: {{like: data, slot: 1, was: [redis]}}, bulk: {{like: pods, slot: 3, cidr: 10.{2}.0.0/17}}}}
          pinned: {{private: {{a: 10.{0}.128.0/20}}}}
          adopt: {{manage: true, ids: {{vpc: vpc-0abc, private-a: subnet-0abc}}}}
          nat: single
          nat_zone: b
          nat_addresses: {{b: eip-0abc}}
          ipv6: true
          flow_logs: {{days: 365, traffic: rejected}}
          data_acl: false
          data_from: [10.44.0.0/16]
          dhcp: {{domain: corp.example, name_servers: [10.{0}.0.2]}}
          """
SPECIAL = {
    "jakarta": """aws:
            public_ip_on_launch: true
            close_default_security_group: false
            endpoints: [s3, sts]
            endpoint_policies: {s3: '{"Version": "2012-10-17", "Statement": []}'}
            ipv6_on_launch: true
            dns_hostnames: true
            ntp_servers: [169.254.169.123]
            flow_log_interval: 60
            flow_log_key: arn:aws:kms:ap-southeast-3:111122223333:key/1234
""",
    "batam": "alicloud: {egress_mbps: 50, route_tables: 20}",
}
ADDRESSES = {"jakarta": (32, 33, 34), "batam": (36, 37, 38)}


@pytest.fixture(params=["jakarta", "batam"])
def site(request):
    return request.param


def network(loaded, site, text=None):
    return SiteArguments(loaded({NETWORKS[site]: text} if text else {}), site).network()


def test_every_part_is_passed_on(loaded, site):
    first, second, third = ADDRESSES[site]
    args = network(loaded, site, WRITTEN.format(first, second, third) + SPECIAL[site])
    assert args.tiers == {
        "cache": contracts.ExtraTier(like="data", slot=1, was=("redis",)),
        "bulk": contracts.ExtraTier(like="pods", slot=3, cidr=f"10.{third}.0.0/17"),
    }
    assert args.pinned == {"private": {"a": f"10.{first}.128.0/20"}}
    assert args.adopt == contracts.Adoption(ids={"vpc": "vpc-0abc", "private-a": "subnet-0abc"})
    assert (args.nat, args.nat_zone, args.nat_addresses) == ("single", "b", {"b": "eip-0abc"})
    assert args.ipv6
    assert args.flow_logs == contracts.FlowLogs(days=365, traffic="rejected")
    assert not args.data_acl
    assert args.data_from == ("10.44.0.0/16",)
    assert args.dhcp == contracts.Dhcp(domain="corp.example", name_servers=(f"10.{first}.0.2",))
    assert args.tags["site"] == site
    if site == "jakarta":
        assert (args.public_ip_on_launch, args.close_default_security_group) == (True, False)
        assert (args.endpoints, args.endpoint_policies.keys()) == (("s3", "sts"), {"s3"})
        assert (args.ipv6_on_launch, args.dns_support, args.dns_hostnames) == (True, True, True)
        assert (args.ntp_servers, args.flow_log_interval) == (("169.254.169.123",), 60)
        assert args.flow_log_key.endswith("key/1234")
    else:
        assert (args.egress_mbps, args.route_tables, args.resource_group) == (50, 20, "rg-one")


def test_flow_logs_are_kept_as_long_as_other_logs_unless_they_say_otherwise(loaded, site):
    assert network(loaded, site).flow_logs == contracts.FlowLogs(days=30)
    written = NETWORKS[site].replace("}", ", flow_logs: {traffic: accepted}}")
    assert network(loaded, site, written).flow_logs == contracts.FlowLogs(days=30, traffic="accepted")
    assert network(loaded, site, NETWORKS[site].replace("}", ", flow_logs: none}")).flow_logs is None


def test_parts_that_are_missing_are_told_where_they_are_named(loaded, site):
    written = NETWORKS[site].replace("}", ", adopt: {manage: false, ids: {vpc: vpc-0abc, private-c: subnet-0abc}}}")
    with pytest.raises(EnvironmentFaults) as caught:
        check(loaded({NETWORKS[site]: written}))
    told = [str(fault) for fault in caught.value.faults]
    assert any(f'sites.{site}.network.adopt.ids.private-c: "private-c", expected a part of this network' in each for each in told)
    assert any(f"sites.{site}.network.adopt.ids: nothing for public-a" in each for each in told)
