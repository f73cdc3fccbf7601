"""Where the SDKs are whose types say what nobody simulates: in this process, and in the program's own virtual environment."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Final

_PUBLISHERS: Final = ("pulumi", "pulumiverse")


def also_in(libraries: Iterable[Path]) -> None:
    """Have SDKs found in these folders too, after everything that this process has itself."""
    sys.path.extend(text for text in map(str, libraries) if text not in sys.path)


def sdk_of(package: str) -> ModuleType | None:
    """The SDK of a package, by the names that Pulumi's and Pulumiverse's have; None where none is installed that works here."""
    for publisher in _PUBLISHERS:
        with contextlib.suppress(Exception):  # one that is made for another Python may fail in any way
            return import_module(f"{publisher}_{package.replace('-', '_')}")
    return None
