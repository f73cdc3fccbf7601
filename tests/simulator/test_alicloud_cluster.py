"""ACK clusters, node pools and add-ons of the simulated Alibaba Cloud."""

from __future__ import annotations

import re
from ipaddress import IPv4Address
from typing import Any

import pytest

from simulator.addresses import PUBLIC
from simulator.values import Secret, plain
from tests.support.alicloud_site import SWITCH, Site
from tests.support.simulated import UNKNOWN, RefusalError

CLUSTER = "alicloud:cs/managedKubernetes:ManagedKubernetes"
POOL = "alicloud:cs/nodePool:NodePool"
ADDON = "alicloud:cs/kubernetesAddon:KubernetesAddon"
AUTOSCALING = "alicloud:cs/autoscalingConfig:AutoscalingConfig"


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


def cluster(site: Site, **inputs):
    """(id, outputs) of a private cluster without a client key, unless told otherwise."""
    usual: dict[str, Any] = {
        "name": "main",
        "vswitchIds": inputs.pop("vswitchIds", None) or [site.switch()],
        "serviceCidr": "172.20.0.0/16",
        "newNatGateway": False,
        "slbInternetEnabled": False,
        "skipSetCertificateAuthority": True,
        "version": "1.35.7-aliyun.1",
    }
    return site.create(CLUSTER, **{**usual, **inputs})


def pool(identity: str, **inputs):
    return {"clusterId": identity, "nodePoolName": "general", "instanceTypes": ["ecs.g7.xlarge"], **inputs}


class TestShapes:
    def test_ids(self, site):
        identity, _ = cluster(site)
        assert re.fullmatch(r"c[0-9a-f]{32}", identity)
        assert re.fullmatch(rf"{identity}:np[0-9a-f]{{32}}", site.make(POOL, **pool(identity)))
        assert site.make(ADDON, clusterId=identity, name="metrics-server") == f"{identity}:metrics-server"
        assert site.make(AUTOSCALING, clusterId=identity) == identity

    def test_a_private_endpoint_is_inside_the_network(self, site):
        _, outputs = cluster(site)
        assert outputs["connections"][0]["apiServerIntranet"] == "https://10.36.15.246:6443"
        assert outputs["connections"][0]["apiServerInternet"] == ""
        assert outputs["vpcId"] == site.vpc

    def test_a_public_endpoint_has_an_address(self, site):
        _, outputs = cluster(site, slbInternetEnabled=True)
        assert outputs["connections"][0]["apiServerInternet"] == f"https://{outputs['slbInternet']}:6443"
        assert IPv4Address(outputs["slbInternet"]) in PUBLIC

    def test_no_gateway_of_its_own_unless_asked_for(self, site):
        assert cluster(site)[1]["natGatewayId"] == ""
        assert cluster(site, newNatGateway=True, vswitchIds=[site.switch("10.36.16.0/20")])[1]["natGatewayId"].startswith("ngw-k1a")

    def test_the_client_key_is_secret_and_can_stay_away(self, site):
        _, outputs = cluster(site)
        assert plain(outputs["certificateAuthorities"]) == []
        _, outputs = cluster(site, skipSetCertificateAuthority=False, vswitchIds=[site.switch("10.36.16.0/20")])
        assert isinstance(outputs["certificateAuthorities"], Secret)
        assert "clientKey" in plain(outputs["certificateAuthorities"])[0]

    def test_rrsa_brings_an_issuer(self, site):
        identity, outputs = cluster(site, enableRrsa=True)
        assert outputs["rrsaMetadata"] == {
            "enabled": True,
            "ramOidcProviderArn": f"acs:ram::5123456789012345:oidc-provider/ack-rrsa-{identity}",
            "ramOidcProviderName": f"ack-rrsa-{identity}",
            "rrsaOidcIssuerUrl": f"https://oidc-ack-ap-southeast-5.oss-ap-southeast-5.aliyuncs.com/{identity}",
        }

    def test_a_pool_knows_its_group(self, site):
        identity, _ = cluster(site)
        made, outputs = site.create(POOL, **pool(identity))
        assert outputs["nodePoolId"] == made.split(":")[1]
        assert outputs["scalingGroupId"].startswith("asg-k1a")


@pytest.mark.parametrize(
    ("token", "property_", "before", "after", "replaced"),
    [
        (CLUSTER, "serviceCidr", "172.20.0.0/16", "172.21.0.0/16", True),
        (CLUSTER, "proxyMode", "ipvs", "iptables", True),
        (CLUSTER, "clusterDomain", "cluster.local", "shop.local", True),
        (CLUSTER, "version", "1.34.1-aliyun.1", "1.35.7-aliyun.1", False),
        (CLUSTER, "deletionProtection", False, True, False),
        (CLUSTER, "name", "a", "b", False),
        (POOL, "clusterId", "c1", "c2", True),
        (POOL, "instanceTypes", ["a"], ["b"], False),
        (POOL, "instanceMetadataOptions", {"httpTokens": "optional"}, {"httpTokens": "required"}, True),
        (POOL, "securityGroupIds", ["sg-a"], ["sg-b"], True),
        (ADDON, "name", "a", "b", True),
        (ADDON, "version", "v1", "v2", False),
        (AUTOSCALING, "clusterId", "c1", "c2", True),
        (AUTOSCALING, "scanInterval", "30s", "15s", False),
    ],
)
def test_what_replaces(site, token, property_, before, after, replaced):
    assert site.replaces(token, {property_: before}, {property_: after}) == ([property_] if replaced else [])


