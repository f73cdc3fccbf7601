"""Objects asked of an API server in a dry run: admitted, defaulted and validated, and never made.

What others need to be admitted is made first: namespaces, classes, and limit ranges. A controller makes the pods of what has a template,
and none runs here, so each template is asked as a pod too: only then the namespace's pod-security level and limit range are held to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from .serving import Answer

MADE: Final = (
    "Namespace",
    "CustomResourceDefinition",
    "PriorityClass",
    "StorageClass",
    "IngressClass",
    "RuntimeClass",
    "LimitRange",
)
_TEMPLATES: Final = {
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
    **dict.fromkeys(("DaemonSet", "Deployment", "Job", "ReplicaSet", "StatefulSet"), ("spec", "template")),
}
_DRY: Final = "?dryRun=All&fieldValidation=Strict"


@dataclass
class Told:
    """What an API server has said of the objects of a cluster.

    Args:
        objects: how many it was asked of.
        pods: how many pods of theirs.
        errors: what it refused: the URN, and its message.
        warnings: what it warned of, likewise.
        left_out: of what it serves no kind: the URN, and the kind.
        answers: what it accepted: each object as it was asked, and as it would be made.
    """

    objects: int = 0
    pods: int = 0
    errors: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    answers: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = field(default_factory=list)


class Server(Protocol):
    """What answers."""

    def ask(self, path: str, body: Mapping[str, Any] | None = None) -> Answer: ...


class Asker:
    """Asks one API server.

    Args:
        server: the server.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._resources: dict[str, dict[str, tuple[str, bool]]] = {}

    def ask(self, entries: Iterable[Mapping[str, Any]], *, make: bool = True) -> Told:
        """What it says of objects.

        Args:
            entries: each object with its URN, in the order in which they are applied.
            make: whether what others need is made.
        """
        told = Told()
        for entry in entries:
            urn, body = entry["urn"], entry["object"]
            path = self._path(body)
            if path is None:
                told.left_out.append((urn, f"{body['apiVersion']} {body['kind']}"))
                continue
            told.objects += 1
            answer = self._server.ask(f"{path}{_DRY}", body)
            accepted = self._heard(told, urn, answer)
            if accepted:
                told.answers.append((body, answer.body))
            if make and accepted and body["kind"] in MADE:
                self._heard(told, urn, self._server.ask(path, body))
            for pod in _pods(body):
                told.pods += 1
                self._heard(told, urn, self._server.ask(f"{self._path(pod)}{_DRY}", pod))
        return told

    def _heard(self, told: Told, urn: str, answer: Answer) -> bool:
        told.warnings.extend((urn, warning) for warning in answer.warnings)
        if answer.status < 300:
            return True
        told.errors.append((urn, f"{answer.status} {answer.body.get('message', answer.body)}"))
        return False

    def _path(self, body: Mapping[str, Any]) -> str | None:
        """Where objects of the kind are made; None for a kind that is not served."""
        version = body["apiVersion"]
        root = f"/apis/{version}" if "/" in version else f"/api/{version}"
        if version not in self._resources or body["kind"] not in self._resources[version]:
            found = self._server.ask(root).body.get("resources") or ()
            self._resources[version] = {
                each["kind"]: (each["name"], each["namespaced"]) for each in found if "/" not in each["name"]
            }
        if (resource := self._resources[version].get(body["kind"])) is None:
            return None
        plural, namespaced = resource
        inside = f"/namespaces/{body['metadata'].get('namespace') or 'default'}" if namespaced else ""
        return f"{root}{inside}/{plural}"


def _pods(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The pod that a controller would make of an object's template."""
    template: Any = body
    for step in _TEMPLATES.get(body["kind"], ("",)):
        template = template.get(step) or {}
    if template:
        metadata = {**template.get("metadata", {}), "namespace": body["metadata"].get("namespace"), "generateName": "asked-"}
        spec = {**template["spec"]}
        for claim in body["spec"].get("volumeClaimTemplates") or ():
            name = claim["metadata"]["name"]
            volume = {"name": name, "persistentVolumeClaim": {"claimName": f"{name}-asked-0"}}
            spec["volumes"] = [*spec.get("volumes", ()), volume]
        yield {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}
