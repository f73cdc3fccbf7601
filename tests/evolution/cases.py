"""Changes of an environment, and what each may come to: everything else that changes fails the case.

What is replaced or deleted beyond what its case names would be a fault of ours. Three things are what they are:

- EKS takes the subnets of a node group at its creation only, so a zone that comes or goes replaces node groups (docs/adr/0005), and
  so do other instance types; the new ones are made before the old ones are drained.
- On Alibaba Cloud a route's next hop and the address of an SNAT entry cannot be changed: another NAT gateway is another entry, and
  the old one goes first.
- A tag is a tag of nodes too: their launch templates get a new version, and instances that start from then on carry it.
"""

from __future__ import annotations

from typing import Final

from checks.expectation import Expectation

from .balancer_cases import BALANCER_CASES
from .baseline_cases import BASELINE_CASES
from .case import Case, edit, without
from .chart_cases import CHART_CASES
from .cluster_cases import CLUSTER_CASES
from .data_cases import DATA_CASES
from .edge_cases import EDGE_CASES
from .environment import AMBON, edited
from .event_cases import EVENT_CASES
from .fleet_cases import FLEET_CASES
from .hub_cases import HUB_CASES
from .inside_cases import INSIDE_CASES
from .link_cases import LINK_CASES
from .migration_cases import MIGRATION_CASES
from .network_cases import NETWORK_CASES
from .reordering import reordered
from .traffic_cases import TRAFFIC_CASES
from .workload_cases import WORKLOAD_CASES

POOL: Final = """\
          batch:
            capacity: {fixed: 1}
            spot: 0%
            aws: {types: [m7i.large]}
            alicloud: {types: [ecs.g7.large]}
"""
FLEET: Final = """\
      encoder:
        sites: all
        capacity: {fixed: 1}
        aws: {images: {ap-southeast-3: ami-0a1b2c3d4e5f67890}, types: [c7i.large]}
        alicloud: {images: {ap-southeast-5: m-k1a0example0encoder}, types: [ecs.c7.large]}
"""
_ZONE_MADE: Final = (
    "Subnet jakarta-*-c",
    "Switch batam-*-c",
    "RouteTable jakarta-*-c",
    "RouteTable batam-private-c",
    "RouteTableAssociation jakarta-*-c",
    "RouteTableAttachment batam-*-c",
    "VpcNetworkAclAttachment batam-*-c",
    "Route jakarta-*-c-out",
    "NetworkAclAssociation jakarta-*-c",
    "VpcEndpointRouteTableAssociation jakarta-endpoint-*-c",
    "RouteEntry batam-private-c-out",
    "SnatEntry batam-*-c-out",
)
_SPREAD: Final = (
    "ManagedKubernetes batam-main-control-plane",
    "NodePool batam-main-pool-*",
    "ScalingGroup batam-transcoder-group",
    "Group jakarta-transcoder-group",
    "Addon jakarta-main-addon-vpc-cni",
)
"""What spreads over the zones of a site, and is told of another."""


def _at(zone: str, patterns: tuple[str, ...]) -> tuple[str, ...]:
    """Patterns of what stands in zone c, for another zone."""
    return tuple(pattern.replace("-c", f"-{zone}") for pattern in patterns)


def _gateways(zone: str) -> tuple[str, ...]:
    """What a NAT gateway in a zone consists of, on both clouds."""
    return (
        f"NatGateway jakarta-nat-{zone}",
        f"Eip jakarta-nat-{zone}",
        f"NatGateway batam-nat-{zone}",
        f"EipAddress batam-nat-{zone}",
        f"EipAssociation batam-nat-{zone}",
    )


