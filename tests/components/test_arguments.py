"""Arguments raise every fault at once, each with the field, what was given, what is expected and the fix."""

from __future__ import annotations

from typing import Any

import pytest

from components import contracts
from components.capacity import autoscaled
from components.contracts import Refresh
from tests.support.clouds import ALICLOUD, AWS, CIDR, CLOUDS, PODS, Cloud
from tests.support.faults import faults_of, fleet_faults


@pytest.mark.parametrize("cloud", CLOUDS, ids=str)
def test_the_usual_arguments_have_no_fault(cloud: Cloud):
    args = cloud.network_args()
    assert (args.zones, args.cidr, args.pods, args.nat, args.flow_logs) == (
        ("a", "b", "c"),
        CIDR,
        PODS,
        "single",
        contracts.FlowLogs(to="logs", days=90, traffic="all"),
    )


@pytest.mark.parametrize("cloud", CLOUDS, ids=str)
def test_a_networks_faults_come_all_at_once(cloud: Cloud):
    wrong = {"region": "Jakarta", "zones": ("a", "a"), "cidr": "10.0.0.0/8", "pods": "100.64.0.0/16", "nat": "zonal"}
    assert faults_of(lambda: cloud.network_args(**wrong, nat_zone="q", tags={"aws:x": "y"})) == [
        (
            'NetworkArgs.region: "Jakarta", expected a region in the cloud\'s own spelling; '
            "fix: write it as the cloud does, say ap-southeast-3"
        ),
        'NetworkArgs.cidr: "10.0.0.0/8", expected a private IPv4 block, /16 to /20; fix: write 10.0.0.0/16, say',
        (
            'NetworkArgs.pods: "100.64.0.0/16", expected a block outside 100.64.0.0/10; '
            "fix: Alibaba Cloud keeps that range for itself; choose from 10.0.0.0/8"
        ),
        'NetworkArgs.zones: "a" twice, expected each zone once; fix: remove the second one',
        'NetworkArgs.nat: "zonal", expected one of none, single, per_zone; fix: choose one of them',
        'NetworkArgs.nat_zone: "q", expected one of zones, a, a; fix: choose a zone of this network',
        (
            'NetworkArgs.tags.aws:x: "aws:x", expected a key that begins with none of aws:, acs:, aliyun; '
            "fix: choose another key; the clouds keep these for themselves"
        ),
    ]


def test_what_is_wrong_with_flow_logs_is_told_by_themselves():
    wrong: dict[str, Any] = {"to": "tape", "days": 45, "traffic": "some"}
    assert faults_of(lambda: contracts.FlowLogs(**wrong)) == [
        'FlowLogs.to: "tape", expected one of logs, storage, stream; fix: choose one of them',
        (
            "FlowLogs.days: 45, expected one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, "
            "2192, 2557, 2922, 3288; fix: write 30, say; CloudWatch knows no other"
        ),
        'FlowLogs.traffic: "some", expected one of all, accepted, rejected; fix: choose one of them',
    ]


def test_a_cloud_only_fault_comes_with_the_others():
    assert faults_of(lambda: ALICLOUD.network_args(region="Jakarta", zones=tuple("abcdefgh"), egress_mbps=5000)) == [
        (
            'NetworkArgs.region: "Jakarta", expected a region in the cloud\'s own spelling; '
            "fix: write it as the cloud does, say ap-southeast-3"
        ),
        "NetworkArgs.egress_mbps: 5000, expected a whole number, 1 to 200; fix: choose a number between them",
        (
            "NetworkArgs.route_tables: 9, expected 10 at least, one for each of 8 zones and 2 more; "
            "fix: raise the quota vpc_quota_route_tables_num and write it here, or use fewer zones"
        ),
    ]


def test_a_raised_quota_of_route_tables_allows_every_zone_slot():
    assert len(ALICLOUD.network_args(zones=tuple("abcdefgh"), route_tables=10).zones) == 8


@pytest.mark.parametrize("cloud", CLOUDS, ids=str)
def test_a_fleets_faults_come_all_at_once(cloud: Cloud):
    wrong = {
        "image": "latest",
        "types": (),
        "spot": 101,
        "tier": "pods",
        "disk_gib": 5,
        "ports": (0, 80, 80),
        "metadata_hops": 65,
    }
    assert fleet_faults(cloud, **wrong) == [
        (
            'FleetArgs.image: "latest", expected one that stays what it is; '
            "fix: write the image's id; what is newest would change between two previews"
        ),
        "FleetArgs.types: nothing, expected one instance type at least; fix: write the types in order of preference",
        "FleetArgs.spot: 101, expected a whole number, 0 to 100; fix: choose a number between them",
        'FleetArgs.tier: "pods", expected one of public, private, data; fix: choose one of them',
        "FleetArgs.disk_gib: 5, expected a whole number, 20 to 2048; fix: choose a number between them",
        "FleetArgs.ports: 0, expected a whole number, 1 to 65535; fix: choose a number between them",
        "FleetArgs.ports: 80, expected each port once; fix: remove the second one",
        "FleetArgs.metadata_hops: 65, expected a whole number, 1 to 64; fix: choose a number between them",
    ]


def test_instance_types_named_twice_are_a_fault():
    assert fleet_faults(AWS, types=("m7i.large", "m6i.large", "m7i.large")) == [
        'FleetArgs.types.2: "m7i.large", expected each instance type once; fix: remove the second one'
    ]


def test_alibabas_own_fleet_options_are_checked_too():
    assert fleet_faults(ALICLOUD, earlier_image="", disk_level="PL9") == [
        (
            'FleetArgs.earlier_image: "", expected one that stays what it is; '
            "fix: write the image's id; what is newest would change between two previews"
        ),
        'FleetArgs.disk_level: "PL9", expected one of PL0, PL1, PL2, PL3; fix: choose one of them',
    ]


@pytest.mark.parametrize(
    ("wrong", "faults"),
    [
        (
            {"healthy": 101, "surge": -1, "warm_up": -1},
            [
                "Refresh.healthy: 101, expected a whole number, 0 to 100; fix: choose a number between them",
                "Refresh.surge: -1, expected a whole number, 0 to 100; fix: choose a number between them",
                "Refresh.warm_up: -1, expected a whole number, 0 to 3600; fix: choose a number between them",
            ],
        ),
        (
            {"healthy": 10, "surge": 20},
            ["Refresh.surge: 20, expected a whole number, 0 to 10; fix: choose a number between them"],
        ),
        (
            {"checkpoints": (50, 20, 100), "pause": 90},
            [
                (
                    "Refresh.checkpoints: (50, 20, 100), expected rising percentages, 1 to 99; "
                    "fix: write each share once, from the lowest to the highest; 100 is reached without it"
                ),
                "Refresh.pause: 90, expected whole minutes in seconds, 172800 at most; fix: write a multiple of 60; Alibaba Cloud counts minutes",
            ],
        ),
    ],
)
def test_a_refresh_that_no_cloud_could_follow_is_a_fault(wrong, faults):
    assert faults_of(lambda: Refresh(**wrong)) == faults


def test_arguments_cannot_be_changed_once_made():
    with pytest.raises(AttributeError):
        AWS.network_args().zones = ("a",)


def test_capacity_starts_at_its_minimum_unless_told_otherwise():
    assert (autoscaled(min=3, max=9).start, autoscaled(min=3, max=9, initial=5).start) == (3, 5)
