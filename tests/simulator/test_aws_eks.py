"""EKS of the simulated AWS: clusters, nodes, add-ons, access."""

from __future__ import annotations

import base64
import re

import pytest

from tests.support.aws_site import (
    ACCESS,
    ACCOUNT,
    ADDON,
    CLUSTER,
    ENTRY,
    IDENTITY,
    KEY,
    NODES,
    REGION,
    ROLE,
    SUBNET,
    VPC,
    Site,
)
from tests.support.simulated import RefusalError

ADMIN = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
SIZES = {"minSize": 1, "desiredSize": 2, "maxSize": 3}


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "clouds.sqlite")


def nodes(site, label="pool", **inputs):
    given = {
        "clusterName": site.cluster,
        "nodeRoleArn": site.role["arn"],
        "subnetIds": site.subnets,
        "scalingConfig": SIZES,
        **inputs,
    }
    return site.create(NODES, label, **given)


class TestClusters:
    def test_its_outputs_are_what_a_kubeconfig_needs(self, site):
        given = {"roleArn": site.role["arn"], "vpcConfig": {"subnetIds": site.subnets}, "version": "1.34"}
        identity, outputs = site.create(CLUSTER, name="main", **given)
        assert identity == "main"
        assert outputs["arn"] == f"arn:aws:eks:{REGION}:{ACCOUNT}:cluster/main"
        endpoint = re.fullmatch(rf"https://([0-9A-F]{{32}})\.gr7\.{REGION}\.eks\.amazonaws\.com", outputs["endpoint"])
        assert endpoint
        assert outputs["identities"] == [{"oidcs": [{"issuer": f"https://oidc.eks.{REGION}.amazonaws.com/id/{endpoint[1]}"}]}]
        assert b"BEGIN CERTIFICATE" in base64.b64decode(outputs["certificateAuthority"]["data"])
        assert outputs["vpcConfig"]["vpcId"] == site.vpc
        assert outputs["vpcConfig"]["endpointPublicAccess"] is True
        assert outputs["kubernetesNetworkConfig"]["serviceIpv4Cidr"] == "172.20.0.0/16"
        site.make(
            "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
            securityGroupId=outputs["vpcConfig"]["clusterSecurityGroupId"],
            ipProtocol="-1",
            cidrIpv4="10.0.0.0/8",
        )

    def test_it_spans_zones_of_one_vpc(self, site):
        other = site.make(VPC, cidrBlock="10.0.0.0/16")
        subnets = [site.subnet(1, "a"), site.subnet(2, "a"), site.subnet(3, "b", vpcId=other)]
        for chosen, message in ((subnets[:2], "at least two different AZs"), (subnets[1:], "must belong to the same VPC")):
            with pytest.raises(RefusalError, match=message):
                site.make(CLUSTER, name="main", roleArn=site.role["arn"], vpcConfig={"subnetIds": chosen})

    def test_what_it_names_must_exist(self, site):
        wanted = {"roleArn": "arn:aws:iam::1:role/x", "vpcConfig": {"subnetIds": ["subnet-1"], "securityGroupIds": ["sg-1"]}}
        encryption = {"resources": ["secrets"], "provider": {"keyArn": "arn:aws:kms:x:1:key/x"}}
        with pytest.raises(RefusalError, match=r"^NoSuchEntity.*InvalidSubnetID.*InvalidGroup.*NotFoundException"):
            site.make(CLUSTER, name="main", **wanted, encryptionConfig=encryption)

    @pytest.mark.parametrize(
        ("inputs", "path"),
        [
            ({"name": "-a"}, "name"),
            ({"version": "1.34.1"}, "version"),
            ({"enabledClusterLogTypes": ["api", "all"]}, "enabledClusterLogTypes"),
        ],
    )
    def test_what_eks_does_not_know_is_a_fault(self, site, inputs, path):
        assert path in site.check(CLUSTER, **inputs)[1]

    def test_versions_go_up_one_at_a_time(self, site):
        old = {"name": "main", "roleArn": site.role["arn"], "vpcConfig": {"subnetIds": site.subnets}, "version": "1.33"}
        identity, outputs = site.create(CLUSTER, **old)
        for version in ("1.32", "1.35"):
            with pytest.raises(RefusalError, match=f"Unsupported Kubernetes minor version update from 1.33 to {version}"):
                site.update(CLUSTER, identity, outputs, **{**old, "version": version})
        assert site.update(CLUSTER, identity, outputs, **{**old, "version": "1.34"})["version"] == "1.34"

    def test_it_goes_after_its_nodes_and_never_while_protected(self, site):
        pool, _ = nodes(site)
        with pytest.raises(RefusalError, match=r"^ResourceInUseException: Cluster main has nodegroups attached"):
            site.delete(CLUSTER, site.cluster)
        site.delete(NODES, pool)
        with pytest.raises(RefusalError, match="deletion protection is enabled"):
            site.delete(CLUSTER, site.cluster, {"deletionProtection": True})
        for subnet in site.subnets:
            with pytest.raises(RefusalError, match=r"^DependencyViolation"):
                site.delete(SUBNET, subnet)
        site.make(ADDON, clusterName=site.cluster, addonName="coredns")
        site.delete(CLUSTER, site.cluster)

    def test_a_key_and_a_role_in_use_stay(self, site):
        _, key = site.create(KEY)
        encryption = {"resources": ["secrets"], "provider": {"keyArn": key["arn"]}}
        site.make(CLUSTER, name="x", roleArn=site.role["arn"], vpcConfig={"subnetIds": site.subnets}, encryptionConfig=encryption)
        for token, identity in ((KEY, key["keyId"]), (ROLE, site.role["name"])):
            with pytest.raises(RefusalError, match=f"in use by {CLUSTER} x"):
                site.delete(token, identity)