CASES: Final = (
    Case(
        name="add zone c",
        change=edit({"zones: [a, b]": "zones: [a, b, c]"}),
        expected=Expectation(created=_ZONE_MADE, updated=_SPREAD, replaced=("NodeGroup jakarta-main-pool-*",)),
    ),
    Case(
        name="add zone c beside endpoints",
        start="reached",
        change=edit({"zones: [a, b]": "zones: [a, b, c]"}),
        expected=Expectation(created=_ZONE_MADE, updated=("VpcEndpoint jakarta-endpoint-sts",)),
    ),
    Case(
        name="remove zone b",
        start="wide",
        change=edit({"zones: [a, b, c]": "zones: [a, c]"}),
        expected=Expectation(
            updated=(*_SPREAD, "Cluster jakarta-main-control-plane"),
            replaced=("NodeGroup jakarta-main-pool-*",),
            deleted=(*_at("b", _ZONE_MADE), *_gateways("b")),
        ),
    ),
    Case(
        name="add a site before the others",
        change=edit({"      jakarta:\n": f"{AMBON}      jakarta:\n"}),
        expected=Expectation(created=("* ambon", "* ambon-*")),
    ),
    Case(
        name="remove a site",
        change=lambda text: edited(
            without("      batam:\n", "    clusters:\n")(text),
            {
                "[jakarta, batam]": "[jakarta]",
                "        alicloud: {certificate_authorities: {batam: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t}}\n": "",
            },
        ),
        expected=Expectation(deleted=("* batam", "* batam-*")),
    ),
    Case(
        name="NAT: single → per_zone",
        change=edit({"nat: single": "nat: per_zone"}),
        expected=Expectation(
            created=_gateways("b"),
            updated=("Route jakarta-private-b-out", "Route jakarta-pods-b-out"),
            replaced=("RouteEntry batam-private-b-out", "SnatEntry batam-*-b-out"),
        ),
    ),
    Case(
        name="NAT: per_zone → single",
        start="wide",
        change=edit({"nat: per_zone": "nat: single"}),
        expected=Expectation(
            updated=("Route jakarta-private-[bc]-out", "Route jakarta-pods-[bc]-out"),
            replaced=("RouteEntry batam-private-[bc]-out", "SnatEntry batam-*-[bc]-out"),
            deleted=_gateways("[bc]"),
        ),
    ),
    Case(
        name="add zone a before a single gateway in b",
        start="bare",
        change=edit({"zones: [b, c]": "zones: [a, b, c]"}),
        expected=Expectation(
            created=(*_at("a", _ZONE_MADE), *_gateways("a")),
            updated=("Route jakarta-*-[bc]-out",),
            replaced=("RouteEntry batam-private-[bc]-out", "SnatEntry batam-*-[bc]-out"),
            deleted=_gateways("b"),
        ),
        refused=("jakarta-nat-b", "batam-nat-b"),
    ),
    Case(
        name="add zone a, and keep the gateway in b with nat_zone",
        start="bare",
        change=edit({"zones: [b, c]": "zones: [a, b, c]", "nat: single": "nat: single, nat_zone: b"}),
        expected=Expectation(created=_at("a", _ZONE_MADE)),
    ),
    Case(
        name="change tags",
        change=edit({"id-1041": "id-1042"}),
        expected=Expectation(updated=("* jakarta", "* jakarta-*", "* batam-*")),
    ),
    Case(name="every list and mapping reversed", start="told", change=reordered(None)),
    Case(name="every list and mapping shuffled", start="told", change=reordered(1)),
    Case(
        name="prefer other instance types",
        change=edit(
            {
                "[m7i.xlarge, m6i.xlarge]": "[m6i.xlarge, m7i.xlarge]",
                "[ecs.g7.xlarge, ecs.g6.xlarge]": "[ecs.g6.xlarge, ecs.g7.xlarge]",
            }
        ),
        expected=Expectation(updated=("NodePool batam-main-pool-*",), replaced=("NodeGroup jakarta-main-pool-*",)),
    ),
    Case(
        name="spread a fleet over hardware",
        change=edit({"        ports: [9000, 9443]\n": "        ports: [9000, 9443]\n        placement: spread\n"}),
        expected=Expectation(
            created=("PlacementGroup jakarta-transcoder-placement", "EcsDeploymentSet batam-transcoder-placement"),
            updated=("Group jakarta-transcoder-group", "EcsLaunchTemplate batam-transcoder-template", "ScalingGroup batam-*-group"),
        ),
    ),
    Case(
        name="take a newer instance type too, which is listed",
        change=edit(
            {
                "[c7i.xlarge, c5.xlarge]": "[c7i.xlarge, c5.xlarge, c99i.xlarge]",
                "    fleets:\n": "    unlisted_types: [c99i.xlarge]\n    fleets:\n",
            }
        ),
        expected=Expectation(updated=("Group jakarta-transcoder-group",)),
    ),
    Case(
        name="add a pool",
        change=edit({"          general:\n": f"{POOL}          general:\n"}),
        expected=Expectation(
            created=(
                "LaunchTemplate jakarta-main-pool-batch",
                "NodeGroup jakarta-main-pool-batch",
                "NodePool batam-main-pool-batch",
            )
        ),
    ),
    Case(
        name="add a fleet",
        change=edit({"      transcoder:\n": f"{FLEET}      transcoder:\n"}),
        expected=Expectation(created=("* jakarta-encoder-*", "* batam-encoder-*")),
    ),
    Case(
        name="add a workload",
        change=edit(
            {"      storefront:": "      search: {cluster: main, sites: all, replicas: {min: 2, max: 3}}\n      storefront:"}
        ),
        workloads=("search",),
        expected=Expectation(created=("* jakarta-main-search-*", "* batam-main-search-*")),
    ),
    Case(
        name="another block for a site",
        change=edit({"cidr: 10.20.0.0/16": "cidr: 10.28.0.0/16"}),
        expected=Expectation(replaced=("* batam-*",), updated=("* batam-*",)),
        refused=("batam-*-[ab]",),
    ),
    *CLUSTER_CASES,
    *INSIDE_CASES,
    *BASELINE_CASES,
    *WORKLOAD_CASES,
    *CHART_CASES,
    *FLEET_CASES,
    *NETWORK_CASES,
    *TRAFFIC_CASES,
    *EDGE_CASES,
    *EVENT_CASES,
    *MIGRATION_CASES,
    *LINK_CASES,
    *HUB_CASES,
    *DATA_CASES,
    *BALANCER_CASES,
)
