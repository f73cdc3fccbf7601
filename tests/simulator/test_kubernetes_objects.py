"""Names, replacement, state and life of objects in a simulated Kubernetes cluster."""

from __future__ import annotations

import base64
import re

import pytest

from simulator.values import Secret, plain
from tests.support.simulated import UNKNOWN, Provider, RefusalError

NAMESPACE = "kubernetes:core/v1:Namespace"
CONFIG_MAP = "kubernetes:core/v1:ConfigMap"
SECRET = "kubernetes:core/v1:Secret"
SERVICE = "kubernetes:core/v1:Service"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
CLUSTER_ROLE = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole"
RELEASE = "kubernetes:helm.sh/v3:Release"
AUTONAMED = {"pulumi.com/autonamed": "true"}


def deployment(replicas: int = 2, **metadata):
    spec = {
        "replicas": replicas,
        "selector": {"matchLabels": {"app": "web"}},
        "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": "web@sha256:0"}]}},
    }
    return {"metadata": metadata, "spec": spec}


@pytest.fixture
def store(tmp_path):
    return tmp_path / "clouds.sqlite"


@pytest.fixture
def cluster(store):
    return Provider("kubernetes", store, clusterIdentifier="main")


class TestNames:
    def test_an_object_without_a_name_gets_one_from_the_random_seed(self, cluster):
        inputs, failures = cluster.check(CONFIG_MAP, "settings", seed=b"one")
        assert failures == {}
        assert re.fullmatch(r"settings-[0-9a-f]{8}", inputs["metadata"]["name"])
        assert inputs["metadata"]["annotations"] == AUTONAMED
        assert inputs == cluster.check(CONFIG_MAP, "settings", seed=b"one")[0]
        assert inputs != cluster.check(CONFIG_MAP, "settings", seed=b"two")[0]

    def test_and_keeps_it(self, cluster):
        first, _ = cluster.check(CONFIG_MAP, "settings", seed=b"one", data={"a": "1"})
        again, _ = cluster.check(CONFIG_MAP, "settings", seed=b"two", olds=first, data={"a": "2"})
        assert again["metadata"] == first["metadata"]

    def test_a_name_the_program_chose_is_not_kept_when_it_goes(self, cluster):
        first, _ = cluster.check(CONFIG_MAP, "settings", metadata={"name": "fixed"})
        again, _ = cluster.check(CONFIG_MAP, "settings", olds=first)
        assert again["metadata"]["name"] != "fixed"

    def test_kind_and_version_follow_from_the_type(self, cluster):
        inputs, _ = cluster.check(DEPLOYMENT, **deployment(name="web"))
        assert (inputs["apiVersion"], inputs["kind"]) == ("apps/v1", "Deployment")
        assert cluster.check(CONFIG_MAP)[0]["apiVersion"] == "v1"

    @pytest.mark.parametrize("metadata", [UNKNOWN, {"name": UNKNOWN}])
    def test_an_unknown_name_is_left_alone(self, cluster, metadata):
        assert cluster.check(CONFIG_MAP, metadata=metadata)[0]["metadata"] == metadata

    def test_secrets_stay_secret(self, cluster):
        inputs, _ = cluster.check(CONFIG_MAP, metadata=Secret({"labels": {"a": "b"}}), data={"key": Secret("x")})
        assert isinstance(inputs["metadata"], Secret)
        assert isinstance(inputs["data"]["key"], Secret)

    def test_the_providers_namespace_is_the_default(self, store):
        cluster = Provider("kubernetes", store, clusterIdentifier="main", namespace="shop")
        assert cluster.check(CONFIG_MAP)[0]["metadata"]["namespace"] == "shop"
        assert "namespace" not in cluster.check(CLUSTER_ROLE)[0]["metadata"]

    @pytest.mark.parametrize(
        ("token", "metadata", "identity"),
        [
            (CONFIG_MAP, {"name": "settings"}, "default/settings"),
            (CONFIG_MAP, {"name": "settings", "namespace": "kube-system"}, "kube-system/settings"),
            (NAMESPACE, {"name": "shop"}, "shop"),
            (CLUSTER_ROLE, {"name": "reader"}, "reader"),
            ("kubernetes:cert-manager.io/v1:Certificate", {"name": "www"}, "default/www"),
            ("kubernetes:cert-manager.io/v1:ClusterIssuer", {"name": "acme"}, "acme"),
            ("kubernetes:core/v1:ConfigMapPatch", {"name": "aws-auth", "namespace": "kube-system"}, "kube-system/aws-auth"),
        ],
    )
    def test_ids(self, cluster, token, metadata, identity):
        assert cluster.make(token, metadata=metadata) == identity

    def test_a_definition_says_where_its_kind_lives(self, cluster):
        spec = {"group": "shop.example", "names": {"kind": "Region"}, "scope": "Cluster"}
        cluster.make(
            "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", metadata={"name": "regions.shop.example"}, spec=spec
        )
        assert cluster.make("kubernetes:shop.example/v1:Region", metadata={"name": "jakarta"}) == "jakarta"


