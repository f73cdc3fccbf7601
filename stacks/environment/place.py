"""Where a stack file holds its environment, or another object, and what is wrong with the place itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from faults import nearest
from faults.yaml import Document

from .problems import Problem
from .shape import KEY


def short(of: str) -> str:
    """A key as its own project may write it: Pulumi lets it leave out its name."""
    return of.partition(":")[2]


def key(document: Document | None, of: str = KEY) -> str:
    """The key as the file spells it.

    Args:
        document: the stack file.
        of: the key; that of an environment by default.
    """
    config = _config(document)
    return short(of) if short(of) in config and of not in config else of


def value(document: Document | None, of: str = KEY) -> Any:
    """What stands at the key in the file; None where nothing does."""
    return _config(document).get(key(document, of))


def problems(document: Document, found: Any, of: str = KEY) -> Iterator[Problem]:
    """What is wrong with the place; the paths are the file's, not the object's.

    Args:
        document: the stack file.
        found: the object in Pulumi's configuration; None where it has none.
        of: its key.
    """
    config, spelled = _config(document), short(of)
    if of in config and spelled in config:
        yield Problem(("config", spelled), f"the {spelled} a second time, as {of} too", "it once", "remove one")
    names = {name.rpartition(":")[2]: name for name in config}
    if found is None and key(document, of) not in config and (near := nearest(spelled, names)) is not None:
        yield Problem(("config", names[near]), "a key that this program does not read", of, f"write {of}")


def _config(document: Document | None) -> Mapping[str, Any]:
    config = document.value.get("config") if document else None
    return config if isinstance(config, dict) else {}
