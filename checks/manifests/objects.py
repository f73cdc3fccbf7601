"""Every Kubernetes object that a program registers, as it gave it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from engine import urn
from engine.events import Asked
from engine.values import UNKNOWN, Output, Secret, Value

from .clusters import Cluster, cluster_of
from .walking import get, spelled

RELEASE: Final = "kubernetes:helm.sh/v3:Release"
SECRET: Final = "[secret]"  # noqa: S105  what is shown in place of one
_DASHED: Final = {
    f"x_kubernetes_{name.replace('-', '_')}": f"x-kubernetes-{name}"
    for name in (
        "embedded-resource",
        "int-or-string",
        "list-map-keys",
        "list-type",
        "map-type",
        "preserve-unknown-fields",
        "validations",
    )
}
"""Fields of custom resource definitions that SDKs cannot call by their names; their provider does (pulumi-kubernetes,
provider/pkg/provider/provider.go, mapReplUnderscoreToDash)."""
_OWN_GROUPS: Final = frozenset(
    f"{name}.k8s.io"
    for name in (
        "admission",
        "admissionregistration",
        "apiextensions",
        "apiregistration",
        "authentication",
        "authorization",
        "certificates",
        "coordination",
        "discovery",
        "events",
        "flowcontrol.apiserver",
        "imagepolicy",
        "internal.apiserver",
        "lifecycle",
        "networking",
        "node",
        "rbac.authorization",
        "resource",
        "scheduling",
        "storage",
        "storagemigration",
    )
)
"""Kubernetes' own among the groups of that domain, where others have theirs too: gateway.networking.k8s.io is of custom kinds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """An object as it is sent to an API server.

    Args:
        urn: the URN of its resource.
        cluster: where it is made.
        body: what is sent, secrets among it; what only an update can tell is UNKNOWN.
        hidden: the paths of what is secret in it.
    """

    urn: str
    cluster: Cluster
    body: Mapping[str, Any] = field(hash=False)
    hidden: frozenset[str] = frozenset()

    @property
    def api_version(self) -> str:
        return self.body["apiVersion"]

    @property
    def group(self) -> str:
        """The API group; empty for the core one."""
        return self.api_version.rpartition("/")[0]

    @property
    def version(self) -> str:
        return self.api_version.rpartition("/")[2]

    @property
    def kind(self) -> str:
        return self.body["kind"]

    @property
    def builtin(self) -> bool:
        """Whether the kind's group is Kubernetes' own."""
        return "." not in self.group or self.group in _OWN_GROUPS

    @property
    def name(self) -> Any:
        return get(self.body, "metadata.name")

    @property
    def namespace(self) -> Any:
        """The namespace that it names; None for none."""
        return get(self.body, "metadata.namespace")

    def shown(self, path: str, value: Any) -> str:
        """A value at a path in words; nothing of what is secret, or has a secret in it."""
        if any(path.startswith(hidden) or hidden.startswith(path) for hidden in self.hidden) or self.kind == "Secret":
            return SECRET
        if isinstance(value, Mapping | list):
            return "a list" if isinstance(value, list) else "a map"
        return repr(value) if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)


@dataclass(frozen=True)
class Manifests:
    """The objects of a plan.

    Args:
        objects: those that are sent whole, in the order of the program.
        releases: Helm releases, of which only the API server learns what they hold, by URN.
        patches: changes of objects that are somebody else's, by URN.
    """

    objects: tuple[Manifest, ...] = ()
    releases: Mapping[str, Cluster] = field(default_factory=dict, hash=False)
    patches: Mapping[str, Cluster] = field(default_factory=dict, hash=False)

    @cached_property
    def clusters(self) -> tuple[Cluster, ...]:
        """The clusters that anything is made in, by their names."""
        found = {*(each.cluster for each in self.objects), *self.releases.values(), *self.patches.values()}
        return tuple(sorted(found, key=lambda cluster: (cluster.name, cluster.urn)))

    def only(self, clusters: Iterable[Cluster]) -> Manifests:
        """What is made in some clusters."""
        wanted = frozenset(clusters)
        return dataclasses.replace(
            self,
            objects=tuple(each for each in self.objects if each.cluster in wanted),
            releases={key: cluster for key, cluster in self.releases.items() if cluster in wanted},
            patches={key: cluster for key, cluster in self.patches.items() if cluster in wanted},
        )


def manifests(asked: Iterable[Asked], names: Mapping[str, str] | None = None) -> Manifests:
    """The Kubernetes objects among what a program registers.

    Args:
        asked: what it registers.
        names: by URN, the name that the provider gives to an object whose program gives it none; one that is not among them gets
            its name once its provider is configured. Without any, a name that is not given is missing.
    """
    every = {each.urn: each for each in asked}
    clusters: dict[str, Cluster] = {}
    objects: list[Manifest] = []
    releases: dict[str, Cluster] = {}
    patches: dict[str, Cluster] = {}
    for each in every.values():
        if not each.provider or urn.package_of(each.type) != "kubernetes":
            continue
        provider = urn.split_reference(each.provider)[0]
        cluster = clusters.get(provider) or clusters.setdefault(provider, cluster_of(provider, every))
        if each.type == RELEASE:
            releases[each.urn] = cluster
        elif (kind := _kind(each)) is None:
            continue
        elif each.type.endswith(f":{kind[1]}Patch"):
            patches[each.urn] = cluster
        else:
            objects.append(_manifest(each, cluster, kind, None if names is None else names.get(each.urn, UNKNOWN)))
    return Manifests(tuple(objects), releases, patches)


def _kind(asked: Asked) -> tuple[str, str] | None:
    """The API version and the kind of an object: as it says them, or else as its type does; None for what is no object."""
    module, name = asked.type.split(":")[1:3] if asked.type.count(":") == 2 else ("", "")
    group, slash, version = module.rpartition("/")
    if not slash or group == "helm.sh":
        return None
    said, kind = asked.inputs.get("apiVersion"), asked.inputs.get("kind")
    spelled = version if group == "core" else module
    return said if isinstance(said, str) else spelled, kind if isinstance(kind, str) else name


def _manifest(asked: Asked, cluster: Cluster, kind: tuple[str, str], name: Value) -> Manifest:
    hidden: set[str] = set()
    plain = _plain(asked.inputs, (), hidden)
    metadata = plain.get("metadata") or {}
    if name is not None and isinstance(metadata, dict) and metadata.get("name") is None:
        plain["metadata"] = {**metadata, "name": name}
    rest = {key: plain[key] for key in sorted(plain, key=_order) if key not in ("apiVersion", "kind")}
    body = {"apiVersion": kind[0], "kind": kind[1], **rest}
    return Manifest(urn=asked.urn, cluster=cluster, body=body, hidden=frozenset(hidden))


def _order(key: str) -> tuple[bool, str]:
    return key != "metadata", key


def _plain(value: Any, path: tuple[str | int, ...], hidden: set[str]) -> Any:
    """A value without its marks, the paths of secrets noted; whole numbers are whole again, which the wire makes floats."""
    match value:
        case Mapping():
            named = {_DASHED.get(key, key): value[key] for key in sorted(value)}  # the SDK's order is any
            return {key: _plain(item, (*path, key), hidden) for key, item in named.items()}
        case list():
            return [_plain(item, (*path, index), hidden) for index, item in enumerate(value)]
        case Secret():
            hidden.add(spelled(path))
            return _plain(value.value, path, hidden)
        case Output():
            if value.secret:
                hidden.add(spelled(path))
            return _plain(value.value, path, hidden) if value.known else UNKNOWN
        case float() if value.is_integer():
            return int(value)
    return value
