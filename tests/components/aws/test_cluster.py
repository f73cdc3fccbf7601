"""What is AWS's own of a cluster."""

from __future__ import annotations

import json
from typing import Any

from components.aws.cluster_args import LOGS
from components.kubernetes.autoscaler import IMAGES
from tests.support.clouds import TAGS
from tests.support.clusters import EKS, IMAGE, KUBERNETES, altered
from tests.support.mocks import ID_PREFIX, Recorded, Recording

AMAZON = "arn:aws:iam::aws:policy/"


def control_plane(**options: Any) -> Recorded:
    return EKS.control_plane(EKS.record(**options))


def addon(found: Recording, name: str) -> Recorded:
    return found.one("aws:eks/addon:Addon", f"main-addon-{name}")


def granted(found: Recording, role: str) -> set[str]:
    grants = found.of("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    return {each.inputs["policyArn"].removeprefix(AMAZON) for each in grants if each.inputs["role"] == f"{role}.name"}


def document(found: Recording, role: str) -> dict[str, Any]:
    (statement,) = json.loads(found.one("aws:iam/role:Role", role).inputs["assumeRolePolicy"])["Statement"]
    return statement


def test_exactly_these_resources_are_made():
    found = EKS.record(pools={"general": EKS.pool(spot=40)})
    children = found.children(EKS.root(found))
    assert sorted((child.type, child.name) for child in children) == [
        ("aws:cloudwatch/logGroup:LogGroup", "main-logs"),
        ("aws:ec2/launchTemplate:LaunchTemplate", "main-pool-general"),
        ("aws:ec2/securityGroup:SecurityGroup", "main-endpoint"),
        ("aws:eks/addon:Addon", "main-addon-aws-ebs-csi-driver"),
        ("aws:eks/addon:Addon", "main-addon-coredns"),
        ("aws:eks/addon:Addon", "main-addon-eks-node-monitoring-agent"),
        ("aws:eks/addon:Addon", "main-addon-eks-pod-identity-agent"),
        ("aws:eks/addon:Addon", "main-addon-kube-proxy"),
        ("aws:eks/addon:Addon", "main-addon-metrics-server"),
        ("aws:eks/addon:Addon", "main-addon-snapshot-controller"),
        ("aws:eks/addon:Addon", "main-addon-vpc-cni"),
        ("aws:eks/cluster:Cluster", "main-control-plane"),
        ("aws:eks/nodeGroup:NodeGroup", "main-pool-general"),
        ("aws:eks/nodeGroup:NodeGroup", "main-pool-general-spot"),
        ("aws:iam/openIdConnectProvider:OpenIdConnectProvider", "main-issuer"),
        ("aws:iam/policy:Policy", "main-autoscaler"),
        ("aws:iam/role:Role", "main-addon-aws-ebs-csi-driver"),
        ("aws:iam/role:Role", "main-addon-vpc-cni"),
        ("aws:iam/role:Role", "main-bind-autoscaler"),
        ("aws:iam/role:Role", "main-control-plane"),
        ("aws:iam/role:Role", "main-nodes"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "main-addon-aws-ebs-csi-driver"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "main-addon-vpc-cni"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "main-bind-autoscaler-resize"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "main-control-plane-AmazonEKSClusterPolicy"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "main-nodes-AmazonEC2ContainerRegistryPullOnly"),
        ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "main-nodes-AmazonEKSWorkerNodePolicy"),
        ("aws:kms/key:Key", "main-secrets"),
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "main-endpoint-from-cidr"),
        ("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "main-endpoint-from-pods"),
        ("kubernetes:apps/v1:Deployment", "main-autoscaler-deployment"),
        ("kubernetes:core/v1:ServiceAccount", "main-autoscaler-account"),
        ("kubernetes:policy/v1:PodDisruptionBudget", "main-autoscaler-budget"),
        ("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", "main-autoscaler-cluster-role"),
        ("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", "main-autoscaler-cluster-role-binding"),
        ("kubernetes:rbac.authorization.k8s.io/v1:Role", "main-autoscaler-role"),
        ("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", "main-autoscaler-role-binding"),
        ("nusantara:kubernetes:Autoscaler", "main-autoscaler"),
        ("pulumi:providers:kubernetes", "main-kubernetes"),
    ]


