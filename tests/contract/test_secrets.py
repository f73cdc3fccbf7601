"""Secrets of a workload, the same on every cloud: who reads them, where they end up, and that no value is known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from components.capacity import fixed
from components.contracts import Reader, Secret
from components.contracts.secret import secrets_name
from components.errors import ArgumentsError
from components.kubernetes.namespace import Namespace, NamespaceArgs
from components.kubernetes.on_ack import OnAck
from components.kubernetes.on_eks import OnEks
from components.kubernetes.workload import Workload
from tests.support.clusters import ACK, ALL, EKS, Clusters, located, workload_args
from tests.support.mocks import Recorded, Recording, changes, record
from tests.support.secrets import SECRETS, reading

pytestmark = pytest.mark.parametrize("clusters", ALL, ids=str)

CALLED = secrets_name("storefront", SECRETS)


_WORDS = {"AWSCURRENT", "AWSPREVIOUS", "uuid/0a1b2c3d", "ACSCurrent", "ACSPrevious", "SecretStore", "storefront"}
_WORDS |= {'"password"', '"url"'}
"""What objects say of their own."""


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(each)


def pod(found: Recording, kind: str = "Deployment") -> dict[str, Any]:
    return found.one(f"kubernetes:apps/v1:{kind}", f"main-storefront-{kind.lower()}").inputs["spec"]["template"]["spec"]


def custom(found: Recording, kind: str) -> Recorded:
    (only,) = [each for each in found.values() if each.type.endswith(f":{kind}")]
    return only


def test_the_container_finds_files_that_are_read_only_and_variables(clusters: Clusters):
    spec = pod(reading(clusters))
    (volume,) = [each for each in spec["volumes"] if each["name"] == "secrets"]
    files = ("api-key", "db-password", "tls.key")
    assert volume["secret"] == {
        "secretName": CALLED,
        "defaultMode": 0o440,
        "items": [{"key": name, "path": name} for name in files],
    }
    (container,) = spec["containers"]
    (mount,) = [each for each in container["volumeMounts"] if each["name"] == "secrets"]
    assert mount == {"name": "secrets", "mountPath": "/run/secrets/storefront", "readOnly": True}
    assert container["env"] == [{"name": "DATABASE_URL", "valueFrom": {"secretKeyRef": {"name": CALLED, "key": "DATABASE_URL"}}}]


def test_a_job_and_a_stateful_set_find_them_too(clusters: Clusters):
    job = reading(clusters, job=True).one("kubernetes:batch/v1:Job").inputs["spec"]["template"]["spec"]
    for spec in (job, pod(reading(clusters, kind="StatefulSet"), "StatefulSet")):
        assert CALLED in json.dumps(spec["volumes"])
        assert spec["containers"][0]["env"][0]["name"] == "DATABASE_URL"


def test_an_account_of_its_own_reads_them_and_the_pods_never_run_as_it(clusters: Clusters):
    found = reading(clusters)
    reader = found.one("kubernetes:core/v1:ServiceAccount", "main-storefront-reader").inputs
    assert reader["automountServiceAccountToken"] is False
    named = "ack.alibabacloud.com/role-arn" if clusters is ACK else "eks.amazonaws.com/role-arn"
    assert reader["metadata"]["annotations"] == {named: "main-bind-storefront-reader.arn"}
    own = found.one("kubernetes:core/v1:ServiceAccount", "main-storefront-account").inputs
    assert own["metadata"].get("annotations", {}) == {}
    assert pod(found)["serviceAccountName"] == "storefront"
    assert reader["metadata"]["name"] == "storefront-reader"


def test_the_pods_need_no_way_out_for_them(clusters: Clusters):
    (policy,) = reading(clusters).of("kubernetes:networking.k8s.io/v1:NetworkPolicy")
    (names,) = policy.inputs["spec"]["egress"]
    assert {each["port"] for each in names["ports"]} == {53}


def test_the_role_trusts_that_account_alone(clusters: Clusters):
    role = reading(clusters).one(clusters.types["role"], "main-bind-storefront-reader").inputs
    (statement,) = json.loads(role.get("assumeRolePolicy") or role["assumeRolePolicyDocument"])["Statement"]
    assert "system:serviceaccount:shop:storefront-reader" in statement["Condition"]["StringEquals"].values()


def test_what_reads_comes_before_what_is_read_and_that_before_the_pods(clusters: Clusters):
    found = reading(clusters)
    store, secrets = custom(found, "SecretStore"), custom(found, "ExternalSecret")
    reader = found.one("kubernetes:core/v1:ServiceAccount", "main-storefront-reader")
    deployment = found.one("kubernetes:apps/v1:Deployment", "main-storefront-deployment")
    assert reader.urn in store.dependencies
    assert store.urn in secrets.dependencies
    assert secrets.urn in deployment.dependencies


def test_an_update_waits_for_the_values_and_for_no_longer_than_five_minutes(clusters: Clusters):
    secrets = custom(reading(clusters), "ExternalSecret")
    (waited,) = secrets.inputs["metadata"]["annotations"].items()
    ready = "jsonpath={.status.dataSyncResults[0].status}=Succeeded" if clusters is ACK else "condition=Ready"
    assert waited == ("pulumi.com/waitFor", ready)
    assert secrets.timeouts == {"create": "5m", "update": "5m"}


def test_another_reference_is_another_object_and_another_interval_is_not(clusters: Clusters):
    before = reading(clusters)
    more = reading(clusters, {**SECRETS, "more": Secret(key="more")})
    added, removed, changed = changes(before, more)
    assert (added, removed) == (set(), set())
    policy = "Policy main-bind-storefront-reader"
    assert {"ExternalSecret main-storefront-secrets", "Deployment main-storefront-deployment", policy} == changed
    assert custom(before, "ExternalSecret").inputs["metadata"]["name"] != custom(more, "ExternalSecret").inputs["metadata"]["name"]
    assert changes(before, reading(clusters, secrets_every=60)).changed == {"ExternalSecret main-storefront-secrets"}


def test_reviewers_see_who_reads_what(clusters: Clusters):
    inputs = reading(clusters, {"a": Secret(key="orders-db")}).one(Workload.TYPE).inputs
    assert inputs["secrets"]["a"] == {"key": "orders-db", "stage": "current", "variable": False}
    assert inputs["reader"]["region"] == clusters.cloud.region


def test_names_are_all_that_is_known(clusters: Clusters):
    """Nothing is read of the store, nothing is put into it, and no Secret of the cluster is made here."""
    found = reading(clusters)
    assert found.read == {}
    assert [each.type for each in found.values() if each.type.endswith((":Secret", ":SecretVersion"))] == []
    words = {"orders-db", "password", "url", "shop/tls", "api-key", "0a1b2c3d", *SECRETS}
    kept = custom(found, "ExternalSecret").inputs["spec"]["data"]
    assert words >= {word for word in _texts(kept) if word not in _WORDS}


def test_a_workload_without_secrets_has_nothing_of_it(clusters: Clusters):
    found = reading(clusters, {})
    made = [each for each in found.children(found.one(Workload.TYPE)) if "secret" in each.type.lower()]
    assert made == []
    assert "secrets" not in {each["name"] for each in pod(found)["volumes"]}


def test_they_come_after_what_brings_them(clusters: Clusters):
    """The store's name follows from the operator's, so that the one is there first and goes last."""

    def program():
        operator = Namespace("operator", NamespaceArgs(namespace="external-secrets")).name
        reader = Reader(annotations={}, region="ap-southeast-3", operator=operator)
        delivery = OnEks() if clusters is EKS else OnAck()
        Workload("main-storefront", workload_args(secrets=SECRETS, reader=reader, delivery=delivery))

    store = custom(record(program), "SecretStore")
    assert any(urn.endswith("::operator-namespace") for urn in store.dependencies)
    assert store.inputs["metadata"]["name"] == "storefront"


def test_a_cluster_without_an_issuer_has_nobody_who_could_read(clusters: Clusters):
    own = {"identity": "pod-identity"} if clusters is EKS else {}
    told = {"issuer": False, "pools": {"general": clusters.pool(capacity=fixed(3))}, **own}
    with pytest.raises(
        ArgumentsError, match=r"ClusterArgs\.issuer: false, expected true, since the secrets of storefront are read by it"
    ):
        reading(clusters, told=told)


def test_a_reader_may_read_what_is_named_and_nothing_else(clusters: Clusters):
    found = record(
        lambda: clusters.make().reader("storefront", namespace="shop", service_account="storefront-reader", secrets=["b/c", "a"]),
        outputs=located,
    )
    grants = [each for each in found.of(clusters.types["grant"]) if "reader" in each.name]
    assert [each.name for each in grants] == ["main-bind-storefront-reader-secrets"]
    (policy,) = [each for each in found.values() if each.name == "main-bind-storefront-reader" and each.type.endswith(":Policy")]
    document = json.loads(policy.inputs.get("policy") or policy.inputs["policyDocument"])
    if clusters is EKS:
        arns = [f"arn:aws:secretsmanager:ap-southeast-3:111122223333:secret:{name}-??????" for name in ("a", "b/c")]
        assert document == {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"], "Resource": arns},
                {
                    "Effect": "Allow",
                    "Action": "kms:Decrypt",
                    "Resource": "arn:aws:kms:ap-southeast-3:111122223333:key/*",
                    "Condition": {
                        "StringEquals": {"kms:ViaService": "secretsmanager.ap-southeast-3.amazonaws.com"},
                        "StringLike": {"kms:EncryptionContext:SecretARN": arns},
                    },
                },
            ],
        }
    else:
        arns = [f"acs:kms:ap-southeast-5:111122223333:secret/{name}" for name in ("a", "b/c")]
        assert document == {
            "Version": "1",
            "Statement": [{"Effect": "Allow", "Action": ["kms:Decrypt", "kms:GetSecretValue"], "Resource": arns}],
        }
        assert policy.inputs["policyName"] == "nusantara-test-main-bind-storefront-reader"
