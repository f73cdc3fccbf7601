"""What a simulated cluster makes of objects that it takes: what a real API server does, whose answers are kept."""

from __future__ import annotations

from typing import Any

import pytest

from simulator.call import Call
from simulator.kubernetes.amounts import canonical
from simulator.values import UNKNOWN
from tests.kubeapi.defaulting import compared, kinds, recorded
from tests.support.simulated import Provider, RefusalError

SERVICE = "kubernetes:core/v1:Service"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"


@pytest.fixture
def cluster(tmp_path):
    return Provider("kubernetes", tmp_path / "clouds.sqlite", clusterIdentifier="main")


def service(name: str = "web", **spec: Any) -> dict[str, Any]:
    return {"metadata": {"name": name}, "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}], **spec}}


def test_every_kind_as_an_api_server_has_answered():
    """`make kube-conformance` asks again, and writes the answers down."""
    asked, answered = kinds(), recorded()
    assert [(each["kind"], each["metadata"]["name"]) for each in asked] == [
        (each["kind"], each["metadata"]["name"]) for each in answered
    ]
    found = compared(zip(asked, answered, strict=True))
    assert found.differing == ()
    assert (found.objects, found.fields > 500) == (len(asked), True)


def test_what_differs_is_told_by_its_path():
    (asked,) = (each for each in kinds() if each["metadata"]["name"] == "inside")
    (answered,) = (each for each in recorded() if each["metadata"]["name"] == "inside")
    other = {**answered, "spec": {**answered["spec"], "sessionAffinity": "ClientIP", "healthCheckNodePort": 1}}
    del other["spec"]["type"]
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "kinds"}}
    made = {
        **namespace,
        "metadata": {"name": "kinds", "labels": {"kubernetes.io/metadata.name": "kinds"}},
        "spec": {"finalizers": []},
    }
    found = compared([(namespace, made), (asked, other)])
    assert found.differing == (
        "Namespace kinds: spec.finalizers is [] there, and nothing here",
        "Namespace kinds: spec.finalizers[0] is nothing there, and 'kubernetes' here",
        "Service inside: spec.healthCheckNodePort is 1 there, and nothing here",
        "Service inside: spec.sessionAffinity is 'ClientIP' there, and 'None' here",
        "Service inside: spec.type is nothing there, and 'ClusterIP' here",
    )


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("1000m", "1"),
        (0.5, "500m"),
        (2, "2"),
        ("1500m", "1500m"),
        ("1000", "1k"),
        ("1500", "1500"),
        ("1024Mi", "1Gi"),
        ("1.5Gi", "1536Mi"),
        ("1023", "1023"),
        ("0.5Ki", "512"),
        ("2048", "2048"),
        ("100M", "100M"),
        ("0", "0"),
        ("0Gi", "0"),
        ("-1000m", "-1"),
        ("1E", "1E"),
        ("1Ei", "1Ei"),
        ("1e3", "1e3"),
        ("0.0001", "1m"),
        ("much", "much"),
        (None, None),
    ],
)
def test_quantities(given: Any, written: Any):
    assert canonical(given) == written


class TestServices:
    def test_an_address_is_kept_and_nobody_elses(self, cluster):
        identity, one = cluster.create(SERVICE, **service())
        changed = cluster.update(SERVICE, identity, one, **service(type="NodePort"))
        assert changed["spec"]["clusterIPs"] == [one["spec"]["clusterIP"]] == [changed["spec"]["clusterIP"]]
        with pytest.raises(RefusalError) as refusal:
            cluster.make(SERVICE, **service("other", clusterIP=one["spec"]["clusterIP"]))
        address = one["spec"]["clusterIP"]
        assert str(refusal.value) == (
            f'Service "other" is invalid: spec.clusterIPs: Invalid value: ["{address}"]: failed to allocate IP {address}: '
            "provided IP is already allocated"
        )

    def test_ports_of_nodes_are_kept_and_nobody_elses(self, cluster):
        identity, one = cluster.create(SERVICE, **service(type="NodePort"))
        port = one["spec"]["ports"][0]["nodePort"]
        assert 30000 <= port < 32768
        more = service(type="LoadBalancer", ports=[{"name": "tls", "port": 443}, {"name": "", "port": 80}])
        ports = cluster.update(SERVICE, identity, one, **more)["spec"]["ports"]
        assert ports[1]["nodePort"] == port != ports[0]["nodePort"]
        with pytest.raises(RefusalError, match=rf"spec.ports\[0\].nodePort: Invalid value: {port}: provided port is already"):
            cluster.make(SERVICE, **service("other", type="NodePort", ports=[{"port": 80, "nodePort": port}]))

    def test_a_port_that_is_kept_is_given_to_no_port_before_it(self, cluster, monkeypatch):
        monkeypatch.setattr(Call, "hex", lambda *_, **__: "0" * 32)  # every draw would begin at the same port
        identity, one = cluster.create(SERVICE, **service(type="NodePort"))
        more = service(type="NodePort", ports=[{"name": "tls", "port": 443}, {"name": "", "port": 80}])
        ports = cluster.update(SERVICE, identity, one, **more)["spec"]["ports"]
        assert [each["nodePort"] for each in ports] == [30001, 30000]

    def test_a_preview_knows_that_there_is_one_and_not_which(self, cluster):
        _, one = cluster.create(SERVICE, preview=True, **service(type="NodePort"))
        assert one["spec"]["ports"][0]["nodePort"] is UNKNOWN
        assert one["spec"]["ports"][0]["targetPort"] == 80


def test_an_amount_that_is_spelled_otherwise_is_no_new_generation(cluster):
    def told(memory: str) -> dict[str, Any]:
        container = {"name": "web", "image": "web:1", "resources": {"requests": {"memory": memory}}}
        template = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [container]}}
        return {"metadata": {"name": "web"}, "spec": {"selector": {"matchLabels": {"app": "web"}}, "template": template}}

    identity, outputs = cluster.create(DEPLOYMENT, **told("1Gi"))
    same = cluster.update(DEPLOYMENT, identity, outputs, **told("1024Mi"))
    assert same["metadata"]["generation"] == 1
    assert cluster.update(DEPLOYMENT, identity, same, **told("2Gi"))["metadata"]["generation"] == 2


def test_what_is_not_known_yet_stays_so(cluster):
    spec = {
        "selector": {"matchLabels": {"app": "web"}},
        "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": UNKNOWN, "volumes": [UNKNOWN]}},
    }
    _, outputs = cluster.create(DEPLOYMENT, preview=True, metadata={"name": "web"}, spec=spec)
    assert outputs["spec"]["template"]["spec"]["containers"] is UNKNOWN
    assert outputs["spec"]["template"]["spec"]["dnsPolicy"] == "ClusterFirst"
