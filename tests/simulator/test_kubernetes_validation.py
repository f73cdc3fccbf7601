"""What an API server refuses, one case each, with the property it blames."""

from __future__ import annotations

from typing import Any

import pytest

from components.quantities import quantity
from tests.support.simulated import UNKNOWN, Provider

CONTAINER: dict[str, Any] = {"name": "web", "image": "web@sha256:0"}
POD: dict[str, Any] = {"containers": [CONTAINER]}
TOKENS = {
    "Deployment": "kubernetes:apps/v1:Deployment",
    "StatefulSet": "kubernetes:apps/v1:StatefulSet",
    "DaemonSet": "kubernetes:apps/v1:DaemonSet",
    "Pod": "kubernetes:core/v1:Pod",
    "Service": "kubernetes:core/v1:Service",
    "ConfigMap": "kubernetes:core/v1:ConfigMap",
    "Secret": "kubernetes:core/v1:Secret",
    "Namespace": "kubernetes:core/v1:Namespace",
    "Job": "kubernetes:batch/v1:Job",
    "CronJob": "kubernetes:batch/v1:CronJob",
    "HorizontalPodAutoscaler": "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    "PodDisruptionBudget": "kubernetes:policy/v1:PodDisruptionBudget",
    "Ingress": "kubernetes:networking.k8s.io/v1:Ingress",
    "Role": "kubernetes:rbac.authorization.k8s.io/v1:Role",
    "ClusterRole": "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
    "RoleBinding": "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
    "PriorityClass": "kubernetes:scheduling.k8s.io/v1:PriorityClass",
}
TARGET = {"scaleTargetRef": {"kind": "Deployment", "name": "web"}}


def workload(pod: Any = POD, labels: Any = None, selector: Any = None, **spec: Any) -> dict[str, Any]:
    template = {"metadata": {"labels": {"app": "web"} if labels is None else labels}, "spec": pod}
    return {"spec": {"selector": {"matchLabels": {"app": "web"}} if selector is None else selector, "template": template, **spec}}


def container(**changes: Any) -> dict[str, Any]:
    return {"containers": [{key: value for key, value in {**CONTAINER, **changes}.items() if value is not None}]}


@pytest.fixture
def cluster(tmp_path):
    return Provider("kubernetes", tmp_path / "clouds.sqlite", clusterIdentifier="main")


