"""The add-ons of a cluster on AWS: which there are, at which version, told what, and as whom they call AWS."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from components.addressing import ExtraTier
from components.aws.addon_kinds import KINDS
from components.aws.cluster_addons import Addon
from components.contracts import Addon as AnyAddon
from components.contracts.addon import laid_over
from components.errors import ArgumentsError
from tests.support.clusters import EKS, altered
from tests.support.mocks import ID_PREFIX, Recorded, Recording, record

AMAZON = "arn:aws:iam::aws:policy/"
OFF = AnyAddon(enabled=False)


def addon(found: Recording, name: str) -> Recorded:
    return found.one("aws:eks/addon:Addon", f"main-addon-{name}")


def installed(found: Recording) -> set[str]:
    return {each.inputs["addonName"] for each in found.of("aws:eks/addon:Addon")}


def grants(found: Recording, role: str) -> dict[str, str]:
    every = found.of("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    return {each.name: each.inputs["policyArn"] for each in every if each.inputs["role"] == f"{role}.name"}


def faults(**addons: AnyAddon) -> list[str]:
    with pytest.raises(ArgumentsError) as raised:
        EKS.record(addons={name.replace("_", "-"): each for name, each in addons.items()})
    return str(raised.value).split("\n")


def test_versions_of_add_ons_are_those_given_and_else_ekss_choice():
    found = EKS.record(addons={"coredns": AnyAddon(version="v1.13.1-eksbuild.1")})
    assert addon(found, "coredns").inputs["addonVersion"] == "v1.13.1-eksbuild.1"
    assert "addonVersion" not in addon(found, "kube-proxy").inputs


def test_usual_ones_can_be_left_out_and_others_come_beside_them():
    usual = {name for name, kind in KINDS.items() if kind.usual}
    found = EKS.record(addons={"snapshot-controller": OFF, "kube-state-metrics": AnyAddon()})
    assert installed(EKS.record()) == usual
    assert installed(found) == usual - {"snapshot-controller"} | {"kube-state-metrics"}


def test_one_that_was_turned_off_leaves_its_siblings_as_they_are():
    before, after = EKS.record(), EKS.record(addons={"aws-ebs-csi-driver": OFF})
    assert altered(before, after) == {}
    assert {before[urn].name for urn in before.keys() - after.keys()} == {"main-addon-aws-ebs-csi-driver"}


def test_what_an_add_on_is_told_is_laid_over_what_the_cluster_must_say():
    config = {"env": {"WARM_PREFIX_TARGET": "2"}, "enableNetworkPolicy": "false"}
    found = EKS.record(addons={"vpc-cni": AnyAddon(config=config), "metrics-server": AnyAddon(config={"replicas": 3})})
    values = json.loads(addon(found, "vpc-cni").inputs["configurationValues"])
    assert values["env"]["WARM_PREFIX_TARGET"] == "2"
    assert values["env"]["ENABLE_PREFIX_DELEGATION"] == "true"
    assert values["enableNetworkPolicy"] == "false"
    assert addon(found, "metrics-server").inputs["configurationValues"] == '{"replicas": 3}'
    assert "configurationValues" not in addon(found, "kube-proxy").inputs


def test_configurations_are_laid_over_each_other_key_by_key():
    assert laid_over({"a": {"b": 1, "c": [1]}, "d": 1}, {"a": {"c": [2], "e": 3}, "d": {"f": 4}}) == {
        "a": {"b": 1, "c": [2], "e": 3},
        "d": {"f": 4},
    }


@pytest.mark.parametrize(
    ("name", "accounts", "policies"),
    [
        ("aws-efs-csi-driver", {"efs-csi-controller-sa", "efs-csi-node-sa"}, ["service-role/AmazonEFSCSIDriverPolicy"]),
        ("amazon-cloudwatch-observability", {"cloudwatch-agent"}, ["CloudWatchAgentServerPolicy", "AWSXrayWriteOnlyAccess"]),
    ],
)
def test_further_add_ons_have_the_role_that_their_guides_ask_for(name, accounts, policies):
    found = EKS.record(addons={name: AnyAddon()})
    associations = addon(found, name).inputs["podIdentityAssociations"]
    assert {each["serviceAccount"] for each in associations} == accounts
    assert {each["roleArn"] for each in associations} == {f"main-addon-{name}.arn"}
    assert set(grants(found, f"main-addon-{name}").values()) == {AMAZON + policy for policy in policies}


def test_what_a_driver_may_do_besides_is_an_argument():
    buckets = {"buckets": "arn:aws:iam::111122223333:policy/buckets"}
    found = EKS.record(
        addons={"aws-mountpoint-s3-csi-driver": Addon(policies=buckets), "aws-ebs-csi-driver": Addon(policies=buckets)}
    )
    (association,) = addon(found, "aws-mountpoint-s3-csi-driver").inputs["podIdentityAssociations"]
    assert association["serviceAccount"] == "s3-csi-driver-sa"
    assert grants(found, "main-addon-aws-mountpoint-s3-csi-driver") == {
        "main-addon-aws-mountpoint-s3-csi-driver-buckets": buckets["buckets"]
    }
    assert grants(found, "main-addon-aws-ebs-csi-driver") == {
        "main-addon-aws-ebs-csi-driver": f"{AMAZON}service-role/AmazonEBSCSIDriverPolicy",
        "main-addon-aws-ebs-csi-driver-buckets": buckets["buckets"],
    }


def test_one_without_permissions_has_no_role():
    found = EKS.record(addons={"external-dns": AnyAddon()})
    assert "podIdentityAssociations" not in addon(found, "external-dns").inputs
    assert [each.name for each in found.of("aws:iam/role:Role") if "external-dns" in each.name] == []


def test_an_add_on_that_there_is_not_is_refused_with_what_was_meant():
    assert faults(core_dns=AnyAddon(), cilium=AnyAddon())[0] == (
        'ClusterArgs.addons.core-dns: "core-dns", expected an add-on that EKS offers; fix: write coredns'
    )
    assert "choose one of eks-pod-identity-agent, vpc-cni" in faults(cilium=AnyAddon())[0]


def test_a_version_is_spelled_as_eks_does():
    assert faults(coredns=AnyAddon(version="1.13.1")) == [
        (
            'ClusterArgs.addons.coredns.version: "1.13.1", expected a version as EKS spells it, say v1.13.1-eksbuild.1; '
            "fix: see aws eks describe-addon-versions"
        )
    ]


def test_what_nodes_and_roles_need_cannot_be_turned_off():
    assert faults(vpc_cni=OFF) == [
        "ClusterArgs.addons.vpc-cni.enabled: false, expected true, since no node is ready without; fix: let it be installed"
    ]
    assert faults(eks_pod_identity_agent=OFF) == [
        (
            "ClusterArgs.addons.eks-pod-identity-agent.enabled: false, expected true, since it gives vpc-cni and aws-ebs-csi-driver a role;"
            " fix: let it be installed"
        )
    ]


def test_permissions_for_what_never_calls_aws_are_refused():
    assert faults(kube_proxy=Addon(policies={"all": "arn:aws:iam::aws:policy/AdministratorAccess"})) == [
        (
            'ClusterArgs.addons.kube-proxy.policies: "all", expected none, since nothing of it is known to call AWS; '
            "fix: remove them, or write the accounts that do"
        )
    ]


def test_service_accounts_without_a_role_for_them_are_refused():
    assert faults(kube_proxy=Addon(accounts=("kube-proxy", "Kube"))) == [
        (
            'ClusterArgs.addons.kube-proxy.accounts: "Kube", expected small letters, digits and inner hyphens, at most 63; '
            "fix: choose such a name"
        ),
        (
            'ClusterArgs.addons.kube-proxy.accounts: "kube-proxy, Kube", expected none without policies, which their role would have; '
            "fix: write policies, or remove them"
        ),
    ]


def test_one_that_is_newer_or_bought_comes_after_the_nodes_and_acts_as_it_is_told():
    read = "arn:aws:iam::1:policy/read"
    bought = {"datadog_operator": Addon(policies={"read": read}, accounts=("datadog",)), "newer": AnyAddon()}
    found = EKS.record(addons=bought, unlisted_addons=("datadog_operator", "newer"))
    made = addon(found, "datadog_operator")
    assert made.inputs["podIdentityAssociations"] == [{"roleArn": "main-addon-datadog_operator.arn", "serviceAccount": "datadog"}]
    assert grants(found, "main-addon-datadog_operator") == {"main-addon-datadog_operator-read": read}
    assert all(group.urn in made.dependencies for group in EKS.pools(found).values())
    assert "newer" in installed(found)


@pytest.mark.parametrize(
    ("name", "account", "policy"),
    [
        ("vpc-cni", "aws-node", "AmazonEKS_CNI_Policy"),
        ("aws-ebs-csi-driver", "ebs-csi-controller-sa", "service-role/AmazonEBSCSIDriverPolicy"),
    ],
)
def test_add_ons_that_call_aws_have_a_role_of_their_own(name, account, policy):
    found, role = EKS.record(), f"main-addon-{name}"
    (association,) = addon(found, name).inputs["podIdentityAssociations"]
    assert association == {"roleArn": f"{role}.arn", "serviceAccount": account}
    assert set(grants(found, role).values()) == {AMAZON + policy}
    (statement,) = json.loads(found.one("aws:iam/role:Role", role).inputs["assumeRolePolicy"])["Statement"]
    assert statement["Principal"] == {"Service": "pods.eks.amazonaws.com"}
    assert statement["Action"] == ["sts:AssumeRole", "sts:TagSession"]


def test_pods_stand_in_their_own_subnets_and_network_policies_hold():
    group = "sg-0a1b2c3d4e5f67890"

    def outputs(type_: str, _: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
        if type_ != EKS.types["control plane"]:
            return {}
        return {"vpcConfig": {**inputs["vpcConfig"], "clusterSecurityGroupId": group}}

    found = record(EKS.make, outputs=outputs)
    values = json.loads(addon(found, "vpc-cni").inputs["configurationValues"])
    assert values == {
        "enableNetworkPolicy": "true",
        "env": {
            "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG": "true",
            "AWS_VPC_K8S_CNI_EXTERNALSNAT": "true",
            "ENI_CONFIG_LABEL_DEF": "topology.kubernetes.io/zone",
            "ENABLE_PREFIX_DELEGATION": "true",
        },
        "eniConfig": {
            "create": True,
            "region": "ap-southeast-3",
            "subnets": {
                f"ap-southeast-3{zone}": {"id": f"{ID_PREFIX}net-pods-{zone}", "securityGroups": [group]} for zone in "abc"
            },
        },
    }


def test_a_further_tier_like_pods_is_there_for_nodes_that_name_it():
    tiers = {"batch": ExtraTier(like="pods", slot=3, cidr="10.34.0.0/17"), "cache": ExtraTier(like="data", slot=1)}
    found = record(lambda: EKS.module.Cluster("main", EKS.args(EKS.cloud.make_network(zones=("a", "b"), tiers=tiers))))
    places = json.loads(addon(found, "vpc-cni").inputs["configurationValues"])["eniConfig"]["subnets"]
    assert {name: place["id"] for name, place in places.items()} == {
        f"ap-southeast-3{zone}{ending}": f"{ID_PREFIX}net-{tier}-{zone}"
        for tier, ending in (("pods", ""), ("batch", "-batch"))
        for zone in "ab"
    }


def test_name_lookups_scale_with_the_cluster():
    values = json.loads(addon(EKS.record(), "coredns").inputs["configurationValues"])
    assert values == {"autoScaling": {"enabled": True, "minReplicas": 2, "maxReplicas": 20}}
