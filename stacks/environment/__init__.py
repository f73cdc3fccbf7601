"""The typed model of an environment: one file per stack, every fault of it at once, a JSON Schema for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .model import Environment
from .shape import schema
from .source import Loaded, Source

if TYPE_CHECKING:
    from .loading import EnvironmentFaults, load

__all__ = ["Environment", "EnvironmentFaults", "Loaded", "Source", "load", "schema"]


def __getattr__(name: str) -> Any:
    """What a program needs beside, and with it the SDK, when it is asked for: commands read environments without."""
    if name not in {"EnvironmentFaults", "load"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import loading

    return getattr(loading, name)
