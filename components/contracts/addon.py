"""What an add-on of a cluster is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .. import arguments
from ..errors import Faults


@dataclass(frozen=True, kw_only=True)
class Addon:
    """An add-on that the cloud installs and keeps, under the cloud's own name.

    Args:
        version: its version, never "latest"; by default the cloud's own choice when it is installed, which then stays.
        config: what it is configured with, in the cloud's own keys. It is laid over what the cluster itself must say.
        enabled: false leaves out one that clusters have unless they are told otherwise.

    Raises:
        ArgumentsError: with every fault.
    """

    version: str | None = None
    config: Mapping[str, Any] = field(default_factory=dict)
    enabled: bool = True

    def __post_init__(self) -> None:
        faults = Faults(self)
        if self.version is not None:
            arguments.check_pinned(faults, "version", self.version, "write the version to run, or leave it out")
        told, fix = bool(self.config) or self.version is not None, "remove what it is told, or let it be installed"
        faults.check(self.enabled or not told, "enabled", self.enabled, "true for an add-on with a version or a config", fix)
        faults.raise_any()


def laid_over(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Two configurations as one, key by key however deep, `over` where they differ."""
    both = {
        key: laid_over(under[key], value) if isinstance(value, Mapping) and isinstance(under.get(key), Mapping) else value
        for key, value in over.items()
    }
    return {**under, **both}
