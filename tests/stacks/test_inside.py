"""What runs inside a cluster of a site: namespaces and what workloads share first, once each; roles where they may do something."""

from __future__ import annotations

import json
from typing import Any

import pulumi
import pytest

from components.contracts import IDENTITY_ANNOTATION
from stacks.arguments import SiteArguments
from stacks.site import Site
from stacks.workloads import policies
from tests.support.clusters import located
from tests.support.mocks import comes_after, record

LINE = "storefront: {cluster: main, sites: all, replicas: {min: 2, max: 4}}"
IDENTITY = "identity: {aws: [AmazonS3ReadOnlyAccess], alicloud: [AliyunOSSReadOnlyAccess]}"
EXPOSED = "namespace: shop, expose: {host: shop.example}"
RELEASES = "".join(f"{name}: shop/{name}@sha256:{'1' * 64}\n" for name in ("storefront", "checkout", "reindex"))


@pytest.fixture
def inside(loaded):
    """What a site consists of, given what its workloads and jobs are told beside the least."""

    def made(site: str, more: str, job: str = ""):
        edits = {
            LINE: "\n".join([LINE.replace("max: 4}}", f"max: 4}}, {more}}}"), f"      {LINE.replace('storefront', 'checkout')}"])
        }
        edits[LINE] = edits[LINE].replace("checkout: {", f"checkout: {{{more}, ".replace("shop.example", "api.shop.example"))
        edits[LINE] += f"\n    jobs:\n      reindex: {{cluster: main, sites: all{job}}}"
        arguments = SiteArguments(loaded(edits, releases=RELEASES), site)
        return record(lambda: Site(site, arguments, pulumi.ResourceOptions()), outputs=located)

    return made


@pytest.mark.parametrize(
    ("site", "role", "grant", "policy", "annotation"),
    [
        (
            "jakarta",
            "aws:iam/role:Role",
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            ("policyArn", "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"),
            "eks.amazonaws.com/role-arn",
        ),
        (
            "batam",
            "alicloud:ram/role:Role",
            "alicloud:ram/rolePolicyAttachment:RolePolicyAttachment",
            ("policyName", "AliyunOSSReadOnlyAccess"),
            "pod-identity.alibabacloud.com/role-name",
        ),
    ],
    ids=["EKS", "ACK"],
)
def test_an_identity_is_declared_once_and_each_cloud_has_its_own_way(inside, site, role, grant, policy, annotation):
    found = inside(site, IDENTITY, f", {IDENTITY}")
    for name in ("storefront", "reindex"):
        assert found.one(role, f"{site}-main-bind-{name}")
        (attached,) = [each for each in found.of(grant) if each.name.startswith(f"{site}-main-bind-{name}-")]
        assert attached.inputs[policy[0]] == policy[1]
        account = found.one("kubernetes:core/v1:ServiceAccount", f"{site}-main-{name}-account")
        assert account.inputs["metadata"]["annotations"].keys() == {annotation, IDENTITY_ANNOTATION}


def test_what_may_do_nothing_has_no_role(inside):
    assert not [each.name for each in inside("jakarta", "port: 9000").values() if "-bind-storefront" in each.name]


def test_arns_are_policies_too_and_keys_are_stable(loaded):
    own = "arn:aws:iam::111122223333:policy/shop/orders"
    environment = loaded({"max: 4}}": f'max: 4}}, identity: {{aws: [AmazonS3ReadOnlyAccess, "{own}"]}}}}'}).environment
    told = environment.workloads["storefront"]
    assert policies(told, "aws") == {
        "AmazonS3ReadOnlyAccess": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
        "orders": own,
    }
    assert policies(told, "alicloud") == {}


def test_exposed_workloads_share_a_load_balancer_and_a_namespace_that_waits_for_it(inside):
    found = inside("jakarta", EXPOSED)
    (made,) = found.of("kubernetes:networking.k8s.io/v1:IngressClass")
    ingresses = found.of("kubernetes:networking.k8s.io/v1:Ingress")
    assert (made.name, len(ingresses)) == ("jakarta-main-ingress-public-class", 2)
    assert all(made.urn in each.dependencies for each in ingresses)
    labels = found.one("kubernetes:core/v1:Namespace", "jakarta-main-shop-namespace").inputs["metadata"]["labels"]
    assert labels["elbv2.k8s.aws/pod-readiness-gate-inject"] == "enabled"


@pytest.mark.parametrize("site", ["jakarta", "batam"])
def test_workloads_share_a_gateway_in_a_namespace_of_its_own(inside, site):
    told = "namespace: shop, expose: {host: shop.example, via: gateway, certificates: {batam: shop-tls}}"
    told = told if site == "batam" else told.replace(", certificates: {batam: shop-tls}", "")
    found = inside(site, told)
    (made,) = found.of("kubernetes:gateway.networking.k8s.io/v1:Gateway")
    assert made.name == f"{site}-main-gateway-public-gateway"
    assert [each["name"] for each in made.inputs["spec"]["listeners"]] == ["http", "api.shop.example", "shop.example"]
    namespace = found.one("kubernetes:core/v1:Namespace", f"{site}-main-gateways-namespace")
    assert namespace.urn in made.dependencies
    routes = [each for each in found.of("kubernetes:gateway.networking.k8s.io/v1:HTTPRoute") if each.name.endswith("-route")]
    assert len(routes) == 2
    assert all(made.urn in each.dependencies for each in routes)
    assert found.of("kubernetes:networking.k8s.io/v1:IngressClass") == []


