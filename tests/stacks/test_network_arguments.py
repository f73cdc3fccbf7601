"""Whatever an environment says of a network reaches the network, and whatever a network can be told an environment can say."""

from __future__ import annotations

from dataclasses import MISSING, fields

import pytest

from components import contracts
from stacks import clouds
from stacks.arguments import SiteArguments
from stacks.environment.network import Acl, AclRule, Adoption, AlicloudNetwork, AwsNetwork, Dhcp, FlowLogs, Network, NetworkTier
from stacks.networks import network_parts

CLOUDS = {"jakarta": "aws", "batam": "alicloud"}
PLAIN = {
    "jakarta": "network: {cidr: 10.32.0.0/16, pods: 10.33.0.0/16}",
    "batam": "network: {cidr: 10.36.0.0/16, pods: 10.37.0.0/16}",
}
RANGES = {"jakarta": (32, 33, 34), "batam": (36, 37, 38)}
WRITTEN = """network:
          cidr: 10.{0}.0.0/16
          pods: 10.{1}.0.0/16
          tiers: {{cache: {{like: data, slot: 1, was: [redis]}}, bulk: {{like: pods, slot: 3, cidr: 10.{2}.0.0/17}}}}
          pinned: {{private: {{a: 10.{0}.128.0/20}}}}
          adopt: {{ids: {{vpc: vpc-0abc, private-a: subnet-0abc}}}}
          nat: per_zone
          nat_zone: b
          endpoint_tiers: [data, cache]
          tier_tags: {{private: {{karpenter.sh/discovery: main}}}}
          nat_addresses: {{b: eip-0abc}}
          ipv6: true
          flow_logs: {{days: 365, traffic: rejected}}
          acls:
            private: {{inside: false, inward: [{{blocks: [pods], protocol: tcp, ports: [443, 30000-32767]}}], deny: [192.0.2.0/24]}}
          data_acl: false
          data_from: [10.44.0.0/16]
          dhcp: {{domain: corp.example, name_servers: [10.{0}.0.2]}}
          """
GROUP = "arn:aws:logs:ap-southeast-3:111122223333:log-group:/network/flows"
STREAM = "arn:aws:firehose:ap-southeast-3:111122223333:deliverystream/flows"
BUCKET, KEY = "arn:aws:s3:::flow-logs", "arn:aws:kms:ap-southeast-3:111122223333:key/1"
SPECIAL = {
    "jakarta": [
        f"""aws:
            endpoints: [s3, dynamodb, com.amazonaws.vpce.ap-southeast-3.vpce-svc-0a1b2c3d4e5f67890]
            endpoint_policies: {{s3: '{{"Statement": []}}'}}
            endpoint_private_names: [com.amazonaws.vpce.ap-southeast-3.vpce-svc-0a1b2c3d4e5f67890]
            endpoint_zones: {{com.amazonaws.vpce.ap-southeast-3.vpce-svc-0a1b2c3d4e5f67890: [a]}}
            endpoint_ports: [443, 5432]
            dns64: true
            resource_names: true
            tenancy: dedicated
            address_metrics: true
            ipam_pool: ipam-pool-0a1b2c3d4e5f67890
            subnet_groups: [data]
            public_ip_on_launch: true
            ipv6_on_launch: true
            close_default_security_group: false
            ntp_servers: [10.32.0.3]
            acl_rules: 30
            flow_log_interval: 60
            flow_log_key: {KEY}""",
        f"aws: {{flow_log_bucket: '{BUCKET}', flow_log_parquet: true, flow_log_hive_partitions: true, flow_log_hourly: true}}",
        f"aws: {{flow_log_group: '{GROUP}', flow_log_fields: [start, end], dns_support: false, dns_hostnames: false}}",
        f"aws: {{flow_log_stream: '{STREAM}'}}",
    ],
    "batam": [
        """alicloud:
            endpoints: [oss, com.aliyuncs.privatelink.ap-southeast-5.kms]
            endpoint_policies: {oss: '{"Statement": []}'}
            endpoint_zones: [a]
            registries: {cri-0abc: a}
            egress_mbps: 50
            flow_log_interval: 60
            route_tables: 20
            acl_entries: 30"""
    ],
}
OF_THE_SITE = {"region", "zones", "tags", "resource_group"}
"""What a network is told by its site and the environment."""


@pytest.fixture(params=CLOUDS)
def site(request):
    return request.param


def network(loaded, site, text=None):
    return SiteArguments(loaded({PLAIN[site]: text} if text else {}), site).network()


def written(site):
    """A network whose every field says something else than its default, in one of several ways to say it."""
    whole = WRITTEN.format(*RANGES[site])
    for special in SPECIAL[site]:
        to = "storage" if BUCKET in special else "stream" if STREAM in special else "logs"
        yield whole.replace("{days", f"{{to: {to}, days") + special
    yield PLAIN[site].replace("}", ", internet: false, nat: none}")