class TestReplacement:
    @pytest.mark.parametrize(
        ("token", "before", "after", "replaced"),
        [
            (CONFIG_MAP, {"metadata": {"name": "a"}}, {"metadata": {"name": "b"}}, ["metadata"]),
            (CONFIG_MAP, {"metadata": {"namespace": "a"}}, {"metadata": {"namespace": "b"}}, ["metadata"]),
            (CONFIG_MAP, {"metadata": {"labels": {"a": "1"}}}, {"metadata": {"labels": {"a": "2"}}}, []),
            (CONFIG_MAP, {"data": {"a": "1"}}, {"data": {"a": "2"}}, ["data"]),
            (SECRET, {"stringData": {"a": "1"}}, {"stringData": {"a": "2"}}, ["stringData"]),
            (SECRET, {"type": "Opaque"}, {"type": "kubernetes.io/tls"}, ["type"]),
            (SERVICE, {"spec": {"clusterIP": "None"}}, {"spec": {"clusterIP": "172.20.0.9"}}, ["spec"]),
            (SERVICE, {"spec": {"type": "ClusterIP"}}, {"spec": {"type": "LoadBalancer"}}, []),
            (
                DEPLOYMENT,
                {"spec": {"selector": {"matchLabels": {"app": "a"}}}},
                {"spec": {"selector": {"matchLabels": {"app": "b"}}}},
                ["spec"],
            ),
            (DEPLOYMENT, {"spec": {"replicas": 1}}, {"spec": {"replicas": 2}}, []),
            ("kubernetes:apps/v1:StatefulSet", {"spec": {"serviceName": "a"}}, {"spec": {"serviceName": "b"}}, ["spec"]),
            ("kubernetes:batch/v1:Job", {"spec": {"template": {"spec": 1}}}, {"spec": {"template": {"spec": 2}}}, ["spec"]),
            (
                "kubernetes:core/v1:Pod",
                {"spec": {"containers": [{"image": "a"}]}},
                {"spec": {"containers": [{"image": "b"}]}},
                ["spec"],
            ),
            (
                "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
                {"roleRef": {"name": "a"}},
                {"roleRef": {"name": "b"}},
                ["roleRef"],
            ),
            ("kubernetes:storage.k8s.io/v1:StorageClass", {"provisioner": "a"}, {"provisioner": "b"}, ["provisioner"]),
            ("kubernetes:core/v1:ConfigMapPatch", {"data": {"a": "1"}}, {"data": {"a": "2"}}, []),
            (RELEASE, {"name": "a"}, {"name": "b"}, ["name"]),
            (RELEASE, {"version": "1"}, {"version": "2"}, []),
        ],
    )
    def test_what_replaces(self, cluster, token, before, after, replaced):
        assert cluster.replaces(token, before, after) == replaced

    @pytest.mark.parametrize(
        ("config", "immutable", "replaced"),
        [({}, False, True), ({"enableConfigMapMutable": "true"}, False, False), ({"enableConfigMapMutable": "true"}, True, True)],
    )
    def test_data_can_be_mutable(self, store, config, immutable, replaced):
        cluster = Provider("kubernetes", store, clusterIdentifier="main", **config)
        old, new = ({"data": {"a": value}, "immutable": immutable} for value in "12")
        assert cluster.replaces(CONFIG_MAP, old, new) == (["data"] if replaced else [])

    def test_no_namespace_is_the_default_one(self, cluster):
        for was, now in (
            ({"name": "a"}, {"name": "a", "namespace": "default"}),
            ({"name": "a", "namespace": "default"}, {"name": "a"}),
        ):
            old = cluster.check(CONFIG_MAP, metadata=was)[0]
            new = cluster.check(CONFIG_MAP, olds=old, metadata=now)[0]
            assert not cluster.diff(CONFIG_MAP, old, new).detailedDiff

    @pytest.mark.parametrize(
        ("metadata", "first"),
        [
            ({"name": "settings"}, True),
            ({"name": "settings", "namespace": "default"}, True),
            ({"name": "settings", "annotations": AUTONAMED}, False),
            ({"name": "settings", "annotations": UNKNOWN}, True),
        ],
    )
    def test_a_fixed_name_goes_before_it_comes_again(self, cluster, metadata, first):
        old, new = ({"metadata": metadata, "data": {"a": value}} for value in "12")
        live = {"metadata": {"name": "settings", "namespace": "default"}}
        assert cluster.diff(CONFIG_MAP, old, new, outputs=live).deleteBeforeReplace is first

    def test_another_name_comes_before_the_old_one_goes(self, cluster):
        old, new = {"metadata": {"name": "a"}}, {"metadata": {"name": "b"}}
        assert cluster.diff(CONFIG_MAP, old, new, outputs=old).deleteBeforeReplace is False


