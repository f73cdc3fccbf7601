"""The Pod Security Standards, "baseline" and "restricted", as checks of a pod's specification.

Source: the files `check_*.go` in https://github.com/kubernetes/kubernetes/tree/v1.35.0/staging/src/k8s.io/pod-security-admission/policy,
which kubernetes.io/docs/concepts/security/pod-security-standards is written from. What a check says is its own text. Not there:
SELinux, AppArmor and Windows, and exemptions of a server's configuration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

Spec: TypeAlias = Mapping[str, Any]
Check: TypeAlias = Callable[[Spec], str]
"""What of a specification a standard forbids, in the API server's words; empty for nothing."""

ENFORCE: Final = "pod-security.kubernetes.io/enforce"
_CAPABILITIES: Final = frozenset(
    [
        "AUDIT_WRITE",
        "CHOWN",
        "DAC_OVERRIDE",
        "FOWNER",
        "FSETID",
        "KILL",
        "MKNOD",
        "NET_BIND_SERVICE",
        "SETFCAP",
        "SETGID",
        "SETPCAP",
        "SETUID",
        "SYS_CHROOT",
    ]
)
_SYSCTLS: Final = frozenset(
    [
        "kernel.shm_rmid_forced",
        "net.ipv4.ip_local_port_range",
        "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ping_group_range",
        "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_syncookies",
        "net.ipv4.tcp_wmem",
    ]
)
_VOLUMES: Final = frozenset(
    ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected", "secret"]
)
_SECCOMP: Final = ("RuntimeDefault", "Localhost")


def broken(level: str, spec: Spec) -> str:
    """What of a pod's specification breaks a standard, as the admission plug-in says it; empty for nothing."""
    checks = {"baseline": BASELINE, "restricted": (*BASELINE, *RESTRICTED)}.get(level, ())
    found = [said for check in checks if (said := check(spec))]
    return f'violates PodSecurity "{level}:latest": {", ".join(found)}' if found else ""


def containers(spec: Spec) -> Iterator[Mapping[str, Any]]:
    """Every container of a pod, those that come first and those put in later among them."""
    for kind in ("initContainers", "containers", "ephemeralContainers"):
        yield from (each for each in spec.get(kind) or () if isinstance(each, dict))


def _context(holder: Mapping[str, Any]) -> Mapping[str, Any]:
    return holder.get("securityContext") or {}


def _named(spec: Spec, bad: Callable[[Mapping[str, Any]], bool]) -> str:
    """The containers that something is true of, as in `containers "a", "b"`; empty for none."""
    names = [str(each.get("name")) for each in containers(spec) if bad(each)]
    return _listed("container", names)


def _listed(noun: str, names: Sequence[str]) -> str:
    quoted = ", ".join(f'"{name}"' for name in names)
    return f"{noun}{'s' if len(names) > 1 else ''} {quoted}" if names else ""


def _pod_and(spec: Spec, bad: Callable[[Mapping[str, Any]], bool]) -> str:
    """The pod, where something is true of itself, and the containers that it is true of; empty for neither."""
    return " and ".join(filter(None, ("pod" if bad(spec) else "", _named(spec, bad))))


def _host_namespaces(spec: Spec) -> str:
    shared = [f"{key}=true" for key in ("hostNetwork", "hostPID", "hostIPC") if spec.get(key)]
    return f"host namespaces ({', '.join(shared)})" if shared else ""


def _privileged(spec: Spec) -> str:
    found = _named(spec, lambda each: _context(each).get("privileged") is True)
    return f"privileged ({found} must not set securityContext.privileged=true)" if found else ""


def _host_ports(spec: Spec) -> str:
    found = _named(spec, lambda each: any(port.get("hostPort") for port in each.get("ports") or ()))
    return f"hostPort ({found} must not use host ports)" if found else ""


def _host_path(spec: Spec) -> str:
    names = [str(each.get("name")) for each in spec.get("volumes") or () if each.get("hostPath") is not None]
    return f"hostPath volumes ({_listed('volume', names)})" if names else ""


