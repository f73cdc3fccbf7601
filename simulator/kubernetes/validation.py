"""What an API server refuses at admission, as far as the object alone tells it.

The checks of a kind are a table, `CHECKS`; a check reads the object through its `Call` and yields (path, reason) pairs; the
reasons are the API server's own. Sources: `*/validation/validation.go` in
https://github.com/kubernetes/kubernetes/tree/v1.35.0/pkg/apis.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .pods import LABEL, pod_faults, port_faults
from .secret_types import type_faults

if TYPE_CHECKING:
    from ..call import Call

Fault: TypeAlias = tuple[str, str]
Check: TypeAlias = Callable[["Call"], Iterable[Fault]]

SUBDOMAIN: Final = re.compile(r"(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
"""DNS-1123 subdomain: names of most objects."""
SERVICE: Final = re.compile(r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?")
"""DNS-1035 label: names of services."""
_SEGMENT: Final = re.compile(r"(?!\.{1,2}$)[^/%]+")
"""Names of RBAC objects: anything that can stand between two slashes of a URL."""
_LABEL_KEY: Final = re.compile(rf"({SUBDOMAIN.pattern}/)?[A-Za-z0-9]([-A-Za-z0-9_.]{{0,61}}[A-Za-z0-9])?")
_LABEL_VALUE: Final = re.compile(r"([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?")
_DATA_KEY: Final = re.compile(r"(?!\.{1,2}$)[-._a-zA-Z0-9]{1,253}")
_NAMES: Final = {
    "Namespace": LABEL,
    "Service": SERVICE,
    **dict.fromkeys(("Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"), _SEGMENT),
}
_LARGEST_DATA: Final = 1_048_576
_MOST_ANNOTATIONS: Final = 262_144
_HIGHEST_PRIORITY: Final = 1_000_000_000
_SYSTEM_PRIORITIES: Final = ("system-cluster-critical", "system-node-critical")


def name_faults(kind: str) -> Check:
    """Faults of an object's name, labels and annotations."""
    pattern = _NAMES.get(kind, SUBDOMAIN)

    def faults(call: Call) -> Iterator[Fault]:
        name = call.get("metadata.name")
        if name is not None and not pattern.fullmatch(str(name)):
            yield "metadata.name", f'metadata.name: Invalid value: "{name}": a {kind} name must match {pattern.pattern}'
        if call.get("metadata.generateName"):
            yield "metadata.generateName", "the `.metadata.generateName` field is not supported in Server-Side Apply mode"
        for key, value in (call.get("metadata.labels") or {}).items():
            if not _LABEL_KEY.fullmatch(key):
                yield f'metadata.labels["{key}"]', f'metadata.labels: Invalid value: "{key}": not a qualified name'
            elif not _LABEL_VALUE.fullmatch(str(value)):
                reason = "a valid label value has 63 characters of A-Z, a-z, 0-9, -, _ and . at most"
                yield f'metadata.labels["{key}"]', f'metadata.labels: Invalid value: "{value}": {reason}'
        yield from _annotation_faults(call)

    return faults


def _selector_faults(call: Call) -> Iterator[Fault]:
    """The selector of a workload must find its own pods."""
    selector: Mapping[str, Any] = call.get("spec.selector.matchLabels") or {}
    if not call.given("spec.selector"):
        yield "spec.selector", "spec.selector: Required value"
        return
    if not call.given("spec.selector.matchLabels") and not call.given("spec.selector.matchExpressions"):
        yield "spec.selector", "spec.selector: Invalid value: empty selector is invalid"
    labels: Mapping[str, Any] | None = call.get("spec.template.metadata.labels")
    if labels is None and call.given("spec.template.metadata.labels"):
        return  # not known yet
    if any((labels or {}).get(key) != value for key, value in selector.items()):
        path = "spec.template.metadata.labels"
        yield path, f"{path}: Invalid value: {dict(labels or {})}: `selector` does not match template `labels` {dict(selector)}"


def _replica_faults(call: Call) -> Iterator[Fault]:
    replicas = call.get("spec.replicas")
    if isinstance(replicas, int) and replicas < 0:
        yield "spec.replicas", f"spec.replicas: Invalid value: {replicas}: must be greater than or equal to 0"


