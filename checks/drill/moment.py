"""One line of a drill's time line."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What happens; of what happens at once, in this order."""

    LOST = "lost"
    BACK = "back"
    LINK = "link"
    EGRESS = "egress"
    DEPENDENCY = "dependency"
    DNS = "dns"
    KEPT = "kept"
    RECOVERED = "recovered"
    PROMISED = "promised"


class Tone(StrEnum):
    """Whether that is good to read."""

    BAD = "bad"
    GOOD = "good"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What happens at a time.

    Args:
        at: seconds after the loss, or after its end; at worst.
        kind: what happens.
        text: the same in a sentence without its full stop.
        tone: whether that is good to read.
        notes: what more there is to say, a line each.
    """

    at: int
    kind: Kind
    text: str
    tone: Tone = Tone.PLAIN
    notes: tuple[str, ...] = ()


def in_order(moments: list[Moment]) -> tuple[Moment, ...]:
    """Moments by their times; of what happens at once, what is lost before what follows from it."""
    kinds = list(Kind)
    return tuple(sorted(moments, key=lambda moment: (moment.at, kinds.index(moment.kind))))
