"""The add-ons of a cluster on Alibaba Cloud, and who is let into it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from components.alicloud.cluster_addons import KINDS
from components.contracts import Access, Addon
from components.errors import ArgumentsError
from tests.support.clusters import ACK
from tests.support.mocks import ID_PREFIX, Recorded, Recording, record

ADDON = "alicloud:cs/kubernetesAddon:KubernetesAddon"
PERMISSION = "alicloud:cs/kubernetesPermission:KubernetesPermission"
USUAL = {
    "ack-node-problem-detector",
    "ack-pod-identity-webhook",
    "csi-plugin",
    "managed-csiprovisioner",
    "metrics-server",
    "node-lifecycle-controller",
}
PLATFORM = "300123456789012345"


def addons(found: Recording) -> dict[str, Recorded]:
    made = {each.inputs["name"]: each for each in found.of(ADDON)}
    assert {each.name for each in made.values()} == {f"main-addon-{name}" for name in made}
    return made


def given(**told: Addon) -> dict[str, Addon]:
    return {name.replace("_", "-"): addon for name, addon in told.items()}


def refused(**changes: Any) -> list[str]:
    with pytest.raises(ArgumentsError) as raised:
        ACK.record(**changes)
    return [line.removeprefix("ClusterArgs.") for line in str(raised.value).split("\n")]


def permission(access: Access) -> dict[str, Any]:
    return dict(ACK.record(access={"platform": access}).one(PERMISSION, "main-access-platform").inputs)


def test_a_cluster_has_its_usual_add_ons_at_acks_choice_of_version():
    made = addons(ACK.record())
    assert made.keys() == USUAL
    assert all(each.inputs.keys() == {"clusterId", "name"} for each in made.values())
    assert {each.inputs["clusterId"] for each in made.values()} == {f"{ID_PREFIX}main-control-plane"}


def test_an_add_on_has_the_version_and_configuration_that_it_is_told():
    told = given(metrics_server=Addon(version="v0.3.9.7"), loongcollector=Addon(config={"sls_project_name": "logs"}))
    made = addons(ACK.record(addons=told))
    assert made.keys() == USUAL | {"loongcollector"}
    assert made["metrics-server"].inputs["version"] == "v0.3.9.7"
    assert json.loads(made["loongcollector"].inputs["config"]) == {"sls_project_name": "logs"}


def test_what_collects_logs_keeps_them_in_the_clusters_own_project():
    project = f"nusantara-test-main-{ID_PREFIX}net-vpc"
    told = given(loongcollector=Addon(config={"IngressDashboardEnabled": "true"}))
    assert json.loads(addons(ACK.record(addons=told))["loongcollector"].inputs["config"]) == {
        "sls_project_name": project,
        "IngressDashboardEnabled": "true",
    }
    plain = addons(ACK.record(spec="ack.standard", encrypt_secrets=False, addons=given(loongcollector=Addon())))
    assert "config" not in plain["loongcollector"].inputs


def test_what_is_told_is_laid_over_what_the_cluster_must_say():
    told = given(
        terway_eniip=Addon(version="v1.15.0", config={"ENITrunking": "true"}),
        alb_ingress_controller=Addon(config={"albIngress": {"Replicas": 3}}),
    )
    made = addons(ACK.record(addons=told))
    assert made["terway-eniip"].inputs["version"] == "v1.15.0"
    assert json.loads(made["terway-eniip"].inputs["config"]) == {"IPVlan": "false", "NetworkPolicy": "true", "ENITrunking": "true"}
    assert json.loads(made["alb-ingress-controller"].inputs["config"]) == {
        "albIngress": {"CreateDefaultALBConfig": False, "Replicas": 3}
    }


def test_a_usual_one_can_be_left_out():
    assert addons(ACK.record(addons=given(metrics_server=Addon(enabled=False)))).keys() == USUAL - {"metrics-server"}


def test_daemons_come_before_the_nodes_and_the_rest_after():
    found = ACK.record()
    made, (pool,) = addons(found), ACK.pools(found).values()
    after = {name for name, each in made.items() if pool.urn in each.dependencies}
    assert after == {"metrics-server", "ack-pod-identity-webhook"}
    assert {name for name, each in made.items() if each.urn in pool.dependencies} == USUAL - after


def test_the_webhook_of_rrsa_is_there_with_an_issuer_alone():
    assert addons(ACK.record(issuer=False)).keys() == USUAL - {"ack-pod-identity-webhook"}
    assert refused(issuer=False, addons=given(ack_pod_identity_webhook=Addon(version="0.2.0"))) == [
        (
            'addons.ack-pod-identity-webhook: "ack-pod-identity-webhook", expected none on a cluster without an issuer; '
            "fix: remove it, or let the cluster have an issuer"
        )
    ]


def test_nothing_is_bound_on_a_cluster_without_an_issuer():
    def program():
        ACK.make(issuer=False).bind("orders", namespace="shop", service_account="checkout", policies={})

    with pytest.raises(ArgumentsError) as raised:
        record(program)
    assert str(raised.value) == (
        "ClusterArgs.issuer: false, expected true, since orders is bound to a RAM role; "
        "fix: let the cluster have an issuer, or bind nothing"
    )


def test_an_unknown_add_on_is_refused_with_what_was_meant():
    told = given(metric_server=Addon(), quux=Addon(), terway_eniip=Addon(enabled=False), loongcollector=Addon(enabled=False))
    usual = ", ".join(name for name, kind in KINDS.items() if kind.usual)
    assert refused(addons=told) == [
        'addons.metric-server: "metric-server", expected an add-on of ACK; fix: write metrics-server',
        (
            f'addons.quux: "quux", expected an add-on of ACK; fix: write one of {", ".join(KINDS)}; newer ones are listed in '
            "unlisted_addons"
        ),
        (
            f"addons.terway-eniip.enabled: false, expected one of {usual}, which can be left out; fix: remove it; pods have no network "
            "without it"
        ),
        (
            f"addons.loongcollector.enabled: false, expected one of {usual}, which can be left out; fix: remove it; it is not installed "
            "by itself"
        ),
    ]


def test_but_not_one_that_is_said_to_be_newer():
    assert "quux" in addons(ACK.record(addons=given(quux=Addon()), unlisted_addons=("quux",)))


def test_an_administrator_of_the_whole_cluster_is_acks_own():
    assert permission(Access(principal=PLATFORM, role="admin")) == {
        "uid": PLATFORM,
        "permissions": [
            {
                "cluster": f"{ID_PREFIX}main-control-plane",
                "roleType": "cluster",
                "roleName": "admin",
                "isCustom": False,
                "isRamRole": True,
            }
        ],
    }


@pytest.mark.parametrize("role", ["edit", "view"])
def test_others_have_the_roles_of_kubernetes_since_acks_reader_sees_secrets(role: Any):
    (grant,) = permission(Access(principal=PLATFORM, role=role))["permissions"]
    assert (grant["roleType"], grant["roleName"], grant["isCustom"]) == ("cluster", role, True)


def test_a_role_within_namespaces_is_granted_in_each():
    grants = permission(Access(principal=PLATFORM, role="admin", namespaces=("shop", "batch")))["permissions"]
    assert [(each["roleType"], each["namespace"], each["roleName"], each["isCustom"]) for each in grants] == [
        ("namespace", "batch", "admin", True),
        ("namespace", "shop", "admin", True),
    ]


def test_nobody_is_let_in_unless_named():
    assert ACK.record().of(PERMISSION) == []


def test_an_identity_is_the_id_of_a_ram_role_and_named_once():
    twice = {"a": Access(principal=PLATFORM), "b": Access(principal=PLATFORM), "c": Access(principal="acs:ram::1:role/x")}
    assert refused(access=twice) == [
        (
            f'access.b.principal: "{PLATFORM}", expected each identity once; a is the same; '
            "fix: give the one entry the role and namespaces of both"
        ),
        (
            'access.c.principal: "acs:ram::1:role/x", expected the id of a RAM role, digits alone; '
            "fix: write the role's id, which RAM shows beside its ARN"
        ),
    ]
