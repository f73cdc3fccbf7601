"""Pods at the level that their namespace enforces: the API server makes none that are below it.

Source: kubernetes.io/docs/concepts/security/pod-security-standards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from components.versions import minor
from engine.values import UNKNOWN

from ..neighbours import Neighbours, within
from ..objects import Manifest
from ..pods import Pod, pod_of
from ..problem import Problem
from ..walking import found, get, items, join

_PREFIX: Final = "pod-security.kubernetes.io/"
_ENFORCED: Final = f"{_PREFIX}enforce"
_BASELINE, _RESTRICTED = "baseline", "restricted"
_OF_ANYBODY: Final = frozenset({"NET_BIND_SERVICE"})
_CAPABILITIES: Final = _OF_ANYBODY | {
    *("AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL"),
    *("MKNOD", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"),
}
_VOLUMES: Final = frozenset(
    ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"]
)
_SECCOMP: Final = ("Localhost", "RuntimeDefault")
_SELINUX_TYPES: Final = ("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t")
_HOSTS: Final = tuple(
    f"{handler}.{way}.host"
    for handler in ("startupProbe", "readinessProbe", "livenessProbe", "lifecycle.postStart", "lifecycle.preStop")
    for way in ("httpGet", "tcpSocket")
)
_HOSTS_SINCE: Final = 34
_LEVELS: Final = ("privileged", "baseline", "restricted")
_VERSION: Final = re.compile(r"latest|v1\.(0|[1-9]\d*)")
_NEVER: Final[Mapping[str, Any]] = {"hostNetwork": True, "hostPID": True, "hostIPC": True}
_SYSCTLS: Final = frozenset(
    [
        "kernel.shm_rmid_forced",
        "net.ipv4.ip_local_port_range",
        "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ping_group_range",
        *(f"net.ipv4.tcp_{name}" for name in ("fin_timeout", "keepalive_intvl", "keepalive_probes", "keepalive_time")),
        "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_syncookies",
        "net.ipv4.tcp_wmem",
    ]
)


def problems(manifest: Manifest, near: Neighbours) -> Iterator[Problem]:
    """What keeps the namespace's level from letting the object's pods in."""
    if manifest.builtin and manifest.kind == "Namespace":
        yield from _labels(manifest)
    pod = pod_of(manifest)
    level = _level(manifest, near) if pod is not None else None
    if pod is None or level not in (_BASELINE, _RESTRICTED):
        return
    faults = [*_baseline(pod), *(_hosts(pod) if _new(manifest, near) else ()), *(_restricted(pod) if level == _RESTRICTED else ())]
    for path, reason, fix in faults:
        yield Problem(path=path, reason=f"{reason}, and its namespace enforces {level}", fix=fix)


def _labels(manifest: Manifest) -> Iterator[Problem]:
    """Levels, and versions of levels, that are none."""
    labels = get(manifest.body, "metadata.labels")
    for mode in ("enforce", "audit", "warn") if isinstance(labels, Mapping) else ():
        key = f"{_PREFIX}{mode}"
        level, version = labels.get(key), labels.get(f"{key}-version")
        if isinstance(level, str) and level not in _LEVELS:
            reason = f"given {level!r}, expected {' or '.join(_LEVELS)}"
            yield Problem(path=join("metadata.labels", key), reason=reason, fix="write one of these")
        if isinstance(version, str) and not _VERSION.fullmatch(version):
            reason = f"given {version!r}, expected latest or a version like v1.35"
            yield Problem(path=join("metadata.labels", f"{key}-version"), reason=reason, fix="write latest")


def _new(manifest: Manifest, near: Neighbours) -> bool:
    """Whether what is enforced is what Kubernetes enforces since 1.34: no probe of another host."""
    number = minor(manifest.cluster.version)
    pinned = (get(space.body, "metadata.labels") or {} for space in near.named("Namespace", within(manifest)))
    return number is not None and number >= _HOSTS_SINCE and all(f"{_ENFORCED}-version" not in labels for labels in pinned)


def _level(manifest: Manifest, near: Neighbours) -> str | None:
    """What is enforced in every namespace that the object may be in; a namespace not known yet is one of the plan's."""
    spaces = near.named("Namespace", within(manifest))
    levels = {str(_enforced(space)) for space in spaces}
    return next(iter(levels)) if len(levels) == 1 else None


def _enforced(space: Manifest) -> Any:
    labels = get(space.body, "metadata.labels")
    return labels.get(_ENFORCED) if isinstance(labels, Mapping) else None