def test_the_log_group_bears_the_clusters_name_and_is_there_first():
    found = EKS.record(log_retention_days=365)
    logs, cluster = found.one("aws:cloudwatch/logGroup:LogGroup", "main-logs"), EKS.control_plane(found)
    assert logs.inputs["name"] == f"/aws/eks/{cluster.inputs['name']}/cluster"
    assert logs.inputs["retentionInDays"] == 365
    assert logs.urn in cluster.dependencies
    assert cluster.inputs["enabledClusterLogTypes"] == list(LOGS)


def test_add_ons_are_declared_and_none_comes_by_itself():
    assert control_plane().inputs["bootstrapSelfManagedAddons"] is False


def test_access_is_by_entries_and_the_creators_is_an_argument():
    assert control_plane().inputs["accessConfig"] == {
        "authenticationMode": "API",
        "bootstrapClusterCreatorAdminPermissions": True,
    }
    assert control_plane(creator_is_admin=False).inputs["accessConfig"]["bootstrapClusterCreatorAdminPermissions"] is False


def test_a_public_endpoint_is_kept_to_the_blocks_given():
    assert control_plane().inputs["vpcConfig"] == {
        "subnetIds": [f"{ID_PREFIX}net-private-{zone}" for zone in "ab"],
        "securityGroupIds": [f"{ID_PREFIX}main-endpoint"],
        "endpointPrivateAccess": True,
        "endpointPublicAccess": False,
    }
    assert control_plane(endpoint="public", public_cidrs=("203.0.113.0/24",)).inputs["vpcConfig"] == {
        "subnetIds": [f"{ID_PREFIX}net-private-{zone}" for zone in "ab"],
        "securityGroupIds": [f"{ID_PREFIX}main-endpoint"],
        "endpointPrivateAccess": True,
        "endpointPublicAccess": True,
        "publicAccessCidrs": ["203.0.113.0/24"],
    }


def test_the_private_endpoint_is_reached_from_the_network_and_from_where_else_is_told():
    def doors(**options: Any) -> dict[str, str]:
        rules = EKS.record(**options).of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
        assert {(each.inputs["fromPort"], each.inputs["toPort"], each.inputs["ipProtocol"]) for each in rules} == {
            (443, 443, "tcp")
        }
        assert {each.inputs["securityGroupId"] for each in rules} == {f"{ID_PREFIX}main-endpoint"}
        return {each.name.removeprefix("main-endpoint-from-"): each.inputs["cidrIpv4"] for each in rules}

    network = EKS.record().one("aws:ec2/securityGroup:SecurityGroup", "main-endpoint").inputs
    assert network["vpcId"] == f"{ID_PREFIX}net-vpc"
    assert "egress" not in network
    own = doors()
    assert set(own) == {"cidr", "pods"}
    assert doors(reached_from=("10.48.0.0/16",)) == {**own, "10-48-0-0-16": "10.48.0.0/16"}
    assert doors(reached_from=(own["cidr"],)) == own, "AWS refuses a second rule of the same block"


def test_kinds_of_logs_are_an_argument():
    assert control_plane(logs=("audit",)).inputs["enabledClusterLogTypes"] == ["audit"]