@pytest.mark.parametrize(
    ("kind", "inputs", "property_", "reason"),
    [
        # names and labels
        ("ConfigMap", {"metadata": {"name": "Upper"}}, "metadata.name", 'Invalid value: "Upper"'),
        ("Service", {"metadata": {"name": "1st"}, "spec": {"ports": [{"port": 1}]}}, "metadata.name", 'Invalid value: "1st"'),
        ("Namespace", {"metadata": {"name": "a.b"}}, "metadata.name", 'Invalid value: "a.b"'),
        ("ConfigMap", {"metadata": {"generateName": "a-"}}, "metadata.generateName", "not supported in Server-Side Apply"),
        ("ConfigMap", {"metadata": {"labels": {"a b": "c"}}}, 'metadata.labels["a b"]', "not a qualified name"),
        ("ConfigMap", {"metadata": {"annotations": {"a": "x" * 262_144}}}, "metadata.annotations", "more than 262144 bytes"),
        ("ConfigMap", {"metadata": {"labels": {"a": "x" * 64}}}, 'metadata.labels["a"]', "63 characters"),
        # selectors
        (
            "Deployment",
            workload(labels={"app": "other"}),
            "spec.template.metadata.labels",
            "`selector` does not match template `labels`",
        ),
        ("StatefulSet", workload(labels={}), "spec.template.metadata.labels", "does not match"),
        ("DaemonSet", workload(selector={}), "spec.selector", "empty selector is invalid"),
        ("Deployment", {"spec": {"template": {"spec": POD}}}, "spec.selector", "Required value"),
        ("Deployment", workload(replicas=-1), "spec.replicas", "greater than or equal to 0"),
        # pods
        ("Pod", {"spec": {"containers": []}}, "spec.containers", "Required value"),
        ("Pod", {"spec": {}}, "spec.containers", "Required value"),
        ("Pod", {"spec": container(image=None)}, "spec.containers[0].image", "Required value"),
        ("Pod", {"spec": container(image=" ")}, "spec.containers[0].image", "Required value"),
        ("Pod", {"spec": container(name=None)}, "spec.containers[0].name", "Required value"),
        ("Pod", {"spec": container(name="a_b")}, "spec.containers[0].name", 'Invalid value: "a_b"'),
        ("Pod", {"spec": {"containers": [CONTAINER, CONTAINER]}}, "spec.containers[1].name", 'Duplicate value: "web"'),
        ("Pod", {"spec": {"containers": [CONTAINER], "initContainers": [CONTAINER]}}, "spec.initContainers[0].name", "Duplicate"),
        (
            "Pod",
            {"spec": container(ports=[{"containerPort": 70000}])},
            "spec.containers[0].ports[0].containerPort",
            "between 1 and 65535",
        ),
        ("Pod", {"spec": container(ports=[{}])}, "spec.containers[0].ports[0].containerPort", "Required value"),
        (
            "Pod",
            {"spec": container(resources={"requests": {"memory": "1Gi"}, "limits": {"memory": "512Mi"}})},
            "spec.containers[0].resources.requests",
            "less than or equal to memory limit of 512Mi",
        ),
        (
            "Pod",
            {"spec": container(resources={"requests": {"cpu": "much"}})},
            "spec.containers[0].resources.requests.cpu",
            "quantities",
        ),
        (
            "Pod",
            {"spec": container(volumeMounts=[{"name": "cache"}])},
            "spec.containers[0].volumeMounts[0].name",
            'Not found: "cache"',
        ),
        ("Deployment", workload(pod={}), "spec.template.spec.containers", "Required value"),
        ("Job", {"spec": {"template": {"spec": POD}}}, "spec.template.spec.restartPolicy", '"OnFailure", "Never"'),
        (
            "CronJob",
            {"spec": {"schedule": "* * *", "jobTemplate": {"spec": {"template": {"spec": {**POD, "restartPolicy": "Never"}}}}}},
            "spec.schedule",
            "exactly 5 fields",
        ),
        # services
        ("Service", {"spec": {}}, "spec.ports", "Required value"),
        ("Service", {"spec": {"ports": []}}, "spec.ports", "Required value"),
        ("Service", {"spec": {"ports": [{"port": 0}]}}, "spec.ports[0].port", "between 1 and 65535"),
        ("Service", {"spec": {"ports": [{"targetPort": 80}]}}, "spec.ports[0].port", "Required value"),
        ("Service", {"spec": {"ports": [{"port": 1, "targetPort": 65536}]}}, "spec.ports[0].targetPort", "between 1 and 65535"),
        ("Service", {"spec": {"ports": [{"port": 1}, {"port": 2, "name": "b"}]}}, "spec.ports[0].name", "Required value"),
        ("Service", {"spec": {"ports": [{"port": 1, "name": "b"}, {"port": 2, "name": "b"}]}}, "spec.ports", "Duplicate value: b"),
        (
            "Service",
            {"spec": {"type": "NodePort", "ports": [{"port": 1, "nodePort": 80}]}},
            "spec.ports[0].nodePort",
            "30000-32767",
        ),
        ("Service", {"spec": {"ports": [{"port": 1, "nodePort": 30000}]}}, "spec.ports[0].nodePort", "may not be used"),
        ("Service", {"spec": {"type": "ExternalName"}}, "spec.externalName", "Required value"),
        # the rest
        (
            "HorizontalPodAutoscaler",
            {"spec": {**TARGET, "minReplicas": 5, "maxReplicas": 3}},
            "spec.maxReplicas",
            "`minReplicas` 5",
        ),
        ("HorizontalPodAutoscaler", {"spec": {**TARGET, "minReplicas": 0, "maxReplicas": 3}}, "spec.minReplicas", "equal to 1"),
        ("HorizontalPodAutoscaler", {"spec": TARGET}, "spec.maxReplicas", "Required value"),
        ("HorizontalPodAutoscaler", {"spec": {"maxReplicas": 3}}, "spec.scaleTargetRef", "Required value"),
        ("PodDisruptionBudget", {"spec": {"minAvailable": 1, "maxUnavailable": 1}}, "spec", "cannot be both set"),
        ("Ingress", {"spec": {}}, "spec", "either `defaultBackend` or `rules`"),
        ("Role", {"rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": []}]}, "rules[0].verbs", "at least one value"),
        ("Role", {"rules": [{"verbs": ["get"], "resources": ["pods"]}]}, "rules[0].apiGroups", "at least one api group"),
        ("ClusterRole", {"rules": [{"verbs": ["get"], "apiGroups": [""]}]}, "rules[0].resources", "at least one resource"),
        ("Role", {"rules": [{"verbs": ["get"], "nonResourceURLs": ["/x"]}]}, "rules[0].nonResourceURLs", "namespaced rules"),
        ("PriorityClass", {"metadata": {"name": "system-a"}, "value": 1}, "metadata.name", "reserved for system use"),
        ("PriorityClass", {"value": 1_000_000_001}, "value", "maximum allowed value of a user defined priority is 1000000000"),
        ("PriorityClass", {"value": 1, "preemptionPolicy": "Always"}, "preemptionPolicy", 'Unsupported value: "Always"'),
        ("RoleBinding", {"subjects": []}, "roleRef", "Required value"),
        ("RoleBinding", {"roleRef": {}, "subjects": [{"kind": "ServiceAccount"}]}, "subjects[0].namespace", "Required value"),
        ("ConfigMap", {"data": {"a/b": "c"}}, "data", 'Invalid value: "a/b"'),
        ("ConfigMap", {"data": {"a": "b"}, "binaryData": {"a": "YQ=="}}, "binaryData", "duplicate of key present in data"),
        ("ConfigMap", {"data": {"a": "x" * 1_048_577}}, "data", "may not be more than 1048576 bytes"),
        ("Secret", {"data": {"a": "clear text"}}, 'data["a"]', "not base64"),
        ("Secret", {"type": "kubernetes.io/tls", "stringData": {"tls.crt": "a"}}, "data", "data[tls.key]: Required value"),
        ("Secret", {"type": "kubernetes.io/basic-auth", "data": {}}, "data", "data[username]: Required value"),
        ("Secret", {"type": "kubernetes.io/dockerconfigjson", "stringData": {".dockerconfigjson": "{"}}, "data", "is no JSON"),
        (
            "Secret",
            {"type": "kubernetes.io/service-account-token"},
            'metadata.annotations["kubernetes.io/service-account.name"]',
            "Required value",
        ),
    ],
)
def test_refused(cluster, kind, inputs, property_, reason):
    _, failures = cluster.check(TOKENS[kind], **inputs)
    assert reason in failures[property_]


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        ("Deployment", workload()),
        ("Deployment", workload(labels={"app": "web", "tier": "front"})),
        ("Deployment", workload(labels=UNKNOWN)),
        ("Deployment", workload(pod=UNKNOWN)),
        ("Deployment", {"spec": UNKNOWN}),
        ("Deployment", workload(pod=container(image=UNKNOWN, ports=[{"containerPort": UNKNOWN}]))),
        (
            "Deployment",
            workload(pod={**container(volumeMounts=[{"name": "cache"}]), "volumes": [{"name": "cache", "emptyDir": {}}]}),
        ),
        ("Deployment", workload(pod={**container(volumeMounts=[{"name": "cache"}]), "volumes": UNKNOWN})),
        (
            "StatefulSet",
            workload(pod=container(volumeMounts=[{"name": "data"}]), volumeClaimTemplates=[{"metadata": {"name": "data"}}]),
        ),
        ("Job", {"spec": {"template": {"spec": {**POD, "restartPolicy": "OnFailure"}}}}),
        ("Service", {"spec": {"clusterIP": "None"}}),
        ("Service", {"spec": {"type": "ExternalName", "externalName": "shop.example"}}),
        ("Service", {"spec": {"ports": UNKNOWN}}),
        ("HorizontalPodAutoscaler", {"spec": {**TARGET, "minReplicas": 3, "maxReplicas": 3}}),
        ("HorizontalPodAutoscaler", {"spec": {**TARGET, "maxReplicas": UNKNOWN}}),
        ("PodDisruptionBudget", {"spec": {"maxUnavailable": "25%"}}),
        ("RoleBinding", {"metadata": {"name": "system:reader"}, "roleRef": {}}),
        ("Secret", {"data": {"a": "YQ=="}}),
        ("Secret", {"type": "kubernetes.io/tls", "data": UNKNOWN}),
        ("Secret", {"type": "kubernetes.io/dockerconfigjson", "stringData": {".dockerconfigjson": "{}"}}),
    ],
)
def test_accepted(cluster, kind, inputs):
    assert cluster.check(TOKENS[kind], **inputs)[1] == {}


def test_a_custom_kind_that_bears_a_known_name_is_its_own(cluster):
    assert cluster.check("kubernetes:serving.knative.dev/v1:Service", spec={"template": {}})[1] == {}


@pytest.mark.parametrize(
    ("text", "number"),
    [("250m", "0.25"), ("1", "1"), ("1.5", "1.5"), ("512Mi", "536870912"), ("1Gi", "1073741824"), ("2k", "2000"), ("1e3", "1000")],
)
def test_quantities(text, number):
    found = quantity(text)
    assert found is not None
    assert found == type(found)(number)


@pytest.mark.parametrize("text", ["", "much", "1 Gi", "Mi", "1Kb"])
def test_no_quantities(text):
    assert quantity(text) is None
