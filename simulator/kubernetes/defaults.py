"""What the API server makes of an object that it takes: what it fills in, and what it writes otherwise.

Sources: `*/v1/defaults.go` and the registries' strategies in https://github.com/kubernetes/kubernetes/tree/v1.35.0/pkg; what is
simple is in `state.DEFAULTS`. `make kube-conformance` compares objects of every kind, field by field, with a real API server's.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from components.limit_range import completed, defaulted

from ..values import UNKNOWN, Properties, Secret, holds_secret
from .addresses import node_ports
from .admission import PRIORITY_CLASS, Room
from .amounts import canonical, rewrite
from .filling import at, each, fill, opened
from .kinds import Kind
from .pod_defaults import claim, on_its_own, pod
from .scaling import PATH, SCALED, replicas, said
from .secret_types import TOKEN

if TYPE_CHECKING:
    from ..call import Call

Settle: TypeAlias = Callable[[Properties], None]

_ROLLING: Final[Mapping[str, Mapping[str, Any]]] = {
    "Deployment": {"maxSurge": "25%", "maxUnavailable": "25%"},
    "DaemonSet": {"maxSurge": 0, "maxUnavailable": 1},
    "StatefulSet": {"partition": 0},
}
_UP: Final[Mapping[str, Any]] = {
    "policies": [{"type": "Pods", "value": 4, "periodSeconds": 15}, {"type": "Percent", "value": 100, "periodSeconds": 15}],
    "selectPolicy": "Max",
    "stabilizationWindowSeconds": 0,
}
_DOWN: Final[Mapping[str, Any]] = {"policies": [{"type": "Percent", "value": 100, "periodSeconds": 15}], "selectPolicy": "Max"}
_HALF_BUSY: Final = {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}}}
_PERSON: Final = {"apiGroup": "rbac.authorization.k8s.io"}
_JOB: Final = "batch.kubernetes.io/"


def settled(kind: Kind, call: Call, outputs: Properties) -> None:
    """Make the outputs of an object of what it was given as, in place.

    Args:
        kind: its kind.
        call: the operation.
        outputs: a copy of its inputs.
    """
    body(kind, outputs)
    if not kind.builtin or kind.patch:
        return
    if kind.name in SCALED:
        spec = outputs.get("spec")
        if isinstance(spec, dict) and not said(call):
            spec["replicas"] = call.evaluate(PATH, replicas)
    elif kind.name == "Service":
        node_ports(call, outputs)
    elif kind.name == "Job" and call.cloud is not None:
        before = (call.old.get("metadata") or {}).get("uid")
        uid = call.evaluate("metadata.uid", lambda call: before or call.uuid())
        _tracked(outputs, str(uid.value if isinstance(uid, Secret) else uid))
    elif kind.name == "Secret" and call.cloud is not None and outputs.get("type") == TOKEN:
        _signed(call, outputs)
    elif kind.name == "Pod" and call.cloud is not None:
        _let_in(call, outputs)


def body(kind: Kind, outputs: Properties) -> None:
    """The same, as far as the object alone tells it."""
    if not kind.builtin or kind.patch:
        return
    _prune(outputs.get("spec"))
    if (settle := _KINDS.get(kind.name)) is not None:
        settle(outputs)


def _prune(node: Any) -> None:
    """Take empty lists out, which the API server leaves out of what it writes: they are marked `omitempty`."""
    if isinstance(node, dict):
        for key in [key for key, value in node.items() if value == []]:
            del node[key]
        node = list(node.values())
    for value in node if isinstance(node, list) else ():
        _prune(value)


def _rolled(kind: str, under: str) -> Settle:
    """Of what rolls pods out over others: how it does, and the pods."""

    def settle(outputs: Properties) -> None:
        how = opened(outputs.get("spec"), under)
        whole = kind != "StatefulSet" or at(how, "type") is None  # which has a partition where no type is told
        fill(how, {"type": "RollingUpdate"})
        if whole and at(how, "type") == "RollingUpdate":
            fill(opened(how, "rollingUpdate"), _ROLLING[kind])
        _template(outputs)

    return settle


def _template(outputs: Properties) -> None:
    template = at(outputs, "spec", "template")
    fill(template, {"metadata": {}})
    pod(at(template, "spec"))


def _stateful(outputs: Properties) -> None:
    spec = outputs.get("spec")
    _rolled("StatefulSet", "updateStrategy")(outputs)
    fill(opened(spec, "persistentVolumeClaimRetentionPolicy"), {"whenDeleted": "Retain", "whenScaled": "Retain"})
    for each_claim in each(spec, "volumeClaimTemplates"):
        fill(each_claim, {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "status": {"phase": "Pending"}})
        claim(each_claim.get("spec"))


def _job(outputs: Properties) -> None:
    spec = outputs.get("spec")
    if at(spec, "completions") is None and at(spec, "parallelism") is None:
        fill(spec, {"completions": 1})
    fill(spec, {"podReplacementPolicy": "Failed" if at(spec, "podFailurePolicy") else "TerminatingOrFailed"})
    _template(outputs)
    labels = at(spec, "template", "metadata", "labels")
    if isinstance(labels, dict) and isinstance(outputs.get("metadata"), dict) and not outputs["metadata"].get("labels"):
        outputs["metadata"]["labels"] = dict(labels)


def _tracked(outputs: Properties, uid: str) -> None:
    """What a Job knows its pods by: `generateSelector` in pkg/registry/batch/job/strategy.go."""
    name, spec = at(outputs, "metadata", "name"), outputs.get("spec")
    if at(spec, "manualSelector") is True:
        return
    told = {f"{prefix}{key}": value for prefix in ("", _JOB) for key, value in (("controller-uid", uid), ("job-name", name))}
    labels = {**(at(spec, "template", "metadata", "labels") or {}), **told}
    for holder in (outputs.get("metadata"), at(spec, "template", "metadata")):
        if isinstance(holder, dict):
            holder["labels"] = {**(holder.get("labels") or {}), **told} if holder is outputs.get("metadata") else dict(labels)
    if isinstance(spec, dict):
        spec["selector"] = {"matchLabels": {f"{_JOB}controller-uid": uid}}


def _signed(call: Call, outputs: Properties) -> None:
    """What the token controller puts into a Secret that asks for the token of a service account."""
    parts = {"token": call.hex(64, "token"), "ca.crt": call.hex(64, "authority"), "namespace": call.get("metadata.namespace")}
    fill(outputs, {"data": Secret({name: _encoded(value or "default") for name, value in parts.items()})})


def _let_in(call: Call, outputs: Properties) -> None:
    """What admission makes of a pod: bounds of its namespace's limit ranges, and the number of its priority class."""
    spec = outputs.get("spec")
    if not isinstance(spec, dict):
        return
    ranges = Room(call).ranges
    spec.update(defaulted(spec, ranges) if ranges else {})
    classes = {at(found.outputs, "metadata", "name"): found.outputs for found in call.find(PRIORITY_CLASS)}
    named = classes.get(spec.get("priorityClassName"))
    usual = next((found for found in classes.values() if found.get("globalDefault")), {})
    fill(spec, {"priority": (named or usual).get("value", 0)})


