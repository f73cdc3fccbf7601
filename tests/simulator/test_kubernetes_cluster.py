"""Which cluster a provider means, and when another one replaces what is in it."""

from __future__ import annotations

import json

import pytest

import simulator
from tests.support.alicloud_site import Site
from tests.support.simulated import UNKNOWN, Provider, RefusalError

CONFIG_MAP = "kubernetes:core/v1:ConfigMap"


def kubeconfig(server: str = "https://one:6443", token: str = "t") -> str:
    return json.dumps(
        {
            "clusters": [
                {"name": "c", "cluster": {"server": server}},
                {"name": "other", "cluster": {"server": "https://other:6443"}},
            ],
            "contexts": [
                {"name": "main", "context": {"cluster": "c", "user": "u"}},
                {"name": "second", "context": {"cluster": "other"}},
            ],
            "users": [{"name": "u", "user": {"token": token}}],
            "current-context": "main",
        }
    )


ONE, TWO = kubeconfig(), kubeconfig("https://two:6443")


@pytest.fixture
def cluster(tmp_path):
    return Provider("kubernetes", tmp_path / "clouds.sqlite", clusterIdentifier="main")


@pytest.mark.parametrize(
    ("old", "new", "replaces"),
    [
        pytest.param({"kubeconfig": ONE}, {"kubeconfig": TWO}, ["kubeconfig"], id="another server"),
        pytest.param({"kubeconfig": ONE}, {"kubeconfig": kubeconfig(token="new")}, [], id="another token"),
        pytest.param({"kubeconfig": ONE}, {"kubeconfig": ONE, "context": "second"}, ["context"], id="another context"),
        pytest.param({"kubeconfig": ONE}, {"kubeconfig": UNKNOWN}, ["kubeconfig"], id="an unknown kubeconfig"),
        pytest.param(
            {"kubeconfig": ONE, "clusterIdentifier": "a"},
            {"kubeconfig": TWO, "clusterIdentifier": "a"},
            [],
            id="the same identifier",
        ),
        pytest.param(
            {"kubeconfig": ONE, "clusterIdentifier": "a"},
            {"kubeconfig": UNKNOWN, "clusterIdentifier": "a"},
            [],
            id="the same identifier, an unknown kubeconfig",
        ),
        pytest.param(
            {"kubeconfig": ONE, "clusterIdentifier": "a"},
            {"kubeconfig": ONE, "clusterIdentifier": "b"},
            ["clusterIdentifier"],
            id="another identifier",
        ),
        pytest.param({"kubeconfig": ONE}, {"kubeconfig": ONE, "clusterIdentifier": "a"}, [], id="a first identifier"),
        pytest.param({"kubeconfig": ONE, "clusterIdentifier": "a"}, {"kubeconfig": ONE}, [], id="no identifier any more"),
        pytest.param({"kubeconfig": ONE}, {"kubeconfig": ONE, "namespace": "shop"}, [], id="another namespace"),
        pytest.param({}, {"renderYamlToDirectory": "out"}, ["renderYamlToDirectory"], id="rendered to a directory"),
    ],
)
def test_what_replaces_a_provider(cluster, old, new, replaces):
    assert cluster.config_replaces(old, new) == replaces


class TestWhichCluster:
    def same(self, tmp_path, first, second) -> bool:
        """Whether an object made through one configuration is there for the other."""
        store = tmp_path / "clouds.sqlite"
        identity = Provider("kubernetes", store, **first).make(CONFIG_MAP, metadata={"name": "settings"})
        return Provider("kubernetes", store, **second).exists(CONFIG_MAP, identity)

    def test_the_server_of_the_active_context(self, tmp_path):
        assert self.same(tmp_path, {"kubeconfig": ONE}, {"kubeconfig": kubeconfig(token="new")})
        assert not self.same(tmp_path, {"kubeconfig": TWO}, {"kubeconfig": TWO, "context": "second"})

    def test_the_identifier_before_the_kubeconfig(self, tmp_path):
        assert self.same(tmp_path, {"kubeconfig": ONE, "clusterIdentifier": "a"}, {"kubeconfig": TWO, "clusterIdentifier": "a"})
        assert not self.same(tmp_path, {"kubeconfig": ONE, "clusterIdentifier": "b"}, {"kubeconfig": ONE, "clusterIdentifier": "c"})

    def test_yaml_as_well_as_json(self, tmp_path):
        text = "clusters:\n- {name: c, cluster: {server: 'https://one:6443'}}\ncontexts:\n- {name: m, context: {cluster: c}}\ncurrent-context: m\n"
        assert self.same(tmp_path, {"kubeconfig": ONE}, {"kubeconfig": text})

    def test_a_path_or_nothing_at_all(self, tmp_path):
        assert not self.same(tmp_path, {"kubeconfig": "config/one"}, {"kubeconfig": "config/two"})
        assert self.same(tmp_path, {}, {})


