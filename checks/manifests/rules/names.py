"""Names: those that the API server takes, and none twice.

Source: kubernetes.io/docs/concepts/overview/working-with-objects/names, …/labels/#syntax-and-character-set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ..neighbours import Neighbours, within
from ..objects import Manifest
from ..pods import pod_of
from ..problem import Problem
from ..walking import get, join

_LABEL: Final = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
_DNS_LABEL: Final = re.compile(r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?")
_SUBDOMAIN: Final = re.compile(r"(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_SEGMENT: Final = re.compile(r"(?!\.\.?$)[^/%]+")
_LABEL_VALUE: Final = re.compile(r"(([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9])?")
_QUALIFIED: Final = re.compile(r"([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]")
_LOWER: Final = "lower-case letters, digits and hyphens"
_SHAPES: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    "Namespace": (_LABEL, f"{_LOWER}, 63 at most"),
    "StatefulSet": (_LABEL, f"{_LOWER}, 63 at most"),
    "Service": (_DNS_LABEL, f"{_LOWER}, 63 at most, a letter first"),
    **dict.fromkeys(
        ("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "IPAddress", "ClusterTrustBundle"),
        (_SEGMENT, "anything without a slash or a percent sign"),
    ),
}
_USUAL: Final = (_SUBDOMAIN, f"{_LOWER}, parted by dots, 253 at most")
_CRON_JOB_LONGEST: Final = 52
"""What it adds to the name of each Job leaves no more (kubernetes.io/docs/concepts/workloads/controllers/cron-jobs)."""


def problems(manifest: Manifest, near: Neighbours) -> Iterator[Problem]:
    """Names and labels that are none, and objects of the same kind and name."""
    yield from _name(manifest)
    yield from _twice(manifest, near)
    yield from _labels(manifest.body, "metadata")
    pod = pod_of(manifest)
    if pod is None:
        return
    if pod.template:
        yield from _labels(get(manifest.body, pod.template), f"{pod.template}.metadata", below="metadata")
    seen: set[str] = set()
    for path, container in pod.containers():
        name = container.get("name")
        if isinstance(name, str):
            if not _LABEL.fullmatch(name):
                yield _misspelt(f"{path}.name", name, _SHAPES["Namespace"][1])
            if name in seen:
                yield Problem(
                    path=f"{path}.name", reason=f"two containers of this pod are called {name!r}", fix="rename one of them"
                )
            seen.add(name)


def _name(manifest: Manifest) -> Iterator[Problem]:
    name = manifest.name
    if name is None:
        if manifest.body.get("metadata") is None or get(manifest.body, "metadata.generateName") is None:
            yield Problem(path="metadata.name", reason="it is missing", fix="give it")
        return
    shape, expected = _SHAPES.get(manifest.kind, _USUAL) if manifest.builtin else _USUAL
    if isinstance(name, str) and not shape.fullmatch(name):
        yield _misspelt("metadata.name", name, expected)
    elif isinstance(name, str) and manifest.kind == "CronJob" and len(name) > _CRON_JOB_LONGEST:
        yield _misspelt("metadata.name", name, f"{_CRON_JOB_LONGEST} characters at most")


def _misspelt(path: str, name: str, expected: str) -> Problem:
    return Problem(path=path, reason=f"given {name!r}, expected {expected}", fix="rename it")


def _twice(manifest: Manifest, near: Neighbours) -> Iterator[Problem]:
    if not isinstance(manifest.name, str) or (manifest.namespace is not None and not isinstance(manifest.namespace, str)):
        return
    others = (
        each
        for each in near.of(manifest.group, manifest.kind)
        if each.urn != manifest.urn and each.name == manifest.name and within(each) == within(manifest)
    )
    if (other := next(others, None)) is not None:
        reason = f"{other.urn} is the same {manifest.kind} {manifest.name} in the same place"
        yield Problem(path="metadata.name", reason=reason, fix="rename one of them, or take one out")


def label_value(text: str) -> bool:
    """Whether a text can be the value of a label."""
    return _LABEL_VALUE.fullmatch(text) is not None


def _labels(held: Any, path: str, below: str = "metadata") -> Iterator[Problem]:
    for field in ("labels", "annotations"):
        given = get(held, f"{below}.{field}") if isinstance(held, Mapping) else None
        for key, value in given.items() if isinstance(given, Mapping) else ():
            place = join(f"{path}.{field}", key)
            prefix, slash, name = (key.lower() if field == "annotations" else key).rpartition("/")
            if not _QUALIFIED.fullmatch(name) or (slash and not _SUBDOMAIN.fullmatch(prefix)):
                yield Problem(
                    path=place, reason="its key is no name, with a domain and a slash before it or without", fix="rename it"
                )
            if field == "labels" and isinstance(value, str) and not label_value(value):
                expected = "letters, digits, hyphens, underscores and dots, 63 at most"
                yield Problem(path=place, reason=f"given {value!r}, expected {expected}", fix="write another value")