def _added(each: Mapping[str, Any]) -> set[str]:
    return set((_context(each).get("capabilities") or {}).get("add") or ())


def _default_capabilities(spec: Spec) -> str:
    found = _named(spec, lambda each: bool(_added(each) - _CAPABILITIES))
    return (
        f"non-default capabilities ({found} must not add more than Kubernetes' usual ones to securityContext.capabilities.add)"
        if found
        else ""
    )


def _proc_mount(spec: Spec) -> str:
    found = _named(spec, lambda each: _context(each).get("procMount") not in (None, "Default"))
    return f"procMount ({found} must not set securityContext.procMount other than Default)" if found else ""


def _seccomp(holder: Mapping[str, Any]) -> Any:
    return (_context(holder).get("seccompProfile") or {}).get("type")


def _unconfined(spec: Spec) -> str:
    found = _pod_and(spec, lambda holder: _seccomp(holder) == "Unconfined")
    return f'seccompProfile ({found} must not set securityContext.seccompProfile.type to "Unconfined")' if found else ""


def _sysctls(spec: Spec) -> str:
    names = [str(each.get("name")) for each in _context(spec).get("sysctls") or () if each.get("name") not in _SYSCTLS]
    return f"forbidden sysctls ({', '.join(names)})" if names else ""


def _escalation(spec: Spec) -> str:
    found = _named(spec, lambda each: _context(each).get("allowPrivilegeEscalation") is not False)
    return f"allowPrivilegeEscalation != false ({found} must set securityContext.allowPrivilegeEscalation=false)" if found else ""


def _all_dropped(spec: Spec) -> str:
    def kept(each: Mapping[str, Any]) -> bool:
        return "ALL" not in ((_context(each).get("capabilities") or {}).get("drop") or ())

    said = []
    if found := _named(spec, kept):
        said.append(f'{found} must set securityContext.capabilities.drop=["ALL"]')
    if found := _named(spec, lambda each: bool(_added(each) - {"NET_BIND_SERVICE"})):
        said.append(f"{found} must not add any but NET_BIND_SERVICE to securityContext.capabilities.add")
    return f"unrestricted capabilities ({'; '.join(said)})" if said else ""


def _root(spec: Spec) -> str:
    whole = _context(spec).get("runAsNonRoot")
    bad = _named(spec, lambda each: _context(each).get("runAsNonRoot", whole) is not True)
    if not bad:
        return ""
    who = bad if whole is True else f"pod or {bad}"
    return f"runAsNonRoot != true ({who} must set securityContext.runAsNonRoot=true)"


def _root_user(spec: Spec) -> str:
    found = _pod_and(spec, lambda holder: _context(holder).get("runAsUser") == 0)
    return f"runAsUser=0 ({found} must not set runAsUser=0)" if found else ""


def _profile(spec: Spec) -> str:
    whole = _context(spec).get("seccompProfile") or {}
    bad = _named(spec, lambda each: (_context(each).get("seccompProfile") or whole).get("type") not in _SECCOMP)
    if not bad:
        return ""
    return f'seccompProfile (pod or {bad} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")'


def _volume_types(spec: Spec) -> str:
    bad = [each for each in spec.get("volumes") or () if not (each.keys() - {"name"}) <= _VOLUMES]
    kinds = sorted({kind for each in bad for kind in each.keys() - {"name"} - _VOLUMES})
    names = _listed("volume", [str(each.get("name")) for each in bad])
    return (
        f"restricted volume types ({names} use{'s' if len(bad) == 1 else ''} {_listed('restricted volume type', kinds)})"
        if bad
        else ""
    )


BASELINE: Final[tuple[Check, ...]] = (
    _host_namespaces,
    _privileged,
    _default_capabilities,
    _host_path,
    _host_ports,
    _proc_mount,
    _unconfined,
    _sysctls,
)
RESTRICTED: Final[tuple[Check, ...]] = (_escalation, _all_dropped, _volume_types, _root, _root_user, _profile)
