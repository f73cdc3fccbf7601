"""A stack file that need not be the stack's own: its text, what it is called, and the releases that go with it."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from faults import FaultError, yaml

from .adoption import Address, Known, known

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
        adopting: the sites of which parts exist already, and are taken as made.
        whole: where there are any, what it holds with what they adopt.
        addresses: the public addresses that were made elsewhere.
    """

    text: bytes
    shown: str
    beside: Mapping[str, bytes] = field(default_factory=dict)
    shown_beside: Mapping[str, str] = field(default_factory=dict)
    adopting: tuple[str, ...] = ()
    whole: bytes = b""
    addresses: tuple[Address, ...] = ()


def read(path: Path, stack: str, home: Path, *, releases: Path | None = None, neighbours: Iterable[Path] = ()) -> StackFile:
    """Read a stack file, once: it may be a pipe.

    What its workloads run stands in the named releases, or in `releases/STACK.yaml` beside it, or else in the stack's own, of which
    then only its workloads are taken: they may have others by now. What it adopts counts as made (see `adoption`).

    Args:
        path: the file.
        stack: the stack's name.
        home: the folder of the project's stack files.
        releases: the file with the images of its workloads.
        neighbours: the files of other stacks, which it must get on with.

    Raises:
        OSError: a file cannot be read.
    """
    whole = path.read_bytes()
    text, ids = _known(whole)
    inside = f"{RELEASES}/{stack}.yaml"
    beside = {other.name: other.read_bytes() for other in neighbours}
    shown = {other.name: f"{other.parent.name}/{other.name}" for other in neighbours}
    general, own = home / inside, path.parent / inside
    if releases is not None or own.is_file():
        chosen = releases or own
        beside[inside], shown[inside] = chosen.read_bytes(), str(chosen)
    elif general.is_file():
        beside[inside], shown[inside] = _only(general.read_text(), _released(text)).encode(), f"{home.name}/{inside}"
    return StackFile(
        text=text,
        shown=str(path),
        beside=beside,
        shown_beside=shown,
        adopting=ids.adopting,
        whole=whole if ids.adopting else b"",
        addresses=ids.addresses,
    )


def neighbours(home: Path, stack: str, *others: Path) -> list[Path]:
    """The stack files of a folder.

    Args:
        home: the folder.
        stack: the stack whose own is left out.
        others: what is left out too.
    """
    left = {other.resolve() for other in (home / f"Pulumi.{stack}.yaml", *others)}
    return sorted(found for found in home.glob("Pulumi.*.yaml") if found.resolve() not in left)


def stack_of(*paths: Path) -> str | None:
    """The stack that the first file which is called `Pulumi.STACK.yaml` belongs to."""
    return next((found[1] for path in paths if (found := _NAME.fullmatch(path.name))), None)


def _known(source: bytes) -> tuple[bytes, Known]:
    try:
        found = known(source.decode())
    except UnicodeDecodeError:  # for its reader to tell
        return source, Known("")
    return found.text.encode(), found


def _released(text: bytes) -> frozenset[str] | None:
    """The workloads and jobs of an environment; None where it cannot be read, which is for the program to tell."""
    try:
        value: Any = yaml.parse(text, shown="").value
    except FaultError:
        return None
    config = value.get("config")
    environment = next((config[key] for key in _KEYS if key in config), None) if isinstance(config, dict) else None
    found = [environment.get(kind) for kind in ("workloads", "jobs")] if isinstance(environment, dict) else []
    return frozenset(name for each in found if isinstance(each, dict) for name in each)


def _only(releases: str, released: Container[str] | None) -> str:
    """The releases without those of others, whose lines are left empty: what is said of the rest keeps its place."""
    if released is None:
        return releases
    return _ENTRY.sub(lambda line: line[0] if line[1].strip('"') in released else "", releases)