class TestState:
    def test_what_a_cluster_adds(self, cluster):
        _, outputs = cluster.create(DEPLOYMENT, **deployment(name="web"))
        metadata = outputs["metadata"]
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", metadata["uid"])
        assert (metadata["namespace"], metadata["generation"]) == ("default", 1)
        assert int(metadata["resourceVersion"]) > 0
        assert outputs["status"]["availableReplicas"] == 2
        assert outputs["spec"]["revisionHistoryLimit"] == 10

    def test_a_preview_knows_the_name_but_no_status(self, cluster):
        _, outputs = cluster.create(DEPLOYMENT, preview=True, **deployment(name="web"))
        assert outputs["metadata"] == {"name": "web", "namespace": "default"}
        assert outputs["status"] is UNKNOWN

    def test_a_new_spec_is_a_new_generation(self, cluster):
        identity, before = cluster.create(DEPLOYMENT, **deployment(2, name="web"))
        after = cluster.update(DEPLOYMENT, identity, before, **cluster.check(DEPLOYMENT, **deployment(5, name="web"))[0])
        assert after["metadata"]["generation"] == 2
        assert after["metadata"]["uid"] == before["metadata"]["uid"]
        assert int(after["metadata"]["resourceVersion"]) == int(before["metadata"]["resourceVersion"]) + 1
        assert after["status"]["replicas"] == 5

    def test_a_new_label_is_not(self, cluster):
        identity, before = cluster.create(DEPLOYMENT, **deployment(name="web"))
        inputs = cluster.check(DEPLOYMENT, **deployment(name="web", labels={"a": "b"}))[0]
        after = cluster.update(DEPLOYMENT, identity, before, **inputs)
        assert after["metadata"]["generation"] == 1
        assert after["status"] == before["status"]

    def test_an_unknown_input_leaves_the_rest_of_an_update_known(self, cluster):
        identity, before = cluster.create(CONFIG_MAP, metadata={"name": "settings"}, data={"a": "1"})
        inputs = cluster.check(CONFIG_MAP, metadata={"name": "settings"}, data={"a": UNKNOWN})[0]
        after = cluster.update(CONFIG_MAP, identity, before, preview=True, **inputs)
        assert after["metadata"] == before["metadata"]
        assert after["data"] == {"a": UNKNOWN}

    def test_clear_text_becomes_data(self, cluster):
        _, outputs = cluster.create(SECRET, metadata={"name": "token"}, stringData={"key": Secret("s3cret")})
        assert plain(outputs["data"]) == {"key": base64.b64encode(b"s3cret").decode()}
        assert isinstance(outputs["data"], Secret)

    @pytest.mark.parametrize(("kind", "host"), [("LoadBalancer", True), ("ClusterIP", False)])
    def test_a_service(self, cluster, kind, host):
        spec = {"type": kind, "ports": [{"port": 80}]}
        _, outputs = cluster.create(SERVICE, metadata={"name": "web"}, spec=spec)
        assert re.fullmatch(r"172\.20\.\d{1,3}\.\d{1,3}", outputs["spec"]["clusterIP"])
        assert ("ingress" in outputs["status"]["loadBalancer"]) is host

    def test_a_release_stands_for_its_contents_and_says_so(self, cluster):
        said = []
        cluster._servicer.engine = type("Engine", (), {"Log": lambda _self, request: said.append(request.message)})()
        identity, outputs = cluster.create(RELEASE, "addons", chart="autoscaler")
        assert re.fullmatch(r"default/addons-[0-9a-f]{8}", identity)
        assert (outputs["status"]["status"], outputs["resourceNames"]) == ("deployed", {})
        assert said == ["a simulated cluster does not render Helm charts: releases stand for their contents, which are not made"]