class TestNodes:
    def test_what_it_does_not_say_is_eks_choice(self, site):
        identity, outputs = nodes(site)
        assert re.fullmatch(r"main:pool-[0-9a-f]{7}", identity)
        assert outputs["arn"].startswith(f"arn:aws:eks:{REGION}:{ACCOUNT}:nodegroup/main/pool-")
        assert (outputs["version"], outputs["releaseVersion"]) == ("1.34", "1.34.0-20260101")
        assert (outputs["amiType"], outputs["instanceTypes"], outputs["diskSize"]) == ("AL2023_x86_64_STANDARD", ["t3.medium"], 20)
        assert outputs["resources"][0]["autoscalingGroups"][0]["name"].startswith("eks-pool-")
        _, custom = nodes(site, "own", launchTemplate={"id": site.template, "version": "1"})
        assert (custom["amiType"], custom["instanceTypes"]) == ("CUSTOM", [])

    @pytest.mark.parametrize(
        "sizes", [{"minSize": 3, "desiredSize": 2, "maxSize": 4}, {"minSize": 1, "desiredSize": 5, "maxSize": 4}]
    )
    def test_its_sizes_fit(self, site, sizes):
        assert "scalingConfig" in site.check(NODES, scalingConfig=sizes)[1]
        assert "scalingConfig.maxSize" in site.check(NODES, scalingConfig={"maxSize": 0})[1]

    def test_it_is_in_its_clusters_network_and_not_newer(self, site):
        other = site.make(VPC, cidrBlock="10.0.0.0/16")
        with pytest.raises(RefusalError, match="must be in the cluster's VPC"):
            nodes(site, subnetIds=[site.subnet(1, vpcId=other)])
        with pytest.raises(RefusalError, match=r"version 1.35 is newer than the cluster's, 1.34"):
            nodes(site, version="1.35")
        with pytest.raises(RefusalError, match=r"^ResourceNotFoundException: No cluster found for name: none."):
            nodes(site, clusterName="none")

    def test_it_is_three_minors_behind_its_cluster_at_most(self, site):
        with pytest.raises(RefusalError, match=r"version 1.30 is more than 3 minors behind 1.34"):
            nodes(site, version="1.30")
        nodes(site, version="1.31", nodeGroupName="held")
        given = {"name": "main", "roleArn": site.role["arn"], "vpcConfig": {"subnetIds": site.subnets}, "version": "1.34"}
        _, outputs = site.found(CLUSTER, site.cluster)
        with pytest.raises(RefusalError, match=r"^InvalidRequestException: Nodegroup held runs 1.31, too far behind 1.35"):
            site.update(CLUSTER, site.cluster, outputs, **{**given, "version": "1.35"})

    @pytest.mark.parametrize(
        ("inputs", "path"),
        [
            ({"updateConfig": {"maxUnavailable": 1, "maxUnavailablePercentage": 25}}, "updateConfig"),
            ({"updateConfig": {"updateStrategy": "MINIMAL"}}, "updateConfig"),
            ({"updateConfig": {"maxUnavailablePercentage": 101}}, "updateConfig.maxUnavailablePercentage"),
            ({"updateConfig": {"maxUnavailable": 1, "updateStrategy": "FAST"}}, "updateConfig.updateStrategy"),
            ({"taints": [{"key": "a", "effect": "NoSchedule"}]}, "taints"),
        ],
    )
    def test_how_it_is_updated_and_tainted_is_spelled_as_eks_does(self, site, inputs, path):
        assert path in site.check(NODES, **inputs)[1]
        sound = {"updateConfig": {"maxUnavailablePercentage": 25, "updateStrategy": "DEFAULT"}}
        assert not site.check(NODES, **sound, taints=[{"key": "a", "effect": "NO_SCHEDULE"}])[1]

    def test_a_name_is_taken_once_in_a_cluster(self, site):
        nodes(site, nodeGroupName="pool")
        with pytest.raises(
            RefusalError, match=r"^ResourceInUseException: NodeGroup already exists with name pool and cluster name main"
        ):
            nodes(site, nodeGroupName="pool")