def test_a_priority_is_made_once_and_pods_come_after_it(inside):
    found = inside("batam", "priority: urgent", ", priority: batch")
    classes = {each.name: each for each in found.of("kubernetes:scheduling.k8s.io/v1:PriorityClass")}
    assert set(classes) == {"batam-main-priority-urgent-class", "batam-main-priority-batch-class"}
    for deployment in found.of("kubernetes:apps/v1:Deployment"):
        assert deployment.inputs["spec"]["template"]["spec"]["priorityClassName"] == "urgent"
        assert comes_after(found, deployment, classes["batam-main-priority-urgent-class"])
    job = found.one("kubernetes:batch/v1:Job").inputs["spec"]["template"]["spec"]
    assert job["priorityClassName"] == "batch"


def test_a_volume_that_names_no_class_has_an_encrypted_disk(inside):
    found = inside("jakarta", "kind: StatefulSet, volume: {}")
    made = found.one("kubernetes:storage.k8s.io/v1:StorageClass", "jakarta-main-storage-encrypted-class")
    for each in found.of("kubernetes:apps/v1:StatefulSet"):
        (claim,) = each.inputs["spec"]["volumeClaimTemplates"]
        assert claim["spec"]["storageClassName"] == "encrypted"
        assert comes_after(found, each, made)


SECRETS = "secrets: {db-password: orders-db/password, API_KEY: {key: api-key, variable: true}}"


@pytest.mark.parametrize(("site", "policy"), [("jakarta", "aws:iam/policy:Policy"), ("batam", "alicloud:ram/policy:Policy")])
def test_secrets_are_read_by_an_account_of_the_workload_that_its_pods_never_run_as(inside, site, policy):
    found = inside(site, SECRETS, f", {SECRETS}")
    for name in ("storefront", "checkout", "reindex"):
        document = found.one(policy, f"{site}-main-bind-{name}-reader").inputs
        assert "orders-db" in json.dumps(dict(document))
        account = found.one("kubernetes:core/v1:ServiceAccount", f"{site}-main-{name}-reader").inputs["metadata"]
        assert account["name"] == f"{name}-reader"
        assert len(account["annotations"]) == 1
        own = found.one("kubernetes:core/v1:ServiceAccount", f"{site}-main-{name}-account").inputs["metadata"]
        assert own.get("annotations", {}) == {}
        (secret,) = [each for each in found.values() if each.name == f"{site}-main-{name}-secrets"]
        assert "orders-db" in json.dumps(secret.inputs["spec"]["data"])


def test_a_secret_has_another_name_on_another_cloud_or_is_on_one_alone(inside):
    told = "secrets: {a: {key: shop/a, alicloud: other/part}, b: {aws: bee, alicloud: none}, c: {aws: {key: sea, stage: mine}, key: sea}}"

    def read(site: str) -> list[dict[str, Any]]:
        (secret,) = [each for each in inside(site, told).values() if each.name == f"{site}-main-storefront-secrets"]
        return secret.inputs["spec"]["data"]

    assert [each["remoteRef"] for each in read("jakarta")] == [
        {"key": "shop/a", "version": "AWSCURRENT"},
        {"key": "bee", "version": "AWSCURRENT"},
        {"key": "sea", "version": "mine"},
    ]
    assert [(each["key"], each.get("jmesPath"), each["versionStage"]) for each in read("batam")] == [
        ("other", [{"path": '"part"', "objectAlias": "a"}], "ACSCurrent"),
        ("sea", None, "ACSCurrent"),
    ]


def test_what_is_said_for_every_cloud_holds_where_one_says_nothing_else(inside):
    told = "secrets: {a: {property: password, stage: previous, aws: bee, alicloud: {key: sea, property: pin, version: v7}}}"

    def read(site: str) -> dict[str, Any]:
        (secret,) = [each for each in inside(site, told).values() if each.name == f"{site}-main-storefront-secrets"]
        (only,) = secret.inputs["spec"]["data"]
        return only

    assert read("jakarta")["remoteRef"] == {"key": "bee", "property": "password", "version": "AWSPREVIOUS"}
    assert {key: value for key, value in read("batam").items() if key != "secretStoreRef"} == {
        "key": "sea",
        "jmesPath": [{"path": '"pin"', "objectAlias": "a"}],
        "versionId": "v7",
    }


def test_what_runs_on_nodes_that_karpenter_makes_comes_after_its_pools(loaded):
    """So it goes before them: a controller that has something to take away is not drained from its nodes first."""
    made = "          made:\n            capacity: {autoscaled: {min: 0, max: 8}}\n"
    made += "            aws: {types: [m7i.xlarge], provisioner: karpenter, release: 1.35.2-20260801}\n"
    edits = {
        "        pools:\n": f"        aws: {{scaler: karpenter}}\n        pools:\n{made}            alicloud: {{types: [ecs.g7.xlarge]}}\n",
        "capacity: {autoscaled: {min: 2, max: 6}}": "capacity: {fixed: 2}",
        "replicas: {min: 2, max: 4}": "replicas: {min: 2, max: 4}, namespace: shop",
    }
    for site, pools in (("jakarta", {f"jakarta-main-karpenter-pool-made{share}" for share in ("", "-spot")}), ("batam", set())):
        arguments = SiteArguments(loaded(edits), site)
        found = record(lambda arguments=arguments, site=site: Site(site, arguments, pulumi.ResourceOptions()), outputs=located)
        for kind, name in (("Workload", "storefront"), ("Namespace", "shop")):
            component = found.one(f"nusantara:kubernetes:{kind}", f"{site}-main-{name}")
            after = {dependency.rpartition("::")[2] for dependency in component.dependencies}
            assert {each for each in after if "karpenter-pool" in each} == pools