class TestLife:
    def test_a_namespace_must_exist(self, cluster):
        with pytest.raises(RefusalError, match='namespaces "shop" not found'):
            cluster.make(CONFIG_MAP, metadata={"name": "settings", "namespace": "shop"})
        cluster.make(NAMESPACE, metadata={"name": "shop"})
        assert cluster.make(CONFIG_MAP, metadata={"name": "settings", "namespace": "shop"}) == "shop/settings"

    @pytest.mark.parametrize("name", ["default", "kube-system", "kube-public", "kube-node-lease"])
    def test_some_are_always_there(self, cluster, name):
        assert cluster.make(CONFIG_MAP, metadata={"name": "settings", "namespace": name}) == f"{name}/settings"
        with pytest.raises(RefusalError, match=f'namespaces "{name}" already exists'):
            cluster.make(NAMESPACE, metadata={"name": name})

    def test_a_name_is_taken_once_in_a_namespace(self, cluster):
        cluster.make(DEPLOYMENT, **deployment(name="web"))
        with pytest.raises(RefusalError, match=r'deployments.apps "default/web" already exists'):
            cluster.make(DEPLOYMENT, **deployment(name="web"))
        assert cluster.make(DEPLOYMENT, **deployment(name="web", namespace="kube-system"))

    def test_a_namespace_takes_what_is_in_it(self, cluster):
        namespace, outputs = cluster.create(NAMESPACE, metadata={"name": "shop"})
        inside = cluster.make(DEPLOYMENT, **deployment(name="web", namespace="shop"))
        outside = cluster.make(DEPLOYMENT, **deployment(name="web"))
        cluster.delete(NAMESPACE, namespace, outputs)
        assert not cluster.exists(DEPLOYMENT, inside)
        assert cluster.exists(DEPLOYMENT, outside)

    def test_lists_cannot_be_made(self, cluster):
        assert "list resources cannot be created" in next(
            iter(cluster.check("kubernetes:core/v1:ConfigMapList", items=[])[1].values())
        )

    def test_a_patch_names_its_target(self, cluster):
        assert "patch resources require" in cluster.check("kubernetes:core/v1:ConfigMapPatch")[1]["metadata.name"]

    def test_a_manifest_decoded(self, cluster):
        text = "kind: ConfigMap\napiVersion: v1\nmetadata: {name: a}\n---\n---\nkind: ClusterRole\napiVersion: rbac.authorization.k8s.io/v1\n"
        found = cluster.invoke("kubernetes:yaml:decode", text=text, defaultNamespace="shop")["result"]
        assert [each["kind"] for each in found] == ["ConfigMap", "ClusterRole"]
        assert found[0]["metadata"] == {"name": "a", "namespace": "shop"}
        assert "namespace" not in found[1].get("metadata", {})

    def test_a_manifest_that_is_none(self, cluster):
        with pytest.raises(RefusalError, match="error converting YAML"):
            cluster.invoke("kubernetes:yaml:decode", text="a: [")
