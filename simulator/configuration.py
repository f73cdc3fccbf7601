"""The configuration of a provider, as plain values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .values import Properties, plain


def configuration(properties: Properties) -> Mapping[str, Any]:
    """A provider's configuration as plain values: nested ones, and booleans, travel as JSON in strings."""
    return {key: _decoded(value) for key, value in plain(properties).items()}


def _decoded(value: Any) -> Any:
    if isinstance(value, str) and (value in ("true", "false") or value[:1] in ("[", "{")):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value
