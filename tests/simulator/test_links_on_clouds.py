"""A VPN on the simulated clouds: both ends agree, by what either cloud then holds, and a key is changed one tunnel at a time."""

from __future__ import annotations

import json
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any

import pulumi
import pytest

from components.links.tunnels import ROLES, TUNNELS
from simulator.values import plain
from tests.support.on_clouds import OnClouds
from tests.support.tunnels import NAME, TIERS, vpn

CONNECTIONS = {"aws": "aws:ec2/vpnConnection:VpnConnection", "alicloud": "alicloud:vpn/connection:Connection"}
CUSTOMERS = {"aws": "aws:ec2/customerGateway:CustomerGateway", "alicloud": "alicloud:vpn/customerGateway:CustomerGateway"}
GATEWAYS = {"aws": "aws:ec2/vpnGateway:VpnGateway", "alicloud": "alicloud:vpn/gateway:Gateway"}
KEY = "a.key.of.ours"
BLOCKS = {"jakarta": "10.32.0.0/16", "batam": "10.36.0.0/16"}


class Clouds(OnClouds):
    """Both clouds, and what either of them holds of a VPN."""

    def __init__(self, store: Path) -> None:
        super().__init__(store, {"aws": {"region": "ap-southeast-3"}, "alicloud": {"region": "ap-southeast-5"}})

    def held(self, type_: str) -> dict[str, dict[str, Any]]:
        """What a cloud holds of a type, by name."""
        return {name: plain(made.outputs) for name, made in self.of(type_).items()}

    def by_id(self, type_: str) -> dict[str, dict[str, Any]]:
        return {made.id: plain(made.outputs) for made in self.of(type_).values()}

    def seen(self, cloud: str) -> dict[str, dict[str, Any]]:
        """Each tunnel as one cloud holds it: both outside addresses, ASNs, inside range and addresses, key, proposal."""
        return {tunnel: (self._on_aws if cloud == "aws" else self._on_alicloud)(tunnel) for tunnel in TUNNELS}

    def _on_aws(self, tunnel: str) -> dict[str, Any]:
        bundled = TUNNELS[tunnel]
        connection = self.held(CONNECTIONS["aws"])[f"{NAME}-{bundled.role}"]
        customer = self.by_id(CUSTOMERS["aws"])[connection["customerGatewayId"]]
        told = {key.removeprefix(f"tunnel{bundled.on_aws}"): value for key, value in connection.items()}
        return {
            "outside": (told["Address"], customer["ipAddress"]),
            "asns": (told["BgpAsn"], customer["bgpAsnExtended"]),
            "inside": (told["InsideCidr"], told["VgwInsideAddress"], told["CgwInsideAddress"]),
            "key": told["PresharedKey"],
            "phases": [
                (
                    f"aes{bits.removeprefix('AES')}",
                    f"sha{sha.removeprefix('SHA2-')}",
                    f"group{group}",
                    int(told[f"{phase}LifetimeSeconds"]),
                )
                for phase in ("Phase1", "Phase2")
                for bits in told[f"{phase}EncryptionAlgorithms"]
                for sha in told[f"{phase}IntegrityAlgorithms"]
                for group in told[f"{phase}DhGroupNumbers"]
            ],
            "ike": told["IkeVersions"],
        }

    def _on_alicloud(self, tunnel: str) -> dict[str, Any]:
        bundled = TUNNELS[tunnel]
        connection = self.held(CONNECTIONS["alicloud"])[f"{NAME}-{bundled.on_alicloud}"]
        (told,) = [each for each in connection["tunnelOptionsSpecifications"] if each["role"] == bundled.role]
        customer = self.by_id(CUSTOMERS["alicloud"])[told["customerGatewayId"]]
        bgp, ike, ipsec = told["tunnelBgpConfig"], told["tunnelIkeConfig"], told["tunnelIpsecConfig"]
        cidr = IPv4Network(bgp["tunnelCidr"])
        (other,) = [str(host) for host in cidr.hosts() if str(host) != bgp["localBgpIp"]]
        return {
            "outside": (customer["ipAddress"], told["internetIp"]),
            "asns": (customer["asn"], bgp["localAsn"]),
            "inside": (str(cidr), other, bgp["localBgpIp"]),
            "key": ike["psk"],
            "phases": [
                (ike["ikeEncAlg"], ike["ikeAuthAlg"], ike["ikePfs"], int(ike["ikeLifetime"])),
                (ipsec["ipsecEncAlg"], ipsec["ipsecAuthAlg"], ipsec["ipsecPfs"], int(ipsec["ipsecLifetime"])),
            ],
            "ike": [ike["ikeVersion"]],
        }


