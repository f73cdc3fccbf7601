"""Parts of the SDK that neither the engine nor most programs use: loaded when something of theirs is asked for.

`import pulumi` brings the automation API, and for dynamic providers a pickler: a quarter of what importing it takes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType
from typing import Final

_SELDOM_USED: Final = frozenset({"pulumi.automation", "pulumi.dynamic"})


class _Finder:
    """Finds these parts as the usual finder does, and puts their loading off."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name not in _SELDOM_USED:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


def slim() -> None:
    """From now on, load the seldom used parts of the SDK when they are used; what has been imported already stays."""
    sys.meta_path.insert(0, _Finder())
