"""A VPN between the clouds: what each half is told, and that only what both ends know alike is told to either."""

from __future__ import annotations

import json

import pulumi
import pytest

from components.contracts import LinkArgs
from components.errors import ArgumentsError
from components.links.tunnels import TUNNELS
from components.multicloud.link import VpnLinkArgs
from components.multicloud.link_gateway import LinkGatewayArgs
from tests.support.joined import end
from tests.support.mocks import Recording, changes, record
from tests.support.schema import Secret
from tests.support.tunnels import NAME, ON_CALL, vpn
from tests.support.walking import answers

AWS_GATEWAY, AWS_CUSTOMER = "aws:ec2/vpnGateway:VpnGateway", "aws:ec2/customerGateway:CustomerGateway"
AWS_CONNECTION, AWS_ALARM = "aws:ec2/vpnConnection:VpnConnection", "aws:cloudwatch/metricAlarm:MetricAlarm"
ATTACHMENT = "aws:ec2/vpnGatewayAttachment:VpnGatewayAttachment"
PROPAGATION = "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation"
GATEWAY, CUSTOMER = "alicloud:vpn/gateway:Gateway", "alicloud:vpn/customerGateway:CustomerGateway"
CONNECTION, ALARM, ROUTE = "alicloud:vpn/connection:Connection", "alicloud:cms/alarm:Alarm", "alicloud:vpc/routeEntry:RouteEntry"
LINK = "nusantara:multicloud:Link"
TUNNEL = "tunnelOptionsSpecifications"


def joined(**changes) -> Recording:
    return record(vpn(**changes), outputs=answers)


@pytest.fixture(scope="module")
def found():
    return joined()


class TestGateways:
    def test_on_aws_it_has_the_sites_number_and_gives_what_it_learns_to_the_linked_tiers_alone(self, found):
        gateway, attached = found.one(AWS_GATEWAY), found.one(ATTACHMENT)
        assert gateway.inputs["amazonSideAsn"] == "4200663552"
        assert (attached.inputs["vpcId"], attached.inputs["vpnGatewayId"]) == ("id-of-jakarta-vpc", gateway.id)
        for each in (*found.of(PROPAGATION), *found.of(AWS_CONNECTION)):
            assert attached.urn in each.dependencies, "a gateway that is attached to no VPC propagates nothing"
        assert {each.inputs["routeTableId"] for each in found.of(PROPAGATION)} == {
            f"id-of-jakarta-{tier}-{zone}" for tier in ("private", "data") for zone in "ab"
        }

    def test_on_alibaba_cloud_it_stands_in_two_zones_and_announces_its_network(self, found):
        inputs = found.one(GATEWAY).inputs
        assert inputs["vswitchId"] == "id-of-batam-public-a"
        assert inputs["disasterRecoveryVswitchId"] == "id-of-batam-public-b"
        assert found.one(GATEWAY).replace_on_changes == ("disasterRecoveryVswitchId",), "the provider would change nothing"
        assert (inputs["bandwidth"], inputs["resourceGroupId"]) == (200, "rg-one")
        assert (inputs["networkType"], inputs["enableIpsec"], inputs["enableSsl"]) == ("public", True, False)
        assert inputs["autoPropagate"] is True, "only then are routes of the VPC announced"

    def test_there_its_routes_stand_in_the_tables_of_the_linked_tiers_alone(self, found):
        routes = [each for each in found.of(ROUTE) if each.inputs["nexthopType"] == "VpnGateway"]
        assert {each.inputs["routeTableId"] for each in routes} == {
            "id-of-batam-private-a",
            "id-of-batam-private-b",
            "id-of-batam-data",
        }
        assert {each.inputs["destinationCidrblock"] for each in routes} == {"10.32.0.0/16"}, "pods lie in 10.33.0.0/16"


