"""Each fault that what an environment says of a network can have beside its addresses, with its exact text."""

from __future__ import annotations

import pytest

from components.aws.network import Network
from stacks.environment import EnvironmentFaults
from stacks.rehearsal import check
from tests.stacks.conftest import FILE

AWS = "network: {cidr: 10.32.0.0/16, pods: 10.33.0.0/16}"
ALICLOUD = "network: {cidr: 10.36.0.0/16, pods: 10.37.0.0/16}"
NETWORK = (
    "acls, adopt, alicloud, aws, cidr, data_acl, data_from, dhcp, endpoint_tiers, flow_logs, internet, ipv6, nat, nat_addresses, "
    "nat_zone, pinned, pods, tier_tags or tiers"
)
DAYS = "1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288"
ALIKE = "expected a value that every YAML reads alike"


def added(words, network=AWS):
    return {network: f"{network[:-1]}, {words}}}"}


WRITTEN = {
    "flow logs that YAML 1.1 reads as false": (
        added("flow_logs: no"),
        [f"14:59 sites.jakarta.network.flow_logs: no without quotes, {ALIKE}; fix: write none"],
    ),
    "no NAT as YAML 1.1 reads it": (
        added("nat: off"),
        [f"14:59 sites.jakarta.network.nat: off without quotes, {ALIKE}; fix: write none"],
    ),
    "flow logs that are false": (
        added("flow_logs: false"),
        ["14:59 sites.jakarta.network.flow_logs: false, expected a mapping, or none; fix: write none to record nothing"],
    ),
    "flow logs that are nothing": (
        added("flow_logs: null"),
        ["14:59 sites.jakarta.network.flow_logs: nothing, expected a mapping, or none; fix: write none to record nothing"],
    ),
    "flow logs to nowhere": (
        added("flow_logs: {to: storrage}"),
        ['14:71 sites.jakarta.network.flow_logs.to: "storrage", expected logs, storage or stream; fix: write storage'],
    ),
    "a misspelt key of flow logs": (
        added("flow_logs: {dayz: 30}"),
        ["14:71 sites.jakarta.network.flow_logs.dayz: an unknown key, expected days, keep, to or traffic; fix: write days"],
    ),
    "IPv6 as YAML 1.1 reads it": (
        added("ipv6: yes"),
        [f"14:59 sites.jakarta.network.ipv6: yes without quotes, {ALIKE}; fix: write true"],
    ),
    "a tier like none": (
        added("tiers: {cache: {like: dta, slot: 1}}"),
        ['14:75 sites.jakarta.network.tiers.cache.like: "dta", expected public, private, data or pods; fix: write data'],
    ),
    "a slot that the plan has not": (
        added("tiers: {cache: {like: data, slot: 29}}"),
        ["14:87 sites.jakarta.network.tiers.cache.slot: 29, expected a whole number, 28 or less; fix: write 28 or less"],
    ),
    "a tier that no cloud can name": (
        added("tiers: {Cache: {like: data, slot: 1}}"),
        [
            '14:67 sites.jakarta.network.tiers.Cache: the name "Cache", expected 1 to 24 lower-case letters, digits and single hyphens, a letter first; fix: write cache'
        ],
    ),
    "a tier in no slot": (
        added("tiers: {cache: {like: data}}"),
        [
            "14:67 sites.jakarta.network.tiers.cache.slot: missing, expected its place in the address plan, kept for good: 1 and 2 lie inside cidr, others need a block of their own; fix: write slot: …"
        ],
    ),
    "an address that is a number": (
        added("nat_addresses: {a: 12}"),
        ['14:75 sites.jakarta.network.nat_addresses.a: 12, expected a string; fix: write "12"'],
    ),
    "an adoption of nothing": (
        added("adopt: {manage: false, ids: {}}"),
        ["14:82 sites.jakarta.network.adopt.ids: an empty mapping, expected one entry at least; fix: write one, or remove ids"],
    ),
    "what one cloud alone has, above its name": (
        added("egress_mbps: 50", ALICLOUD),
        [
            f"21:59 sites.batam.network.egress_mbps: an unknown key, expected {NETWORK}; fix: write it under alicloud; Alibaba Cloud alone has it"
        ],
    ),
    "what the other cloud has": (
        added("alicloud: {public_ip_on_launch: true}", ALICLOUD),
        [
            "21:70 sites.batam.network.alicloud.public_ip_on_launch: an unknown key, expected acl_entries, egress_mbps, endpoint_policies, endpoint_zones, endpoints, flow_log_interval, registries or route_tables; fix: remove it; AWS has it, Alibaba Cloud has not"
        ],
    ),
    "what is for the other cloud": (
        added("aws: {endpoints: [s3]}", ALICLOUD),
        [
            "21:59 sites.batam.network.aws: what AWS alone understands, expected none, since the site is on Alibaba Cloud; fix: remove it"
        ],
    ),
    "a bandwidth above what an address can have": (
        added("alicloud: {egress_mbps: 900}", ALICLOUD),
        ["21:70 sites.batam.network.alicloud.egress_mbps: 900, expected a whole number, 200 or less; fix: write 200 or less"],
    ),
    "a misspelt service": (
        added("aws: {endpoints: [s3, ecr.apo]}"),
        ['14:81 sites.jakarta.network.aws.endpoints[1]: "ecr.apo", expected an endpoint service of AWS; fix: write ecr.api'],
    ),
    "a service by its full name": (
        added("aws: {endpoints: [com.amazonaws.ap-southeast-3.sts]}"),
        [
            '14:77 sites.jakarta.network.aws.endpoints[0]: "com.amazonaws.ap-southeast-3.sts", expected an endpoint service of AWS; fix: write sts; the network knows its region'
        ],
    ),
    "a service of the other cloud": (
        added("aws: {endpoints: [oss]}"),
        [
            '14:77 sites.jakarta.network.aws.endpoints[0]: "oss", expected an endpoint service of AWS; fix: remove it, or write s3; Alibaba Cloud alone has oss'
        ],
    ),
    "a service that nobody has": (
        added("aws: {endpoints: [espresso-machine]}"),
        [
            '14:77 sites.jakarta.network.aws.endpoints[0]: "espresso-machine", expected an endpoint service of AWS; fix: see stacks/endpoints.py'
        ],
    ),
    "services that a region has not": (
        added("aws: {endpoints: [grafana, ecr-public.api]}"),
        [
            '14:77 sites.jakarta.network.aws.endpoints[0]: "grafana", expected a service that ap-southeast-3 has, and grafana is in 10 other regions; fix: remove it; what leaves by a NAT gateway reaches it elsewhere',
            '14:86 sites.jakarta.network.aws.endpoints[1]: "ecr-public.api", expected a service that ap-southeast-3 has, and ecr-public.api is in us-east-1 or us-west-2; fix: remove it; what leaves by a NAT gateway reaches it elsewhere',
        ],
    ),
    "a service twice": (
        added("aws: {endpoints: [s3, s3]}"),
        ['14:81 sites.jakarta.network.aws.endpoints[1]: "s3" a second time, expected each service once; fix: remove one'],
    ),
    "more zones than the region has": (
        {
            'zones: [a, b]\n        country: id\n        account: {id: "1': 'zones: [a, b, c, d]\n        country: id\n        account: {id: "1'
        },
        ["11:9 sites.jakarta.zones: 4 zones, expected 3 at most, all that ap-southeast-3 has: a, b, c; fix: remove d"],
    ),
}