def _service_faults(call: Call) -> Iterator[Fault]:
    ports = call.get("spec.ports") or []
    kind = call.get("spec.type", "ClusterIP")
    if kind == "ExternalName":
        if not call.given("spec.externalName"):
            yield "spec.externalName", "spec.externalName: Required value"
        return
    if (not call.given("spec.ports") or call.get("spec.ports") == []) and call.get("spec.clusterIP") != "None":
        yield "spec.ports", "spec.ports: Required value"
    for index, port in enumerate(ports):
        where = f"spec.ports[{index}]"
        yield from port_faults(f"{where}.port", port.get("port"), required=True)
        if isinstance(port.get("targetPort"), int):
            yield from port_faults(f"{where}.targetPort", port["targetPort"])
        node_port = port.get("nodePort")
        if node_port is not None and not 30000 <= node_port <= 32767:
            yield f"{where}.nodePort", f"{where}.nodePort: Invalid value: {node_port}: not in the range 30000-32767"
        if node_port is not None and kind == "ClusterIP":
            yield f"{where}.nodePort", f"{where}.nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"
        if len(ports) > 1 and not port.get("name"):
            yield f"{where}.name", f"{where}.name: Required value"
    names = [port.get("name") for port in ports if port.get("name")]
    if len(set(names)) < len(names):
        yield "spec.ports", f"spec.ports: Duplicate value: {', '.join(sorted({name for name in names if names.count(name) > 1}))}"


def _autoscaler_faults(call: Call) -> Iterator[Fault]:
    least, most = call.get("spec.minReplicas", 1), call.get("spec.maxReplicas")
    if not call.given("spec.scaleTargetRef"):
        yield "spec.scaleTargetRef", "spec.scaleTargetRef: Required value"
    if least < 1:
        yield "spec.minReplicas", f"spec.minReplicas: Invalid value: {least}: must be greater than or equal to 1"
    if most is None:
        if not call.given("spec.maxReplicas"):
            yield "spec.maxReplicas", "spec.maxReplicas: Required value"
    elif most < max(least, 1):
        yield "spec.maxReplicas", f"spec.maxReplicas: Invalid value: {most}: must be greater than or equal to `minReplicas` {least}"


def _budget_faults(call: Call) -> Iterator[Fault]:
    if call.given("spec.minAvailable") and call.given("spec.maxUnavailable"):
        yield "spec", "spec: Invalid value: minAvailable and maxUnavailable cannot be both set"


def _ingress_faults(call: Call) -> Iterator[Fault]:
    if not call.given("spec.rules") and not call.given("spec.defaultBackend"):
        yield "spec", "spec: Invalid value: either `defaultBackend` or `rules` must be specified"


def _binding_faults(call: Call) -> Iterator[Fault]:
    if not call.given("roleRef"):
        yield "roleRef", "roleRef: Required value"
    for index, subject in enumerate(call.get("subjects") or []):
        if subject.get("kind") == "ServiceAccount" and not subject.get("namespace"):
            yield f"subjects[{index}].namespace", f"subjects[{index}].namespace: Required value"


def _role_faults(call: Call) -> Iterator[Fault]:
    """`ValidatePolicyRule` in pkg/apis/rbac/validation/validation.go."""
    for index, rule in enumerate(call.get("rules") or []):
        where = f"rules[{index}]"
        if not rule.get("verbs"):
            yield f"{where}.verbs", f"{where}.verbs: Required value: verbs must contain at least one value"
        if rule.get("nonResourceURLs"):
            if call.get("kind") == "Role":
                yield (
                    f"{where}.nonResourceURLs",
                    f"{where}.nonResourceURLs: Invalid value: namespaced rules cannot apply to non-resource URLs",
                )
            continue
        if not rule.get("apiGroups"):
            yield f"{where}.apiGroups", f"{where}.apiGroups: Required value: resource rules must supply at least one api group"
        if not rule.get("resources"):
            yield f"{where}.resources", f"{where}.resources: Required value: resource rules must supply at least one resource"