class TestTunnels:
    def test_each_half_is_made_by_its_own_site_below_the_link(self, found):
        link = found.one(LINK)
        for each in found.children(link):
            assert each.provider.split("::")[-2] == ("jakarta" if each.type.startswith("aws:") else "batam"), each.urn
            assert each.parent == link.urn

    def test_aws_knows_two_customer_gateways_and_alibaba_cloud_four(self, found):
        assert {each.name: each.inputs["ipAddress"] for each in found.of(AWS_CUSTOMER)} == {
            f"{NAME}-master": "address-batam-link-gateway",
            f"{NAME}-slave": "second-address-batam-link-gateway",
        }
        assert {each.inputs["bgpAsnExtended"] for each in found.of(AWS_CUSTOMER)} == {"4200664576"}
        assert {each.inputs["deviceName"] for each in found.of(AWS_CUSTOMER)} == {f"{NAME}-master", f"{NAME}-slave"}, (
            "which tells it from that of another site's link with the same gateway"
        )
        assert {each.name: each.inputs["ipAddress"] for each in found.of(CUSTOMER)} == {
            f"{NAME}-{tunnel}": f"tunnel{bundled.on_aws}-{NAME}-{bundled.role}" for tunnel, bundled in TUNNELS.items()
        }
        assert {each.inputs["asn"] for each in found.of(CUSTOMER)} == {"4200663552"}

    def test_an_asn_of_sixteen_bits_has_a_field_of_its_own(self):
        for customer in joined(asn=64_512).of(AWS_CUSTOMER):
            assert customer.inputs["bgpAsn"] == "64512"
            assert "bgpAsnExtended" not in customer.inputs

    def test_both_ends_have_one_proposal_and_no_weaker_one(self, found):
        for connection in found.of(AWS_CONNECTION):
            for tunnel in (1, 2):
                told = {key: connection.inputs[f"tunnel{tunnel}{key}"] for key in ("IkeVersions", "Phase1EncryptionAlgorithms")}
                assert told == {"IkeVersions": ["ikev2"], "Phase1EncryptionAlgorithms": ["AES256"]}
                assert connection.inputs[f"tunnel{tunnel}Phase2IntegrityAlgorithms"] == ["SHA2-256"]
                assert connection.inputs[f"tunnel{tunnel}Phase1DhGroupNumbers"] == [14]
                assert connection.inputs[f"tunnel{tunnel}DpdTimeoutAction"] == "restart"
        for connection in found.of(CONNECTION):
            assert connection.inputs["enableTunnelsBgp"] is True
            for tunnel in connection.inputs[TUNNEL]:
                assert tunnel["enableDpd"] is True
                ike, ipsec = tunnel["tunnelIkeConfig"], tunnel["tunnelIpsecConfig"]
                assert (ike["ikeVersion"], ike["ikeEncAlg"], ike["ikeAuthAlg"], ike["ikePfs"]) == (
                    *("ikev2", "aes256", "sha256", "group14"),
                )
                assert (ipsec["ipsecEncAlg"], ipsec["ipsecAuthAlg"], ipsec["ipsecPfs"]) == ("aes256", "sha256", "group14")

    def test_a_key_is_secret_wherever_it_is_written_and_nothing_beside_it_is(self, found):
        for connection in found.of(CONNECTION):
            for tunnel in connection.inputs[TUNNEL]:
                assert isinstance(tunnel["tunnelIkeConfig"]["psk"], Secret)
                assert tunnel["role"] in ("master", "slave")


class TestKeys:
    def test_one_key_changes_one_tunnel_at_both_ends_and_nothing_else(self, found):
        def keys():
            return {"tunnel3": pulumi.Output.secret("a.key.of.ours")}

        after = joined(keys=keys)
        edit = changes(found, after)
        assert (edit.added, edit.removed) == (set(), set())
        assert edit.changed == {f"VpnConnection {NAME}-slave", f"Connection {NAME}-first"}
        given = after.one(AWS_CONNECTION, f"{NAME}-slave").inputs
        assert given["tunnel1PresharedKey"] == Secret("a.key.of.ours")
        assert "tunnel2PresharedKey" not in given
        assert "tunnel1PresharedKey" not in after.one(AWS_CONNECTION, f"{NAME}-master").inputs

    def test_both_ends_have_the_same_one(self):
        after = joined(keys=lambda: {"tunnel3": pulumi.Output.secret("a.key.of.ours")})
        slave = next(each for each in after.one(CONNECTION, f"{NAME}-first").inputs[TUNNEL] if each["role"] == "slave")
        assert slave["tunnelIkeConfig"]["psk"] == Secret("a.key.of.ours")


