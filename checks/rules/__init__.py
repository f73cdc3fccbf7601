"""The rules, a file each: a file that is put here, with a RULE in it, is one more."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from ..rule import Rule


@functools.cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of their names."""
    names = (found.name for found in pkgutil.iter_modules(__path__))
    found = (importlib.import_module(f".{name}", __name__).RULE for name in names)
    return tuple(sorted(found, key=lambda rule: rule.name))
