"""Changes of a site's network, beside its zones and its ways out."""

from __future__ import annotations

from typing import Final

from checks.expectation import Expectation

from .case import Case, edit
from .environment import CACHE, NAMES, SITES, told

_CACHE_GONE: Final = (
    "Subnet jakarta-cache-*",
    "RouteTable jakarta-cache-*",
    "RouteTableAssociation jakarta-cache-*",
    "NetworkAclAssociation jakarta-cache-*",
    "Switch batam-cache-*",
    "RouteTableAttachment batam-cache-*",
    "VpcNetworkAclAttachment batam-cache-*",
)

NETWORK_CASES: Final = (
    Case(
        name="rename a tier, with was",
        start="wide",
        change=edit({"cache: {like: data, slot: 1}": "memcache: {like: data, slot: 1, was: [cache]}"}),
        expected=Expectation(updated=("Subnet jakarta-memcache-*", "RouteTable jakarta-memcache-*", "Switch batam-memcache-*")),
    ),
    Case(
        name="rename a tier, without was",
        start="wide",
        change=edit({"cache: {like: data, slot: 1}": "memcache: {like: data, slot: 1}"}),
        expected=Expectation(created=tuple(pattern.replace("cache", "memcache") for pattern in _CACHE_GONE), deleted=_CACHE_GONE),
        refused=("jakarta-cache-[abc]", "batam-cache-[abc]"),
    ),
    Case(
        name="remove a tier",
        start="wide",
        change=edit({f", {CACHE}": ""}),
        expected=Expectation(deleted=_CACHE_GONE),
    ),
    Case(
        name="add a tier",
        start="wide",
        change=edit({"slot: 1}": "slot: 1}, queue: {like: private, slot: 2}"}),
        expected=Expectation(
            created=("* jakarta-queue-*", "VpcEndpointRouteTableAssociation jakarta-endpoint-*-queue-*", "* batam-queue-*")
        ),
    ),
    Case(
        name="enable IPv6",
        start="wide",
        change=edit(told("ipv6: true")),
        expected=Expectation(
            created=(
                "EgressOnlyInternetGateway jakarta-*",
                "Route jakarta-*-ipv6",
                "NetworkAclRule jakarta-data-*-ipv6",
                "Ipv6Gateway batam-*",
                "RouteEntry batam-*-ipv6",
            ),
            updated=("Vpc jakarta-vpc", "Subnet jakarta-*", "Network batam-vpc", "Switch batam-*", "NetworkAcl batam-data"),
        ),
    ),
    Case(
        name="add endpoints",
        start="wide",
        change=edit(told("aws: {endpoints: [s3, ecr.api, sts]}", "alicloud: {endpoints: [oss]}")),
        expected=Expectation(created=("* jakarta-endpoint*", "* batam-endpoint-oss*")),
    ),
    Case(
        name="flow logs to storage",
        start="wide",
        change=edit({"10.17.0.0/16,": "10.17.0.0/16, flow_logs: {to: storage},"}),
        expected=Expectation(
            created=("Bucket* jakarta-flow-logs",),
            replaced=("FlowLog jakarta-flow-logs",),
            deleted=("LogGroup jakarta-flow-logs", "Role jakarta-flow-logs", "RolePolicy jakarta-flow-logs"),
        ),
    ),
    Case(
        name="leave by an address made elsewhere",
        start="wide",
        change=edit(told("nat_addresses: {a: eipalloc-0a1b2c3d4e5f67890}", "nat_addresses: {a: eip-k1a0example0address00}")),
        expected=Expectation(
            updated=("Route jakarta-*-a-out", "SnatEntry batam-*-a-out"),
            replaced=("Eip jakarta-nat-a", "NatGateway jakarta-nat-a", "EipAddress batam-nat-a", "EipAssociation batam-nat-a"),
        ),
    ),
    Case(
        name="tell machines of name servers",
        start="wide",
        change=edit(
            told(
                "dhcp: {domain: corp.example, name_servers: [10.16.0.2]}", "dhcp: {domain: corp.example, name_servers: [10.20.0.2]}"
            )
        ),
        expected=Expectation(created=("VpcDhcpOptions* jakarta-dhcp", "DhcpOptionsSet* batam-dhcp")),
    ),
    Case(
        name="let an office reach the data tier",
        start="wide",
        change=edit(
            {
                SITES: f"    peers: {{office: 192.168.10.0/24}}\n{SITES}",
                **told("data_from: [192.168.10.0/24]"),
            }
        ),
        expected=Expectation(created=("NetworkAclRule jakarta-data-*-192-168-10-0-24",), updated=("NetworkAcl batam-data",)),
    ),
    Case(
        name="guard public by an ACL",
        start="wide",
        change=edit(
            told("acls: {public: {inward: [{blocks: [0.0.0.0/0], protocol: tcp, ports: [443]}], outward: [{blocks: [0.0.0.0/0]}]}}")
        ),
        expected=Expectation(
            created=(
                "NetworkAcl jakarta-public",
                "NetworkAclRule jakarta-public-*",
                "NetworkAclAssociation jakarta-public-*",
                "NetworkAcl batam-public",
                "VpcNetworkAclAttachment batam-public-*",
            )
        ),
    ),
    Case(
        name="tag a tier",
        start="wide",
        change=edit(told("tier_tags: {private: {karpenter.sh/discovery: main}}")),
        expected=Expectation(updated=("Subnet jakarta-private-*", "Switch batam-private-*")),
    ),
    Case(
        name="close the way to the internet",
        change=edit({"nat: single": "nat: none, internet: false"}),
        expected=Expectation(
            updated=("Subnet jakarta-public-*",),
            deleted=(
                "InternetGateway jakarta-internet",
                "Route jakarta-*-out",
                "NatGateway jakarta-nat-a",
                "Eip jakarta-nat-a",
                "RouteEntry batam-*-out",
                "SnatEntry batam-*-out",
                "NatGateway batam-nat-a",
                "EipAddress batam-nat-a",
                "EipAssociation batam-nat-a",
            ),
        ),
    ),
    Case(
        name="add a peer",
        change=edit({SITES: f"    peers: {{office: 192.168.10.0/24}}\n{SITES}"}),
    ),
    Case(
        name="take the environment apart, a stack a site",
        change=edit({SITES: f"    split: site\n{SITES}"}),
    ),
    Case(
        name="add private names",
        change=edit({SITES: f"{NAMES}{SITES}"}),
        expected=Expectation(created=("* private-dns-*",)),
    ),
)