class TestAccess:
    def test_ids_are_made_of_what_they_join(self, site):
        entry, outputs = site.create(ENTRY, clusterName=site.cluster, principalArn=site.role["arn"])
        assert entry == f"main:{site.role['arn']}"
        assert outputs["accessEntryArn"].startswith(f"arn:aws:eks:{REGION}:{ACCOUNT}:access-entry/main/role/{ACCOUNT}/")
        assert outputs["userName"].endswith("/{{SessionName}}")
        scope = {"type": "cluster"}
        access = site.make(ACCESS, clusterName="main", principalArn=site.role["arn"], policyArn=ADMIN, accessScope=scope)
        assert access == f"main#{site.role['arn']}#{ADMIN}"
        assert site.make(ADDON, clusterName="main", addonName="coredns") == "main:coredns"
        identity, outputs = site.create(
            IDENTITY, clusterName="main", namespace="shop", serviceAccount="web", roleArn=site.role["arn"]
        )
        assert re.fullmatch(r"a-[a-z0-9]{17}", identity)
        assert outputs["associationArn"] == f"arn:aws:eks:{REGION}:{ACCOUNT}:podidentityassociation/main/{identity}"
        assert site.read(IDENTITY, f"main,{identity}") == identity
        assert site.read(IDENTITY, "main") == ""

    def test_a_role_that_was_made_elsewhere_is_let_in(self, site):
        site.make(ENTRY, clusterName=site.cluster, principalArn=f"arn:aws:iam::{ACCOUNT}:role/teams/platform-admin")

    def test_a_policy_is_for_an_entry_and_one_of_eks_own(self, site):
        wanted = {"clusterName": site.cluster, "principalArn": site.role["arn"], "accessScope": {"type": "cluster"}}
        with pytest.raises(RefusalError, match="has no access entry"):
            site.make(ACCESS, **wanted, policyArn=ADMIN)
        assert "policyArn" in site.check(ACCESS, **wanted, policyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")[1]

    @pytest.mark.parametrize(
        ("token", "inputs", "message"),
        [
            (ENTRY, {"principalArn": None}, "The specified access entry resource is already in use on this cluster."),
            (ADDON, {"addonName": "coredns"}, "Addon already exists: coredns"),
            (IDENTITY, {"namespace": "a", "serviceAccount": "b", "roleArn": None}, "Association already exists for b in a"),
        ],
    )
    def test_each_is_made_once(self, site, token, inputs, message):
        given = {key: site.role["arn"] if value is None else value for key, value in inputs.items()}
        site.make(token, clusterName=site.cluster, **given)
        with pytest.raises(RefusalError, match=rf"^ResourceInUseException: {message}"):
            site.make(token, clusterName=site.cluster, **given)

    @pytest.mark.parametrize(
        ("token", "inputs"),
        [
            (ENTRY, {"principalArn": "arn:aws:iam::1:role/x"}),  # an account has twelve digits
            (ADDON, {"addonName": "coredns", "serviceAccountRoleArn": "arn:aws:iam::1:role/x"}),
            (IDENTITY, {"namespace": "a", "serviceAccount": "b", "roleArn": "arn:aws:iam::1:role/x"}),
        ],
    )
    def test_the_cluster_and_the_role_must_exist(self, site, token, inputs):
        with pytest.raises(
            RefusalError, match=r"^ResourceNotFoundException: No cluster found for name: none.*NoSuchEntity: The role"
        ):
            site.make(token, clusterName="none", **inputs)

    def test_a_user_of_another_account_may_be_let_in(self, site):
        site.make(ENTRY, clusterName=site.cluster, principalArn="arn:aws:iam::999988887777:user/ann")


class TestAddons:
    def test_it_is_one_that_eks_offers_at_a_version_as_it_spells_them(self, site):
        assert "addonName" in site.check(ADDON, clusterName="main", addonName="cilium")[1]
        assert "addonVersion" in site.check(ADDON, clusterName="main", addonName="coredns", addonVersion="1.13.1")[1]
        _, outputs = site.create(ADDON, clusterName=site.cluster, addonName="coredns")
        assert re.fullmatch(r"v\d+\.\d+\.\d+-eksbuild\.\d+", outputs["addonVersion"])

    def test_one_of_the_marketplace_is_known_by_its_vendor(self, site):
        _, outputs = site.create(ADDON, clusterName=site.cluster, addonName="datadog_operator")
        assert re.fullmatch(r"v\d+\.\d+\.\d+-eksbuild\.\d+", outputs["addonVersion"])

    def test_kube_proxy_is_of_its_clusters_minor(self, site):
        wanted = {"roleArn": site.role["arn"], "vpcConfig": {"subnetIds": site.subnets}}
        for version in ("1.34", "1.35"):
            site.make(CLUSTER, name=f"of-{version[2:]}", version=version, **wanted)
            _, outputs = site.create(ADDON, clusterName=f"of-{version[2:]}", addonName="kube-proxy")
            assert outputs["addonVersion"].startswith(f"v{version}.")

    def test_the_network_plug_in_goes_up_a_minor_at_a_time(self, site):
        given = {"clusterName": site.cluster, "addonName": "vpc-cni"}
        identity, outputs = site.create(ADDON, **given, addonVersion="v1.19.2-eksbuild.1")
        with pytest.raises(RefusalError, match="Updating vpc-cni can only go up or down by 1 minor version"):
            site.update(ADDON, identity, outputs, **given, addonVersion="v1.21.1-eksbuild.1")
        assert (
            site.update(ADDON, identity, outputs, **given, addonVersion="v1.20.4-eksbuild.1")["addonVersion"]
            == "v1.20.4-eksbuild.1"
        )