REFUSED = {
    "a time that logs are not kept for": (
        added("flow_logs: {days: 10}"),
        [
            f"14:71 sites.jakarta.network.flow_logs.days: 10, expected one of {DAYS}; fix: write 7, say; CloudWatch knows no other",
        ],
    ),
    "two tiers in one slot, and names that are taken": (
        added("tiers: {one: {like: data, slot: 1}, two: {like: data, slot: 1}, data: {like: data, slot: 2}}"),
        [
            "14:113 sites.jakarta.network.tiers.two.slot: 1, expected a slot of its own, and one has it; fix: choose a free one",
            '14:123 sites.jakarta.network.tiers.data: "data", expected a name beside public, private, data, pods; fix: rename the tier',
        ],
    ),
    "pinned blocks that are none, and of zones and tiers that are none": (
        added("pinned: {private: {a: 10.32.128, c: 10.32.0.0/20}, prvate: {a: 10.32.0.0/20}}"),
        [
            '14:78 sites.jakarta.network.pinned.private.a: "10.32.128", expected an IPv4 block; fix: write its first address and size',
            '14:92 sites.jakarta.network.pinned.private.c: "c", expected a zone of the network: a, b; fix: remove it',
            '14:110 sites.jakarta.network.pinned.prvate: "prvate", expected a tier: public, private, data, pods; fix: choose one of them',
        ],
    ),
    "an address for a zone without a gateway": (
        added("nat_addresses: {b: eipalloc-0abc}"),
        [
            '14:75 sites.jakarta.network.nat_addresses.b: "b", expected a zone that has a NAT gateway; fix: name zones that have a NAT gateway'
        ],
    ),
    "an adoption without its VPC": (
        added("adopt: {ids: {private-a: subnet-0abc}}"),
        ["14:67 sites.jakarta.network.adopt.ids: nothing, expected the VPC's id under vpc; fix: write vpc: with its id"],
    ),
    "an adopted part that is none": (
        added("adopt: {ids: {vpc: vpc-0abc, private-d: subnet-0abc}}"),
        [
            '14:88 sites.jakarta.network.adopt.ids.private-d: "private-d", expected a part of this network: vpc, public-a, public-b, private-a, private-b, data-a, data-b, pods-a, pods-b, pods, internet, nat-a, eip-a, table-…, association-…, route-…, endpoint-…; fix: choose one of them'
        ],
    ),
    "DHCP that says nothing": (
        added("dhcp: {}"),
        [
            "14:59 sites.jakarta.network.dhcp.domain: nothing, expected a domain or name servers; fix: write one of them, or leave dhcp out"
        ],
    ),
    "a name server that is no address": (
        added("dhcp: {name_servers: [10.32.0.2, ten]}"),
        [
            '14:92 sites.jakarta.network.dhcp.name_servers[1]: "ten", expected an IPv4 address; fix: write it in four numbers, say 10.0.0.2'
        ],
    ),
    "a block that may reach data and is none": (
        added("data_from: [10.44.0.0/16, 10.44.0.1/16]"),
        [
            '14:85 sites.jakarta.network.data_from[1]: "10.44.0.1/16", expected an IPv4 block; fix: write its first address and size, say 203.0.113.0/24'
        ],
    ),
    "fewer route tables than the plan needs": (
        added("alicloud: {route_tables: 3}", ALICLOUD),
        [
            "21:70 sites.batam.network.alicloud.route_tables: 3, expected 4 at least, one for each of 2 zones and 2 more; fix: raise the quota vpc_quota_route_tables_num and write it here, or use fewer zones"
        ],
    ),
    "services of AWS on Alibaba Cloud, and one that its region has not": (
        {"ap-southeast-5\n": "ap-southeast-6\n", **added("alicloud: {endpoints: [ecr.api, oss]}", ALICLOUD)},
        [
            '21:82 sites.batam.network.alicloud.endpoints[0]: "ecr.api", expected "oss", or the whole name of a service of PrivateLink; fix: write com.aliyuncs.privatelink.ap-southeast-6. and the service, as the console shows it',
            '21:91 sites.batam.network.alicloud.endpoints[1]: "oss", expected another service, since ap-southeast-6 has no gateway endpoints; fix: write com.aliyuncs.privatelink.ap-southeast-6.oss, which is paid by the hour, or use its internal endpoint without any',
        ],
    ),
    "ACLs with rules that cannot be": (
        added("acls: {dta: {}, data: {inward: [{blocks: [prvate], protocol: tcp, ports: [0]}]}, pods: {deny: [cache]}}"),
        [
            "14:133 sites.jakarta.network.acls.data.inward[0].ports[0]: 0, expected a port, or a range of ports, 1 to 65535; fix: write 443 or 30000-32767, say",
            '14:154 sites.jakarta.network.acls.pods.deny[0]: "cache", expected a block; fix: write its first address and size, say 203.0.113.0/24',
        ],
    ),
    "ACLs of tiers that there are not": (
        added("acls: {dta: {}, data: {inward: [{blocks: [prvate, '::/0']}]}}, data_from: [10.99.0.0/16]"),
        [
            '14:66 sites.jakarta.network.acls.dta: "dta", expected a tier of this network: public, private, data, pods; fix: choose one of them',
            '14:101 sites.jakarta.network.acls.data.inward[0].blocks[0]: "prvate", expected a block, or a tier of this network: public, private, data, pods; fix: choose one of them, or write a block\'s first address and size',
            '14:109 sites.jakarta.network.acls.data.inward[0].blocks[1]: "::/0", expected IPv4 blocks alone without ipv6; fix: set ipv6: true',
            '14:122 sites.jakarta.network.data_from: "10.99.0.0/16", expected none beside acls.data; fix: write them as acls.data.inward, or leave acls.data out',
        ],
    ),
    "NAT gateways without the internet": (
        added("internet: false, nat: single"),
        ["14:59 sites.jakarta.network.internet: false, expected true beside NAT gateways; fix: write nat: none, or leave it out"],
    ),
    "half of what shares a route table": (
        added("endpoint_tiers: [private]", ALICLOUD),
        [
            '21:59 sites.batam.network.endpoint_tiers: "private", expected pods too, which share the route table of private; fix: name all of them, or none'
        ],
    ),
    "several parts at once": (
        added("flow_logs: {days: 10}, dhcp: {}, adopt: {ids: {private-a: subnet-0abc}}"),
        [
            f"14:71 sites.jakarta.network.flow_logs.days: 10, expected one of {DAYS}; fix: write 7, say; CloudWatch knows no other",
            "14:82 sites.jakarta.network.dhcp.domain: nothing, expected a domain or name servers; fix: write one of them, or leave dhcp out",
            "14:100 sites.jakarta.network.adopt.ids: nothing, expected the VPC's id under vpc; fix: write vpc: with its id",
        ],
    ),
}


