"""Who owns which field of an object, and what a server-side apply says where another does.

A program applies all that it gives; what somebody else set by hand since then is theirs, until the program forces its own, which
`pulumi.com/patchForce` says; so is the number of pods that an autoscaler has moved. Only values that differ are a conflict.

Sources: kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts, and for the words `handleSSAErr` in
https://github.com/pulumi/pulumi-kubernetes/blob/v4.34.2/provider/pkg/await/await.go. Not there: lists merged by their keys; one
that somebody changed is theirs as a whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from .. import paths
from ..values import Properties
from .kinds import Kind
from .scaling import MANAGER, PATH, SCALED, autoscaler_of, moved

if TYPE_CHECKING:
    from ..call import Call

FORCE: Final = "pulumi.com/patchForce"
HAND: Final = "kubectl-edit"
_HELP: Final = (
    "Server-Side Apply field conflict detected. See https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/"
    "managing-resources-with-server-side-apply/#handle-field-conflicts-on-existing-resources for troubleshooting help"
)


def conflicts(kind: Kind, call: Call) -> Iterator[str]:
    """Why an apply is refused: fields that another manager set, and to which it would give another value."""
    if not call.old or call.get(f'metadata.annotations["{FORCE}"]') == "true":
        return
    live = next(iter(call.find(call.type, id=call.id)), None)
    if live is None:
        return
    owned: dict[str, list[str]] = defaultdict(list)
    if kind.name in SCALED and moved(call) is not None:
        owned[_called(MANAGER)].append(f".{PATH}")
    for entry in (live.outputs.get("metadata") or {}).get("managedFields") or ():
        for path in _leaves(entry.get("fieldsV1") or {}):
            text = paths.show(path)
            if call.given(text) and call.get(text) != _at(live.outputs, path) and f".{text}" not in owned[_called(entry)]:
                owned[_called(entry)].append(f".{text}")
    owned = {manager: fields for manager, fields in owned.items() if fields}
    if not owned:
        return
    number = sum(map(len, owned.values()))
    who = "; ".join(f"conflict with {manager} using {kind.api_version}: {', '.join(fields)}" for manager, fields in owned.items())
    where = call.id if "/" in call.id else str(call.get("metadata.name"))
    yield (
        f'the Kubernetes API server reported that "{where}" failed to fully initialize or become live: {_HELP}\n'
        f": Apply failed with {number} conflict{'s' if number > 1 else ''}: {who}"
    )


def touched(kind: Kind, call: Call, outputs: Properties, changed: Iterable[paths.Path]) -> Properties:
    """An object after somebody has changed fields of it with `kubectl edit`: `metadata.managedFields` says whose they are.

    The number of pods that an autoscaler moves is the autoscaler's.
    """
    own, moves = list(changed), ("spec", "replicas")
    if moves in own and kind.name in SCALED and autoscaler_of(call) is not None:
        own.remove(moves)
        outputs = _owned(kind, outputs, MANAGER, [moves])
    return _owned(kind, outputs, {"manager": HAND, "operation": "Update"}, own) if own else outputs


def _owned(kind: Kind, outputs: Properties, who: Mapping[str, str], changed: Iterable[paths.Path]) -> Properties:
    metadata = outputs.get("metadata")
    if not isinstance(metadata, dict):
        return outputs
    others = [each for each in metadata.get("managedFields") or () if each.get("manager") != who["manager"]]
    fields: dict[str, Any] = next((each["fieldsV1"] for each in metadata.get("managedFields") or () if each not in others), {})
    for path in changed:
        node = fields
        for step in path:
            if isinstance(step, int):
                break  # a list is its changer's as a whole
            node = node.setdefault(f"f:{step}", {})
    entry = {**who, "apiVersion": kind.api_version, "fieldsType": "FieldsV1", "fieldsV1": fields}
    return {**outputs, "metadata": {**metadata, "managedFields": [*others, entry]}}


def _called(entry: Mapping[str, Any]) -> str:
    """Who a manager is, in the API server's words: `printManager` in apimachinery's managedfields/internal/conflict.go."""
    through = f' with subresource "{entry["subresource"]}"' if entry.get("subresource") else ""
    return f'"{entry.get("manager")}"{through}'


def _leaves(fields: dict[str, Any], above: paths.Path = ()) -> Iterator[paths.Path]:
    for key, below in fields.items():
        path = (*above, key.removeprefix("f:"))
        if below:
            yield from _leaves(below, path)
        else:
            yield path


def _at(value: Any, path: paths.Path) -> Any:
    return next((found for _, found in paths.values(value, path)), None)