def default(field):
    return field.default if field.default_factory is MISSING else field.default_factory()


def test_every_field_of_a_network_can_be_said_and_is_passed_on(loaded, site):
    made = [network(loaded, site, text) for text in written(site)]
    unmoved = [
        field.name
        for field in fields(made[0])
        if field.name not in OF_THE_SITE and all(getattr(args, field.name) == default(field) for args in made)
    ]
    assert unmoved == []


@pytest.mark.parametrize(("cloud", "special"), [("aws", AwsNetwork), ("alicloud", AlicloudNetwork)])
def test_an_environment_has_the_fields_of_the_component_and_its_defaults(cloud, special):
    args = clouds.network(cloud).args
    said = (Network.model_fields.keys() - {"aws", "alicloud"}) | special.model_fields.keys()
    assert {field.name for field in fields(args)} - OF_THE_SITE == said
    own = {field.name: default(field) for field in fields(args) if field.name in special.model_fields}
    assert special().model_dump() == own


@pytest.mark.parametrize(
    ("model", "args"),
    [
        (NetworkTier, contracts.ExtraTier),
        (Adoption, contracts.Adoption),
        (FlowLogs, contracts.FlowLogs),
        (Dhcp, contracts.Dhcp),
        (Acl, contracts.Acl),
        (AclRule, contracts.AclRule),
    ],
)
def test_a_part_of_a_network_has_the_fields_of_the_component(model, args):
    assert model.model_fields.keys() == {field.name for field in fields(args)}


def test_parts_are_passed_on_whole(loaded, site):
    args = network(loaded, site, next(written(site)))
    first, _, third = RANGES[site]
    assert args.tiers == {
        "cache": contracts.ExtraTier(like="data", slot=1, was=("redis",)),
        "bulk": contracts.ExtraTier(like="pods", slot=3, cidr=f"10.{third}.0.0/17"),
    }
    assert args.pinned == {"private": {"a": f"10.{first}.128.0/20"}}
    assert args.adopt == contracts.Adoption(ids={"vpc": "vpc-0abc", "private-a": "subnet-0abc"})
    assert args.flow_logs == contracts.FlowLogs(days=365, traffic="rejected", keep=False)
    inward = (contracts.AclRule(blocks=("pods",), protocol="tcp", ports=(443, "30000-32767")),)
    assert args.acls == {"private": contracts.Acl(inside=False, inward=inward, deny=("192.0.2.0/24",))}
    assert args.dhcp == contracts.Dhcp(domain="corp.example", name_servers=(f"10.{first}.0.2",))
    assert args.tags["site"] == site


def test_parts_that_are_only_read_are_told_so(loaded):
    environment = loaded(
        {PLAIN["jakarta"]: PLAIN["jakarta"].replace("}", ", adopt: {manage: false, ids: {vpc: vpc-1}}}")}
    ).environment
    parts = dict(network_parts(environment, environment.sites["jakarta"]))
    assert parts[("adopt",)]() == contracts.Adoption(ids={"vpc": "vpc-1"}, manage=False)


def test_the_account_s_resource_group_is_the_network_s(loaded):
    assert network(loaded, "batam").resource_group == "rg-one"


def test_flow_logs_are_kept_as_long_as_other_logs_unless_they_say_otherwise(loaded, site):
    assert network(loaded, site).flow_logs == contracts.FlowLogs(days=30, keep=False)
    some = PLAIN[site].replace("}", ", flow_logs: {traffic: accepted}}")
    assert network(loaded, site, some).flow_logs == contracts.FlowLogs(days=30, traffic="accepted", keep=False)
    assert network(loaded, site, PLAIN[site].replace("}", ", flow_logs: none}")).flow_logs is None


def test_records_are_kept_where_deletion_is_protected_unless_flow_logs_say_otherwise(loaded, site):
    assert network(loaded, site).flow_logs == contracts.FlowLogs(days=30, keep=False)
    some = PLAIN[site].replace("}", ", flow_logs: {keep: true}}")
    assert network(loaded, site, some).flow_logs.keep
    protected = loaded(
        {"config:\n  nusantara:environment:\n": "config:\n  nusantara:environment:\n    deletion_protection: true\n"}
    )
    kept = SiteArguments(protected, site).network().flow_logs
    assert kept is not None
    assert kept.keep


def test_that_nothing_is_recorded_is_written_without_a_word_of_warning(loaded, site, recwarn):
    said = loaded({PLAIN[site]: PLAIN[site].replace("}", ", flow_logs: none}")}).environment.sites[site].network
    assert said.model_dump(mode="json")["flow_logs"] == "none"
    assert [str(warning.message) for warning in recwarn if "serialized" in str(warning.message)] == []