@pytest.mark.parametrize(("edits", "told"), WRITTEN.values(), ids=WRITTEN)
def test_a_fault_of_what_is_written(faults, edits, told):
    assert faults(edits) == told


def rehearsed(loaded, edits):
    with pytest.raises(EnvironmentFaults) as error:
        check(loaded(edits))
    return str(error.value).replace(f"{FILE}:", "").split("\n")


@pytest.mark.parametrize(("edits", "told"), REFUSED.values(), ids=REFUSED)
def test_a_fault_that_the_component_finds(loaded, edits, told):
    assert rehearsed(loaded, edits) == told


@pytest.mark.parametrize(
    ("network", "site", "name"), [(ALICLOUD, "21:71 sites.batam", "Alibaba Cloud"), (AWS, "14:71 sites.jakarta", "AWS")]
)
def test_what_a_cloud_cannot_is_told_by_its_capabilities(loaded, monkeypatch, network, site, name):
    monkeypatch.setattr(Network, "capabilities", Network.capabilities - {"flow-logs-to-storage"})
    assert rehearsed(loaded, added("flow_logs: {to: storage}", network)) == [
        f'{site}.network.flow_logs.to: "storage", expected logs, since {name} has no flow-logs-to-storage; fix: write logs'
    ]


def test_both_clouds_are_asked_before_anything_is_told(loaded):
    """What one cloud refuses of a cluster hides nothing that the other refuses of the same."""
    told = rehearsed(
        loaded, {'aws: "1.35"': 'aws: "1.34"', "        versions": "        service_cidr: 10.37.0.0/16\n        versions"}
    )
    assert [line.split(":")[1].split(" ")[1] for line in told] == [
        "clusters.main.aws.autoscaler_image",
        "clusters.main.service_cidr",
    ]
