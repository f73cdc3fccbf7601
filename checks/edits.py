"""What one environment says that another did not: by path, as people wrote it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from engine.properties import equal
from engine.values import Value
from faults import dotted

Path: TypeAlias = tuple[str, ...]
_PLACED: Final = ("clusters", "fleets", "workloads")
"""What stands in sites, by the name that its component has there."""
_OUTSIDE: Final = ("private_dns", "dependencies", "replication")
"""What stands in no site."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A value that differs; None where there was, or is, none."""

    path: Path
    old: Value
    new: Value

    def __str__(self) -> str:
        return dotted(self.path)

    def reaches(self, site: str, parts: set[str]) -> bool:
        """Whether it can have reached an object.

        Args:
            site: the object's site; empty where it has none.
            parts: the names that the components around it have in their site.
        """
        if self.path[0] == "sites" and len(self.path) > 1:
            return self.path[1] == site
        if self.path[0] == "workloads" and len(self.path) > 1:
            return any(part.endswith(f"-{self.path[1]}") for part in parts)
        if self.path[0] == "buckets" and len(self.path) > 1:
            return any(part == self.path[1] or part.startswith(f"{self.path[1]}-") for part in parts)
        if self.path[0] in _OUTSIDE:
            return not site
        return self.path[0] not in _PLACED or len(self.path) < 2 or self.path[1] in parts


def edits(old: Mapping[str, Value], new: Mapping[str, Value], path: Path = ()) -> Iterator[Edit]:
    """What turns one mapping into the other, key by key; a list is one value."""
    for key in sorted(old.keys() | new.keys()):
        match old.get(key), new.get(key):
            case Mapping() as before, Mapping() as after:
                yield from edits(before, after, (*path, key))
            case before, after if not equal(before, after):
                yield Edit((*path, key), before, after)
