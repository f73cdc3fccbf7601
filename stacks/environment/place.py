"""Where a stack file holds its environment, and what is wrong with the place itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from faults import nearest
from faults.yaml import Document

from .problems import Problem
from .shape import KEY

SHORT = KEY.partition(":")[2]
"""Pulumi lets a project leave out its own name."""


def key(document: Document | None) -> str:
    """The key of the environment as the file spells it."""
    config = _config(document)
    return SHORT if SHORT in config and KEY not in config else KEY


def value(document: Document | None) -> Any:
    """The environment as it stands in the file; None where there is none."""
    return _config(document).get(key(document))


def problems(document: Document, found: Any) -> Iterator[Problem]:
    """What is wrong with the place; the paths are the file's, not the environment's.

    Args:
        document: the stack file.
        found: the environment in Pulumi's configuration; None where it has none.
    """
    config = _config(document)
    if KEY in config and SHORT in config:
        yield Problem(("config", SHORT), f"the environment a second time, as {KEY} too", "it once", "remove one")
    names = {name.rpartition(":")[2]: name for name in config}
    if found is None and key(document) not in config and (near := nearest(SHORT, names)) is not None:
        yield Problem(("config", names[near]), "a key that this program does not read", KEY, f"write {KEY}")


def _config(document: Document | None) -> Mapping[str, Any]:
    config = document.value.get("config") if document else None
    return config if isinstance(config, dict) else {}
