"""Ingresses: hosts, paths and backends that are some.

Source: kubernetes.io/docs/concepts/services-networking/ingress.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.values import UNKNOWN

from ..neighbours import Neighbours
from ..objects import Manifest
from ..problem import Problem
from ..walking import found, get

_HOST: Final = re.compile(r"(?=.{1,253}$)(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_ADDRESS: Final = re.compile(r"[0-9]+(\.[0-9]+){3}")
_WRONG: Final = ("//", "/./", "/../", "%2f", "%2F")
_WRONG_ENDS: Final = ("/.", "/..")
_BACKENDS: Final = ("spec.defaultBackend", "spec.rules[].http.paths[].backend")


def problems(manifest: Manifest, _near: Neighbours) -> Iterator[Problem]:
    """Hosts, paths and backends that are none."""
    if not manifest.builtin or manifest.kind != "Ingress":
        return
    spec = manifest.body.get("spec")
    if isinstance(spec, Mapping) and not spec.get("rules") and spec.get("defaultBackend") is None:
        yield Problem(path="spec", reason="it has neither rules nor a defaultBackend", fix="give one of the two")
    for pattern in ("spec.rules[].host", "spec.tls[].hosts[]"):
        for path, host in found(manifest.body, pattern):
            if isinstance(host, str) and host and (not _HOST.fullmatch(host) or _ADDRESS.fullmatch(host)):
                expected = "a DNS name in lower-case letters, with *. before it or without"
                yield Problem(path=path, reason=f"given {host!r}, expected {expected}", fix="write shop.example, say")
    for path, rule in found(manifest.body, "spec.rules[].http.paths[]"):
        if isinstance(rule, Mapping):
            yield from _path(f"{path}.path", rule.get("path"), rule.get("pathType"))
    for pattern in _BACKENDS:
        for path, backend in found(manifest.body, pattern):
            yield from _port(f"{path}.service.port", get(backend, "service.port"), get(backend, "service"))


def _path(path: str, given: Any, kind: Any) -> Iterator[Problem]:
    if given is UNKNOWN or kind not in ("Exact", "Prefix"):
        if isinstance(given, str) and given and not given.startswith("/") and kind is not UNKNOWN:
            yield Problem(path=path, reason=f"given {given!r}, expected a slash first", fix=f"write /{given}")
        return
    text = given if isinstance(given, str) else ""
    if not text.startswith("/"):
        reason = f"given {given!r}, expected a slash first" if text else "it is missing"
        yield Problem(path=path, reason=reason, fix=f"write /{text}")
    elif (wrong := next((part for part in _WRONG if part in text), None)) or text.endswith(_WRONG_ENDS):
        yield Problem(
            path=path, reason=f"given {text!r}, expected one without {wrong or 'dots at its end'}", fix="write it plainly"
        )


def _port(path: str, port: Any, service: Any) -> Iterator[Problem]:
    if not isinstance(service, Mapping) or port is UNKNOWN:
        return
    name, number = get(port, "name"), get(port, "number")
    if (name in (None, "")) is (number in (None, 0)):
        reason = "it has neither a name nor a number" if name in (None, "") else "it has both a name and a number"
        yield Problem(path=path, reason=reason, fix="give one of the two")
