"""The simulated Kubernetes: one rule for every kind there is, made from the kind's token; a cluster is what a region is elsewhere.

What is refused, and in which words: the API server's `Status` messages (`namespaces "shop" not found`).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final

from ..call import RefusedError
from ..rules import AutoName, Cloud, Rule, refer
from ..values import plain
from . import cluster, state
from .addresses import SERVICE, already_taken
from .admission import QUOTA, Room, template_of
from .awaiting import AWAITED, unready
from .claims import CLAIM, used
from .defaults import settled
from .definitions import RELEASE, definition_of, of_definition, unknown_kind
from .immutable import changed
from .kinds import CRD, DEFAULT_NAMESPACE, NAMESPACE, SYSTEM_NAMESPACES, Kind, kind_of
from .managers import conflicts, touched
from .naming import prepared
from .replacement import deletes_first, replaces
from .validation import CHECKS, Fault, name_faults

if TYPE_CHECKING:
    from ..call import Call

SOURCE: Final = "https://github.com/pulumi/pulumi-kubernetes/blob/v4.34.2/provider/pkg/provider/provider.go"


def _scope(kind: Kind, call: Call) -> str:
    """The namespace an object lives in, "" for one of the cluster.

    A custom kind is what its definition in the cluster says; without one it is namespaced, unless its name says that it is the
    cluster's ("ClusterIssuer") and no namespace is given.
    """
    given = call.get("metadata.namespace")
    if kind.namespaced is not None:
        return (given or DEFAULT_NAMESPACE) if kind.namespaced else ""
    if call.cloud is not None and (definition := definition_of(kind, call)) is not None:
        return (given or DEFAULT_NAMESPACE) if definition.get("scope") == "Namespaced" else ""
    return given or ("" if kind.name.startswith("Cluster") else DEFAULT_NAMESPACE)


def _id(kind: Kind, call: Call) -> str:
    namespace, name = _scope(kind, call), call.get("metadata.name")
    return f"{namespace}/{name}" if namespace else str(name)


def _faults(kind: Kind, call: Call) -> Iterator[Fault]:
    if kind.is_list:
        yield "", "list resources cannot be created directly; use the underlying resource type instead"
        return
    if kind.patch:
        if not call.given("metadata.name"):
            yield "metadata.name", "patch resources require the `.metadata.name` field to be set"
        return
    yield from name_faults(kind.name)(call)
    for check in CHECKS.get(kind.name, ()) if kind.builtin else ():
        yield from check(call)


def _refuses(kind: Kind, call: Call) -> Iterator[str]:
    """What the API server says of an object by what else there is: that it is there, who owns its fields, what has no room."""
    name = call.get("metadata.name")
    if kind.token == NAMESPACE and not call.old and name in SYSTEM_NAMESPACES:
        yield f'namespaces "{name}" already exists'
    yield from unknown_kind(kind, call)
    yield from conflicts(kind, call)
    yield from changed(kind, call)
    if kind.token == SERVICE and not kind.patch:
        yield from already_taken(call)
    if kind.namespaced and not kind.patch and not call.old:
        room = Room(call)
        spec = template_of(kind, plain(dict(call.raw))) if kind.name == "Pod" else None
        why = room.object_refused(kind.plural, plain(dict(call.raw))) or (room.admitted(spec, 1)[1] if spec is not None else "")
        if why:
            yield f'{kind.plural} "{name}" is forbidden: {why}'


def _within(call: Call) -> list[tuple[str, str]]:
    """Everything in a namespace: it goes with it."""
    name = (call.old.get("metadata") or {}).get("name")
    return [(found.type, found.id) for found in call.find("", **{"metadata.namespace": name})]


_TAKEN: Final = {NAMESPACE: _within, CRD: of_definition}
"""What goes with an object of a type."""


@lru_cache(maxsize=1024)
def rule_of(token: str) -> Rule | None:
    """The rule of a kind, from its token; None for what is no object of the Kubernetes API."""
    kind = kind_of(token)
    if kind is None:
        return None
    status = state.STATUS.get(kind.name) if kind.builtin and not kind.patch else None
    own = {} if kind.patch or not kind.builtin else state.COMPUTED.get(kind.name, {})
    return Rule(
        type=token,
        source=SOURCE,
        prepare=partial(prepared, kind),
        id=partial(_id, kind),
        replaces=partial(replaces, kind),
        delete_before_replace=deletes_first,
        settles=partial(settled, kind),
        defaults={} if kind.patch or not kind.builtin else state.DEFAULTS.get(kind.name, {}),
        derived={
            **({"metadata.namespace": lambda call: call.get("metadata.namespace", DEFAULT_NAMESPACE)} if kind.namespaced else {}),
            **state.IDENTITY,
        },
        computed={**own, **({"status": status} if status else {})},
        volatile=state.VOLATILE,
        references={"metadata.namespace": refer((NAMESPACE, "metadata.name"), outside="|".join(SYSTEM_NAMESPACES), holds=False)},
        check=partial(_faults, kind),
        refuses=partial(_refuses, kind),
        unready=partial(unready, kind) if kind.builtin and not kind.patch and kind.name in AWAITED else None,
        drifted=partial(touched, kind),
        shown=state.counted_now if token == QUOTA else None,
        keeps=used if token == CLAIM else None,
        takes=_TAKEN.get(token),
        not_found=f'{kind.plural} "{{id}}" not found',
        exists=f'{kind.plural} "{{id}}" already exists',
    )


def _decode(call: Call) -> dict[str, Any]:
    """`yaml.decode`: the objects of a manifest, in the namespace given unless they have one or live in none."""
    import yaml

    try:
        documents = list(yaml.safe_load_all(call.get("text") or ""))
    except yaml.YAMLError as error:
        raise RefusedError(f"error converting YAML to JSON: {error}") from error
    objects = [found for found in documents if isinstance(found, dict) and found.get("kind") and found.get("apiVersion")]
    if namespace := call.get("defaultNamespace"):
        for found in objects:
            version = str(found["apiVersion"])
            kind = kind_of(f"kubernetes:{version if '/' in version else f'core/{version}'}:{found['kind']}")
            metadata = found.setdefault("metadata", {})
            if kind is None or kind.namespaced is not False:
                metadata.setdefault("namespace", namespace)
    return {"result": objects}


HELM_RELEASE: Final = Rule(
    type=RELEASE,
    source="https://github.com/pulumi/pulumi-kubernetes/blob/v4.34.2/provider/pkg/provider/helm_release.go",
    id=lambda call: f"{call.get('namespace', DEFAULT_NAMESPACE)}/{call['name']}",
    replaces=frozenset({"name", "namespace"}),
    defaults={"namespace": DEFAULT_NAMESPACE},
    computed={
        "resourceNames": lambda _: {},
        "status": lambda call: {
            "chart": call.get("chart"),
            "name": call["name"],
            "namespace": call.get("namespace", DEFAULT_NAMESPACE),
            "revision": int((call.old.get("status") or {}).get("revision", 0)) + 1,
            "status": "deployed",
            "version": call.get("version", ""),
        },
    },
    volatile={"status": frozenset()},
    name=AutoName(digits=8),
    warning="a simulated cluster does not render Helm charts: releases stand for their contents, which are not made",
    exists='releases "{id}" already exists: cannot re-use a name that is still in use',
)

CLOUD = Cloud(
    package="kubernetes",
    place=cluster.place,
    rules={RELEASE: HELM_RELEASE},
    lookups={"kubernetes:yaml:decode": _decode},
    replaces=cluster.replaces,
    check_config=cluster.check_config,
    rule_of=rule_of,
    hosts=("aws:eks/cluster:Cluster", "alicloud:cs/managedKubernetes:ManagedKubernetes"),
)
