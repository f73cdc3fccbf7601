"""Objects with one thing wrong: what is put where, and what is told of it, and at which place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from .made import OUT

Case: TypeAlias = tuple[str, str, Any, str, str]
"""What is broken, where, by what; then the place of the fault, and a part of its reason."""
POD = "spec.template.spec"
CONTAINER = f"{POD}.containers[0]"
TAG = "registry.example/web:1.2"
NOT_A_QUANTITY = "expected an amount as Kubernetes spells it"
BY_SCHEMA: Final[Sequence[Case]] = [
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
BY_RULES: Final[Sequence[Case]] = [
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
    ("web", f"{CONTAINER}.resources.requests.cpu", "3", f"{CONTAINER}.resources.requests.cpu", "it asks for 3, above the limit that shop gives by default"),
    ("web", f"{CONTAINER}.resources.requests.cpu", "5m", f"{CONTAINER}.resources.requests.cpu", "below what shop wants, which is 10m"),
    ("web", f"{CONTAINER}.resources.limits.cpu", "8", f"{CONTAINER}.resources.limits.cpu", "above what shop allows, which is 4"),
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
ERRORS_HERE_ALONE: Final[Mapping[tuple[str, str], str]] = {
    ("web", f"{CONTAINER}.env[2]"): "it refuses that of a server-side apply alone, which Pulumi's provider does",
    ("web", f"{CONTAINER}.livenessProbe.httpGet.port"): "the kubelet looks for the port",
    ("budget", "spec.maxUnavailable"): "it is no fault of the object's own",
    ("budget", "spec"): "it does not count the pods",
}
"""What is an error offline although an API server takes it, and why it does."""