@pytest.fixture
def clouds(tmp_path):
    clouds = Clouds(tmp_path / "clouds.sqlite")
    clouds.run(vpn())
    return clouds


def test_both_ends_of_every_tunnel_agree(clouds):
    on_aws, on_alicloud = clouds.seen("aws"), clouds.seen("alicloud")
    assert on_aws == on_alicloud
    for what in ("outside", "inside", "key"):
        assert len({on_aws[tunnel][what] for tunnel in TUNNELS}) == len(TUNNELS), f"no two tunnels have one {what}"
    addresses = clouds.held(GATEWAYS["alicloud"])["batam-link-gateway"]
    assert {tunnel: seen["outside"][1] for tunnel, seen in on_alicloud.items()} == {
        tunnel: addresses["internetIp" if bundled.role == ROLES[0] else "disasterRecoveryInternetIp"]
        for tunnel, bundled in TUNNELS.items()
    }


def test_the_tables_of_every_two_tiers_that_may_talk_lead_there_and_back(clouds):
    learning = {
        each["routeTableId"] for each in clouds.held("aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation").values()
    }
    on_aws = {
        name: each["routeTableId"] for name, each in clouds.held("aws:ec2/routeTableAssociation:RouteTableAssociation").items()
    }
    written = {
        (each["routeTableId"], each["destinationCidrblock"])
        for each in clouds.held("alicloud:vpc/routeEntry:RouteEntry").values()
        if each["nexthopId"] in clouds.by_id(GATEWAYS["alicloud"])
    }
    on_alicloud = {
        name: each["routeTableId"] for name, each in clouds.held("alicloud:vpc/routeTableAttachment:RouteTableAttachment").items()
    }
    for tier in ("public", "private", "data", "pods"):
        for zone in "ab":
            assert (on_aws[f"jakarta-{tier}-{zone}"] in learning) == (tier in TIERS)
            table = on_alicloud[f"batam-{tier}-{zone}"]
            # Pods share the table of private vSwitches there.
            assert ((table, BLOCKS["jakarta"]) in written) == (tier in (*TIERS, "pods"))
    (attached,) = clouds.held("aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment").values()
    connected = {each["vpnGatewayId"] for each in clouds.held(CONNECTIONS["aws"]).values()}
    assert connected == set(clouds.by_id(GATEWAYS["aws"])), "what its tables learn comes over these"
    assert attached["vpnGatewayId"] in connected
    assert attached["vpcId"] in clouds.by_id("aws:ec2/vpc:Vpc")


def test_an_alarm_here_is_of_a_tunnel_that_there_is(clouds):
    tunnels = {
        each["tunnelId"] for made in clouds.held(CONNECTIONS["alicloud"]).values() for each in made["tunnelOptionsSpecifications"]
    }
    watched = [json.loads(each["metricDimensions"])[0] for each in clouds.held("alicloud:cms/alarm:Alarm").values()]
    assert sorted(each["tunnelId"] for each in watched if "tunnelId" in each) == sorted(tunnels)
    assert {each["instanceId"] for each in watched} == set(clouds.by_id(GATEWAYS["alicloud"]))
    addresses = {seen["outside"][0] for seen in clouds.seen("aws").values()}
    alarms = clouds.held("aws:cloudwatch/metricAlarm:MetricAlarm").values()
    assert {each["dimensions"]["TunnelIpAddress"] for each in alarms} == addresses


def test_it_stays_as_it_is_and_a_key_is_changed_in_place_at_both_ends_of_its_tunnel(clouds):
    clouds.run(vpn())
    assert clouds.changed == {}
    clouds.run(vpn(keys=lambda: {"tunnel2": pulumi.Output.secret(KEY)}))
    assert set(clouds.changed) == {(CONNECTIONS["aws"], f"{NAME}-master"), (CONNECTIONS["alicloud"], f"{NAME}-second")}
    for (type_, _), diff in clouds.changed.items():
        assert list(diff.replaces) == [], "neither end is made anew"
        assert set(diff.detailedDiff) == (
            {"tunnel2PresharedKey"} if type_ == CONNECTIONS["aws"] else {"tunnelOptionsSpecifications[0].tunnelIkeConfig.psk"}
        )
    assert clouds.seen("aws") == clouds.seen("alicloud")
    assert clouds.seen("aws")["tunnel2"]["key"] == KEY
