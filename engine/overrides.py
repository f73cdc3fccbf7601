"""Configuration for one run: `-c key=value`, and where else a run's configuration comes from than its stack's own file.

Source: pkg/cmd/pulumi/project/newcmd/config.go (ParseConfig), sdk/go/common/resource/config/{map,object}.go (Set, coerce).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from . import paths
from .errors import EngineError
from .go_json import text_of

_HEAD: Final = re.compile(r"[^.\[]+")
_INT64, _UINT64 = 2**63, 2**64


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigOptions:
    """Where a run's configuration comes from.

    Args:
        overrides: texts that win over the stack's file, by key; a key without a namespace is the project's.
        paths: whether the keys are paths, as in `cluster.zones[0]`: the values under one first name make up a whole.
        file: instead of the stack's own file.
        validate: whether values must be what Pulumi.yaml declares of them.
    """

    overrides: Mapping[str, str] = field(default_factory=dict)
    paths: bool = False
    file: Path | None = None
    validate: bool = True

    def settings(self, project: str) -> dict[str, str]:
        """The overrides by full key, as texts.

        Raises:
            EngineError: a key has too many namespaces, or a path is none or contradicts another.
        """
        if not self.paths:
            return {_required(key, project): value for key, value in self.overrides.items()}
        whole: dict[str, Any] = {}
        for key, text in self.overrides.items():
            head = _HEAD.match(key)
            if head is None:
                raise EngineError(f"invalid config key path: {key}: expected a name first")
            _put(whole, (_required(head[0], project), *_parsed(key, head.end())), text, key)
        return {key: text_of(value) for key, value in whole.items()}


NONE: Final = ConfigOptions()


def full_key(key: str, project: str) -> str:
    """The key with its namespace, empty for one of too many; the older spelling `namespace:config:name` is still understood."""
    parts = key.split(":")
    if len(parts) == 3 and parts[1] == "config":
        return f"{parts[0]}:{parts[2]}"
    return key if len(parts) == 2 else f"{project}:{key}" if len(parts) == 1 else ""


def _required(key: str, project: str) -> str:
    if not (full := full_key(key, project)):
        raise EngineError(
            f"could not parse {key} as a configuration key (configuration keys should be of the form `<namespace>:<name>`)"
        )
    return full


def _parsed(key: str, start: int) -> paths.Path:
    try:
        # A path begins with a name, which the key has before it.
        return paths.parse(f"_{key[start:]}")[1:]
    except paths.PathError as error:
        raise EngineError(f"invalid config key path: {key}: {error}") from error


def _put(whole: dict[str, Any], path: paths.Path, text: str, key: str) -> None:
    """Put a value at a path, making the objects and lists on the way."""
    *way, last = path
    inner: Any = whole
    for step, following in zip(way, path[1:], strict=True):
        _require(inner, step, key)
        new = [] if isinstance(following, int) else {}
        if isinstance(inner, list) and step == len(inner):
            inner.append(new)
        inner = inner.setdefault(step, new) if isinstance(inner, dict) else inner[step]
    _require(inner, last, key)
    value = _coerced(text) if way else text
    if isinstance(inner, list) and last == len(inner):
        inner.append(value)
    else:
        inner[last] = value


def _require(inner: Any, step: str | int, key: str) -> None:
    if isinstance(inner, list) and not isinstance(step, int):
        raise EngineError(f"{key}: key for an array must be an int")
    if isinstance(inner, dict) and not isinstance(step, str):
        raise EngineError(f"{key}: key for a map must be a string")
    if not isinstance(inner, dict | list):
        raise EngineError(f"{key}: expected {'an array' if isinstance(step, int) else 'a map'}")
    if isinstance(inner, list) and isinstance(step, int) and not 0 <= step <= len(inner):
        raise EngineError(f"{key}: array index out of range")


def _coerced(text: str) -> Any:
    """A boolean or an integer where the text reads as one; `0123` does not."""
    if text in ("true", "false"):
        return text == "true"
    if (len(text) > 1 and text.startswith("0")) or not re.fullmatch(r"[+-]?[0-9]+", text):
        return text
    number = int(text)
    return number if -_INT64 <= number < _UINT64 else text
