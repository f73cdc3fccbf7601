"""Marks on resources: protection from deletion, and that the next update is to replace them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from ..errors import EngineError
from ..project import Project
from .finding import NotFound
from .opening import edited


class Mark(StrEnum):
    """What a resource may be marked with; the value is the attribute."""

    PROTECT = "protect"
    TAINT = "taint"


def mark(project: Project, stack: str, given: Sequence[str] | None, what: Mark, *, on: bool) -> int:
    """Put a mark on resources, or take it from them; what only waits to be deleted is left alone.

    Args:
        project: whose stack it is.
        stack: the stack's name.
        given: the URNs; None for all of them.
        what: the mark.
        on: whether they are to bear it.

    Returns:
        How many were named.

    Raises:
        EngineError: some are not there; nothing was marked.
    """
    with edited(project, stack) as resources:
        live = {resource.urn: resource for resource in resources if not resource.delete}
        named = list(live) if given is None else given
        faults = [str(NotFound(urn, live)) for urn in named if urn not in live]
        if faults:
            raise EngineError("\n".join(faults))
        for urn in named:
            setattr(live[urn], what, on)
    return len(named)
