"""What is wrong with an object, and where."""

from __future__ import annotations

from dataclasses import dataclass

from ..finding import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something in an object that its API server refuses, or that does nothing.

    Args:
        path: where, as in `spec.ports[0].port`; empty for the object itself.
        reason: what is wrong, as a sentence without its full stop.
        fix: what to do about it.
        severity: error for what is refused, cannot work, or keeps others from their work; warning for what is taken, and may not do
            what it is for.
    """

    path: str
    reason: str
    fix: str
    severity: Severity = Severity.ERROR
