"""The versions of Pulumi's packages that a project locks, now and at a commit: a newer SDK changes plans by itself."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from .repository import Commit

_REQUIREMENTS: Final = ("requirements.txt", "requirements.lock")
_LOCKS: Final = ("uv.lock", "poetry.lock", "pdm.lock")
_PINNED: Final = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*])?==([^\s;\\#]+)", re.MULTILINE)


def moved(directory: Path, commit: Commit) -> dict[str, tuple[str, str]]:
    """Pulumi's packages that are locked in another version than at a commit: the version there, and the one here.

    Args:
        directory: the project's folder.
        commit: the commit.
    """
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for name in (*_REQUIREMENTS, *_LOCKS):
        here = directory / name
        after.update(_locked(name, here.read_text(errors="replace") if here.is_file() else ""))
        before.update(_locked(name, commit.text(here) or ""))
    return {name: (before[name], after[name]) for name in sorted(before.keys() & after.keys()) if before[name] != after[name]}


def told(versions: Mapping[str, tuple[str, str]]) -> str:
    """What has moved, in words."""
    return ", ".join(f"{name} from {old} to {new}" for name, (old, new) in versions.items())


def _locked(name: str, text: str) -> Iterator[tuple[str, str]]:
    found = _of_requirements(text) if name in _REQUIREMENTS else _of_lock(text)
    for package, version in found:
        plain = re.sub(r"[-_.]+", "-", package).lower()
        if plain == "pulumi" or plain.startswith("pulumi-"):
            yield plain, version


def _of_requirements(text: str) -> Iterator[tuple[str, str]]:
    return ((found[1], found[2]) for found in _PINNED.finditer(text))


def _of_lock(text: str) -> Iterator[tuple[str, str]]:
    try:
        document: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    listed = document.get("package")
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict) and isinstance(each.get("name"), str) and isinstance(each.get("version"), str):
            yield each["name"], each["version"]
