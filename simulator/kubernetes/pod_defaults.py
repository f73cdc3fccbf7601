"""What the API server fills in in a pod's specification, and writes otherwise.

Source: `SetDefaults_PodSpec`, `SetDefaults_Container` and those beside them in
https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/v1/defaults.go, and the admission plug-in
DefaultTolerationSeconds; `make kube-conformance` compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from .amounts import canonical, rewrite
from .filling import at, each, fill, opened

_POD: Final[Mapping[str, Any]] = {
    "dnsPolicy": "ClusterFirst",
    "restartPolicy": "Always",
    "schedulerName": "default-scheduler",
    "securityContext": {},
    "terminationGracePeriodSeconds": 30,
}
_CONTAINER: Final[Mapping[str, Any]] = {
    "resources": {},
    "terminationMessagePath": "/dev/termination-log",
    "terminationMessagePolicy": "File",
}
_PROBE: Final[Mapping[str, Any]] = {"failureThreshold": 3, "periodSeconds": 10, "successThreshold": 1, "timeoutSeconds": 1}
_PROBES: Final = ("startupProbe", "readinessProbe", "livenessProbe")
_MODE: Final[Mapping[str, Any]] = {"defaultMode": 0o644}
_LOST: Final = ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")
_FIELD: Final[Mapping[str, Any]] = {"apiVersion": "v1"}


def pod(spec: Any) -> None:
    """Fill a pod's specification in, in place."""
    if not isinstance(spec, dict):
        return
    fill(spec, _POD)
    if isinstance(account := spec.get("serviceAccountName"), str):
        fill(spec, {"serviceAccount": account})  # its name of old
    for kind in ("initContainers", "containers"):
        for one in each(spec, kind):
            _container(one)
    for volume in each(spec, "volumes"):
        _volume(volume)
    rewrite(spec.get("overhead"))


def on_its_own(spec: Any) -> None:
    """Fill in what a pod gets that no other object brings: a template is filled in so only when it becomes a pod."""
    fill(spec, {"enableServiceLinks": True, "preemptionPolicy": "PreemptLowerPriority"})
    for kind in ("initContainers", "containers"):
        for container in each(spec, kind):
            if isinstance(limits := at(container, "resources", "limits"), dict):
                fill(opened(container["resources"], "requests"), limits)
    kept = [item for item in each(spec, "tolerations") if item.get("effect") in (None, "", "NoExecute")]
    lost = [key for key in _LOST if not any(item.get("key") in (None, "", key) for item in kept)]
    if isinstance(spec, dict) and lost:
        given = spec.get("tolerations") or []
        added = [{"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300} for key in lost]
        spec["tolerations"] = [*given, *added] if isinstance(given, list) else given


def claim(spec: Any) -> None:
    """Fill what a claim asks for in, in place."""
    fill(spec, {"volumeMode": "Filesystem"})
    rewrite(at(spec, "resources", "requests"))
    rewrite(at(spec, "resources", "limits"))


def _container(container: dict[str, Any]) -> None:
    fill(container, _CONTAINER)
    if isinstance(image := container.get("image"), str):
        fill(container, {"imagePullPolicy": "Always" if _newest(image) else "IfNotPresent"})
    for port in each(container, "ports"):
        fill(port, {"protocol": "TCP"})
    for variable in each(container, "env"):
        if variable.get("value") == "":
            del variable["value"]
        fill(at(variable, "valueFrom", "fieldRef"), _FIELD)
    resources = container.get("resources")
    rewrite(at(resources, "limits"))
    rewrite(at(resources, "requests"))
    for probe in _PROBES:
        fill(container.get(probe), _PROBE)
        fill(at(container, probe, "httpGet"), {"scheme": "HTTP"})
        fill(at(container, probe, "grpc"), {"service": ""})
    for moment in ("postStart", "preStop"):
        fill(at(container, "lifecycle", moment, "httpGet"), {"scheme": "HTTP"})


def _newest(image: str) -> bool:
    """Whether an image is asked for anew each time: it has the tag "latest", or neither a tag nor a digest."""
    name = image.rpartition("/")[2]
    return "@" not in name and (":" not in name or name.endswith(":latest"))


def _volume(volume: dict[str, Any]) -> None:
    for source in ("configMap", "secret", "projected", "downwardAPI"):
        fill(volume.get(source), _MODE)
    for part in each(volume.get("projected"), "sources"):
        fill(part.get("serviceAccountToken"), {"expirationSeconds": 3600})
        for item in each(part.get("downwardAPI"), "items"):
            fill(item.get("fieldRef"), _FIELD)
    for item in each(volume.get("downwardAPI"), "items"):
        fill(item.get("fieldRef"), _FIELD)
    fill(volume.get("hostPath"), {"type": ""})
    if isinstance(empty := volume.get("emptyDir"), dict) and "sizeLimit" in empty:
        empty["sizeLimit"] = canonical(empty["sizeLimit"])
    template = at(volume, "ephemeral", "volumeClaimTemplate")
    fill(template, {"metadata": {}})
    claim(at(template, "spec"))
