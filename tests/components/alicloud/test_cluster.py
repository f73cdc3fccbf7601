"""What is Alibaba Cloud's own of a cluster."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from components.alicloud.cluster_access import cluster_kubeconfig
from components.alicloud.cluster_args import LOGS
from components.alicloud.ram import policy_type
from components.contracts import IDENTITY_ANNOTATION
from tests.support.clouds import TAGS
from tests.support.clusters import ACK, KUBERNETES
from tests.support.mocks import ID_PREFIX, Recorded, record

PROJECT = "alicloud:log/project:Project"


def control_plane(**options: Any) -> Recorded:
    return ACK.control_plane(ACK.record(**options))


def test_exactly_these_resources_are_made():
    found = ACK.record(pools={"general": ACK.pool(spot=40)})
    children = found.children(ACK.root(found))
    assert sorted((child.type, child.name) for child in children) == [
        ("alicloud:cs/autoscalingConfig:AutoscalingConfig", "main-autoscaling"),
        ("alicloud:cs/kubernetesAddon:KubernetesAddon", "main-addon-ack-node-problem-detector"),
        ("alicloud:cs/kubernetesAddon:KubernetesAddon", "main-addon-ack-pod-identity-webhook"),
        ("alicloud:cs/kubernetesAddon:KubernetesAddon", "main-addon-csi-plugin"),
        ("alicloud:cs/kubernetesAddon:KubernetesAddon", "main-addon-managed-csiprovisioner"),
        ("alicloud:cs/kubernetesAddon:KubernetesAddon", "main-addon-metrics-server"),
        ("alicloud:cs/kubernetesAddon:KubernetesAddon", "main-addon-node-lifecycle-controller"),
        ("alicloud:cs/managedKubernetes:ManagedKubernetes", "main-control-plane"),
        ("alicloud:cs/nodePool:NodePool", "main-pool-general"),
        ("alicloud:cs/nodePool:NodePool", "main-pool-general-spot"),
        ("alicloud:kms/key:Key", "main-secrets"),
        ("alicloud:log/project:Project", "main-logs"),
        ("alicloud:ram/role:Role", "main-nodes"),
        ("pulumi:providers:kubernetes", "main-kubernetes"),
    ]


def test_it_makes_nothing_that_is_the_networks_business():
    assert control_plane().inputs["newNatGateway"] is False


def test_no_client_key_reaches_the_state():
    assert control_plane().inputs["skipSetCertificateAuthority"] is True


def test_workload_identity_is_on_from_the_start_unless_told_otherwise():
    assert control_plane().inputs["enableRrsa"] is True
    assert control_plane(issuer=False).inputs["enableRrsa"] is False


def test_a_version_is_the_programs_alone_and_raises_the_control_plane_alone():
    inputs = control_plane().inputs
    assert inputs["upgradePolicy"] == {"controlPlaneOnly": True}
    assert inputs["operationPolicy"] == {"clusterAutoUpgrade": {"enabled": False}}


def test_pods_stand_in_their_own_vswitches():
    inputs = control_plane().inputs
    assert inputs["podVswitchIds"] == [f"{ID_PREFIX}net-pods-{zone}" for zone in "abc"]
    assert "podCidr" not in inputs
    assert inputs["addons"] == [
        {"name": "terway-eniip", "config": '{"IPVlan": "false", "NetworkPolicy": "true"}'},
        {"name": "nginx-ingress-controller", "disabled": True},
    ]


def test_what_else_the_control_plane_is_told():
    inputs = control_plane(
        resource_group="rg-prod", proxy_mode="nftables", maintenance_days=("Monday",), maintenance_hours=5
    ).inputs
    assert (inputs["clusterSpec"], inputs["proxyMode"], inputs["resourceGroupId"]) == ("ack.pro.small", "nftables", "rg-prod")
    assert control_plane().inputs["proxyMode"] == "iptables"
    assert inputs["isEnterpriseSecurityGroup"] is True
    assert inputs["maintenanceWindow"] == {
        "enable": True,
        "maintenanceTime": "2026-01-06T02:00:00.000+07:00",
        "duration": "5h",
        "weeklyPeriod": "Monday",
    }
    assert inputs["tags"] == TAGS


def test_logs_are_kept_in_a_project_that_no_other_customer_has():
    found = ACK.record(log_retention_days=365)
    inputs = ACK.control_plane(found).inputs
    project = found.one(PROJECT, "main-logs").inputs["projectName"]
    assert project == f"nusantara-test-main-{ID_PREFIX}net-vpc"
    assert inputs["controlPlaneLogProject"] == project
    assert inputs["controlPlaneLogComponents"] == [kind for kind in LOGS if kind != "audit"]
    assert inputs["controlPlaneLogTtl"] == "365"
    assert inputs["auditLogConfig"] == {"enabled": True, "slsProjectName": project}


def test_kinds_of_logs_are_an_argument():
    inputs = ACK.control_plane(ACK.record(logs=("apiserver", "ccm"))).inputs
    assert inputs["controlPlaneLogComponents"] == ["apiserver", "ccm"]
    assert inputs["auditLogConfig"]["enabled"] is False


def test_a_standard_control_plane_neither_encrypts_nor_logs():
    found = ACK.record(spec="ack.standard", encrypt_secrets=False)
    inputs = ACK.control_plane(found).inputs
    assert inputs["disableEncryption"] is True
    assert not {"encryptionProviderKey", "controlPlaneLogProject", "controlPlaneLogTtl", "auditLogConfig"} & inputs.keys()
    assert [each.name for each in found.of(PROJECT)] == ["net-flow-logs"]


def test_the_key_rotates_every_year_in_the_instance_given():
    key = ACK.record(kms_instance="kst-example", deletion_protection=True).one("alicloud:kms/key:Key").inputs
    assert (key["automaticRotation"], key["rotationInterval"]) == ("Enabled", "365d")
    assert (key["dkmsInstanceId"], key["deletionProtection"]) == ("kst-example", "Enabled")


def test_the_default_key_of_the_region_does_not_rotate():
    key = ACK.record().one("alicloud:kms/key:Key").inputs
    assert key["automaticRotation"] == "Disabled"
    assert not {"rotationInterval", "dkmsInstanceId"} & key.keys()


def test_nodes_have_a_role_that_may_do_nothing():
    found = ACK.record()
    role = found.one("alicloud:ram/role:Role", "main-nodes").inputs
    assert role["roleName"] == "nusantara-test-main-nodes"
    assert json.loads(role["assumeRolePolicyDocument"])["Statement"][0]["Principal"] == {"Service": ["ecs.aliyuncs.com"]}
    assert found.of("alicloud:ram/rolePolicyAttachment:RolePolicyAttachment") == []
    assert ACK.pools(found)["general"].inputs["ramRoleName"] == role["roleName"]


def test_a_binding_trusts_the_issuer_for_its_own_tokens():
    found = record(lambda: ACK.make().bind("orders", namespace="shop", service_account="checkout", policies={"read": ACK.policy}))
    role = found.one("alicloud:ram/role:Role", "main-bind-orders").inputs
    (statement,) = json.loads(role["assumeRolePolicyDocument"])["Statement"]
    assert statement == {
        "Effect": "Allow",
        "Principal": {"Federated": ["main-control-plane.rrsaMetadata.ramOidcProviderArn"]},
        "Action": "sts:AssumeRole",
        "Condition": {
            "StringEquals": {
                "oidc:iss": "main-control-plane.rrsaMetadata.rrsaOidcIssuerUrl",
                "oidc:aud": "sts.aliyuncs.com",
                "oidc:sub": "system:serviceaccount:shop:checkout",
            }
        },
    }
    grant = found.one("alicloud:ram/rolePolicyAttachment:RolePolicyAttachment", "main-bind-orders-read").inputs
    assert (grant["policyName"], grant["policyType"]) == (ACK.policy, "System")


def test_a_bound_account_names_its_role_to_the_webhook_and_its_pods_to_start_again():
    annotations: dict[str, Any] = {}

    def program():
        made = ACK.make().bind("orders", namespace="shop", service_account="checkout", policies={"read": ACK.policy})
        pulumi.Output.all(**made).apply(annotations.update)

    record(program)
    role = "nusantara-test-main-bind-orders"
    assert annotations == {"pod-identity.alibabacloud.com/role-name": role, IDENTITY_ANNOTATION: role}


@pytest.mark.parametrize(("policy", "expected"), [("AliyunOSSReadOnlyAccess", "System"), ("orders-read", "Custom")])
def test_whose_a_policy_is(policy, expected):
    assert policy_type(policy) == expected


def test_the_provider_is_known_by_the_clusters_id_and_reaches_it_inside():
    provider = ACK.record().one(KUBERNETES).inputs
    assert provider["clusterIdentifier"] == f"{ID_PREFIX}main-control-plane"
    (server,) = json.loads(provider["kubeconfig"])["clusters"]
    assert server["cluster"] == {"server": "main-control-plane.connections.apiServerIntranet"}


def test_a_public_endpoint_is_reached_from_outside():
    provider = ACK.record(endpoint="public", public_cidrs=("0.0.0.0/0",)).one(KUBERNETES).inputs
    (server,) = json.loads(provider["kubeconfig"])["clusters"]
    assert server["cluster"]["server"] == "main-control-plane.connections.apiServerInternet"


def test_the_api_server_is_verified_by_the_certificate_given_and_never_unverified():
    known = {"cluster": "c1", "endpoint": "https://10.32.0.9:6443", "region": "ap-southeast-5", "role": None}
    (given,) = json.loads(cluster_kubeconfig(**known, authority="Q0E="))["clusters"]
    (missing,) = json.loads(cluster_kubeconfig(**known, authority=None))["clusters"]
    assert given["cluster"] == {"server": known["endpoint"], "certificate-authority-data": "Q0E="}
    assert missing["cluster"] == {"server": known["endpoint"]}
