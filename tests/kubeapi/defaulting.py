"""What an API server makes of objects when it takes them, beside what the simulated cluster makes of the same ones, field by field.

Left out is what differs from one server to the next: identities and times, who manages which field, and the status, which a controller
writes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from tests.support.simulated import Provider, RefusalError

KINDS: Final = Path(__file__).with_name("kinds.yaml")
RECORDED: Final = Path(__file__).with_name("defaulted.yaml")
_OF_ITS_OWN: Final = frozenset(
    {"uid", "creationTimestamp", "resourceVersion", "generation", "managedFields", "selfLink", "annotations", "status"}
)
_LEFT: Final = frozenset({"stringData.token"})
"""What the provider keeps of what it is given, and an API server takes for good: the clear text of a Secret."""
_DRAWN: Final = ("clusterIP", "clusterIPs", "nodePort", "controller-uid", "healthCheckNodePort")
"""What is another one each time: that it is there has to agree, not what it is."""


@dataclass(frozen=True)
class Compared:
    """What came of a comparison.

    Args:
        objects: how many there were.
        fields: how many fields the API server's answers have.
        differing: what the simulated cluster has otherwise, in words.
    """

    objects: int
    fields: int
    differing: tuple[str, ...]


def kinds() -> list[Mapping[str, Any]]:
    """An object of each kind that components make, and people beside them."""
    return yaml.safe_load(KINDS.read_text())


def recorded() -> list[Mapping[str, Any]]:
    """What an API server answered of those, as it was kept."""
    return yaml.safe_load(RECORDED.read_text())


def record(answers: Iterable[Mapping[str, Any]]) -> None:
    """Keep what an API server answers."""
    kept = [_put(_kept(each)) for each in answers]
    RECORDED.write_text(yaml.safe_dump(kept, sort_keys=True, width=132, default_flow_style=None))


def _put(value: Any, key: str = "") -> Any:
    """A value without what is another one each time, so that the file is the same each time."""
    if isinstance(value, Mapping):
        return {name: _put(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_put(each, key) for each in value]
    return "drawn" if key.rpartition("/")[2] in _DRAWN and value != "None" else value


def compared(pairs: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> Compared:
    """Make objects in a simulated cluster, and compare them with what an API server made of them.

    Args:
        pairs: each object as it is asked, and as it was answered, in the order in which they are applied.
    """
    objects = fields = 0
    differing: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        cluster = Provider("kubernetes", Path(folder) / "clouds.sqlite", clusterIdentifier="compared")
        for asked, answered in pairs:
            real, simulated = dict(leaves(_kept(answered))), dict(leaves(_kept(_made(cluster, asked))))
            objects, fields = objects + 1, fields + len(real)
            name = f"{asked['kind']} {asked['metadata']['name']}"
            differing += [f"{name}: {said}" for said in _said(real, simulated)]
    return Compared(objects, fields, tuple(differing))


def _made(cluster: Provider, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    version, kind = asked["apiVersion"], asked["kind"]
    token = f"kubernetes:{version if '/' in version else f'core/{version}'}:{kind}"
    inputs = {key: value for key, value in asked.items() if key not in ("apiVersion", "kind")}
    try:
        return cluster.create(token, asked["metadata"]["name"], **inputs)[1]
    except RefusalError:  # it is there, and waits for pods that are not let in
        namespace = asked["metadata"].get("namespace")
        return cluster.found(token, f"{namespace}/{asked['metadata']['name']}" if namespace else asked["metadata"]["name"])[1]


def _said(real: Mapping[str, Any], simulated: Mapping[str, Any]) -> Iterator[str]:
    for path in sorted((real.keys() | simulated.keys()) - _LEFT):
        if path not in simulated:
            yield f"{path} is {real[path]!r} there, and nothing here"
        elif path not in real:
            yield f"{path} is nothing there, and {simulated[path]!r} here"
        elif real[path] != simulated[path] and not any(word in path for word in _DRAWN):
            yield f"{path} is {real[path]!r} there, and {simulated[path]!r} here"


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value that holds no other, with its path; an empty object or list is one."""
    if isinstance(value, Mapping) and value:
        for key, each in value.items():
            yield from leaves(each, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and value:
        for index, each in enumerate(value):
            yield from leaves(each, f"{path}[{index}]")
    else:
        yield path, int(value) if isinstance(value, float) and value.is_integer() else value


def _kept(body: Mapping[str, Any]) -> dict[str, Any]:
    """An object without what is another on each server."""
    metadata = {key: value for key, value in (body.get("metadata") or {}).items() if key not in _OF_ITS_OWN}
    return {**{key: value for key, value in body.items() if key not in _OF_ITS_OWN and value is not None}, "metadata": metadata}
