"""A stack file that need not be the stack's own: its text, what it is called, and the releases that go with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from faults import FaultError, yaml

RELEASES: Final = "releases"
"""The folder, beside the stack files, with the image of each workload."""
_NAME: Final = re.compile(r"Pulumi\.(.+)\.ya?ml")
_ENTRY: Final = re.compile(r"^([\w-]+|\"[\w-]+\") *:.*$", re.MULTILINE)
_KEYS: Final = ("nusantara:environment", "environment")


@dataclass(frozen=True, slots=True, kw_only=True)
class StackFile:
    """An environment's file.

    Args:
        text: what it holds.
        shown: what messages call it.
        beside: what a program finds in the folder of the stack files too, by the path in it.
        shown_beside: what messages call that, where it has another name.
    """

    text: bytes
    shown: str
    beside: Mapping[str, bytes] = field(default_factory=dict)
    shown_beside: Mapping[str, str] = field(default_factory=dict)


def read(path: Path, stack: str, home: Path, *, releases: Path | None = None) -> StackFile:
    """Read a stack file, once: it may be a pipe.

    What its workloads run stands in the named releases, or in `releases/STACK.yaml` beside it, or else in the stack's own, of which
    then only its workloads are taken: they may have others by now.

    Args:
        path: the file.
        stack: the stack's name.
        home: the folder of the project's stack files.
        releases: the file with the images of its workloads.

    Raises:
        OSError: the file, or the releases named, cannot be read.
    """
    text = path.read_bytes()
    inside = f"{RELEASES}/{stack}.yaml"
    own = releases or next((found for found in [path.parent / inside] if found.is_file()), None)
    if own is not None:
        return StackFile(text=text, shown=str(path), beside={inside: own.read_bytes()}, shown_beside={inside: str(own)})
    general = home / inside
    if not general.is_file():
        return StackFile(text=text, shown=str(path))
    kept = _only(general.read_text(), _workloads(text))
    return StackFile(text=text, shown=str(path), beside={inside: kept.encode()}, shown_beside={inside: f"{home.name}/{inside}"})


def stack_of(*paths: Path) -> str | None:
    """The stack that the first file which is called `Pulumi.STACK.yaml` belongs to."""
    return next((found[1] for path in paths if (found := _NAME.fullmatch(path.name))), None)


def _workloads(text: bytes) -> Mapping[str, Any] | None:
    """The workloads of an environment; None where it cannot be read, which is for the program to tell."""
    try:
        value: Any = yaml.parse(text, shown="").value
    except FaultError:
        return None
    config = value.get("config")
    environment = next((config[key] for key in _KEYS if key in config), None) if isinstance(config, dict) else None
    workloads = environment.get("workloads") if isinstance(environment, dict) else None
    return workloads if isinstance(workloads, dict) else {}


def _only(releases: str, workloads: Mapping[str, Any] | None) -> str:
    """The releases without those of other workloads, whose lines are left empty: what is said of the others keeps its place."""
    if workloads is None:
        return releases
    return _ENTRY.sub(lambda line: line[0] if line[1].strip('"') in workloads else "", releases)
