"""What ACK of the simulated Alibaba Cloud lets clusters become, and whom it lets into them."""

from __future__ import annotations

from typing import Any

import pytest

from components.alicloud.cluster_addons import KINDS
from simulator.alicloud.cs_addons import KNOWN
from simulator.alicloud.cs_types import ADDON, AUTOSCALING, CLUSTER, NODE_POOL, PERMISSION
from tests.support.alicloud_site import SWITCH, VPC, Site
from tests.support.simulated import RefusalError

PLATFORM = "300123456789012345"


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


def cluster(site: Site, **inputs: Any) -> tuple[str, dict[str, Any]]:
    usual: dict[str, Any] = {
        "name": "main",
        "vswitchIds": inputs.pop("vswitchIds", None) or [site.switch()],
        "newNatGateway": False,
        "slbInternetEnabled": False,
        "skipSetCertificateAuthority": True,
        "version": "1.34.1-aliyun.1",
    }
    return site.create(CLUSTER, **{**usual, **inputs})


def pool(identity: str, **inputs: Any) -> dict[str, Any]:
    return {"clusterId": identity, "nodePoolName": "general", "instanceTypes": ["ecs.g7.xlarge"], **inputs}


def grant(identity: str, **changes: Any) -> dict[str, Any]:
    return {"cluster": identity, "roleType": "cluster", "roleName": "view", "isCustom": True, "isRamRole": True, **changes}


class TestVersions:
    def test_a_control_plane_goes_up_by_one_minor(self, site):
        identity, before = cluster(site)
        inputs = {"name": "main", "vswitchIds": before["vswitchIds"]}
        with pytest.raises(RefusalError, match=r"one minor version at a time, not from 1.34.1-aliyun.1 to 1.36.1-aliyun.1"):
            site.update(CLUSTER, identity, before, version="1.36.1-aliyun.1", **inputs)
        assert site.update(CLUSTER, identity, before, version="1.35.7-aliyun.1", **inputs)["version"] == "1.35.7-aliyun.1"

    def test_nodes_follow_and_never_lead(self, site):
        identity, _ = cluster(site)
        made, before = site.create(NODE_POOL, **pool(identity))
        with pytest.raises(RefusalError, match=r"nodes cannot go to 1.35.7-aliyun.1 before their control plane, which is 1.34.1"):
            site.update(NODE_POOL, made, before, **pool(identity, upgradePolicy={"kubernetesVersion": "1.35.7-aliyun.1"}))
        assert site.update(NODE_POOL, made, before, **pool(identity, upgradePolicy={"kubernetesVersion": "1.34.1-aliyun.1"}))


class TestCluster:
    def test_its_endpoint_stays_what_it_was_made_with(self, site):
        identity, before = cluster(site)
        after = site.update(CLUSTER, identity, before, name="main", vswitchIds=before["vswitchIds"], slbInternetEnabled=True)
        assert after["connections"] == before["connections"]
        assert after["slbInternet"] == ""


class TestPools:
    def test_its_switches_lie_in_the_network_of_its_cluster(self, site):
        identity, outputs = cluster(site)
        elsewhere = site.make(VPC, cidrBlock="10.40.0.0/16", vpcName="other")
        switch = site.make(SWITCH, vpcId=elsewhere, cidrBlock="10.40.0.0/20", zoneId="ap-southeast-5a")
        with pytest.raises(RefusalError, match=f"InvalidVSwitchId: {switch} lies in {elsewhere}"):
            site.make(NODE_POOL, **pool(identity, vswitchIds=[switch]))
        assert site.make(NODE_POOL, **pool(identity, vswitchIds=outputs["vswitchIds"]))

    @pytest.mark.parametrize(
        ("inputs", "property_", "reason"),
        [
            ({"taints": [{"key": "a", "effect": "NO_SCHEDULE"}]}, "taints[0].effect", 'NoExecute, got "NO_SCHEDULE"'),
            ({"scalingConfig": {"type": "tpu"}}, "scalingConfig.type", "gpushare"),
            ({"imageType": "Debian"}, "imageType", "AliyunLinux3Arm64"),
            ({"multiAzPolicy": "COMPOSABLE"}, "multiAzPolicy", "BALANCE"),
            ({"management": {"maxUnavailable": 1001}}, "management.maxUnavailable", "(0 - 1000)"),
        ],
    )
    def test_faults(self, site, inputs, property_, reason):
        assert reason in site.check(NODE_POOL, **pool("c1", **inputs))[1][property_]

    def test_taints_and_what_updates_it_stay_no_reason_to_replace_it(self, site):
        for property_, before, after in (
            ("taints", [], [{"key": "dedicated", "value": "data", "effect": "NoSchedule"}]),
            ("imageType", "AliyunLinux3", "AliyunLinux3Arm64"),
            ("management", {"maxUnavailable": 1}, {"maxUnavailable": 3}),
            ("upgradePolicy", {"kubernetesVersion": "1.34.1-aliyun.1"}, {"kubernetesVersion": "1.35.7-aliyun.1"}),
        ):
            assert site.replaces(NODE_POOL, {property_: before}, {property_: after}) == []


