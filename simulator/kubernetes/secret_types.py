"""Types of Secrets, and what each has to hold.

Source: `ValidateSecret` in https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go. The token
of an account comes by its type alone: since 1.24 no account has one by itself.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from ..call import Call

TOKEN: Final = "kubernetes.io/service-account-token"  # noqa: S105 - the name of a type
_OF_ACCOUNT: Final = "kubernetes.io/service-account.name"
_KEYS: Final[Mapping[str, tuple[str, ...]]] = {
    "kubernetes.io/dockerconfigjson": (".dockerconfigjson",),
    "kubernetes.io/dockercfg": (".dockercfg",),
    "kubernetes.io/ssh-auth": ("ssh-privatekey",),
    "kubernetes.io/tls": ("tls.crt", "tls.key"),
}
_JSON: Final = (".dockerconfigjson", ".dockercfg")


def type_faults(call: Call) -> Iterator[tuple[str, str]]:
    """What a Secret lacks that its type asks for."""
    kind = call.get("type")
    if kind == TOKEN and not call.given(f'metadata.annotations["{_OF_ACCOUNT}"]'):
        path = f"metadata.annotations[{_OF_ACCOUNT}]"
        yield f'metadata.annotations["{_OF_ACCOUNT}"]', f"{path}: Required value"
    if kind == "kubernetes.io/basic-auth" and not any(_holds(call, key) for key in ("username", "password")):
        yield "data", "data[username]: Required value; data[password]: Required value"
    for key in _KEYS.get(str(kind), ()):
        if not _holds(call, key):
            yield "data", f"data[{key}]: Required value"
        elif key in _JSON and (found := _value(call, key)) is not None and not _is_json(found):
            yield "data", f'data[{key}]: Invalid value: "<secret contents redacted>": is no JSON'


def _holds(call: Call, key: str) -> bool:
    """Whether a Secret has a key, or may have it: what is not known yet may hold anything."""
    fields = [field for field in ("data", "stringData") if call.given(field)]
    return any(call.get(field) is None or key in call.get(field) for field in fields)


def _value(call: Call, key: str) -> str | None:
    clear: Any = (call.get("stringData") or {}).get(key)
    if clear is not None:
        return str(clear)
    try:
        return base64.b64decode(str((call.get("data") or {}).get(key) or ""), validate=True).decode() or None
    except (binascii.Error, ValueError):
        return None  # which another check tells


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
