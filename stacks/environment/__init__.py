"""The typed model of an environment: one file per stack, every fault of it at once, a JSON Schema for editors."""

from __future__ import annotations

from .loading import EnvironmentFaults, Loaded, Source, load
from .model import Environment
from .shape import schema

__all__ = ["Environment", "EnvironmentFaults", "Loaded", "Source", "load", "schema"]
