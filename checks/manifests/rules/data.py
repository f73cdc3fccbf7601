"""Config maps and secrets: keys that can be files, all that their type needs, and no more than fits.

Source: kubernetes.io/docs/concepts/configuration/configmap, …/secret/#secret-types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.values import UNKNOWN

from ..neighbours import Neighbours
from ..objects import Manifest
from ..problem import Problem
from ..walking import join

_KEY: Final = re.compile(r"(?!\.$)(?!\.\.)[-._a-zA-Z0-9]{1,253}")
_MOST: Final = 1024 * 1024
_BYTES_OF_FOUR: Final = 3
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {"ConfigMap": ("data", "binaryData"), "Secret": ("data", "stringData")}
_ENCODED: Final = frozenset({("ConfigMap", "binaryData"), ("Secret", "data")})
_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
}
"""By type of secret, the keys that it must have."""


def problems(manifest: Manifest, _near: Neighbours) -> Iterator[Problem]:
    """Keys that are none or missing, and more than fits."""
    fields = _FIELDS.get(manifest.kind) if manifest.builtin else None
    if fields is None or manifest.group:
        return
    given = {field: manifest.body.get(field) or {} for field in fields}
    if not all(isinstance(held, Mapping) for held in given.values()):
        return  # for the schema to tell, or not known yet
    for field, held in given.items():
        for key in held:
            if not _KEY.fullmatch(key):
                expected = "letters, digits, hyphens, underscores and dots, 253 at most, and not two dots first"
                yield Problem(path=join(field, key), reason=f"its key is {key!r}, expected {expected}", fix="rename it")
    if manifest.kind == "ConfigMap":
        for key in sorted(set(given["data"]) & set(given["binaryData"])):
            yield Problem(path=join("binaryData", key), reason="data has this key too", fix="take one of them out")
    for key in _NEEDED.get(str(manifest.body.get("type")), ()) if manifest.kind == "Secret" else ():
        if not any(key in held for held in given.values()):
            yield Problem(path=join("data", key), reason=f"a secret of type {manifest.body['type']} must have it", fix="give it")
    size = sum(
        _bytes(value, encoded=(manifest.kind, field) in _ENCODED) for field, held in given.items() for value in held.values()
    )
    if size > _MOST:
        yield Problem(path=fields[0], reason=f"it holds {size} bytes, above {_MOST}, which is all that fits", fix="divide it")


def _bytes(value: Any, *, encoded: bool) -> int:
    if value is UNKNOWN or not isinstance(value, str):
        return 0
    return len(value) * _BYTES_OF_FOUR // 4 - value[-2:].count("=") if encoded else len(value.encode())