class TestFaults:
    @pytest.mark.parametrize(
        ("inputs", "property_", "reason"),
        [
            ({}, "vswitchIds", "a cluster stands in vSwitches"),
            (
                {"vswitchIds": ["vsw-a"], "podCidr": "10.0.0.0/16", "podVswitchIds": ["vsw-b"]},
                "podVswitchIds",
                "exclude each other",
            ),
            ({"vswitchIds": [f"vsw-{n}" for n in range(6)]}, "vswitchIds", "five vSwitches at most"),
            ({"vswitchIds": ["vsw-a"], "proxyMode": "ebpf"}, "proxyMode", "ipvs"),
            ({"vswitchIds": ["vsw-a"], "nodeCidrMask": 30}, "nodeCidrMask", "(24 - 28)"),
            ({"vswitchIds": ["vsw-a"], "serviceCidr": "172.20.0.0/30"}, "serviceCidr", "/8 to /28"),
        ],
    )
    def test_of_a_cluster(self, site, inputs, property_, reason):
        assert reason in site.check(CLUSTER, **inputs)[1][property_]

    @pytest.mark.parametrize(
        ("inputs", "property_", "reason"),
        [
            ({"scalingConfig": {"minSize": 4, "maxSize": 3}}, "scalingConfig.minSize", "must not be greater"),
            ({"scalingConfig": {"minSize": 0, "maxSize": 2001}}, "scalingConfig.maxSize", "(0 - 2000)"),
            ({"instanceTypes": None}, "instanceTypes", "must be set"),
            ({"instances": ["i-a"], "desiredSize": "3"}, "instances", "conflicts with desiredSize"),
        ],
    )
    def test_of_a_pool(self, site, inputs, property_, reason):
        given = {key: value for key, value in pool("c1", **inputs).items() if value is not None}
        assert reason in site.check(POOL, **given)[1][property_]

    def test_addresses_must_not_meet_those_of_the_network(self, site):
        with pytest.raises(RefusalError, match=r"ErrorCidrConflict: serviceCidr 10.36.128.0/17 overlaps 10.36.0.0/16"):
            cluster(site, serviceCidr="10.36.128.0/17")

    def test_a_pool_is_named_once(self, site):
        identity, _ = cluster(site)
        site.make(POOL, **pool(identity))
        with pytest.raises(RefusalError, match="ErrorNodePoolExists: 'general'"):
            site.make(POOL, **pool(identity))

    def test_an_addon_is_installed_once(self, site):
        identity, _ = cluster(site)
        site.make(ADDON, clusterId=identity, name="metrics-server")
        with pytest.raises(RefusalError, match="is installed already"):
            site.make(ADDON, clusterId=identity, name="metrics-server")

    def test_the_cluster_must_exist(self, site):
        with pytest.raises(RefusalError, match="ErrorClusterNotFound: the cluster 'c0' does not exist"):
            site.make(POOL, **pool("c0"))


class TestLife:
    def test_rrsa_cannot_be_turned_off(self, site):
        identity, before = cluster(site, enableRrsa=True)
        with pytest.raises(RefusalError, match="once RRSA is on"):
            site.update(CLUSTER, identity, before, name="main", enableRrsa=False)

    def test_but_on_later(self, site):
        identity, before = cluster(site)
        inputs = {"name": "main", "enableRrsa": True, "vswitchIds": before["vswitchIds"]}
        assert site.update(CLUSTER, identity, before, preview=True, **inputs)["rrsaMetadata"] is UNKNOWN
        assert site.update(CLUSTER, identity, before, **inputs)["rrsaMetadata"]["enabled"] is True

    def test_a_version_goes_forward_alone(self, site):
        identity, before = cluster(site)
        with pytest.raises(RefusalError, match=r"cannot go back from 1.35.7-aliyun.1 to 1.34.9-aliyun.1"):
            site.update(CLUSTER, identity, before, name="main", version="1.34.9-aliyun.1")

    def test_an_update_keeps_the_endpoint_known(self, site):
        identity, before = cluster(site)
        after = site.update(CLUSTER, identity, before, preview=True, name="other", vswitchIds=before["vswitchIds"])
        assert after["connections"] == before["connections"]

    def test_deletion_protection(self, site):
        identity, outputs = cluster(site, deletionProtection=True)
        with pytest.raises(RefusalError, match="ErrorDeleteProtected"):
            site.delete(CLUSTER, identity, outputs)

    def test_what_is_in_it_goes_with_it(self, site):
        identity, outputs = cluster(site)
        made = site.make(POOL, **pool(identity))
        site.delete(CLUSTER, identity, outputs)
        assert not site.exists(POOL, made)

    def test_its_switch_stays(self, site):
        switch = cluster(site)[1]["vswitchIds"][0]
        with pytest.raises(RefusalError, match="DependencyViolation"):
            site.delete(SWITCH, switch)
