"""What a change of an environment may come to: for tests that hold it to just that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from .evolution import Evolution
from .plan import Change, Kind


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """What may be created, imported, updated, replaced and deleted, and nothing else.

    Each is a pattern of "Type name", in which `*` and `?` match: `Subnet jakarta-*-c`, `* batam-*`. Every pattern has to match.
    """

    created: tuple[str, ...] = ()
    imported: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()

    def faults(self, evolution: Evolution) -> list[str]:
        """What a change comes to beside that, and what it does not come to; nothing where all is as expected."""
        return [fault for kind in Kind for fault in self._faults(evolution, kind)]

    def _faults(self, evolution: Evolution, kind: Kind) -> Iterator[str]:
        patterns: tuple[str, ...] = getattr(self, kind.value)
        called = [(title(change), change) for change in evolution.of(kind)]
        for name, change in called:
            if not any(fnmatchcase(name, pattern) for pattern in patterns):
                inputs = [cause.input for cause in change.causes] or change.inputs
                by = f" by {', '.join(inputs)}" if inputs else ""
                yield f"{name} is {kind}{by}, and nothing says that it may be"
        for pattern in patterns:
            if not any(fnmatchcase(name, pattern) for name, _ in called):
                yield f"nothing is {kind} that is called {pattern}"


def title(change: Change) -> str:
    """What patterns call an object: the last word of its type, and its name."""
    return f"{change.type.rpartition(':')[2]} {change.name}"
