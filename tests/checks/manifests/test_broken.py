"""One thing wrong at a time, in each way that schemas and rules know: the object, the place and the reason, and nothing else."""

from __future__ import annotations

import pytest

from .made import OUT, broken, every, found, plan

POD = "spec.template.spec"
CONTAINER = f"{POD}.containers[0]"
TAG = "registry.example/web:1.2"
NOT_A_QUANTITY = "expected an amount as Kubernetes spells it"
BY_SCHEMA = [
    ("web", "spec.replica", 3, "spec.replica", "there is no such field"),
    ("web", f"{CONTAINER}.ports[0].containerPort", "eighty", f"{CONTAINER}.ports[0].containerPort", "expected a whole number"),
    ("web", f"{CONTAINER}.ports[0].containerPort", OUT, f"{CONTAINER}.ports[0].containerPort", "it is missing"),
    ("web", "spec.template.metadata.labels.tier", 1, "spec.template.metadata.labels.tier", "given 1, expected text"),
    ("web", "spec.paused", "no", "spec.paused", "given 'no', expected true or false"),
    ("web", "spec.revisionHistoryLimit", 2**31, "spec.revisionHistoryLimit", "expected a whole number of 32 bits"),
    ("web", f"{CONTAINER}.env[2]", {"name": "LEVEL", "value": "debug"}, f"{CONTAINER}.env[2]", "name LEVEL is there twice"),
    ("service", "spec.ports[1]", {"port": 80, "protocol": "TCP"}, "spec.ports[1]", "port 80, protocol TCP is there twice"),
    ("config", "data.size", 5, "data.size", "given 5, expected text"),
    ("secret", "data.password", "not base64!", "data.password", "given [secret], expected Base64"),
    ("budget", "spec.maxUnavailable", 0.5, "spec.maxUnavailable", "given 0.5, expected text or a whole number"),
    ("role", "rules[0].verbs", OUT, "rules[0].verbs", "it is missing"),
    ("role", "rules[0].verbs", "get", "rules[0].verbs", "given 'get', expected a list"),
    ("storage", "provisioner", OUT, "provisioner", "it is missing"),
]
BY_RULES = [
    ("web", f"{CONTAINER}.ports[0].containerPort", 99999, f"{CONTAINER}.ports[0].containerPort", "given 99999, expected 1 to 65535"),
    ("service", "spec.ports[0].port", 0, "spec.ports[0].port", "given 0, expected 1 to 65535"),
    ("service", "spec.ports[0].nodePort", 80, "spec.ports[0].nodePort", "given 80, expected 30000 to 32767"),
    ("service", "spec.ports[0].targetPort", "web", "spec.ports[0].targetPort", "declares a port 'web'"),
    ("policy", "spec.ingress[0].ports[0].endPort", 80, "spec.ingress[0].ports[0].endPort", "it is 80, below port, which is 8080"),
    ("web", f"{CONTAINER}.ports[1].name", "http", f"{CONTAINER}.ports[1].name", "'http' is the name of"),
    ("web", f"{CONTAINER}.ports[1].name", "Metrics_", f"{CONTAINER}.ports[1].name", "expected a port's name"),
    ("namespace", "metadata.name", "Shop", "metadata.name", "given 'Shop', expected lower-case letters"),
    ("config", "metadata.name", OUT, "metadata.name", "it is missing"),
    ("web", "metadata.labels.app", "a b", "metadata.labels.app", "given 'a b', expected letters"),
    ("autoscaler", "spec.minReplicas", 31, "spec.minReplicas", "it is 31, above maxReplicas, which is 30"),
    ("autoscaler", "spec.minReplicas", 0, "spec.minReplicas", "given 0, expected 1 or more"),
    ("autoscaler", "spec.scaleTargetRef.name", "webb", "spec.scaleTargetRef", "makes no Deployment webb there"),
    ("web", "spec.strategy.rollingUpdate.maxSurge", 0, "spec.strategy.rollingUpdate", "so that no update could begin"),
    ("web", "spec.strategy.type", "Rolling", "spec.strategy.type", "expected Recreate or RollingUpdate"),
    ("limits", "spec.limits[0].min.cpu", "8", "spec.limits[0].min.cpu", "it is 8, above max, which is 4"),
    ("usual", "value", 2_000_000_000, "value", "expected 1000000000 or less"),
    ("priority", "globalDefault", True, "globalDefault", "usual is the default of all pods too"),
    ("quota", "spec.hard.memory", "lots", "spec.hard.memory", NOT_A_QUANTITY),
    ("quota", "spec.hard.pods", "1.5", "spec.hard.pods", "expected a whole number"),
    ("web", f"{CONTAINER}.resources.requests.memory", "1Gi", f"{CONTAINER}.resources.requests.memory", "above its limit, which is 256Mi"),
    ("web", f"{CONTAINER}.resources.requests.cpu", "0.1 core", f"{CONTAINER}.resources.requests.cpu", NOT_A_QUANTITY),
    ("web", "spec.selector.matchLabels.app", "webb", "spec.selector", "does not mean the template's own pods"),
    ("service", "spec.selector.app", "webb", "spec.selector", "it has no pod behind it"),
    ("budget", "spec.selector.matchLabels.app", "webb", "spec.selector", "it protects no pod"),
    ("policy", "spec.podSelector.matchLabels.app", "webb", "spec.podSelector", "it holds of no pod"),
    ("web", f"{CONTAINER}.volumeMounts[0].name", "tmp", f"{CONTAINER}.volumeMounts[0].name", "'tmp' is no volume of this pod"),
    ("web", f"{CONTAINER}.volumeMounts[1].mountPath", "/tmp", f"{CONTAINER}.volumeMounts[1].mountPath", "something is mounted to /tmp"),
    ("web", f"{CONTAINER}.livenessProbe.httpGet.port", "web", f"{CONTAINER}.livenessProbe.httpGet.port", "'web' is no port of this container"),
    ("web", f"{CONTAINER}.livenessProbe", {"periodSeconds": 5}, f"{CONTAINER}.livenessProbe", "it asks in no way"),
    ("web", f"{CONTAINER}.livenessProbe.successThreshold", 2, f"{CONTAINER}.livenessProbe.successThreshold", "given 2, expected 1"),
    ("web", f"{CONTAINER}.image", TAG, f"{CONTAINER}.image", "which may be another image tomorrow"),
    ("web", f"{CONTAINER}.image", OUT, f"{CONTAINER}.image", "it is missing"),
    ("web", f"{CONTAINER}.imagePullPolicy", "always", f"{CONTAINER}.imagePullPolicy", "expected Always or IfNotPresent or Never"),
    ("web", f"{POD}.restartPolicy", "Never", f"{POD}.restartPolicy", "given 'Never', expected Always"),
    ("job", "spec.jobTemplate.spec.template.spec.restartPolicy", OUT, "spec.jobTemplate.spec.template.spec.restartPolicy", "is not for Jobs"),
    ("job", "spec.schedule", "30 25 * * *", "spec.schedule", "'25' is no hour: expected 0 to 23"),
    ("job", "spec.timeZone", "Asia/Djakarta", "spec.timeZone", "'Asia/Djakarta' is no time zone"),
    ("job", "spec.jobTemplate.spec.backoffLimit", -1, "spec.jobTemplate.spec.backoffLimit", "given -1, expected 0 or more"),
    ("budget", "spec.maxUnavailable", 0, "spec.maxUnavailable", "it lets no pod go"),
    ("budget", "spec.maxUnavailable", "0%", "spec.maxUnavailable", "it lets no pod go"),
    ("budget", "spec.minAvailable", 1, "spec", "it says both maxUnavailable and minAvailable"),
    ("budget", "spec", {"minAvailable": 3, "selector": {"matchLabels": {"app": "web"}}}, "spec.minAvailable", "3 must stay of Deployment web"),
    ("budget", "spec", {"minAvailable": "90%", "selector": {"matchLabels": {"app": "web"}}}, "spec.minAvailable", "3 must stay of Deployment web"),
    ("ingress", "spec.rules[0].http.paths[0].backend.service.name", "webb", "spec.rules[0].http.paths[0].backend.service.name", "makes no Service webb"),
    ("config", "metadata.namespace", "shopp", "metadata.namespace", "makes no Namespace shopp"),
    ("binding", "roleRef.name", "webb", "roleRef", "makes no Role webb"),
    ("binding", "subjects[0].name", "webb", "subjects[0]", "makes no ServiceAccount webb"),
    ("web", f"{POD}.priorityClassName", "urgentt", f"{POD}.priorityClassName", "makes no PriorityClass urgentt"),
    ("web", f"{POD}.volumes[1].configMap.name", "webb", f"{POD}.volumes[1].configMap.name", "makes no ConfigMap webb"),
    ("web", f"{POD}.hostNetwork", True, f"{POD}.hostNetwork", "its namespace enforces restricted"),
    ("web", f"{CONTAINER}.securityContext.capabilities.drop", [], f"{CONTAINER}.securityContext.capabilities.drop", "it keeps capabilities"),
    ("web", f"{POD}.securityContext.runAsNonRoot", OUT, f"{CONTAINER}.securityContext.runAsNonRoot", "nothing keeps it from being root"),
    ("web", f"{CONTAINER}.securityContext.allowPrivilegeEscalation", OUT, f"{CONTAINER}.securityContext.allowPrivilegeEscalation", "more rights"),
]  # fmt: skip


