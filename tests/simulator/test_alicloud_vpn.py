"""VPN gateways of the simulated Alibaba Cloud: two zones, tunnels in pairs, keys and ranges as its API takes them."""

from __future__ import annotations

import pytest

from simulator.alicloud.vpn import CONNECTION, CUSTOMER, GATEWAY
from tests.support.alicloud_site import Site
from tests.support.simulated import RefusalError

ANY = {"localSubnets": ["0.0.0.0/0"], "remoteSubnets": ["0.0.0.0/0"]}


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


@pytest.fixture
def gateway(site):
    return site.create(
        GATEWAY,
        vpcId=site.vpc,
        bandwidth=1000,
        vswitchId=site.switch(),
        disasterRecoveryVswitchId=site.switch("10.36.16.0/20", "b"),
    )


def customer(site, number: int, **inputs):
    return site.make(CUSTOMER, f"customer-{number}", ipAddress=f"198.51.100.{number}", **{"asn": "4200663552", **inputs})


def tunnels(site, first: str = "169.254.64.0/30", second: str = "169.254.64.4/30", **bgp):
    return [
        {
            "role": role,
            "customerGatewayId": customer(site, number),
            "tunnelBgpConfig": {"tunnelCidr": cidr, "localAsn": "4200664576", **bgp},
            "tunnelIkeConfig": {"ikeVersion": "ikev2", "ikePfs": "group14", "psk": "a.key"},
        }
        for number, (role, cidr) in enumerate((("master", first), ("slave", second)), 1)
    ]


class TestGateway:
    def test_it_has_two_public_addresses(self, gateway):
        assert gateway[1]["internetIp"] != gateway[1]["disasterRecoveryInternetIp"]

    def test_it_stands_in_two_zones(self, site):
        both = {"vswitchId": site.switch(), "disasterRecoveryVswitchId": site.switch("10.36.16.0/20")}
        with pytest.raises(RefusalError, match=r"^InvalidParameter.DisasterRecoveryVSwitchId"):
            site.make(GATEWAY, vpcId=site.vpc, bandwidth=1000, **both)

    def test_its_bandwidth_is_one_of_a_few(self, site):
        assert set(site.check(GATEWAY, vpcId="vpc-1", bandwidth=300)[1]) == {"bandwidth"}

    def test_it_stays_while_it_has_connections(self, site, gateway):
        connection = site.make(CONNECTION, vpnGatewayId=gateway[0], tunnelOptionsSpecifications=tunnels(site), **ANY)
        with pytest.raises(RefusalError, match=r"^VpnGateway.Configuring"):
            site.delete(GATEWAY, gateway[0])
        site.delete(CONNECTION, connection)
        site.delete(GATEWAY, gateway[0])


class TestCustomer:
    @pytest.mark.parametrize("asn", ["0", "4294967296", "45104", "private"])
    def test_its_asn_is_no_number_of_the_clouds_own(self, site, asn):
        assert set(site.check(CUSTOMER, ipAddress="198.51.100.1", asn=asn)[1]) == {"asn"}

    @pytest.mark.parametrize("address", ["100.64.0.1", "127.0.0.1", "169.254.1.1", "224.0.0.1"])
    def test_its_address_is_one_of_the_internet(self, site, address):
        assert set(site.check(CUSTOMER, ipAddress=address)[1]) == {"ipAddress"}


class TestConnection:
    def test_it_has_two_tunnels_which_are_up(self, site, gateway):
        _, made = site.create(CONNECTION, vpnGatewayId=gateway[0], tunnelOptionsSpecifications=tunnels(site), **ANY)
        assert [tunnel["status"] for tunnel in made["tunnelOptionsSpecifications"]] == ["ipsec_sa_established"] * 2

    def test_a_range_is_used_once_on_a_gateway(self, site, gateway):
        site.make(CONNECTION, vpnGatewayId=gateway[0], tunnelOptionsSpecifications=tunnels(site), **ANY)
        again = tunnels(site, first="169.254.64.8/30")
        with pytest.raises(RefusalError, match=r"169\.254\.64\.4/30 is in use by vco-"):
            site.make(CONNECTION, "other", vpnGatewayId=gateway[0], tunnelOptionsSpecifications=again, **ANY)

    def test_bgp_needs_the_asn_of_the_other_end(self, site, gateway):
        given = tunnels(site)
        given[0]["customerGatewayId"] = site.make(CUSTOMER, "plain", ipAddress="198.51.100.9")
        with pytest.raises(RefusalError, match=r"^MissingParameter.Asn"):
            site.make(CONNECTION, vpnGatewayId=gateway[0], enableTunnelsBgp=True, tunnelOptionsSpecifications=given, **ANY)

    @pytest.mark.parametrize(
        ("change", "path"),
        [
            ({"tunnelIkeConfig": {"ikePfs": "group15"}}, "[0].tunnelIkeConfig.ikePfs"),
            ({"tunnelIpsecConfig": {"ipsecEncAlg": "AES256"}}, "[0].tunnelIpsecConfig.ipsecEncAlg"),
            ({"tunnelBgpConfig": {"tunnelCidr": "169.254.6.0/30"}}, "[0].tunnelBgpConfig.tunnelCidr"),
            (
                {"tunnelBgpConfig": {"tunnelCidr": "169.254.64.0/30", "localBgpIp": "169.254.64.4"}},
                "[0].tunnelBgpConfig.localBgpIp",
            ),
            ({"role": "slave"}, ""),
        ],
    )
    def test_what_no_tunnel_may_be_is_told(self, site, change, path):
        given = [{"role": "master", **change}, {"role": "slave"}]
        faults = site.check(CONNECTION, vpnGatewayId="vpn-1", tunnelOptionsSpecifications=given, **ANY)[1]
        assert set(faults) == {f"tunnelOptionsSpecifications{path}"}

    def test_another_key_is_an_update_and_another_end_is_a_new_connection(self, site):
        old = {"tunnelOptionsSpecifications": [{"role": "master", "customerGatewayId": "cgw-1", "tunnelIkeConfig": {"psk": "one"}}]}
        key = {"tunnelOptionsSpecifications": [{"role": "master", "customerGatewayId": "cgw-1", "tunnelIkeConfig": {"psk": "two"}}]}
        end = {"tunnelOptionsSpecifications": [{"role": "master", "customerGatewayId": "cgw-2", "tunnelIkeConfig": {"psk": "one"}}]}
        assert site.replaces(CONNECTION, old, key) == []
        assert site.replaces(CONNECTION, old, end) == ["tunnelOptionsSpecifications"]


def test_a_tunnel_keeps_its_id_when_its_key_changes_and_begins_at_the_address_of_its_role(site, gateway):
    told = {"vpnGatewayId": gateway[0], "tunnelOptionsSpecifications": tunnels(site), **ANY}
    identity, before = site.create(CONNECTION, **told)
    first, second = before["tunnelOptionsSpecifications"]
    assert (first["internetIp"], second["internetIp"]) == (gateway[1]["internetIp"], gateway[1]["disasterRecoveryInternetIp"])
    told["tunnelOptionsSpecifications"][1]["tunnelIkeConfig"]["psk"] = "another.key"
    after = site.update(CONNECTION, identity, before, **told)["tunnelOptionsSpecifications"]
    assert [each["tunnelId"] for each in after] == [first["tunnelId"], second["tunnelId"]]
    assert first["tunnelId"] != second["tunnelId"]
