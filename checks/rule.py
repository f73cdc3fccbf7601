"""What a rule is, and how moments are told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from .finding import Finding
from .subject import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule, as each file of `checks.rules` has one under the name RULE.

    Args:
        name: its name, in words joined by hyphens.
        tells: what it tells, as a sentence without its full stop.
        finds: what of a plan it tells.
        dated: whether it has something to say only when it is told the time.
        updates: whether an update's preview is held to it too, and not only the way from one environment to another.
    """

    name: str
    tells: str
    finds: Callable[[Subject], Iterator[Finding]]
    dated: bool = False
    updates: bool = True


def told(moment: datetime) -> str:
    """A moment in a sentence."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"