def _baseline(pod: Pod) -> Iterator[tuple[str, str, str]]:
    for field, never in _NEVER.items():
        if pod.spec.get(field) is never:
            yield join(pod.path, field), "it shares what is the node's", "take it out"
    for path, volume in items(pod.spec.get("volumes"), f"{pod.path}.volumes"):
        if isinstance(volume, Mapping) and volume.get("hostPath") is not None:
            yield f"{path}.hostPath", "it opens the node's disk to the pod", "take another kind of volume"
    for path, sysctl in found(pod.spec, "securityContext.sysctls[].name", pod.path):
        if str(sysctl) not in _SYSCTLS:
            yield path, f"given {sysctl!r}, which reaches beyond the pod", "take it out"
    for path, kind in found(pod.spec, "securityContext.seccompProfile.type", pod.path):
        if kind == "Unconfined":
            yield path, "it lets every system call through", "write RuntimeDefault"
    yield from _confined(pod.path, pod.spec)
    for path, container in pod.containers():
        yield from _contained(path, container)


def _confined(path: str, held: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What a pod, or a container of its own, may not say of AppArmor, SELinux and Windows."""
    for place, kind in found(held, "securityContext.appArmorProfile.type", path):
        if kind == "Unconfined":
            yield place, "AppArmor lets everything through", "write RuntimeDefault"
    for place, options in found(held, "securityContext.seLinuxOptions", path):
        kind = get(options, "type")
        if kind is not None and kind is not UNKNOWN and kind not in _SELINUX_TYPES:
            yield f"{place}.type", f"given {kind!r}, which confines less than a container's", "take it out"
        for field in ("user", "role"):
            if get(options, field) not in (None, "", UNKNOWN):
                yield f"{place}.{field}", "SELinux confines less by it", "take it out"
    for place, whole in found(held, "securityContext.windowsOptions.hostProcess", path):
        if whole is True:
            yield place, "it is a process of the node", "take it out"


def _hosts(pod: Pod) -> Iterator[tuple[str, str, str]]:
    for path, container in pod.containers():
        for pattern in _HOSTS:
            for place, host in found(container, pattern, path):
                if host:
                    yield place, "the node would ask another host by it", "take it out: the pod itself is asked"


def _contained(path: str, container: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    yield from _confined(path, container)
    context = f"{path}.securityContext"
    if get(container, "securityContext.privileged") is True:
        yield f"{context}.privileged", "it may do on its node what it likes", "take it out"
    if get(container, "securityContext.procMount") not in (None, "Default", UNKNOWN):
        yield f"{context}.procMount", "it sees of the node's processes what is hidden", "take it out"
    if get(container, "securityContext.seccompProfile.type") == "Unconfined":
        yield f"{context}.seccompProfile.type", "it lets every system call through", "write RuntimeDefault"
    for place, name in found(container, "securityContext.capabilities.add[]", path):
        if str(name) not in _CAPABILITIES:
            yield place, f"given {name!r}, which is more than an ordinary process needs", "take it out"
    for place, port in found(container, "ports[].hostPort", path):
        if port != 0:
            yield place, "it takes a port of the node", "take it out, and put a Service before it"


def _restricted(pod: Pod) -> Iterator[tuple[str, str, str]]:
    for path, volume in items(pod.spec.get("volumes"), f"{pod.path}.volumes"):
        for kind in sorted(set(volume) - {"name", *_VOLUMES, "hostPath"}) if isinstance(volume, Mapping) else ():
            yield f"{path}.{kind}", "a volume of this kind is not let in", f"take one of {', '.join(sorted(_VOLUMES))}"
    shared = get(pod.spec, "securityContext")
    if get(shared, "runAsUser") == 0:
        yield f"{pod.path}.securityContext.runAsUser", "it is root", "give another user's number"
    for path, container in pod.containers():
        context = f"{path}.securityContext"
        own = container.get("securityContext")
        if get(own, "allowPrivilegeEscalation") not in (False, UNKNOWN):
            yield f"{context}.allowPrivilegeEscalation", "its processes may get more rights than it has", "write false"
        if _effective(own, shared, "runAsNonRoot") not in (True, UNKNOWN):
            yield f"{context}.runAsNonRoot", "nothing keeps it from being root", "write true"
        if get(own, "runAsUser") == 0:
            yield f"{context}.runAsUser", "it is root", "give another user's number"
        if _effective(own, shared, "seccompProfile.type") not in (*_SECCOMP, UNKNOWN):
            yield f"{context}.seccompProfile.type", "nothing keeps system calls from it", "write RuntimeDefault"
        dropped = get(own, "capabilities.drop")
        if dropped is not UNKNOWN and not (isinstance(dropped, list) and ("ALL" in dropped or UNKNOWN in dropped)):
            yield f"{context}.capabilities.drop", "it keeps capabilities", 'write ["ALL"]'
        for place, name in found(container, "securityContext.capabilities.add[]", path):
            if str(name) in _CAPABILITIES - _OF_ANYBODY:
                yield place, f"given {name!r}, expected NET_BIND_SERVICE or none", "take it out"


def _effective(own: Any, shared: Any, field: str) -> Any:
    """A container's own, or else its pod's."""
    value = get(own, field)
    return get(shared, field) if value is None else value