def test_what_is_sound_is_silent():
    assert list(found(plan(every()))) == []


@pytest.mark.parametrize(("called", "path", "value", "where", "reason"), BY_SCHEMA + BY_RULES)
def test_one_fault_is_told_at_its_object_and_place(called, path, value, where, reason):
    assert any(each[:2] == (called, where) and reason in each[2] for each in broken(called, path, value))


def test_a_number_of_pods_beside_an_autoscaler_is_told_at_that():
    (told,) = broken("web", "spec.replicas", 3)
    assert told == ("autoscaler", "spec.scaleTargetRef", "Deployment web says replicas itself, which every update sets back")


@pytest.mark.parametrize(
    ("called", "path", "value", "also"),
    [
        ("namespace", "metadata.name", "Shop", "metadata.namespace"),  # what is in it is nowhere then
        ("config", "metadata.name", OUT, "spec.template.spec"),  # what mounts it finds nothing
        ("web", f"{CONTAINER}.ports[1].name", "Metrics_", None),
        ("autoscaler", "spec.minReplicas", 31, None),
        ("web", f"{CONTAINER}.ports[0].containerPort", 99999, None),
    ],
)
def test_nothing_else_is_told(called, path, value, also):
    first, *rest = broken(called, path, value)
    assert all(also is not None and place.startswith(also) for object_, place, _ in rest), (first, rest)


def test_every_fault_of_an_object_is_told_at_once():
    objects = every()
    container = objects["web"]["spec"]["template"]["spec"]["containers"][0]
    container["image"], container["port"], container["ports"][0]["containerPort"] = 5, [], 0
    told = {place.removeprefix(f"{CONTAINER}.") for called, place, _ in found(plan(objects)) if called == "web"}
    assert {"image", "port", "ports[0].containerPort"} <= told


def test_two_of_one_name_are_told_at_both():
    objects = every() | {"twin": every()["config"]}
    told = [(called, reason) for called, place, reason in found(plan(objects)) if place == "metadata.name"]
    assert [called for called, _ in told] == ["config", "twin"]
    assert "::twin is the same ConfigMap web in the same place" in told[0][1]