def _priority_faults(call: Call) -> Iterator[Fault]:
    """`ValidatePriorityClass` in pkg/apis/scheduling/validation/validation.go."""
    name, value = str(call.get("metadata.name") or ""), call.get("value")
    if name.startswith("system-") and name not in _SYSTEM_PRIORITIES:
        reason = "priority class names with 'system-' prefix are reserved for system use only"
        yield "metadata.name", f"metadata.name: Forbidden: {reason}. error: {name} is not a known system priority class"
    elif isinstance(value, int) and value > _HIGHEST_PRIORITY and name not in _SYSTEM_PRIORITIES:
        yield "value", f"value: Forbidden: maximum allowed value of a user defined priority is {_HIGHEST_PRIORITY}"
    policy = call.get("preemptionPolicy")
    if policy not in (None, "PreemptLowerPriority", "Never"):
        yield (
            "preemptionPolicy",
            f'preemptionPolicy: Unsupported value: "{policy}": supported values: "Never", "PreemptLowerPriority"',
        )


def _annotation_faults(call: Call) -> Iterator[Fault]:
    """`ValidateAnnotationsSize` in staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go, for every kind."""
    size = sum(len(key.encode()) + len(str(value).encode()) for key, value in (call.get("metadata.annotations") or {}).items())
    if size > _MOST_ANNOTATIONS:
        yield "metadata.annotations", f"metadata.annotations: Too long: may not be more than {_MOST_ANNOTATIONS} bytes"


def _data_faults(call: Call) -> Iterator[Fault]:
    data, binary = call.get("data") or {}, call.get("binaryData") or {}
    for path, keys in (("data", data), ("binaryData", binary)):
        for key in keys:
            if not _DATA_KEY.fullmatch(key):
                yield path, f'{path}: Invalid value: "{key}": a key consists of letters, digits, -, _ and .'
    for key in sorted(data.keys() & binary.keys()):
        yield "binaryData", f'binaryData: Invalid value: "{key}": duplicate of key present in data'
    if sum(len(str(value).encode()) for value in (*data.values(), *binary.values())) > _LARGEST_DATA:
        yield "data", f"data: Too long: may not be more than {_LARGEST_DATA} bytes"


def _secret_faults(call: Call) -> Iterator[Fault]:
    for key, value in (call.get("data") or {}).items():
        try:
            base64.b64decode(str(value), validate=True)
        except (binascii.Error, ValueError):
            yield f'data["{key}"]', f'data: the value of "{key}" is not base64; clear text belongs in stringData'


def _job_faults(call: Call) -> Iterator[Fault]:
    path = "spec.jobTemplate.spec.template.spec" if call.get("kind") == "CronJob" else "spec.template.spec"
    policy = call.get(f"{path}.restartPolicy")
    if policy not in ("OnFailure", "Never") and not (policy is None and call.given(f"{path}.restartPolicy")):
        yield f"{path}.restartPolicy", f'{path}.restartPolicy: Required value: valid values: "OnFailure", "Never"'


def _cron_faults(call: Call) -> Iterator[Fault]:
    schedule = call.get("spec.schedule")
    if schedule is not None and not schedule.startswith("@") and len(schedule.split()) != 5:
        yield "spec.schedule", f'spec.schedule: Invalid value: "{schedule}": expected exactly 5 fields'


CHECKS: Final[Mapping[str, tuple[Check, ...]]] = {
    "ConfigMap": (_data_faults,),
    "ClusterRole": (_role_faults,),
    "ClusterRoleBinding": (_binding_faults,),
    "CronJob": (_cron_faults, _job_faults, pod_faults("spec.jobTemplate.spec.template.spec")),
    "DaemonSet": (_selector_faults, pod_faults("spec.template.spec")),
    "Deployment": (_selector_faults, _replica_faults, pod_faults("spec.template.spec")),
    "HorizontalPodAutoscaler": (_autoscaler_faults,),
    "Ingress": (_ingress_faults,),
    "Job": (_job_faults, pod_faults("spec.template.spec")),
    "Pod": (pod_faults("spec"),),
    "PodDisruptionBudget": (_budget_faults,),
    "PriorityClass": (_priority_faults,),
    "ReplicaSet": (_selector_faults, _replica_faults, pod_faults("spec.template.spec")),
    "Role": (_role_faults,),
    "RoleBinding": (_binding_faults,),
    "Secret": (_secret_faults, type_faults),
    "Service": (_service_faults,),
    "StatefulSet": (_selector_faults, _replica_faults, pod_faults("spec.template.spec", claims="spec.volumeClaimTemplates")),
}
