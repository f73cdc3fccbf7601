"""From problems by their paths to faults at their places in a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from faults import Fault, FaultError, Position, dotted, yaml
from faults.yaml import Document

from .problems import Problem, Steps


def located(problems: Iterable[Problem], document: Document | None, root: Steps, key: str) -> list[Fault]:
    """Problems with their places in the file, in its order.

    Args:
        problems: what is wrong, by paths below `root`.
        document: the file; None where there is none.
        root: where in it the object stands; empty where the paths are the file's own.
        key: what the object itself is called.
    """
    found = [
        Fault(
            where=document.position((*root, *problem.path)) if document else None,
            path=dotted(problem.path) or (key if root else ""),
            given=problem.given,
            expected=problem.expected,
            fix=problem.fix,
        )
        for problem in dict.fromkeys(problems)
    ]
    return sorted(found, key=lambda fault: fault.where or Position("", 0, 0))


def document_of(directory: Path, file: str) -> tuple[Document | None, tuple[Fault, ...]]:
    """A file of a folder, None where there is none, and what keeps it from being read."""
    path = directory / file
    try:
        return yaml.load(path, shown=f"{directory.name}/{file}") if path.exists() else None, ()
    except FaultError as error:
        return None, error.faults