@pytest.mark.parametrize(
    ("text", "fault"), [("clusters:\n- [", True), ("a:\n  - b", False), ("~/.kube/config", False), (ONE, False)]
)
def test_a_kubeconfig_that_is_none(cluster, text, fault):
    assert ("kubeconfig" in cluster.config_faults(kubeconfig=text)) is fault


def test_a_namespace_of_another_cluster_does_not_count(tmp_path):
    store = tmp_path / "clouds.sqlite"
    Provider("kubernetes", store, clusterIdentifier="a").make("kubernetes:core/v1:Namespace", metadata={"name": "shop"})
    with pytest.raises(RefusalError, match='namespaces "shop" not found'):
        Provider("kubernetes", store, clusterIdentifier="b").make(CONFIG_MAP, metadata={"name": "settings", "namespace": "shop"})


@pytest.mark.parametrize("region", [None, "ap-southeast-5"])
def test_a_cluster_is_down_with_its_cloud(tmp_path, region):
    site, clouds = Site(tmp_path / "clouds.sqlite"), simulator.Clouds(tmp_path / "clouds.sqlite")
    ack = site.make("alicloud:cs/managedKubernetes:ManagedKubernetes", vswitchIds=[site.switch()])
    inside, elsewhere = (Provider("kubernetes", tmp_path / "clouds.sqlite", clusterIdentifier=name) for name in (ack, "other"))
    clouds.fail("alicloud", region)
    assert elsewhere.make(CONFIG_MAP, metadata={"name": "settings"})
    with pytest.raises(RefusalError, match=f"UNAVAILABLE: kubernetes does not answer in {ack}"):
        inside.make(CONFIG_MAP, metadata={"name": "settings"})
    clouds.heal()
    assert inside.make(CONFIG_MAP, metadata={"name": "settings"})


def test_a_cluster_is_known_by_its_name(tmp_path):
    site, clouds = Site(tmp_path / "clouds.sqlite"), simulator.Clouds(tmp_path / "clouds.sqlite")
    ack, outputs = site.create("alicloud:cs/managedKubernetes:ManagedKubernetes", vswitchIds=[site.switch()], enableRrsa=True)
    inside, outside = (
        Provider("kubernetes", tmp_path / "clouds.sqlite", clusterIdentifier=place)
        for place in (outputs["rrsaMetadata"]["rrsaOidcIssuerUrl"], "other")
    )
    for cluster in (inside, outside):
        cluster.make(CONFIG_MAP, "settings", metadata={"name": "settings"})
    assert [(found.cluster, found.name) for found in clouds.list() if found.cloud == "kubernetes"] == [
        (ack, "settings"),
        ("", "settings"),
    ]
    clouds.fail("kubernetes", ack)
    assert outside.exists(CONFIG_MAP, "default/settings")
    with pytest.raises(RefusalError, match="UNAVAILABLE"):
        inside.exists(CONFIG_MAP, "default/settings")


def test_a_cluster_is_not_down_with_another_region(tmp_path):
    site, clouds = Site(tmp_path / "clouds.sqlite"), simulator.Clouds(tmp_path / "clouds.sqlite")
    ack = site.make("alicloud:cs/managedKubernetes:ManagedKubernetes", vswitchIds=[site.switch()])
    clouds.fail("alicloud", "ap-southeast-1")
    assert Provider("kubernetes", tmp_path / "clouds.sqlite", clusterIdentifier=ack).make(CONFIG_MAP, metadata={"name": "settings"})
