"""Which resources a deployment is about, as a person says it: URNs, or patterns of them.

Source: UrnTargets in pkg/resource/deploy/deployment.go.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from .errors import EngineError


class UrnTargets:
    """A set of URNs; one that nothing was put into stands for all of them.

    Args:
        given: URNs and patterns. In a pattern `*` stands for anything without a colon, and `**` for anything.
    """

    def __init__(self, given: Iterable[str] = ()) -> None:
        self.given: Final = tuple(given)
        self.literals: Final = tuple(text for text in self.given if "*" not in text)
        """The URNs among what was given, in their order."""
        self._urns = frozenset(self.literals)
        self._patterns = tuple(_compiled(text) for text in self.given if "*" in text)

    @property
    def constrained(self) -> bool:
        """Whether anything was given, so that there are URNs outside of the set."""
        return bool(self._urns or self._patterns)

    def __contains__(self, urn: str) -> bool:
        if not self.constrained or urn in self._urns:
            return True
        return any(pattern.fullmatch(urn) for pattern in self._patterns)


def _compiled(pattern: str) -> re.Pattern[str]:
    parts = ("[^:]*".join(map(re.escape, part.split("*"))) for part in pattern.split("**"))
    return re.compile(".*".join(parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a deployment is about; by default everything.

    Args:
        targets: what is worked on, and nothing else.
        target_dependents: with what depends on it.
        excludes: what is left as it is; only where no targets are given.
        exclude_dependents: with what depends on it.
        replacements: what is replaced, whether it has changed or not.
    """

    targets: UrnTargets = field(default_factory=UrnTargets)
    target_dependents: bool = False
    excludes: UrnTargets = field(default_factory=UrnTargets)
    exclude_dependents: bool = False
    replacements: UrnTargets = field(default_factory=UrnTargets)

    def require(self, urns: Iterable[str]) -> None:
        """Make sure that everything named in full exists, where no program can bring it.

        Args:
            urns: those of the prior state.

        Raises:
            EngineError: a target, or what is excluded, is none of them.
        """
        known = set(urns)
        for urn in (*self.targets.literals, *self.excludes.literals):
            if urn not in known:
                raise EngineError(f"no resource named '{urn}' found")
