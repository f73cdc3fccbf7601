"""What a check reports."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a finding refuses a plan, or only tells something about it."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a plan shows, and that somebody should know before it is carried out.

    Args:
        rule: the rule's name, say "network-moved".
        severity: error, which refuses the plan, or warning.
        resource: what it is about: a URN, or a path in the environment.
        reason: what is wrong, as a sentence without its full stop.
        fix: what to do about it.
        position: where the program declares what it is about, as `file:line:column`; empty where that is not known.
    """

    rule: str
    severity: Severity
    resource: str
    reason: str
    fix: str
    position: str = ""