def test_what_the_gateway_on_alibaba_cloud_makes_one_after_the_other_is_waited_for(found):
    for each in (*found.of(GATEWAY), *found.of(CONNECTION)):
        assert set(each.timeouts.values()) == {"60m"}
    for each in found.of(CONNECTION):
        assert each.delete_before_replace, "a gateway takes no inside range twice"
        assert each.additional_secret_outputs == ("ikeConfig",)


class TestAlarms:
    def test_each_tunnel_has_one_at_either_end(self, found):
        on_aws = found.of(AWS_ALARM)
        assert [each.name for each in on_aws] == [f"{NAME}-{tunnel}" for tunnel in TUNNELS]
        assert len({each.inputs["dimensions"]["TunnelIpAddress"] for each in on_aws}) == 4
        assert {(each.inputs["metricName"], each.inputs["treatMissingData"]) for each in on_aws} == {("TunnelState", "breaching")}
        assert [each.inputs["alarmActions"] for each in on_aws] == [list(ON_CALL["aws"])] * 4
        assert {each.inputs["period"] * each.inputs["evaluationPeriods"] for each in on_aws} == {300}
        on_alicloud = [each for each in found.of(ALARM) if each.inputs["metric"] == "tun.bgp_state"]
        assert [each.name for each in on_alicloud] == [f"{NAME}-{tunnel}" for tunnel in TUNNELS]
        assert all(each.inputs["escalationsCritical"]["comparisonOperator"] == "<" for each in on_alicloud)
        assert [json.loads(each.inputs["metricDimensions"])[0]["instanceId"] for each in on_alicloud] == [
            "id-of-batam-link-gateway"
        ] * 4

    def test_the_gateway_on_alibaba_cloud_tells_when_its_bandwidth_runs_out_in_either_direction(self):
        full = [each.inputs for each in joined(mbps=500).of(ALARM) if each.inputs["metric"] != "tun.bgp_state"]
        assert [(each["metric"], each["escalationsWarn"]["threshold"]) for each in full] == [
            ("net_rx.rate", "400000000"),
            ("net_tx.rate", "400000000"),
        ]
        assert {each["metricDimensions"] for each in full} == {'[{"instanceId": "id-of-batam-link-gateway"}]'}
        assert [each["contactGroups"] for each in full] == [list(ON_CALL["alicloud"])] * 2

    def test_with_nowhere_to_go_aws_has_them_all_the_same(self):
        silent = joined(alarms={"aws": (), "alicloud": ()})
        assert [each.inputs["alarmActions"] for each in silent.of(AWS_ALARM)] == [[]] * 4
        assert silent.of(ALARM) == []


def refused(make) -> list[str]:
    with pytest.raises(ArgumentsError) as error:
        make()
    return [str(fault) for fault in error.value.faults]


def test_what_a_gateway_or_a_link_cannot_be_is_told_at_once():
    told: dict[str, list[str]] = {}

    def program() -> None:
        batam, jakarta = end("batam", "36", "alicloud"), end("jakarta", "32")
        twin = end("twin", "32", "alicloud")
        told["gateway"] = refused(lambda: LinkGatewayArgs(end=batam, mbps=300, zones=("a", "c")))
        told["clouds"] = refused(lambda: VpnLinkArgs(one=batam, other=twin, gateways={}, keys={"tunnel5": "a"}))
        told["order"] = refused(lambda: LinkArgs(one=jakarta, other=batam))
        told["twins"] = refused(lambda: LinkArgs(one=jakarta, other=twin))
        told["end"] = refused(lambda: end("elsewhere", "40", tiers=("privat",), asn=13_335, number=64))

    record(program)
    assert told["gateway"] == [
        "mbps: 300, expected one of 5, 10, 20, 50, 100, 200, 500, 1000; fix: choose one of them",
        'zones: "a, c", expected two zones of batam: a, b; fix: choose two of them, or add a zone to the site',
    ]
    assert [each.split(":")[0] for each in told["clouds"]] == ["other.cloud", "gateways.batam", "gateways.twin", "keys.tunnel5"]
    assert told["order"] == [
        'other: "jakarta and batam", expected two sites in the order of their names; fix: swap them, or name another site'
    ]
    assert [each.split(":")[0] for each in told["twins"]] == [
        *("other.asn", "other.number"),
        *("other.network.ranges.cidr", "other.network.ranges.pods"),
    ]
    assert [each.split(":")[0] for each in told["end"]] == ["tiers.0", "number", "asn"]