class TestAddons:
    def test_one_that_there_is_not(self, site):
        with pytest.raises(RefusalError, match="AddonNotFound: there is no add-on 'metric-server'"):
            site.make(ADDON, clusterId=cluster(site)[0], name="metric-server")

    def test_every_one_that_a_cluster_can_be_told_is_known(self):
        assert KINDS.keys() <= KNOWN

    def test_goatscaler_has_one_way_to_choose(self, site):
        _, faults = site.check(AUTOSCALING, clusterId="c1", scalerType="goatscaler", expander="random")
        assert faults == {"expander": "goatscaler knows least-waste alone"}
        assert "goatscaler" in site.check(AUTOSCALING, clusterId="c1", scalerType="karpenter")[1]["scalerType"]


class TestAccess:
    def test_its_id_is_the_identitys_in_every_cluster(self, site):
        first, second = cluster(site)[0], cluster(site, vswitchIds=[site.switch("10.36.16.0/20")])[0]
        for identity in (first, second):
            assert site.make(PERMISSION, uid=PLATFORM, permissions=[grant(identity)]) == PLATFORM
        with pytest.raises(RefusalError, match="ErrAuthorizationConflict"):
            site.make(PERMISSION, uid=PLATFORM, permissions=[grant(first, roleType="namespace", namespace="shop")])

    def test_what_it_may_do_in_another_cluster_stays_when_it_goes(self, site):
        first, second = cluster(site)[0], cluster(site, vswitchIds=[site.switch("10.36.16.0/20")])[0]
        _, outputs = site.create(PERMISSION, uid=PLATFORM, permissions=[grant(first)])
        site.create(PERMISSION, uid=PLATFORM, permissions=[grant(second)])
        site.delete(PERMISSION, PLATFORM, outputs)
        assert [site.exists(PERMISSION, f"{identity}/{PLATFORM}") for identity in (first, second)] == [False, True]

    def test_another_role_is_an_update_and_another_identity_is_not(self, site):
        before = {"uid": PLATFORM, "permissions": [grant("c1")]}
        assert site.replaces(PERMISSION, before, {**before, "permissions": [grant("c1", roleName="edit")]}) == []
        assert site.replaces(PERMISSION, before, {**before, "uid": "200123456789012345"}) == ["uid"]

    def test_the_cluster_must_exist(self, site):
        with pytest.raises(RefusalError, match="ErrorClusterNotFound: the cluster 'c0' does not exist"):
            site.make(PERMISSION, uid=PLATFORM, permissions=[grant("c0")])

    @pytest.mark.parametrize(
        ("changes", "property_", "reason"),
        [
            ({"roleType": "region"}, "roleType", "cluster, namespace, all-clusters"),
            ({"isCustom": False}, "roleName", "isCustom must be true"),
            ({"roleType": "namespace"}, "namespace", "needs its name"),
            ({"namespace": "shop"}, "namespace", "is in no namespace"),
        ],
    )
    def test_faults(self, site, changes, property_, reason):
        found = site.check(PERMISSION, uid=PLATFORM, permissions=[grant("c1", **changes)])[1]
        assert reason in found[f"permissions[0].{property_}"]
        assert "id of a RAM user or role" in site.check(PERMISSION, uid="platform")[1]["uid"]