def test_nodes_may_do_what_they_are_told_besides():
    core = f"{AMAZON}AmazonSSMManagedInstanceCore"
    found = EKS.record(node_policies={"shell": core})
    assert granted(found, "main-nodes") == {
        "AmazonEKSWorkerNodePolicy",
        "AmazonEC2ContainerRegistryPullOnly",
        "AmazonSSMManagedInstanceCore",
    }
    attached = found.one("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "main-nodes-shell")
    assert all(attached.urn in group.dependencies for group in EKS.pools(found).values())


def test_the_zones_of_the_control_plane_are_an_argument():
    zones = control_plane(control_plane_zones=("b", "c")).inputs["vpcConfig"]["subnetIds"]
    assert zones == [f"{ID_PREFIX}net-private-b", f"{ID_PREFIX}net-private-c"]


def test_another_zone_changes_the_pools_and_where_pods_stand():
    found = altered(EKS.record(zones=("a", "b")), EKS.record(zones=("a", "b", "c")))
    assert {kind: keys for kind, keys in found.items() if "main-" in kind} == {
        "NodeGroup main-pool-general": {"subnetIds"},
        "Addon main-addon-vpc-cni": {"configurationValues"},
    }


def test_what_else_the_control_plane_is_told():
    inputs = control_plane(support="STANDARD", zonal_shift=False, control_plane_tier="tier-xl").inputs
    assert inputs["controlPlaneScalingConfig"] == {"tier": "tier-xl"}
    assert "controlPlaneScalingConfig" not in control_plane().inputs
    assert inputs["upgradePolicy"] == {"supportType": "STANDARD"}
    assert inputs["zonalShiftConfig"] == {"enabled": False}
    assert control_plane().inputs["upgradePolicy"] == {"supportType": "EXTENDED"}
    assert control_plane().inputs["zonalShiftConfig"] == {"enabled": True}
    assert control_plane().inputs["encryptionConfig"] == {"provider": {"keyArn": "main-secrets.arn"}, "resources": ["secrets"]}
    assert control_plane().inputs["kubernetesNetworkConfig"] == {"ipFamily": "ipv4", "serviceIpv4Cidr": "172.20.0.0/16"}
    assert control_plane().inputs["tags"] == {**TAGS, "Name": "nusantara-test-main"}


def test_the_network_is_set_up_before_a_node_starts():
    found = EKS.record()
    (group,) = EKS.pools(found).values()
    assert {addon(found, name).urn for name in ("vpc-cni", "kube-proxy", "eks-pod-identity-agent")} <= group.dependencies
    assert all(group.urn in addon(found, name).dependencies for name in ("coredns", "metrics-server", "aws-ebs-csi-driver"))


def test_roles_may_do_what_they_must_and_no_more():
    found = EKS.record()
    assert granted(found, "main-control-plane") == {"AmazonEKSClusterPolicy"}
    assert granted(found, "main-nodes") == {"AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"}
    assert document(found, "main-nodes")["Principal"] == {"Service": "ec2.amazonaws.com"}


def test_the_autoscaler_resizes_the_groups_of_this_cluster_alone():
    found = EKS.record()
    look, resize = json.loads(found.one("aws:iam/policy:Policy").inputs["policy"])["Statement"]
    assert all(action.split(":")[1].startswith(("Describe", "Get")) for action in look["Action"])
    assert resize["Action"] == ["autoscaling:SetDesiredCapacity", "autoscaling:TerminateInstanceInAutoScalingGroup"]
    assert resize["Condition"] == {
        "StringEquals": {"aws:ResourceTag/k8s.io/cluster-autoscaler/nusantara-test-main": "owned"},
    }
    trust = document(found, "main-bind-autoscaler")["Condition"]["StringEquals"]
    assert "system:serviceaccount:kube-system:cluster-autoscaler" in trust.values()


def test_the_autoscaler_is_of_the_clusters_version_or_the_one_given():
    def image(**options: Any) -> str:
        deployment = EKS.record(**options).one("kubernetes:apps/v1:Deployment", "main-autoscaler-deployment")
        return deployment.inputs["spec"]["template"]["spec"]["containers"][0]["image"]

    assert image() == IMAGES["1.35"]
    assert image(version="1.34", autoscaler_image=IMAGE) == IMAGE


def test_the_provider_is_known_by_an_issuer_that_no_other_cluster_has():
    assert EKS.record().one(KUBERNETES).inputs["clusterIdentifier"] == "main-control-plane.identities.oidcs.issuer"