def _cron(outputs: Properties) -> None:
    template = at(outputs, "spec", "jobTemplate")
    fill(template, {"metadata": {}})
    _template({"spec": at(template, "spec")})


def _scaled(outputs: Properties) -> None:
    spec = outputs.get("spec")
    fill(spec, {"metrics": [_HALF_BUSY]})
    if at(spec, "behavior"):
        fill(opened(at(spec, "behavior"), "scaleUp"), _UP)
        fill(opened(at(spec, "behavior"), "scaleDown"), _DOWN)
    for metric in each(spec, "metrics"):
        for source in ("resource", "containerResource", "pods", "object", "external"):
            target = at(metric, source, "target")
            for key in ("value", "averageValue"):
                if at(target, key) is not None:
                    target[key] = canonical(target[key])


def _service(outputs: Properties) -> None:
    spec: Any = outputs.get("spec")
    if not isinstance(spec, dict):
        return
    kind = spec.get("type") or "ClusterIP"
    for port in each(spec, "ports"):
        fill(port, {"protocol": "TCP", "targetPort": port.get("port")})
    if kind == "ExternalName":
        return
    fill(spec, {"internalTrafficPolicy": "Cluster", "ipFamilies": ["IPv4"], "ipFamilyPolicy": "SingleStack"})
    if spec.get("clusterIP") is not None:
        fill(spec, {"clusterIPs": [spec["clusterIP"]]})
    if kind in ("NodePort", "LoadBalancer"):
        fill(spec, {"externalTrafficPolicy": "Cluster"})
    if kind == "LoadBalancer":
        fill(spec, {"allocateLoadBalancerNodePorts": True})
    if spec.get("sessionAffinity") == "ClientIP":
        fill(spec, {"sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 10800}}})


def _policy(outputs: Properties) -> None:
    spec = outputs.get("spec")
    if isinstance(spec, dict) and spec.get("podSelector") is None:
        spec["podSelector"] = {}
    fill(spec, {"policyTypes": ["Ingress", "Egress"] if at(spec, "egress") else ["Ingress"]})
    for way in ("ingress", "egress"):
        for rule in each(spec, way):
            for port in each(rule, "ports"):
                fill(port, {"protocol": "TCP"})


def _limits(outputs: Properties) -> None:
    for item in each(outputs.get("spec"), "limits"):
        for bounds in ("default", "defaultRequest", "max", "min", "maxLimitRequestRatio"):
            rewrite(item.get(bounds))
        if all(isinstance(value, dict | str) for value in item.values()):
            item.update(completed(item))


def _namespace(outputs: Properties) -> None:
    metadata = outputs.get("metadata")
    name = at(metadata, "name")
    if isinstance(metadata, dict) and isinstance(name, str) and isinstance(metadata.get("labels") or {}, dict):
        metadata["labels"] = {**(metadata.get("labels") or {}), "kubernetes.io/metadata.name": name}


def _bound(outputs: Properties) -> None:
    for subject in each(outputs, "subjects"):
        if subject.get("kind") in ("User", "Group"):
            fill(subject, _PERSON)
    fill(outputs.get("roleRef"), _PERSON)


def _secret(outputs: Properties) -> None:
    clear, data = (outputs.get(key) for key in ("stringData", "data"))
    if clear is None or UNKNOWN in (clear, data):
        return
    clear, data = (value.value if isinstance(value, Secret) else value for value in (clear, data or {}))
    if not isinstance(clear, dict) or not isinstance(data, dict):
        return
    merged = {**data, **{key: _encoded(value) for key, value in clear.items()}}
    hidden = holds_secret(outputs.get("stringData")) or isinstance(outputs.get("data"), Secret)
    outputs["data"] = Secret(merged) if hidden else merged


def _encoded(value: Any) -> Any:
    if isinstance(value, Secret):
        return Secret(_encoded(value.value))
    return value if value is UNKNOWN else base64.b64encode(str(value).encode()).decode()


def _defined(outputs: Properties) -> None:
    spec = outputs.get("spec")
    fill(spec, {"conversion": {"strategy": "None"}})
    if isinstance(kind := at(spec, "names", "kind"), str):
        fill(at(spec, "names"), {"listKind": f"{kind}List", "singular": kind.lower()})


def _claimed(outputs: Properties) -> None:
    fill(outputs.get("metadata"), {"finalizers": ["kubernetes.io/pvc-protection"]})
    claim(outputs.get("spec"))


def _volume(outputs: Properties) -> None:
    fill(outputs.get("metadata"), {"finalizers": ["kubernetes.io/pv-protection"]})
    rewrite(at(outputs, "spec", "capacity"))


def _pod(outputs: Properties) -> None:
    pod(outputs.get("spec"))
    on_its_own(outputs.get("spec"))


_KINDS: Final[Mapping[str, Settle]] = {
    "ClusterRoleBinding": _bound,
    "CronJob": _cron,
    "CustomResourceDefinition": _defined,
    "DaemonSet": _rolled("DaemonSet", "updateStrategy"),
    "Deployment": _rolled("Deployment", "strategy"),
    "HorizontalPodAutoscaler": _scaled,
    "IngressClass": lambda outputs: fill(at(outputs, "spec", "parameters"), {"scope": "Cluster"}),
    "Job": _job,
    "LimitRange": _limits,
    "Namespace": _namespace,
    "NetworkPolicy": _policy,
    "PersistentVolume": _volume,
    "PersistentVolumeClaim": _claimed,
    "Pod": _pod,
    "ReplicaSet": _template,
    "ResourceQuota": lambda outputs: rewrite(at(outputs, "spec", "hard")),
    "RoleBinding": _bound,
    "Secret": _secret,
    "Service": _service,
    "StatefulSet": _stateful,
}
