"""The pods that an object brings: of its own, or by a template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from engine.values import UNKNOWN

from .objects import Manifest
from .walking import get, items, join

_TEMPLATES: Final = {
    "Pod": "",
    "PodTemplate": "template",
    "CronJob": "spec.jobTemplate.spec.template",
    **dict.fromkeys(("DaemonSet", "Deployment", "Job", "ReplicaSet", "ReplicationController", "StatefulSet"), "spec.template"),
}
"""Where each kind has its pods' template; Kubernetes' own kinds alone."""


@dataclass(frozen=True, slots=True)
class Pod:
    """A pod, or a template of some.

    Args:
        path: the path of its specification.
        template: the path of what holds that and its metadata; empty where it is the object itself.
        spec: its specification.
        labels: its labels; UNKNOWN where not one of them is known.
    """

    path: str
    template: str
    spec: Mapping[str, Any] = field(hash=False)
    labels: Any = field(hash=False)

    def containers(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Its containers by their paths, those that come first among them."""
        for kind in ("containers", "initContainers"):
            for path, container in items(self.spec.get(kind), join(self.path, kind)):
                if isinstance(container, Mapping):
                    yield path, container


def pod_of(manifest: Manifest) -> Pod | None:
    """The pod of an object; None where it brings none, or nothing is known of it."""
    template = _TEMPLATES.get(manifest.kind) if manifest.builtin else None
    if template is None:
        return None
    held = get(manifest.body, template) if template else manifest.body
    spec = get(held, "spec") if isinstance(held, Mapping) else None
    if not isinstance(spec, Mapping):
        return None
    labels = get(held, "metadata.labels")
    known = labels if isinstance(labels, Mapping) or labels is UNKNOWN else {}
    return Pod(f"{template}.spec" if template else "spec", template, spec, known)
